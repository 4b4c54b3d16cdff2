package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/uitest"
)

// sweeping is a bank with one case, whose files can be made older.
type sweeping struct {
	*shell
	b  *bank
	hr *office.Staff
	id hiring.CaseID
}

func (w *sweeping) attach(name string) hiring.FileRef {
	w.t.Helper()
	ref, err := w.hr.Attach(context.Background(), w.id, hiring.Basic, name, bytes.NewReader(uitest.Stroke()))
	require.NoError(w.t, err)
	require.NoError(w.t, os.Chtimes(w.path(ref), w.now, w.now)) // the disk lives by the test's clock
	return ref
}

func (w *sweeping) path(ref hiring.FileRef) string {
	return filepath.Join(w.dir, "files", ref.ID[:2], ref.ID[2:])
}

func (w *sweeping) do(cmd hiring.Command) error {
	_, err := w.hr.Do(context.Background(), w.id, cmd)
	return err
}

// later lets time pass, and the clock of the office come round.
func (w *sweeping) later(d time.Duration) {
	w.t.Helper()
	w.now = w.now.Add(d)
	_, err := w.b.office.Tick(context.Background())
	require.NoError(w.t, err)
}

func (w *sweeping) known(ref hiring.FileRef) (row, disk bool) {
	w.t.Helper()
	require.NoError(w.t, w.b.store.Read(context.Background(), func(r office.Reader) error {
		files, err := r.Files()
		_, row = files[ref.ID]
		return err
	}))
	_, err := os.Stat(w.path(ref))
	return row, err == nil
}

// TestFilesThatNoRecordNamesAreSwept: a cancelled form's file goes after a day; what any record names stays, also a CV that a newer
// one replaced; whatever a crash left half done is caught up with.
func TestFilesThatNoRecordNamesAreSwept(t *testing.T) {
	w := &sweeping{shell: newShell(t)}
	w.b, w.hr = w.opened("hr")
	w.id = take(t, w.hr, "one.json", oneReport, office.ImportOptions{Branch: "zhengdong"}).Answers[0].Case
	cv := func(file hiring.FileRef) hiring.Command {
		return hiring.AttachCV{CV: hiring.CV{Source: "form", Education: []hiring.Education{{School: "中原财经大学"}}, File: file}}
	}
	old, noted := w.attach("cv.png"), w.attach("note.png")
	require.NoError(t, w.do(cv(old)))
	require.NoError(t, w.do(hiring.AddNote{Text: "附件", File: noted}))
	require.NoError(t, w.do(cv(w.attach("cv2.png"))))
	cancelled, crashed, halfway := w.attach("cancelled.png"), w.attach("crashed.png"), w.attach("halfway.png")
	drop := func(ref hiring.FileRef) {
		require.NoError(t, w.b.store.Update(context.Background(), func(tx office.Tx) error { return tx.DropFile(ref.ID) }))
	}
	drop(crashed) // the program died between storing the bytes and the row

	w.later(20 * time.Hour)
	w.later(2 * time.Hour)
	open := w.attach("open.png") // a form that is open now
	for _, ref := range []hiring.FileRef{old, noted, cancelled, halfway, open} {
		row, disk := w.known(ref)
		require.True(t, row && disk, ref.Name)
	}
	drop(halfway) // it died again, after the row was dropped and before the bytes were

	w.later(23 * time.Hour)
	for _, ref := range []hiring.FileRef{cancelled, crashed, halfway} {
		row, disk := w.known(ref)
		require.False(t, row || disk, ref.Name)
	}
	for _, ref := range []hiring.FileRef{old, noted, open} {
		row, disk := w.known(ref)
		require.True(t, row && disk, ref.Name)
	}
	require.NoError(t, w.do(hiring.AddNote{Text: "附件", File: open}))
	require.True(t, fault.HasCode(w.do(hiring.AddNote{Text: "附件", File: cancelled}), "file.gone"), "a form that lay open for a day chooses again")

	w.later(30 * time.Hour)
	row, disk := w.known(open)
	require.True(t, row && disk, "named in time")
}

// TestAFileOfAnotherCaseIsNotNamed: a reference is no key to what belongs to somebody else.
func TestAFileOfAnotherCaseIsNotNamed(t *testing.T) {
	w := &sweeping{shell: newShell(t)}
	w.b, w.hr = w.opened("hr")
	w.id = take(t, w.hr, "one.json", oneReport, office.ImportOptions{Branch: "zhengdong"}).Answers[0].Case
	theirs := w.attach("theirs.png")
	w.id = take(t, w.hr, "two.json", reportOf("W-2", "陈旻", idNumber(77), "19900005678"), office.ImportOptions{Branch: "zhengdong"}).Answers[0].Case
	require.True(t, fault.HasCode(w.do(hiring.AddNote{Text: "附件", File: theirs}), "file.gone"))
}
