package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The four sizes of the type scale; there are no others.
const (
	SizeTitle = theme.SizeNameHeadingText    // 24: one per page
	SizeHead  = theme.SizeNameSubHeadingText // 17: cards, sections, big figures
	SizeBody  = theme.SizeNameText           // 14: what is read
	SizeNote  = theme.SizeNameCaptionText    // 12: what accompanies it
)

// Theme is the look of the whole app. It ignores the system's wish for light or dark: the person chooses.
type Theme struct {
	regular, bold fyne.Resource
	colors        map[fyne.ThemeColorName]uint32
	zoom          float32
	dark          bool
}

// NewTheme makes the theme from a regular and a bold font (static TrueType with full Chinese coverage).
// Switching at run time is Settings().SetTheme with another one.
func NewTheme(regular, bold []byte, dark bool) fyne.Theme {
	return newTheme(fyne.NewStaticResource("regular.ttf", regular), fyne.NewStaticResource("bold.ttf", bold), dark, 1)
}

func newTheme(regular, bold fyne.Resource, dark bool, zoom float32) *Theme {
	t := &Theme{regular: regular, bold: bold, colors: lightPalette, zoom: zoom, dark: dark}
	if dark {
		t.colors = darkPalette
	}
	return t
}

// Zoomed is the same theme with every size multiplied: the kiosk is read from further away.
func Zoomed(th fyne.Theme, factor float32) fyne.Theme {
	if t, ok := th.(*Theme); ok {
		return newTheme(t.regular, t.bold, t.dark, t.zoom*factor)
	}
	return th
}

// Dark tells whether a theme is the dark one.
func Dark(th fyne.Theme) bool {
	t, ok := th.(*Theme)
	return ok && t.dark
}

// Color answers our names and Fyne's.
func (t *Theme) Color(name fyne.ThemeColorName, _ fyne.ThemeVariant) color.Color {
	if rgb, ok := t.colors[name]; ok {
		return hex(rgb, 255)
	}
	if ours, ok := fyneNames[name]; ok {
		return hex(t.colors[ours], 255)
	}
	if wash, ok := washes[name]; ok {
		return hex(t.colors[wash.ink], wash.alpha)
	}
	return theme.DefaultTheme().Color(name, t.variant())
}

func (t *Theme) variant() fyne.ThemeVariant {
	if t.dark {
		return theme.VariantDark
	}
	return theme.VariantLight
}

// Font is Noto Sans SC for everything, monospace and italic too: the default faces for those have no Chinese.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Symbol:
		return theme.DefaultTheme().Font(style)
	case style.Bold:
		return t.bold
	}
	return t.regular
}

// Icon leaves Fyne's icons as they are; they take our colours.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }

// sizes are in device-independent pixels, before zoom.
var sizes = map[fyne.ThemeSizeName]float32{
	SizeTitle: 24, SizeHead: 17, SizeBody: 14, SizeNote: 12,
	theme.SizeNamePadding: 4, theme.SizeNameInnerPadding: 9, theme.SizeNameLineSpacing: 5,
	theme.SizeNameInlineIcon: 20, theme.SizeNameSeparatorThickness: 1, theme.SizeNameInputBorder: 1,
	theme.SizeNameInputRadius: 8, theme.SizeNameButtonRadius: 8, theme.SizeNameCardRadius: 12,
	theme.SizeNameDialogRadius: 14, theme.SizeNamePopupRadius: 10, theme.SizeNameMenuRadius: 8,
	theme.SizeNameSelectionRadius: 6, theme.SizeNameScrollBar: 10, theme.SizeNameScrollBarSmall: 3,
	theme.SizeNameScrollBarRadius: 5,
}

// Size is Fyne's name for a measure, ours where we chose one.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if size, ok := sizes[name]; ok {
		return size * t.zoom
	}
	return theme.DefaultTheme().Size(name)
}
