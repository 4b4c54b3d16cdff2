package scan

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"ruhang/core/screening"
)

// found is what one look saw of a field; proven when it carries a check digit that holds.
type found struct {
	text   string
	proven bool
}

// tokens are the runs of digits (and X) of a line, each exactly as it stands between other characters: a window that slides over a longer run
// would find a number that is not there. A line of nothing but digits and spaces is one token too: card numbers are printed in groups.
func tokens(line string) []string {
	runs := strings.FieldsFunc(line, func(r rune) bool { return (r < '0' || r > '9') && r != 'X' && r != 'x' && !unicode.IsLetter(r) })
	if joined := strings.Join(strings.Fields(line), ""); len(runs) > 1 && number(joined) {
		runs = append(runs, joined)
	}
	var out []string
	for _, run := range runs {
		if run = strings.TrimFunc(run, func(r rune) bool { return unicode.Is(unicode.Han, r) }); number(run) {
			out = append(out, strings.ToUpper(run))
		}
	}
	return out
}

func number(s string) bool {
	bare := strings.TrimRight(s, "Xx")
	return len(s) >= 8 && len(s)-len(bare) <= 1 && strings.Trim(bare, "0123456789") == ""
}

// farDay is a day by which everybody whose papers are read is grown up; whether that is so on the day itself the rules say.
const farDay = "2199-01-01"

// idNumber is the only token that can be an identity number of eighteen digits: check digit and birth date hold. Two different ones are none.
func idNumber(lines []string) (found, bool) {
	return only(lines, func(token string) bool {
		_, err := screening.IDNumber(token, farDay)
		return len(token) == 18 && err == nil
	}, true)
}

// bankCard is the only token that can be a card's number.
func bankCard(lines []string) (found, bool) {
	return only(lines, func(token string) bool { return len(token) >= 16 && screening.BankCard(token) }, true)
}

// diplomaNumber is the only token that can be a diploma's; it has no check digit.
func diplomaNumber(lines []string) (found, bool) {
	return only(lines, func(token string) bool {
		d, err := screening.DiplomaNumber(token)
		return err == nil && d.Year <= 2099
	}, false)
}

func only(lines []string, good func(string) bool, proven bool) (f found, ok bool) {
	for _, line := range lines {
		for _, token := range tokens(line) {
			switch {
			case !good(token):
			case ok && f.text != token:
				return found{}, false
			default:
				f, ok = found{token, proven}, true
			}
		}
	}
	return f, ok
}

// Labels as papers print them: 姓名, 学生 … 性别, 年月日, 长期, 大学 学院 学校.
var (
	afterName    = regexp.MustCompile(`^\x{59d3}\x{540d}[:\x{ff1a}]?([\p{Han}\x{b7}\x{2022}\x{30fb}]{0,20})$`)
	studentName  = regexp.MustCompile(`\x{5b66}\x{751f}[:\x{ff1a}]?([\p{Han}\x{b7}\x{2022}\x{30fb}]{2,20}?)[,\x{ff0c}]?\x{6027}\x{522b}`)
	wholeName    = regexp.MustCompile(`^[\p{Han}\x{b7}\x{2022}\x{30fb}]{2,20}$`)
	day          = regexp.MustCompile(`(\d{4})\x{5e74}(\d{1,2})\x{6708}(\d{1,2})\x{65e5}?`)
	validUntil   = regexp.MustCompile(`\d{4}[.]\d{2}[.]\d{2}[-\x{2014}~]+(?:(\d{4})[.](\d{2})[.](\d{2})|(\x{957f}\x{671f}))`)
	schoolName   = regexp.MustCompile(`([\p{Han}]{2,20}(?:\x{5927}\x{5b66}|\x{5b66}\x{9662}))$`)
	schoolLabel  = regexp.MustCompile(`^\x{6821}\x{540d}[:\x{ff1a}]?`)
	notAName     = regexp.MustCompile(`\x{6027}\x{522b}|\x{6c11}\x{65cf}|\x{51fa}\x{751f}|\x{4f4f}\x{5740}`) // 性别 民族 出生 住址
	printed      = regexp.MustCompile(`\x{66f4}\x{65b0}|\x{6253}\x{5370}`)                                   // 更新 打印: the day of a report, not of what it is about
	labelledCode = regexp.MustCompile(`\x{5728}\x{7ebf}\x{9a8c}\x{8bc1}\x{7801}[:\x{ff1a}]?([0-9A-Za-z]{12,16})`)
)

// packed drops the spaces of a line: the engine puts them between Han.
func packed(line string) string { return strings.Join(strings.Fields(line), "") }

// name is what stands behind its label, on the same line or on the next.
func name(lines []string) (found, bool) {
	for i, line := range lines {
		line = packed(line)
		if m := studentName.FindStringSubmatch(line); m != nil {
			return found{text: m[1]}, true
		}
		m := afterName.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		text := m[1]
		if text == "" && i+1 < len(lines) {
			text = packed(lines[i+1])
		}
		if wholeName.MatchString(text) && !notAName.MatchString(text) {
			return found{text: text}, true
		}
	}
	return found{}, false
}

// school is a line's end that says university or institute, its label taken away.
func school(lines []string) (found, bool) {
	for _, line := range lines {
		if m := schoolName.FindStringSubmatch(schoolLabel.ReplaceAllString(packed(line), "")); m != nil {
			return found{text: m[1]}, true
		}
	}
	return found{}, false
}

// lastDay is the last day on a page that stands alone: certificates end with theirs.
func lastDay(lines []string) (found, bool) {
	for i := len(lines) - 1; i >= 0; i-- {
		if printed.MatchString(packed(lines[i])) || i > 0 && printed.MatchString(packed(lines[i-1])) {
			continue
		}
		if all := day.FindAllStringSubmatch(packed(lines[i]), -1); len(all) > 0 {
			return found{text: written(all[len(all)-1][1:])}, true
		}
	}
	return found{}, false
}

// until is the end of a card's validity.
func until(lines []string) (found, bool) {
	for _, line := range lines {
		if m := validUntil.FindStringSubmatch(packed(line)); m != nil {
			if m[4] != "" {
				return found{text: m[4]}, true
			}
			return found{text: written(m[1:4])}, true
		}
	}
	return found{}, false
}

func written(parts []string) string {
	var n [3]int
	for i := range n {
		n[i], _ = strconv.Atoi(parts[i])
	}
	return fmt.Sprintf("%04d-%02d-%02d", n[0], n[1], n[2])
}
