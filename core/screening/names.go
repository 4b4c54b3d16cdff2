package screening

import (
	"strings"
	"unicode"

	"ruhang/core/lint"
)

// compact drops spaces and hyphens and folds full-width forms to half width.
func compact(s string) string {
	return strings.Map(func(r rune) rune {
		r = lint.Narrow(r)
		if unicode.IsSpace(r) || unicode.Is(unicode.Pd, r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
}

// dots are what keyboards and registers put between the parts of a name (阿依古丽·买买提): one of them stands for all.
const dots = "\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff65\u0387\u16eb\uff0e."

// NormalName writes a name in one way: no spaces between Han, single ones elsewhere, one kind of dot, Latin letters in
// half width and upper case as documents print them. Han characters stay the exact code points they are.
func NormalName(s string) string {
	var out []rune
	space := false
	for _, r := range strings.TrimSpace(s) {
		r = unicode.ToUpper(lint.Narrow(r))
		switch {
		case unicode.Is(unicode.Cf, r):
			continue
		case unicode.IsSpace(r):
			space = true
			continue
		case strings.ContainsRune(dots, r):
			r = '\u00b7'
		}
		if space && len(out) > 0 && letters(out[len(out)-1], r) {
			out = append(out, ' ')
		}
		space, out = false, append(out, r)
	}
	return string(out)
}

// letters says whether a space between two characters means something.
func letters(a, b rune) bool {
	return a != '\u00b7' && b != '\u00b7' && !unicode.Is(unicode.Han, a) && !unicode.Is(unicode.Han, b)
}

// twins are characters that registers and input methods confuse in names, each with the one it stands for here:
// 䶮 (once only U+E863 in GBK's private area) and 龑, 峯 峰, 堃 坤, 喆 哲, 昇 升, 甯 宁, 濬 浚, 逹 达, 寳 宝, 栢 柏, 犇 奔.
var twins = map[rune]rune{
	'\u4dae': '\u9f91', '\ue863': '\u9f91', '\u5cef': '\u5cf0', '\u5803': '\u5764', '\u5586': '\u54f2', '\u6607': '\u5347',
	'\u752f': '\u5b81', '\u6fec': '\u6d5a', '\u9039': '\u8fbe', '\u5bf3': '\u5b9d', '\u6822': '\u67cf', '\u7287': '\u5954',
}

// Likeness is how two names compare.
type Likeness int

// The likenesses.
const (
	Other     Likeness = iota
	Lookalike          // they differ only in characters that are often confused: for a person's eyes
	Same
)

// CompareNames compares two names of people by exact code points, after NormalName.
func CompareNames(a, b string) Likeness {
	a, b = NormalName(a), NormalName(b)
	switch {
	case a == b:
		return Same
	case strings.Map(twin, a) == strings.Map(twin, b):
		return Lookalike
	}
	return Other
}

func twin(r rune) rune {
	if t, ok := twins[r]; ok {
		return t
	}
	return r
}

// private says whether a name holds a code point without a meaning of its own: it prints as a box elsewhere.
func private(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Co, r) || r == unicode.ReplacementChar })
}

// legalForms are endings of company names that say only what kind of company it is, the longest first: 股份有限公司,
// 有限责任公司, 有限公司, 股份公司, 公司, 股份, and the English ones.
var legalForms = []string{
	"\u80a1\u4efd\u6709\u9650\u516c\u53f8", "\u6709\u9650\u8d23\u4efb\u516c\u53f8", "\u6709\u9650\u516c\u53f8",
	"\u80a1\u4efd\u516c\u53f8", "\u516c\u53f8", "\u80a1\u4efd", "limited", "coltd", "ltd", "inc",
}

// NormalCompany is what distinguishes a company: its name without legal form, brackets, spaces, punctuation, width and case.
func NormalCompany(s string) string {
	bare := strings.Map(func(r rune) rune {
		r = unicode.ToLower(lint.Narrow(r))
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
	for again := true; again; {
		again = false
		for _, form := range legalForms {
			if short := strings.TrimSuffix(bare, form); short != bare && short != "" {
				bare, again = short, true
				break
			}
		}
	}
	return bare
}

// SameCompany compares two names of companies, or of schools and certificates, as NormalCompany writes them.
func SameCompany(a, b string) bool { return NormalCompany(a) == NormalCompany(b) }
