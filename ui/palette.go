package ui

import (
	"context"
	"runtime"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"ruhang/ui/kit"
	"ruhang/ui/staff"
)

// command is something the palette does by itself.
type command struct {
	id string // its words are "command.<id>"
	do func()
}

func (u *staffSurface) commands() []command {
	w := u.w
	out := []command{
		{"lock", func() { w.SignOut(true) }},
		{"switch_user", func() { w.SignOut(false) }},
		{"password", w.changePassword},
		{"lang", func() { w.SetLang(w.otherLang()) }},
		{"look", func() { w.SetDark(!w.dark) }},
	}
	if slices.Contains(u.allow, "import") {
		out = append(out, command{"import", func() { u.Go("import", "") }})
	}
	return out
}

// Palette opens the search over cases, screens and commands.
func (u *staffSurface) Palette() {
	kit.ShowPalette(u.w.win.Canvas(), u.w.words, u.find, u.run)
}

// find answers from memory: cases first, then screens and commands whose words hold the query.
func (u *staffSurface) find(query string) []kit.Hit {
	w := u.w
	var out []kit.Hit
	if hits, err := u.staff.Find(context.Background(), query, 20); err == nil && slices.Contains(u.allow, "case") {
		for _, h := range hits {
			note := strings.TrimSpace(h.Head.Phone + "  " + h.Head.IDTail)
			out = append(out, kit.Hit{ID: "case/" + string(h.ID), Title: h.Head.Name, Note: note})
		}
	}
	matches := func(word string) bool {
		return strings.Contains(strings.ToLower(word), strings.ToLower(strings.TrimSpace(query)))
	}
	for _, id := range u.order {
		if word := w.words("screen." + id); matches(word) {
			out = append(out, kit.Hit{ID: "screen/" + id, Title: word, Note: w.words("palette.screen")})
		}
	}
	for _, c := range u.commands() {
		if word := w.words("command." + c.id); matches(word) {
			out = append(out, kit.Hit{ID: "command/" + c.id, Title: word, Note: w.words("palette.command")})
		}
	}
	return out
}

func (u *staffSurface) run(hit kit.Hit) {
	kind, id, _ := strings.Cut(hit.ID, "/")
	switch kind {
	case "case":
		u.Go("case", id)
	case "screen":
		u.Go(id, "")
	default:
		for _, c := range u.commands() {
			if c.id == id {
				c.do()
			}
		}
	}
}

// keys are what works everywhere in the window.
func (w *Window) keys() {
	on := func(key fyne.KeyName, modifier fyne.KeyModifier, do func(u *staffSurface)) {
		w.win.Canvas().AddShortcut(&desktop.CustomShortcut{KeyName: key, Modifier: modifier}, func(fyne.Shortcut) {
			w.touch()
			if u, ok := w.surface.(*staffSurface); ok && len(w.win.Canvas().Overlays().List()) == 0 {
				do(u)
			}
		})
	}
	on(fyne.KeyK, fyne.KeyModifierShortcutDefault, (*staffSurface).Palette)
	on(fyne.KeyL, fyne.KeyModifierShortcutDefault, func(u *staffSurface) { u.w.SignOut(true) })
	on(fyne.KeyLeft, fyne.KeyModifierAlt, (*staffSurface).Back)
	on(fyne.KeyLeftBracket, fyne.KeyModifierShortcutDefault, (*staffSurface).Back)
	for i, key := range []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6, fyne.Key7, fyne.Key8, fyne.Key9} {
		on(key, fyne.KeyModifierShortcutDefault, func(u *staffSurface) {
			if i < len(u.order) {
				u.Go(u.order[i], "")
			}
		})
	}
}

// shortcutName is how the search's key is written on this machine.
func shortcutName() string {
	if runtime.GOOS == "darwin" {
		return "Cmd+K"
	}
	return "Ctrl+K"
}

var _ staff.Host = (*staffHost)(nil)
