package main

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/jpeg"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/office"
	"ruhang/data/archive"
	"ruhang/data/intake"
	"ruhang/data/pades"
	"ruhang/data/paper"
	"ruhang/data/sqlite"
	"ruhang/data/vault"
	"ruhang/resources"
)

// malformedChild names a folder of hostile files; this process, started by the test below, hands each to every decoder that such a
// file meets in the program, and says how long it took.
const malformedChild = "RUHANG_MALFORMED_CHILD"

// What one file may cost (control 29; threat T11): memory of the whole process, of which the idle program with its PDF viewer takes
// most, and what the files may add to that. Time is the processor's: a busy machine is no reason to fail.
const (
	memoryBound = 300 << 20 // bytes of the whole process
	growthBound = 200 << 20 // bytes more than before the first file
	timeBound   = 5 * time.Second
)

func decodeAll(dir string) {
	debug.SetGCPercent(50) // as the window does
	debug.SetMemoryLimit(128 << 20)
	ctx := context.Background()
	press, err := paper.New(resources.Regular, resources.Bold, cacheDir())
	must(err)
	cat, _, err := loadCatalog(dir)
	must(err)
	rows := intake.New(cat)
	v, err := vault.Create(filepath.Join(dir, "bank"), vault.Options{Argon: vault.Argon{Time: 1, MemoryKiB: 64, Threads: 1}, Floor: vault.Argon{Time: 1, MemoryKiB: 64, Threads: 1}})
	must(err)
	_, err = v.AddAccount("a", testPassword, nil)
	must(err)
	key, err := v.NewCaseKey("c1", "basic")
	must(err)
	files, err := filepath.Glob(filepath.Join(dir, "*.*"))
	must(err)
	if strings.HasSuffix(files[0], ".pdf") { // the viewer is compiled once for a machine
		_, _ = press.Pages(nil, 800)
	}
	fmt.Println("took nothing 0", peak())
	for _, path := range files {
		debug.FreeOSMemory() // what the files before left is not this one's need
		raw, err := os.ReadFile(path)
		must(err)
		name := filepath.Base(path)
		took := func(decoder string, decode func()) {
			began := processorTime()
			decode()
			fmt.Println("took", name+":"+decoder, (processorTime() - began).Milliseconds(), peak())
		}
		switch filepath.Ext(path) {
		case ".pdf":
			took("pages", func() { _, _ = press.Pages(raw, 800) })
			took("text", func() { _, _ = press.Text(raw) })
			took("signatures", func() { _, _ = pades.New(nil).Verify(raw, office.Trust{}) })
		case ".png", ".jpg", ".webp":
			took("clean", func() { _, _, _ = press.Clean(raw) })
			took("qr", func() { _, _ = press.ReadQR(raw) })
		case ".tar":
			took("restore", func() {
				_, _ = archive.Restore(ctx, archive.Return{File: path, Dir: filepath.Join(dir, "restored", name), Now: time.Now(), Inspect: sqlite.Inspect})
			})
		default:
			took("reports", func() {
				_ = rows.Reports(ctx, name, bytes.NewReader(raw), nil, func(office.Row) bool { return true })
			})
			took("checks", func() { _, _ = rows.Checks(name, bytes.NewReader(raw)) })
			took("cv", func() { _, _ = rows.CV(name, bytes.NewReader(raw)) })
		}
		took("put", func() { _, _, _, _, _ = v.Put(ctx, "c1", "basic", key, bytes.NewReader(raw), office.MaxFile) })
	}
	fmt.Println("done", len(files))
}

// peak is the most memory that this process ever had, in bytes; 0 where the system does not say.
func peak() int64 {
	raw, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(raw)) {
		if value, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, _ := strconv.ParseInt(strings.Fields(value)[0], 10, 64)
			return kb << 10
		}
	}
	return 0
}

