package office

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/ledger"
)

// Outcome is what became of a command.
type Outcome struct {
	Intent  string
	Case    *hiring.Case // after it, unredacted: the doors show it to their people
	Events  []hiring.Event
	Changed bool
}

// job is one command to settle.
type job struct {
	id    hiring.CaseID
	who   hiring.Actor
	cmd   hiring.Command
	at    time.Time                         // when it was given; zero: now
	made  func(tx Tx, c *hiring.Case) error // further rows of the same transaction
	first bool                              // the id is new: there is nothing to load
}

// device is the machine a command comes from; one with a moment of its own is history told anew.
func (j job) device(this string) string {
	if !j.at.IsZero() {
		return ledger.Told
	}
	return this
}

// settle is the authority's one way to change a case: an intent is stored, decided and followed to a fixed point, and its
// records, verdict, views and outbox are written in one transaction. A refusal is a verdict too, and is stored.
func (o *Office) settle(ctx context.Context, j job) (Outcome, error) {
	var out Outcome
	var refusal error
	err := o.ports.Store.Update(ctx, func(tx Tx) error {
		var err error
		out, refusal, err = o.settleIn(tx, j)
		return err
	})
	if err != nil {
		o.forget(j.id)
		return Outcome{}, err
	}
	if refusal != nil {
		return out, refusal
	}
	if out.Case.Status == hiring.Erased {
		o.forget(j.id)
		_ = o.FinishErasures(ctx) // what is left outside of the store is tried again with every Tick
	} else {
		o.remember(out.Case)
	}
	if out.Changed {
		o.feed.publish(Change{Case: j.id, Parts: parts(out.Events)})
	}
	return out, nil
}

// settleIn settles inside a transaction; refusal is the rules' no, err is a fault that undoes everything.
func (o *Office) settleIn(tx Tx, j job) (out Outcome, refusal, err error) {
	env, keys, c, err := o.prepare(tx, j)
	if err != nil {
		return Outcome{}, nil, err
	}
	raw, err := hiring.EncodeCommand(j.cmd)
	if err != nil {
		return Outcome{}, nil, err
	}
	intent := Intent{ID: o.ports.Fresh(), Case: j.id, Actor: j.who.Account, Device: j.device(o.device), Name: j.cmd.Name(), ClaimedAt: env.Now, SettledAt: env.Now}
	if intent.Body, err = o.seal(tx, keys, j.id, hiring.Basic, "intent", intent.ID, raw); err != nil {
		return Outcome{}, nil, err
	}
	var unread error // an account that cannot be read is no refusal, which would be final
	env.Sits = func(id hiring.AccountID) bool {
		accounts, err := o.accountsIn(tx)
		unread = errors.Join(unread, err)
		return accounts[id].sits()
	}
	env.Staff = func(names []string) []hiring.Colleague {
		staff, err := o.colleagues(tx, names)
		unread = errors.Join(unread, err)
		return staff
	}
	events, after, refusal := hiring.Settle(c, env, j.cmd)
	if refusal == nil {
		if err := checkFiles(tx, j.id, j.cmd); fault.HasCode(err, "file.gone") {
			refusal = err
		} else if err != nil {
			return Outcome{}, nil, err
		}
	}
	if unread != nil {
		return Outcome{}, nil, unread
	}
	if refusal != nil {
		intent.Code = fault.Of(refusal).Code
		if fault.Is(refusal, fault.Internal) {
			return Outcome{}, nil, refusal
		}
		return Outcome{Intent: intent.ID, Case: c}, refusal, o.putRefusal(tx, &intent, refusal)
	}
	intent.OK = true
	if after.Status == hiring.Erased {
		return Outcome{Intent: intent.ID, Case: after, Events: events, Changed: true}, nil, o.eraseIn(tx, keys, &intent, c, after, events)
	}
	if intent.FirstSeq, intent.LastSeq, err = o.append(tx, keys, j.id, c.Version, origin{intent.ID, intent.Device}, events); err != nil {
		return Outcome{}, nil, err
	}
	if err := tx.PutIntent(intent); err != nil {
		return Outcome{}, nil, err
	}
	if len(events) > 0 {
		if err := o.project(tx, keys, after, c, env); err != nil {
			return Outcome{}, nil, err
		}
	}
	if j.at.IsZero() {
		if err := errors.Join(o.queue(tx, keys, after, events, env), o.queueChecks(tx, keys, after, c, env)); err != nil {
			return Outcome{}, nil, err
		}
	}
	if j.made != nil {
		if err := j.made(tx, after); err != nil {
			return Outcome{}, nil, err
		}
	}
	return Outcome{Intent: intent.ID, Case: after, Events: events, Changed: len(events) > 0}, nil, nil
}

