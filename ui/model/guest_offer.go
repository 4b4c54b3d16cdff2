package model

import (
	"slices"
	"strconv"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// GuestPaper is the offer page: how it stands, what changed, how long it stands, and what may be done.
type GuestPaper struct {
	Version int
	State   string
	Said    string // one sentence on what the state means for the candidate
	Tone    Tone
	Clock   *Timing
	Changes []GuestChange
	Asked   []Row // the change asked for, with HR's answer
	Letter  office.Document
	Earlier []int
	Digest  string
	Signed  bool
	Proved  bool // there is an evidence sheet

	Sign, Ask, Decline error // nil when it may be done
}

// GuestChange is a term that differs from the version before (N-16).
type GuestChange struct{ Term, Old, New string }

// ChangeFields are what a candidate may ask to have changed.
var ChangeFields = []string{"start", "salary", "branch", "other"}

// GuestPaper words the offer; nil when there is none.
func (r Reader) GuestPaper(j *office.Journey) *GuestPaper {
	o := j.Offer
	if o == nil {
		return nil
	}
	p := &GuestPaper{Version: o.Version, State: r.Say("offer.state." + string(o.State)), Said: r.known("guest.offer."+string(o.State), ""),
		Letter: o.Document, Earlier: o.Earlier, Digest: o.PDF.SHA256, Signed: o.State == hiring.OfferSigned, Proved: !o.Evidence.Empty()}
	switch o.State {
	case hiring.OfferIssued, hiring.OfferViewed:
		p.Tone = Urgent
		clock := r.Timing(r.Say("guest.offer.until", "when", r.Moment(o.ExpiresAt)), o.Document.Made, o.ExpiresAt)
		p.Clock = &clock
		if r.Now.After(o.ExpiresAt) { // also before the clock of the case has noted it
			p.State, p.Said = r.Say("offer.state.expired"), r.Say("guest.offer.expired")
		}
	case hiring.OfferSigned:
		p.Said = r.Say("guest.offer.signed", "when", r.Moment(o.SignedAt))
	}
	for _, d := range o.Changes {
		p.Changes = append(p.Changes, GuestChange{r.Say("term." + d.Field), d.Old, d.New})
	}
	p.Asked = r.asked(o)
	there := hiring.FileRef{ID: "-"}
	p.Sign = j.May(hiring.SignOffer{SHA256: o.PDF.SHA256, Agreed: true, Stroke: there, PDF: there})
	p.Ask = j.May(hiring.RequestChange{Field: "other", Value: "-"})
	p.Decline = j.May(hiring.DeclineOffer{Reason: r.Reasons("decline")[0].Value})
	return p
}

func (r Reader) asked(o *office.GuestOffer) []Row {
	c := o.Change
	if c == nil {
		return nil
	}
	rows := []Row{{Label: r.Say("guest.change.what"), Value: r.Say("term." + c.Field)}}
	if old := r.changeValue(c.Field, c.Old); old != "" {
		rows = append(rows, Row{Label: r.Say("guest.change.old"), Value: old})
	}
	rows = append(rows, Row{Label: r.Say("guest.change.new"), Value: r.changeValue(c.Field, c.New)})
	if c.Note != "" {
		rows = append(rows, Row{Label: r.Say("field.note"), Value: c.Note})
	}
	rows = append(rows, Row{Label: r.Say("guest.change.at"), Value: r.Moment(c.At)})
	if c.Answered != nil {
		answer := r.Say("guest.change.refused", "text", c.Answer)
		if c.Accepted {
			answer = r.Say("guest.change.accepted")
		}
		rows = append(rows, Row{Label: r.Say("guest.change.answer"), Value: answer})
		if !c.Accepted && !o.ExpiresAt.Equal(o.Printed) {
			rows = append(rows, Row{Label: r.Say("guest.change.until"), Value: r.Moment(o.ExpiresAt)})
		}
	}
	return rows
}

func (r Reader) changeValue(field, value string) string {
	if field == "branch" {
		return r.Branch(value)
	}
	return value
}

// WithdrawReasons are the candidate's own: that nobody answered is for HR to say.
func (r Reader) WithdrawReasons() []Choice {
	return slices.DeleteFunc(r.Reasons("withdraw"), func(c Choice) bool { return c.Value == "withdraw_no_answer" })
}

// BranchChoices are the branches, for a wish to work elsewhere.
func (r Reader) BranchChoices() []Choice {
	var out []Choice
	for _, b := range r.Cat.Bank.Branches {
		out = append(out, Choice{b.ID, b.Name.In(r.Lang)})
	}
	return out
}

// EarlierName names an earlier version.
func (r Reader) EarlierName(version int) string {
	return r.Say("guest.offer.earlier", "version", strconv.Itoa(version))
}
