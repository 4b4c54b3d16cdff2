// Package scantest draws documents that nobody holds, for tests of what reads them: an identity card, a diploma, a bank card, a registration report
// with its QR code, each as clean as a printer makes it, and what a hand, a lamp and a telephone do to such a picture.
//
// It refuses to look like the real thing: every paper says that it is a sample, numbers begin with 99, a province that does not exist, and the
// people are made up. Equal seeds draw equal pictures. Programs never import it.
//
//	card := scantest.Card(scantest.Holder(3))
//	photo := scantest.Blur(scantest.Turn(card, 5), 1.2)
package scantest

import (
	"bytes"
	_ "embed" // words.json
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"sync"

	qrcode "github.com/skip2/go-qrcode"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"ruhang/core/screening"
	"ruhang/resources"
)

//go:embed words.json
var wordsJSON []byte

// spoken is every Chinese word on the papers; code holds none.
var spoken = sync.OnceValue(func() (w struct {
	Name, Sex, Nation, Han, Birth, Year, Month, Day, Address, Number, Male, Female, Diploma, Certificate, Student, Born, To, Studied, Major, Done string
	School, Serial, Bank, Debit, Report, Code, Updated, Made                                                                                      string
	Places, Names, Schools                                                                                                                        []string
}) {
	if err := json.Unmarshal(wordsJSON, &w); err != nil {
		panic(err)
	}
	return w
})

// Person is somebody who does not exist, with their papers' numbers.
type Person struct {
	Name, Address, School string
	Female                bool
	Year, Month, Day      int    // of birth
	ID                    string // 99…, with its check digit
	Card                  string // 19 digits, with Luhn's
	Diploma               string // 18 digits
	Graduated             int    // year, on the last of June
	Code                  string // of an online report
}

// Birth is the birthday as forms write it.
func (p Person) Birth() string { return fmt.Sprintf("%04d-%02d-%02d", p.Year, p.Month, p.Day) }

// Link is where the report's QR code leads.
func (p Person) Link() string {
	return "https://www.chsi.com.cn/xlcx/bg.do?vcode=" + p.Code + "&srcid=bgcx"
}

// Holder is a made-up person; equal seeds are the same one.
func Holder(seed int) Person {
	w, r := spoken(), rand.New(rand.NewPCG(uint64(seed), 99))
	p := Person{Name: w.Names[seed%len(w.Names)], Address: w.Places[seed%len(w.Places)], School: w.Schools[seed%len(w.Schools)], Female: r.IntN(2) == 0,
		Year: 1975 + r.IntN(30), Month: 1 + r.IntN(12), Day: 1 + r.IntN(28)}
	p.ID = checked(func(last string) bool { _, err := screening.IDNumber(last, "2026-11-23"); return err == nil },
		fmt.Sprintf("99%04d%04d%02d%02d%02d%d", r.IntN(10000), p.Year, p.Month, p.Day, r.IntN(100), 2*r.IntN(5)+map[bool]int{true: 0, false: 1}[p.Female]))
	p.Card = checked(screening.BankCard, "629999"+digits(r, 12))
	p.Graduated = p.Year + 22
	p.Diploma = fmt.Sprintf("%05d%d%04d05%06d", 99000+r.IntN(1000), 1, max(2002, p.Graduated), r.IntN(1000000))
	p.Graduated = max(2002, p.Graduated)
	for range 15 {
		p.Code += string("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"[r.IntN(34)])
	}
	p.Code = "A" + p.Code
	return p
}

// checked adds the last character that makes a number good.
func checked(good func(string) bool, number string) string {
	for _, last := range "0123456789X" {
		if good(number + string(last)) {
			return number + string(last)
		}
	}
	panic("no check digit fits " + number)
}

func digits(r *rand.Rand, n int) (out string) {
	for range n {
		out += string(rune('0' + r.IntN(10)))
	}
	return out
}

var faces = sync.OnceValue(func() (f [2]*opentype.Font) {
	for i, raw := range [][]byte{resources.Regular, resources.Bold} {
		parsed, err := opentype.Parse(raw)
		if err != nil {
			panic(err)
		}
		f[i] = parsed
	}
	return f
})

// sheet is a paper that is being drawn.
type sheet struct {
	*image.RGBA
	ink color.Color
}

func blank(w, h int, ground color.Color) *sheet {
	s := &sheet{RGBA: image.NewRGBA(image.Rect(0, 0, w, h)), ink: color.RGBA{20, 22, 30, 255}}
	draw.Draw(s, s.Bounds(), image.NewUniform(ground), image.Point{}, draw.Src)
	return s
}

// text writes a line, its foot at y, letters size pixels high and gap pixels apart; it gives where the next would begin.
func (s *sheet) text(x, y, size, gap float64, bold bool, line string) float64 {
	face, err := opentype.NewFace(faces()[map[bool]int{true: 1}[bold]], &opentype.FaceOptions{Size: size, DPI: 72})
	if err != nil {
		panic(err)
	}
	defer face.Close()
	d := font.Drawer{Dst: s, Src: image.NewUniform(s.ink), Face: face, Dot: fixed.P(int(x), int(y))}
	for _, r := range line {
		d.DrawString(string(r))
		d.Dot.X += fixed.Int26_6(gap * 64)
	}
	return float64(d.Dot.X) / 64
}

// label writes a soft word and then what it is of.
func (s *sheet) label(x, y, size float64, word, value string) {
	old := s.ink
	s.ink = color.RGBA{60, 90, 140, 255}
	s.text(x, y, size*0.82, 2, false, word)
	s.ink = old
	s.text(x+3.2*size, y, size, 3, false, value)
}

