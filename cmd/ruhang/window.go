package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"ruhang/core/fault"
	"ruhang/ui"
)

// appID names the app to the system: where its own preferences live. Nothing of the bank is in them.
const appID = "cn.ruhang.app"

// version is the program's, shown in the settings; a release sets it when linking.
var version = "0.1"

// window starts the app and blocks until it is closed.
func (c *call) window(ctx context.Context) error {
	if runtime.GOOS == "linux" && os.Getenv("FYNE_PLATFORM") == "" {
		// Chinese input methods reach the window through X11 only (no text-input protocol in the toolkit's Wayland).
		if err := os.Setenv("FYNE_PLATFORM", "x11"); err != nil {
			return err
		}
	}
	a := app.NewWithID(appID)
	open := &opened{}
	debug.SetGCPercent(50) // a window waits for people nearly always: memory counts more than the collector's time
	a.Lifecycle().SetOnStopped(open.closeAll)
	w := ui.New(a, c.start(open, func(u *url.URL) error { return a.OpenURL(u) }))
	go func() {
		<-ctx.Done()
		fyne.Do(a.Quit)
	}()
	w.ShowAndRun()
	open.closeAll()
	// The event loop of the toolkit can hang at exit; everything is committed and closed by now.
	time.AfterFunc(3*time.Second, func() { os.Exit(exitDone) })
	return nil
}

// start is what the window needs of this program.
func (c *call) start(open *opened, show func(*url.URL) error) ui.Start {
	demoDir := c.data + "-demo"
	return ui.Start{
		Words: c.words, Files: dialogs(), Lang: c.lang, Version: version,
		Kiosk: c.kiosk, StartDemo: c.demo, Now: c.now,
		Open: func(ctx context.Context) (*ui.Bank, error) {
			b, err := openBank(ctx, c.data, c.words, c.now)
			if err != nil {
				return nil, err
			}
			return open.bank(b, show), nil
		},
		Create: func(ctx context.Context) (*ui.Bank, error) {
			b, err := createBank(ctx, c.data, c.words, c.now)
			if err != nil {
				return nil, err
			}
			return open.bank(b, show), nil
		},
		Restore: func(ctx context.Context, r ui.Restoring) (ui.Restored, error) {
			b, done, err := c.restoreForWindow(ctx, r)
			if err != nil {
				return ui.Restored{}, err
			}
			return ui.Restored{Bank: open.bank(b, show), Kept: done.Kept, Erased: done.Erased}, nil
		},
		Demo: func(ctx context.Context, progress func(done, total int)) (*ui.Bank, error) {
			b, err := c.demoBank(ctx, demoDir, defaultDemo, progress)
			if err != nil {
				return nil, err
			}
			return open.bank(b, show), nil
		},
	}
}

// opened are the banks that the window has opened, so that the end of the program closes them.
type opened struct {
	mu    sync.Mutex
	banks []*bank
}

// bank is a bank as the window takes it, with its clock running.
func (o *opened) bank(b *bank, show func(*url.URL) error) *ui.Bank {
	o.mu.Lock()
	o.banks = append(o.banks, b)
	o.mu.Unlock()
	ctx, stop := context.WithCancel(context.Background())
	go tick(ctx, "clock", b.office.Tick)
	go tick(ctx, "delivery", b.office.Deliver)
	go tick(ctx, "backup", b.office.BackUpIfDue)
	go tickEvery(ctx, time.Second, "elsewhere", func(ctx context.Context) (bool, error) {
		news, _ := b.office.Elsewhere(ctx) // what is wrong is for the next command to say, not for a line a second
		return news, nil
	})
	out := filepath.Join(b.dir, shownName)
	_ = os.RemoveAll(out) // what a killed program had shown
	var known []ui.DemoAccount
	if isDemo(b.dir) {
		known = demoAccounts()
	}
	return &ui.Bank{Office: b.office, Demo: known, Folder: b.dir, Wrong: b.wrong, WrongSince: b.office.Catalog().Hash, Pages: b.press.Pages, QR: b.press.QR,
		Show:  func(name string, pdf []byte) error { return showPDF(out, pdf, show) },
		Hide:  func() { _ = os.RemoveAll(out) },
		Close: func() error { stop(); return errors.Join(os.RemoveAll(out), b.close()) }}
}

func (o *opened) closeAll() {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, b := range o.banks {
		_ = os.RemoveAll(filepath.Join(b.dir, shownName))
		_ = b.close() // committed as it went; nothing is lost when closing fails
	}
	o.banks = nil
}

// shownName is the folder of the PDFs that the system's viewer reads, the only ones in clear.
const shownName = "out"

// showPDF hands a PDF to the system's viewer through a file without a telling name, gone when its reader signs out, when the bank is
// closed and when it is opened again.
func showPDF(dir string, pdf []byte, show func(*url.URL) error) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fault.Wrap(err, fault.Internal, "file.write", "cmd.showPDF")
	}
	var name [8]byte
	_, _ = rand.Read(name[:])
	path := filepath.Join(dir, hex.EncodeToString(name[:])+".pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		return fault.Wrap(err, fault.Internal, "file.write", "cmd.showPDF")
	}
	return fault.Wrap(show(&url.URL{Scheme: "file", Path: filepath.ToSlash(path)}), fault.Offline, "pdf.no_viewer", "cmd.showPDF")
}

// tick does what the clock owes now and every minute until the context ends.
func tick[T any](ctx context.Context, what string, act func(context.Context) (T, error)) {
	tickEvery(ctx, time.Minute, what, act)
}

// tickEvery is tick with a time of its own.
func tickEvery[T any](ctx context.Context, every time.Duration, what string, act func(context.Context) (T, error)) {
	t := time.NewTicker(every)
	defer t.Stop()
	for {
		if _, err := act(ctx); err != nil && ctx.Err() == nil {
			slog.Error(what, "kind", fault.Of(err).Kind.String(), "code", fault.Of(err).Code)
		}
		select {
		case <-ctx.Done():
			return
		case <-t.C:
		}
	}
}
