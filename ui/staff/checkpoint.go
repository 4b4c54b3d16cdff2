package staff

import (
	"context"
	"io"

	"fyne.io/fyne/v2"

	"ruhang/core/fault"
	"ruhang/core/ledger"
	"ruhang/core/office"
	"ruhang/ui/kit"
)

// maxNote is the largest file that is looked at as a checkpoint; a signed one has a few hundred bytes.
const maxNote = 64 << 10

// pickCheckpoint takes a checkpoint that was kept elsewhere and walks the ledger against it.
func (p *verifyPage) pickCheckpoint() {
	p.h.PickFile([]string{".checkpoint"}, func(_ string, content io.ReadCloser) {
		var note []byte
		p.h.Run(func(context.Context) (err error) {
			defer content.Close()
			note, err = io.ReadAll(io.LimitReader(content, maxNote))
			return err
		}, func(err error) {
			if err != nil {
				p.h.Fail(fault.Wrap(err, fault.Invalid, "file.unreadable", "staff.checkpoint"))
				return
			}
			p.notes = append(p.notes, string(note))
			p.walk()
		})
	})
}

// loadCheckpoints shows the newest checkpoint, where it lies, and what may be done with it.
func (p *verifyPage) loadCheckpoints() {
	var last office.LastCheckpoint
	var key ledger.PublicKey
	p.h.Run(func(ctx context.Context) (err error) {
		last, key, err = p.h.Staff().Checkpoints(ctx)
		return err
	}, func(err error) {
		words, r := p.h.Words(), readerOf(p.h)
		if err != nil {
			put(p.points, kit.Long(p.h.Fault(err)))
			return
		}
		buttons := []fyne.CanvasObject{kit.Quiet(words("checkpoint.save_key"), func() { p.h.SaveFile("ruhang-checkpoint-key.pub", []byte(key.String()+"\n")) })}
		if last.Size > 0 {
			buttons = append([]fyne.CanvasObject{kit.Secondary(words("checkpoint.save"), func() { p.h.SaveFile(office.FileName(last.Checkpoint), []byte(last.Text)) })}, buttons...)
		}
		if r.HasJob("trail") {
			buttons = append([]fyne.CanvasObject{kit.Primary(words("checkpoint.make"), p.makeCheckpoint)}, buttons...)
		}
		if r.HasJob("settings") {
			buttons = append(buttons, kit.Quiet(words("checkpoint.choose_folder"), p.chooseFolder))
		}
		put(p.points, kit.Rows(pairs(r.CheckpointRows(last)), kit.Line(buttons...)))
	})
}

func (p *verifyPage) makeCheckpoint() {
	var made office.LastCheckpoint
	p.h.Run(func(ctx context.Context) (err error) {
		made, err = p.h.Staff().MakeCheckpoint(ctx)
		return err
	}, func(err error) {
		if err != nil {
			p.h.Fail(err)
			return
		}
		p.loadCheckpoints()
		p.h.SaveFile(office.FileName(made.Checkpoint), []byte(made.Text))
	})
}

// chooseFolder names the second folder; the next tick writes the newest checkpoint there.
func (p *verifyPage) chooseFolder() {
	p.h.PickFolder(func(path string) {
		p.h.Run(func(ctx context.Context) error { return p.h.Staff().PutSetting(ctx, office.CheckpointFolder, path) }, func(err error) {
			if err != nil {
				p.h.Fail(err)
				return
			}
			p.h.Told(p.h.Words()("checkpoint.folder_set"))
			p.loadCheckpoints()
		})
	})
}
