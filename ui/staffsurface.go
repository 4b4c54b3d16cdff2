package ui

import (
	"context"
	"image/color"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/staff"
)

// staffSurface is the window of the bank's people: navigation, the top bar, one open page.
type staffSurface struct {
	w      *Window
	staff  *office.Staff
	allow  []string // ids of the screens the roles name
	rail   map[string]*railItem
	order  []string
	room   *fyne.Container
	notice *fyne.Container // what went wrong, above the page, until it is put away
	all    fyne.CanvasObject

	at      place
	past    []place
	page    staff.Page
	host    *staffHost
	limit   time.Duration
	unread  int
	counted bool // unread was counted once: what is more from then on is new
}

func newStaffSurface(w *Window, s *office.Session) (surface, error) {
	door, err := s.Staff()
	if err != nil {
		return nil, err
	}
	u := &staffSurface{w: w, staff: door, allow: s.Screens(), limit: w.start.LockAfter}
	u.build()
	u.visit(place{screen: u.home()})
	u.readSettings()
	u.readUnread()
	u.warm()
	return u, nil
}

// home is where a session begins: the first screen of the navigation.
func (u *staffSurface) home() string {
	if len(u.order) > 0 {
		return u.order[0]
	}
	return "today"
}

// build makes navigation and top bar in today's language; the page stays.
func (u *staffSurface) build() {
	w := u.w
	u.rail, u.order = map[string]*railItem{}, nil
	items := container.NewVBox()
	for _, s := range staff.Screens {
		if !s.Menu || !slices.Contains(u.allow, s.ID) {
			continue
		}
		item := newRailItem(s.Icon(), w.words("screen."+s.ID), func() { u.Go(s.ID, "") })
		item.arrow = func(step int) { u.moveFocus(s.ID, step) }
		u.rail[s.ID] = item
		u.order = append(u.order, s.ID)
		items.Add(item)
	}
	if u.room == nil {
		u.room, u.notice = container.NewStack(), container.NewStack()
	}
	u.notice.Hide()
	brand := kit.Inset(8, kit.Line(w.seal(28), kit.Head(w.words("app.name"))))
	side := container.NewStack(kit.NewGround(kit.CardColor, "", 0), kit.Inset(10, container.NewBorder(brand, nil, nil, nil, container.NewVScroll(items))))
	wide := canvas.NewRectangle(color.Transparent)
	wide.SetMinSize(fyne.NewSize(184, 0))
	body := container.NewBorder(container.NewVBox(u.topBar(), kit.Rule(), u.wrongCatalog(), u.backupNotice(), u.sealNotice(), u.connectorNotice(), u.notice), nil, nil, nil, u.room)
	u.all = container.NewBorder(nil, nil, container.NewStack(wide, side), nil, body)
	u.mark()
	u.tellUnread()
}

// topBar has the way back, the search, and the person.
func (u *staffSurface) topBar() fyne.CanvasObject {
	w := u.w
	back := kit.IconButton(theme.NavigateBackIcon(), u.Back)
	search := kit.Secondary(w.words("shell.search", "key", shortcutName()), u.Palette).WithIcon(theme.SearchIcon())
	var person *kit.Button
	person = kit.Quiet(u.staff.Account.Name, func() { u.menu(person) }).WithIcon(theme.AccountIcon())
	return kit.Inset(8, kit.Between(kit.Line(back, search), person))
}

func (u *staffSurface) content() fyne.CanvasObject { return u.all }

func (u *staffSurface) moveFocus(from string, step int) {
	i := slices.Index(u.order, from) + step
	if i >= 0 && i < len(u.order) {
		u.w.win.Canvas().Focus(u.rail[u.order[i]])
	}
}

func (u *staffSurface) mark() {
	for id, item := range u.rail {
		item.choose(id == u.at.screen)
	}
}

// Go opens a screen and remembers the one before.
func (u *staffSurface) Go(screen, arg string) {
	if u.at.screen != "" && (u.at.screen != screen || u.at.arg != arg) {
		u.past = append(u.past, u.at)
	}
	u.visit(place{screen: screen, arg: arg})
}

// Back opens the screen before.
func (u *staffSurface) Back() {
	if n := len(u.past); n > 0 {
		last := u.past[n-1]
		u.past = u.past[:n-1]
		u.visit(last)
	}
}

// visit opens a screen; one that the account's roles do not name stays shut.
func (u *staffSurface) visit(p place) {
	s, known := staff.Find(p.screen)
	if !known || !slices.Contains(u.allow, p.screen) {
		u.fail(fault.New(fault.Denied, "screen.denied"))
		return
	}
	u.closePage()
	u.notice.Hide()
	if _, rail := u.w.win.Canvas().Focused().(*railItem); !rail {
		u.w.win.Canvas().Unfocus()
	}
	u.at = p
	u.host = &staffHost{u: u}
	u.room.Objects = []fyne.CanvasObject{u.w.standing(func() fyne.CanvasObject {
		u.page = s.Open(u.host, p.arg)
		return u.page.Content()
	}, func() { u.visit(p) })}
	u.room.Refresh()
	u.mark()
	u.readSettings()
}

func (u *staffSurface) where() place { return u.at }

func (u *staffSurface) closePage() {
	if u.page != nil {
		u.host.closed = true
		u.page.Close()
		u.page = nil
	}
}

func (u *staffSurface) close() { u.closePage() }

// relang builds everything anew in the other language, on the same screen.
func (u *staffSurface) relang() {
	u.build()
	u.visit(u.at)
}

