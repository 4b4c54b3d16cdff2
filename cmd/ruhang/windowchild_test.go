package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"ruhang/resources"
	"ruhang/ui/hand"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// windowChild names the bank that this process, started by the test below, shows in a real window; windowClock is a file with
// the time it is there.
const (
	windowChild = "RUHANG_WINDOW_CHILD"
	windowClock = "RUHANG_WINDOW_CLOCK"
)

// showWindow is the real program on the real driver; a question on standard input is answered with where a thing is.
func showWindow(dir string) int {
	words, err := model.LoadWords(resources.Lang)
	must(err)
	now := func() time.Time {
		raw, _ := os.ReadFile(os.Getenv(windowClock))
		t, err := time.Parse(time.RFC3339, string(raw))
		must(err)
		return t
	}
	c := &call{data: dir, lang: os.Getenv("RUHANG_LANG"), words: words, now: now, in: os.Stdin, out: os.Stdout, err: os.Stderr}
	go answerWhere(os.Stdin, os.Stdout)
	return c.answer(c.window(context.Background()))
}

func answerWhere(in io.Reader, out io.Writer) {
	for lines := bufio.NewScanner(in); lines.Scan(); {
		answer := "no"
		if fyne.CurrentApp() != nil {
			fyne.DoAndWait(func() { answer = where(lines.Text()) })
		}
		fmt.Fprintln(out, "answer", answer)
	}
}

// where answers a question about the window: "texts:" all words in view, "form:" which form is in front, "option:NAME=VALUE" what
// a choice says for a value, else the middle of what hand.Where finds, in pixels of the window, after "at", or, where it is
// scrolled out of view, the place to turn the wheel at, after "up" or "down".
func where(question string) string {
	all := fyne.CurrentApp().Driver().AllWindows()
	if len(all) == 0 || all[0].Content() == nil {
		return "no"
	}
	win := all[0]
	h := hand.Of(win)
	switch what, rest, _ := strings.Cut(question, ":"); what {
	case "texts":
		raw, err := json.Marshal(h.Texts())
		must(err)
		return "texts " + string(raw)
	case "form":
		return fmt.Sprintf("form %p", h.Form())
	case "option":
		return option(h, rest)
	}
	found, err := h.Where(question)
	if err != nil {
		return "no"
	}
	at, scale := middle(found), win.Canvas().Scale()
	turn := "at"
	hand.Each(h.Front(), func(o fyne.CanvasObject, way []fyne.CanvasObject) {
		for i := len(way) - 1; o == found && i >= 0 && turn == "at"; i-- {
			if _, scrolls := way[i].(interface{ ScrollToTop() }); !scrolls {
				continue
			}
			top := fyne.CurrentApp().Driver().AbsolutePositionForObject(way[i]).Y
			switch {
			case at.Y < top+4:
				at, turn = edge(way[i]), "up"
			case at.Y > top+way[i].Size().Height-4:
				at, turn = edge(way[i]), "down"
			}
		}
	})
	return fmt.Sprintf("%s %d %d", turn, int(at.X*scale), int(at.Y*scale))
}

func middle(o fyne.CanvasObject) fyne.Position {
	if _, tick := o.(*widget.Check); tick { // only its box and its words take a click
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).AddXY(14, o.Size().Height/2)
	}
	return fyne.CurrentApp().Driver().AbsolutePositionForObject(o).AddXY(o.Size().Width/2, o.Size().Height/2)
}

// edge is the right edge of what scrolls, where no field takes the wheel for itself.
func edge(o fyne.CanvasObject) fyne.Position { return middle(o).AddXY(o.Size().Width/2-14, 0) }

// option is what a choice shows for a value, "tick" for a box to tick, "type" for what is typed.
func option(h hand.Hand, pair string) string {
	name, value, _ := strings.Cut(pair, "=")
	form := h.Form()
	if form == nil {
		return "no"
	}
	spec, ok := form.Spec(name)
	switch {
	case !ok:
		return "no"
	case spec.Kind == kit.FieldCheck:
		return "tick"
	}
	for _, o := range spec.Options {
		if o.Value == value {
			return "option " + o.Label
		}
	}
	return "type"
}
