package staff

import (
	"context"

	"fyne.io/fyne/v2"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// states are how far a link is, as the chain draws it.
var states = map[string]kit.State{"done": kit.StateDone, "now": kit.StateNow, "bad": kit.StateBad}

// head is who it is, how it stands, the trajectory (Z-22) and the one next step.
func (p *filePage) head(head model.CaseHead) fyne.CanvasObject {
	name := kit.Line(kit.Title(head.Name), kit.Badge(head.Status, toneOf(head.Tone)))
	if head.Stage != "" {
		name.Add(kit.Badge(head.Stage, kit.ToneChosen))
	}
	buttons := []fyne.CanvasObject{kit.Secondary(p.words("case.more"), func() { p.more(head.Menu) })}
	if len(head.Menu) == 0 {
		buttons = nil
	}
	if head.Next != nil {
		next := kit.Primary(head.Next.Word, func() { p.take(*head.Next) })
		if head.Next.Why != nil {
			next.Disable()
		}
		buttons = append(buttons, next)
	}
	links := make([]kit.Link, len(head.Chain))
	for i, l := range head.Chain {
		links[i] = kit.Link{Label: l.Label, Value: l.Value, Date: l.Date, State: states[l.State]}
	}
	rows := kit.Rows(kit.Between(name, buttons...), p.about(head))
	switch {
	case head.Next != nil && head.Next.Why != nil:
		rows.Add(kit.Long(p.h.Fault(head.Next.Why)).In(kit.InkSoft))
	case head.Waits != "":
		rows.Add(kit.Long(head.Waits).In(kit.InkSoft))
	}
	rows.Add(kit.NewChain(links...))
	return rows
}

// about is the position with the numbers, masked until somebody asks for them.
func (p *filePage) about(head model.CaseHead) fyne.CanvasObject {
	row := kit.Line(kit.Note(head.Where))
	numbers := head.Numbers
	if p.whole != nil {
		numbers = []model.Row{{Label: p.words("person.id_no"), Value: p.whole.IDNumber}, {Label: p.words("person.phone"), Value: p.whole.Phone},
			{Label: p.words("person.email"), Value: p.whole.Email}}
	}
	for _, n := range numbers {
		row.Add(kit.Note(n.Label + " " + n.Value))
	}
	if head.Reveal && p.whole == nil {
		row.Add(kit.Quiet(p.words("case.reveal"), p.reveal))
	}
	if p.whole != nil {
		row.Add(kit.Quiet(p.words("contact.correct"), p.correct))
	}
	return row
}

// reveal asks first: that somebody looked is recorded.
func (p *filePage) reveal() {
	kit.Ask(p.h.Canvas(), kit.Question{Title: p.words("case.reveal_title"), Sentence: p.words("case.reveal_sentence"),
		Yes: p.words("case.reveal"), No: p.words("act.leave"), OnYes: func() {
			var person hiring.Person
			p.h.Run(func(ctx context.Context) (err error) {
				person, err = p.h.Staff().Reveal(ctx, p.id)
				return err
			}, func(err error) {
				if err != nil {
					p.h.Fail(err)
					return
				}
				p.whole = &person
				p.Refresh()
			})
		}})
}

// take does the next step, or goes where it is done.
func (p *filePage) take(act model.Act) {
	switch {
	case act.To == "/gate":
		p.decide()
	case act.To[0] == '/':
		p.turnTo(act.To[1:])
	default:
		p.h.Go(act.To, act.Arg)
	}
}

// more lists the other acts; one that is refused now says why below.
func (p *filePage) more(menu []model.Act) {
	var closeIt func()
	rows := kit.Rows(kit.Head(p.words("case.more")))
	for _, act := range menu {
		button := kit.Secondary(act.Word, func() {
			closeIt()
			p.act(act.ID)
		})
		sentence := p.words("case.act." + act.ID + ".says")
		if act.Why != nil {
			button.Disable()
			sentence = p.h.Fault(act.Why)
		}
		rows.Add(kit.Tight(kit.Line(button), kit.Long(sentence).Sized(kit.SizeNote).In(kit.InkSoft)))
	}
	leave := kit.Quiet(p.words("action.close"), func() { closeIt() })
	leave.OnEscape = leave.OnTapped
	rows.Add(kit.Line(leave))
	closeIt = kit.Modal(p.h.Canvas(), 460, rows)
	p.h.Canvas().Focus(leave)
}

func (p *filePage) act(id string) {
	stage := p.file.Case.Stage
	switch id {
	case "hold":
		p.because("hold", false, func(reason, note string) hiring.Command {
			return hiring.PassGate{Stage: stage, Outcome: hiring.Hold, Reason: reason, Note: note}
		})
	case "reject":
		p.because("reject", true, func(reason, note string) hiring.Command { return hiring.Reject{Reason: reason, Note: note} })
	case "withdraw":
		p.because("withdraw", true, func(reason, note string) hiring.Command { return hiring.Withdraw{Reason: reason, Note: note} })
	case "note":
		p.addNote()
	case "invite":
		p.invite()
	}
}

// because asks for a reason of a use, and a note, and gives the command.
func (p *filePage) because(use string, final bool, cmd func(reason, note string) hiring.Command) {
	list := use
	if use == "confirm_fail" {
		list = "reject"
	}
	showDialog(p.h, dialog{
		Title: p.words("case.act." + use), Sentence: p.words("case.act." + use + ".says"), Submit: p.words("case.act." + use), Final: final,
		Fields: []kit.Field{reasonField(p.words, p.read.Reasons(list)), {Name: "note", Label: p.words("field.note"), Kind: kit.FieldArea, Rows: 3}},
		Do: func(ctx context.Context, v map[string]string) error {
			_, err := p.h.Staff().Do(ctx, p.id, cmd(v["reason"], v["note"]))
			return err
		},
		Done: p.done,
	})
}

// done follows every dialog that went well.
func (p *filePage) done() {
	p.h.Told(p.words("told.done"))
	p.Refresh()
}

// decide passes the gate of the stage: on, after saying what will happen.
func (p *filePage) decide() {
	next := p.words("case.gate_end")
	if plan := p.read.Cat.Plan(p.file.Case.Plan); plan != nil {
		if stage := plan.Next(p.file.Case.Stage); stage != nil {
			next = stage.Name.In(p.read.Lang)
		}
	}
	showDialog(p.h, dialog{
		Title: p.words("case.gate_title"), Sentence: p.words("case.gate_says", "next", next), Submit: p.words("case.gate_pass"),
		Fields: []kit.Field{{Name: "note", Label: p.words("field.note"), Kind: kit.FieldArea, Rows: 3}},
		Do: func(ctx context.Context, v map[string]string) error {
			_, err := p.h.Staff().Do(ctx, p.id, hiring.PassGate{Stage: p.file.Case.Stage, Outcome: hiring.Pass, Note: v["note"]})
			return err
		},
		Done: p.done,
	})
}

func (p *filePage) addNote() {
	showDialog(p.h, dialog{
		Title: p.words("case.act.note"), Sentence: p.words("case.act.note.says"), Submit: p.words("act.save"),
		Fields: []kit.Field{{Name: "text", Label: p.words("field.text"), Kind: kit.FieldArea, Rows: 5, Required: true}},
		Do: func(ctx context.Context, v map[string]string) error {
			_, err := p.h.Staff().Do(ctx, p.id, hiring.AddNote{Text: v["text"]})
			return err
		},
		Done: p.done,
	})
}

// invite makes the candidate's account and shows its login and code, once.
func (p *filePage) invite() {
	kit.Ask(p.h.Canvas(), kit.Question{Title: p.words("case.act.invite"), Sentence: p.words("case.act.invite.says"),
		Yes: p.words("case.act.invite"), No: p.words("act.leave"), OnYes: func() {
			var in office.Invitation
			p.h.Run(func(ctx context.Context) (err error) {
				in, err = p.h.Staff().InviteCandidate(ctx, p.id)
				return err
			}, func(err error) {
				if err != nil {
					p.h.Fail(err)
					return
				}
				showInvitation(p.h, p.file.Person.Name, in)
			})
		}})
}
