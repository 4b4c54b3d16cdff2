package kit

import (
	"fyne.io/fyne/v2"

	"ruhang/core/office"
)

// runeWidths remembers how wide a character is in a size and weight: measuring a growing line again and again costs
// far more than adding up. Only the UI's goroutine measures.
var runeWidths = map[glyph]float64{}

type glyph struct {
	r    rune
	size float32
	bold bool
	font string
}

// breakLines breaks a text for a width in pixels, by the rules of the PDFs.
func breakLines(text string, width, size float32, style fyne.TextStyle) []string {
	font := fyne.CurrentApp().Settings().Theme().Font(style).Name()
	return office.Lines(text, float64(width), func(s string) float64 {
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
