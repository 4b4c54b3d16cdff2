package model

import (
	"strconv"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// PostLine is a message that leaves the house, in the list.
type PostLine struct {
	Subject, To, When, State string
	Tone                     Tone
}

// postTones are the tones of the states of a message; what is on its way has none.
var postTones = map[string]Tone{"sent": Good, "failed": Bad, "bounced": Bad}

// PostLines are messages as the outbox lists them.
func (r Reader) PostLines(all []office.Posted) []PostLine {
	out := make([]PostLine, len(all))
	for i, p := range all {
		out[i] = PostLine{Subject: p.Subject, To: p.Receiver, When: r.Moment(p.At), State: r.Say("outbox.state." + p.State), Tone: postTones[p.State]}
		if p.Letter.Missing != "" {
			out[i].Subject = r.Say("inbox.not_made")
		}
	}
	return out
}

// PostRows are what is known of how a message fares.
func (r Reader) PostRows(p office.Posted, sentence func(error) string) []Row {
	rows := []Row{{Label: r.Say("outbox.to"), Value: p.Receiver}, {Label: r.Say("outbox.about"), Value: p.Candidate},
		{Label: r.Say("outbox.channel"), Value: r.Say("channel." + p.Channel)}, {Label: r.Say("outbox.made"), Value: r.Moment(p.At)}}
	if p.State != "waiting" {
		rows = append(rows, Row{Label: r.Say("outbox.state." + p.State), Value: r.Moment(p.Since)})
	}
	if p.Tries > 0 {
		rows = append(rows, Row{Label: r.Say("outbox.tries"), Value: strconv.Itoa(p.Tries)})
	}
	switch {
	case p.NoChannel:
		rows = append(rows, Row{Label: r.Say("outbox.why"), Value: r.Say("outbox.no_channel")})
	case p.State == "waiting" && p.Next.After(r.Now):
		rows = append(rows, Row{Label: r.Say("outbox.next"), Value: r.Moment(p.Next)})
	}
	if p.Why != nil {
		rows = append(rows, Row{Label: r.Say("outbox.why"), Value: sentence(p.Why)})
	}
	if p.Note != "" {
		rows = append(rows, Row{Label: r.Say("field.note"), Value: p.Note})
	}
	return rows
}

// PostActs are what may be done about a message now.
func (r Reader) PostActs(p office.Posted, may func(hiring.Command) error) (resend, told, bounced *Act) {
	act := func(word string, cmd hiring.Command) *Act {
		if err := may(cmd); err != nil {
			return nil
		}
		return &Act{ID: cmd.Name(), Word: r.Say(word)}
	}
	return act("outbox.resend", hiring.ResendMessage{Message: p.ID}), act("outbox.told", hiring.TellOtherwise{Message: p.ID, Note: "-"}),
		act("outbox.bounced", hiring.RecordBounce{Message: p.ID})
}

// PreviewLine is a message before it leaves.
type PreviewLine struct {
	Title, Address, Subject, Body, Files, At, Why string
}

// Previews are messages as they would leave.
func (r Reader) Previews(all []office.Preview, sentence func(error) string) []PreviewLine {
	out := make([]PreviewLine, len(all))
	for i, p := range all {
		out[i] = PreviewLine{Title: r.Say("preview.to", "channel", r.Say("channel."+p.Channel), "name", p.To), Address: p.Address, Subject: p.Subject, Body: p.Body}
		if p.Why != nil {
			out[i].Why = sentence(fault.Of(p.Why))
			continue
		}
		for _, f := range p.Files {
			out[i].Files = r.Say("preview.file", "file", f.Name)
		}
		if p.At.After(r.Now) {
			out[i].At = r.Say("preview.at", "when", r.Moment(p.At))
		}
	}
	return out
}

// Answerer is who answered an invitation: the candidate, or a member of the panel by name.
func (r Reader) Answerer(f *office.CaseFile, who string) string {
	if who == "candidate" {
		return f.Person.Name
	}
	return r.Who(f, hiring.AccountID(who))
}
