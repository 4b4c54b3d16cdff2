package office

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"time"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// Guest is the door for a candidate: their own case and nothing else. What it gives is written field by field; a case never
// leaves through it.
type Guest struct{ *Session }

// Guest opens the candidate's door.
func (s *Session) Guest() (*Guest, error) {
	if err := s.Alive(); err != nil {
		return nil, err
	}
	if !s.Account.Is("candidate") || s.Account.Case == "" {
		return nil, fault.New(fault.Denied, "door.guest_only")
	}
	return &Guest{s}, nil
}

// Journey is all that a candidate sees of their case: no traits, no integrity signals, no notes, no scores of others, no
// flags (features.md, decisions).
type Journey struct {
	Name           string
	Position       string // id
	Branch         string
	Status         hiring.Status
	Stage          string
	Stages         []StageStep
	Next           string // the one next action: translation key "next.<code>"
	Interviews     []GuestInterview
	Summary        []SafeScore
	Review         *hiring.ReviewRequest
	ReviewBy       time.Time // its answer is promised by then
	Consents       []GuestConsent
	Declared       *hiring.Declaration    // of relatives and business; the newest
	DeclarationDue bool                   // the checks wait for it
	Erasure        *hiring.ErasureRequest // asked for and not answered yet
	ErasureNo      *hiring.ErasureRefusal // the last answer that was no
	KeptUntil      hiring.Date            // "" while the process goes on
	Offer          *GuestOffer
	Guide          *GuestGuide
	Materials      []GuestMaterial
	Steps          []hiring.Step
	FirstDay       *FirstDay
	Probation      *GuestProbation
	Letters        []Letter
	ask            func(hiring.Command) error
}

// May asks Decide; nothing happens.
func (j *Journey) May(cmd hiring.Command) error { return j.ask(cmd) }

// StageStep is a stage in the candidate's stepper.
type StageStep struct {
	ID    string
	Name  string
	State string // done, now, todo
	At    time.Time
}

// GuestConsent is a permission as the candidate reads it: the words in force when it is asked for, the words agreed to when it
// was given.
type GuestConsent struct {
	Purpose string
	Wording catalog.Consent
	Asked   bool // needed now, and not given
	Given   *hiring.Consent
	Stands  bool
}

// GuestInterview is time and place.
type GuestInterview struct {
	ID         string
	Revision   int
	Start, End time.Time
	Place      string
	State      hiring.InterviewState
}

// SafeScore is a dimension in plain words: what it is about and a band, never a rank.
type SafeScore struct {
	Name  string
	Plain string
	Band  string // strong, good, developing: translation key "band.<band>"
}

// GuestOffer is the offer as the candidate reads it.
type GuestOffer struct {
	Version   int
	State     hiring.OfferState
	PDF       hiring.FileRef
	Signed    hiring.FileRef
	Evidence  hiring.FileRef
	ExpiresAt time.Time
	Printed   time.Time // the end as the letter says it; an answer to a wish may have moved it
	Document  Document  // the letter's words, for reading without the PDF
	Changes   []hiring.TermChange
	Earlier   []int // void versions, still readable
	Change    *hiring.Change
	SignedAt  time.Time
}

// GuestGuide is the guide with its code.
type GuestGuide struct {
	Code     string
	Document Document
}

// GuestMaterial is a material with its state and why it was returned.
type GuestMaterial struct {
	ID       string
	Name     string
	Hint     string
	Rule     string // which checks apply
	Fields   []string
	Optional []string // may stay empty
	State    hiring.MaterialState
	Reason   string
	Note     string // what whoever returned it wrote
	Verdicts []hiring.Verdict
}

// FirstDay is who and what awaits the newcomer.
type FirstDay struct {
	Start     hiring.Date
	Team      hiring.Team
	Desk      string
	Courses   []string
	Plan      []DayMoment
	CheckedIn time.Time
}

// GuestProbation is weeks and dates.
type GuestProbation struct {
	Start, End hiring.Date
	Goal, Unit string
	Weeks      []hiring.Week
	ThisWeek   string
}

// Journey is the candidate's view of now.
func (g *Guest) Journey(ctx context.Context) (*Journey, error) {
	o := g.office
	var j *Journey
	err := o.ports.Store.Read(ctx, func(r Reader) error {
		c, p, err := g.own(r)
		if err != nil {
			return err
		}
		env := o.env(g.actor())
		env.Person = p
		j, err = g.journey(c, p, env)
		if err != nil {
			return err
		}
		j.ask = func(cmd hiring.Command) error {
			_, err := hiring.Decide(c, env, cmd)
			return err
		}
		return g.ownLetters(c, p, j)
	})
	return j, err
}

func (g *Guest) own(r Reader) (*hiring.Case, *hiring.Person, error) {
	o, id := g.office, g.Account.Case
	if err := g.Alive(); err != nil {
		return nil, nil, err
	}
	keys, err := o.keys(r, id)
	if err != nil {
		return nil, nil, err
	}
	c, err := o.load(r, id, keys)
	if err != nil {
		return nil, nil, err
	}
	if c.Version == 0 {
		return nil, nil, fault.New(fault.Missing, "case.missing")
	}
	p, err := o.person(r, c.Person)
	return c, p, err
}

