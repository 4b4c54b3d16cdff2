package staff

import (
	"context"
	"io"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// flagsCard is the risk flags: the CV's word and the evidence's beside each other, and who decided what about it.
func (p *casePage) flagsCard(v model.ChecksView) fyne.CanvasObject {
	var body []fyne.CanvasObject
	for i, flag := range v.Flags {
		if i > 0 {
			body = append(body, kit.Rule())
		}
		body = append(body, p.flagPart(flag))
	}
	if len(body) == 0 {
		body = append(body, small(p.say("check.no_flags")))
	}
	return kit.Card(p.say("check.flags"), kit.Rows(body...), button(kit.Quiet, v.Raise, p.raiseFlag)...)
}

func (p *casePage) flagPart(f model.FlagView) fyne.CanvasObject {
	state := kit.Badge(p.say("check.flag_open"), kit.ToneNow)
	if f.Decided != "" {
		state = kit.Badge(p.say("check.flag_closed"), kit.TonePlain)
	}
	side := func(title, text string) fyne.CanvasObject {
		return kit.Panel(kit.Tight(kit.Note(title), kit.Long(text).Bold()))
	}
	parts := []fyne.CanvasObject{
		kit.Between(kit.Line(state, kit.Light(f.Light, toneOf(f.Tone))), button(kit.Secondary, f.Clear, func() { p.clearFlag(f) })...),
		kit.Long(f.Title),
		kit.Grid(150, side(f.Sides[0], f.Says), side(f.Sides[1], f.Proof)),
		small(f.Found),
	}
	if f.Decided != "" {
		parts = append(parts, kit.Long(f.Decided), small(f.Note))
	}
	return kit.Tight(append(parts, p.whys(f.Clear)...)...)
}

func (p *casePage) raiseFlag() {
	p.modal(sheet{title: p.say("check.raise"), submit: p.say("check.raise"), told: "check.raised", about: kit.Long(p.say("check.raise_says")),
		fields: []kit.Field{{Name: "text", Label: p.say("check.raise_what"), Kind: kit.FieldArea, Required: true}},
		command: func(values map[string]string) (hiring.Command, error) {
			return hiring.RaiseFlag{Kind: "hand", Text: values["text"]}, nil
		}})
}

func (p *casePage) clearFlag(f model.FlagView) {
	p.modal(sheet{title: p.say("check.flag_clear"), submit: p.say("check.flag_clear"), told: "check.flag_cleared", about: kit.Tight(kit.Long(f.Title), small(p.say("check.clear_says"))),
		fields: []kit.Field{p.reasons("clear_flag"), p.note(true)},
		command: func(values map[string]string) (hiring.Command, error) {
			return hiring.ClearFlag{Flag: f.ID, Reason: values["reason"], Note: values["note"]}, nil
		}})
}

// verifyCard is the to-verify list: each entry closes with an explanation, its author and its time.
func (p *casePage) verifyCard(items []model.VerifyView) fyne.CanvasObject {
	var body []fyne.CanvasObject
	for i, item := range items {
		if i > 0 {
			body = append(body, kit.Rule())
		}
		state := kit.Badge(p.say("check.verify_open"), kit.ToneNow)
		if item.Explained != "" {
			state = kit.Badge(p.say("check.verify_closed"), kit.TonePlain)
		}
		parts := []fyne.CanvasObject{kit.Between(state, button(kit.Secondary, item.Explain, func() { p.explain(item) })...),
			kit.Long(item.Title), kit.Long(item.Detail).Bold(), small(item.Found)}
		if item.Explained != "" {
			parts = append(parts, kit.Long(item.Text), small(p.say("check.explained_by", "stamp", item.Explained)))
			parts = append(parts, p.fileButtons(item.File)...)
		}
		body = append(body, kit.Tight(append(parts, p.whys(item.Explain)...)...))
	}
	if len(body) == 0 {
		body = append(body, small(p.say("check.no_verify")))
	}
	return kit.Card(p.say("check.verify"), kit.Rows(body...))
}

func (p *casePage) explain(item model.VerifyView) {
	files := p.attachments(hiring.Background, p.say("check.explain_file"))
	p.modal(sheet{title: p.say("check.explain"), submit: p.say("check.explain"), told: "check.explained_now", about: kit.Tight(kit.Long(item.Title), kit.Long(item.Detail).Bold()), below: files.box,
		fields: []kit.Field{{Name: "text", Label: p.say("check.explain_text"), Kind: kit.FieldArea, Required: true}},
		command: func(values map[string]string) (hiring.Command, error) {
			return hiring.Explain{Item: item.ID, Text: values["text"], File: files.first()}, nil
		}})
}

// importButton brings results in from a provider's file.
func (p *workListPage) importButton() []fyne.CanvasObject {
	if !readerOf(p.h).MayEver(hiring.RecordCheck{}) {
		return nil
	}
	p.h.Dropped(p.importChecks)
	return []fyne.CanvasObject{kit.Primary(p.h.Words()("check.import"), func() { p.h.PickFile([]string{".json", ".csv"}, p.importChecks) }).WithIcon(theme.FolderOpenIcon())}
}

// importChecks reads a result file: every row is answered, and the refused ones say where and why.
func (p *workListPage) importChecks(name string, content io.ReadCloser) {
	var result office.ImportResult
	p.h.Run(func(ctx context.Context) (err error) {
		defer content.Close()
		result, err = p.h.Staff().ImportChecks(ctx, name, content)
		return err
	}, func(err error) {
		if err != nil {
			p.h.Fail(err)
			return
		}
		p.showAnswers(result)
		p.Refresh()
	})
}

// shownAnswers bounds the refused rows that a dialog lists; the count says how many there are.
const shownAnswers = 12

func (p *workListPage) showAnswers(result office.ImportResult) {
	words := p.h.Words()
	refused := result.Count(office.RowRefused)
	body := []fyne.CanvasObject{kit.Head(words("check.imported")),
		kit.Long(words("check.import_counts", "taken", strconv.Itoa(result.Count(office.RowTaken)), "refused", strconv.Itoa(refused)))}
	shown := 0
	for _, a := range result.Answers {
		if a.Err != nil && shown < shownAnswers {
			shown++
			body = append(body, kit.Long(words("check.import_line", "line", strconv.Itoa(a.Line), "why", p.h.Fault(a.Err))).In(kit.InkSoft))
		}
	}
	var closeIt func()
	closing := kit.Primary(words("close"), func() { closeIt() })
	closing.OnEscape = closing.OnTapped
	closeIt = kit.Modal(p.h.Canvas(), 560, kit.Rows(append(body, kit.Between(kit.Note(""), closing))...))
	p.h.Canvas().Focus(closing)
}
