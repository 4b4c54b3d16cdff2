package guest

import (
	"context"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

const (
	// kioskIdle is how long a page may stand there untouched before everything on it is forgotten.
	kioskIdle = 60 * time.Second
	// kioskWarns is how long before that the page says so.
	kioskWarns = 15 * time.Second
	// kioskTries is how often the last four may be wrong before the page is forgotten.
	kioskTries = 3
)

// kiosk is the machine in the lobby: one page with steps, and nothing left behind.
type kiosk struct {
	h    Host
	root *fyne.Container
	step model.KioskStep
	warn *fyne.Container // the notice that the page is about to be forgotten

	n     *office.Newcomer
	tail  string
	again bool // the newcomer had checked in before
	tries int

	entry   *kit.CodeEntry
	pad     *tailPad
	typed   string // by the beat before
	touched time.Time
	visitor int // counts people: an answer for somebody who left is not shown to the next
	closed  bool
	stop    func()
}

// openKiosk opens the kiosk with a beat per second.
func openKiosk(h Host) Page {
	ticker, end := time.NewTicker(time.Second), make(chan struct{})
	k := newKiosk(h, func() {
		ticker.Stop()
		close(end)
	})
	go func() {
		for {
			select {
			case <-end:
				return
			case <-ticker.C:
				fyne.Do(k.beat)
			}
		}
	}()
	return k
}

// newKiosk opens the kiosk; whoever calls beats, and is told to stop when it is closed.
func newKiosk(h Host, stop func()) *kiosk {
	k := &kiosk{h: h, root: container.NewStack(), warn: container.NewStack(), stop: stop}
	k.clear("")
	return k
}

// Content is the page's place in the window.
func (k *kiosk) Content() fyne.CanvasObject { return k.root }

// Close forgets everything.
func (k *kiosk) Close() {
	if !k.closed {
		k.clear("")
		k.closed = true
		k.stop()
	}
}

// Refresh shows what the bank changed meanwhile, such as a desk.
func (k *kiosk) Refresh() {
	if k.n != nil && (k.step == model.KioskOriginals || k.step == model.KioskToday) {
		k.ask(func(ctx context.Context) (*office.Newcomer, error) { return k.h.Kiosk().Welcome(ctx, k.n.Code) }, func(n *office.Newcomer) {
			k.n = n
			k.paint()
		}, nil)
	}
}

// Touch notes that somebody is there.
func (k *kiosk) Touch() {
	k.touched = k.h.Kiosk().Now()
	k.warn.Objects = nil
	k.warn.Refresh()
}

// beat runs once a second: it keeps the scanner's line in focus, warns, and forgets who has gone.
func (k *kiosk) beat() {
	if k.closed {
		return
	}
	if now := k.entry.Text(); now != k.typed {
		k.typed = now
		k.Touch()
	}
	k.listen()
	left := kioskIdle - k.h.Kiosk().Now().Sub(k.touched)
	switch {
	case k.step == model.KioskWelcome && k.typed == "":
	case left <= 0:
		k.clear("")
	case left <= kioskWarns:
		k.warning()
	}
}

// listen gives the keyboard, and with it the scanner, back to the page after a tap took it away.
func (k *kiosk) listen() {
	c := k.h.Canvas()
	switch {
	case c.Focused() != nil || c.Overlays().Top() != nil:
	case k.step == model.KioskWelcome:
		k.entry.Focus()
	case k.step == model.KioskMe:
		c.Focus(k.pad)
	}
}

func (k *kiosk) warning() {
	if len(k.warn.Objects) == 0 {
		k.warn.Objects = []fyne.CanvasObject{kit.BigSecondary(k.h.Words()("kiosk.stay"), k.Touch)}
		k.warn.Refresh()
	}
}

// clear forgets the person and everything typed, and shows the first page; said is why, for whoever still stands there.
func (k *kiosk) clear(said string) {
	k.visitor++
	k.n, k.tail, k.again, k.tries, k.typed, k.step = nil, "", false, 0, "", model.KioskWelcome
	if k.entry != nil {
		k.entry.Clear()
	}
	overlays := k.h.Canvas().Overlays()
	for overlays.Top() != nil {
		overlays.Remove(overlays.Top())
	}
	k.Touch()
	k.show(k.welcome(said))
	k.listen()
}

// ask does something at the kiosk's door; its answer reaches only the visitor it was asked for.
func (k *kiosk) ask(work func(ctx context.Context) (*office.Newcomer, error), then func(n *office.Newcomer), fail func(err error)) {
	k.Touch()
	visitor := k.visitor
	var n *office.Newcomer
	k.h.Run(func(ctx context.Context) (err error) {
		n, err = work(ctx)
		return err
	}, func(err error) {
		switch {
		case k.closed || visitor != k.visitor:
		case err == nil:
			then(n)
		case fail != nil:
			fail(err)
		default:
			k.clear(k.h.Fault(err))
		}
	})
}

func (k *kiosk) reader() model.Reader {
	return model.NewReader(k.h.Kiosk().Session, k.h.Lang(), k.h.Words())
}

// paint shows the step anew.
func (k *kiosk) paint() {
	switch k.step {
	case model.KioskMe:
		k.show(k.me())
		k.listen()
	case model.KioskOriginals:
		k.show(k.originals())
	case model.KioskToday:
		k.show(k.today())
	}
}

func (k *kiosk) turn(step model.KioskStep) {
	k.step = step
	k.Touch()
	k.paint()
}

func (k *kiosk) show(o fyne.CanvasObject) {
	foot := kit.Readable(kioskColumn, kit.Inset(8, k.warn))
	k.root.Objects = []fyne.CanvasObject{container.NewBorder(nil, foot, nil, nil, o)}
	k.root.Refresh()
}

// kioskColumn is how wide one column of a kiosk's page is at most.
const kioskColumn = 620

// duo is two parts of a page: beside each other on a lying screen, below each other on a standing one.
func duo(first, second fyne.CanvasObject) fyne.CanvasObject {
	return kit.Page(container.New(&duoLayout{}, first, second))
}

// duoLayout turns at a width that a standing screen does not have.
type duoLayout struct{ width float32 }

const (
	duoTurns float32 = 1000
	duoGap   float32 = 48
)

func (l *duoLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	a, b := o[0].MinSize(), o[1].MinSize()
	if l.width >= duoTurns {
		return fyne.NewSize(fyne.Max(a.Width, b.Width), fyne.Max(a.Height, b.Height)+duoGap)
	}
	return fyne.NewSize(fyne.Max(a.Width, b.Width), a.Height+b.Height+kit.GapWide)
}

func (l *duoLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	l.width = size.Width
	if size.Width >= duoTurns {
		half := fyne.Min(kioskColumn, (size.Width-duoGap)/2)
		left := (size.Width - 2*half - duoGap) / 2
		o[0].Move(fyne.NewPos(left, duoGap))
		o[0].Resize(fyne.NewSize(half, o[0].MinSize().Height))
		o[1].Move(fyne.NewPos(left+half+duoGap, duoGap))
		o[1].Resize(fyne.NewSize(half, o[1].MinSize().Height))
		return
	}
	width := fyne.Min(kioskColumn, size.Width)
	left := (size.Width - width) / 2
	o[0].Move(fyne.NewPos(left, 0))
	o[0].Resize(fyne.NewSize(width, o[0].MinSize().Height))
	o[1].Move(fyne.NewPos(left, o[0].MinSize().Height+kit.GapWide))
	o[1].Resize(fyne.NewSize(width, o[1].MinSize().Height))
}
