package office

import (
	"context"

	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// Step is a command with who gives it and when: history that is told anew, like the demo bank's or a past season's.
type Step struct {
	At      time.Time
	By      hiring.Actor
	Case    hiring.CaseID
	Command hiring.Command
	// Ticks acts on the case's clocks that fell due by At before the command, as a running app would have.
	Ticks bool
}

// Newcomers are persons that a play brings along, by id.
type Newcomers map[hiring.PersonID]hiring.Person

// Play settles steps in order in one transaction; the first refusal undoes all of them and is returned with the step's number.
func (o *Office) Play(ctx context.Context, persons Newcomers, steps []Step) error {
	touched := map[hiring.CaseID]*hiring.Case{}
	err := o.ports.Store.Update(ctx, func(tx Tx) error {
		for _, p := range persons {
			if err := o.putPerson(tx, normal(p), hiring.System); err != nil {
				return err
			}
		}
		for i, s := range steps {
			if s.Ticks {
				if err := o.playClocks(tx, s, touched); err != nil {
					return err
				}
			}
			out, refusal, err := o.settleIn(tx, job{id: s.Case, who: s.By, cmd: s.Command, at: s.At})
			if err == nil && refusal != nil {
				err = fault.Of(refusal).With("step", num(uint64(i))).With("command", s.Command.Name())
			}
			if err != nil {
				return err
			}
			touched[s.Case] = out.Case
			o.remember(out.Case)
		}
		return nil
	})
	if err != nil {
		o.forgetAll()
		return err
	}
	return nil
}

// playClocks acts on what fell due before a step, each at its own instant.
func (o *Office) playClocks(tx Tx, s Step, touched map[hiring.CaseID]*hiring.Case) error {
	c := touched[s.Case]
	if c == nil {
		return nil
	}
	for range 100 {
		env := o.env(hiring.SystemActor)
		env.Now = s.At
		at := hiring.NextDue(c, env)
		if at.IsZero() || at.After(s.At) {
			return nil
		}
		env.Now = at
		for _, cmd := range hiring.Due(c, env) {
			out, _, err := o.settleIn(tx, job{id: s.Case, who: hiring.SystemActor, cmd: cmd, at: at})
			if err != nil {
				return err
			}
			c = out.Case
			o.remember(c)
		}
		touched[s.Case] = c
	}
	return nil
}

// PlayLetter is a case's approved offer as it would be issued now, sealed: what a play issues.
func (s *Staff) PlayLetter(ctx context.Context, id hiring.CaseID) ([]byte, error) {
	c, p, of, err := s.offerOf(ctx, id, 0)
	if err != nil {
		return nil, err
	}
	doc, err := s.office.offerLetter(c, p, of, s.office.now(), s.Lang)
	if err != nil {
		return nil, err
	}
	return s.office.sealed(ctx, doc, hiring.OfferExpiry(s.office.env(s.actor())), s.Lang)
}

// PlaySignature is a letter that PlayLetter made, signed by its candidate now.
func (s *Staff) PlaySignature(ctx context.Context, id hiring.CaseID, letter, stroke []byte) ([]byte, error) {
	_, p, _, err := s.offerOf(ctx, id, 0)
	if err != nil {
		return nil, err
	}
	keys, err := s.office.certificates(ctx)
	if err != nil {
		return nil, err
	}
	signed, err := s.office.candidateSigns(ctx, keys, p, letter, stroke, s.Lang)
	return signed.PDF, err
}

// StoreFile seals a file for a case and gives its reference: what a play needs for its attachments, offers and signatures.
func (o *Office) StoreFile(ctx context.Context, id hiring.CaseID, class hiring.Class, name string, raw []byte) (hiring.FileRef, error) {
	return o.putFile(ctx, id, class, name, raw)
}
