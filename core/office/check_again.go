package office

import (
	"context"
	"errors"
	"slices"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// reconcileAfter is how long a source may say nothing of an open order before it is asked.
const reconcileAfter = time.Hour

// ReconcileChecks asks what became of open orders that nobody has heard of for an hour, whatever their source said of when to ask
// again, and owes the connectors the orders that got lost on the way (told anew, restored, or from before the source was turned on).
// The clock calls it every hour; it gives how many it woke.
func (o *Office) ReconcileChecks(ctx context.Context) (woken int, err error) {
	if !o.ports.Vault.Unlocked() {
		return 0, nil
	}
	var cases []hiring.CaseID
	err = o.ports.Store.Read(ctx, func(r Reader) error {
		rows, err := r.Work([]string{"role:hr"}, nil, 0)
		for _, row := range rows {
			if row.Code == "record_check" || row.Code == "complete_check" {
				cases = append(cases, row.Case)
			}
		}
		return err
	})
	slices.Sort(cases)
	for _, id := range slices.Compact(cases) {
		if err != nil || ctx.Err() != nil {
			return woken, errors.Join(err, ctx.Err())
		}
		n := 0
		if n, err = o.reconcileCase(ctx, id); err == nil {
			woken += n
		}
	}
	return woken, err
}

func (o *Office) reconcileCase(ctx context.Context, id hiring.CaseID) (woken int, err error) {
	err = o.ports.Store.Update(ctx, func(tx Tx) error {
		keys, err := o.keys(tx, id)
		if err != nil {
			return err
		}
		c, err := o.load(tx, id, keys)
		if err != nil {
			return err
		}
		rows, err := tx.Outbox(OutboxQuery{Case: id})
		if err != nil {
			return err
		}
		cat, now := o.Catalog(), o.now()
		for i := range c.Checks {
			order := &c.Checks[i]
			if !connected(order, cat) || !c.Askable(order, cat, hiring.DateOf(now)) {
				continue
			}
			at := slices.IndexFunc(rows, func(r OutboxRow) bool { return r.Key == checkKey(id, order.ID) })
			if at < 0 {
				woken++
				if err := o.queueCheck(tx, keys, id, order); err != nil {
					return err
				}
				continue
			}
			if row := rows[at]; row.State == EffectWaiting && row.NextAt.After(now.Add(effectLease)) && now.Sub(lastHeard(c, order, row)) >= reconcileAfter {
				woken++
				if err := awake(tx, row, now); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return woken, err
}

// lastHeard is when an order was last heard of.
func lastHeard(c *hiring.Case, order *hiring.CheckOrder, row OutboxRow) time.Time {
	if n := len(order.Progress); n > 0 {
		return order.Progress[n-1].At
	}
	return row.At
}

// awake makes an effect due now, also one that is over.
func awake(tx Tx, row OutboxRow, now time.Time) error {
	is := row
	is.State, is.NextAt, is.Attempts, is.DoneAt, is.Code = EffectWaiting, now, 0, time.Time{}, ""
	_, err := tx.PutOutbox(row, is)
	return err
}

// wake makes waiting effects due now.
func (o *Office) wake(tx Tx, q OutboxQuery) error {
	q.States = []EffectState{EffectWaiting}
	rows, err := tx.Outbox(q)
	for _, row := range rows {
		if row.NextAt.After(o.now()) {
			err = errors.Join(err, awake(tx, row, o.now()))
		}
	}
	return err
}

// AskAgain has an order's source asked once more, after what it lacked was supplied; that somebody did is part of the case.
func (s *Staff) AskAgain(ctx context.Context, id hiring.CaseID, order string) error {
	o := s.office
	err := o.ports.Store.Read(ctx, func(r Reader) error {
		_, _, _, err := s.reach(r, id)
		return err
	})
	if err != nil {
		return err
	}
	_, err = o.settle(ctx, job{id: id, who: s.actor(), cmd: hiring.TrackCheck{Order: order, State: hiring.CheckRunning, Note: noteAgain},
		made: func(tx Tx, c *hiring.Case) error {
			rows, err := tx.Outbox(OutboxQuery{Case: id})
			for _, row := range rows {
				if row.Key == checkKey(id, order) {
					return errors.Join(err, awake(tx, row, o.now()))
				}
			}
			return errors.Join(err, fault.New(fault.Missing, "check.by_hand"))
		}})
	return err
}

// noteAgain is the note of an order whose source is asked once more.
const noteAgain = "again"

// TakeCallback is CheckCallback for who may bring results in.
func (s *Staff) TakeCallback(ctx context.Context, connector string, header map[string]string, body []byte) error {
	if err := s.mayOffice("import"); err != nil {
		return err
	}
	return s.office.CheckCallback(ctx, connector, header, body)
}

// CheckCallback takes in what a source sent by itself. The connector checks the signature; what is not signed changes nothing, and says
// nothing about the connector either.
func (o *Office) CheckCallback(ctx context.Context, connector string, header map[string]string, body []byte) error {
	r, err := o.reachOut(ctx)
	if err != nil {
		return err
	}
	speaks := r.connectors[connector]
	if speaks == nil {
		return fault.New(fault.Missing, "outside.not_configured")
	}
	answer, err := speaks.Callback(ctx, header, body)
	if err != nil {
		return err
	}
	c, order, err := o.orderOf(ctx, connector, answer.Reference)
	if err != nil {
		return err
	}
	facts, err := o.told(ctx, c, order, answer)
	for _, cmd := range facts {
		if err == nil {
			_, err = o.settle(ctx, job{id: c.ID, who: hiring.SystemActor, cmd: cmd})
		}
	}
	if err != nil {
		return err
	}
	return o.heard(ctx, connector, ConnectorAccount{}, 0, nil)
}

// orderOf finds the order that a source calls by a reference.
func (o *Office) orderOf(ctx context.Context, connector, reference string) (c *hiring.Case, order *hiring.CheckOrder, err error) {
	unknown := fault.New(fault.Missing, "check.unknown_reference")
	var ids []string
	err = o.ports.Store.Read(ctx, func(r Reader) (err error) {
		ids, err = o.lookup(r, lookCheck, connector+"|"+reference)
		return err
	})
	if err != nil || reference == "" || len(ids) == 0 {
		return nil, nil, errors.Join(err, unknown)
	}
	for _, id := range ids {
		if c, _, err = o.caseWithPerson(ctx, hiring.CaseID(id)); err != nil {
			return nil, nil, err
		}
		for i := range c.Checks {
			if k := &c.Checks[i]; k.Source == connector && k.Reference() == reference {
				return c, k, nil
			}
		}
	}
	return nil, nil, unknown
}
