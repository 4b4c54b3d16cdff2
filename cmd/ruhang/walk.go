package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui"
	"ruhang/ui/hand"
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
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fault.Wrap(err, fault.Invalid, "file.write", "cmd.walk")
	}
	var page strings.Builder
	for _, lang := range []string{"zh", "en"} {
		w := &walk{ctx: ctx, call: c, dir: dir, lang: lang, now: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)}
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

// walk is one walk in one language on a bank of its own.
type walk struct {
	ctx             context.Context
	call            *call
	dir             string
	lang            string
	now             time.Time
	bank            *bank
	win             *ui.Window
	soft            fyne.Window
	hand            hand.Hand
	file            walkFile // what the file dialog gives next
	n               int
	page            strings.Builder
	id              hiring.CaseID
	login, password string // of the candidate
}

type walkFile struct {
	name    string
	content []byte
}

// errStep ends a walk at the step that went wrong.
type errStep struct {
	step string
	err  error
}

func (e errStep) Error() string { return "walk: " + e.step + ": " + e.err.Error() }
func (e errStep) Unwrap() error { return e.err }

func (w *walk) whole() error {
	folder, err := os.MkdirTemp("", "ruhang-walk-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	app := test.NewApp()
	w.win = ui.New(app, w.start(filepath.Join(folder, "bank")))
	defer w.win.Close()
	all := app.Driver().AllWindows()
	w.soft = all[len(all)-1] // the driver keeps an empty one of its own first
	w.soft.Resize(fyne.NewSize(1280, 800))
	w.hand = hand.Of(w.soft)
	fmt.Fprintf(&w.page, "# %s\n\n", w.say("walk.title"))
	for _, s := range walkSteps {
		if err := w.ctx.Err(); err != nil {
			return err
		}
		if err := s.do(w); err != nil {
			_ = w.shot("walk.stopped")
			return errStep{s.name, err}
		}
		fmt.Fprintf(w.call.err, "%s %s\n", w.lang, s.name)
	}
	return nil
}

// start is what the walk's window gets: the real program with a clock that moves and a file dialog that answers.
func (w *walk) start(dir string) ui.Start {
	clock := func() time.Time { return w.now }
	return ui.Start{Words: w.call.words, Lang: w.lang, Version: version, Now: clock, Work: func(work func()) { work() }, LockAfter: 1000 * time.Hour,
		Files: ui.Files{Pick: func(_ fyne.Window, _ []string, chosen func(string, io.ReadCloser), _ func(error)) {
			chosen(w.file.name, io.NopCloser(strings.NewReader(string(w.file.content))))
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

func (w *walk) say(key string, pairs ...string) string {
	return w.call.words.Say(w.lang, key, pairs...)
}

// tap presses what says the sentence of a key.
func (w *walk) tap(keys ...string) error {
	for _, key := range keys {
		if err := w.hand.Tap(w.say(key)); err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		w.hand.Settle()
	}
	return nil
}

// fill writes a form's fields and submits it.
func (w *walk) fill(values map[string]string) error {
	form := w.hand.Form()
	if form == nil {
		return fmt.Errorf("no form among %q", w.hand.Texts())
	}
	for name, value := range values {
		form.Set(name, value)
	}
	form.Submit()
	w.hand.Settle()
	for name := range values {
		if wrong := form.Error(name); wrong != "" {
			return fmt.Errorf("%s: %s", name, wrong)
		}
	}
	return nil
}

// shot keeps a picture of the window with a sentence about it.
func (w *walk) shot(key string) error {
	w.hand.Settle()
	w.n++
	name := fmt.Sprintf("%s-%02d-%s.png", w.lang, w.n, strings.TrimPrefix(key, "walk."))
	f, err := os.Create(filepath.Join(w.dir, name))
	if err != nil {
		return err
	}
	fmt.Fprintf(&w.page, "%d. %s\n\n   ![%s](%s)\n\n", w.n, w.say(key), name, name)
	return errors.Join(png.Encode(f, w.soft.Canvas().Capture()), f.Close())
}

// as signs somebody in through the sign-in page.
func (w *walk) as(login, password string) error {
	w.win.SignOut(false)
	w.hand.Settle()
	if err := w.fill(map[string]string{"login": login, "password": password}); err != nil {
		return err
	}
	if w.hand.Form() != nil && w.hand.Form().Error("password") != "" {
		return errors.New(w.hand.Form().Error("password"))
	}
	return nil
}

// staff is somebody's door beside the window, for what one person would do many times over in the same way.
func (w *walk) staff(login string) (*office.Staff, error) {
	s, err := w.bank.office.SignIn(w.ctx, login, walkPassword)
	if err != nil {
		return nil, err
	}
	s.Lang = w.lang
	return s.Staff()
}

// give gives a command through somebody's door.
func (w *walk) give(login string, cmd hiring.Command) error {
	s, err := w.staff(login)
	if err == nil {
		_, err = s.Do(w.ctx, w.id, cmd)
	}
	return err
}
