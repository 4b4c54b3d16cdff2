package office

import (
	"context"
	"fmt"
	"reflect"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/ledger"
)

// Verdict is what a walk over the whole ledger has seen.
type Verdict struct {
	ledger.Report
	Made  uint64 // size of the newest checkpoint that the ledger says was made; one older than it is not the newest
	Views uint64 // rows of cases that were held against the ledger
}

// Stale says whether newer checkpoints were made than the largest the walk was given: whoever holds them can prove more.
func (v Verdict) Stale() bool { return v.Agreed > 0 && v.Agreed < v.Made }

// Verify re-checks the whole bank: every link, every body it can open, the tree, checkpoints that were kept elsewhere, every
// intent's verdict, every case's row. The error names the first bad record. That it ran is recorded, with what it found.
func (s *Staff) Verify(ctx context.Context, progress func(done uint64), against ...ledger.Checkpoint) (Verdict, error) {
	if err := s.mayOffice("verify"); err != nil {
		return Verdict{}, err
	}
	o := s.office
	verdict, err := o.walk(ctx, o.opener(), progress, against)
	if err == nil {
		verdict.Views, err = o.checkViews(ctx)
	}
	if ctx.Err() != nil {
		return verdict, ctx.Err()
	}
	told := Trace{Kind: TraceVerified, Facts: map[string]string{"records": num(verdict.Records), "root": short(fmt.Sprintf("%x", verdict.Root)), "checkpoints": fmt.Sprint(len(against))}}
	if err != nil {
		told = Trace{Kind: TraceBroken, Facts: map[string]string{"code": fault.Of(err).Code, "seq": fault.Of(err).Params["seq"]}}
	}
	if wrong := s.witnessed(ctx, told); err == nil {
		err = wrong
	}
	return verdict, err
}

// VerifyLocked re-checks what can be checked without anybody's keys: everything but the bodies.
func (o *Office) VerifyLocked(ctx context.Context, against ...ledger.Checkpoint) (Verdict, error) {
	withheld := func(Reader, StoredEvent) (ledger.Body, error) { return ledger.Body{}, nil }
	return o.walk(ctx, withheld, nil, against)
}

// opener opens bodies under the keys of their cases, which it remembers.
func (o *Office) opener() func(Reader, StoredEvent) (ledger.Body, error) {
	rings := map[string]keyring{}
	return func(r Reader, e StoredEvent) (ledger.Body, error) {
		ring, known := rings[e.Record.Case]
		if !known {
			var err error
			if ring, err = o.keys(r, hiring.CaseID(e.Record.Case)); err != nil {
				return ledger.Body{}, err
			}
			rings[e.Record.Case] = ring
		}
		if e.Body == nil && ring[hiring.Class(e.Record.Class)] != nil { // erasing takes the key too; a forger has no key to make a body with
			return ledger.Body{}, fault.New(fault.Corrupt, "ledger.no_body", "seq", num(e.Record.Seq), "case", e.Record.Case)
		}
		salt, plain, err := o.unseal(e, ring)
		if err != nil {
			return ledger.Body{}, fault.New(fault.Corrupt, "ledger.body", "seq", num(e.Record.Seq), "case", e.Record.Case)
		}
		return ledger.Body{Opened: plain != nil, Salt: salt, Plain: plain}, nil
	}
}

func (o *Office) walk(ctx context.Context, open func(Reader, StoredEvent) (ledger.Body, error), progress func(uint64), against []ledger.Checkpoint) (Verdict, error) {
	v, w := ledger.NewVerifier(against...), verdicts{}
	made := uint64(0)
	err := o.ports.Store.Read(ctx, func(r Reader) error {
		err := r.Records(func(e StoredEvent) error {
			body, shut := open(r, e)
			if err := v.Add(&e.Record, body); err != nil {
				return err
			}
			if shut != nil { // told after the record itself was looked at: a changed record no longer opens its body
				return shut
			}
			if e.Record.Kind == TraceCheckpoint {
				made = e.Record.Seq
			}
			if progress != nil && e.Record.Seq%1000 == 0 {
				progress(e.Record.Seq)
			}
			if err := w.check(r, &e.Record, body); err != nil {
				return err
			}
			return ctx.Err()
		})
		if err != nil {
			return err
		}
		if err := v.Done(); err != nil {
			return err
		}
		return o.headAgrees(r, v.Report())
	})
	return Verdict{Report: v.Report(), Made: made}, err
}

