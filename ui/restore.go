package ui

import (
	"context"
	"strconv"

	"fyne.io/fyne/v2"

	"ruhang/ui/kit"
)

// Restoring is a backup that shall become the bank.
type Restoring struct {
	File     string
	Key      string                // a recovery officer's, as it was typed; "" when none was
	Replace  bool                  // a bank that is there is kept under another name
	Progress func(done, total int) // told while it works
}

// Restored is the bank that a backup became.
type Restored struct {
	Bank   *Bank
	Kept   string // where the bank from before is; "" when there was none
	Erased int    // erased cases that are erased again when the bank is opened
}

// showRestore asks for a backup and a key; values and wrong are those of the last try. The bank that is open, if one is, is replaced.
func (w *Window) showRestore(values, wrong map[string]string) {
	w.again = func() { w.showRestore(values, wrong) }
	back := w.showFirst
	rows := kit.Rows(kit.Title(w.words("restore.title")), kit.Long(w.words("restore.text")).In(kit.InkSoft))
	if w.bank != nil {
		back = w.showSignIn
		rows.Add(kit.Long(w.words("restore.replaces")).In(kit.Accent))
	}
	form := kit.NewForm(w.words, kit.FormSpec{Submit: w.words("restore.do"), Cancel: w.words("action.cancel"), OnCancel: back, OnSubmit: w.restore,
		Fields: []kit.Field{
			{Name: "file", Label: w.words("restore.file"), Value: values["file"], Required: true},
			{Name: "key", Label: w.words("restore.key_label"), Hint: w.words("restore.key_hint"), Value: values["key"], Kind: kit.FieldSecret},
		}})
	rows.Add(kit.Line(kit.Secondary(w.words("restore.choose"), func() {
		w.start.Files.Path(w.win, []string{".tar", ".age"}, func(path string) { form.Set("file", path) }, w.unreadable)
	})))
	rows.Add(form)
	w.show(w.door(560, rows))
	form.SetErrors(wrong)
	form.Focus()
}

// restore closes the bank that is open and puts the backup in its place; one that is refused leaves the bank as it was.
func (w *Window) restore(values map[string]string) {
	had := w.bank != nil
	if had {
		_ = w.bank.Close() // committed as it went
		w.bank = nil
	}
	faces := w.wait(w.words("restore.running"))
	var done Restored
	w.run(func(ctx context.Context) (err error) {
		done, err = w.start.Restore(ctx, Restoring{File: values["file"], Key: values["key"], Replace: had, Progress: func(n, total int) {
			fyne.Do(func() { faces.Load(w.words("restore.running"), n, total) })
		}})
		return err
	}, func(err error) {
		if err != nil {
			w.notRestored(had, values, map[string]string{w.fieldOf(err, "file"): w.fault(err)})
			return
		}
		w.opened(done.Bank)
		w.Told(w.restoredSentence(done))
	})
}

func (w *Window) restoredSentence(done Restored) string {
	sentence := w.words("restore.done")
	if done.Kept != "" {
		sentence += " " + w.words("restore.kept", "dir", done.Kept)
	}
	if done.Erased > 0 {
		sentence += " " + w.words("restore.erased", "n", strconv.Itoa(done.Erased))
	}
	return sentence
}

// notRestored opens the bank again that was there, and shows what was wrong.
func (w *Window) notRestored(had bool, values, wrong map[string]string) {
	if !had {
		w.showRestore(values, wrong)
		return
	}
	var bank *Bank
	w.run(func(ctx context.Context) (err error) {
		bank, err = w.start.Open(ctx)
		return err
	}, func(err error) {
		if err != nil {
			w.refuse(err, w.open)
			return
		}
		w.bank = bank
		w.showRestore(values, wrong)
	})
}
