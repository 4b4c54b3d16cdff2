package paper

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/image/draw"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// mend writes the right checksum behind a PNG's header.
func mend(file []byte) {
	binary.BigEndian.PutUint32(file[29:], crc32.ChecksumIEEE(file[12:29]))
}

func pngOf(t testing.TB, img image.Image) []byte {
	var out bytes.Buffer
	require.NoError(t, png.Encode(&out, img))
	return out.Bytes()
}

// zbar reads the code of an image with an independent program.
func zbar(t *testing.T, png []byte) string {
	program := tool(t, "zbarimg")
	file := filepath.Join(t.TempDir(), "code.png")
	require.NoError(t, os.WriteFile(file, png, 0o600))
	out, err := exec.Command(program, "--quiet", "--raw", file).Output()
	require.NoError(t, err)
	return strings.TrimSuffix(string(out), "\n")
}

func TestQRIsReadBack(t *testing.T) {
	for _, payload := range []string{"https://ruhang.example/i/01JD00#k=Zm9v", "入行", strings.Repeat("0123456789ab", 40)} {
		code, err := shared().QR(payload, 512)
		require.NoError(t, err)
		config, err := png.DecodeConfig(bytes.NewReader(code))
		require.NoError(t, err)
		require.Equal(t, 512, config.Width)
		text, err := shared().ReadQR(code)
		require.NoError(t, err)
		require.Equal(t, payload, text)
		require.Equal(t, payload, zbar(t, code))
	}
}

func TestQRRefusals(t *testing.T) {
	_, err := shared().QR("", 512)
	require.True(t, fault.HasCode(err, "paper.qr_empty"))
	_, err = shared().QR(strings.Repeat("x", 5000), 512)
	require.True(t, fault.HasCode(err, "paper.qr_too_long"))
	_, err = shared().QR("x", 100_000)
	require.True(t, fault.HasCode(err, "paper.bad_qr_size"))
}

// changed draws a code as a camera or a screen would show it.
func changed(t *testing.T, code []byte, size int, change func(x, y int, v uint8) uint8) *image.Gray {
	img, err := png.Decode(bytes.NewReader(code))
	require.NoError(t, err)
	out := image.NewGray(image.Rect(0, 0, size, size))
	draw.ApproxBiLinear.Scale(out, out.Rect, img, img.Bounds(), draw.Src, nil)
	for y := range size {
		for x := range size {
			out.SetGray(x, y, color.Gray{Y: change(x, y, out.GrayAt(x, y).Y)})
		}
	}
	return out
}

func TestReadQR_BadPictures(t *testing.T) {
	const payload = "https://ruhang.example/i/01JD0000000000000000000000"
	code, err := shared().QR(payload, 512)
	require.NoError(t, err)
	for name, img := range map[string]image.Image{
		"inverted":     changed(t, code, 512, func(_, _ int, v uint8) uint8 { return 255 - v }),
		"low contrast": changed(t, code, 512, func(_, _ int, v uint8) uint8 { return 120 + v/16 }),
		"dark":         changed(t, code, 512, func(_, _ int, v uint8) uint8 { return v / 8 }),
		"shadow":       changed(t, code, 512, func(x, _ int, v uint8) uint8 { return uint8(int(v) * (600 - x) / 600) }),
		"big":          changed(t, code, 3000, func(_, _ int, v uint8) uint8 { return v }),
		"small":        changed(t, code, 150, func(_, _ int, v uint8) uint8 { return v }),
	} {
		t.Run(name, func(t *testing.T) {
			text, err := shared().ReadQR(pngOf(t, img))
			require.NoError(t, err)
			require.Equal(t, payload, text)
		})
	}
	t.Run("photograph", func(t *testing.T) {
		var out bytes.Buffer
		require.NoError(t, jpeg.Encode(&out, changed(t, code, 512, func(_, _ int, v uint8) uint8 { return 30 + v/2 }), &jpeg.Options{Quality: 40}))
		text, err := shared().ReadQR(out.Bytes())
		require.NoError(t, err)
		require.Equal(t, payload, text)
	})
}

func TestReadQR_Refusals(t *testing.T) {
	bomb := signature(t)
	copy(bomb[16:], []byte{0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff})
	mend(bomb)
	for name, c := range map[string]struct {
		image []byte
		kind  fault.Kind
		code  string
	}{
		"none":  {signature(t), fault.Refused, "paper.no_qr"},
		"pixel": {pngOf(t, image.NewGray(image.Rect(0, 0, 1, 1))), fault.Refused, "paper.no_qr"},
		"thin":  {pngOf(t, image.NewGray(image.Rect(0, 0, 5000, 1))), fault.Refused, "paper.no_qr"},
		"bomb":  {bomb, fault.Refused, "paper.image_too_large"},
		"heavy": {make([]byte, maxImageBytes+1), fault.Refused, "paper.image_too_large"},
		"empty": {nil, fault.Invalid, "paper.bad_image"},
		"noise": {[]byte("\x89PNG\r\n\x1a\nnothing"), fault.Invalid, "paper.bad_image"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := shared().ReadQR(c.image)
			require.True(t, fault.Is(err, c.kind), "%v", err)
			require.True(t, fault.HasCode(err, c.code), "%v", err)
		})
	}
}

func TestZ10_TheCodeOnALetterIsReadFromItsPage(t *testing.T) {
	const payload = "https://ruhang.example/offer/01JD0000000000000000000000#sha256=Zm9vYmFy"
	pdf, err := shared().Draw(office.Document{Title: "T", Blocks: []office.Block{{Kind: office.Code, Text: payload, Caption: "caption"}}})
	require.NoError(t, err)
	pages, err := shared().Pages(pdf, 1240) // 150 dpi
	require.NoError(t, err)
	require.Equal(t, payload, zbar(t, pages[0]))
	text, err := shared().ReadQR(pages[0])
	require.NoError(t, err)
	require.Equal(t, payload, text)
}

func FuzzReadQR(f *testing.F) {
	code, err := shared().QR("seed", 64)
	require.NoError(f, err)
	f.Add(code)
	f.Add(signature(f))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := shared().ReadQR(data); err != nil && fault.Is(err, fault.Internal) {
			t.Errorf("a fault of ours: %v", err)
		}
	})
}

func FuzzDraw(f *testing.F) {
	f.Add("录用通知书", "王·艾力\n𬭸", []byte{})
	f.Add("\xda", ") Tj \\ \x00 \u202e", signature(f))
	f.Fuzz(func(t *testing.T, title, text string, picture []byte) {
		for _, kind := range []office.BlockKind{office.Heading, office.Paragraph, office.Code, office.Table} {
			doc := office.Document{Title: title, Subject: text, Footer: title, Blocks: []office.Block{{Kind: kind, Text: text, Caption: title, Rows: [][]string{{title}, {text, title}}}}}
			if _, err := shared().Draw(doc); err != nil && fault.Is(err, fault.Internal) {
				t.Errorf("a fault of ours: %v", err)
			}
		}
		if _, err := shared().Draw(office.Document{Blocks: []office.Block{{Kind: office.Picture, Image: picture}}}); err != nil && fault.Is(err, fault.Internal) {
			t.Errorf("a fault of ours: %v", err)
		}
	})
}
