package paper

import (
	"bytes"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// unspaced is a text without white space: what is left when lines are broken differently.
func unspaced(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

// says is what a document says, in the order it is read, without its footers.
func says(doc office.Document) string {
	var b strings.Builder
	b.WriteString(doc.Title)
	for _, block := range doc.Blocks {
		if block.Kind != office.Code {
			b.WriteString(block.Text)
		}
		for _, row := range block.Rows {
			b.WriteString(strings.Join(row, ""))
		}
		b.WriteString(block.Caption)
	}
	return unspaced(b.String())
}

// bodies are the pages' texts without footers, joined; again is a table's head that a page repeats.
func bodies(t *testing.T, pages []string, footer, again string) string {
	var b strings.Builder
	for i, page := range pages {
		page = unspaced(page)
		end := unspaced(fmt.Sprintf("%s%d/%d", footer, i+1, len(pages)))
		require.True(t, strings.HasSuffix(page, end), "page %d has no footer: %q", i+1, page)
		page = strings.TrimSuffix(page, end)
		if i > 0 && again != "" {
			require.True(t, strings.HasPrefix(page, again), "page %d does not repeat the table's head", i+1)
			page = strings.TrimPrefix(page, again)
		}
		b.WriteString(page)
	}
	return b.String()
}

// poppler reads a PDF with an independent program.
func poppler(t *testing.T, pdf []byte) []string {
	program := tool(t, "pdftotext")
	file := filepath.Join(t.TempDir(), "letter.pdf")
	require.NoError(t, os.WriteFile(file, pdf, 0o600))
	out, err := exec.Command(program, "-raw", file, "-").Output()
	require.NoError(t, err)
	return strings.Split(strings.TrimSuffix(string(out), "\f"), "\f")
}

// tool finds a program; only a machine of a developer may lack it.
func tool(t testing.TB, name string) string {
	path, err := exec.LookPath(name)
	if err != nil {
		require.Empty(t, os.Getenv("CI"), "%s is missing", name)
		t.Skipf("%s is not installed", name)
	}
	return path
}

func TestN18_TextIsTheSourceCharacterByCharacter(t *testing.T) {
	for name, c := range map[string]struct {
		doc   office.Document
		again string
	}{
		"N-18 Z-10 Chinese": {chinese(t), "险种单位缴存比例个人缴存比例"},
		"N-18 Z-10 English": {english(t), ""},
	} {
		t.Run(name, func(t *testing.T) {
			pdf, err := shared().Draw(c.doc)
			require.NoError(t, err)
			seen, err := shared().Text(pdf)
			require.NoError(t, err)
			require.Equal(t, says(c.doc), bodies(t, seen, c.doc.Footer, c.again), "PDFium")
			require.Equal(t, says(c.doc), bodies(t, poppler(t, pdf), c.doc.Footer, c.again), "poppler")
		})
	}
}

func TestN18_NamesAreReadBack(t *testing.T) {
	for _, name := range []string{"喆堃旻·昇", "王·艾力", "𬭸", "𬭸𫖯", "欧阳䶮㛃", "O’Neill-José", "𬭸 “Lin”"} {
		for _, lang := range []string{"zh", "en"} {
			doc := office.Document{Title: name, Lang: lang, Made: made, Footer: name, Blocks: []office.Block{
				{Kind: office.Paragraph, Text: "a" + name + "b"}, {Kind: office.Heading, Text: name}, {Kind: office.Paragraph, Text: "您好，" + name + "。"},
			}}
			pdf, err := shared().Draw(doc)
			require.NoError(t, err, name)
			seen, err := shared().Text(pdf)
			require.NoError(t, err, name)
			require.Equal(t, says(doc), bodies(t, seen, name, ""), "PDFium, %s", lang)
			require.Equal(t, says(doc), bodies(t, poppler(t, pdf), name, ""), "poppler, %s", lang)
		}
	}
}

// TestN18_AnyTextIsReadBack: what is drawn can be read, whatever the text, or it is refused for a character.
func TestN18_AnyTextIsReadBack(t *testing.T) {
	alphabet := []rune("入行录用通知书，。、；：？！）》」（《「“”‘’…—·￥%$().,:;-/  abcxyzABC0123456789王艾力𬭸喆堃é")
	rapid.Check(t, func(r *rapid.T) {
		text := "始" + string(rapid.SliceOfN(rapid.SampledFrom(alphabet), 1, 200).Draw(r, "text"))
		doc := office.Document{Title: "T", Lang: rapid.SampledFrom([]string{"zh", "en"}).Draw(r, "lang"), Blocks: []office.Block{
			{Kind: office.Paragraph, Text: text}, {Kind: office.Pairs, Rows: [][]string{{"甲", text}}},
		}}
		pdf, err := shared().Draw(doc)
		require.NoError(r, err)
		seen, err := shared().Text(pdf)
		require.NoError(r, err)
		require.Equal(r, says(doc), bodies(t, seen, "", ""))
	})
}

func TestN18_SpacesBetweenEnglishWordsAreKept(t *testing.T) {
	text := strings.Repeat("Please read the following carefully, and don’t sign before you “understand” it all. ", 12)
	pdf, err := shared().Draw(office.Document{Title: "Letter", Lang: "en", Blocks: []office.Block{{Kind: office.Paragraph, Text: text}}})
	require.NoError(t, err)
	seen, err := shared().Text(pdf)
	require.NoError(t, err)
	want := "Letter " + strings.Join(strings.Fields(text), " ") + " 1 / 1"
	require.Equal(t, want, strings.Join(strings.Fields(seen[0]), " "))
	require.Equal(t, want, strings.Join(strings.Fields(poppler(t, pdf)[0]), " "))
}

func TestN18_NoPrintedLineBeginsOrEndsWrongly(t *testing.T) {
	text := strings.Repeat("根据《劳动合同法》第十条，“应当订立书面合同”（见附件）。月薪￥12,000.00元；", 20)
	pdf, err := shared().Draw(office.Document{Title: "T", Lang: "zh", Blocks: []office.Block{{Kind: office.Paragraph, Text: text}}})
	require.NoError(t, err)
	printed := strings.Split(strings.TrimSpace(poppler(t, pdf)[0]), "\n")
	require.Greater(t, len(printed), 15)
	for _, line := range printed {
		runes := []rune(strings.TrimSpace(line))
		require.NotContains(t, "，。、）》」！？；：”", string(runes[0]), line)
		require.NotContains(t, "（《「“￥", string(runes[len(runes)-1]), line)
	}
}

func TestN18_AMissingGlyphIsRefused(t *testing.T) {
	place := map[string]func(string) office.Document{
		"title":  func(s string) office.Document { return office.Document{Title: s} },
		"footer": func(s string) office.Document { return office.Document{Footer: s} },
		"text": func(s string) office.Document {
			return office.Document{Blocks: []office.Block{{Kind: office.Paragraph, Text: s}}}
		},
		"heading": func(s string) office.Document {
			return office.Document{Blocks: []office.Block{{Kind: office.Heading, Text: s}}}
		},
		"caption": func(s string) office.Document {
			return office.Document{Blocks: []office.Block{{Kind: office.Code, Text: "x", Caption: s}}}
		},
		"cell": func(s string) office.Document {
			return office.Document{Blocks: []office.Block{{Kind: office.Table, Rows: [][]string{{"a"}, {s}}}}}
		},
	}
	for name, doc := range place {
		t.Run("N-18 "+name, func(t *testing.T) {
			_, err := shared().Draw(doc("吉野𠮷先生"))
			require.True(t, fault.Is(err, fault.Refused))
			require.True(t, fault.HasCode(err, "paper.missing_glyph"))
			require.Equal(t, fault.Params{"rune": "𠮷", "code": "U+20BB7"}, fault.Of(err).Params)
		})
	}
	for _, private := range []string{"\U00102019", "\ue000"} { // the codes we use ourselves are nobody else's
		_, err := shared().Draw(office.Document{Title: private})
		require.True(t, fault.HasCode(err, "paper.missing_glyph"))
	}
}

func TestN18_EveryGlyphIsEmbedded(t *testing.T) {
	program := tool(t, "pdffonts")
	file := filepath.Join(t.TempDir(), "letter.pdf")
	pdf, err := shared().Draw(chinese(t))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(file, pdf, 0o600))
	out, err := exec.Command(program, file).Output()
	require.NoError(t, err)
	fonts := regexp.MustCompile(`(?m)CID TrueType +Identity-H +yes \S+ +yes`).FindAll(out, -1)
	require.Len(t, fonts, 2, "embedded, with meanings: %s", out)
}

func TestDrawIsDeterministic(t *testing.T) {
	regular, bold := fonts()
	other, err := New(regular, bold, "")
	require.NoError(t, err)
	for _, doc := range []office.Document{chinese(t), english(t)} {
		first, err := shared().Draw(doc)
		require.NoError(t, err)
		for _, press := range []*Press{shared(), shared(), other} {
			again, err := press.Draw(doc)
			require.NoError(t, err)
			require.True(t, bytes.Equal(first, again))
		}
		doc.Made = doc.Made.AddDate(0, 0, 1)
		later, err := shared().Draw(doc)
		require.NoError(t, err)
		require.False(t, bytes.Equal(first, later), "the date is the document's")
	}
}

func TestDrawIsSafeForConcurrentUse(t *testing.T) {
	doc := chinese(t)
	want, err := shared().Draw(doc)
	require.NoError(t, err)
	regular, bold := fonts()
	fresh, err := New(regular, bold, "") // its width cache is filled by all at once
	require.NoError(t, err)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			pdf, err := fresh.Draw(doc)
			if err != nil || !bytes.Equal(want, pdf) {
				t.Errorf("another PDF: %v", err)
			}
		})
	}
	group.Wait()
}

