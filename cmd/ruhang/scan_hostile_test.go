package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/data/scan"
	"ruhang/data/scan/scantest"
)

// claimed is a PNG of a few bytes that says it is so many pixels large.
func claimed(w, h uint32) []byte {
	head := append([]byte("IHDR"), binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)...)
	head = append(head, 8, 6, 0, 0, 0)
	out := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), head...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(head))
}

func TestControl29_ADocumentIsMeasuredBeforeItIsUnpacked(t *testing.T) {
	s := eyes(pressOf(t))
	for name, c := range map[string]struct {
		raw  []byte
		code string
	}{
		"65535 squared":      {claimed(65535, 65535), "paper.image_too_large"},
		"30000 squared":      {claimed(30000, 30000), "paper.image_too_large"},
		"13 MB":              {append(scantest.PNG(image.NewGray(image.Rect(0, 0, 9, 9))), make([]byte, 13<<20)...), "paper.image_too_large"},
		"a PDF of nothing":   {[]byte("%PDF-1.7\n%%EOF"), "paper.unreadable"},
		"half a PDF":         {[]byte("%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R"), "paper.unreadable"},
		"a PDF in a program": {[]byte("MZ\x90 %PDF-1.7"), "scan.type"},
	} {
		begun := time.Now()
		_, err := s.Look(context.Background(), c.raw, "id_card")
		require.True(t, fault.HasCode(err, c.code), "%s: %v", name, err)
		require.Less(t, time.Since(begun), 20*time.Second, name)
	}
}

func TestControl30_ADocumentIsKeptAsPixelsOnly(t *testing.T) {
	s := eyes(pressOf(t))
	card := scantest.JPEG(scantest.Card(scantest.Holder(4)), 88)
	exif := append([]byte("\xff\xd8\xff\xe1\x00\x40Exif\x00\x00II\x2a\x00\x08\x00\x00\x00\x01\x00\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00\x00\x00\x00\x00"),
		[]byte("GPS 34.7466N 113.6253E Artist Lin"[:28])...)
	raw := append(append(exif, card[2:]...), "%PDF-1.7 <script>tail</script> PK\x03\x04"...)
	sheet, err := s.Look(context.Background(), raw, "id_card")
	require.NoError(t, err)
	for _, gone := range []string{"GPS", "Artist", "Exif", "%PDF", "script", "PK\x03\x04"} {
		require.False(t, bytes.Contains(sheet.Clean, []byte(gone)), gone)
	}
	require.Greater(t, sheet.Height, sheet.Width, "turned as the camera said")
	require.Equal(t, ".jpg", sheet.Ending)
}

// reportPDF is a registration report as a PDF with its words and its code, drawn by the press.
func reportPDF(t *testing.T, s *scan.Scanner, link, code string) office.Scanned {
	t.Helper()
	pdf, err := pressOf(t).Draw(office.Document{Title: "sample", Blocks: []office.Block{{Kind: office.Paragraph, Text: "在线验证码 " + code}, {Kind: office.Code, Text: link}}})
	require.NoError(t, err)
	sheet, err := s.Look(context.Background(), pdf, "other")
	require.NoError(t, err)
	require.Equal(t, ".pdf", sheet.Ending)
	require.Equal(t, 1, sheet.Count)
	return sheet
}

func TestY05_AReportsCodeIsReadFromItsQRCodeInPicturesAndPDFs(t *testing.T) {
	s := eyes(pressOf(t))
	p := scantest.Holder(11)
	r, err := s.Read(context.Background(), reportPDF(t, s, p.Link(), p.Code), "other")
	require.NoError(t, err)
	v, _ := r.Value("chsi_code")
	require.Equal(t, hiring.ReadValue{Field: "chsi_code", Text: p.Code, Sure: true}, v)
	require.Equal(t, []string{p.Link()}, r.Links)
	// A code that leads elsewhere gives none, and the words of such a PDF stay words.
	other := "https://www.chsi.com.cn.example.org/xlcx/bg.do?vcode=" + p.Code
	r, err = s.Read(context.Background(), reportPDF(t, s, other, p.Code), "other")
	require.NoError(t, err)
	v, _ = r.Value("chsi_code")
	require.False(t, v.Sure)
	require.Equal(t, []string{other}, r.Links)
	for name, m := range map[string]image.Image{"inverted": scantest.Negative(scantest.Report(p, p.Link())), "small on a desk": scantest.Scale(scantest.OnDesk(scantest.Report(p, p.Link()), 300), 0.6),
		"pale": scantest.Fade(scantest.Report(p, p.Link()), 0.25)} {
		sheet, err := s.Look(context.Background(), scantest.PNG(m), "other") // a rule without letters to read: codes only
		require.NoError(t, err)
		r, err := s.Read(context.Background(), sheet, "other")
		require.NoError(t, err)
		v, _ := r.Value("chsi_code")
		require.Equal(t, p.Code, v.Text, name)
	}
}

func TestStoryDocumentsCanBeSeen(t *testing.T) {
	s := eyes(pressOf(t))
	for _, id := range []string{"id_card", "photo"} {
		sheet, err := s.Look(context.Background(), drawnDocument(id), id)
		require.NoError(t, err)
		require.Empty(t, sheet.Flaws, id)
	}
}

// FuzzControl29_Documents gives the whole way from bytes to a reading whatever there is, with the real press and without an engine.
func FuzzControl29_Documents(f *testing.F) {
	p := scantest.Holder(1)
	small := scantest.Scale(scantest.Card(p), 0.1)
	for _, seed := range [][]byte{scantest.PNG(small), scantest.JPEG(small, 60), claimed(65535, 65535), []byte("%PDF-1.7\n%%EOF"), []byte("RIFF\x10\x00\x00\x00WEBPVP8 junk"),
		[]byte("\x00\x00\x00\x24ftypheic"), []byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00II\x2a\x00\xff\xff\xff\xff"), scantest.JPEG(small, 60)[:200],
		append(scantest.PNG(small), "PK\x03\x04 tail"...), []byte(strings.Repeat("%PDF-1.7\n", 50))} {
		f.Add(seed)
	}
	press := pressOf(f)
	s := scan.New(scan.Tools{Clean: press.Clean, Pages: press.FirstPages, Text: press.FirstWords, Code: press.ReadQR})
	f.Fuzz(func(t *testing.T, raw []byte) {
		sheet, err := s.Look(context.Background(), raw, "diploma")
		if err != nil {
			require.NotEqual(t, fault.Internal, fault.Of(err).Kind)
			return
		}
		for _, page := range sheet.Pages {
			_, err := png.DecodeConfig(bytes.NewReader(page))
			require.NoError(t, err)
		}
		_, err = s.Read(context.Background(), sheet, "diploma")
		require.NoError(t, err)
	})
}

// BenchmarkReading tells how many documents a second are read by the engine of this machine: told, not judged.
func BenchmarkReading(b *testing.B) {
	s := eyes(pressOf(b))
	if s.Engine() == "" {
		b.Skip("no engine for letters on this machine")
	}
	for name, m := range map[string]image.Image{"card": scantest.Card(scantest.Holder(2)), "diploma": scantest.Diploma(scantest.Holder(2)), "blurred card": scantest.Blur(scantest.Card(scantest.Holder(2)), 2.5)} {
		raw := scantest.JPEG(m, 88)
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				sheet, err := s.Look(context.Background(), raw, "id_card")
				require.NoError(b, err)
				_, err = s.Read(context.Background(), sheet, "id_card")
				require.NoError(b, err)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
		})
	}
}
