package paper

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/office"
)

func TestABrokenPDFIsUnreadable(t *testing.T) {
	good, err := shared().Draw(english(t))
	require.NoError(t, err)
	for name, pdf := range map[string][]byte{"nothing": nil, "text": []byte("hello"), "head only": good[:200], "zeros": make([]byte, 5000)} {
		t.Run(name, func(t *testing.T) {
			_, err := shared().Pages(pdf, 400)
			require.True(t, fault.Is(err, fault.Invalid), "%v", err)
			require.True(t, fault.HasCode(err, "paper.unreadable"), "%v", err)
			_, err = shared().Text(pdf)
			require.True(t, fault.HasCode(err, "paper.unreadable"), "%v", err)
		})
	}
	t.Run("and the next one is read again", func(t *testing.T) {
		text, err := shared().Text(good)
		require.NoError(t, err)
		require.Contains(t, text[0], "Offer of Employment")
	})
}

func TestViewingHasLimits(t *testing.T) {
	_, err := shared().Pages(nil, maxViewPixels+1)
	require.True(t, fault.HasCode(err, "paper.bad_width"))
	_, err = shared().Pages(make([]byte, maxPDFBytes+1), 100)
	require.True(t, fault.HasCode(err, "paper.pdf_too_large"))
	var blocks []office.Block
	for range maxViewPages + 1 {
		blocks = append(blocks, office.Block{Kind: office.Paragraph, Text: "x"}, office.Block{Kind: office.Break})
	}
	long, err := shared().Draw(office.Document{Title: "T", Blocks: append(blocks, office.Block{Kind: office.Paragraph, Text: "end"})})
	require.NoError(t, err)
	_, err = shared().Text(long)
	require.True(t, fault.HasCode(err, "paper.too_many_pages"), "%v", err)
	_, err = shared().Draw(office.Document{Title: "T", Blocks: append(append(blocks, blocks...), blocks...)})
	require.True(t, fault.HasCode(err, "paper.too_long"), "%v", err)
}

func TestPagesAreTheSameEveryTimeAndAtOnce(t *testing.T) {
	pdf, err := shared().Draw(english(t))
	require.NoError(t, err)
	want, err := shared().Pages(pdf, 300)
	require.NoError(t, err)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			pages, err := shared().Pages(pdf, 300)
			if err != nil || len(pages) != len(want) || !bytes.Equal(pages[0], want[0]) {
				t.Errorf("another picture: %v", err)
			}
		})
	}
	group.Wait()
}

func TestTheViewerKeepsItsCodeToItself(t *testing.T) {
	_, err := shared().Text(minimal("BT ET"))
	require.NoError(t, err)
	entries, err := os.ReadDir(cacheDir)
	require.NoError(t, err)
	require.NotEmpty(t, entries, "the compiled viewer is kept for the next start")
}

func TestAClosedPressDrawsButDoesNotShow(t *testing.T) {
	regular, bold := fonts()
	press, err := New(regular, bold, cacheDir)
	require.NoError(t, err)
	press.Warm()
	require.NoError(t, press.Close())
	require.NoError(t, press.Close())
	pdf, err := press.Draw(office.Document{Title: "T"})
	require.NoError(t, err)
	_, err = press.Text(pdf)
	require.True(t, fault.HasCode(err, "paper.no_viewer"))
}

// minimal is a PDF of one tall page with the given content, as anybody might send. Each of the forms draws the next.
func minimal(content string, forms ...string) []byte {
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/MediaBox[0 0 1 14400]/Contents 4 0 R/Parent 2 0 R/Resources<</XObject<</X 5 0 R>>>>>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(content), content)}
	for i, form := range forms {
		objects = append(objects, fmt.Sprintf("<</Type/XObject/Subtype/Form/BBox[0 0 1 1]/Resources<</XObject<</X %d 0 R>>>>/Length %d>>stream\n%s\nendstream",
			6+i, len(form), form))
	}
	var b strings.Builder
	b.WriteString("%PDF-1.4\n")
	for i, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj%s endobj\n", i+1, o)
	}
	fmt.Fprintf(&b, "trailer<</Root 1 0 R/Size %d>>\n%%%%EOF", len(objects)+1)
	return []byte(b.String())
}

func TestAPageOfAbsurdShapeIsBounded(t *testing.T) {
	pages, err := shared().Pages(minimal("0 0 1 1 re f"), 1000)
	require.NoError(t, err)
	require.Less(t, len(pages[0]), 1<<20)
}

// TestT11_APDFThatNeverEndsIsGivenUp: forms that draw each other twenty times over, eight deep.
func TestT11_APDFThatNeverEndsIsGivenUp(t *testing.T) {
	regular, bold := fonts()
	press, err := New(regular, bold, cacheDir)
	require.NoError(t, err)
	defer press.Close()
	_, err = press.Text(minimal("BT ET"))
	require.NoError(t, err)
	press.viewer.patience = time.Second
	form := strings.Repeat("/X Do ", 20)
	start := time.Now()
	_, err = press.Pages(minimal(form, form, form, form, form, form, form, form, "0 0 1 1 re f"), 400)
	require.True(t, fault.HasCode(err, "paper.unreadable"), "%v", err)
	require.Less(t, time.Since(start), 10*time.Second)
	_, err = press.Text(minimal("BT ET"))
	require.NoError(t, err, "the next one is read again")
}

// FuzzPages: whatever a PDF's bytes are, the viewer answers with pages or a sentence, and goes on to read the next one.
func FuzzPages(f *testing.F) {
	good, err := shared().Draw(english(f))
	require.NoError(f, err)
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add([]byte("%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>"))
	f.Fuzz(func(t *testing.T, pdf []byte) {
		pages, err := shared().Pages(pdf, 64)
		require.True(t, err != nil || len(pages) > 0)
		if err != nil {
			require.False(t, fault.Is(err, fault.Internal), "%v", err)
		}
		_, _ = shared().Text(pdf)
	})
}
