package paper

import (
	"io"
	"testing"
	"time"

	"github.com/jung-kurt/gofpdf"
	"github.com/stretchr/testify/require"

	"ruhang/core/office"
)

// bare draws the same words at the same sizes with the PDF library alone, as its manual shows it.
func bare(t testing.TB, doc office.Document) {
	regular, bold := fonts()
	pdf := gofpdf.New("P", "mm", "A4", "")
	pdf.AddUTF8FontFromBytes("noto", "", regular)
	pdf.AddUTF8FontFromBytes("noto", "B", bold)
	pdf.AddPage()
	write := func(style string, size, width float64, text string) {
		pdf.SetFont("noto", style, size)
		pdf.MultiCell(width, size*0.6, text, "", "L", false)
	}
	write("B", 20, 0, doc.Title)
	for _, b := range doc.Blocks {
		switch b.Kind {
		case office.Heading:
			write("B", 12.5, 0, b.Text)
		case office.Paragraph:
			write("", 10.5, 0, b.Text)
		}
		for _, row := range b.Rows {
			pdf.SetFont("noto", "", 9.5)
			for _, cell := range row {
				pdf.CellFormat(160/float64(len(row)), 8, cell, "B", 0, "L", false, 0, "")
			}
			pdf.Ln(8)
		}
	}
	require.NoError(t, pdf.Output(io.Discard))
}

// page is a letter of words and tables only: what both ways can draw.
func page(t testing.TB) office.Document {
	doc := chinese(t)
	var blocks []office.Block
	for _, b := range doc.Blocks {
		if b.Kind != office.Code && b.Kind != office.Picture {
			blocks = append(blocks, b)
		}
	}
	blocks[1].Text = string([]rune(blocks[1].Text)[:130]) // up to the first character that the bare library refuses
	doc.Blocks = blocks
	return doc
}

func BenchmarkOfferPDF(b *testing.B) {
	doc := page(b)
	b.ReportAllocs()
	for b.Loop() {
		_, err := shared().Draw(doc)
		require.NoError(b, err)
	}
}

func BenchmarkBareGofpdf(b *testing.B) {
	doc := page(b)
	b.ReportAllocs()
	for b.Loop() {
		bare(b, doc)
	}
}

// BenchmarkOfferPDFAgainstBare draws both in turn and reports how many times the bare library's time ours takes.
func BenchmarkOfferPDFAgainstBare(b *testing.B) {
	doc := page(b)
	var ours, theirs time.Duration
	for b.Loop() {
		start := time.Now()
		_, err := shared().Draw(doc)
		require.NoError(b, err)
		middle := time.Now()
		bare(b, doc)
		ours += middle.Sub(start)
		theirs += time.Since(middle)
	}
	b.ReportMetric(float64(ours)/float64(theirs), "x-bare")
}

func BenchmarkPages(b *testing.B) {
	pdf, err := shared().Draw(page(b))
	require.NoError(b, err)
	for b.Loop() {
		_, err := shared().Pages(pdf, 1000)
		require.NoError(b, err)
	}
}

func BenchmarkReadQR(b *testing.B) {
	code, err := shared().QR("https://ruhang.example/i/01JD0000000000000000000000", 512)
	require.NoError(b, err)
	for b.Loop() {
		_, err := shared().ReadQR(code)
		require.NoError(b, err)
	}
}
