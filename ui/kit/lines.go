package kit

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
)

// lineBreaker breaks a text for a width; the rules are those of the PDFs.
var lineBreaker func(text string, width float64, measure func(string) float64) []string = plainLines

// runeWidths remembers how wide a character is in a size and weight: measuring a growing line again and again costs
// far more than adding up. Only the UI's goroutine measures.
var runeWidths = map[glyph]float64{}

type glyph struct {
	r    rune
	size float32
	bold bool
	font string
}

// breakLines breaks a text for a width in pixels.
func breakLines(text string, width, size float32, style fyne.TextStyle) []string {
	font := fyne.CurrentApp().Settings().Theme().Font(style).Name()
	return lineBreaker(text, float64(width), func(s string) float64 {
		sum := 0.0
		for _, r := range s {
			key := glyph{r, size, style.Bold, font}
			w, ok := runeWidths[key]
			if !ok {
				w = float64(fyne.MeasureText(string(r), size, style).Width)
				runeWidths[key] = w
			}
			sum += w
		}
		return sum
	})
}

// closing marks never begin a line, opening marks never end one.
const (
	closing = "，。、；：？！）》」』】〉”’…—%,.;:?!)]}％"
	opening = "（《「『【〈“‘([{"
)

func plainLines(text string, width float64, measure func(string) float64) []string {
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		line, used := "", 0.0
		for _, piece := range pieces(paragraph) {
			w := measure(piece)
			if line != "" && used+w > width {
				lines = append(lines, strings.TrimRight(line, " "))
				line, used = "", 0
				piece = strings.TrimLeft(piece, " ")
			}
			line, used = line+piece, used+w
		}
		lines = append(lines, line)
	}
	return lines
}

// pieces cuts a paragraph where a line may end.
func pieces(paragraph string) []string {
	var out []string
	runes := []rune(paragraph)
	start := 0
	for i := 1; i <= len(runes); i++ {
		if i == len(runes) || mayBreak(runes[i-1], runes[i]) {
			out = append(out, string(runes[start:i]))
			start = i
		}
	}
	return out
}

func mayBreak(before, after rune) bool {
	if strings.ContainsRune(opening, before) || strings.ContainsRune(closing, after) || after == ' ' {
		return false
	}
	return before == ' ' || wide(before) || wide(after)
}

func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || (r >= 0x3000 && r <= 0x30FF) || (r >= 0xFF00 && r <= 0xFFEF)
}
