package hiring

import (
	"slices"
	"strings"
	"time"

	"ruhang/core/fault"
)

// Interview is one round (面试轮次) with its panel and their cards.
type Interview struct {
	ID       string
	Revision int // raised by every rescheduling; reminders count per revision
	Panel    []AccountID
	Start    time.Time // UTC
	End      time.Time
	Place    string
	State    InterviewState
	Arranged time.Time // when it was planned or moved last
	Cards    []Card
	Replies  []Reply // to the invitation, oldest first
	Why      string
}

// InterviewState is planned, cancelled or no_show; a held one is planned with cards.
type InterviewState string

// The states of an interview.
const (
	Planned   InterviewState = "planned"
	Cancelled InterviewState = "cancelled"
	NoShow    InterviewState = "no_show"
)

// Card is one interviewer's scorecard (面试评价表).
type Card struct {
	Stamp
	Ratings        []Rating `json:"ratings"`
	Recommendation string   `json:"recommendation"` // strong_yes, yes, no, strong_no
	Summary        string   `json:"summary,omitempty"`
	Late           bool     `json:"late,omitempty"`
}

// Rating is a level from 1 to 5 for one question of the kit.
type Rating struct {
	Question   string `json:"question"` // question id, or "hand-N" for the N-th written by hand
	Competency string `json:"competency"`
	Level      int    `json:"level"`
	Note       string `json:"note,omitempty"`
}

// PlanInterview sets a round.
type PlanInterview struct {
	Panel []AccountID `json:"panel"`
	Start time.Time   `json:"start"`
	End   time.Time   `json:"end"`
	Place string      `json:"place"`
}

// InterviewPlanned is a new round.
type InterviewPlanned struct {
	ID    string      `json:"id"`
	Panel []AccountID `json:"panel"`
	Start time.Time   `json:"start"`
	End   time.Time   `json:"end"`
	Place string      `json:"place"`
}

// MoveInterview reschedules a round; its reminders begin anew.
type MoveInterview struct {
	Interview string      `json:"interview"`
	Panel     []AccountID `json:"panel,omitempty"` // empty: as before
	Start     time.Time   `json:"start"`
	End       time.Time   `json:"end"`
	Place     string      `json:"place,omitempty"`
}

// InterviewMoved is that.
type InterviewMoved MoveInterview

// CancelInterview calls a round off.
type CancelInterview struct {
	Interview string `json:"interview"`
	Why       string `json:"why,omitempty"`
}

// InterviewCancelled is that.
type InterviewCancelled CancelInterview

// RecordNoShow says that the candidate did not come.
type RecordNoShow struct {
	Interview string `json:"interview"`
	Why       string `json:"why,omitempty"`
}

// InterviewMissed is that (爽约).
type InterviewMissed RecordNoShow

// SubmitScorecard is an interviewer's own card; once in, it stands.
type SubmitScorecard struct {
	Interview      string   `json:"interview"`
	Ratings        []Rating `json:"ratings"`
	Recommendation string   `json:"recommendation"`
	Summary        string   `json:"summary,omitempty"`
}

// ScorecardSubmitted is that; Late when it came after the deadline.
type ScorecardSubmitted struct {
	SubmitScorecard
	Late bool `json:"late,omitempty"`
}

func (PlanInterview) Name() string     { return "plan_interview" }
func (PlanInterview) Nature() Nature   { return Decisive }
func (MoveInterview) Name() string     { return "move_interview" }
func (MoveInterview) Nature() Nature   { return Decisive }
func (CancelInterview) Name() string   { return "cancel_interview" }
func (CancelInterview) Nature() Nature { return Decisive }
func (RecordNoShow) Name() string      { return "no_show" }
func (RecordNoShow) Nature() Nature    { return Fact }
func (SubmitScorecard) Name() string   { return "submit_scorecard" }
func (SubmitScorecard) Nature() Nature { return Fact }

func (InterviewPlanned) Wire() string   { return "interview_planned.1" }
func (InterviewPlanned) Class() Class   { return Basic }
func (InterviewMoved) Wire() string     { return "interview_moved.1" }
func (InterviewMoved) Class() Class     { return Basic }
func (InterviewCancelled) Wire() string { return "interview_cancelled.1" }
func (InterviewCancelled) Class() Class { return Basic }
func (InterviewMissed) Wire() string    { return "interview_missed.1" }
func (InterviewMissed) Class() Class    { return Basic }
func (ScorecardSubmitted) Wire() string { return "scorecard_submitted.1" }
func (ScorecardSubmitted) Class() Class { return Evaluation }

