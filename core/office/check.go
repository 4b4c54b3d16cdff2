package office

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"time"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// An order that goes to a connector is owed to the outside as soon as its consent stands: one effect, of the connector's own kind so
// that a dead one holds up no other, which asks, then asks what became of it, until a result is in or the order is stopped.

// checkKind is the kind of the effects that ask a connector.
func checkKind(connector string) string { return "check/" + connector }

func checkKey(id hiring.CaseID, order string) string { return "check/" + string(id) + "/" + order }

// lookCheck finds the case that a source's reference belongs to.
const lookCheck = "check"

// queueChecks owes the connectors the orders that may be asked about now and could not before.
func (o *Office) queueChecks(tx Tx, keys keyring, c, before *hiring.Case, env hiring.Env) error {
	day := hiring.DateOf(env.Now)
	for i := range c.Checks {
		order := &c.Checks[i]
		if !connected(order, env.Catalog) || !c.Askable(order, env.Catalog, day) {
			continue
		}
		if i < len(before.Checks) && before.Askable(&before.Checks[i], env.Catalog, day) {
			continue // owed already
		}
		if err := o.queueCheck(tx, keys, c.ID, order); err != nil {
			return err
		}
	}
	return nil
}

func (o *Office) queueCheck(tx Tx, keys keyring, id hiring.CaseID, order *hiring.CheckOrder) error {
	key := checkKey(id, order.ID)
	body, err := o.seal(tx, keys, id, hiring.Basic, "outbox", key, []byte(order.ID))
	if err != nil {
		return err
	}
	if err := tx.Queue(OutboxRow{Key: key, Kind: checkKind(order.Source), Case: id, Body: body, At: o.now()}); err != nil {
		return err
	}
	return o.wake(tx, OutboxQuery{Case: id, Kinds: []string{checkKind(order.Source)}}) // it may have waited for a consent that ran out
}

func connected(order *hiring.CheckOrder, cat *catalog.Catalog) bool {
	s := order.At(cat)
	return s != nil && s.Way == "connector"
}

// checkEffect is how a connector is asked. It is tried for ever: an outage ends, and the order's own clock tells HR when it is late.
func (o *Office) checkEffect() effectKind {
	return effectKind{ready: o.connectorReady, do: o.askSource, over: o.notAsked, tries: 1 << 30}
}

func (o *Office) connectorReady(r *reach, kind string) bool {
	_, id, _ := strings.Cut(kind, "/")
	a, set := r.outside.Connectors[id]
	if !set {
		return false
	}
	standing := r.health[id].Standing(&a, r.connectors[id] != nil, o.now())
	return standing == "ready" || standing == "capped" // capped: what costs nothing may still be asked
}

// askSource asks a connector about an order, or what became of it.
func (o *Office) askSource(ctx context.Context, r *reach, e effect) (effected, error) {
	_, id, _ := strings.Cut(e.Kind, "/")
	c, person, err := o.caseWithPerson(ctx, e.Case)
	if err != nil {
		return effected{}, err
	}
	cat, now := o.Catalog(), o.now()
	i := slices.IndexFunc(c.Checks, func(k hiring.CheckOrder) bool { return k.ID == string(e.body) })
	if i < 0 || c.Closed() || c.Checks[i].Stopped != nil || c.Checks[i].Latest() != nil {
		return effected{}, nil // nothing is wanted any more
	}
	order, account := &c.Checks[i], r.outside.Connectors[id]
	if !c.Askable(order, cat, hiring.DateOf(now)) || !slices.Contains(account.Kinds, order.Kind) {
		return effected{again: time.Hour}, nil // nobody is asked without the consent, nor about what the bank has not turned on
	}
	ask, ref, paid := request(c, person, order, cat, e.Key, now), order.Reference(), 0
	if ref == "" { // asking what became of it costs nothing
		paid = calls(r.connectors[id], ask)
	}
	if account.DailyFen > 0 && int64(paid)*account.PriceFen > account.DailyFen {
		return o.answered(ctx, c, order, CheckAnswer{State: "incomplete", Note: noteCap}, nil)
	}
	if wait, err := o.reserve(ctx, id, account, paid); err != nil || wait > 0 {
		return effected{again: max(wait, time.Second)}, err
	}
	var answer CheckAnswer
	if ref != "" {
		answer, err = r.connectors[id].Poll(ctx, ref)
	} else {
		answer, err = r.connectors[id].Order(ctx, ask)
	}
	if heard := o.heard(context.WithoutCancel(ctx), id, account, unused(r.connectors[id], answer, paid, err), err); heard != nil {
		return effected{}, heard
	}
	return o.answered(ctx, c, order, answer, err)
}

// calls is how many paid calls an order takes at most.
func calls(c Connector, r CheckRequest) int {
	if p, several := c.(Priced); several {
		return max(1, p.Calls(r))
	}
	return 1
}

// unused is how many of the calls reserved were not made.
func unused(c Connector, a CheckAnswer, paid int, err error) int {
	_, several := c.(Priced)
	switch {
	case several:
		return max(0, paid-a.Calls)
	case fault.Is(err, fault.Offline):
		return paid
	}
	return 0
}

// answered is what an answer means for the effect and the case.
func (o *Office) answered(ctx context.Context, c *hiring.Case, order *hiring.CheckOrder, a CheckAnswer, err error) (effected, error) {
	switch {
	case fault.Is(err, fault.Denied), fault.Is(err, fault.Refused):
		return effected{again: time.Hour}, nil // the connector is stopped: the order waits for whoever looks at it
	case fault.Is(err, fault.Missing):
		a = CheckAnswer{State: "incomplete", Note: noteMissing}
	case err != nil:
		return effected{}, err
	}
	facts, err := o.told(ctx, c, order, a)
	out := effected{facts: facts}
	if a.State == string(hiring.CheckRunning) || a.State == string(hiring.CheckIncomplete) && a.Reference != "" {
		out.again = o.pollAfter(c, order, a.Again)
	}
	return out, err
}

