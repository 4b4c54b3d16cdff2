package model

import (
	"encoding/json"
	"strings"

	"ruhang/core/office"
)

// exported is all that the candidate's own file holds: written field by field, so that nothing comes along by itself.
type exported struct {
	Name       string            `json:"name"`
	Position   string            `json:"position"`
	Branch     string            `json:"branch"`
	Status     string            `json:"status"`
	ExportedAt string            `json:"exported_at"`
	Stages     []exportedStage   `json:"stages"`
	Interviews []exportedRound   `json:"interviews"`
	AIResult   []exportedScore   `json:"ai_result"`
	Review     string            `json:"human_review,omitempty"`
	Consents   []exportedConsent `json:"consents"`
	Offer      *exportedOffer    `json:"offer,omitempty"`
	Materials  []exportedPaper   `json:"materials,omitempty"`
	Weeks      []exportedWeek    `json:"probation,omitempty"`
	Messages   []exportedMessage `json:"messages"`
}

type exportedStage struct {
	Name  string `json:"name"`
	State string `json:"state"`
	On    string `json:"on,omitempty"`
}

type exportedRound struct {
	When  string `json:"when"`
	Place string `json:"place"`
	State string `json:"state"`
}

type exportedScore struct {
	Name  string `json:"name"`
	Band  string `json:"band"`
	Plain string `json:"about"`
}

type exportedConsent struct {
	Title   string `json:"title"`
	Purpose string `json:"purpose"`
	State   string `json:"state"`
	Says    string `json:"says,omitempty"`
	Text    string `json:"text"`
}

type exportedOffer struct {
	Version int    `json:"version"`
	State   string `json:"state"`
	SHA256  string `json:"pdf_sha256"`
	Until   string `json:"valid_until"`
}

type exportedPaper struct {
	Name   string `json:"name"`
	State  string `json:"state"`
	Reason string `json:"reason,omitempty"`
}

type exportedWeek struct {
	Week    string   `json:"week"`
	Says    string   `json:"says"`
	Reports []string `json:"reports,omitempty"`
}

type exportedMessage struct {
	When    string `json:"when"`
	Subject string `json:"subject"`
	Body    string `json:"body"`
}

// GuestExport is the candidate's own data as JSON and as text to read (PIPL Art. 45): what their pages show, nothing more.
func (r Reader) GuestExport(j *office.Journey) (raw []byte, text string, err error) {
	e := r.exported(j)
	if raw, err = json.MarshalIndent(e, "", "  "); err != nil {
		return nil, "", err
	}
	return raw, r.readable(e), nil
}

func (r Reader) exported(j *office.Journey) exported {
	home, talks := r.GuestHome(j), r.GuestTalks(j, "")
	e := exported{Name: j.Name, Position: r.Position(j.Position), Branch: r.Branch(j.Branch), Status: r.known("guest.status."+string(j.Status), string(j.Status)),
		ExportedAt: r.Moment(r.Now), Review: strings.TrimSpace(talks.Review.Said + " " + talks.Review.Answer)}
	for _, c := range r.GuestConsents(j) {
		e.Consents = append(e.Consents, exportedConsent{c.Title, c.Give.Purpose, r.Say("guest.consent." + c.State), c.Says, c.Text})
	}
	for i, s := range home.Stages {
		e.Stages = append(e.Stages, exportedStage{s.Title, r.Say("guest.step_state." + s.State), r.Day(j.Stages[i].At)})
	}
	for _, iv := range talks.Rounds {
		e.Interviews = append(e.Interviews, exportedRound{iv.When, iv.Place, iv.State})
	}
	for _, s := range talks.Scores {
		e.AIResult = append(e.AIResult, exportedScore{s.Name, s.Band, s.Plain})
	}
	if o := j.Offer; o != nil {
		e.Offer = &exportedOffer{o.Version, r.Say("offer.state." + string(o.State)), o.PDF.SHA256, r.Moment(o.ExpiresAt)}
	}
	for _, m := range r.GuestMaterials(j) {
		e.Materials = append(e.Materials, exportedPaper{m.Name, m.State, m.Reason})
	}
	if t := r.GuestTrial(j); t != nil {
		for _, w := range t.Weeks {
			e.Weeks = append(e.Weeks, exportedWeek{w.ID, w.Says, w.Reports})
		}
	}
	for _, l := range home.Letters {
		e.Messages = append(e.Messages, exportedMessage{l.When, l.Subject, l.Body})
	}
	return e
}

// readable is the same as lines of text.
func (r Reader) readable(e exported) string {
	var b strings.Builder
	section := func(key string) { b.WriteString("\n== " + r.Say(key) + " ==\n") }
	line := func(parts ...string) {
		kept := parts[:0]
		for _, p := range parts {
			if p != "" {
				kept = append(kept, p)
			}
		}
		b.WriteString(strings.Join(kept, " | ") + "\n")
	}
	line(r.Say("guest.export.title"), e.ExportedAt)
	line(e.Name, e.Position, e.Branch, e.Status)
	section("screen.journey")
	for _, s := range e.Stages {
		line(s.Name, s.State, s.On)
	}
	section("screen.interview")
	for _, iv := range e.Interviews {
		line(iv.When, iv.Place, iv.State)
	}
	for _, s := range e.AIResult {
		line(s.Name, s.Band, s.Plain)
	}
	line(e.Review)
	section("guest.consent")
	for _, c := range e.Consents {
		line(c.Title, c.State, c.Says, c.Text)
	}
	if e.Offer != nil {
		section("screen.offer")
		line(r.EarlierName(e.Offer.Version), e.Offer.State, e.Offer.Until, e.Offer.SHA256)
	}
	section("screen.materials")
	for _, m := range e.Materials {
		line(m.Name, m.State, m.Reason)
	}
	section("screen.probation")
	for _, w := range e.Weeks {
		line(append([]string{w.Week, w.Says}, w.Reports...)...)
	}
	section("guest.letters")
	for _, m := range e.Messages {
		line(m.When, m.Subject)
		b.WriteString(m.Body + "\n")
	}
	return b.String()
}
