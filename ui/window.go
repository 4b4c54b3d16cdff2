package ui

import (
	"context"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/resources"
	"ruhang/ui/kit"
)

// Window is the app's window over one bank.
type Window struct {
	app   fyne.App
	win   fyne.Window
	start Start
	lang  string
	dark  bool

	bank    *Bank
	session *office.Session
	half    *office.Session // signed in, on the way to its surface
	surface surface         // what is shown to who is signed in; nil otherwise
	again   func()          // shows the present page without a session anew, in another language
	back    place           // where the person was when the session ended by itself

	root    *watch
	room    *fyne.Container
	toaster *kit.Toaster
	idle    idleness
	changes <-chan office.Change
	stop    func() // of the changes
	ctx     context.Context
	cancel  context.CancelFunc
}

// surface is what a signed-in person has: the staff's window, a candidate's column, the kiosk.
type surface interface {
	content() fyne.CanvasObject
	changed(c office.Change)
	dropped(uris []fyne.URI)
	relang()      // the language turned
	where() place // what is open now
	visit(p place)
	idleLimit() time.Duration
	idled() // nobody was there for that long
	close()
}

// place is a screen, what it is about, and whose it was.
type place struct {
	screen, arg string
	account     string
}

const (
	prefLang = "lang"
	prefDark = "dark"
)

// New makes the window; ShowAndRun opens it.
func New(app fyne.App, start Start) *Window {
	w := &Window{app: app, start: start.defaults()}
	w.lang = app.Preferences().StringWithFallback(prefLang, w.start.Lang)
	w.dark = app.Preferences().BoolWithFallback(prefDark, false)
	w.ctx, w.cancel = context.WithCancel(context.Background())
	w.paint()
	w.win = app.NewWindow(w.words("app.name"))
	w.win.SetPadded(false)
	w.room, w.toaster = container.NewStack(), kit.NewToaster()
	w.root = newWatch(container.NewStack(kit.NewGround(kit.Paper, "", 0), w.room, w.toaster), w.touch)
	w.win.SetContent(w.root)
	w.win.Resize(fyne.NewSize(1280, 800))
	w.win.SetOnDropped(func(_ fyne.Position, uris []fyne.URI) {
		if w.surface != nil {
			w.surface.dropped(uris)
		}
	})
	w.win.SetOnClosed(w.Close)
	w.keys()
	w.sayToolkit()
	w.touch()
	w.open()
	return w
}

// ShowAndRun shows the window until it is closed.
func (w *Window) ShowAndRun() {
	beats := time.NewTicker(500 * time.Millisecond)
	defer beats.Stop()
	go func() {
		for {
			select {
			case <-beats.C:
				fyne.Do(w.beat)
			case <-w.ctx.Done():
				return
			}
		}
	}()
	w.win.ShowAndRun()
}

// Close ends the session and the bank; closing twice does no harm.
func (w *Window) Close() {
	w.leave()
	w.cancel()
	if w.bank != nil && w.bank.Close != nil {
		_ = w.bank.Close()
	}
	w.bank = nil
}

// paint brings the look into force.
func (w *Window) paint() {
	w.app.Settings().SetTheme(kit.NewTheme(resources.Regular, resources.Bold, w.dark))
}

func (w *Window) words(key string, pairs ...string) string {
	return w.start.Words.Say(w.lang, key, pairs...)
}

// fault is an error as a sentence, with the catalog's names in it.
func (w *Window) fault(err error) string {
	var cat *catalog.Catalog
	if w.bank != nil {
		cat = w.bank.Office.Catalog()
	}
	return w.start.Words.Fault(w.lang, cat, err)
}

// show puts a page into the window.
func (w *Window) show(page fyne.CanvasObject) {
	w.win.Canvas().Unfocus() // what had the focus is gone, and a page would scroll to it
	w.room.Objects = []fyne.CanvasObject{page}
	w.room.Refresh()
}

// run works off the UI thread and calls done on it. What breaks down becomes a sentence; the program goes on.
func (w *Window) run(work func(ctx context.Context) error, done func(err error)) {
	w.start.Work(func() {
		err := fault.Caught(func() error { return work(w.ctx) })
		fyne.Do(func() {
			if broken := fault.Caught(func() error { done(err); return nil }); broken != nil {
				w.Fail(broken)
			}
		})
	})
}

// standing is what open makes, or in its place the sentence that it broke down, with a way to try again.
func (w *Window) standing(open func() fyne.CanvasObject, again func()) (shown fyne.CanvasObject) {
	if err := fault.Caught(func() error { shown = open(); return nil }); err != nil {
		return kit.RefusedFace(w.fault(err), w.words("shell.other_pages"), kit.Primary(w.words("action.retry"), again))
	}
	return shown
}

