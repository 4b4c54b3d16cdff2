package model

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// CaseRound is an interview round in a case file.
type CaseRound struct {
	ID         string
	Title      string // day, time and place
	State      string
	Panel      string
	Why        string // of a cancelled or missed one
	Cards      []RoundCard
	Blind      string // why others' cards are hidden; "" when they are not
	Mine       bool   // the account's own card is still due: the room may be entered
	Move, Drop *Act
	Missed     *Act
	Replies    []ReplyLine // to the invitations of a planned one
	MayAnswer  []Choice    // for whom an answer may be recorded
	Revision   int         // that is answered to
	Lasts      time.Duration
}

// RoundCard is one interviewer's card, or that it is not in.
type RoundCard struct {
	Who     string
	In      bool
	Mine    bool
	When    string
	Says    string // the recommendation
	Summary string
	Late    bool
	Ratings []CardRating
}

// CardRating is one question's level with the behaviour that earns it.
type CardRating struct{ Question, Level, Anchor, Note string }

// CaseRounds are a case's rounds, newest first.
func (r Reader) CaseRounds(f *office.CaseFile) []CaseRound {
	var out []CaseRound
	blind := owesCard(f.Case, r.Me.Account)
	for _, iv := range slices.Backward(f.Case.Interviews) {
		round := CaseRound{ID: iv.ID, State: r.Say("interview.state." + r.roundState(iv)), Why: iv.Why,
			Title: r.Say("interview.at", "time", r.Moment(iv.Start)+"–"+r.Clock(iv.End), "place", r.Place(iv.Place)), Panel: r.panel(f, iv.Panel)}
		own := slices.Contains(iv.Panel, r.Me.Account)
		round.Mine = own && iv.State == hiring.Planned && iv.CardOf(r.Me.Account) == nil
		if r.Sees(hiring.Evaluation) && iv.State == hiring.Planned {
			round.Cards = r.cards(f, iv)
			if blind {
				round.Blind = r.Say("interview.blind")
			}
		}
		r.roundActs(f, iv, &round)
		r.replies(f, iv, &round)
		round.Lasts = iv.End.Sub(iv.Start)
		out = append(out, round)
	}
	return out
}

func owesCard(c *hiring.Case, who hiring.AccountID) bool {
	return slices.ContainsFunc(c.Interviews, func(iv hiring.Interview) bool {
		return iv.State == hiring.Planned && slices.Contains(iv.Panel, who) && iv.CardOf(who) == nil
	})
}

// roundState is planned, held, cancelled or no_show; a round with a card in it was held.
func (r Reader) roundState(iv hiring.Interview) string {
	switch {
	case iv.State == hiring.Planned && len(iv.Cards) > 0, iv.State == hiring.Planned && iv.End.Before(r.Now):
		return "held"
	}
	return string(iv.State)
}

func (r Reader) panel(f *office.CaseFile, ids []hiring.AccountID) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = r.Who(f, id)
	}
	return strings.Join(names, r.Say("list.comma"))
}

// cards lists the panel: a card that is in with its ratings, else that it is awaited or hidden.
func (r Reader) cards(f *office.CaseFile, iv hiring.Interview) []RoundCard {
	var out []RoundCard
	for _, who := range iv.Panel {
		card := RoundCard{Who: r.Who(f, who), Mine: who == r.Me.Account}
		if k := iv.CardOf(who); k != nil {
			card.In, card.When, card.Late, card.Summary = true, r.Moment(k.At), k.Late, k.Summary
			card.Says = r.Say("recommend." + k.Recommendation)
			for _, rating := range k.Ratings {
				card.Ratings = append(card.Ratings, r.rating(f.Case, rating))
			}
		}
		out = append(out, card)
	}
	return out
}

func (r Reader) rating(c *hiring.Case, rating hiring.Rating) CardRating {
	out := CardRating{Question: rating.Question, Level: r.Say("room.level", "level", strconv.Itoa(rating.Level)), Note: rating.Note}
	for i, it := range c.Kit {
		if it.Key(i) != rating.Question {
			continue
		}
		out.Question = r.QuestionText(it)
		if anchors := r.Anchors(it); rating.Level >= 1 && rating.Level <= len(anchors) {
			out.Anchor = anchors[rating.Level-1]
		}
	}
	return out
}

// QuestionText is a kit item's words.
func (r Reader) QuestionText(it hiring.KitItem) string {
	if q := r.question(it); q != nil {
		return q.Text.In(r.Lang)
	}
	return it.Text
}

func (r Reader) question(it hiring.KitItem) *catalog.Question {
	if b := r.Cat.Banks[it.Bank]; b != nil && it.Question != "" {
		return b.Question(it.Question)
	}
	return nil
}

// Anchors are the behaviours that earn level 1 to 5: the question's own, else its competency's, else plain words.
func (r Reader) Anchors(it hiring.KitItem) []string {
	if q := r.question(it); q != nil && len(q.Anchors) == 5 {
		return r.texts(q.Anchors)
	}
	if b := r.Cat.Banks[it.Bank]; b != nil {
		for _, rubric := range b.Rubrics {
			if rubric.Competency == it.Competency {
				return r.texts(rubric.Levels)
			}
		}
	}
	out := make([]string, 5)
	for i := range out {
		out[i] = r.Say("room.anchor." + strconv.Itoa(i+1))
	}
	return out
}

func (r Reader) texts(list []catalog.Text) []string {
	out := make([]string, len(list))
	for i, t := range list {
		out[i] = t.In(r.Lang)
	}
	return out
}

// roundActs is what may be done with a planned round: moved, cancelled, recorded as missed.
func (r Reader) roundActs(f *office.CaseFile, iv hiring.Interview, out *CaseRound) {
	if iv.State != hiring.Planned {
		return
	}
	act := func(id string, cmd hiring.Command) *Act {
		why := f.May(cmd)
		if fault.Is(why, fault.Denied) {
			return nil
		}
		return &Act{ID: id, Word: r.Say("interview.act." + id), Why: why}
	}
	out.Move = act("move", hiring.MoveInterview{Interview: iv.ID, Start: iv.Start, End: iv.End})
	out.Drop = act("cancel", hiring.CancelInterview{Interview: iv.ID})
	out.Missed = act("no_show", hiring.RecordNoShow{Interview: iv.ID})
}