// changed tells the open page, when the change touches it.
func (u *staffSurface) changed(c office.Change) {
	s, _ := staff.Find(u.at.screen)
	if u.page != nil && (s.Needs == nil || s.Needs(c, u.at.arg)) {
		if err := fault.Caught(func() error { u.page.Refresh(); return nil }); err != nil {
			u.fail(err)
		}
	}
	u.readUnread()
}

func (u *staffSurface) dropped(uris []fyne.URI) {
	if u.host == nil || u.host.drop == nil {
		return
	}
	for _, uri := range uris {
		u.w.read(uri, u.host.drop)
	}
}

func (u *staffSurface) idleLimit() time.Duration { return u.limit }
func (u *staffSurface) idled()                   { u.w.SignOut(true) }

// IdleSetting is the bank's setting of how many minutes nobody may touch anything.
const IdleSetting = "idle_minutes"

// readSettings learns how long the bank lets a window stand open.
func (u *staffSurface) readSettings() {
	minutes, known := 0, false
	u.w.run(func(ctx context.Context) (err error) {
		known, err = u.staff.Setting(ctx, IdleSetting, &minutes)
		return err
	}, func(err error) {
		if err == nil && known && minutes > 0 {
			u.limit = time.Duration(minutes) * time.Minute
		}
	})
}

// readUnread counts what is new in the inbox.
func (u *staffSurface) readUnread() {
	n := 0
	u.w.run(func(ctx context.Context) error {
		letters, err := u.staff.Inbox(ctx, 200)
		for _, l := range letters {
			if !l.Read {
				n++
			}
		}
		return err
	}, func(err error) {
		if err == nil {
			u.notify(n - u.unread)
			u.unread, u.counted = n, true
			u.tellUnread()
		}
	})
}

// notify has the desktop say that something new came, to whoever works in another window. It names nobody: a notice stands on
// locked screens too.
func (u *staffSurface) notify(more int) {
	if u.counted && more > 0 {
		u.w.app.SendNotification(fyne.NewNotification(u.w.words("app.name"), u.w.words("notice.new", "n", strconv.Itoa(more))))
	}
}

func (u *staffSurface) tellUnread() {
	if item := u.rail["inbox"]; item != nil {
		item.tell(u.unread)
	}
}

// warm opens the heads for the search, so that the first key finds something at once.
func (u *staffSurface) warm() {
	u.w.run(func(ctx context.Context) error {
		_, err := u.staff.Find(ctx, strconv.Itoa(0), 1)
		debug.FreeOSMemory() // opening leaves twice as much behind as it keeps
		return err
	}, func(error) {})
}

// fail shows an error by its kind: what a person can do something about as a sentence that passes, what is broken above the
// page until it is put away.
func (u *staffSurface) fail(err error) {
	switch fault.Of(err).Kind {
	case fault.Internal, fault.Corrupt, fault.Offline, fault.Stale:
		u.notice.Objects = u.banner(u.w.fault(err), u.notice.Hide).Objects
		u.notice.Show()
		u.notice.Refresh()
		u.all.Refresh()
	default:
		u.w.Fail(err)
	}
}

// banner is a sentence across the page, until it is put away.
func (u *staffSurface) banner(words string, away func()) *fyne.Container {
	line := container.NewBorder(nil, nil, nil, kit.Quiet(u.w.words("action.close"), away), kit.Long(words).In(kit.Accent))
	return container.NewStack(kit.NewGround(kit.AccentSoft, "", 0), kit.Inset(10, line))
}

// wrongCatalog tells those who may mend it that the bank's own configuration is not in force, and where it is wrong.
func (u *staffSurface) wrongCatalog() fyne.CanvasObject {
	problems := catalog.Problems(u.w.bank.Wrong)
	mended := u.w.bank.WrongSince != u.w.bank.Office.Catalog().Hash
	if len(problems) == 0 || mended || !slices.Contains(u.allow, "settings") {
		return container.NewStack()
	}
	const most = 3
	lines := []string{u.w.words("settings.catalog_wrong", "n", strconv.Itoa(len(problems)))}
	for _, p := range problems[:min(most, len(problems))] {
		lines = append(lines, u.w.fault(p))
	}
	var all *fyne.Container
	all = u.banner(strings.Join(lines, "\n"), func() { all.Hide() })
	return all
}

// backupNotice tells those who may mend it that the bank has no good backup, or one that nobody could open after a loss.
func (u *staffSurface) backupNotice() fyne.CanvasObject {
	if !slices.Contains(u.allow, "settings") || len(u.w.bank.Demo) > 0 {
		return container.NewStack()
	}
	state, err := u.staff.BackupState()
	notice := state.Notice(u.staff.Now())
	if err != nil || notice == "" {
		return container.NewStack()
	}
	var all *fyne.Container
	all = u.banner(u.w.words(notice), func() { all.Hide() })
	return all
}

// sealNotice tells those who may replace the bank's seal that it ends soon, or cannot be used any more.
func (u *staffSurface) sealNotice() fyne.CanvasObject { return u.later(u.staff.SealNotice) }

// connectorNotice tells those who may mend it that a source of checks has said no to the bank and is not asked any more.
func (u *staffSurface) connectorNotice() fyne.CanvasObject { return u.later(u.staff.ConnectorNotice) }

// later is the room of a notice for those who see the settings, which is asked for off the UI thread.
func (u *staffSurface) later(ask func(ctx context.Context) (error, error)) fyne.CanvasObject {
	room := container.NewStack()
	if !slices.Contains(u.allow, "settings") {
		return room
	}
	var notice error
	u.w.run(func(ctx context.Context) (err error) {
		notice, err = ask(ctx)
		return err
	}, func(err error) {
		if err == nil && notice != nil {
			var all *fyne.Container
			all = u.banner(u.w.fault(notice), func() { all.Hide() })
			room.Add(all)
		}
	})
	return room
}
