package ui

import (
	"context"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"ruhang/core/fault"
)

// Files are the dialogs in which a person chooses a file; cmd gives them, since they come with the driver's own world.
// What is chosen is handed on; nothing is called when the person chooses nothing.
type Files struct {
	// Pick opens a file with one of some endings (".json", ".csv").
	Pick func(win fyne.Window, endings []string, chosen func(name string, content io.ReadCloser), failed func(error))
	// Path chooses a file with one of some endings without opening it.
	Path func(win fyne.Window, endings []string, chosen func(path string), failed func(error))
	// Folder chooses a folder of this machine by its path.
	Folder func(win fyne.Window, chosen func(path string), failed func(error))
	// Save writes content where the person wants it, under a name they may change.
	Save func(win fyne.Window, name string, content []byte, done func(error))
}

// read opens a dropped file and hands it on.
func (w *Window) read(uri fyne.URI, take func(name string, content io.ReadCloser)) {
	file, err := storage.Reader(uri)
	if err != nil {
		w.Fail(fault.Wrap(err, fault.Invalid, "file.unreadable", "ui.read"))
		return
	}
	take(uri.Name(), file)
}

func (w *Window) unreadable(err error) {
	w.Fail(fault.Wrap(err, fault.Invalid, "file.unreadable", "ui.files"))
}

func (w *Window) pickFile(endings []string, chosen func(name string, content io.ReadCloser)) {
	w.start.Files.Pick(w.win, endings, chosen, w.unreadable)
}

func (w *Window) pickFolder(chosen func(path string)) {
	w.start.Files.Folder(w.win, chosen, w.unreadable)
}

func (w *Window) saveFile(name string, content []byte) {
	w.start.Files.Save(w.win, name, content, func(err error) {
		if err != nil {
			w.Fail(fault.Wrap(err, fault.Internal, "file.unwritable", "ui.saveFile"))
			return
		}
		w.Told(w.words("file.saved"))
	})
}

// showPDF hands a PDF to the system.
func (w *Window) showPDF(name string, pdf []byte) {
	w.run(func(context.Context) error { return w.bank.Show(name, pdf) }, func(err error) {
		if err != nil {
			w.Fail(err)
		}
	})
}
