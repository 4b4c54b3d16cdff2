package ui

import (
	"context"
	"io"

	"fyne.io/fyne/v2"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/ui/kit"
)

// staffHost is the window as one page sees it; a closed page hears nothing any more.
type staffHost struct {
	u      *staffSurface
	closed bool
	drop   func(name string, content io.ReadCloser)
}

func (h *staffHost) Staff() *office.Staff   { return h.u.staff }
func (h *staffHost) Words() kit.Words       { return h.u.w.words }
func (h *staffHost) Lang() string           { return h.u.w.lang }
func (h *staffHost) Canvas() fyne.Canvas    { return h.u.w.win.Canvas() }
func (h *staffHost) Fault(err error) string { return h.u.w.fault(err) }
func (h *staffHost) Told(sentence string)   { h.u.w.Told(sentence) }
func (h *staffHost) Fail(err error)         { h.u.fail(err) }

func (h *staffHost) Go(screen, arg string) { h.u.Go(screen, arg) }

func (h *staffHost) Run(work func(ctx context.Context) error, done func(err error)) {
	h.u.w.run(work, func(err error) {
		switch {
		case h.closed:
		case fault.HasCode(err, "session.prove"): // the work was refused before it began: it begins again once the person is known
			h.u.w.prove(func(proved bool) {
				if proved {
					h.Run(work, done)
				} else if !h.closed && done != nil {
					done(err)
				}
			})
		case done != nil:
			done(err)
		}
	})
}

func (h *staffHost) PickFile(endings []string, chosen func(name string, content io.ReadCloser)) {
	h.u.w.pickFile(endings, chosen)
}

func (h *staffHost) PickFolder(chosen func(path string)) { h.u.w.pickFolder(chosen) }

// Restore is for those who may make backups; the demo bank is made anew instead.
func (h *staffHost) Restore() {
	if _, err := h.u.staff.BackupState(); err != nil {
		h.Fail(err)
		return
	}
	if len(h.u.w.bank.Demo) > 0 {
		h.Fail(fault.New(fault.Refused, "restore.demo"))
		return
	}
	h.u.w.leave()
	h.u.w.showRestore(nil, nil)
}

func (h *staffHost) SaveFile(name string, content []byte) { h.u.w.saveFile(name, content) }

func (h *staffHost) Pages(pdf []byte, width int) ([][]byte, error) {
	return h.u.w.bank.Pages(pdf, width)
}

func (h *staffHost) QR(payload string, size int) ([]byte, error) { return h.u.w.bank.QR(payload, size) }

func (h *staffHost) ShowPDF(name string, pdf []byte) { h.u.w.showPDF(name, pdf) }

func (h *staffHost) Dropped(fn func(name string, content io.ReadCloser)) { h.drop = fn }
