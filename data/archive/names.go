package archive

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ruhang/core/fault"
)

// sealedFile is how the vault names a file: the digest of its sealed bytes, in two steps.
var sealedFile = regexp.MustCompile(`^files/[0-9a-f]{2}/[0-9a-f]{62}$`)

// The bounds of a configuration file's path, below those of every system: bytes of a step, steps.
const (
	longestStep = 120
	deepest     = 8
)

// devices are names that Windows takes for hardware in any folder and with any ending, and so do programs there that ask it.
var devices = []string{"con", "prn", "aux", "nul", "conin$", "conout$", "clock$"}

// allowed says whether a name from a backup may become a path on any of our systems (control 31). What the bank's folder
// holds is few: only the configuration has names that people chose.
func allowed(name string) bool {
	switch {
	case name == database || name == keys || slices.Contains(single, name):
		return true
	case strings.HasPrefix(name, "files/"):
		return sealedFile.MatchString(name)
	case !strings.HasPrefix(name, "catalog/") || path.Clean(name) != name || !utf8.ValidString(name):
		return false
	}
	steps := strings.Split(name, "/")
	return len(steps) <= deepest && !slices.ContainsFunc(steps, func(step string) bool { return !harmless(step) })
}

// harmless says whether one step of a path is an ordinary name everywhere: Windows gives meaning to more characters and names,
// drops spaces and dots at the end, and reads a colon as a drive or as a stream of the file before it.
func harmless(step string) bool {
	if step == "" || len(step) > longestStep || strings.ContainsAny(step, `<>:"/\|?*`) || strings.ContainsFunc(step, invisible) {
		return false
	}
	if last := step[len(step)-1]; last == '.' || last == ' ' || step[0] == ' ' {
		return false
	}
	stem, _, _ := strings.Cut(strings.ToLower(step), ".")
	stem = strings.TrimRight(stem, " ")
	return !slices.Contains(devices, stem) && !port(stem)
}

// invisible are characters that hide what a name is: controls, directions, private ones.
func invisible(r rune) bool {
	return unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs, unicode.Zl, unicode.Zp)
}

// port is com0 to com9 and lpt0 to lpt9, also with the superscript digits that Windows takes for digits.
func port(stem string) bool {
	digit, ok := strings.CutPrefix(stem, "com")
	if !ok {
		digit, ok = strings.CutPrefix(stem, "lpt")
	}
	return ok && utf8.RuneCountInString(digit) == 1 && strings.ContainsAny(digit, "0123456789\u00b9\u00b2\u00b3")
}

// fold is what names are the same by on systems that do not tell large letters from small ones.
func fold(name string) string { return strings.ToLower(name) }

func poisoned() error {
	return fault.New(fault.Corrupt, "backup.poisoned")
}

func notWhole(err error) error {
	if err == nil {
		return fault.New(fault.Corrupt, "backup.not_whole")
	}
	return fault.Wrap(err, fault.Corrupt, "backup.not_whole", "archive")
}
