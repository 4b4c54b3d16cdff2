// Package guest is the screens of the candidate's phone and of the kiosk in the lobby. A trust boundary is a package
// boundary: nothing here can reach a staff screen, a case, or a score of somebody else.
//
// It refuses to decide and to show more than the office's Journey and Newcomer hold.
//
//	for _, s := range guest.Screens { page := s.Open(host) }
package guest

import (
	"context"
	"io"

	"fyne.io/fyne/v2"

	"ruhang/core/office"
	"ruhang/ui/kit"
)

// Host is what a page needs of the window around it.
type Host interface {
	Guest() *office.Guest // nil at the kiosk
	Kiosk() *office.Kiosk // nil on the phone
	Words() kit.Words
	Lang() string
	Canvas() fyne.Canvas
	Go(screen string)
	Run(work func(ctx context.Context) error, done func(err error))
	Fail(err error)
	Told(sentence string)
	Fault(err error) string
	PickFile(endings []string, chosen func(name string, content io.ReadCloser))
	SaveFile(name string, content []byte)
	ShowPDF(name string, pdf []byte)
	// Pages renders a PDF for showing inside the app.
	Pages(pdf []byte, width int) ([][]byte, error)
	// QR is a payload's picture, PNG, size pixels square.
	QR(payload string, size int) ([]byte, error)
	// Leave ends the session: back to signing in.
	Leave()
}

// Page is a screen that is open.
type Page interface {
	Content() fyne.CanvasObject
	Refresh()
	Close()
}

// Screen is a line of the table.
type Screen struct {
	ID   string // in roles.yaml; its title is the sentence "screen.<id>"
	Icon fyne.Resource
	Open func(h Host) Page
}