func TestDrawLeavesTheDocumentAlone(t *testing.T) {
	doc := office.Document{Title: "a\u202eb", Lang: "en", Blocks: []office.Block{{Kind: office.Bullets, Rows: [][]string{{"don’t\u200b"}}}}}
	_, err := shared().Draw(doc)
	require.NoError(t, err)
	require.Equal(t, "don’t\u200b", doc.Blocks[0].Rows[0][0])
}

func TestT13_HostileTextIsInert(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"operators":         {`) Tj ET (x) \ (( <b>&amp;`, `) Tj ET (x) \ (( <b>&amp;`},
		"bidi override":     {"safe\u202eexe.fdp", "safeexe.fdp"},
		"control":           {"a\x00b\x1b[31mc\x7f", "ab[31mc"},
		"byte order mark":   {"\ufeffa", "a"},
		"script":            {"/JavaScript (app.alert(1))", "/JavaScript (app.alert(1))"},
		"placeholder":       {"{nb}", "{nb}"},
		"ten kilobytes":     {strings.Repeat("长", 10000), strings.Repeat("长", 10000)},
		"unbroken":          {strings.Repeat("x", 500), strings.Repeat("x", 500)},
		"carriage returns":  {"a\r\nb\rc", "a\nbc"},
		"only white space":  {" \n\t ", ""},
		"nothing":           {"", ""},
		"stock meaning":     {stockRange + "𬭸", stockRange + "𬭸"},
		"surrogate encoded": {"a\xed\xa0\x80b", ""},
		"invalid UTF-8":     {"a\xdab", ""},
	} {
		t.Run("T13 "+name, func(t *testing.T) {
			pdf, err := shared().Draw(office.Document{Title: c.text, Footer: c.text, Subject: c.text, Blocks: []office.Block{
				{Kind: office.Paragraph, Text: c.text}, {Kind: office.Table, Rows: [][]string{{"h"}, {c.text}}},
			}})
			if strings.Contains(strings.ToValidUTF8(c.text, "\ufffd"), "\ufffd") {
				require.True(t, fault.HasCode(err, "paper.missing_glyph"))
				return
			}
			require.NoError(t, err)
			require.NotContains(t, string(pdf), "/JS")
			seen, err := shared().Text(pdf)
			require.NoError(t, err)
			require.Contains(t, unspaced(strings.Join(seen, "")), unspaced(c.want))
		})
	}
}

