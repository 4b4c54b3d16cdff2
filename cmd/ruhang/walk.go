package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui"
	"ruhang/ui/hand"
	"ruhang/ui/kit"
)

// runWalk walks the whole job through the real widgets on the toolkit's software driver, in both languages, and leaves
// numbered pictures, the papers, and walk.md that shows them in order.
func runWalk(ctx context.Context, c *call, args []string) error {
	dir := filepath.Join("build", "walk")
	words, err := own("walk", args, func(fs *flag.FlagSet) { fs.StringVar(&dir, "o", dir, "") })
	if err != nil {
		return err
	}
	if len(words) > 0 {
		return errUsage{jobs["walk"].usage}
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return fault.Wrap(err, fault.Invalid, "file.write", "cmd.walk")
	}
	var page strings.Builder
	for _, lang := range []string{"zh", "en"} {
		w := &walk{story: story{lang: lang}, ctx: ctx, call: c, dir: dir, now: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)}
		err := w.whole()
		page.WriteString(w.page.String())
		if err != nil {
			return errors.Join(err, writeFile(filepath.Join(dir, "walk.md"), []byte(page.String())))
		}
	}
	if err := writeFile(filepath.Join(dir, "walk.md"), []byte(page.String())); err != nil {
		return err
	}
	c.say("cli.walked", "dir", dir)
	return nil
}

// walk is one telling of the story in one language, on a bank of its own and the toolkit's software driver.
type walk struct {
	story
	ctx  context.Context
	call *call
	dir  string
	now  time.Time
	bank *bank
	win  *ui.Window
	soft fyne.Window
	file walkFile // what the file dialog gives next
	n    int
	page strings.Builder
}

type walkFile struct {
	name    string
	content []byte
}

var deskSize, phoneSize = fyne.NewSize(1280, 800), fyne.NewSize(360, 640)

func (w *walk) whole() error {
	folder, err := os.MkdirTemp("", "ruhang-walk-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if w.cat, _, err = loadCatalog(folder); err != nil {
		return err
	}
	app := test.NewApp()
	w.win = ui.New(app, w.start(filepath.Join(folder, "bank")))
	defer w.win.Close()
	all := app.Driver().AllWindows()
	w.soft = all[len(all)-1] // the driver keeps an empty one of its own first
	w.soft.Resize(deskSize)
	w.hands = softHands{hand.Of(w.soft), w}
	w.words = func(key string, pairs ...string) string { return w.call.words.Say(w.lang, key, pairs...) }
	w.shot, w.paper, w.look, w.move, w.phone = w.keep, w.print, w.stands, w.goOn, w.narrow
	fmt.Fprintf(&w.page, "# %s\n\n", w.words("walk.title"))
	return w.all()
}

// all tells every chapter, after the first start.
func (w *walk) all() error {
	for _, c := range append([]chapter{{"first start", func(*story) { w.opening() }}}, chapters...) {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		if err := w.tell(c); err != nil {
			return fmt.Errorf("walk: %w", errors.Join(err, w.keep("walk.stopped")))
		}
		fmt.Fprintf(w.call.err, "%s %s\n", w.lang, c.name)
	}
	return nil
}

// opening is the first start: an empty bank, its first account, and the people who work in it and choose their passwords; the kiosk,
// which shows no person's menu, comes last.
func (w *walk) opening() {
	w.picture("walk.first")
	w.tap("first.empty")
	w.picture("walk.account")
	w.fill("name", w.words("walk.hr"), "login", "hr", "password", storyPassword, "again", storyPassword, "factor", "")
	w.picture("walk.empty_today")
	w.tap("screen.settings")
	w.names = map[string]string{}
	hired := []string{"interviewer1", "interviewer2", "approver", "compliance", "kiosk"}
	for _, role := range hired {
		w.names[role] = w.words("walk." + role)
		if role == "kiosk" {
			w.names[role] = w.words("walk.kiosk_name")
		}
		w.tap("settings.add_user")
		w.press(w.cat.Roles[strings.TrimRight(role, "12")].Name.In(w.lang))
		w.fill("name", w.names[role], "login", role)
		w.invitation(role)
	}
	w.picture("walk.users")
	for _, role := range hired {
		w.as(role)
	}
	w.tap("kiosk.leave")
	w.fill("login", "hr", "password", storyPassword)
	w.as("hr")
}