// headAgrees holds the stored head and peaks, which the next record will continue, against what was walked.
func (o *Office) headAgrees(r Reader, rep ledger.Report) error {
	c, err := o.standing(r)
	if err != nil {
		return err
	}
	if c.Size != rep.Records || c.Head != rep.Head {
		return fault.New(fault.Corrupt, "ledger.cut", "size", num(c.Size), "found", num(rep.Records))
	}
	if c.Root != rep.Root {
		return fault.New(fault.Corrupt, "ledger.peaks")
	}
	return nil
}

// verdicts holds intents against the records that tell of them: the intents' table is not in the chain, its records are.
type verdicts struct{ last Intent }

func (w *verdicts) check(r Reader, rec *ledger.Record, body ledger.Body) error {
	if rec.Intent == "" {
		return nil
	}
	if w.last.ID != rec.Intent {
		i, known, err := r.Intent(rec.Intent)
		if err != nil {
			return err
		}
		if !known {
			return verdictBroken(rec)
		}
		w.last = i
	}
	i := &w.last
	refused := rec.Kind == TraceRefused && rec.Case == string(BankTrail)
	if i.OK == refused || rec.Seq < i.FirstSeq || rec.Seq > i.LastSeq || !refused && rec.Case != string(i.Case) {
		return verdictBroken(rec)
	}
	if !refused || !body.Opened {
		return nil
	}
	told, err := decodeTrace(rec.Kind, body.Plain)
	if err == nil && (told.Facts["code"] != i.Code || told.Facts["command"] != i.Name || told.Case != i.Case) {
		err = verdictBroken(rec)
	}
	return err
}

func verdictBroken(rec *ledger.Record) error {
	return fault.New(fault.Corrupt, "ledger.verdict", "seq", num(rec.Seq), "case", rec.Case)
}

// checkViews computes every case's row anew and holds it against the one that lists and boards show. The lists' further tables
// (work, messages) are computed by the same function and are made anew by Rebuild.
func (o *Office) checkViews(ctx context.Context) (uint64, error) {
	n := uint64(0)
	err := o.ports.Store.Read(ctx, func(r Reader) error {
		ids, err := caseIDs(r)
		if err != nil {
			return err
		}
		for _, id := range ids {
			if err := o.checkView(r, id); err != nil {
				return err
			}
			n++
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		return nil
	})
	return n, err
}

func (o *Office) checkView(r Reader, id hiring.CaseID) error {
	wrong := fault.New(fault.Corrupt, "ledger.view", "case", string(id))
	row, ok, err := r.Case(id)
	if err != nil {
		return err
	}
	c, keys, err := o.fold(r, id)
	if err != nil {
		return err
	}
	if erased := c.Status == hiring.Erased; ok == erased { // an erased case stands in no view, and no other is missing
		return wrong
	} else if erased {
		return nil
	}
	env := o.env(hiring.SystemActor)
	if env.Person, err = o.person(r, c.Person); err != nil {
		return err
	}
	want := caseRow(c, hiring.Work(c, env.Catalog), env)
	head, err := o.ports.Vault.Open(string(id), string(hiring.Basic), keys[hiring.Basic], "head", "head", row.Head)
	if err != nil {
		return wrong
	}
	meant, err := o.head(c, env.Person, r)
	if err != nil {
		return err
	}
	row.Head, row.HeadKey = nil, nil
	if len(row.Panel) == 0 && len(want.Panel) == 0 {
		row.Panel, want.Panel = nil, nil
	}
	if !reflect.DeepEqual(row, want) || string(head) != string(meant.encode()) {
		return wrong
	}
	return nil
}

// fold is a case as its records alone tell it.
func (o *Office) fold(r Reader, id hiring.CaseID) (*hiring.Case, keyring, error) {
	keys, err := o.keys(r, id)
	if err != nil {
		return nil, nil, err
	}
	stored, err := r.Events(id)
	if err != nil {
		return nil, nil, err
	}
	c := &hiring.Case{ID: id}
	for _, st := range stored {
		e, err := o.open(st, keys)
		if err != nil {
			return nil, nil, err
		}
		c = hiring.Apply(c, e)
	}
	return c, keys, nil
}