func TestHostilePicturesAreRefused(t *testing.T) {
	good := signature(t)
	bomb := bytes.Clone(good)
	copy(bomb[16:], []byte{0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30}) // claims 30000 by 30000; the header's checksum is mended:
	mend(bomb)
	tail := append(bytes.Clone(good), "<script>"...)
	for name, c := range map[string]struct {
		image []byte
		code  string
	}{
		"empty":     {nil, "paper.bad_image"},
		"cut":       {good[:len(good)/2], "paper.bad_image"},
		"bomb":      {bomb, "paper.image_too_large"},
		"heavy":     {make([]byte, maxImageBytes+1), "paper.image_too_large"},
		"not image": {[]byte("%PDF-1.7"), "paper.bad_image"},
		"tail":      {tail, ""},
	} {
		t.Run(name, func(t *testing.T) {
			pdf, err := shared().Draw(office.Document{Blocks: []office.Block{{Kind: office.Picture, Image: c.image}}})
			if c.code == "" {
				require.NoError(t, err)
				require.NotContains(t, string(pdf), "<script>")
				return
			}
			require.True(t, fault.HasCode(err, c.code), "%v", err)
		})
	}
}

func TestUnknownBlockIsRefused(t *testing.T) {
	_, err := shared().Draw(office.Document{Blocks: []office.Block{{Kind: "video"}}})
	require.True(t, fault.HasCode(err, "paper.unknown_block"))
}

