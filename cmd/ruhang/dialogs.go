package main

import (
	"io"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"ruhang/core/fault"
	"ruhang/ui"
)

// dialogs are the toolkit's own file dialogs; each begins where the last one ended, else in the folder the program was
// started in.
func dialogs() ui.Files {
	d := &fileDialogs{}
	return ui.Files{Pick: d.pick, Path: d.path, Folder: d.folder, Save: d.save}
}

type fileDialogs struct{ last fyne.ListableURI }

func (d *fileDialogs) begin(at interface{ SetLocation(fyne.ListableURI) }) {
	if d.last == nil {
		if dir, err := os.Getwd(); err == nil {
			d.last, _ = storage.ListerForURI(storage.NewFileURI(dir))
		}
	}
	if d.last != nil {
		at.SetLocation(d.last)
	}
}

func (d *fileDialogs) ended(uri fyne.URI) {
	if folder, err := storage.ListerForURI(storage.NewFileURI(filepath.Dir(uri.Path()))); err == nil {
		d.last = folder
	}
}

func (d *fileDialogs) pick(win fyne.Window, endings []string, chosen func(name string, content io.ReadCloser), failed func(error)) {
	d.open(win, endings, func(file fyne.URIReadCloser) { chosen(file.URI().Name(), file) }, failed)
}

func (d *fileDialogs) path(win fyne.Window, endings []string, chosen func(path string), failed func(error)) {
	d.open(win, endings, func(file fyne.URIReadCloser) {
		_ = file.Close() // nothing was read
		chosen(file.URI().Path())
	}, failed)
}

func (d *fileDialogs) open(win fyne.Window, endings []string, chosen func(fyne.URIReadCloser), failed func(error)) {
	open := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		switch {
		case err != nil:
			failed(err)
		case file != nil:
			d.ended(file.URI())
			chosen(file)
		}
	}, win)
	if len(endings) > 0 {
		open.SetFilter(storage.NewExtensionFileFilter(endings))
	}
	d.begin(open)
	open.Show()
	open.Resize(roomy(win)) // a dialog has no size before it is shown
}

func (d *fileDialogs) folder(win fyne.Window, chosen func(path string), failed func(error)) {
	open := dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		switch {
		case err != nil:
			failed(err)
		case folder != nil:
			d.last = folder
			chosen(folder.Path())
		}
	}, win)
	d.begin(open)
	open.Show()
	open.Resize(roomy(win)) // a dialog has no size before it is shown
}

func (d *fileDialogs) save(win fyne.Window, name string, content []byte, done func(error)) {
	save := dialog.NewFileSave(func(file fyne.URIWriteCloser, err error) {
		if err != nil || file == nil {
			if err != nil {
				done(err)
			}
			return
		}
		d.ended(file.URI())
		_, err = file.Write(content)
		if cerr := file.Close(); err == nil {
			err = cerr
		}
		done(fault.Wrap(err, fault.Internal, "file.write", "cmd.save"))
	}, win)
	save.SetFileName(name)
	d.begin(save)
	save.Show()
	save.Resize(roomy(win)) // a dialog has no size before it is shown
}

// roomy is most of the window.
func roomy(win fyne.Window) fyne.Size {
	size := win.Canvas().Size()
	return fyne.NewSize(size.Width*0.8, size.Height*0.8)
}
