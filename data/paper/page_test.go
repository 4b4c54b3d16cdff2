package paper

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"ruhang/core/office"
)

// drawn is the text of every page of a Chinese document.
func drawn(t *testing.T, blocks ...office.Block) []string {
	pdf, err := shared().Draw(office.Document{Title: "T", Lang: "zh", Blocks: blocks})
	require.NoError(t, err)
	pages, err := shared().Text(pdf)
	require.NoError(t, err)
	for i := range pages {
		pages[i] = unspaced(pages[i])
	}
	return pages
}

func lines(n int) office.Block {
	rows := make([]string, n)
	for i := range rows {
		rows[i] = fmt.Sprintf("第%d行", i)
	}
	return office.Block{Kind: office.Paragraph, Text: strings.Join(rows, "\n")}
}

func TestAHeadingStaysWithWhatFollows(t *testing.T) {
	for n := 25; n < 45; n++ {
		pages := drawn(t, lines(n), office.Block{Kind: office.Heading, Text: "标题"}, lines(5))
		for _, page := range pages {
			require.False(t, strings.HasSuffix(strings.TrimSuffix(page, fmt.Sprintf("1/%d", len(pages))), "标题"), "after %d lines", n)
		}
		pages = drawn(t, lines(n), office.Block{Kind: office.Heading, Text: "标题"}, office.Block{Kind: office.Table, Rows: [][]string{{"首部"}, {"甲"}, {"乙"}, {"丙"}}})
		for _, page := range pages {
			require.Equal(t, strings.Contains(page, "标题"), strings.Contains(page, "标题首部甲乙"), "after %d lines", n)
		}
	}
}

func TestATableRepeatsItsHeadOnEveryPage(t *testing.T) {
	rows := [][]string{{"首部", "说明"}}
	for i := range 120 {
		rows = append(rows, []string{fmt.Sprint(i), "一行"})
	}
	pages := drawn(t, office.Block{Kind: office.Table, Rows: rows})
	require.Greater(t, len(pages), 2)
	for i, page := range pages {
		require.Equal(t, 1, strings.Count(page, "首部说明"))
		require.True(t, i == 0 || strings.HasPrefix(page, "首部说明"))
	}
}

func TestATallRowIsCutAndLosesNothing(t *testing.T) {
	text := strings.Repeat("内容很长的单元格，", 800)
	pages := drawn(t, office.Block{Kind: office.Table, Rows: [][]string{{"首部", "说明"}, {"甲", text}}})
	require.Greater(t, len(pages), 3)
	count := 0
	for _, page := range pages {
		count += strings.Count(page, "容")
	}
	require.Equal(t, 800, count)
}

func TestABreakBeginsAPageButNeverAnEmptyOne(t *testing.T) {
	turn := office.Block{Kind: office.Break}
	pages := drawn(t, turn, turn, lines(1), turn, turn, lines(1), turn)
	require.Equal(t, []string{"T1/3", "第0行2/3", "第0行3/3"}, pages)
}

func TestRaggedRowsAndManyColumns(t *testing.T) {
	wide := make([]string, 30)
	for i := range wide {
		wide[i] = "列标题"
	}
	pages := drawn(t, office.Block{Kind: office.Table, Figures: true, Marked: []int{-1, 0, 9}, Rows: [][]string{wide, {}, {"x"}}},
		office.Block{Kind: office.Table}, office.Block{Kind: office.Pairs}, office.Block{Kind: office.Bullets},
		office.Block{Kind: office.Pairs, Rows: [][]string{{}, {"甲"}, {"乙", "丙", "丁"}}}, office.Block{Kind: office.Bullets, Rows: [][]string{{}}})
	require.Contains(t, pages[0], "甲乙丙丁")
}

// TestPaginate holds the promises of paginate for any strips.
func TestPaginate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const height = 100.0
		strips := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) strip {
			return strip{
				gap: float64(rapid.IntRange(0, 8).Draw(t, "gap")), height: float64(rapid.IntRange(1, 60).Draw(t, "height")),
				keep: rapid.IntRange(0, 3).Draw(t, "keep") == 0, turn: rapid.IntRange(0, 9).Draw(t, "turn") == 0,
			}
		}), 1, 40).Draw(t, "strips")
		seen := 0
		for i, page := range paginate(strips, height) {
			require.NotEmpty(t, page)
			require.Zero(t, page[0].at, "space at the top of page %d", i+1)
			for j, s := range page {
				require.LessOrEqual(t, s.at+s.height, height)
				require.Equal(t, strips[seen].height, s.height, "a strip is lost or out of order")
				if j > 0 {
					require.Equal(t, page[j-1].at+page[j-1].height+s.gap, s.at)
				}
				seen++
			}
			if seen < len(strips) && page[len(page)-1].keep {
				from := seen - 1
				for from > 0 && strips[from-1].keep {
					from--
				}
				to := seen
				for strips[to-1].keep && to < len(strips) {
					to++
				}
				require.Greater(t, tall(strips[from:to], false), height, "a group that fits a page is torn")
			}
		}
		require.Equal(t, len(strips), seen)
	})
}
