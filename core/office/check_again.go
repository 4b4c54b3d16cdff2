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
	var asked map[string]ConnectorAccount
	var cases []hiring.CaseID
	err = o.ports.Store.Read(ctx, func(r Reader) error {
		out, err := o.outsideIn(r)
		if asked = out.Connectors; err != nil || len(asked) == 0 {
			return err
		}
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
		n, err = o.reconcileCase(ctx, id, asked)
		woken += n
	}
	return woken, err
}

// reconcileCase looks without holding anybody up, and writes only where something is to be done.
func (o *Office) reconcileCase(ctx context.Context, id hiring.CaseID, asked map[string]ConnectorAccount) (woken int, err error) {
	look := func(r Reader) (silent []silence, err error) {
		silent, err = o.silent(r, id, asked)
		woken = len(silent)
		return silent, err
	}
	err = o.ports.Store.Read(ctx, func(r Reader) error { _, err := look(r); return err })
	if err != nil || woken == 0 {
		return 0, err
	}
	err = o.ports.Store.Update(ctx, func(tx Tx) error {
		silent, err := look(tx)
		if err != nil {
			return err
		}
		keys, err := o.keys(tx, id)
		for _, s := range silent {
			switch {
			case err != nil:
			case s.row == nil:
				err = o.queueCheck(tx, keys, id, s.order)
			default:
				err = awake(tx, *s.row, o.now())
			}
		}
		return err
	})
	return woken, err
}

// silence is an open order that nobody has heard of, with its effect; nil where there is none.
type silence struct {
	order *hiring.CheckOrder
	row   *OutboxRow
}

// silent are the open orders of a case whose effects got lost, or whose sources have said nothing for too long.
func (o *Office) silent(r Reader, id hiring.CaseID, asked map[string]ConnectorAccount) ([]silence, error) {
	keys, err := o.keys(r, id)
	if err != nil {
		return nil, err
	}
	c, err := o.load(r, id, keys)
	if err != nil {
		return nil, err
	}
	rows, err := r.Outbox(OutboxQuery{Case: id})
	cat, now := o.Catalog(), o.now()
	var out []silence
	for i := range c.Checks {
		order := &c.Checks[i]
		if _, known := asked[order.Source]; !known || !connected(order, cat) || !c.Askable(order, cat, hiring.DateOf(now)) {
			continue
		}
		at := slices.IndexFunc(rows, func(r OutboxRow) bool { return r.Key == checkKey(id, order.ID) })
		switch {
		case at < 0:
			out = append(out, silence{order, nil})
		case rows[at].State == EffectWaiting && rows[at].NextAt.After(now.Add(effectLease)) && now.Sub(lastHeard(order, rows[at])) >= reconcileAfter:
			out = append(out, silence{order, &rows[at]})
		}
	}
	return out, err
}

// lastHeard is when an order was last heard of.
func lastHeard(order *hiring.CheckOrder, row OutboxRow) time.Time {
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