// open opens the bank that is there, or shows the first start.
func (w *Window) open() {
	if w.start.StartDemo {
		w.startDemo()
		return
	}
	w.wait(w.words("start.opening"))
	var bank *Bank
	w.run(func(ctx context.Context) (err error) {
		bank, err = w.start.Open(ctx)
		return err
	}, func(err error) {
		switch {
		case fault.Is(err, fault.Missing):
			w.showFirst()
		case err != nil:
			w.refuse(err, w.open)
		default:
			w.opened(bank)
		}
	})
}

// opened goes on with an open bank: one without an account asks for the first.
func (w *Window) opened(bank *Bank) {
	w.bank = bank
	empty := false
	w.run(func(ctx context.Context) (err error) {
		empty, err = bank.Office.Empty(ctx)
		return err
	}, func(err error) {
		switch {
		case err != nil:
			w.refuse(err, func() { w.opened(bank) })
		case empty:
			w.showCreate()
		default:
			w.showSignIn()
		}
	})
}

// wait is the loading face of the whole window.
func (w *Window) wait(sentence string) *kit.Faces {
	faces := kit.NewFaces(w.words, kit.Body(""))
	faces.Load(sentence, 0, 0)
	w.again = func() {}
	w.show(kit.Page(kit.Readable(560, faces)))
	return faces
}

// refuse is the refused face of the whole window, with the way to try again.
func (w *Window) refuse(err error, retry func()) {
	w.again = func() { w.refuse(err, retry) }
	w.show(container.NewStack(kit.RefusedFace(w.fault(err), w.words("start.refused_next"), kit.Primary(w.words("action.retry"), retry))))
}

// enter shows the surface of who signed in; one that owes a second factor enrols it first, one that came
// with an invitation chooses a password before anything else. The password is kept for those pages only.
func (w *Window) enter(s *office.Session, password string) {
	s.Lang = w.lang
	w.win.Canvas().Unfocus()
	next, err := w.surfaceOf(s)
	if fault.HasCode(err, "session.enrol") {
		w.touch()
		w.showEnrol(s, password, func() { w.SignOut(false) }, func() { w.enter(s, "") })
		return
	}
	if fault.HasCode(err, "session.choose") {
		w.touch()
		w.showChoose(s, password)
		return
	}
	if err != nil {
		w.bank.Office.SignOut()
		w.Fail(err)
		return
	}
	w.session, w.surface = s, next
	w.changes, w.stop = w.bank.Office.Changes()
	w.touch()
	w.show(next.content())
	if w.back.screen != "" && w.back.account == string(s.Account.ID) {
		next.visit(w.back)
	}
	w.back = place{}
}

func (w *Window) surfaceOf(s *office.Session) (surface, error) {
	switch {
	case s.Account.Is("candidate"):
		return newGuestSurface(w, s)
	case s.Account.Is("kiosk"):
		return newKioskSurface(w, s)
	}
	return newStaffSurface(w, s)
}

// leave ends the session and forgets what was opened with it.
func (w *Window) leave() {
	for _, overlay := range slices.Clone(w.win.Canvas().Overlays().List()) {
		w.win.Canvas().Overlays().Remove(overlay)
	}
	w.toaster.Clear()
	if w.surface != nil {
		w.surface.close()
	}
	if w.stop != nil {
		w.stop()
	}
	w.surface, w.session, w.half, w.changes, w.stop = nil, nil, nil, nil, nil
	if w.bank != nil {
		w.bank.hide()
		w.bank.Office.SignOut()
	}
}

// SignOut ends the session and shows the sign-in page; remember brings the same person back to the same screen.
func (w *Window) SignOut(remember bool) {
	w.back = place{}
	if remember && w.surface != nil {
		w.back = w.surface.where()
		w.back.account = string(w.session.Account.ID)
	}
	w.leave()
	w.showSignIn()
}

// SetLang turns the language, at once and for the next start.
func (w *Window) SetLang(lang string) {
	w.lang = lang
	w.app.Preferences().SetString(prefLang, lang)
	w.win.SetTitle(w.words("app.name"))
	w.sayToolkit()
	if w.session != nil {
		w.session.Lang = lang
	}
	if w.surface != nil {
		w.surface.relang()
		w.show(w.surface.content())
		return
	}
	if w.again != nil {
		w.again()
	}
}

// SetDark turns the look, at once and for the next start.
func (w *Window) SetDark(dark bool) {
	w.dark = dark
	w.app.Preferences().SetBool(prefDark, dark)
	w.paint()
}

// Fail shows an error as a sentence for a moment.
func (w *Window) Fail(err error) { w.toaster.Say(w.fault(err), "", func() {}) }

// Told shows a good word for a moment.
func (w *Window) Told(sentence string) { w.toaster.Say(sentence, "", func() {}) }