// mutant damages a file as a careless or a clever hand would: some bits, extreme numbers, pieces lost, doubled, moved.
func mutant(r *rand.Rand, good []byte) []byte {
	raw := bytes.Clone(good)
	for range 1 + r.Intn(6) {
		if len(raw) < 16 {
			return raw
		}
		at, n := r.Intn(len(raw)-8), r.Intn(min(len(raw)/2, 4096))
		end := min(at+n, len(raw))
		switch r.Intn(7) {
		case 0:
			raw[at] ^= 1 << r.Intn(8)
		case 1:
			binary.LittleEndian.PutUint32(raw[at:], []uint32{0, 0xffffffff, 0x7fffffff, 0x80000000, 0xffff}[r.Intn(5)])
		case 2:
			raw = raw[:at]
		case 3:
			raw = append(raw[:end:end], raw[at:]...)
		case 4:
			raw = append(raw[:at:at], raw[end:]...)
		case 5:
			clear(raw[at:end])
		case 6:
			copy(raw[at:], raw[r.Intn(len(raw)-8):][:8])
		}
	}
	return raw
}

// goodOnes are whole files of each kind.
func goodOnes(t *testing.T, s *shell) map[string][][]byte {
	id := s.importOne(oneReport)
	s.assess(id)
	b, _ := s.opened("hr")
	var papers [][]byte
	for _, words := range []string{"录用通知书", strings.Repeat("a long paragraph of an offer. ", 300)} {
		pdf, err := b.press.Draw(office.Document{Title: words[:9], Blocks: []office.Block{{Kind: office.Heading, Text: words[:9]}, {Kind: office.Paragraph, Text: words}, {Kind: office.Picture, Image: picture()}}})
		require.NoError(t, err)
		papers = append(papers, pdf)
	}
	var photo bytes.Buffer
	require.NoError(t, jpeg.Encode(&photo, image.NewYCbCr(image.Rect(0, 0, 300, 200), image.YCbCrSubsampleRatio420), nil))
	qr, err := b.press.QR("https://example.com/"+strings.Repeat("x", 80), 300)
	require.NoError(t, err)
	to := filepath.Join(t.TempDir(), "b.tar")
	_, err = b.archive.Write(context.Background(), to, nil, nil)
	require.NoError(t, err)
	backup, err := os.ReadFile(to)
	require.NoError(t, err)
	out := map[string][][]byte{".pdf": papers, ".png": {picture(), qr}, ".jpg": {photo.Bytes()}, ".tar": {backup}}
	for _, ending := range []string{"xlsx", "csv", "json"} {
		raw, err := os.ReadFile("../../resources/demo/import/ai-reports." + ending)
		require.NoError(t, err)
		out["."+ending] = [][]byte{raw}
	}
	return out
}

func zipOf(t *testing.T, files map[string]func(*bufio.Writer)) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for name, fill := range files {
		f, err := w.Create(name)
		require.NoError(t, err)
		b := bufio.NewWriterSize(f, 1<<20)
		fill(b)
		require.NoError(t, b.Flush())
	}
	require.NoError(t, w.Close())
	return out.Bytes()
}

func many(text string, n int) func(*bufio.Writer) {
	return func(w *bufio.Writer) {
		for range n {
			_, _ = w.WriteString(text)
		}
	}
}

func deflated(raw []byte) []byte {
	var out bytes.Buffer
	w, _ := zlib.NewWriterLevel(&out, zlib.BestSpeed)
	_, _ = w.Write(raw)
	_ = w.Close()
	return out.Bytes()
}

// flat is a PNG of one colour: small on the disk, as large as it says in memory.
func flat(w, h uint32, depth, kind byte, rows []byte) []byte {
	chunk := func(name string, body []byte) []byte {
		out := append(binary.BigEndian.AppendUint32(nil, uint32(len(body))), name...)
		return binary.BigEndian.AppendUint32(append(out, body...), crc32.ChecksumIEEE(append([]byte(name), body...)))
	}
	head := append(binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, w), h), depth, kind, 0, 0, 0)
	return append(append(append([]byte("\x89PNG\r\n\x1a\n"), chunk("IHDR", head)...), chunk("IDAT", deflated(rows))...), chunk("IEND", nil)...)
}

