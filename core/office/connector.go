package office

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// ConnectorHealth is how a connector has fared. It outlives the program, so that a cap holds for a day and not until the next start,
// and a connector that was stopped stays so. It names nobody.
type ConnectorHealth struct {
	LastOK    time.Time    `json:"last_ok,omitzero"`
	LastFail  time.Time    `json:"last_fail,omitzero"`
	Code      string       `json:"code,omitempty"`      // of the last failure
	Params    fault.Params `json:"params,omitempty"`    // what its sentence names: a host, a status
	Fails     int          `json:"fails,omitempty"`     // in a row, without an answer
	OpenUntil time.Time    `json:"open_until,omitzero"` // the breaker: nobody asks before
	Stopped   bool         `json:"stopped,omitempty"`   // it said no to the bank itself: nobody asks until a person has looked
	Day       hiring.Date  `json:"day,omitempty"`       // the day that is counted
	Calls     int          `json:"calls,omitempty"`     // of that day
	SpentFen  int64        `json:"spent_fen,omitempty"` // of that day
	CappedAt  time.Time    `json:"capped_at,omitzero"`  // of that day: a call would have gone past the cap
	Recent    []time.Time  `json:"recent,omitempty"`    // the calls of the last minute
}

// The breaker: after as many calls without an answer nobody asks for a minute, then for twice as long each time, at most an hour.
const (
	breakerFails = 3
	breakerMost  = time.Hour
)

// Standing is how a connector stands, in one word: ready, off, missing (no account, or nothing in this program that speaks with it),
// stopped (a person must look), resting (the breaker), capped (the day's money is spent).
func (h ConnectorHealth) Standing(a *ConnectorAccount, speaks bool, now time.Time) string {
	switch {
	case a == nil || !speaks:
		return "missing"
	case a.Off:
		return "off"
	case h.Stopped:
		return "stopped"
	case now.Before(h.OpenUntil):
		return "resting"
	case !h.CappedAt.IsZero() && h.Day == hiring.DateOf(now) && a.DailyFen > 0 && h.SpentFen+a.PriceFen > a.DailyFen:
		return "capped"
	}
	return "ready"
}

// today is the health with the counts of a day that is over taken back.
func (h ConnectorHealth) today(now time.Time) ConnectorHealth {
	if day := hiring.DateOf(now); h.Day != day {
		h.Day, h.Calls, h.SpentFen, h.CappedAt = day, 0, 0, time.Time{}
	}
	h.Recent = slices.DeleteFunc(slices.Clone(h.Recent), func(at time.Time) bool { return now.Sub(at) >= time.Minute || at.After(now) })
	return h
}

func healthKey(id string) string { return secretSettings + "connector/" + id }

func (o *Office) healthIn(r Reader, id string) (h ConnectorHealth, err error) {
	sealed, known, err := r.Setting(healthKey(id))
	if err != nil || !known {
		return h, err
	}
	return h, o.openJSON("setting/"+healthKey(id), sealed, &h)
}

// changeHealth changes a connector's health alone; open pages are told when it stands otherwise than before.
func (o *Office) changeHealth(ctx context.Context, id string, change func(h *ConnectorHealth) error) error {
	turned := false
	err := o.ports.Store.Update(ctx, func(tx Tx) error {
		was, err := o.healthIn(tx, id)
		if err != nil {
			return err
		}
		is := was.today(o.now())
		if err := change(&is); err != nil {
			return err
		}
		turned = was.Stopped != is.Stopped || was.OpenUntil != is.OpenUntil || was.CappedAt.IsZero() != is.CappedAt.IsZero() || was.Fails > 0 != (is.Fails > 0)
		sealed, err := o.sealJSON("setting/"+healthKey(id), is)
		if err != nil {
			return err
		}
		return tx.PutSetting(healthKey(id), sealed, o.now(), hiring.System)
	})
	if err == nil && turned {
		o.feed.publish(Change{})
	}
	return err
}

