package paper

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
)

// held is a JPEG of a camera that was held some way: red at the upper left of what it saw, blue elsewhere, with place and name in it.
func held(t testing.TB, way int, little bool) []byte {
	m := image.NewRGBA(image.Rect(0, 0, 64, 32))
	for y := range 32 {
		for x := range 64 {
			m.Set(x, y, color.RGBA{B: 255, A: 255})
			if x < 16 && y < 16 {
				m.Set(x, y, color.RGBA{R: 255, A: 255})
			}
		}
	}
	var plain bytes.Buffer
	require.NoError(t, jpeg.Encode(&plain, m, &jpeg.Options{Quality: 100}))
	var order binary.AppendByteOrder = binary.BigEndian
	tiff := []byte("MM\x00\x2a\x00\x00\x00\x08")
	if little {
		order, tiff = binary.LittleEndian, []byte("II\x2a\x00\x08\x00\x00\x00")
	}
	tiff = order.AppendUint16(tiff, 1)
	tiff = order.AppendUint32(order.AppendUint16(order.AppendUint16(tiff, 0x0112), 3), 1)
	tiff = order.AppendUint16(order.AppendUint16(tiff, uint16(way)), 0)
	tiff = append(order.AppendUint32(tiff, 0), "GPS 34.7466N 113.6253E Artist Lin"...)
	body := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(body)+2))...)
	return append(append(out, body...), plain.Bytes()[2:]...)
}

func TestControl30_APhotographIsWrittenAnewUprightAndWithoutItsPlace(t *testing.T) {
	p := shared()
	// Where the stored upper left corner comes to lie, by Exif's own table: x and y are the right and the lower half.
	corners := map[int][2]bool{1: {false, false}, 2: {true, false}, 3: {true, true}, 4: {false, true}, 5: {false, false}, 6: {true, false}, 7: {true, true}, 8: {false, true}}
	for way, at := range corners {
		for _, little := range []bool{true, false} {
			raw := held(t, way, little)
			require.Contains(t, string(raw), "GPS")
			clean, ending, err := p.Clean(append(raw, "%PDF-1.7 <script>tail</script> PK\x03\x04"...))
			require.NoError(t, err)
			require.Equal(t, ".jpg", ending)
			for _, gone := range []string{"GPS", "Artist", "Lin", "Exif", "%PDF", "script", "PK\x03\x04"} {
				require.False(t, bytes.Contains(clean, []byte(gone)), gone)
			}
			m, err := jpeg.Decode(bytes.NewReader(clean))
			require.NoError(t, err)
			size := m.Bounds().Size()
			require.Equal(t, way >= 5, size.Y > size.X, "way %d lies or stands", way)
			x, y := 4, 4
			if at[0] {
				x = size.X - 5
			}
			if at[1] {
				y = size.Y - 5
			}
			r, _, b, _ := m.At(x, y).RGBA()
			require.Greater(t, r, b, "way %d: the red corner", way)
			require.Equal(t, 1, orientation(clean))
		}
	}
	require.Equal(t, 1, orientation(held(t, 9, true)), "what the table does not know is upright")
}

func TestControl30_APolyglotLosesItsTailAndItsNotes(t *testing.T) {
	p := shared()
	var plain bytes.Buffer
	require.NoError(t, png.Encode(&plain, image.NewNRGBA(image.Rect(0, 0, 20, 10))))
	note := []byte("tEXtComment\x00secret-note")
	chunk := binary.BigEndian.AppendUint32(nil, uint32(len(note)-4))
	chunk = binary.BigEndian.AppendUint32(append(chunk, note...), crc32.ChecksumIEEE(note))
	raw := append(append(append(bytes.Clone(plain.Bytes()[:33]), chunk...), plain.Bytes()[33:]...), "PK\x03\x04 and a zip, #!/bin/sh"...)
	clean, ending, err := p.Clean(raw)
	require.NoError(t, err)
	require.Equal(t, ".png", ending)
	require.Equal(t, plain.Bytes(), clean)
	for _, other := range []string{"", "%PDF-1.7 whatever", "PK\x03\x04", "plain words", "GIF89a", "RIFFxxxxWAVE...."} {
		same, ending, err := p.Clean([]byte(other))
		require.NoError(t, err)
		require.Empty(t, ending)
		require.Equal(t, other, string(same))
	}
	for _, broken := range []string{"\x89PNG\r\n\x1a\n", "\xff\xd8\xff\xe0", "RIFF\x10\x00\x00\x00WEBPVP8 junk", string(plain.Bytes()[:40])} {
		_, _, err := p.Clean([]byte(broken))
		require.True(t, fault.HasCode(err, "paper.bad_image"), "%q: %v", broken, err)
	}
}

func TestControl29_APictureIsMeasuredBeforeItIsUnpacked(t *testing.T) {
	p := shared()
	claim := func(w, h uint32, depth, kind byte) []byte {
		head := append([]byte("IHDR"), binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h)...)
		head = append(head, depth, kind, 0, 0, 0)
		out := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), head...)
		return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(head))
	}
	for name, raw := range map[string][]byte{
		"65535 squared":           claim(65535, 65535, 8, 6),
		"40 MP of 16 bit colours": claim(6000, 6000, 16, 6),
		"more than the limit":     claim(8000, 5100, 8, 2),
	} {
		_, _, err := p.Clean(raw)
		require.True(t, fault.HasCode(err, "paper.image_too_large"), "%s: %v", name, err)
	}
	baseline := held(t, 1, true)
	require.False(t, progressive(baseline))
	require.True(t, progressive(bytes.Replace(baseline, []byte{0xff, 0xc0, 0, 17}, []byte{0xff, 0xc2, 0, 17}, 1)))
	big := image.NewGray(image.Rect(0, 0, 5000, 1000))
	var raw bytes.Buffer
	require.NoError(t, png.Encode(&raw, big))
	clean, _, err := p.Clean(raw.Bytes())
	require.NoError(t, err)
	config, err := png.DecodeConfig(bytes.NewReader(clean))
	require.NoError(t, err)
	require.Equal(t, []int{4000, 800}, []int{config.Width, config.Height})
}

func FuzzClean(f *testing.F) {
	for way := range 9 {
		f.Add(held(f, way, way%2 == 0))
	}
	var plain bytes.Buffer
	require.NoError(f, png.Encode(&plain, image.NewNRGBA(image.Rect(0, 0, 3, 3))))
	f.Add(plain.Bytes())
	f.Add([]byte("RIFF\x10\x00\x00\x00WEBPVP8 " + strings.Repeat("\x00", 30)))
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00II\x2a\x00\xff\xff\xff\xff"))
	p := shared()
	f.Fuzz(func(t *testing.T, raw []byte) {
		clean, ending, err := p.Clean(raw)
		if err != nil || ending == "" {
			return
		}
		if _, err := open(clean); err != nil {
			t.Fatal("what was written anew does not open:", err)
		}
	})
}