func bareSheet(box, stream, filter string, more string) []byte {
	return fmt.Appendf(nil, "%%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"+
		"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[%s]/Contents 4 0 R/Resources<<%s>>>>endobj\n4 0 obj<</Length %d%s>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF",
		box, more, len(stream), filter, stream)
}

// bombs are made by hand: each is small, and claims or unpacks to what no machine should be asked for.
func bombs(t *testing.T) map[string][]byte {
	twice := deflated(deflated(bytes.Repeat([]byte("0 0 m "), 30<<20/6)))
	pages := bytes.Repeat([]byte("3 0 R "), 100_000)
	sheet := func(cell func(*bufio.Writer)) map[string]func(*bufio.Writer) {
		return map[string]func(*bufio.Writer){
			"[Content_Types].xml":        many(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`, 1),
			"_rels/.rels":                many(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`, 1),
			"xl/workbook.xml":            many(`<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>`, 1),
			"xl/_rels/workbook.xml.rels": many(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`, 1),
			"xl/worksheets/sheet1.xml": func(w *bufio.Writer) {
				many(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>`, 1)(w)
				cell(w)
				many(`</t></is></c></row></sheetData></worksheet>`, 1)(w)
			}}
	}
	tarOf := func(h tar.Header) []byte {
		var out bytes.Buffer
		w := tar.NewWriter(&out)
		require.NoError(t, w.WriteHeader(&h))
		_ = w.Flush()
		return out.Bytes()
	}
	return map[string][]byte{
		"deflated-twice.pdf": bareSheet("0 0 600 800", string(twice), "/Filter[/FlateDecode/FlateDecode]", ""),
		"huge-page.pdf":      bareSheet("0 0 1000000 1000000", "0 0 m", "", ""),
		"thin-page.pdf":      bareSheet("0 0 1 1000000", "0 0 m", "", ""),
		"many-pages.pdf":     bytes.Replace(bytes.Replace(bareSheet("0 0 600 800", "0 0 m", "", ""), []byte("[3 0 R]"), append(append([]byte("["), pages...), ']'), 1), []byte("/Count 1"), []byte("/Count 100000"), 1),
		"huge-picture.pdf": bytes.Replace(bareSheet("0 0 600 800", "q 600 0 0 800 0 0 cm /I Do Q", "", "/XObject<</I 5 0 R>>"), []byte("trailer"),
			fmt.Appendf(nil, "5 0 obj<</Type/XObject/Subtype/Image/Width 30000/Height 30000/BitsPerComponent 8/ColorSpace/DeviceRGB/Filter/FlateDecode/Length 20>>stream\n%s\nendstream endobj\ntrailer", deflated([]byte("xx"))), 1),
		"loop.pdf":       []byte("%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"),
		"nested.pdf":     []byte("%PDF-1.7\n1 0 obj" + strings.Repeat("[", 1<<20) + "endobj\ntrailer<</Root 1 0 R>>\n%%EOF"),
		"one-bit.png":    flat(30000, 30000, 1, 0, make([]byte, 30000*3751)),
		"claims.png":     flat(65535, 65535, 8, 6, nil),
		"sixteen.png":    flat(5000, 5000, 16, 6, make([]byte, 1<<20)),
		"limit.png":      flat(5400, 5400, 8, 6, make([]byte, 5400*(5400*4+1))),
		"long.png":       flat(1, 39_000_000, 8, 0, make([]byte, 78_000_000)),
		"gigabyte.docx":  zipOf(t, map[string]func(*bufio.Writer){"[Content_Types].xml": many("<Types/>", 1), "word/document.xml": many(strings.Repeat("\x00", 1<<20), 100)}),
		"half-giga.xlsx": zipOf(t, sheet(many(strings.Repeat("A", 1<<20), 100))),
		"entities.xlsx":  zipOf(t, sheet(many("&lt;", 1<<20))),
		"cells.xlsx":     zipOf(t, sheet(many(`</t></is></c><c t="inlineStr"><is><t>x`, 1<<20))),
		"entries.xlsx": zipOf(t, func() map[string]func(*bufio.Writer) {
			m := sheet(many("x", 1))
			for i := range 60_000 {
				m[strconv.Itoa(i)] = many("", 0)
			}
			return m
		}()),
		"deep.json":        bytes.Repeat([]byte("["), 2<<20),
		"one-line.csv":     bytes.Repeat([]byte("a,"), 10<<20),
		"quote.csv":        append([]byte(`"`), bytes.Repeat([]byte("a\n"), 10<<20)...),
		"long-number.json": append(append([]byte(`{"overall":{"score":`), bytes.Repeat([]byte("9"), 10<<20)...), "}}"...),
		"huge-entry.tar":   tarOf(tar.Header{Name: "manifest.json", Size: 1 << 40, Format: tar.FormatGNU, Mode: 0o600}),
		"link.tar":         tarOf(tar.Header{Name: "manifest.json", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}),
	}
}

