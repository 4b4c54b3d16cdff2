package staff

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"ruhang/ui/kit"
)

// idleSetting is the bank's setting of how many minutes a window may stand untouched.
const idleSetting = "idle_minutes"

// settingsPage is the house's own: who may sign in, what the bank is, which rules are in force, and upkeep.
type settingsPage struct {
	h          Host
	users      *usersPart
	connect    *connectorsPart // once the tab was opened
	configured *configPart     // likewise
	stop       context.CancelFunc
	all        fyne.CanvasObject
}

func openSettings(h Host, _ string) Page {
	p := &settingsPage{h: h, stop: func() {}}
	words := h.Words()
	p.users = newUsersPart(h)
	tabs := kit.NewTabs(
		kit.Tab{Title: words("settings.users"), Open: func() fyne.CanvasObject { return p.users.all }},
		kit.Tab{Title: words("settings.bank"), Open: p.bank},
		kit.Tab{Title: words("settings.rules"), Open: p.rules},
		kit.Tab{Title: words("settings.upkeep"), Open: p.upkeep},
		kit.Tab{Title: words("settings.certificates"), Open: p.certificates},
		kit.Tab{Title: words("settings.keys"), Open: p.keys},
		kit.Tab{Title: words("settings.connectors"), Open: p.connectors},
		kit.Tab{Title: words("settings.config"), Open: p.config},
		kit.Tab{Title: words("settings.outside"), Open: p.outside},
	)
	p.all = kit.Page(kit.Title(words("screen.settings")), kit.Fill(tabs))
	return p
}

func (p *settingsPage) Content() fyne.CanvasObject { return p.all }

// Refresh loads anew what changes without the page: accounts, how the connectors fare, files of the configuration.
func (p *settingsPage) Refresh() {
	p.users.load()
	if p.connect != nil {
		p.connect.load()
	}
	if p.configured != nil {
		p.configured.load()
	}
}
func (p *settingsPage) Close() { p.stop() }

// bank is what the catalog says of the bank, and how long a window may stand open.
func (p *settingsPage) bank() fyne.CanvasObject {
	words, r := p.h.Words(), readerOf(p.h)
	var form *kit.Form
	form = kit.NewForm(words, kit.FormSpec{Submit: words("action.save"), OnSubmit: func(v map[string]string) { p.saveIdle(form, v["minutes"]) },
		Fields: []kit.Field{{Name: "minutes", Label: words("settings.idle"), Hint: words("settings.idle_hint"), Kind: kit.FieldNumber, Value: "5", Required: true}}})
	minutes, known := 0, false
	p.h.Run(func(ctx context.Context) (err error) {
		known, err = p.h.Staff().Setting(ctx, idleSetting, &minutes)
		return err
	}, func(err error) {
		if err == nil && known {
			form.Set("minutes", strconv.Itoa(minutes))
		}
	})
	return scrolled(kit.Readable(760, kit.Rows(kit.Card(words("settings.bank"), pairs(r.BankRows())), kit.Card(words("settings.idle_title"), form))))
}

// The bounds of locking: shorter is a torment, longer is no lock.
const (
	idleLeast = 1
	idleMost  = 60
)

func (p *settingsPage) saveIdle(form *kit.Form, value string) {
	words := p.h.Words()
	minutes, err := strconv.Atoi(value)
	if err != nil || minutes < idleLeast || minutes > idleMost {
		form.SetErrors(map[string]string{"minutes": words("settings.idle_range", "min", strconv.Itoa(idleLeast), "max", strconv.Itoa(idleMost))})
		return
	}
	p.h.Run(func(ctx context.Context) error { return p.h.Staff().PutSetting(ctx, idleSetting, minutes) }, func(err error) {
		if err != nil {
			p.h.Fail(err)
			return
		}
		p.h.Told(words("action.saved"))
	})
}

// rules are the rules in force, read out.
func (p *settingsPage) rules() fyne.CanvasObject {
	cards := kit.Rows(kit.Long(p.h.Words()("rules.text")).In(kit.InkSoft))
	for _, g := range readerOf(p.h).Rules() {
		lines := kit.Tight()
		for _, rule := range g.Rules {
			lines.Add(kit.Long("· " + rule))
		}
		cards.Add(kit.Card(g.Title, lines))
	}
	return scrolled(kit.Readable(860, cards))
}

// upkeep is the backups and the rebuilding of the views.
func (p *settingsPage) upkeep() fyne.CanvasObject {
	words := p.h.Words()
	rebuild := kit.Tight()
	return scrolled(kit.Readable(760, kit.Rows(append(newBackupsPart(p).cards(),
		kit.Card(words("settings.rebuild"), kit.Rows(kit.Long(words("settings.rebuild_text")).In(kit.InkSoft), rebuild,
			kit.Line(kit.Secondary(words("settings.rebuild_now"), func() { p.askRebuild(rebuild) })))),
	)...)))
}

func (p *settingsPage) askRebuild(room *fyne.Container) {
	words := p.h.Words()
	kit.Ask(p.h.Canvas(), kit.Question{Title: words("settings.rebuild"), Sentence: words("settings.rebuild_ask"), Yes: words("settings.rebuild_now"), No: words("action.cancel"),
		OnYes: func() {
			p.long(room, "settings.rebuilding", func(ctx context.Context, progress func(done, total int)) (string, error) {
				n, err := p.h.Staff().Rebuild(ctx, progress)
				return words("settings.rebuilt", "n", strconv.Itoa(n)), err
			}, func() {})
		}})
}

// long does long work with its progress and a way to stop, and leaves one sentence behind; ended is called when it did, well or not.
func (p *settingsPage) long(room *fyne.Container, running string, work func(ctx context.Context, progress func(done, total int)) (string, error), ended func()) {
	words := p.h.Words()
	count, bar := kit.Body(words(running)), kit.NewBar()
	put(room, kit.Tight(kit.Between(count, kit.Quiet(words("action.cancel"), func() { p.stop() })), bar))
	sentence := ""
	p.h.Run(func(ctx context.Context) (err error) {
		ctx, stop := context.WithCancel(ctx)
		defer stop()
		p.stop = stop
		sentence, err = work(ctx, func(done, total int) {
			fyne.Do(func() {
				count.SetText(words(running) + " " + strconv.Itoa(100*done/max(total, 1)) + " %")
				bar.Set(float32(done)/float32(max(total, 1)), kit.ToneChosen)
			})
		})
		return err
	}, func(err error) {
		p.stop = func() {}
		ended()
		if err != nil {
			put(room, kit.Long(strings.TrimSpace(p.h.Fault(err))).In(kit.Accent))
			return
		}
		put(room, kit.Light(sentence, kit.ToneGood))
	})
}
