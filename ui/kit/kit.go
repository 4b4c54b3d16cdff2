// Package kit is what every screen of Ruhang is made of: the theme (calm paper and ink, light and dark, four sizes of
// type) and the widgets (text, cards, lights, faces, forms, tables, the chain, charts, the kiosk's pads).
//
// It refuses to know the business: no case, no command, no stage; a screen turns its model into the few plain values
// a widget takes. It carries no words of its own either: what a widget has to say by itself it asks of Words, by the
// keys in WordKeys. It reads no file and holds no data; fonts come in as bytes.
//
// A page is built from top to bottom, with one primary button and one of four faces:
//
//	func (p *page) Content() fyne.CanvasObject {
//		p.table = kit.NewDataTable([]kit.Column{
//			{Title: p.words("case.name"), Weight: 2, Role: kit.RoleLead, Cell: p.name},
//			{Title: p.words("case.score"), Width: 80, Align: kit.Right, Cell: p.score},
//		}, p.model.Len)
//		p.table.OnOpen = p.open
//		p.faces = kit.NewFaces(p.words, p.table)
//		p.faces.Load(p.words("board.loading"), 0, 0)
//		return kit.Page(
//			kit.Between(kit.Title(p.words("board.title")), kit.Primary(p.words("board.import"), p.importFile)),
//			kit.Fill(p.faces),
//		)
//	}
//
// and when the model arrives, inside fyne.Do: p.faces.Content(), p.faces.Empty(…), p.faces.Refuse(…) otherwise.
// From a goroutine that loads, everything here is touched inside fyne.Do only.
//
// Single-line texts are Title, Head, Body and Note; whatever may be longer than a line is Long. Rows, Tight, Line,
// Flow, Grid, Split and Between place things; Card, Panel and TapPanel hold them; Tabs part a page. Lists of any length
// are DataTable, Lanes and Timeline, which ask for what is in view; a case is told by Chain, Stepper, ClockBar, Pairs and
// Light; people answer through Form, Chips, ScorePicker, SignaturePad and Ask, and hear back through Toaster. Colours are named (Ink, Accent, Good …) so that a
// change of theme repaints what is on the screen.
package kit

// Words gives the sentence for a key in the reader's language; params are pairs of placeholder name and value.
type Words func(key string, params ...string) string

// WordKeys are the keys the widgets of this package ask Words for; both language files must have them all.
func WordKeys() []string {
	return []string{
		"kit.loading", "kit.progress", "kit.required", "kit.choose", "kit.date_form", "kit.time_form", "kit.bad_date",
		"kit.bad_time", "kit.bad_number", "kit.year_month", "kit.weekdays", "kit.elapsed", "kit.overdue",
		"kit.clear", "kit.undo", "kit.page_of", "kit.fit", "kit.save_picture",
		"kit.save_numbers", "kit.find", "kit.nothing_found", "kit.sign_here", "kit.backspace", "kit.enter", "kit.score_hint",
	}
}