// What the workflow writes as an order's note itself; "check.note.<code>" are the words.
const (
	noteMissing = "missing" // the source knows nothing of it
	noteFailed  = "failed"  // the source's answer makes no sense
	noteCap     = "cap"     // this one order costs more than a day may
)

// told is what the case is told of an answer: nothing when it says what the case knows already.
func (o *Office) told(ctx context.Context, c *hiring.Case, order *hiring.CheckOrder, a CheckAnswer) ([]hiring.Command, error) {
	if a.State == string(hiring.CheckDone) && a.Result != nil {
		return o.result(ctx, c, order, a)
	}
	said := hiring.TrackCheck{Order: order.ID, State: hiring.CheckState(a.State), Reference: a.Reference, Note: a.Note}
	if said.State != hiring.CheckRunning { // what failed at the source needs somebody, like what lacks something
		said.State = hiring.CheckIncomplete
		if said.Note == "" {
			said.Note = noteFailed
		}
	}
	env := o.env(hiring.SystemActor)
	if _, err := hiring.Decide(c, env, said); fault.HasCode(err, "check.nothing_new") {
		return nil, nil
	}
	return []hiring.Command{said}, nil
}

// result is the command that records a result, with what came as evidence kept in the vault.
func (o *Office) result(ctx context.Context, c *hiring.Case, order *hiring.CheckOrder, a CheckAnswer) ([]hiring.Command, error) {
	cmd := *a.Result
	if old := order.Latest(); old != nil && old.Light == cmd.Light && old.Conclusion == cmd.Conclusion && reflect.DeepEqual(old.Facts, cmd.Facts) {
		return nil, nil // the source said it twice
	}
	cmd.Order, cmd.Method, cmd.Files = order.ID, "http", nil
	if s := order.At(o.Catalog()); cmd.Source == "" && s != nil {
		cmd.Source = s.Name["zh"]
	}
	if _, err := hiring.Decide(c, o.env(hiring.SystemActor), cmd); fault.Is(err, fault.Invalid) { // half a result is none
		return []hiring.Command{hiring.TrackCheck{Order: order.ID, State: hiring.CheckIncomplete, Reference: a.Reference, Note: noteFailed}}, nil
	}
	for _, f := range a.Files {
		ref, err := o.putFile(ctx, c.ID, hiring.Background, f.Name, f.Data)
		if err != nil {
			return nil, err
		}
		cmd.Files = append(cmd.Files, ref)
	}
	return []hiring.Command{cmd}, nil
}

// notAsked tells the case of an order that its source cannot answer as it was asked.
func (o *Office) notAsked(e effect, _ error) []hiring.Command {
	return []hiring.Command{hiring.TrackCheck{Order: string(e.body), State: hiring.CheckIncomplete, Note: noteFailed}}
}

// pollAfter is when an order is asked about again: as the source says; else often while there is time, and every hour when it is late.
func (o *Office) pollAfter(c *hiring.Case, order *hiring.CheckOrder, said time.Duration) time.Duration {
	left := c.CheckDue(order, o.Catalog()).Sub(o.now())
	switch {
	case said > 0:
		return min(max(said, time.Minute), 24*time.Hour)
	case left <= 0:
		return time.Hour
	}
	return min(max(left/12, 10*time.Minute), 4*time.Hour)
}

// request is what a source is asked: what checks.yaml says that it is sent, and nothing else (PIPL Art. 6).
func request(c *hiring.Case, p *hiring.Person, order *hiring.CheckOrder, cat *catalog.Catalog, key string, now time.Time) CheckRequest {
	r := CheckRequest{Key: key, Order: order.ID, Kind: order.Kind, LegalBasis: strings.TrimSpace(order.Law + " " + order.Says)}
	if k := c.Standing(cat.ConsentFor(order.Kind, order.Source), cat, hiring.DateOf(now)); k != nil {
		r.Consent = k.Wording
	}
	cv, said := c.CV, c.Declaration()
	if cv == nil {
		cv = &hiring.CV{}
	}
	if said == nil {
		said = &hiring.Declaration{}
	}
	if p == nil {
		p = &hiring.Person{}
	}
	for _, what := range order.At(cat).Sends {
		switch what {
		case "name":
			r.Name = p.Name
		case "id_no":
			r.IDNumber = p.IDNumber
		case "education":
			r.Education = cv.Education
		case "employments":
			r.Employments = append(r.Employments, cv.Employments...)
		case "qualifications":
			r.Qualifications = cv.Qualifications
		case "relatives":
			for _, rel := range said.Relatives {
				r.Relatives = append(r.Relatives, rel.Name)
			}
		case "businesses":
			for _, b := range said.Businesses {
				r.Employments = append(r.Employments, hiring.Employment{Company: b.Company, Title: b.Role})
			}
		}
	}
	return r
}

func (o *Office) caseWithPerson(ctx context.Context, id hiring.CaseID) (c *hiring.Case, p *hiring.Person, err error) {
	err = o.ports.Store.Read(ctx, func(r Reader) error {
		keys, err := o.keys(r, id)
		if err != nil {
			return err
		}
		if c, err = o.load(r, id, keys); err != nil || c.Person == "" {
			return err
		}
		p, err = o.person(r, c.Person)
		return err
	})
	return c, p, err
}
