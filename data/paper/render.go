package paper

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	pdfium "github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"ruhang/core/fault"
)

const (
	maxPDFBytes   = 32 << 20
	maxViewPages  = 100
	maxViewPixels = 4000 // a page's width
	maxViewHeight = 6000
	viewPatience  = 20 * time.Second // a document that takes longer is given up
	pagePatience  = 4 * time.Second  // so is one of which a single page does
	viewMemory    = 1536             // WebAssembly pages of 64 KiB: 96 MiB, the largest file that is taken and a scan of 16 million pixels
)

// viewer is PDFium as WebAssembly: no cgo, no files, no network, a new instance for every document. It starts when it
// is first needed, which takes seconds once and a tenth of a second with a filled cache.
type viewer struct {
	cacheDir string
	patience time.Duration // for one document

	mu     sync.Mutex
	pool   pdfium.Pool
	cache  wazero.CompilationCache
	closed bool
}

var errClosed = errors.New("the press is closed")

// Warm starts the viewer in the background, so that the first page a person opens is there at once.
func (p *Press) Warm() {
	go func() { _, _ = p.viewer.ready() }() // a failure comes back, and is told, when a page is asked for
}

// Close ends the viewer. Drawing still works afterwards; viewing does not.
func (p *Press) Close() error { return p.viewer.close() }

// Pages renders every page as a PNG, width pixels wide.
func (p *Press) Pages(pdf []byte, width int) ([][]byte, error) {
	pages, _, err := p.FirstPages(pdf, width, maxViewPages)
	return pages, err
}

// FirstPages renders at most so many pages, and says how many there are.
func (p *Press) FirstPages(pdf []byte, width, most int) (pages [][]byte, count int, err error) {
	if width < 1 || width > maxViewPixels {
		return nil, 0, fault.New(fault.Invalid, "paper.bad_width", "most", fmt.Sprint(maxViewPixels))
	}
	var out [][]byte
	count, err = p.viewer.each(pdf, most, func(view pdfium.Pdfium, page requests.Page) error {
		rendered, err := view.RenderPageInPixels(&requests.RenderPageInPixels{Page: page, Width: width, Height: min(4*width, maxViewHeight),
			RenderForm: true}) // signatures are fields of a form
		if err != nil {
			return err
		}
		defer rendered.Cleanup()
		var file bytes.Buffer
		encoder := png.Encoder{CompressionLevel: png.BestSpeed}
		err = encoder.Encode(&file, rendered.Result.RenderedImage)
		out = append(out, file.Bytes())
		return err
	})
	if err != nil {
		return nil, 0, err
	}
	return out, count, nil
}

// Text extracts the words of every page.
func (p *Press) Text(pdf []byte) ([]string, error) { return p.FirstWords(pdf, maxViewPages) }

// FirstWords extracts the words of at most so many pages.
func (p *Press) FirstWords(pdf []byte, most int) ([]string, error) {
	var out []string
	_, err := p.viewer.each(pdf, most, func(view pdfium.Pdfium, page requests.Page) error {
		text, err := words(view, page)
		out = append(out, text)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// asWritten undoes what the viewer makes of line ends, and of a hyphen that stands at one.
var asWritten = strings.NewReplacer("\r\n", "\n", "\ufffe", "-")

// words is a page's text. It is read as a whole, since character by character the viewer tears those above U+FFFF.
func words(view pdfium.Pdfium, page requests.Page) (string, error) {
	loaded, err := view.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: page})
	if err != nil {
		return "", err
	}
	counted, err := view.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: loaded.TextPage})
	if err != nil || counted.Count == 0 {
		return "", err
	}
	text, err := view.FPDFText_GetText(&requests.FPDFText_GetText{TextPage: loaded.TextPage, Count: counted.Count})
	if err != nil {
		return "", err
	}
	return asWritten.Replace(text.Text), nil
}