func (g *Guest) ownLetters(c *hiring.Case, p *hiring.Person, j *Journey) error {
	for i := len(c.Messages) - 1; i >= 0; i-- {
		if m := &c.Messages[i]; m.To == "candidate" {
			l := g.office.render(c, p, m, g.Account.ID, nil, g.Lang)
			if l.Missing == "" {
				j.Letters = append(j.Letters, l)
			}
		}
	}
	return nil
}

// Do gives one of the candidate's commands for their own case.
func (g *Guest) Do(ctx context.Context, cmd hiring.Command) error {
	if _, signing := cmd.(hiring.SignOffer); signing {
		return fault.New(fault.Invalid, "offer.sign_on_page")
	}
	if err := g.Alive(); err != nil {
		return err
	}
	_, err := g.office.settle(ctx, job{id: g.Account.Case, who: g.actor(), cmd: unread(cmd)})
	return err
}

// Attach stores a file of the candidate's.
func (g *Guest) Attach(ctx context.Context, class hiring.Class, name string, r io.Reader) (hiring.FileRef, error) {
	if class != hiring.Identity && class != hiring.Basic {
		return hiring.FileRef{}, fault.New(fault.Denied, "file.class")
	}
	if err := g.Alive(); err != nil {
		return hiring.FileRef{}, err
	}
	return g.office.attach(ctx, g.Account.Case, class, name, r)
}

// OfferPDF is the exact bytes of an offer version as it was issued; the signed one when there is one.
func (g *Guest) OfferPDF(ctx context.Context, version int) ([]byte, error) {
	var ref hiring.FileRef
	err := g.office.ports.Store.Read(ctx, func(r Reader) error {
		c, _, err := g.own(r)
		if err != nil {
			return err
		}
		for _, of := range c.Offers {
			if of.Version == version && of.Issued != nil {
				if ref = of.PDF; of.Signed != nil {
					ref = of.SignedPDF
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if ref.Empty() {
		return nil, fault.New(fault.Missing, "offer.none")
	}
	return g.office.readFile(ctx, g.Account.Case, ref)
}

// Sign accepts the offer: shown are the bytes the candidate read, stroke the drawn signature as PNG. The signed PDF is those bytes with the
// candidate's signature added; beside it stands the evidence sheet. The digests of both go into the ledger (Z-12, N-03).
func (g *Guest) Sign(ctx context.Context, shown, stroke []byte, agreed bool) error {
	o := g.office
	var c *hiring.Case
	var p *hiring.Person
	var at ledgerEnd
	err := o.ports.Store.Read(ctx, func(r Reader) (err error) {
		if c, p, err = g.own(r); err == nil {
			at.Records, at.Head, _, err = r.Head()
		}
		return err
	})
	if err != nil {
		return err
	}
	sum := sha256.Sum256(shown)
	cmd := hiring.SignOffer{SHA256: hex.EncodeToString(sum[:]), Agreed: agreed}
	if len(stroke) > 0 {
		cmd.Stroke, cmd.PDF = hiring.FileRef{ID: "-"}, hiring.FileRef{ID: "-"}
	}
	if _, err := hiring.Decide(c, o.env(g.actor()), cmd); err != nil {
		return err
	}
	keys, err := o.certificates(ctx)
	if err != nil {
		return err
	}
	signed, err := o.candidateSigns(ctx, keys, p, shown, stroke, g.Lang)
	if err != nil {
		return err
	}
	evidence, err := o.evidence(ctx, keys, testimony{c: c, of: c.Offer(), p: p, account: g.Account, signed: signed, at: at}, g.Lang)
	if err != nil {
		return err
	}
	for _, f := range []struct {
		to   *hiring.FileRef
		name string
		raw  []byte
	}{{&cmd.Stroke, "signature.png", stroke}, {&cmd.PDF, "offer-signed.pdf", signed.PDF}, {&cmd.Evidence, "offer-evidence.pdf", evidence}} {
		if *f.to, err = o.putFile(ctx, c.ID, hiring.Salary, f.name, f.raw); err != nil {
			return err
		}
	}
	_, err = o.settle(ctx, job{id: c.ID, who: g.actor(), cmd: cmd})
	return err
}

// EvidencePDF is the evidence sheet of the candidate's signature on a version.
func (g *Guest) EvidencePDF(ctx context.Context, version int) ([]byte, error) {
	var ref hiring.FileRef
	err := g.office.ports.Store.Read(ctx, func(r Reader) error {
		c, _, err := g.own(r)
		if err == nil && version >= 1 && version <= len(c.Offers) {
			ref = c.Offers[version-1].Evidence
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if ref.Empty() {
		return nil, fault.New(fault.Missing, "offer.no_evidence")
	}
	return g.office.readFile(ctx, g.Account.Case, ref)
}

// GuidePDF is the newcomer's guide.
func (g *Guest) GuidePDF(ctx context.Context) ([]byte, error) {
	var doc Document
	err := g.office.ports.Store.Read(ctx, func(r Reader) error {
		c, p, err := g.own(r)
		if err != nil {
			return err
		}
		doc, err = g.office.guideBook(c, p, g.Lang)
		return err
	})
	if err != nil {
		return nil, err
	}
	return g.office.ports.Paper.Draw(doc)
}
