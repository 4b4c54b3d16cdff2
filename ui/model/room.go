package model

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// CardDraft is an interviewer's card while it is written; it is kept sealed on this machine, so that a lock loses nothing.
type CardDraft struct {
	Ratings        map[string]DraftRating `json:"ratings"` // by the kit item's key
	Recommendation string                 `json:"recommendation,omitempty"`
	Summary        string                 `json:"summary,omitempty"`
	At             int                    `json:"at,omitempty"` // the question in view
}

// DraftRating is what is noted of one question.
type DraftRating struct {
	Level int    `json:"level,omitempty"`
	Note  string `json:"note,omitempty"`
}

// DraftKey is the name of the setting that keeps a draft.
func DraftKey(id hiring.CaseID, interview string) string {
	return "my/card/" + string(id) + "/" + interview
}

// Rate notes a level; Note notes words.
func (d *CardDraft) Rate(key string, level int) {
	r := d.rating(key)
	r.Level = level
	d.Ratings[key] = r
}

// Note notes words on a question.
func (d *CardDraft) Note(key, text string) {
	r := d.rating(key)
	r.Note = text
	d.Ratings[key] = r
}

func (d *CardDraft) rating(key string) DraftRating {
	if d.Ratings == nil {
		d.Ratings = map[string]DraftRating{}
	}
	return d.Ratings[key]
}

// Room is the interview room as one interviewer sees it.
type Room struct {
	Name, Where string
	When        string
	Start       time.Time
	End         time.Time
	AI          []Row // overall and each dimension: never contact data
	Labels      []string
	Values      []float64
	Traits      []ReportTrait
	Questions   []RoomQuestion
	State       string // open, done, closed
	Blind       string // said while the own card is due
	Why         error  // why the card may not be written
	Own         *RoundCard
	Others      []RoundCard // only when the own card is in
	Recommend   []Choice
	Late        string // the card's deadline in words
}

// RoomQuestion is a question as it is asked.
type RoomQuestion struct {
	Key string
	KitQuestion
	Anchors []string
}

// Recommendations are the four answers of a card.
var Recommendations = []string{"strong_yes", "yes", "no", "strong_no"}

// Room is a round's room; an error when the case has no such round.
func (r Reader) Room(f *office.CaseFile, interview string) (*Room, error) {
	i := slices.IndexFunc(f.Case.Interviews, func(iv hiring.Interview) bool { return iv.ID == interview })
	if i < 0 {
		return nil, fault.New(fault.Missing, "interview.missing")
	}
	iv, c := f.Case.Interviews[i], f.Case
	room := &Room{Name: f.Person.Name, Where: r.Position(c.Position) + " · " + r.Branch(c.Branch), Start: iv.Start, End: iv.End,
		When: r.Say("interview.at", "time", r.Moment(iv.Start)+"–"+r.Clock(iv.End), "place", r.Place(iv.Place)), State: "open"}
	r.roomReport(c, room)
	page := r.KitOf(c, c.Kit)
	for k, q := range page.Questions {
		room.Questions = append(room.Questions, RoomQuestion{Key: c.Kit[k].Key(k), KitQuestion: q, Anchors: r.Anchors(c.Kit[k])})
	}
	for _, id := range Recommendations {
		room.Recommend = append(room.Recommend, Choice{id, r.Say("recommend." + id)})
	}
	room.Late = r.Say("room.deadline", "time", r.Moment(iv.Deadline(r.Cat.Bank.ScoreHours)))
	r.roomCards(f, iv, room)
	return room, nil
}

func (r Reader) roomReport(c *hiring.Case, room *Room) {
	rep := c.Report()
	if rep == nil {
		return
	}
	room.AI = append(room.AI, Row{Label: r.Say("report.overall"), Value: r.Score(rep.Overall.Of100()) + " / 100"})
	for _, d := range rep.Dimensions {
		name := r.Dimension(d.Code, d.Name)
		room.Labels, room.Values = append(room.Labels, name), append(room.Values, d.Score.Of100())
		room.AI = append(room.AI, Row{Label: name, Value: r.Score(d.Score.Of100())})
	}
	room.Traits = r.Traits(rep)
}

func (r Reader) roomCards(f *office.CaseFile, iv hiring.Interview, room *Room) {
	me := r.Me.Account
	switch {
	case iv.State != hiring.Planned:
		room.State = "closed"
	case !slices.Contains(iv.Panel, me):
		room.State, room.Why = "closed", fault.New(fault.Denied, "scorecard.not_on_panel")
	case iv.CardOf(me) != nil:
		room.State = "done"
	case owesCard(f.Case, me):
		room.Blind = r.Say("interview.blind")
	}
	if room.State == "open" || !r.Sees(hiring.Evaluation) {
		return
	}
	for _, card := range r.cards(f, iv) {
		if card.Mine {
			own := card
			room.Own = &own
			continue
		}
		room.Others = append(room.Others, card)
	}
}

// Card is the draft as the command, with what is missing in words; "" when it is complete.
func (r Reader) Card(room *Room, interview string, d CardDraft) (hiring.SubmitScorecard, string) {
	cmd := hiring.SubmitScorecard{Interview: interview, Recommendation: d.Recommendation, Summary: strings.TrimSpace(d.Summary)}
	var open []string
	for _, q := range room.Questions {
		rating := d.Ratings[q.Key]
		if rating.Level == 0 {
			open = append(open, q.Number)
		}
		cmd.Ratings = append(cmd.Ratings, hiring.Rating{Question: q.Key, Competency: q.CompetencyID, Level: rating.Level, Note: strings.TrimSpace(rating.Note)})
	}
	switch {
	case len(open) > 0:
		return cmd, r.Say("room.unrated", "numbers", strings.Join(open, r.Say("list.comma")))
	case d.Recommendation == "":
		return cmd, r.Say("room.no_recommendation")
	}
	return cmd, ""
}

// Rated is how many questions have a level.
func (d CardDraft) Rated(room *Room) string {
	n := 0
	for _, q := range room.Questions {
		if d.Ratings[q.Key].Level > 0 {
			n++
		}
	}
	return strconv.Itoa(n) + " / " + strconv.Itoa(len(room.Questions))
}

// Elapsed is how long the round has run, against its length: "12:30 / 45:00"; over is set when the time is up.
func (room *Room) Elapsed(now time.Time) (text string, over bool) {
	gone := max(0, now.Sub(room.Start))
	length := room.End.Sub(room.Start)
	return clockOf(gone.Seconds()) + " / " + clockOf(length.Seconds()), gone > length
}

// Copy is the draft as it is now, for saving while a person types on.
func (d CardDraft) Copy() CardDraft {
	d.Ratings = maps.Clone(d.Ratings)
	return d
}

// Writes says that a card is being written here and may be written on under the room as it is now.
func (room *Room) Writes(now *Room) bool {
	same := func(a, b RoomQuestion) bool { return a.Key == b.Key }
	return room != nil && room.State == "open" && now.State == "open" && room.Start.Equal(now.Start) && room.End.Equal(now.End) &&
		slices.EqualFunc(room.Questions, now.Questions, same)
}