// Interview finds a round by id; -1 when there is none.
func (c *Case) interview(id string) int {
	return slices.IndexFunc(c.Interviews, func(iv Interview) bool { return iv.ID == id })
}

// CardOf is an interviewer's card, nil while it is not in.
func (iv *Interview) CardOf(who AccountID) *Card {
	for i := range iv.Cards {
		if iv.Cards[i].By == who {
			return &iv.Cards[i]
		}
	}
	return nil
}

// Deadline is the instant by which every card is due: the scheduled end plus the bank's hours (china.md § 9.4).
func (iv *Interview) Deadline(hours int) time.Time {
	return iv.End.Add(time.Duration(hours) * time.Hour)
}

// Held says that a round has taken place: somebody has scored.
func (c *Case) Held(round string) bool {
	i := c.interview(round)
	return i >= 0 && len(c.Interviews[i].Cards) > 0
}

// cardsComplete says that a round was held and every member of every held round has scored.
func (c *Case) cardsComplete() bool {
	held := false
	for _, iv := range c.Interviews {
		if iv.State != Planned {
			continue
		}
		held = true
		if len(iv.Cards) < len(iv.Panel) {
			return false
		}
	}
	return held
}

func (c *Case) cardsStarted() bool {
	return slices.ContainsFunc(c.Interviews, func(iv Interview) bool { return len(iv.Cards) > 0 })
}

func slot(env Env, panel []AccountID, start, end time.Time, place string) error {
	switch {
	case len(panel) == 0:
		return fault.New(fault.Invalid, "interview.no_panel", "field", "panel")
	case start.IsZero():
		return fault.New(fault.Invalid, "field.empty", "field", "start")
	case !end.After(start):
		return fault.New(fault.Invalid, "interview.end_before_start", "field", "end")
	case strings.TrimSpace(place) == "":
		return fault.New(fault.Invalid, "field.empty", "field", "place")
	}
	for i, p := range panel {
		if slices.Contains(panel[:i], p) {
			return fault.New(fault.Invalid, "interview.panel_twice", "field", "panel")
		}
		if env.Sits != nil && !env.Sits(p) {
			return fault.New(fault.Invalid, "interview.not_interviewer", "field", "panel", "account", string(p))
		}
	}
	return nil
}

func (cmd PlanInterview) decide(c *Case, env Env) ([]Body, error) {
	if err := inStage(c, env, "interview", "assessment"); err != nil {
		return nil, err
	}
	if err := slot(env, cmd.Panel, cmd.Start, cmd.End, cmd.Place); err != nil {
		return nil, err
	}
	if c.Stage == "assessment" {
		return nil, fault.New(fault.Refused, "interview.after_gate")
	}
	return []Body{InterviewPlanned{ID: "i" + count(len(c.Interviews)+1), Panel: cmd.Panel,
		Start: cmd.Start.UTC(), End: cmd.End.UTC(), Place: cmd.Place}}, nil
}

func (e InterviewPlanned) apply(c *Case, at Stamp) {
	c.Interviews = add(c.Interviews, Interview{ID: e.ID, Revision: 1, Panel: e.Panel, Start: e.Start, End: e.End,
		Place: e.Place, State: Planned, Arranged: at.At})
}

// planned finds a round that is still on and has no card yet.
func (c *Case) planned(id string) (*Interview, error) {
	i := c.interview(id)
	if i < 0 {
		return nil, missing("interview", "interview")
	}
	iv := &c.Interviews[i]
	if iv.State != Planned {
		return nil, fault.New(fault.Refused, "interview.not_planned", "state", string(iv.State))
	}
	if len(iv.Cards) > 0 {
		return nil, fault.New(fault.Refused, "interview.scored")
	}
	return iv, nil
}

func (cmd MoveInterview) decide(c *Case, env Env) ([]Body, error) {
	iv, err := c.planned(cmd.Interview)
	if err != nil {
		return nil, err
	}
	if len(cmd.Panel) == 0 {
		cmd.Panel = iv.Panel
	}
	if cmd.Place == "" {
		cmd.Place = iv.Place
	}
	if err := slot(env, cmd.Panel, cmd.Start, cmd.End, cmd.Place); err != nil {
		return nil, err
	}
	cmd.Start, cmd.End = cmd.Start.UTC(), cmd.End.UTC()
	return []Body{InterviewMoved(cmd)}, nil
}