// ready starts the viewer once.
func (v *viewer) ready() (pdfium.Pool, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return nil, errClosed
	}
	if v.pool != nil {
		return v.pool, nil
	}
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithCloseOnContextDone(true).
		WithMemoryLimitPages(viewMemory)
	if v.cacheDir != "" {
		cache, err := diskCache(v.cacheDir)
		if err != nil {
			return nil, err
		}
		v.cache = cache
		config = config.WithCompilationCache(cache)
	}
	pool, err := webassembly.Init(webassembly.Config{
		MaxIdle: 1, MaxTotal: 2, RuntimeConfig: config,
		FSConfig: wazero.NewFSConfig(), // the default would give a hostile PDF the whole disk
		Stdout:   io.Discard, Stderr: io.Discard,
	})
	if err != nil {
		return nil, err
	}
	v.pool = pool
	return pool, nil
}

// diskCache keeps compiled code where only this user may write, since it will be executed.
func diskCache(dir string) (wazero.CompilationCache, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	return wazero.NewCompilationCacheWithDir(dir)
}

func (v *viewer) close() error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.closed {
		return nil
	}
	v.closed = true
	var err error
	if v.pool != nil {
		err = v.pool.Close()
	}
	if v.cache != nil {
		err = errors.Join(err, v.cache.Close(context.Background()))
	}
	return err
}

// each opens a document and calls work for its first pages, within the limits; it says how many pages there are. Whatever is wrong with the document, and
// whatever it does to the viewer, comes back as paper.unreadable.
func (v *viewer) each(pdf []byte, most int, work func(pdfium.Pdfium, requests.Page) error) (count int, err error) {
	if len(pdf) > maxPDFBytes {
		return 0, fault.New(fault.Refused, "paper.pdf_too_large", "limit", fmt.Sprint(maxPDFBytes>>20))
	}
	pool, err := v.ready()
	if err != nil {
		return 0, fault.Wrap(err, fault.Internal, "paper.no_viewer", "paper.viewer")
	}
	ctx, cancel := context.WithTimeout(context.Background(), v.patience)
	defer cancel()
	view, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return 0, fault.Wrap(err, fault.Internal, "paper.no_viewer", "paper.viewer")
	}
	defer func() {
		if r := recover(); r != nil {
			err = fault.Wrap(fmt.Errorf("panic: %v", r), fault.Invalid, "paper.unreadable", "paper.viewer")
		}
	}()
	defer view.Close()
	stop := context.AfterFunc(ctx, func() { _ = view.Kill() })
	defer stop()
	stuck := time.AfterFunc(pagePatience, func() { _ = view.Kill() })
	defer stuck.Stop()
	return pages(view, pdf, most, func(view pdfium.Pdfium, page requests.Page) error {
		stuck.Reset(pagePatience)
		return work(view, page)
	})
}

func pages(view pdfium.Pdfium, pdf []byte, most int, work func(pdfium.Pdfium, requests.Page) error) (int, error) {
	document, err := view.OpenDocument(&requests.OpenDocument{File: &pdf})
	if err != nil {
		return 0, fault.Wrap(err, fault.Invalid, "paper.unreadable", "paper.viewer")
	}
	count, err := view.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: document.Document})
	if err != nil {
		return 0, fault.Wrap(err, fault.Invalid, "paper.unreadable", "paper.viewer")
	}
	if count.PageCount > maxViewPages {
		return 0, fault.New(fault.Refused, "paper.too_many_pages", "limit", fmt.Sprint(maxViewPages))
	}
	for i := range min(most, count.PageCount) {
		if err := work(view, pageOf(document.Document, i)); err != nil {
			return 0, fault.Wrap(err, fault.Invalid, "paper.unreadable", "paper.viewer")
		}
	}
	return count.PageCount, nil
}

func pageOf(document references.FPDF_DOCUMENT, i int) requests.Page {
	return requests.Page{ByIndex: &requests.PageByIndex{Document: document, Index: i}}
}
