// Package demo is the demo bank: synthetic cases over eighteen months, told through the real commands, so that every
// screen has something to show and every statement that the product promises can be counted from the records.
//
// It refuses to know real people (names are put together from lists, identity numbers carry the region 99, which no
// place has, telephone numbers begin with 154, which nobody was given), to write a record past the rules, and to read
// the clock: whoever fills the bank says what time it is.
//
//	made, err := demo.Fill(ctx, o, accounts, demo.Options{Files: resources.Demo, Now: now, Seed: 1}, nil)
package demo

import (
	"context"
	"io/fs"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/kit"
	"ruhang/core/office"
	"ruhang/core/screening"
)

// Password is the one password of all demo accounts. It protects nothing: everybody in the demo bank is invented.
const Password = "plum-river-lantern-7"

// Options say what to fill a bank with.
type Options struct {
	Files fs.FS     // resources.Demo: the scenarios, names and words
	Cases int       // how many; 0 or anything from Full on: the whole bank, filled up to it. Fewer: the showcase and some more
	Seed  int64     // the same seed and the same Now give the same bank
	Now   time.Time // the end of the eighteen months
	// Plain makes very many cases quickly, to measure with: most are rejected or wait early on their way, none has a file.
	Plain bool
	// Clock moves the office's clock, so that a letter carries the date it is told to be of; nil: letters carry today's.
	Clock func(time.Time)
}

// Full is how many cases the whole bank has at least: the statements of the records need them all.
const Full = 415

// Summary is what was made.
type Summary struct {
	Cases         int
	CandidateCase hiring.CaseID            // has a live offer: the demo account "candidate" belongs to it
	Showcase      map[string]hiring.CaseID // the cases with a story of their own, by the key in showcase.json
}

// batch is how many cases are settled in one transaction; plain ones are small.
const batch, plainBatch = 25, 500

// Fill fills an empty bank. The accounts are those of Accounts as the office made them, by login. Progress may be nil.
func Fill(ctx context.Context, o *office.Office, accounts map[string]office.Account, opt Options, progress func(done, total int)) (Summary, error) {
	b, err := newBank(o, accounts, opt)
	if err != nil {
		return Summary{}, err
	}
	made := Summary{Showcase: map[string]hiring.CaseID{}}
	plans := b.plans()
	size := batch
	if opt.Plain {
		size = plainBatch
	}
	for from := 0; from < len(plans); from += size {
		if err := ctx.Err(); err != nil {
			return made, err
		}
		some := plans[from:min(from+size, len(plans))]
		if err := b.tell(ctx, some, &made); err != nil {
			return made, err
		}
		if made.Cases += len(some); progress != nil {
			progress(made.Cases, len(plans))
		}
	}
	if opt.Clock != nil {
		opt.Clock(opt.Now)
	}
	return made, nil
}

// bank is a demo bank in the making.
type bank struct {
	office   *office.Office
	advice   hiring.Advice
	accounts map[string]office.Account
	opt      Options
	words    *words
	people   *people
	cohorts  []cohort
	showcase []plan
	hr       *office.Staff // HR's door, to draw letters
}

func newBank(o *office.Office, accounts map[string]office.Account, opt Options) (*bank, error) {
	w, err := readWords(opt.Files)
	if err != nil {
		return nil, err
	}
	b := &bank{office: o, accounts: accounts, opt: opt, words: w, people: newPeople(opt.Seed, w),
		advice: hiring.Advice{Kit: kit.Draw, Screen: screening.Screen, Conflicts: screening.Conflicts, Inspect: screening.Inspect}}
	if err := readJSON(opt.Files, "cohorts.json", &b.cohorts); err != nil {
		return nil, err
	}
	if err := readJSON(opt.Files, "showcase.json", &b.showcase); err != nil {
		return nil, err
	}
	for _, p := range b.showcase {
		b.people.taken[p.Name] = true
	}
	for _, a := range Accounts(opt.Files) {
		if !a.Is("candidate") && accounts[a.Login].ID == "" {
			return nil, fault.New(fault.Invalid, "field.empty", "field", a.Login)
		}
	}
	return b, nil
}

// letters signs HR in, whose door draws letters.
func (b *bank) letters(ctx context.Context) (*office.Staff, error) {
	if b.hr == nil {
		session, err := b.office.SignIn(ctx, "hr", Password)
		if err != nil {
			return nil, err
		}
		if b.hr, err = session.Staff(); err != nil {
			return nil, err
		}
	}
	return b.hr, nil
}

// actor is a demo account as a command's giver.
func (b *bank) actor(login string) hiring.Actor {
	a := b.accounts[login]
	return hiring.Actor{Account: a.ID, Roles: a.Roles}
}

// tell tells a batch of cases: all of it in memory first, so that every command fits what the case has become, then in
// one transaction; offers are drawn in between, from the approved versions.
func (b *bank) tell(ctx context.Context, plans []plan, made *Summary) error {
	newcomers := office.Newcomers{}
	var stories []*story
	for _, p := range plans {
		s := b.newStory(ctx, p)
		if s.tell(); s.err != nil {
			return fault.Wrap(s.err, fault.Internal, "demo.story", "demo."+p.Key+"/"+p.Fate)
		}
		newcomers[s.person.ID] = s.person
		stories = append(stories, s)
		if p.Key != "" {
			made.Showcase[p.Key] = s.c.ID
		}
		if p.Key == "candidate" {
			made.CandidateCase = s.c.ID
		}
	}
	var first, rest []office.Step
	for _, s := range stories {
		first = append(first, s.steps[:s.issueAt()]...)
	}
	if err := b.office.Play(ctx, newcomers, first); err != nil {
		return err
	}
	for _, s := range stories {
		if s.issueAt() == len(s.steps) {
			continue
		}
		if err := s.drawLetter(); err != nil {
			return err
		}
		rest = append(rest, s.steps[s.issueAt():]...)
	}
	return b.office.Play(ctx, nil, rest)
}
