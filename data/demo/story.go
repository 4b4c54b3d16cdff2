package demo

import (
	"context"
	"math/rand/v2"
	"slices"
	"time"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// story tells one case: it settles every command in memory, as the office will, and so knows what the case has become.
type story struct {
	plan
	bank   *bank
	ctx    context.Context
	rng    *rand.Rand
	c      *hiring.Case
	person hiring.Person
	start  time.Time // the AI report came
	last   time.Time
	steps  []office.Step
	err    error
	files  map[string]hiring.FileRef
}

func (b *bank) newStory(ctx context.Context, p plan) *story {
	rng := rand.New(rand.NewPCG(uint64(b.opt.Seed)<<20+uint64(p.nth), 0x73746f7279))
	at := b.received(p, rng)
	s := &story{plan: p, bank: b, ctx: ctx, rng: rng, start: at, person: b.people.person(p.Name, at), files: map[string]hiring.FileRef{}}
	s.c = &hiring.Case{ID: hiring.CaseID(pseudonym(rng, at))}
	if s.Branch == "" {
		s.Branch = pick(rng, b.outlets())
	}
	return s
}

// outlets are the branches where people work: all but head office and those with branches of their own.
func (b *bank) outlets() []string {
	branches := b.catalog().Bank.Branches
	var out []string
	for _, br := range branches {
		if !slices.ContainsFunc(branches, func(o catalog.Branch) bool { return o.Parent == br.ID }) {
			out = append(out, br.ID)
		}
	}
	return out
}

func (b *bank) catalog() *catalog.Catalog { return b.office.Catalog() }

// hr is the HR account in whose scope the case lies.
func (s *story) hr() hiring.Actor {
	for id := s.Branch; id != ""; {
		for _, login := range []string{"hr-luoyang"} {
			if s.bank.accounts[login].Branch == id {
				return s.bank.actor(login)
			}
		}
		br := s.bank.catalog().Bank.Branch(id)
		if br == nil {
			break
		}
		id = br.Parent
	}
	return s.bank.actor("hr")
}

// candidate is the person as giver of commands: known by the person's pseudonym, since few ever had an account.
func (s *story) candidate() hiring.Actor {
	return hiring.Actor{Account: hiring.AccountID(s.person.ID), Roles: []string{"candidate"}, Case: s.c.ID}
}

// at is an instant on the n-th day of the story, in the bank's civil time.
func (s *story) at(day, hour, minute int) time.Time {
	return hiring.DateOf(s.start).AddDays(day).Time().Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}

// do gives a command at an instant; nothing goes back in time, and nothing is later than now.
func (s *story) do(at time.Time, who hiring.Actor, cmd hiring.Command) {
	if s.err != nil {
		return
	}
	if at.Before(s.last) {
		at = s.last.Add(time.Minute)
	}
	if latest := s.bank.opt.Now.Add(-time.Minute); at.After(latest) {
		at = latest
	}
	if at.Before(s.last) {
		at = s.last
	}
	s.last = at
	s.clocks(at)
	env := s.env(who, at)
	_, after, err := hiring.Settle(s.c, env, cmd)
	if err != nil {
		s.err = fault.Of(err).With("command", cmd.Name())
		return
	}
	s.c = after
	s.steps = append(s.steps, office.Step{At: at, By: who, Case: s.c.ID, Command: cmd, Ticks: true})
}

func (s *story) env(who hiring.Actor, at time.Time) hiring.Env {
	return hiring.Env{Who: who, Now: at.UTC().Truncate(time.Microsecond), Catalog: s.bank.catalog(), Person: &s.person, Seed: string(s.c.ID), Advice: s.bank.advice}
}

// clocks acts on what fell due, as the office does before it plays the step.
func (s *story) clocks(until time.Time) {
	for range 100 {
		at := hiring.NextDue(s.c, s.env(hiring.SystemActor, until))
		if at.IsZero() || at.After(until) {
			return
		}
		env := s.env(hiring.SystemActor, at)
		for _, cmd := range hiring.Due(s.c, env) {
			if _, after, err := hiring.Settle(s.c, env, cmd); err == nil {
				s.c = after
			}
		}
	}
}

// look is somebody opening the report: for an open case it also lets the clocks speak that fell due since the last step.
func (s *story) look(at time.Time, who hiring.Actor) { s.do(at, who, hiring.ReadReport{}) }

// now is the last instant of the bank's history.
func (s *story) now() time.Time { return s.bank.opt.Now.Add(-time.Minute) }

// tell tells the whole story.
func (s *story) tell() {
	s.arrive()
	switch s.Fate {
	case "waiting", "failed", "rejected_early":
		s.endEarly()
		return
	case "assessment":
		s.assess(s.rng.IntN(2) == 0)
		return
	}
	s.assess(true)
	if !s.meet() || !s.verify() || !s.offer() {
		s.look(s.now(), s.hr())
		return
	}
	s.join()
}
