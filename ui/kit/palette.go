package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// The colours a screen may name. Good, Warn and Bad belong to check lights and to nothing else, Accent to what needs a
// person now; each Soft colour is the quiet ground for its ink.
const (
	Ink        fyne.ThemeColorName = "kit.ink"        // what is read
	InkSoft    fyne.ThemeColorName = "kit.inkSoft"    // what accompanies it
	Paper      fyne.ThemeColorName = "kit.paper"      // the ground of a page
	CardColor  fyne.ThemeColorName = "kit.card"       // the ground of a card
	Hairline   fyne.ThemeColorName = "kit.hairline"   // borders and rules
	Sunken     fyne.ThemeColorName = "kit.sunken"     // skeletons, empty bars, table heads
	Indigo     fyne.ThemeColorName = "kit.indigo"     // structure: the primary button, what is chosen
	IndigoSoft fyne.ThemeColorName = "kit.indigoSoft" //
	OnIndigo   fyne.ThemeColorName = "kit.onIndigo"   // text on Indigo
	Accent     fyne.ThemeColorName = "kit.accent"     // vermilion
	AccentSoft fyne.ThemeColorName = "kit.accentSoft" //
	OnAccent   fyne.ThemeColorName = "kit.onAccent"   //
	Good       fyne.ThemeColorName = "kit.good"       //
	GoodSoft   fyne.ThemeColorName = "kit.goodSoft"   //
	Warn       fyne.ThemeColorName = "kit.warn"       //
	WarnSoft   fyne.ThemeColorName = "kit.warnSoft"   //
	Bad        fyne.ThemeColorName = "kit.bad"        //
	BadSoft    fyne.ThemeColorName = "kit.badSoft"    //
	shade      fyne.ThemeColorName = "kit.shade"      // what lies over a page behind a question
)

// lightPalette is paper and ink by day. Every ink reaches a contrast of 4.5 to 1 on its grounds; a test counts.
var lightPalette = map[fyne.ThemeColorName]uint32{
	Ink: 0x1C2033, InkSoft: 0x5C6172, Paper: 0xFAF7F1, CardColor: 0xFFFEFC, Hairline: 0xE7E1D5, Sunken: 0xF1EDE4,
	Indigo: 0x2C3778, IndigoSoft: 0xE9EBF6, OnIndigo: 0xFFFFFF,
	Accent: 0xC23A22, AccentSoft: 0xFBE9E3, OnAccent: 0xFFFFFF,
	Good: 0x24713F, GoodSoft: 0xE4F1E7, Warn: 0x8A5A00, WarnSoft: 0xFAEFD6, Bad: 0xA8173F, BadSoft: 0xFAE4E9, shade: 0x1C2033,
}

// darkPalette is the same by night: a blue-black ground, warm ink.
var darkPalette = map[fyne.ThemeColorName]uint32{
	Ink: 0xECE9E1, InkSoft: 0xA9ABBA, Paper: 0x14161F, CardColor: 0x1D202C, Hairline: 0x343849, Sunken: 0x262A38,
	Indigo: 0xAEB8F6, IndigoSoft: 0x2A3052, OnIndigo: 0x141830,
	Accent: 0xF4866C, AccentSoft: 0x42241D, OnAccent: 0x2B0D06,
	Good: 0x74CB97, GoodSoft: 0x1C3527, Warn: 0xE8B95E, WarnSoft: 0x3A2E17, Bad: 0xF58FA6, BadSoft: 0x401E29, shade: 0x000000,
}

// fyneNames maps the colours Fyne's own widgets ask for to ours.
var fyneNames = map[fyne.ThemeColorName]fyne.ThemeColorName{
	theme.ColorNameBackground: Paper, theme.ColorNameForeground: Ink, theme.ColorNamePrimary: Indigo,
	theme.ColorNameForegroundOnPrimary: OnIndigo, theme.ColorNameHyperlink: Indigo, theme.ColorNameButton: IndigoSoft,
	theme.ColorNameDisabledButton: Sunken, theme.ColorNamePlaceHolder: InkSoft, theme.ColorNameInputBackground: CardColor,
	theme.ColorNameHeaderBackground: Sunken, theme.ColorNameMenuBackground: CardColor,
	theme.ColorNameOverlayBackground: CardColor, theme.ColorNameSeparator: Hairline,
	theme.ColorNameSelection: IndigoSoft, theme.ColorNameError: Bad,
	theme.ColorNameSuccess: Good, theme.ColorNameWarning: Warn, theme.ColorNameForegroundOnError: CardColor,
	theme.ColorNameForegroundOnSuccess: CardColor, theme.ColorNameForegroundOnWarning: CardColor,
	theme.ColorNameInnerWindowBorder: Sunken, theme.ColorNameInnerWindowBorderInactive: Sunken,
	theme.ColorNameScrollBarBackground: Paper,
}

// washes are the translucent colours: an ink and how much of it, in 255ths.
var washes = map[fyne.ThemeColorName]struct {
	ink   fyne.ThemeColorName
	alpha uint8
}{
	theme.ColorNameHover: {Indigo, 20}, theme.ColorNamePressed: {Indigo, 40}, theme.ColorNameFocus: {Indigo, 52},
	theme.ColorNameScrollBar: {InkSoft, 110}, theme.ColorNameDisabled: {InkSoft, 150}, theme.ColorNameShadow: {shade, 56},
	theme.ColorNameInputBorder: {InkSoft, 95},
}

func hex(rgb uint32, alpha uint8) color.NRGBA {
	return color.NRGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: alpha}
}
