package office

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strconv"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/ledger"
)

// Rebuild writes every view anew from the ledger, in one transaction: the views before stand until the new ones are whole.
func (s *Staff) Rebuild(ctx context.Context, progress func(done, total int)) (int, error) {
	if err := s.mayOffice("rebuild"); err != nil {
		return 0, err
	}
	o := s.office
	n := 0
	err := o.ports.Store.Update(ctx, func(tx Tx) error {
		if err := o.trace(tx, s.Account.ID, Trace{Kind: TraceRebuilt}); err != nil {
			return err
		}
		ids, err := caseIDs(tx)
		if err != nil {
			return err
		}
		if err := tx.ClearViews(); err != nil {
			return err
		}
		for _, id := range ids {
			if err := o.rebuildCase(tx, id); err != nil {
				return err
			}
			if n++; progress != nil && n%100 == 0 {
				progress(n, len(ids))
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		return nil
	})
	o.forgetAll()
	o.feed.publish(Change{})
	return n, err
}

func caseIDs(r Reader) ([]hiring.CaseID, error) {
	seen := map[string]bool{}
	var ids []hiring.CaseID
	err := r.Records(func(e StoredEvent) error {
		if !seen[e.Record.Case] && e.Record.Case != string(BankTrail) {
			seen[e.Record.Case] = true
			ids = append(ids, hiring.CaseID(e.Record.Case))
		}
		return nil
	})
	return ids, err
}

func (o *Office) rebuildCase(tx Tx, id hiring.CaseID) error {
	c, keys, err := o.fold(tx, id)
	if err != nil {
		return err
	}
	if c.Status == hiring.Erased {
		return nil // it stands in no view
	}
	env := o.env(hiring.SystemActor)
	if env.Person, err = o.person(tx, c.Person); err != nil {
		return err
	}
	return o.project(tx, keys, c, &hiring.Case{ID: id}, env)
}

// Export writes every case the account may see: "json" as lines of JSON, "csv" as a table, "ledger" as the chain's
// records without bodies, one a line, for `ruhang verify FILE`.
func (s *Staff) Export(ctx context.Context, format string, w io.Writer) (int, error) {
	if err := s.mayOffice("export"); err != nil {
		return 0, err
	}
	if err := s.proven("export"); err != nil {
		return 0, err
	}
	write := map[string]func(context.Context, io.Writer) (int, error){"json": s.exportJSON, "csv": s.exportCSV, "ledger": s.exportLedger}[format]
	if write == nil {
		return 0, fault.New(fault.Invalid, "export.format", "field", "format")
	}
	told := Trace{Kind: TraceExported, Facts: map[string]string{"what": "cases", "format": format}}
	if err := s.witnessed(ctx, told); err != nil {
		return 0, err
	}
	return write(ctx, w)
}

// witnessed tells the trail of something that this account does now; it is told before, since a file that has left cannot be
// taken back.
func (s *Staff) witnessed(ctx context.Context, t Trace) error {
	return s.office.witnessed(ctx, s.Account.ID, t, func(Tx) error { return nil })
}

// every calls fn with each case in scope as the account may see it.
func (s *Staff) every(ctx context.Context, fn func(BoardRow, *hiring.Case) error) (int, error) {
	n := 0
	q := s.narrow(CaseQuery{Sort: ByOpened, Limit: 500})
	for {
		var rows []BoardRow
		err := s.office.ports.Store.Read(ctx, func(r Reader) error {
			page, err := r.Cases(q)
			if err != nil {
				return err
			}
			if rows, err = s.boardRows(page); err != nil {
				return err
			}
			for _, row := range rows {
				c, _, _, err := s.reach(r, row.ID)
				if err != nil {
					return err
				}
				if err := fn(row, hiring.Show(c, s.actor(), s.office.Catalog().Roles)); err != nil {
					return err
				}
				n++
			}
			return ctx.Err()
		})
		if err != nil || len(rows) < q.Limit {
			return n, err
		}
		q.After = &rows[len(rows)-1].CaseRow
	}
}

func (s *Staff) exportJSON(ctx context.Context, w io.Writer) (int, error) {
	enc := json.NewEncoder(w)
	return s.every(ctx, func(row BoardRow, c *hiring.Case) error {
		return enc.Encode(struct {
			Name string       `json:"name"`
			Case *hiring.Case `json:"case"`
		}{row.Name, c})
	})
}

func (s *Staff) exportCSV(ctx context.Context, w io.Writer) (int, error) {
	out := NewCSV(w, "id", "name", "status", "stage", "position", "branch", "opened_at", "stage_at", "days", "ai", "panel", "check", "offer", "start_on", "flags")
	n, err := s.every(ctx, func(row BoardRow, c *hiring.Case) error {
		out.Row(string(row.ID), row.Name, string(row.Status), row.Stage, row.Position, row.Branch, row.OpenedAt.Format("2006-01-02T15:04:05Z"),
			row.StageAt.Format("2006-01-02T15:04:05Z"), strconv.Itoa(row.Days), row.Head.AI, row.Head.Panel, string(c.CheckLight()), string(row.Offer),
			string(row.StartOn), strconv.Itoa(c.OpenFlags()))
		return out.err
	})
	return n, errors.Join(err, out.Done())
}

func (s *Staff) exportLedger(ctx context.Context, w io.Writer) (int, error) {
	n := 0
	err := s.office.ports.Store.Read(ctx, func(r Reader) error {
		return r.Records(func(e StoredEvent) error {
			n++
			_, err := w.Write(ledger.EncodeLine(&e.Record))
			return err
		})
	})
	return n, err
}
