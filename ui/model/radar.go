package model

import (
	"strconv"
	"time"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// RadarView is the radar of stuck work in words.
type RadarView struct {
	Summary string
	Lines   []RadarLine
	Signals []RadarSignal // what should move by itself and does not, and what was put right
}

// RadarLine is one hand-over: what waits on whom, how much of it, since when, and how its time stands.
type RadarLine struct {
	Stage, What, Who string
	Count, Late      string
	Since            string
	Due              LineCell
	Of               office.Wait
}

// RadarSignal is one thing about the machinery itself.
type RadarSignal struct {
	Text string
	Tone Tone
}

// Addressee is who work waits on: a role, the candidate, or a person by name.
func (r Reader) Addressee(to string, names map[string]string) string {
	switch {
	case to == "candidate":
		return r.Say("radar.candidate")
	case len(to) > 5 && to[:5] == "role:":
		return r.RoleName(to[5:])
	case names[to] != "":
		return names[to]
	}
	return r.Say("actor.unknown")
}

// Radar puts the radar into words.
func (r Reader) Radar(d office.Radar) RadarView {
	v := RadarView{Signals: r.signals(d)}
	open, late := 0, 0
	for _, w := range d.Waits {
		open, late = open+w.Count, late+w.Overdue
		line := RadarLine{Stage: r.StageName(w.Stage), What: r.Say("work." + w.Code), Who: r.Addressee(w.To, d.Names), Count: strconv.Itoa(w.Count), Of: w,
			Since: r.Lasting(max(0, d.At.Sub(w.Since))), Due: r.dueCell(w.Due)}
		if !w.Since.Before(d.At) { // it waits from a day to come
			line.Since = "—"
		}
		if w.Overdue > 0 {
			line.Late = strconv.Itoa(w.Overdue)
		}
		v.Lines = append(v.Lines, line)
	}
	v.Summary = r.Say("radar.summary", "open", strconv.Itoa(open), "overdue", strconv.Itoa(late), "handovers", strconv.Itoa(len(d.Waits)))
	return v
}

// signalDays is for how long something that is over is told.
const signalDays = 7 * 24 * time.Hour

func (r Reader) signals(d office.Radar) (out []RadarSignal) {
	add := func(tone Tone, key string, pairs ...string) {
		out = append(out, RadarSignal{r.Say(key, pairs...), tone})
	}
	for _, s := range d.Sources {
		add(Urgent, "radar.source", "source", r.sourceName(s.ID), "standing", r.Say("connector.standing."+s.Standing), "n", strconv.Itoa(s.Waiting))
	}
	for _, k := range d.Silent {
		add(Urgent, "radar.silent", "channel", r.Say("channel."+k.Kind), "n", strconv.Itoa(k.Count))
	}
	if d.Stuck > 0 {
		add(Urgent, "radar.held", "n", strconv.Itoa(d.Stuck))
	}
	c := d.Clock
	lately := func(at time.Time) bool { return !at.IsZero() && d.At.Sub(at) < signalDays }
	if c.Back != nil && lately(c.Back.To) {
		add(Urgent, "radar.back", "from", r.Moment(c.Back.From), "to", r.Moment(c.Back.To))
	}
	if c.Pause != nil && lately(c.Pause.To) {
		add(Plain, "radar.pause", "from", r.Moment(c.Pause.From), "to", r.Moment(c.Pause.To))
	}
	if lately(c.LatelyAt) {
		f := c.Lately
		add(Plain, "radar.repaired", "at", r.Moment(c.LatelyAt), "orders", strconv.Itoa(f.Orders), "unsent", strconv.Itoa(f.Unsent), "untold", strconv.Itoa(f.Untold), "invites", strconv.Itoa(f.Invites))
	}
	switch {
	case c.Reconciled.IsZero():
		add(Plain, "radar.never")
	default:
		add(Plain, "radar.reconciled", "at", r.Moment(c.Reconciled))
	}
	return out
}

// RadarItem is one piece of work of a hand-over.
type RadarItem struct {
	Name, Note, Since string
	Due               LineCell
	Case              hiring.CaseID
}

// RadarItems are the pieces of work of a hand-over, longest waiting first.
func (r Reader) RadarItems(items []office.WorkItem) []RadarItem {
	out := make([]RadarItem, len(items))
	for i, w := range items {
		out[i] = RadarItem{Name: w.Name, Note: r.Position(w.Position), Since: r.Lasting(max(0, r.Now.Sub(w.Since))), Due: r.dueCell(w.Due), Case: w.Case}
	}
	return out
}

// sourceName is the name of a source of checks; one that checks.yaml no longer names keeps its id.
func (r Reader) sourceName(id string) string {
	for _, kind := range sortedKeys(r.Cat.Checks) {
		for i := range r.Cat.Checks[kind].Sources {
			if s := &r.Cat.Checks[kind].Sources[i]; s.ID == id {
				return s.Name.In(r.Lang)
			}
		}
	}
	return id
}