// start is what the walk's window gets: the real program with a clock that moves and a file dialog that answers.
func (w *walk) start(dir string) ui.Start {
	clock := func() time.Time { return w.now }
	return ui.Start{Words: w.call.words, Lang: w.lang, Version: version, Now: clock, Work: func(work func()) { work() }, LockAfter: 1000 * time.Hour,
		Files: ui.Files{Pick: func(_ fyne.Window, endings []string, chosen func(string, io.ReadCloser), failed func(error)) {
			if !slices.Contains(endings, filepath.Ext(w.file.name)) {
				failed(fault.New(fault.Invalid, "file.read"))
				return
			}
			chosen(w.file.name, io.NopCloser(bytes.NewReader(w.file.content)))
		}, Save: func(_ fyne.Window, _ string, _ []byte, done func(error)) { done(nil) }},
		Open: func(context.Context) (*ui.Bank, error) { return nil, fault.New(fault.Missing, "bank.none") },
		Create: func(ctx context.Context) (*ui.Bank, error) {
			b, err := createBank(ctx, dir, w.call.words, clock)
			if err != nil {
				return nil, err
			}
			w.bank = b
			return &ui.Bank{Office: b.office, Folder: filepath.Base(dir), Pages: b.press.Pages, QR: b.press.QR,
				Show: func(string, []byte) error { return nil }, Close: b.close}, nil
		}}
}

// keep keeps a picture of the window with a sentence about it, without the short word that would pass in a moment.
func (w *walk) keep(key string) error {
	for _, t := range hand.Find[*kit.Toaster](w.soft.Content()) {
		t.Clear()
	}
	w.n++
	name := fmt.Sprintf("%s-%02d-%s.png", w.lang, w.n, strings.TrimPrefix(key, "walk."))
	f, err := os.Create(filepath.Join(w.dir, name))
	if err != nil {
		return err
	}
	fmt.Fprintf(&w.page, "%d. %s\n\n   ![%s](%s)\n\n", w.n, w.words(key), name, name)
	return errors.Join(png.Encode(f, w.soft.Canvas().Capture()), f.Close())
}

// papers are the PDFs of a case by the names they are kept under.
var papers = map[string]func(ctx context.Context, s *office.Staff, id hiring.CaseID) ([]byte, error){
	"offer": func(ctx context.Context, s *office.Staff, id hiring.CaseID) ([]byte, error) {
		return s.OfferPDF(ctx, id, 0)
	},
	"evidence": func(ctx context.Context, s *office.Staff, id hiring.CaseID) ([]byte, error) {
		return s.EvidencePDF(ctx, id, 0)
	},
	"guide": func(ctx context.Context, s *office.Staff, id hiring.CaseID) ([]byte, error) {
		return s.GuidePDF(ctx, id)
	},
}

// print keeps a PDF beside the pictures.
func (w *walk) print(name string) error {
	s, c, err := w.eye()
	if err != nil {
		return err
	}
	kind, _, _ := strings.Cut(name, "-")
	pdf, err := papers[kind](w.ctx, s, c.ID)
	if err != nil {
		return err
	}
	file := name + "-" + w.lang + ".pdf"
	fmt.Fprintf(&w.page, "[%s](%s)\n\n", file, file)
	return os.WriteFile(filepath.Join(w.dir, file), pdf, 0o600)
}

// eye looks at the case beside the window, as HR.
func (w *walk) eye() (*office.Staff, *hiring.Case, error) {
	session, err := w.bank.office.SignIn(w.ctx, "hr", storyPassword)
	if err != nil {
		return nil, nil, err
	}
	session.Lang = w.lang
	s, err := session.Staff()
	if err != nil {
		return nil, nil, err
	}
	hits, err := s.Find(w.ctx, w.candidate(), 1)
	if err != nil || len(hits) == 0 {
		return nil, nil, errors.Join(err, fault.New(fault.Missing, "case.missing"))
	}
	f, err := s.CaseFile(w.ctx, hits[0].ID)
	if err != nil {
		return nil, nil, err
	}
	return s, f.Case, nil
}

func (w *walk) stands() (*hiring.Case, error) {
	_, c, err := w.eye()
	return c, err
}

func (w *walk) goOn(to time.Time) error {
	w.now = to
	_, err := w.bank.office.Tick(w.ctx)
	return err
}

func (w *walk) narrow(on bool) {
	if on {
		w.soft.Resize(phoneSize)
		return
	}
	w.soft.Resize(deskSize)
}
