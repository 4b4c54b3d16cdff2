package staff

import (
	"bytes"
	"context"
	"image"
	_ "image/jpeg" // scans and photos
	"image/png"
	"io"
	"path"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/ui/kit"
)

// pageWidth is how wide pages are rendered, in pixels: sharp on a large screen at twice the width of a column.
const pageWidth = 1400

// maxPixels bounds a picture that is unpacked in memory.
const maxPixels = 60_000_000

// pagesOf is a file as pictures of its pages: a PDF page by page, a picture as one page.
func pagesOf(h Host, raw []byte) ([][]byte, error) {
	if isPDF(raw) {
		return h.Pages(raw, pageWidth)
	}
	head, kind, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil || head.Width*head.Height > maxPixels {
		return nil, fault.New(fault.Invalid, "file.no_preview")
	}
	if kind == "png" {
		return [][]byte{raw}, nil
	}
	picture, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		return nil, fault.New(fault.Invalid, "file.no_preview")
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return nil, err
	}
	return [][]byte{out.Bytes()}, nil
}

func isPDF(raw []byte) bool { return bytes.HasPrefix(raw, []byte("%PDF")) }

// paper is a document on the screen: its pages, and two ways to keep it.
type paper struct {
	h     Host
	name  string
	load  func(ctx context.Context) ([]byte, error)
	raw   []byte
	view  *kit.PageViewer
	faces *kit.Faces
	keep  []*kit.Button
}

// newPaper loads a document and shows it.
func newPaper(h Host, name string, load func(ctx context.Context) ([]byte, error)) *paper {
	d := &paper{h: h, name: name, load: load, view: kit.NewPageViewer(h.Words(), nil)}
	d.faces = kit.NewFaces(h.Words(), d.view)
	save := kit.Secondary(h.Words()("file.save"), func() { h.SaveFile(d.name, d.raw) }).WithIcon(theme.DocumentSaveIcon())
	system := kit.Secondary(h.Words()("file.system"), func() { h.ShowPDF(d.name, d.raw) }).WithIcon(theme.DocumentPrintIcon())
	d.keep = []*kit.Button{save, system}
	d.Load()
	return d
}

// Load reads the document again.
func (d *paper) Load() {
	for _, b := range d.keep {
		b.Disable()
	}
	d.faces.Load(d.h.Words()("file.loading"), 0, 0)
	var pages [][]byte
	d.h.Run(func(ctx context.Context) (err error) {
		if d.raw, err = d.load(ctx); err == nil {
			pages, err = pagesOf(d.h, d.raw)
		}
		return err
	}, func(err error) {
		if len(d.raw) > 0 {
			d.keep[0].Enable()
		}
		if err != nil {
			d.faces.Refuse(d.h.Fault(err), d.h.Words()("file.save_instead"), kit.Secondary(d.h.Words()("retry"), d.Load))
			return
		}
		if isPDF(d.raw) {
			d.keep[1].Enable()
		} else {
			d.keep[1].Hide()
		}
		d.view.SetPages(pages)
		d.faces.Content()
	})
}

// buttons are the two ways to keep the document.
func (d *paper) buttons() []fyne.CanvasObject {
	return []fyne.CanvasObject{d.keep[0], d.keep[1]}
}

// showPaper puts a document in the place of the case.
func (p *casePage) showPaper(title, name string, load func(ctx context.Context) ([]byte, error)) {
	d := newPaper(p.h, name, load)
	p.fill(title, kit.Readable(980, d.faces), d.buttons()...)
}

// stored reads a file of the case.
func (p *casePage) stored(ref hiring.FileRef) func(ctx context.Context) ([]byte, error) {
	return func(ctx context.Context) ([]byte, error) { return p.h.Staff().File(ctx, p.id, ref) }
}

// fileButtons open the stored files of a list.
func (p *casePage) fileButtons(refs ...hiring.FileRef) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for _, ref := range refs {
		if ref.Empty() {
			continue
		}
		name := ref.Name
		if name == "" {
			name = p.say("file.unnamed")
		}
		out = append(out, kit.Quiet(name, func() { p.showPaper(name, name, p.stored(ref)) }).WithIcon(theme.FileIcon()))
	}
	return out
}

// documentEndings are what may be attached as evidence.
var documentEndings = []string{".pdf", ".png", ".jpg", ".jpeg"}

// attachments are files that a form sends along: each is stored, sealed in its compartment, as soon as it is chosen.
type attachments struct {
	p     *casePage
	class hiring.Class
	refs  []hiring.FileRef
	list  *fyne.Container
	box   *fyne.Container
	wrong *kit.LongText
}

func (p *casePage) attachments(class hiring.Class, sentence string) *attachments {
	a := &attachments{p: p, class: class, list: kit.Tight(), wrong: kit.Long("").In(kit.Bad).Sized(kit.SizeNote)}
	a.wrong.Hide()
	choose := kit.Secondary(p.say("file.choose"), func() { p.h.PickFile(documentEndings, a.take) }).WithIcon(theme.ContentAddIcon())
	a.box = kit.Tight(kit.Between(kit.Body(p.say("file.attached")).Bold(), choose), small(sentence), a.list, a.wrong)
	return a
}

func (a *attachments) take(name string, content io.ReadCloser) {
	name = path.Base(strings.ReplaceAll(name, "\\", "/"))
	var ref hiring.FileRef
	a.p.h.Run(func(ctx context.Context) (err error) {
		defer content.Close()
		ref, err = a.p.h.Staff().Attach(ctx, a.p.id, a.class, name, content)
		return err
	}, func(err error) {
		a.wrong.Hidden = err == nil
		if err != nil {
			a.wrong.SetText(a.p.h.Fault(err))
		} else {
			a.keep(ref)
		}
		a.box.Refresh()
	})
}

// keep adds a file that is stored already.
func (a *attachments) keep(ref hiring.FileRef) {
	a.refs = append(a.refs, ref)
	a.list.Add(kit.Note(a.p.say("file.line", "name", ref.Name, "size", size(ref.Size), "sha", ref.SHA256[:min(12, len(ref.SHA256))])).In(kit.Ink))
}

// first is the only file of a form that takes one.
func (a *attachments) first() hiring.FileRef {
	if len(a.refs) == 0 {
		return hiring.FileRef{}
	}
	return a.refs[len(a.refs)-1]
}

// size is a number of bytes in words.
func size(n int64) string {
	if n < 1<<20 {
		return strconv.FormatInt(max(1, n>>10), 10) + " KB"
	}
	return strconv.FormatFloat(float64(n)/(1<<20), 'f', 1, 64) + " MB"
}
