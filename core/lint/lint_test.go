package lint

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func rules(t testing.TB) *Rules {
	t.Helper()
	out, wrong := Compile(Source{
		Same:   []string{"結结", "ūu"},
		Words:  []Word{{"you", []string{"你", "you"}}, {"customer", []string{"客户", "customers?"}}},
		Others: []string{"{customer}"},
		Rules: []Rule{
			{ID: "marriage", Always: []string{"{you}~结婚", "{you}~~married", "hun ?yin"}, Alone: []string{"结婚了吗"}, Except: []string{"结婚纪念"}},
			{ID: "looks", Always: []string{"(?:男|女)生优先"}},
		},
	})
	require.Empty(t, wrong)
	return out
}

func TestN05_EverySpellingIsReadAsOne(t *testing.T) {
	r := rules(t)
	for text, words := range map[string]string{
		"请问你结婚了吗":                     "你结婚",
		"你 结 婚 了吗":                    "你 结 婚",
		"你結·婚了没":                      "你結·婚",
		"你，结，婚，了，吗":                   "你，结，婚",
		"你“结婚”了没有":                    "你“结婚",
		"你结\u200b婚了吗":                 "你结\u200b婚",
		"ＡＲＥ　ＹＯＵ　ＭＡＲＲＩＥＤ":             "ＹＯＵ　ＭＡＲＲＩＥＤ",
		"are you m-a-r-r-i-e-d?":      "you m-a-r-r-i-e-d",
		"a r e  y o u  m a r r i e d": "y o u  m a r r i e d",
		"you m4rri3d":                 "you m4rri3d",
		"说说 hūn yin":                  "hūn yin",
		"hunyin":                      "hunyin",
		"小李结婚了吗？":                     "结婚了吗",
		"女生优先":                        "女生优先",
	} {
		found := r.Find(text)
		require.Len(t, found, 1, text)
		require.Equal(t, words, found[0].Words, text)
		require.True(t, strings.HasPrefix(text[found[0].At:], words), text)
	}
}

func TestN05_WhatIsAboutSomebodyElseIsLeftAlone(t *testing.T) {
	r := rules(t)
	for _, text := range []string{"", "  ", "客户结婚了吗？", "你的客户结婚时要什么材料", "你在结婚纪念日做什么", "you serve a married customer", "total, yours; unmarried", "结算。婚礼", "你好。结婚登记由客户提供"} {
		require.Empty(t, r.Find(text), text)
	}
	require.Empty(t, (*Rules)(nil).Find("你结婚了吗"))
	require.NotEmpty(t, r.Find("很多客户都问，那么你结婚没有"), "the candidate is asked, whoever else is named before")
}

func TestEveryUselessPatternIsNamed(t *testing.T) {
	_, wrong := Compile(Source{Same: []string{"ab", "a", "aa"}, Words: []Word{{"w", []string{"ok", "("}}}, Others: []string{"(?:x)*"},
		Rules: []Rule{{ID: "r", Always: []string{"{nobody}"}, Alone: []string{"ok", ""}, Except: []string{"[", "{w}"}}}})
	require.ElementsMatch(t, []Wrong{{"same", 0, 1}, {"same", 0, 2}, {"words", 0, 1}, {"others", 0, 0}, {"always", 0, 0}, {"alone", 0, 1}, {"except", 0, 0}}, wrong)
}

// TestHintsHideNoMatch: what a pattern's words say is not there, the pattern does not find.
func TestHintsHideNoMatch(t *testing.T) {
	exprs := []string{`(?:ab|cd)x?e`, `[ab]{1,2}c`, `a(?:b|)c`, `(?:a|b)+`, `a.b|cd`, `x?y?z`, `[^a]b`, `(ab){2}c*`}
	rapid.Check(t, func(t *rapid.T) {
		p := newPattern(rapid.SampledFrom(exprs).Draw(t, "expr"))
		text := rapid.StringMatching(`[abcdexyz]{0,12}`).Draw(t, "text")
		if p.re.MatchString(text) {
			require.True(t, p.likely(pairsOf(text), text))
		}
	})
}

// TestReadingIsTotal: any text is read, and every byte of what is read comes from the text.
func TestReadingIsTotal(t *testing.T) {
	r := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		read := r.read(text)
		require.Len(t, read.from, len(read.text))
		for i := range read.from {
			from, to := read.origin(i, i+1)
			require.True(t, 0 <= from && from < to && to <= len(text))
		}
		r.Find(text)
	})
}
