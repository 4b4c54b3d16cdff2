package staff

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"ruhang/core/office"
	"ruhang/ui/kit"
)

// keysPart is what an administrator does about keys: second factors, recovery officers, rotation.
type keysPart struct {
	p        *settingsPage
	officers *fyne.Container
	all      fyne.CanvasObject
}

func (p *settingsPage) keys() fyne.CanvasObject {
	words := p.h.Words()
	k := &keysPart{p: p, officers: kit.Tight()}
	turn := kit.Tight()
	k.all = scrolled(kit.Readable(760, kit.Rows(
		kit.Card(words("keys.officers"), kit.Rows(kit.Long(words("keys.officers_text")).In(kit.InkSoft), k.officers,
			kit.Line(kit.Primary(words("keys.add_officer"), k.add)))),
		kit.Card(words("keys.factor"), k.factor()),
		kit.Card(words("keys.rotate"), kit.Rows(kit.Long(words("keys.rotate_text")).In(kit.InkSoft), turn,
			kit.Line(kit.Secondary(words("keys.rotate_now"), func() { k.askRotate(turn) })))),
	)))
	k.load()
	return k.all
}

// load lists the officers, and says how many are missing.
func (k *keysPart) load() {
	words := k.p.h.Words()
	var officers []office.Officer
	k.p.h.Run(func(ctx context.Context) (err error) {
		officers, err = k.p.h.Staff().Officers(ctx)
		return err
	}, func(err error) {
		if err != nil {
			put(k.officers, kit.Long(k.p.h.Fault(err)).In(kit.Accent))
			return
		}
		rows := kit.Tight()
		for _, o := range officers {
			rows.Add(kit.Between(kit.Body(o.Name).Bold(), kit.Quiet(words("keys.remove_officer"), func() { k.askRemove(o) })))
		}
		state := kit.Light(words("keys.officers_ready", "n", strconv.Itoa(len(officers))), kit.ToneGood)
		if missing := office.OfficersNeeded - len(officers); missing > 0 {
			state = kit.Light(words("keys.officers_missing", "n", strconv.Itoa(missing)), kit.ToneBad)
		}
		put(k.officers, kit.Rows(state, rows))
	})
}

func (k *keysPart) add() {
	words := k.p.h.Words()
	var form *kit.Form
	var closeIt func()
	form = kit.NewForm(words, kit.FormSpec{Submit: words("keys.make_kit"), Cancel: words("action.cancel"), OnCancel: func() { closeIt() },
		Fields: []kit.Field{{Name: "name", Label: words("officer.name"), Hint: words("keys.officer_hint"), Required: true}},
		OnSubmit: func(v map[string]string) {
			form.Busy(true)
			var made office.Kit
			var sheet []byte
			k.p.h.Run(func(ctx context.Context) (err error) {
				if made.Secret == "" { // asked for the password, the work begins again: no second officer
					made, err = k.p.h.Staff().AddOfficer(ctx, v["name"])
				}
				if err == nil {
					sheet, err = k.p.h.Staff().KitSheet(made)
				}
				return err
			}, func(err error) {
				form.Busy(false)
				if err != nil {
					form.SetErrors(map[string]string{"name": k.p.h.Fault(err)})
					return
				}
				closeIt()
				k.load()
				k.show(made, sheet)
			})
		}})
	closeIt = kit.Modal(k.p.h.Canvas(), 460, kit.Rows(kit.Head(words("keys.add_officer")), kit.Long(words("keys.add_text")).In(kit.InkSoft), form))
	form.Focus()
}

// sheetWidth is how wide the sheet is shown, in the height that a dialog has.
const sheetWidth, sheetHeight float32 = 380, 480

// show shows the officer's sheet, this once.
func (k *keysPart) show(made office.Kit, sheet []byte) {
	words := k.p.h.Words()
	var closeIt func()
	rows := kit.Rows(kit.Head(words("keys.kit_of", "name", made.Name)), kit.Long(words("keys.kit_once")))
	if pages, err := k.p.h.Pages(sheet, 900); err == nil && len(pages) > 0 {
		picture := canvas.NewImageFromResource(fyne.NewStaticResource("sheet.png", pages[0]))
		picture.FillMode = canvas.ImageFillContain
		picture.SetMinSize(fyne.NewSize(sheetWidth, sheetHeight))
		rows.Add(picture)
	} else {
		rows.Add(kit.Long(made.Secret).Bold())
	}
	rows.Add(kit.Line(kit.Primary(words("keys.save_kit"), func() { k.p.h.SaveFile("ruhang-recovery-kit.pdf", sheet) }),
		kit.Secondary(words("keys.kit_kept"), func() { closeIt() })))
	closeIt = kit.Modal(k.p.h.Canvas(), 560, rows)
}

func (k *keysPart) askRemove(o office.Officer) {
	words := k.p.h.Words()
	kit.Ask(k.p.h.Canvas(), kit.Question{Title: words("keys.remove_officer"), Sentence: words("keys.remove_ask", "name", o.Name), Danger: true,
		Yes: words("keys.remove_officer"), No: words("action.cancel"), OnYes: func() {
			k.p.h.Run(func(ctx context.Context) error { return k.p.h.Staff().RemoveOfficer(ctx, o.ID) }, func(err error) {
				if err != nil {
					k.p.h.Fail(err)
					return
				}
				k.load()
			})
		}})
}

// factor turns second factors on and off for the roles whose rule asks for one.
func (k *keysPart) factor() fyne.CanvasObject {
	words := k.p.h.Words()
	form := kit.NewForm(words, kit.FormSpec{Submit: words("action.save"),
		Fields: []kit.Field{{Name: "on", Label: words("first.factor"), Hint: words("keys.factor_hint"), Kind: kit.FieldCheck}},
		OnSubmit: func(v map[string]string) {
			k.p.h.Run(func(ctx context.Context) error {
				return k.p.h.Staff().PutSetting(ctx, office.FactorSetting, v["on"] == "true")
			}, func(err error) {
				if err != nil {
					k.p.h.Fail(err)
					return
				}
				k.p.h.Told(words("action.saved"))
			})
		}})
	on := false
	k.p.h.Run(func(ctx context.Context) error {
		_, err := k.p.h.Staff().Setting(ctx, office.FactorSetting, &on)
		return err
	}, func(err error) {
		if err == nil {
			form.Set("on", checked(on))
		}
	})
	return form
}

func (k *keysPart) askRotate(room *fyne.Container) {
	words := k.p.h.Words()
	kit.Ask(k.p.h.Canvas(), kit.Question{Title: words("keys.rotate"), Sentence: words("keys.rotate_ask"), Yes: words("keys.rotate_now"), No: words("action.cancel"),
		OnYes: func() {
			k.p.long(room, "keys.rotating", func(ctx context.Context, progress func(done, total int)) (string, error) {
				return words("keys.rotated"), k.p.h.Staff().Rotate(ctx, progress)
			}, func() {})
		}})
}