func (e InterviewMoved) apply(c *Case, at Stamp) {
	c.changeInterview(e.Interview, func(iv *Interview) {
		iv.Revision++
		iv.Panel, iv.Start, iv.End, iv.Place, iv.Arranged = e.Panel, e.Start, e.End, e.Place, at.At
	})
}

func (c *Case) changeInterview(id string, change func(*Interview)) {
	if i := c.interview(id); i >= 0 {
		c.Interviews = edit(c.Interviews, i, change)
	}
}

func (cmd CancelInterview) decide(c *Case, env Env) ([]Body, error) {
	if _, err := c.planned(cmd.Interview); err != nil {
		return nil, err
	}
	return []Body{InterviewCancelled(cmd)}, nil
}

func (e InterviewCancelled) apply(c *Case, at Stamp) {
	c.changeInterview(e.Interview, func(iv *Interview) { iv.State, iv.Why, iv.Revision = Cancelled, e.Why, iv.Revision+1 })
}

func (cmd RecordNoShow) decide(c *Case, env Env) ([]Body, error) {
	iv, err := c.planned(cmd.Interview)
	if err != nil {
		return nil, err
	}
	if env.Now.Before(iv.Start) {
		return nil, fault.New(fault.Invalid, "interview.not_yet", "field", "interview")
	}
	return []Body{InterviewMissed(cmd)}, nil
}

func (e InterviewMissed) apply(c *Case, at Stamp) {
	c.changeInterview(e.Interview, func(iv *Interview) { iv.State, iv.Why = NoShow, e.Why })
}

func (cmd SubmitScorecard) decide(c *Case, env Env) ([]Body, error) {
	i := c.interview(cmd.Interview)
	if i < 0 {
		return nil, missing("interview", "interview")
	}
	iv := &c.Interviews[i]
	if iv.State != Planned {
		return nil, fault.New(fault.Refused, "interview.not_planned", "state", string(iv.State))
	}
	if !slices.Contains(iv.Panel, env.Who.Account) {
		return nil, fault.New(fault.Denied, "scorecard.not_on_panel")
	}
	if iv.CardOf(env.Who.Account) != nil {
		return nil, fault.New(fault.Refused, "scorecard.already")
	}
	if err := cmd.check(c); err != nil {
		return nil, err
	}
	cmd.Ratings = c.asked(cmd.Ratings)
	late := env.Now.After(iv.Deadline(env.Catalog.Bank.ScoreHours))
	return []Body{ScorecardSubmitted{SubmitScorecard: cmd, Late: late}}, nil
}

// check holds a card against the kit: every question rated once, from 1 to 5.
func (cmd SubmitScorecard) check(c *Case) error {
	if !slices.Contains([]string{"strong_yes", "yes", "no", "strong_no"}, cmd.Recommendation) {
		return fault.New(fault.Invalid, "field.choose", "field", "recommendation")
	}
	if len(c.Kit) == 0 {
		return fault.New(fault.Invalid, "kit.empty", "field", "ratings")
	}
	rated := map[string]bool{}
	for _, r := range cmd.Ratings {
		if r.Level < 1 || r.Level > 5 {
			return fault.New(fault.Invalid, "scorecard.level", "field", "ratings", "question", r.Question)
		}
		rated[r.Question] = true
	}
	for i, it := range c.Kit {
		if !rated[it.Key(i)] {
			return fault.New(fault.Invalid, "scorecard.unrated", "field", "ratings", "number", count(i+1))
		}
	}
	if len(rated) != len(c.Kit) || len(cmd.Ratings) != len(c.Kit) {
		return fault.New(fault.Invalid, "scorecard.other_question", "field", "ratings")
	}
	return nil
}

// asked is the ratings with the competencies that the kit's questions measure, whatever the card says.
func (c *Case) asked(ratings []Rating) []Rating {
	out := slices.Clone(ratings)
	for i, it := range c.Kit {
		for j := range out {
			if out[j].Question == it.Key(i) {
				out[j].Competency = it.Competency
			}
		}
	}
	return out
}

// Key names a kit item in ratings: its question's id, or its place for one written by hand.
func (it KitItem) Key(i int) string {
	if it.Question != "" {
		return it.Question
	}
	return "hand-" + count(i+1)
}

func (e ScorecardSubmitted) apply(c *Case, at Stamp) {
	c.changeInterview(e.Interview, func(iv *Interview) {
		iv.Cards = add(iv.Cards, Card{Stamp: at, Ratings: e.Ratings, Recommendation: e.Recommendation, Summary: e.Summary, Late: e.Late})
	})
}