// putRefusal keeps the verdict no, and tells it in the chain, so that nobody can turn it into a yes later. What the clock tries
// again every minute is no attempt of anybody.
func (o *Office) putRefusal(tx Tx, i *Intent, refusal error) (err error) {
	if i.Actor != hiring.System {
		if i.FirstSeq, err = o.traceFor(tx, i.Actor, i.ID, refusedTrace(i.Case, i.Name, refusal)); err != nil {
			return err
		}
		i.LastSeq = i.FirstSeq
	}
	return tx.PutIntent(*i)
}

// prepare loads what a decision needs.
func (o *Office) prepare(tx Tx, j job) (hiring.Env, keyring, *hiring.Case, error) {
	keys, c := keyring{}, &hiring.Case{ID: j.id}
	var err error
	if !j.first {
		if keys, err = o.keys(tx, j.id); err != nil {
			return hiring.Env{}, nil, nil, err
		}
		if c, err = o.load(tx, j.id, keys); err != nil {
			return hiring.Env{}, nil, nil, err
		}
	}
	env := o.env(j.who)
	if !j.at.IsZero() {
		env.Now = j.at.UTC().Truncate(time.Microsecond)
	}
	if c.Person != "" {
		if env.Person, err = o.person(tx, c.Person); err != nil {
			return hiring.Env{}, nil, nil, err
		}
	}
	return env, keys, c, nil
}

// env is what a decision by someone may know now.
func (o *Office) env(who hiring.Actor) hiring.Env {
	return hiring.Env{Who: who, Now: o.now(), Catalog: o.Catalog(), Seed: o.ports.Fresh(), Advice: o.ports.Advice}
}

// now is the ports' clock in UTC, to the microsecond that a record keeps.
func (o *Office) now() time.Time { return o.ports.Now().UTC().Truncate(time.Microsecond) }

// append seals events and links them to the chain.
func (o *Office) append(tx Tx, keys keyring, id hiring.CaseID, ver uint64, from origin, events []hiring.Event) (first, last uint64, err error) {
	if len(events) == 0 {
		return 0, 0, nil
	}
	entries := make([]entryOf, len(events))
	for i, e := range events {
		body, err := hiring.EncodeBody(e.Body)
		if err != nil {
			return 0, 0, err
		}
		entries[i] = entryOf{wire: e.Body.Wire(), class: e.Body.Class(), by: e.By, at: e.At, body: body}
	}
	return o.link(tx, keys, id, ver, from, entries)
}

// entryOf is what becomes a record: of a case's event, or of the bank's trail.
type entryOf struct {
	wire  string
	class hiring.Class
	by    hiring.AccountID
	at    time.Time
	body  []byte
}

// origin is what records came of: the intent, and the machine it came from.
type origin struct{ intent, device string }

// link seals entries and joins them to the chain and the tree.
func (o *Office) link(tx Tx, keys keyring, id hiring.CaseID, ver uint64, from origin, entries []entryOf) (first, last uint64, err error) {
	seq, head, peaks, err := tx.Head()
	if err != nil {
		return 0, 0, err
	}
	tree, ok := ledger.ResumeTree(seq, peaks)
	if !ok {
		return 0, 0, fault.New(fault.Corrupt, "ledger.peaks")
	}
	first = seq + 1
	stored := make([]StoredEvent, len(entries))
	for i, e := range entries {
		salt := o.ports.Salt()
		seq++
		r := ledger.Record{Seq: seq, Case: string(id), Ver: ver + uint64(i) + 1, Kind: e.wire, Actor: string(e.by), Device: from.device,
			At: e.at, Intent: from.intent, Class: string(e.class), Commitment: ledger.Commit(salt, e.body)}
		ledger.Link(head, &r)
		head = r.Hash
		tree.Append(r.Hash[:])
		sealed := append(salt[:], e.body...)
		if e.class != hiring.Public {
			if sealed, err = o.seal(tx, keys, id, e.class, r.Kind, recordColumn(r.Ver), sealed); err != nil {
				return 0, 0, err
			}
		}
		stored[i] = StoredEvent{Record: r, Body: sealed}
	}
	return first, seq, tx.Append(stored, tree.Peaks())
}

