package model

import (
	"slices"
	"strconv"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// Timing is a clock in words: how much of a limit is used.
type Timing struct {
	Label   string
	Elapsed string
	Limit   string
	Over    string  // in words; "" while there is time
	Share   float64 // elapsed divided by limit
}

// Line is a case in the list of one of the four screens of work: its own cells, and the group a filter chooses it by.
type Line struct {
	ID                     hiring.CaseID
	Name, Position, Branch string
	Cells                  []LineCell
	Group                  string
}

// LineCell is one cell of a Line.
type LineCell struct {
	Text string
	Tone Tone
}

// WorkList is which cases a screen of work lists, and what it says of each.
type WorkList struct {
	ID     string // of the screen
	Query  office.CaseQuery
	Heads  []string // "work_list.<head>" names a cell's column
	Groups []string // "<id>.group.<group>" names a filter
	cells  func(r Reader, b office.BoardRow) []LineCell
	group  func(r Reader, b office.BoardRow) string
}

// WorkLists are the four screens of work at a case.
var WorkLists = map[string]WorkList{
	"checks": {ID: "checks", Query: office.CaseQuery{Stages: []string{"check"}, Sort: office.ByDue}, Heads: []string{"state", "light", "flags", "to_verify", "due"},
		Groups: []string{"flagged", "incomplete", "consent", "overdue", "running"}, cells: checkCells, group: checkGroup},
	"offers": {ID: "offers", Query: office.CaseQuery{Stages: []string{"offer"}, Sort: office.ByDue}, Heads: []string{"offer", "start", "due"},
		Groups: []string{"draft", "approving", "approved", "out", "negotiating", "ended"}, cells: offerCells, group: offerGroup},
	"onboarding": {ID: "onboarding", Query: office.CaseQuery{Stages: []string{"onboarding"}, Sort: office.ByStart}, Heads: []string{"start", "arrives", "due"},
		Groups: []string{"late", "today", "week", "later"}, cells: arrivalCells, group: arrivalGroup},
	"probation": {ID: "probation", Query: office.CaseQuery{Stages: []string{"probation"}, Sort: office.ByDue}, Heads: []string{"ends", "left", "due"},
		Groups: []string{"due", "soon", "running"}, cells: probationCells, group: probationGroup},
}

// Line is a board's row as the screen lists it.
func (l WorkList) Line(r Reader, b office.BoardRow) Line {
	return Line{ID: b.ID, Name: b.Name, Position: r.Position(b.Position), Branch: r.Branch(b.Branch), Cells: l.cells(r, b), Group: l.group(r, b)}
}

func checkCells(r Reader, b office.BoardRow) []LineCell {
	light := LineCell{r.light(b.Light), LightTone(b.Light)}
	state := LineCell{Text: "\u2014"}
	if b.Checks != "" {
		state = LineCell{r.Say("check.state." + string(b.Checks)), stateTones[b.Checks]}
	}
	return []LineCell{state, light, r.counted(b.Flags), r.counted(b.ToVerify), r.dueCell(b.DueAt)}
}

func checkGroup(r Reader, b office.BoardRow) string {
	switch {
	case b.Flags > 0 || b.ToVerify > 0:
		return "flagged"
	case b.Checks == hiring.CheckIncomplete:
		return "incomplete"
	case b.Checks == hiring.CheckAwaitsConsent:
		return "consent"
	case !b.DueAt.IsZero() && b.DueAt.Before(r.Now):
		return "overdue"
	}
	return "running"
}

func offerCells(r Reader, b office.BoardRow) []LineCell {
	state := LineCell{Text: r.Say("offer.state.none")}
	if b.Offer != "" {
		state = LineCell{r.Say("offer.state." + string(b.Offer)), offerTone(b.Offer)}
	}
	return []LineCell{state, {Text: string(b.StartOn)}, r.dueCell(b.DueAt)}
}

func offerGroup(_ Reader, b office.BoardRow) string {
	switch b.Offer {
	case "", hiring.OfferDraft, hiring.OfferRefused:
		return "draft"
	case hiring.OfferIssued, hiring.OfferViewed:
		return "out"
	case hiring.OfferApproving, hiring.OfferApproved, hiring.OfferNegotiating:
		return string(b.Offer)
	}
	return "ended"
}

func arrivalCells(r Reader, b office.BoardRow) []LineCell {
	days := hiring.DateOf(r.Now).DaysUntil(b.StartOn)
	return []LineCell{{Text: string(b.StartOn)}, r.inDays(days), r.dueCell(b.DueAt)}
}

func arrivalGroup(r Reader, b office.BoardRow) string {
	switch days := hiring.DateOf(r.Now).DaysUntil(b.StartOn); {
	case days < 0:
		return "late"
	case days == 0:
		return "today"
	case days <= 7:
		return "week"
	}
	return "later"
}

func probationCells(r Reader, b office.BoardRow) []LineCell {
	return []LineCell{{Text: string(b.EndsOn)}, r.daysLeft(b.EndsOn), r.dueCell(b.DueAt)}
}

func probationGroup(r Reader, b office.BoardRow) string {
	switch today := hiring.DateOf(r.Now); {
	case !b.DueAt.IsZero() && b.DueAt.Before(r.Now.AddDate(0, 0, 7)):
		return "due"
	case today.DaysUntil(b.EndsOn) <= 30:
		return "soon"
	}
	return "running"
}

// light is a check light's word; a check without a result is still running.
func (r Reader) light(l hiring.Light) string {
	if l == "" {
		return r.Say("light.none")
	}
	return r.Say("light." + string(l))
}

func (r Reader) counted(n int) LineCell {
	if n == 0 {
		return LineCell{Text: "—"}
	}
	return LineCell{strconv.Itoa(n), Urgent}
}

// dueCell is how long there is until a deadline, or since it.
func (r Reader) dueCell(due time.Time) LineCell {
	if due.IsZero() {
		return LineCell{Text: "—"}
	}
	left := due.Sub(r.Now)
	if left < 0 {
		return LineCell{r.Say("due.over", "span", r.Lasting(-left)), Urgent}
	}
	return LineCell{Text: r.Say("due.left", "span", r.Lasting(left))}
}

// inDays says how far a day lies ahead.
func (r Reader) inDays(days int) LineCell {
	switch {
	case days < 0:
		return LineCell{r.Say("days.late", "n", strconv.Itoa(-days)), Urgent}
	case days == 0:
		return LineCell{r.Say("days.today"), Urgent}
	}
	return LineCell{Text: r.Say("days.in", "n", strconv.Itoa(days))}
}

// daysLeft counts down to a last day, which still belongs to the time.
func (r Reader) daysLeft(last hiring.Date) LineCell {
	switch days := hiring.DateOf(r.Now).DaysUntil(last); {
	case days < 0:
		return LineCell{r.Say("days.over", "n", strconv.Itoa(-days)), Urgent}
	case days <= 15:
		return LineCell{r.Say("days.left", "n", strconv.Itoa(days)), Urgent}
	default:
		return LineCell{Text: r.Say("days.left", "n", strconv.Itoa(days))}
	}
}

// Lasting is a length of time in the two largest units that matter.
func (r Reader) Lasting(d time.Duration) string {
	minutes := int(d.Minutes())
	days, hours := minutes/(24*60), minutes/60%24
	n := func(key string, n int) string { return r.Say(key, "n", strconv.Itoa(n)) }
	switch {
	case days >= 10 || (days > 0 && hours == 0):
		return n("span.days", days)
	case days > 0:
		return n("span.days", days) + " " + n("span.hours", hours)
	case hours > 0:
		return n("span.hours", hours)
	}
	return n("span.minutes", minutes%60)
}

// Timing holds the time since against a limit.
func (r Reader) Timing(label string, since, due time.Time) Timing {
	t := Timing{Label: label, Elapsed: r.Lasting(r.Now.Sub(since)), Limit: r.Lasting(due.Sub(since))}
	if limit := due.Sub(since); limit > 0 {
		t.Share = float64(r.Now.Sub(since)) / float64(limit)
	}
	if r.Now.After(due) {
		t.Over = r.Lasting(r.Now.Sub(due))
	}
	return t
}

// able is what Decide says of a command: what only the form still lacks is no reason against it. An act that the
// account's roles do not have is no act at all: its ID is empty.
func able(f *office.CaseFile, word string, cmd hiring.Command) Act {
	err := f.May(cmd)
	if fault.HasCode(err, "command.denied") {
		return Act{}
	}
	if fault.Is(err, fault.Invalid) {
		err = nil
	}
	return Act{ID: cmd.Name(), Word: word, Why: err}
}

// stamped says who did something and when.
func (r Reader) stamped(f *office.CaseFile, s hiring.Stamp) string {
	return r.Say("stamp", "who", r.Who(f, s.By), "when", r.Moment(s.At))
}

// MayEver says whether a role of the account gives a command at all; whether it may be given now is Decide's.
func (r Reader) MayEver(cmd hiring.Command) bool {
	return slices.ContainsFunc(r.Me.Roles, func(id string) bool {
		role := r.Cat.Roles[id]
		return role != nil && slices.Contains(role.Commands, cmd.Name())
	})
}