// waves are the fine lines that such papers are printed on.
func (s *sheet) waves(c color.RGBA) {
	for y := 0; y < s.Rect.Dy(); y += 14 {
		for x := range s.Rect.Dx() {
			s.Set(x, y+(x/24)%7, c)
		}
	}
}

// Card is the front of an identity card, 1011 by 638 pixels: 300 to the inch.
func Card(p Person) *image.RGBA {
	w, s := spoken(), blank(1011, 638, color.RGBA{236, 242, 246, 255})
	s.waves(color.RGBA{214, 226, 236, 255})
	sex := w.Male
	if p.Female {
		sex = w.Female
	}
	s.label(60, 105, 42, w.Name, p.Name)
	s.label(60, 185, 36, w.Sex, sex)
	s.label(300, 185, 36, w.Nation, w.Han)
	s.label(60, 262, 36, w.Birth, fmt.Sprintf("%d %s %d %s %d %s", p.Year, w.Year, p.Month, w.Month, p.Day, w.Day))
	s.label(60, 345, 34, w.Address, p.Address)
	s.label(60, 560, 42, "", "")
	s.text(60, 560, 32, 2, false, w.Number)
	s.text(330, 562, 46, 8, true, p.ID)
	draw.Draw(s, image.Rect(690, 70, 950, 450), image.NewUniform(color.RGBA{198, 206, 214, 255}), image.Point{}, draw.Src)
	s.ink = color.RGBA{120, 130, 140, 255}
	s.text(705, 260, 26, 0, false, w.Made)
	return s.RGBA
}

// Diploma is a graduation certificate, 1400 by 980 pixels.
func Diploma(p Person) *image.RGBA {
	w, s := spoken(), blank(1400, 980, color.RGBA{250, 246, 236, 255})
	s.text(520, 130, 52, 8, true, w.Diploma)
	s.text(480, 240, 84, 24, true, w.Certificate)
	sex := w.Male
	if p.Female {
		sex = w.Female
	}
	s.text(140, 380, 36, 3, false, fmt.Sprintf("%s %s %s%s, %d%s%d%s%d%s%s", w.Student, p.Name, w.Sex, sex, p.Year, w.Year, p.Month, w.Month, p.Day, w.Day, w.Born))
	s.text(140, 450, 36, 3, false, fmt.Sprintf("%d%s9%s%s%d%s6%s%s %s", p.Graduated-4, w.Year, w.Month, w.To, p.Graduated, w.Year, w.Month, w.Studied, w.Major))
	s.text(140, 520, 32, 1, false, w.Done)
	s.text(140, 720, 36, 3, false, w.School+p.School)
	s.text(140, 840, 34, 3, false, w.Serial+p.Diploma)
	s.text(860, 840, 34, 3, false, fmt.Sprintf("%d%s6%s30%s", p.Graduated, w.Year, w.Month, w.Day))
	s.ink = color.RGBA{150, 150, 150, 255}
	s.text(560, 930, 24, 2, false, w.Made)
	return s.RGBA
}

// BankCard is the number's side of a debit card, 1011 by 638 pixels.
func BankCard(p Person) *image.RGBA {
	w, s := spoken(), blank(1011, 638, color.RGBA{28, 70, 120, 255})
	s.ink = color.RGBA{240, 240, 235, 255}
	s.text(60, 110, 54, 6, true, w.Bank)
	s.text(690, 110, 30, 2, false, w.Debit)
	n := p.Card
	s.text(80, 400, 58, 2, true, n[:6]+" "+n[6:])
	s.text(80, 520, 40, 3, false, p.Name)
	s.text(640, 590, 24, 2, false, w.Made)
	return s.RGBA
}

// Report is the page of an online registration report, 1240 by 1754 pixels (A4 at 150 to the inch), its QR code leading to link.
func Report(p Person, link string) *image.RGBA {
	w, s := spoken(), blank(1240, 1754, color.White)
	s.text(220, 180, 52, 6, true, w.Report)
	for i, row := range [][2]string{{w.Name, p.Name}, {w.School, p.School}, {w.Serial, p.Diploma}, {w.Code, p.Code}, {w.Updated, fmt.Sprintf("2026%s11%s2%s", w.Year, w.Month, w.Day)}} {
		y := 340 + 90*float64(i)
		s.text(160, y, 34, 2, false, row[0])
		s.text(420, y, 36, 2, false, row[1])
		draw.Draw(s, image.Rect(150, int(y)+24, 1090, int(y)+26), image.NewUniform(color.RGBA{200, 200, 200, 255}), image.Point{}, draw.Src)
	}
	code, err := qrcode.New(link, qrcode.Medium)
	if err != nil {
		panic(err)
	}
	draw.Draw(s, image.Rect(820, 900, 1100, 1180), code.Image(280), image.Point{}, draw.Src)
	s.ink = color.RGBA{150, 150, 150, 255}
	s.text(480, 1650, 30, 2, false, w.Made)
	return s.RGBA
}

// PNG and JPEG are the picture as a file.
func PNG(m image.Image) []byte {
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		panic(err)
	}
	return out.Bytes()
}

// JPEG is the picture as a telephone saves it.
func JPEG(m image.Image, quality int) []byte {
	var out bytes.Buffer
	if err := jpeg.Encode(&out, m, &jpeg.Options{Quality: quality}); err != nil {
		panic(err)
	}
	return out.Bytes()
}