// load folds a case from its records; a case without records is a new one. Folded cases are kept while their version is the
// store's.
func (o *Office) load(r Reader, id hiring.CaseID, keys keyring) (*hiring.Case, error) {
	row, ok, err := r.Case(id)
	if err != nil {
		return nil, err
	}
	if !ok {
		return &hiring.Case{ID: id}, nil
	}
	if c := o.remembered(id, row.Version); c != nil {
		return c, nil
	}
	stored, err := r.Events(id)
	if err != nil {
		return nil, err
	}
	c := &hiring.Case{ID: id}
	for _, s := range stored {
		e, err := o.open(s, keys)
		if err != nil {
			return nil, err
		}
		c = hiring.Apply(c, e)
	}
	o.remember(c)
	return c, nil
}

// open is a stored record as an event; its body is held against the record's commitment.
func (o *Office) open(s StoredEvent, keys keyring) (hiring.Event, error) {
	e := hiring.Event{Stamp: hiring.Stamp{At: s.Record.At, By: hiring.AccountID(s.Record.Actor)}}
	salt, body, err := o.unseal(s, keys)
	if err != nil || body == nil {
		return e, err
	}
	if ledger.Commit(salt, body) != s.Record.Commitment {
		return e, fault.New(fault.Corrupt, "ledger.body", "seq", num(s.Record.Seq))
	}
	e.Body, err = hiring.DecodeBody(s.Record.Kind, body)
	return e, err
}

func (o *Office) unseal(s StoredEvent, keys keyring) (salt [32]byte, body []byte, err error) {
	if s.Body == nil {
		return salt, nil, nil
	}
	class, plain := hiring.Class(s.Record.Class), s.Body
	if class != hiring.Public {
		plain, err = o.ports.Vault.Open(s.Record.Case, s.Record.Class, keys[class], s.Record.Kind, recordColumn(s.Record.Ver), s.Body)
	}
	if err == nil && len(plain) < len(salt) {
		err = fault.New(fault.Corrupt, "ledger.body", "seq", num(s.Record.Seq))
	}
	if err != nil {
		return salt, nil, err
	}
	copy(salt[:], plain)
	return salt, plain[len(salt):], nil
}

// recordColumn places a body at its version, so that two bodies of a case cannot be swapped.
func recordColumn(ver uint64) string { return "record/" + num(ver) }

// keyring is a case's wrapped keys by class.
type keyring map[hiring.Class][]byte

func (o *Office) keys(r Reader, id hiring.CaseID) (keyring, error) {
	k, err := r.Keys(id)
	if k == nil {
		k = keyring{}
	}
	return k, err
}

// seal seals under the case's key of a class, which is made when first needed.
func (o *Office) seal(tx Tx, keys keyring, id hiring.CaseID, class hiring.Class, kind, column string, plain []byte) ([]byte, error) {
	if keys[class] == nil {
		wrapped, err := o.ports.Vault.NewCaseKey(string(id), string(class))
		if err != nil {
			return nil, err
		}
		if err := tx.PutKey(id, class, wrapped); err != nil {
			return nil, err
		}
		keys[class] = wrapped
	}
	return o.ports.Vault.Seal(string(id), string(class), keys[class], kind, column, plain)
}

// sealJSON is a bank-wide value as it is stored.
func (o *Office) sealJSON(label string, v any) ([]byte, error) {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return o.ports.Vault.SealBank(string(hiring.Basic), label, raw)
}

func (o *Office) openJSON(label string, sealed []byte, v any) error {
	raw, err := o.ports.Vault.OpenBank(string(hiring.Basic), label, sealed)
	if err != nil {
		return err
	}
	return json.NewDecoder(bytes.NewReader(raw)).Decode(v)
}
