// Package staff is the screens of the bank's people: HR, interviewers, approvers, compliance, administrators. A screen is a
// line in the table of screens.go; a page shows a model and gives commands.
//
// It refuses to decide (a button asks the model, the model asks Decide), to know the candidate's screens, and to keep
// state that the office has.
//
//	for _, s := range staff.Screens { page := s.Open(host, "") }
package staff

import (
	"context"
	"io"

	"fyne.io/fyne/v2"

	"ruhang/core/office"
	"ruhang/ui/kit"
)

// Host is what a page needs of the window around it.
type Host interface {
	Staff() *office.Staff
	Words() kit.Words // sentences of today's language
	Lang() string     // "zh" or "en"
	Canvas() fyne.Canvas
	// Go shows a screen; arg is what it is about: a case's id, for the interview room "case/interview".
	Go(screen, arg string)
	// Run does work off the UI thread and then calls done on it; a closed page's done is not called. Errors are passed on.
	Run(work func(ctx context.Context) error, done func(err error))
	// Fail shows an error as a sentence: beside the page for a fault, as a toast for a refusal.
	Fail(err error)
	// Told shows a short good word: saved, sent.
	Told(sentence string)
	// Fault is an error as a sentence.
	Fault(err error) string
	// PickFile lets the person choose a file with one of some endings (".pdf"); nothing is called when they choose none.
	PickFile(endings []string, chosen func(name string, content io.ReadCloser))
	// SaveFile lets the person choose where to write.
	SaveFile(name string, content []byte)
	// PickFolder lets the person choose a folder of this machine.
	PickFolder(chosen func(path string))
	// Restore ends the session for the page that puts a backup in the bank's place.
	Restore()
	// Pages renders a PDF for showing inside the app, width pixels wide.
	Pages(pdf []byte, width int) ([][]byte, error)
	// QR draws a code as a PNG, size pixels wide.
	QR(payload string, size int) ([]byte, error)
	// ShowPDF hands a PDF to the system's viewer and printer.
	ShowPDF(name string, pdf []byte)
	// Dropped calls fn with files dragged onto the window while the page is shown.
	Dropped(fn func(name string, content io.ReadCloser))
}

// Page is a screen that is open.
type Page interface {
	Content() fyne.CanvasObject
	// Refresh loads again off the UI thread and paints inside fyne.Do; the shell calls it when a change touches the page.
	Refresh()
	Close()
}

// Screen is a line of the table.
type Screen struct {
	ID    string                                       // in roles.yaml; its title is the sentence "screen.<id>"
	Icon  func() fyne.Resource                         // asked when it is drawn: the toolkit colours icons only once the app runs
	Menu  bool                                         // stands in the navigation; others are opened from a page
	Needs func(changed office.Change, arg string) bool // whether a change concerns the page; nil: every change does
	Open  func(h Host, arg string) Page
}