// reserve counts calls before they are made; how long to wait instead when the connector was stopped or rests, the
// minute is full, or the day's money would not do.
func (o *Office) reserve(ctx context.Context, id string, a ConnectorAccount, paid int) (wait time.Duration, err error) {
	cost := int64(paid) * a.PriceFen
	err = o.changeHealth(ctx, id, func(h *ConnectorHealth) error {
		now := o.now()
		switch {
		case h.Stopped: // by the order before this one
			wait = time.Hour
		case now.Before(h.OpenUntil):
			wait = h.OpenUntil.Sub(now)
		case a.PerMin > 0 && len(h.Recent) >= a.PerMin:
			wait = h.Recent[len(h.Recent)-a.PerMin].Add(time.Minute).Sub(now)
		case a.DailyFen > 0 && cost > 0 && h.SpentFen+cost > a.DailyFen:
			h.CappedAt = now
			wait = h.Day.AddDays(1).Time().Sub(now)
		default:
			h.Calls, h.SpentFen, h.Recent = h.Calls+max(paid, 1), h.SpentFen+cost, append(h.Recent, now)
		}
		return nil
	})
	return wait, err
}

// heard writes down how a call went, and takes back what was reserved and not used. Who gave no answer is not charged: a request
// under one key is one order, whenever it arrives.
func (o *Office) heard(ctx context.Context, id string, a ConnectorAccount, unused int, call error) error {
	return o.changeHealth(ctx, id, func(h *ConnectorHealth) error {
		now := o.now()
		h.Calls, h.SpentFen = max(0, h.Calls-unused), max(0, h.SpentFen-int64(unused)*a.PriceFen)
		if call == nil || fault.Is(call, fault.Missing) {
			h.LastOK, h.Fails, h.OpenUntil = now, 0, time.Time{}
			return nil
		}
		h.LastFail, h.Code, h.Params = now, fault.Of(call).Code, fault.Of(call).Params
		switch {
		case fault.Is(call, fault.Denied), fault.Is(call, fault.Refused):
			h.Stopped = true
		case fault.Is(call, fault.Offline):
			if h.Fails++; h.Fails >= breakerFails {
				h.OpenUntil = now.Add(min(time.Minute<<min(h.Fails-breakerFails, 10), breakerMost))
			}
		}
		return nil
	})
}

// ConnectorState is a connector for the page of connectors.
type ConnectorState struct {
	ID       string
	Standing string // see ConnectorHealth.Standing
	Account  ConnectorAccount
	Set      bool // the bank has an account with it
	Health   ConnectorHealth
	Waiting  int // requests that wait for it
}

