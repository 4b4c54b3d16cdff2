package kit_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	"github.com/stretchr/testify/require"

	"ruhang/ui/kit"
)

// TestIcons_TakeOurColours draws every line icon in a colour of the theme: one that Fyne cannot colour would stay black.
func TestIcons_TakeOurColours(t *testing.T) {
	start(t, true)
	files, err := filepath.Glob(filepath.Join("..", "..", "resources", "icon", "*.svg"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	row := kit.Flow()
	for _, name := range files {
		data, err := os.ReadFile(name)
		require.NoError(t, err)
		icon := fyne.Resource(fyne.NewStaticResource(filepath.Base(name), data))
		if !strings.HasPrefix(filepath.Base(name), "ruhang") {
			colored := theme.NewColoredResource(icon, kit.Accent)
			require.NotContains(t, string(colored.Content()), "#1C2033", name)
			icon = colored
		}
		row.Add(container.NewGridWrap(fyne.NewSquareSize(48), widget.NewIcon(icon)))
	}
	w := open(t, kit.Inset(16, row), 420, 240)
	shot(t, w, "icons")
}
