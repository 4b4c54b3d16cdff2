// Package ui is the window: first start, sign-in, navigation, search, messages, locking, the kiosk and the candidate's
// surface. The screens themselves are tables in ui/staff and ui/guest.
//
// It refuses to open a disk, to decide, and to import the real app driver: cmd gives it the fyne.App and what a bank is
// made of, so that a test gives it a test app and a bank in a temporary folder.
//
//	w := ui.New(app.NewWithID("bank.ruhang"), ui.Start{Words: words, Open: open, Create: create, Demo: demo, Files: files})
//	w.ShowAndRun()
package ui

import (
	"context"
	"time"

	"ruhang/core/office"
	"ruhang/ui/model"
)

// Bank is an open bank: its office, and what a page needs of the world outside.
type Bank struct {
	Office *office.Office
	Folder string // where it lives, shown on the sign-in page
	// Wrong is what is wrong with the bank's own configuration, so that the last good one is in force; see catalog.Problems.
	Wrong error
	// WrongSince is the hash of that last good one: once another is in force, somebody has mended it.
	WrongSince string
	// Pages renders a PDF, width pixels wide, one PNG per page.
	Pages func(pdf []byte, width int) ([][]byte, error)
	// QR is a payload's picture, PNG, size pixels square.
	QR func(payload string, size int) ([]byte, error)
	// Show hands a PDF to the system's viewer. What is written for it is gone when Hide is called or the bank is closed.
	Show func(name string, pdf []byte) error
	// Hide takes back what Show has written; the end of every session calls it. Nil where nothing is written.
	Hide func()
	// Demo are the accounts of a demo bank, offered on the sign-in page; empty for a real one.
	Demo []DemoAccount
	// Close ends the bank.
	Close func() error
}

func (b *Bank) hide() {
	if b.Hide != nil {
		b.Hide()
	}
}

// DemoAccount is a way into the demo bank.
type DemoAccount struct {
	Login, Password string
	Role            string // id of roles.yaml
	Name            string // of the person played
}

// Start is what cmd gives the window.
type Start struct {
	Words   *model.Words
	Lang    string // the first one; what a person chooses is remembered by the app's preferences
	Version string

	Files Files // the dialogs for files

	// Open opens the bank that is there; fault.Missing when there is none yet: the first start.
	Open func(ctx context.Context) (*Bank, error)
	// Create makes an empty bank and opens it.
	Create func(ctx context.Context) (*Bank, error)
	// Demo fills a demo bank, anew when there is one, and opens it.
	Demo func(ctx context.Context, progress func(done, total int)) (*Bank, error)

	// Restore puts a backup in the place of the bank and opens it. No bank is open meanwhile.
	Restore func(ctx context.Context, r Restoring) (Restored, error)

	// Kiosk starts full screen with the kiosk's sign-in; leaving needs the password of somebody of the bank.
	Kiosk bool
	// StartDemo goes straight to the demo bank.
	StartDemo bool

	// LockAfter is how long nobody may touch anything before the session ends; 0 is five minutes. The bank's own setting wins.
	LockAfter time.Duration
	// GuestLockAfter is the same for a candidate, who may be on a machine of others; 0 is two minutes, or LockAfter where that was given.
	GuestLockAfter time.Duration
	// Now is the clock of locking; nil is the machine's.
	Now func() time.Time
	// Work is where long work runs; nil is a goroutine of its own.
	Work func(work func())
}

// defaults fills what was left out.
func (s Start) defaults() Start {
	if s.GuestLockAfter == 0 {
		s.GuestLockAfter = s.LockAfter
	}
	if s.GuestLockAfter == 0 {
		s.GuestLockAfter = 2 * time.Minute
	}
	if s.LockAfter == 0 {
		s.LockAfter = 5 * time.Minute
	}
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Work == nil {
		s.Work = func(work func()) { go work() }
	}
	if s.Lang == "" {
		s.Lang = "zh"
	}
	return s
}
