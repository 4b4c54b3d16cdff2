package model

import (
	"slices"
	"strings"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// GuestHome is the candidate's first page: the one next action, the way in plain words, the newest messages.
type GuestHome struct {
	Name, Post string
	Next       GuestNext
	Stages     []GuestStep
	Progress   []GuestStep // material, insurance, desk (Z-39); empty before the signature
	Letters    []GuestLetter
	More       []string // screens that the navigation has no room for
}

// GuestNext is the one thing to do now; without a screen there is nothing to do but wait.
type GuestNext struct{ Title, Text, Button, Screen string }

// GuestStep is a step in plain words; its state is done, now or todo.
type GuestStep struct{ Title, Note, State string }

// GuestLetter is a message.
type GuestLetter struct {
	ID, When, Subject, Body string
	Unread                  bool
}

// nextScreens are where the next action leads; an action without a screen is waiting.
var nextScreens = map[string]string{"consent": "privacy", "declare": "privacy", "sign": "offer", "wait_change": "offer", "materials": "materials", "first_day": "first_day",
	"progress": "probation", "interview": "interview"}

// guestOrder is the order of a candidate's way, and guestNeed which screens the navigation keeps when there are more than five.
var (
	guestOrder = []string{"journey", "interview", "offer", "materials", "guide", "first_day", "probation", "privacy"}
	guestNeed  = []string{"journey", "probation", "materials", "first_day", "guide", "offer", "interview", "privacy"}
)

// maxPlaces is how many places a thumb can tell apart at the bottom of a phone.
const maxPlaces = 5

// GuestPlaces are the screens that have something to show now, in the order of the way.
func GuestPlaces(j *office.Journey) []string {
	there := map[string]bool{"journey": true, "privacy": true, "interview": len(j.Interviews) > 0 || len(j.Summary) > 0, "offer": j.Offer != nil,
		"materials": len(j.Materials) > 0, "guide": j.Guide != nil, "first_day": j.FirstDay != nil, "probation": j.Probation != nil}
	return slices.DeleteFunc(slices.Clone(guestOrder), func(id string) bool { return !there[id] })
}

// GuestNav are at most five of them: those needed soonest. Privacy is always one tap away, on the first page if not below.
func GuestNav(j *office.Journey) []string {
	places := GuestPlaces(j)
	keep := slices.DeleteFunc(slices.Clone(guestNeed), func(id string) bool { return !slices.Contains(places, id) })
	if done := j.Probation != nil && materialsDone(j); done {
		keep = slices.DeleteFunc(keep, func(id string) bool { return id == "materials" })
	}
	keep = keep[:min(maxPlaces, len(keep))]
	return slices.DeleteFunc(places, func(id string) bool { return !slices.Contains(keep, id) })
}

func materialsDone(j *office.Journey) bool {
	return !slices.ContainsFunc(j.Materials, func(m office.GuestMaterial) bool { return m.State != hiring.Accepted })
}

// GuestHome words a journey.
func (r Reader) GuestHome(j *office.Journey) GuestHome {
	h := GuestHome{Name: j.Name, Post: r.Say("guest.post", "position", r.Position(j.Position), "branch", r.Branch(j.Branch)), Next: r.guestNext(j),
		Progress: r.GuestSteps(j), Letters: r.guestLetters(j)}
	for _, s := range j.Stages {
		step := GuestStep{Title: s.Name, State: s.State, Note: r.Day(s.At)}
		if s.State == "now" {
			step.Note = r.known("guest.stage."+s.ID, "")
		}
		h.Stages = append(h.Stages, step)
	}
	nav := GuestNav(j)
	h.More = slices.DeleteFunc(GuestPlaces(j), func(id string) bool { return slices.Contains(nav, id) })
	return h
}

func (r Reader) guestNext(j *office.Journey) GuestNext {
	code := j.Next
	pairs := []string{"status", r.known("guest.status."+string(j.Status), "")}
	switch {
	case code == "closed" && j.Status == hiring.Confirmed:
		code = "confirmed"
	case code == "wait" && j.Offer != nil && j.Offer.State == hiring.OfferExpired, code == "sign" && r.Now.After(j.Offer.ExpiresAt):
		code = "expired"
	case code == "interview":
		round := nextRound(r, j)
		if round == nil {
			code = "wait_result"
			break
		}
		pairs = append(pairs, "when", r.Moment(round.Start), "place", r.Place(round.Place))
	case code == "sign":
		pairs = append(pairs, "until", r.Moment(j.Offer.ExpiresAt))
	case code == "first_day":
		pairs = append(pairs, "date", string(j.FirstDay.Start))
	case code == "materials":
		pairs = append(pairs, "names", r.openMaterials(j))
	case code == "progress":
		pairs = append(pairs, "goal", j.Probation.Goal)
	}
	next := GuestNext{Title: r.Say("next."+code, pairs...), Text: r.Say("next."+code+".text", pairs...), Screen: nextScreens[code]}
	if next.Screen != "" {
		next.Button = r.Say("next." + code + ".do")
	}
	return next
}

// nextRound is the round that has not ended yet, the soonest.
func nextRound(r Reader, j *office.Journey) *office.GuestInterview {
	var soonest *office.GuestInterview
	for i := range j.Interviews {
		iv := &j.Interviews[i]
		if iv.State == hiring.Planned && iv.End.After(r.Now) && (soonest == nil || iv.Start.Before(soonest.Start)) {
			soonest = iv
		}
	}
	return soonest
}

// openMaterials names what is still to be handed in, at most three.
func (r Reader) openMaterials(j *office.Journey) string {
	var names []string
	for _, m := range j.Materials {
		if (m.State == hiring.Awaited || m.State == hiring.Returned) && len(names) < 3 {
			names = append(names, m.Name)
		}
	}
	return strings.Join(names, r.Say("list.comma"))
}

// GuestSteps are the newcomer's progress (Z-39): the first step that is not done is under way.
func (r Reader) GuestSteps(j *office.Journey) []GuestStep {
	if j.Guide == nil {
		return nil
	}
	state := "now"
	var out []GuestStep
	for _, s := range j.Steps {
		step := GuestStep{State: "done", Note: r.Day(s.At)}
		if !s.Done {
			step.State, step.Note, state = state, "", "todo"
		}
		step.Title = r.known("guest.step."+s.Task+"."+step.State, r.known("guest.step."+s.Task, s.Task))
		out = append(out, step)
	}
	return out
}

func (r Reader) guestLetters(j *office.Journey) []GuestLetter {
	var out []GuestLetter
	for _, l := range j.Letters {
		out = append(out, GuestLetter{ID: l.ID, When: r.Moment(l.At), Subject: l.Subject, Body: l.Body, Unread: !l.Read})
	}
	return out
}