func TestControl29_TwoHundredMalformedFilesAndBombsStayWithinTheirBounds(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("memory is measured as Linux tells it")
	}
	s := newShell(t)
	r := rand.New(rand.NewSource(29))
	root := t.TempDir()
	folders := map[string]string{".pdf": "pdf", ".png": "picture", ".jpg": "picture", ".tar": "archive", ".docx": "archive", ".xlsx": "sheet", ".csv": "sheet", ".json": "sheet"}
	made := map[string]int{}
	keep := func(name string, raw []byte) {
		folder := filepath.Join(root, folders[filepath.Ext(name)])
		require.NoError(t, os.MkdirAll(folder, 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), raw, 0o600))
	}
	for ending, good := range goodOnes(t, s) {
		for n := range map[string]int{".pdf": 50, ".png": 30, ".jpg": 20, ".tar": 50, ".xlsx": 30, ".csv": 10, ".json": 10}[ending] {
			keep(fmt.Sprintf("m%02d%s", n, ending), mutant(r, good[n%len(good)]))
			made[folders[ending]]++
		}
	}
	require.Equal(t, map[string]int{"pdf": 50, "picture": 50, "archive": 50, "sheet": 50}, made)
	for name, raw := range bombs(t) {
		keep(name, raw)
	}
	for _, kind := range []string{"pdf", "picture", "archive", "sheet"} {
		t.Run(kind, func(t *testing.T) { withinBounds(t, filepath.Join(root, kind)) })
	}
}

func withinBounds(t *testing.T, dir string) {
	ctx, stop := context.WithTimeout(context.Background(), 10*time.Minute)
	defer stop()
	child := exec.CommandContext(ctx, os.Args[0])
	child.Env = append(os.Environ(), malformedChild+"="+dir)
	var errs bytes.Buffer
	child.Stderr = &errs
	out, err := child.Output()
	require.NoError(t, err, "a decoder fell over after:\n%s\n%s", lastOf(string(out)), lastOf(errs.String()))
	slowest, slow, most, before, idle := int64(0), "", int64(0), int64(0), int64(0)
	for line := range strings.Lines(string(out)) {
		var name string
		var ms, high int64
		if n, _ := fmt.Sscanf(line, "took %s %d %d", &name, &ms, &high); n != 3 {
			continue
		}
		if ms > timeBound.Milliseconds() {
			t.Errorf("%s took %d ms", name, ms)
		}
		if high > memoryBound && high > before {
			t.Errorf("%s took the process from %d MB to %d MB", name, before>>20, high>>20)
		}
		if ms > slowest {
			slowest, slow = ms, name
		}
		if name == "nothing" {
			idle = high
		}
		most, before = max(most, high), high
	}
	require.Contains(t, string(out), "done")
	require.LessOrEqual(t, most-idle, int64(growthBound))
	t.Logf("slowest %s: %d ms; memory: %d MB, of which %d MB before the first file", slow, slowest, most>>20, idle>>20)
}

func lastOf(s string) string { return s[max(0, len(s)-3000):] }