func TestAFontThatIsNoneIsRefused(t *testing.T) {
	regular, _ := fonts()
	for _, font := range [][]byte{nil, []byte("OTTO"), regular[:1000], regular[:len(regular)/2]} {
		_, err := New(regular, font, "")
		require.Error(t, err)
	}
}

// dark is the share of a page's pixels that are not white.
func dark(t *testing.T, page []byte) float64 {
	img, err := png.Decode(bytes.NewReader(page))
	require.NoError(t, err)
	count := 0
	size := img.Bounds()
	for y := size.Min.Y; y < size.Max.Y; y++ {
		for x := size.Min.X; x < size.Max.X; x++ {
			if r, g, b, _ := img.At(x, y).RGBA(); r+g+b < 3*0x8000 {
				count++
			}
		}
	}
	return float64(count) / float64(size.Dx()*size.Dy())
}

// TestN18_RareCharactersHaveInk: a missing glyph reads well and prints an empty box or nothing, so look at the picture.
func TestN18_RareCharactersHaveInk(t *testing.T) {
	ink := func(text string) float64 {
		pdf, err := shared().Draw(office.Document{Title: "T", Lang: "zh", Blocks: []office.Block{{Kind: office.Paragraph, Text: text}}})
		require.NoError(t, err)
		pages, err := shared().Pages(pdf, 800)
		require.NoError(t, err)
		config, err := png.DecodeConfig(bytes.NewReader(pages[0]))
		require.NoError(t, err)
		require.Equal(t, 800, config.Width)
		return dark(t, pages[0])
	}
	none, common, rare := ink(""), ink(strings.Repeat("鳞", 40)), ink(strings.Repeat("𬭸", 40))
	require.Greater(t, common, none)
	require.InDelta(t, common-none, rare-none, 0.3*(common-none))
}