// connectorIDs are those that checks.yaml names and those that have an account, sorted.
func (o *Office) connectorIDs(out Outside) []string {
	var ids []string
	for _, k := range o.Catalog().Checks {
		for _, s := range k.Sources {
			if s.Way == "connector" {
				ids = append(ids, s.ID)
			}
		}
	}
	for id := range out.Connectors {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// Connectors are all sources that the bank may ask through the network, with their accounts (secrets covered) and how they fare.
func (s *Staff) Connectors(ctx context.Context) ([]ConnectorState, error) {
	if err := s.mayOffice("settings"); err != nil {
		return nil, err
	}
	o := s.office
	var out []ConnectorState
	err := o.ports.Store.Read(ctx, func(r Reader) error {
		outside, err := o.outsideIn(r)
		if err != nil {
			return err
		}
		speaks := o.connectorsOf(outside)
		for _, id := range o.connectorIDs(outside) {
			state, err := o.connectorState(r, id, outside, speaks)
			if err != nil {
				return err
			}
			out = append(out, state)
		}
		return nil
	})
	return out, err
}

// connectorsOf are the connectors that this program has for a configuration.
func (o *Office) connectorsOf(outside Outside) map[string]Connector {
	if o.ports.Connectors == nil {
		return nil
	}
	return o.ports.Connectors(outside)
}

func (o *Office) connectorState(r Reader, id string, outside Outside, speaks map[string]Connector) (ConnectorState, error) {
	s := ConnectorState{ID: id}
	health, err := o.healthIn(r, id)
	if err != nil {
		return s, err
	}
	s.Health = health.today(o.now())
	account, set := outside.Connectors[id]
	if s.Set = set; set {
		s.Account = outside.masked().Connectors[id]
		s.Standing = s.Health.Standing(&account, speaks[id] != nil, o.now())
	} else {
		s.Standing = s.Health.Standing(nil, false, o.now())
	}
	rows, err := r.Outbox(OutboxQuery{Kinds: []string{checkKind(id)}, States: []EffectState{EffectWaiting}, Limit: 1000})
	s.Waiting = len(rows)
	return s, err
}

// SetConnector changes one connector's account; the others stay as they are. KeptSecret keeps a secret.
func (s *Staff) SetConnector(ctx context.Context, id string, a ConnectorAccount) error {
	next, err := s.Outside(ctx)
	if err != nil {
		return err
	}
	if next.Connectors == nil {
		next.Connectors = map[string]ConnectorAccount{}
	}
	next.Connectors[id] = a
	if err := s.SetOutside(ctx, next); err != nil {
		return err
	}
	o := s.office
	defer o.feed.publish(Change{})
	return o.ports.Store.Update(ctx, func(tx Tx) error { return o.wake(tx, OutboxQuery{Kinds: []string{checkKind(id)}}) })
}

// TryConnector says whether a connector answers with an account that need not be saved yet. Nobody is asked about.
func (s *Staff) TryConnector(ctx context.Context, id string, a ConnectorAccount) error {
	if err := s.mayOffice("settings"); err != nil {
		return err
	}
	old, err := s.office.outside(ctx)
	if err != nil {
		return err
	}
	next := Outside{Connectors: map[string]ConnectorAccount{id: a}}
	if next, err = next.completed(Outside{Connectors: old.Connectors}); err != nil {
		return err
	}
	if c := s.office.connectorsOf(next)[id]; c != nil {
		return c.Try(ctx)
	}
	return fault.New(fault.Missing, "outside.not_configured")
}

// ConnectorNotice says which connectors were stopped and wait for somebody to look; nil when none was.
func (s *Staff) ConnectorNotice(ctx context.Context) (notice, err error) {
	all, err := s.Connectors(ctx)
	var names []string
	for _, c := range all {
		if c.Standing == "stopped" {
			names = append(names, s.office.sourceName(c.ID, s.Lang))
		}
	}
	if len(names) > 0 {
		notice = fault.New(fault.Refused, "connector.stopped", "name", strings.Join(names, ", "))
	}
	return notice, err
}

// sourceName is what checks.yaml calls a connector; its id where it does not.
func (o *Office) sourceName(id, lang string) string {
	for _, kind := range sortedKeys(o.Catalog().Checks) {
		if s := o.Catalog().Checks[kind].Source(id); s != nil {
			return s.Name.In(lang)
		}
	}
	return id
}

// ResumeConnector lets a connector be asked again after somebody has looked at why it was stopped.
func (s *Staff) ResumeConnector(ctx context.Context, id string) error {
	if err := s.mayOffice("settings"); err != nil {
		return err
	}
	o := s.office
	err := o.changeHealth(ctx, id, func(h *ConnectorHealth) error {
		h.Stopped, h.Fails, h.OpenUntil = false, 0, time.Time{}
		return nil
	})
	if err != nil {
		return err
	}
	return o.ports.Store.Update(ctx, func(tx Tx) error {
		return errors.Join(o.trace(tx, s.Account.ID, Trace{Kind: TraceConnector, Facts: map[string]string{"connector": id}}), o.wake(tx, OutboxQuery{Kinds: []string{checkKind(id)}}))
	})
}

// check refuses an account that cannot work.
func (a ConnectorAccount) check() error {
	switch {
	case a.PerMin < 0 || a.PriceFen < 0 || a.DailyFen < 0:
		return fault.New(fault.Invalid, "outside.negative", "field", "per_min")
	case len(a.Kinds) == 0:
		return fault.New(fault.Invalid, "field.choose", "field", "kinds")
	case a.Folder != "" && a.Endpoint == "":
		return nil
	}
	return secureURL(a.Endpoint, "endpoint")
}

// waitsFor is how the connectors stand that a case's open orders wait for.
func (o *Office) waitsFor(r Reader, c *hiring.Case) (map[string]string, error) {
	var out map[string]string
	for i := range c.Checks {
		order := &c.Checks[i]
		if order.Stopped != nil || order.Latest() != nil || !connected(order, o.Catalog()) || out[order.Source] != "" {
			continue
		}
		standing, err := o.standingOf(r, order.Source)
		if err != nil {
			return nil, err
		}
		if out == nil {
			out = map[string]string{}
		}
		out[order.Source] = standing
	}
	return out, nil
}

func (o *Office) standingOf(r Reader, id string) (string, error) {
	outside, err := o.outsideIn(r)
	if err != nil {
		return "", err
	}
	account, set := outside.Connectors[id]
	if !set {
		return ConnectorHealth{}.Standing(nil, false, o.now()), nil
	}
	h, err := o.healthIn(r, id)
	return h.today(o.now()).Standing(&account, o.connectorsOf(outside)[id] != nil, o.now()), err
}
