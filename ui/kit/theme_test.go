package kit_test

import (
	"image/color"
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"github.com/stretchr/testify/require"

	"ruhang/ui/kit"
)

func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		s := float64(v) / 65535
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

func TestTheme_EveryInkIsReadableOnItsGrounds(t *testing.T) {
	regular, bold := fonts(t)
	pairs := map[fyne.ThemeColorName][]fyne.ThemeColorName{
		kit.Ink: {kit.Paper, kit.CardColor, kit.Sunken, kit.IndigoSoft}, kit.InkSoft: {kit.Paper, kit.CardColor, kit.Sunken},
		kit.Indigo: {kit.CardColor, kit.IndigoSoft}, kit.OnIndigo: {kit.Indigo}, kit.OnAccent: {kit.Accent},
		kit.Accent: {kit.Paper, kit.CardColor, kit.AccentSoft}, kit.Good: {kit.Paper, kit.CardColor, kit.GoodSoft},
		kit.Warn: {kit.Paper, kit.CardColor, kit.WarnSoft}, kit.Bad: {kit.Paper, kit.CardColor, kit.BadSoft},
	}
	for _, dark := range []bool{false, true} {
		th := kit.NewTheme(regular, bold, dark)
		require.Equal(t, dark, kit.Dark(th))
		for ink, grounds := range pairs {
			for _, ground := range grounds {
				ratio := contrast(th.Color(ink, 0), th.Color(ground, 0))
				require.GreaterOrEqual(t, ratio, 4.5, "%s on %s, dark %v", ink, ground, dark)
			}
		}
	}
}

func TestTheme_FontsCarryChineseInEveryStyle(t *testing.T) {
	regular, bold := fonts(t)
	th := kit.NewTheme(regular, bold, false)
	require.Equal(t, "bold.ttf", th.Font(fyne.TextStyle{Bold: true, Monospace: true}).Name())
	for _, style := range []fyne.TextStyle{{}, {Monospace: true}, {Italic: true}} {
		require.Equal(t, "regular.ttf", th.Font(style).Name())
	}
	test.AssertAllColorNamesDefined(t, th, "ruhang")
}

func TestTheme_SwitchesAtRunTimeAndZooms(t *testing.T) {
	app := start(t, false)
	w := open(t, boardPage(), 800, 400)
	light := shot(t, w, "switch-light").At(2, 2)
	regular, bold := fonts(t)
	dark := kit.NewTheme(regular, bold, true)
	app.Settings().SetTheme(dark)
	after := shot(t, w, "switch-dark").At(2, 2)
	require.Greater(t, luminance(light), 0.8)
	require.Less(t, luminance(after), 0.05)
	require.Equal(t, 2*dark.Size(kit.SizeBody), kit.Zoomed(dark, 2).Size(kit.SizeBody))
	require.True(t, kit.Dark(kit.Zoomed(dark, 2)))
	require.NotEqual(t, theme.DefaultTheme().Size(kit.SizeNote), dark.Size(kit.SizeNote))
}

// TestWordKeys_AreTheOnesAskedFor reads the sources: no word is asked for that the list does not name, or named in vain.
func TestWordKeys_AreTheOnesAskedFor(t *testing.T) {
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	asked := map[string]bool{}
	for _, name := range files {
		if name == "kit.go" || name == "palette.go" || strings.HasSuffix(name, "_test.go") {
			continue
		}
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		for _, key := range regexp.MustCompile(`"(kit\.[a-z_]+)"`).FindAllStringSubmatch(string(data), -1) {
			asked[key[1]] = true
		}
	}
	require.ElementsMatch(t, kit.WordKeys(), slices.Collect(maps.Keys(asked)))
}
