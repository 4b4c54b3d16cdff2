package office

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// columns measures like a terminal: a Han character is two wide, all else one.
func columns(s string) float64 {
	n := 0.0
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r >= 0x2e80:
			n += 2
		default:
			n++
		}
	}
	return n
}

func TestLines(t *testing.T) {
	for _, c := range []struct {
		name, text string
		width      float64
		want       []string
	}{
		{"empty", "", 10, []string{""}},
		{"fits", "录用通知书", 10, []string{"录用通知书"}},
		{"between Han", "我行拟录用您担任柜员", 8, []string{"我行拟录", "用您担任", "柜员"}},
		{"N-18 no stop begins a line", "我行拟录，用您。", 8, []string{"我行拟", "录，用", "您。"}},
		{"N-18 no opening mark ends a line", "我行拟（试用）", 8, []string{"我行拟", "（试用）"}},
		{"N-18 two closing marks stay together", "《办法》，见附件", 8, []string{"《办", "法》，见", "附件"}},
		{"N-18 an ID number stays whole", "身份证110101199003077758已核", 24, []string{"身份证110101199003077758", "已核"}},
		{"N-18 an amount stays whole", "月薪￥12,000.00元", 11, []string{"月薪", "￥12,000.00", "元"}},
		{"percent stays with its figure", "比例为 12.5% 整", 9, []string{"比例为", "12.5% 整"}},
		{"English words stay whole", "the offer letter", 9, []string{"the offer", "letter"}},
		{"mixed", "请在Shanghai Branch报到", 12, []string{"请在Shanghai", "Branch报到"}},
		{"hyphen between letters", "a full-time job", 7, []string{"a full-", "time", "job"}},
		{"a telephone number stays whole", "致电021-6888-8888", 13, []string{"致电", "021-6888-8888"}},
		{"a dash is never parted", "银行——人民", 5, []string{"银行", "——人", "民"}},
		{"an ellipsis is never parted", "等等……好", 5, []string{"等", "等……", "好"}},
		{"N-18 the dot of a name neither begins nor ends a line", "候选人王·艾力", 8, []string{"候选人", "王·艾力"}},
		{"white space at the break is dropped", "one   two", 4, []string{"one", "two"}},
		{"white space inside is kept", "a  b", 9, []string{"a  b"}},
		{"an indent is kept", "　　您好", 20, []string{"　　您好"}},
		{"newline always ends a line", "甲\n\n乙\r\n", 20, []string{"甲", "", "乙", ""}},
		{"a long address is broken somewhere", "https://example.com/a", 8, []string{"https://", "example.", "com/a"}},
		{"no-break space", "共第\u00a03\u00a0条款", 7, []string{"共", "第\u00a03\u00a0条", "款"}},
		{"a mark stays on its letter", "éee\u0301", 3, []string{"éee\u0301"}},
		{"narrower than a character", "甲乙", 1, []string{"甲", "乙"}},
		{"above U+FFFF", "𬭸𬭸𬭸", 4, []string{"𬭸𬭸", "𬭸"}},
		{"quotes of an English word", "don’t go", 5, []string{"don’t", "go"}},
	} {
		t.Run(c.name, func(t *testing.T) { require.Equal(t, c.want, Lines(c.text, c.width, columns)) })
	}
	require.Equal(t, []string{"a very long line", "b"}, Lines("a very long line \nb", 0, columns))
}

// hard are the characters that make line breaking hard.
var hard = []rune("入行录用通知书，。、；：？！）》」』】（《「『【“”‘’…—·￥％%¥$#().,:;-/ \t　\u00a0 abcABC0123456789１２王·艾力𬭸é\u0301\u200b")

// TestLines_N18_NothingIsLost holds the promises of Lines for one paragraph.
func TestLines_N18_NothingIsLost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SliceOfN(rapid.SampledFrom(hard), 0, 80).Draw(t, "text"))
		width := float64(rapid.IntRange(1, 24).Draw(t, "width"))
		at, last := 0, 0 // how far the lines have come, and where the line before began
		for i, line := range Lines(text, width, columns) {
			if i > 0 {
				at += len(text[at:]) - len(strings.TrimLeftFunc(text[at:], isSpace))
				holdBreak(t, text, last, at, width)
			}
			require.True(t, strings.HasPrefix(text[at:], line), "line %d %q is not what follows: %q", i, line, text[at:])
			require.True(t, columns(line) <= width || clusterEnd(line, 0) == len(line), "too wide: %q", line)
			last, at = at, at+len(line)
		}
		require.Empty(t, trimEnd(text[at:]), "text is missing at the end")
	})
}

// holdBreak: a break stands at a good place, or the line before had none; and the next piece would not have fitted.
func holdBreak(t *rapid.T, text string, last, at int, width float64) {
	if mayBreak(text, at) {
		piece := trimEnd(text[last:pieceEnd(text, at)])
		require.Greater(t, columns(piece), width, "broken too early: %q", piece)
		return
	}
	for i := range text[last:at] {
		require.False(t, i > 0 && mayBreak(text, last+i), "%q had a better place to break", text[last:at])
	}
}

func TestLines_NewlinesPartTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := rapid.SliceOfN(rapid.SampledFrom(hard), 0, 30)
		a, b := string(draw.Draw(t, "a")), string(draw.Draw(t, "b"))
		width := float64(rapid.IntRange(0, 12).Draw(t, "width"))
		require.Equal(t, append(Lines(a, width, columns), Lines(b, width, columns)...), Lines(a+"\n"+b, width, columns))
	})
}

func BenchmarkLines(b *testing.B) {
	text := strings.Repeat("我行拟录用您担任柜员（Teller），月薪￥12,000.00元，试用期三个月。", 20)
	for b.Loop() {
		Lines(text, 80, columns)
	}
}
