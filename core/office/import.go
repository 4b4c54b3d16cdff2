package office

import (
	"context"
	"errors"
	"io"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// AnswerState is what became of a row.
type AnswerState string

// Every row is answered with one of these.
const (
	RowTaken    AnswerState = "taken"
	RowAlready  AnswerState = "already" // same vendor and report id
	RowRefused  AnswerState = "refused"
	RowDoubtful AnswerState = "doubtful" // may be somebody known: a human decides
)

// Answer is a row's answer.
type Answer struct {
	State  AnswerState
	File   string
	Line   int
	Name   string // for the screen of who imports
	Case   hiring.CaseID
	Passed bool
	Err    error // of a refused or doubtful row: file, line, field, reason
	Doubt  []hiring.Person
}

// ImportOptions are the importer's choices.
type ImportOptions struct {
	Branch   string                  // for rows that name none
	Mapping  *Mapping                // of a table, corrected by a person; nil: the remembered or guessed one
	DryRun   bool                    // answer every row and keep nothing
	Decided  map[int]hiring.PersonID // by line: who a doubtful row is; "new" for nobody known
	Progress func(done int)          // rows so far; called beside the import
}

// NewPerson decides a doubtful row: it is nobody known.
const NewPerson hiring.PersonID = "new"

// ImportResult is every row's answer, and the batch's name to undo it by.
type ImportResult struct {
	Batch   string
	Dry     bool // nothing was kept: "taken" says what would be
	Answers []Answer
}

// Count counts the answers of a state.
func (r ImportResult) Count(s AnswerState) int {
	n := 0
	for _, a := range r.Answers {
		if a.State == s {
			n++
		}
	}
	return n
}

// tableVendor stands for the vendor where a table has no such column, so that a report id is still once only.
const tableVendor = "table"

// errDry undoes a dry run.
var errDry = errors.New("dry run")

// batchRows is how many rows one transaction takes: enough to make the disk's flush cheap, few enough to stop quickly.
const batchRows = 500

// Import takes AI reports from a file. Every row is answered and stands alone; a stopped import keeps the rows taken so far.
func (s *Staff) Import(ctx context.Context, name string, r io.Reader, opt ImportOptions) (ImportResult, error) {
	if err := s.mayOffice("import"); err != nil {
		return ImportResult{}, err
	}
	o := s.office
	if opt.Branch == "" {
		opt.Branch = s.homeBranch()
	}
	if opt.Mapping == nil {
		var err error
		if r, opt.Mapping, err = s.rememberedMapping(ctx, name, r); err != nil {
			return ImportResult{}, err
		}
	} else if err := s.rememberMapping(ctx, *opt.Mapping); err != nil {
		return ImportResult{}, err
	}
	in := importing{staff: s, opt: opt, result: ImportResult{Batch: o.ports.Fresh(), Dry: opt.DryRun}}
	err := in.read(ctx, name, r)
	o.feed.publish(Change{})
	return in.result, errors.Join(err, ctx.Err())
}

// importing is an import under way.
type importing struct {
	staff  *Staff
	opt    ImportOptions
	result ImportResult
}

// read takes the file's rows; while one batch is written the next is read.
func (in *importing) read(ctx context.Context, name string, r io.Reader) error {
	batches, stopped := make(chan []Row), make(chan struct{})
	var failed error
	go func() {
		defer close(stopped)
		for rows := range batches {
			if failed = in.write(ctx, rows); failed != nil {
				return
			}
		}
	}()
	var rows []Row
	hand := func() bool {
		select {
		case batches <- rows:
			rows = nil
			return true
		case <-stopped:
			return false
		}
	}
	err := in.staff.office.intake().Reports(ctx, name, r, in.opt.Mapping, func(row Row) bool {
		rows = append(rows, row)
		return (len(rows) < batchRows || hand()) && ctx.Err() == nil
	})
	if err == nil {
		hand()
	}
	close(batches)
	<-stopped
	return errors.Join(err, failed)
}

// write answers a batch of rows in one transaction.
func (in *importing) write(ctx context.Context, rows []Row) error {
	var answers []Answer
	o := in.staff.office
	var touched []*hiring.Case
	err := o.ports.Store.Update(ctx, func(tx Tx) error {
		answers, touched = answers[:0], touched[:0]
		batch, err := o.foresee(tx, rows)
		if err != nil {
			return err
		}
		for _, row := range rows {
			a, c, err := in.row(batch, row)
			if err != nil {
				return err
			}
			answers = append(answers, a)
			if c != nil {
				touched = append(touched, c)
			}
		}
		if in.opt.DryRun {
			return errDry
		}
		return nil
	})
	if err != nil {
		o.forgetAll()
		if !errors.Is(err, errDry) {
			return err
		}
	}
	in.result.Answers = append(in.result.Answers, answers...)
	if in.opt.Progress != nil {
		in.opt.Progress(len(in.result.Answers))
	}
	return nil
}

// row answers one row inside the transaction; an error is a fault that undoes the batch.
func (in *importing) row(tx Tx, row Row) (Answer, *hiring.Case, error) {
	o, s := in.staff.office, in.staff
	a := Answer{State: RowRefused, File: row.File, Line: row.Line, Name: row.Person.Name, Err: row.Refusal}
	if row.Refusal != nil {
		return a, nil, nil
	}
	if row.Report.Vendor == "" {
		row.Report.Vendor = tableVendor
	}
	seen, err := o.lookup(tx, lookReport, row.Report.Vendor+"|"+row.Report.ReportID)
	if err != nil {
		return a, nil, err
	}
	if len(seen) > 0 {
		a.State, a.Case = RowAlready, hiring.CaseID(seen[0])
		return a, nil, nil
	}
	branch, err := in.branch(row)
	if err != nil {
		a.Err = err
		return a, nil, nil
	}
	person, known, doubt, err := in.person(tx, row)
	if err != nil {
		return a, nil, err
	}
	if len(doubt) > 0 {
		a.State, a.Doubt, a.Err = RowDoubtful, doubt, doubtful(row)
		return a, nil, nil
	}
	id, running, err := in.caseOf(tx, person.ID, known, row.Report.Position)
	if err != nil {
		return a, nil, err
	}
	cmd := hiring.ReceiveReport{Person: person.ID, Branch: branch, Batch: in.result.Batch, Report: row.Report}
	out, refusal, err := o.settleIn(tx, job{id: id, who: s.actor(), cmd: cmd, first: !running})
	if err != nil {
		return a, nil, err
	}
	if refusal != nil {
		a.Err = fault.Of(refusal).With("file", row.File).With("line", num(uint64(row.Line)))
		return a, nil, nil
	}
	a.State, a.Case, a.Passed, a.Err = RowTaken, id, out.Case.Passed, nil
	return a, out.Case, nil
}

// branch is the row's own branch by id or name, else the importer's.
func (in *importing) branch(row Row) (string, error) {
	if row.Branch == "" {
		return in.opt.Branch, nil
	}
	for _, b := range in.staff.office.Catalog().Bank.Branches {
		if b.ID == row.Branch || b.Name["zh"] == row.Branch || b.Name["en"] == row.Branch {
			return b.ID, nil
		}
	}
	return "", fault.New(fault.Invalid, "import.unknown_branch", "file", row.File, "line", num(uint64(row.Line)), "field", "branch", "value", row.Branch)
}

// person is who a row is about: known, decided by a human, or new.
func (in *importing) person(tx Tx, row Row) (who hiring.Person, known bool, doubt []hiring.Person, err error) {
	o := in.staff.office
	p := normal(row.Person)
	by := in.staff.Account.ID
	found, doubt, err := o.match(tx, p)
	if err != nil {
		return p, false, nil, err
	}
	if found == nil && len(doubt) > 0 {
		decided, ok := in.opt.Decided[row.Line]
		if !ok {
			return p, false, doubt, nil
		}
		for i := range doubt {
			if doubt[i].ID == decided {
				found = &doubt[i]
			}
		}
	}
	if found != nil {
		merged, more := complete(*found, p)
		if more {
			err = o.putPerson(tx, merged, by)
		}
		return merged, true, nil, err
	}
	p.ID = hiring.PersonID(o.ports.Fresh())
	return p, false, nil, o.putPerson(tx, p, by)
}

// caseOf is a known person's running case for a position, or a new one's id.
func (in *importing) caseOf(tx Tx, person hiring.PersonID, known bool, position string) (id hiring.CaseID, running bool, err error) {
	o := in.staff.office
	var ids []string
	if known {
		if ids, err = o.lookup(tx, lookCase, string(person)); err != nil {
			return "", false, err
		}
	}
	for _, id := range ids {
		row, ok, err := tx.Case(hiring.CaseID(id))
		if err != nil {
			return "", false, err
		}
		if ok && row.Position == position && (row.Status == hiring.Open || row.Status == hiring.Waiting) {
			return row.ID, true, nil
		}
	}
	return hiring.CaseID(o.ports.Fresh()), false, nil
}

// UndoImport takes a batch back: cases that nobody has worked on since; the others are named and stay.
func (s *Staff) UndoImport(ctx context.Context, batch string) (undone int, kept []hiring.CaseID, err error) {
	if err := s.mayOffice("import"); err != nil {
		return 0, nil, err
	}
	o := s.office
	var ids []hiring.CaseID
	err = o.ports.Store.Read(ctx, func(r Reader) error {
		found, err := o.lookup(r, lookBatch, batch)
		for _, id := range found {
			ids = append(ids, hiring.CaseID(id))
		}
		return err
	})
	if err != nil {
		return 0, nil, err
	}
	for _, id := range ids {
		_, err := o.settle(ctx, job{id: id, who: s.actor(), cmd: hiring.UndoImport{Batch: batch}, made: o.freeReports})
		switch {
		case err == nil:
			undone++
		case fault.Is(err, fault.Refused):
			kept = append(kept, id)
		default:
			return undone, kept, err
		}
	}
	return undone, kept, nil
}

// freeReports lets the reports of an undone case be imported again.
func (o *Office) freeReports(tx Tx, c *hiring.Case) error {
	for _, r := range c.Reports {
		blind, err := o.ports.Vault.Blind(lookReport, r.Vendor+"|"+r.ReportID)
		if err != nil {
			return err
		}
		if err := tx.DropLookup(lookReport, blind, string(c.ID)); err != nil {
			return err
		}
	}
	return nil
}
