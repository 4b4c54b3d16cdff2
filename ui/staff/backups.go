package staff

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/ui/kit"
)

// backupsPart is the machine's backups: how they went, one by hand, the plan, and the way back.
type backupsPart struct {
	p     *settingsPage
	state *fyne.Container // how they went
	work  *fyne.Container // of one by hand
	form  *kit.Form
}

func newBackupsPart(p *settingsPage) *backupsPart {
	b := &backupsPart{p: p, state: kit.Tight(), work: kit.Tight()}
	b.form = b.newForm()
	b.load(true)
	return b
}

func (b *backupsPart) cards() []fyne.CanvasObject {
	words := b.p.h.Words()
	return []fyne.CanvasObject{
		kit.Card(words("settings.backup"), kit.Rows(kit.Long(words("settings.backup_text")).In(kit.InkSoft), b.state, b.work,
			kit.Line(kit.Primary(words("settings.backup_now"), b.byHand)))),
		kit.Card(words("backup.plan"), kit.Rows(kit.Long(words("backup.plan_text")).In(kit.InkSoft), b.form)),
		kit.Card(words("restore.title"), kit.Rows(kit.Long(words("restore.text")).In(kit.InkSoft),
			kit.Line(kit.Secondary(words("restore.begin"), b.p.h.Restore)))),
	}
}

// load shows how the backups went; fill also puts the plan into the form.
func (b *backupsPart) load(fill bool) {
	var s office.BackupState
	b.p.h.Run(func(context.Context) (err error) {
		s, err = b.p.h.Staff().BackupState()
		return err
	}, func(err error) {
		if err != nil {
			put(b.state, kit.Long(b.p.h.Fault(err)).In(kit.Bad))
			return
		}
		put(b.state, pairs(readerOf(b.p.h).BackupRows(s)))
		if fill {
			b.fill(s.Plan)
		}
	})
}

// byHand writes a backup into a folder the person chooses.
func (b *backupsPart) byHand() {
	b.p.h.PickFolder(func(folder string) {
		b.p.long(b.work, "settings.backing_up", func(ctx context.Context, progress func(done, total int)) (string, error) {
			made, err := b.p.h.Staff().BackupTo(ctx, folder, progress)
			return b.p.h.Words()("backup.done", "file", made.Path, "records", strconv.FormatUint(made.Records, 10)), err
		}, func() { b.load(false) })
	})
}

func (b *backupsPart) newForm() *kit.Form {
	words := b.p.h.Words()
	var hours []kit.Option
	for h := range 24 {
		hours = append(hours, kit.Option{Value: strconv.Itoa(h), Label: strconv.Itoa(h) + ":00"})
	}
	number := func(name string) kit.Field {
		return kit.Field{Name: name, Label: words("backup." + name), Kind: kit.FieldNumber, Required: true}
	}
	return kit.NewForm(words, kit.FormSpec{Submit: words("action.save"), Cancel: words("backup.choose_folder"), Columns: 2, OnSubmit: b.save, OnCancel: b.choose,
		Fields: []kit.Field{{Name: "folder", Label: words("backup.folder_label"), Hint: words("backup.folder_hint"), Wide: true},
			{Name: "hour", Label: words("backup.hour"), Hint: words("backup.hour_hint"), Kind: kit.FieldSelect, Options: hours, Required: true},
			number("daily"), number("weekly"), number("monthly")}})
}

func (b *backupsPart) choose() {
	b.p.h.PickFolder(func(folder string) { b.form.Set("folder", folder) })
}

func (b *backupsPart) fill(p office.BackupPlan) {
	if p.Folder == "" {
		p = office.DefaultBackupPlan
	}
	for name, value := range map[string]int{"hour": p.Hour, "daily": p.Daily, "weekly": p.Weekly, "monthly": p.Monthly} {
		b.form.Set(name, strconv.Itoa(value))
	}
	b.form.Set("folder", p.Folder)
}

// save keeps the plan; the office says what is wrong with it.
func (b *backupsPart) save(v map[string]string) {
	number := func(name string) int {
		n, err := strconv.Atoi(v[name])
		if err != nil {
			return -1 // out of every range
		}
		return n
	}
	plan := office.BackupPlan{Folder: v["folder"], Hour: number("hour"), Daily: number("daily"), Weekly: number("weekly"), Monthly: number("monthly")}
	b.p.h.Run(func(ctx context.Context) error { return b.p.h.Staff().PlanBackups(ctx, plan) }, func(err error) {
		if field := fault.Of(err).Params["field"]; err != nil && field != "" {
			b.form.SetErrors(map[string]string{field: b.p.h.Fault(err)})
			return
		}
		if err != nil {
			b.p.h.Fail(err)
			return
		}
		b.form.SetErrors(nil)
		b.p.h.Told(b.p.h.Words()("action.saved"))
		b.load(false)
	})
}
