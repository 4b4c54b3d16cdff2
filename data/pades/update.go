package pades

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// update is an incremental update being written behind a file.
type update struct {
	f       *file
	out     bytes.Buffer // the whole file
	offsets map[int]int
	next    int // the next free object number
	zip     *zlib.Writer
}

func newUpdate(f *file) *update {
	u := &update{f: f, offsets: map[int]int{}, next: f.size()}
	u.out.Grow(len(f.b) + 64<<10)
	u.out.Write(f.b)
	if !bytes.HasSuffix(f.b, []byte("\n")) {
		u.out.WriteByte('\n')
	}
	return u
}

// fresh reserves a number.
func (u *update) fresh() int { u.next++; return u.next - 1 }

// put writes an object.
func (u *update) put(id int, format string, args ...any) {
	u.offsets[id] = u.out.Len()
	fmt.Fprintf(&u.out, "%d 0 obj\n", id)
	fmt.Fprintf(&u.out, format, args...)
	u.out.WriteString("\nendobj\n")
}

// stream writes a compressed stream; head are its entries.
func (u *update) stream(head string, data []byte) int {
	var packed bytes.Buffer
	if u.zip == nil { // one for all streams: making it costs more than packing a picture
		u.zip = zlib.NewWriter(nil)
	}
	u.zip.Reset(&packed)
	_, _ = u.zip.Write(data) // a bytes.Buffer takes all
	_ = u.zip.Close()
	id := u.fresh()
	u.put(id, "<< %s /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream", head, packed.Len(), packed.Bytes())
	return id
}

// extended puts entries into an object that has none of them.
func (u *update) extended(to any, entries string, keys ...name) error {
	d, raw, err := u.f.dict(to, len(u.f.revs)-1)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if d[k] != nil {
			return broken("form")
		}
	}
	u.put(to.(ref).id, "%s", string(raw[:len(raw)-len(">>")])+entries+"\n>>")
	return nil
}

// finish writes the table and the trailer.
func (u *update) finish() []byte {
	xref := u.out.Len()
	u.out.WriteString("xref\n")
	ids := slices.Sorted(maps.Keys(u.offsets))
	for i := 0; i < len(ids); {
		n := i + 1
		for n < len(ids) && ids[n] == ids[n-1]+1 {
			n++
		}
		fmt.Fprintf(&u.out, "%d %d\n", ids[i], n-i)
		for ; i < n; i++ {
			fmt.Fprintf(&u.out, "%010d 00000 n \n", u.offsets[ids[i]])
		}
	}
	last := u.f.revs[len(u.f.revs)-1]
	fmt.Fprintf(&u.out, "trailer\n<<\n/Size %d\n/Root %s\n", u.next, last.trailer["Root"].(ref))
	if info, ok := last.trailer["Info"].(ref); ok {
		fmt.Fprintf(&u.out, "/Info %s\n", info)
	}
	fmt.Fprintf(&u.out, "/Prev %d\n>>\nstartxref\n%d\n%s\n", last.xref, xref, endMark)
	return u.out.Bytes()
}

// String is the reference as a file has it.
func (r ref) String() string { return fmt.Sprintf("%d %d R", r.id, r.gen) }

// words is a text string: UTF-16 in hexadecimal, the one form that every reader takes and that needs no escapes.
func words(s string) string {
	units := append([]uint16{0xfeff}, utf16.Encode([]rune(strings.ToValidUTF8(s, "")))...)
	raw := make([]byte, 0, 2*len(units))
	for _, u := range units {
		raw = append(raw, byte(u>>8), byte(u))
	}
	return "<" + hex.EncodeToString(raw) + ">"
}

// said is a text string read back.
func said(v any) (string, bool) {
	h, ok := v.(hexed)
	if !ok || len(h.raw) < 2 || len(h.raw)%2 != 0 || h.raw[0] != 0xfe || h.raw[1] != 0xff {
		return "", false
	}
	units := make([]uint16, 0, len(h.raw)/2)
	for i := 2; i < len(h.raw); i += 2 {
		units = append(units, uint16(h.raw[i])<<8|uint16(h.raw[i+1]))
	}
	return string(utf16.Decode(units)), true
}

// dateForm is a PDF date as we write it, in UTC.
const dateForm = "D:20060102150405Z"

func date(t time.Time) string { return t.UTC().Format(dateForm) }

// look writes how a signature looks, and gives its number.
func (u *update) look(l office.Look) (int, error) {
	resources := ""
	if len(l.Picture) > 0 {
		id, err := u.picture(l.Picture)
		if err != nil {
			return 0, err
		}
		resources = fmt.Sprintf("/XObject << /Im0 %d 0 R >>", id)
	}
	return u.stream(fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [0 0 %.2f %.2f] /Resources << %s >>", l.Width, l.Height, resources), l.Drawing), nil
}

// The largest picture of a signature: a stroke is a few hundred pixels wide.
const (
	maxPicture = 1 << 20
	maxPixels  = 4_000_000
)

// picture writes a PNG as colours and a mask of its transparency. It is decoded here, so that nothing of its file gets into ours.
func (u *update) picture(raw []byte) (int, error) {
	config, err := png.DecodeConfig(bytes.NewReader(raw))
	if err != nil || len(raw) > maxPicture || config.Width < 1 || config.Height < 1 || config.Width*config.Height > maxPixels {
		return 0, fault.New(fault.Invalid, "signature.picture")
	}
	img, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		return 0, fault.Wrap(err, fault.Invalid, "signature.picture", "pades.picture")
	}
	colours, mask := split(img)
	head := fmt.Sprintf("/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8", config.Width, config.Height)
	veil := u.stream(head+" /ColorSpace /DeviceGray", mask)
	return u.stream(fmt.Sprintf("%s /ColorSpace /DeviceRGB /SMask %d 0 R", head, veil), colours), nil
}

func split(img image.Image) (colours, mask []byte) {
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
			colours, mask = append(colours, c.R, c.G, c.B), append(mask, c.A)
		}
	}
	return colours, mask
}
