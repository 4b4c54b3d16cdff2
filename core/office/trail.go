package office

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/ledger"
)

// BankTrail is the reserved name under which the bank's own matters stand in the ledger: whatever does not happen to one
// case. It has keys and a count of versions like a case, and no row in any view, so that lists, search and reach know nothing
// of it.
const BankTrail hiring.CaseID = "bank"

// The kinds of the bank's own records, by their versioned wire names. Append only; the sentence of a kind is "trail.<kind>".
const (
	TraceSignedIn      = "signed_in.1"
	TraceSignInFailed  = "sign_in_failed.1"  // facts: count, first, last; About is empty for a name that does not exist
	TraceSignInRefused = "sign_in_refused.1" // right password, closed account
	TracePassword      = "password_changed.1"
	TraceRecovered     = "account_recovered.1" // facts: officers
	TraceOfficerAdded  = "officer_added.1"     // facts: officer
	TraceOfficerGone   = "officer_removed.1"   // facts: officer
	TraceFactorOn      = "factor_enrolled.1"
	TraceFactorOff     = "factor_dropped.1"
	TraceRotated       = "keys_rotated.1"
	TraceRemembered    = "machine_remembers.1" // facts: device
	TraceAccountAdded  = "account_added.1"
	TraceAccountEdited = "account_changed.1"
	TraceAccountClosed = "account_closed.1"
	TraceAccountAgain  = "account_reopened.1"
	TraceInvited       = "invited.1"            // facts: until
	TraceInviteUsed    = "invitation_used.1"    // a password was chosen
	TraceInviteOver    = "invitation_expired.1" // facts: until; the account is closed
	TraceSetting       = "setting_changed.1"
	TraceCatalog       = "catalog_changed.1"
	TraceConfig        = "config_changed.1" // facts: file, hash, own, text; the text itself is beside them
	TraceExported      = "exported.1"
	TraceBackedUp      = "backed_up.1"
	TraceRestored      = "restored.1"
	TraceRebuilt       = "rebuilt.1"
	TraceVerified      = "verified.1"
	TraceBroken        = "found_broken.1"
	TraceCheckpoint    = "checkpoint_made.1"   // facts: why; its place is the checkpoint's size
	TraceCheckpointKey = "checkpoint_key.1"    // facts: key, the public half
	TraceCertificates  = "certificates_made.1" // facts: print, until
	TraceSeal          = "seal_replaced.1"     // facts: print, until
	TraceAuthority     = "time_authority.1"    // facts: url; empty for none
	TracePersonEdited  = "person_edited.1"
	TraceConnector     = "connector_resumed.1" // facts: connector
	TraceClockBack     = "clock_back.1"        // facts: from, to
	TraceReconciled    = "reconciled.1"        // facts: orders, unsent, untold, invites
	TraceRefused       = "refused.1"           // facts: command, code, and the refusal's own parameters under "p."
)

// Trace is a record of the bank's own: what happened, to whom, and what was different afterwards. Its values are sealed like
// any body's. Facts fill the sentence of its kind; they are codes, numbers and names of fields, never a candidate's data.
type Trace struct {
	Kind    string            `json:"-"`                 // one of the kinds above
	About   hiring.AccountID  `json:"about,omitempty"`   // the account it was done to
	Case    hiring.CaseID     `json:"case,omitempty"`    // the case it touches: shown in that case's audit too
	Facts   map[string]string `json:"facts,omitempty"`   // what the sentence names
	Changed []Changed         `json:"changed,omitempty"` // values that are different now
	Text    string            `json:"text,omitempty"`    // a configuration file as it was saved; nothing personal
}

// Changed is one value before and after.
type Changed struct {
	Field  string `json:"field"`
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// lookTrail finds a case's records in the bank's trail, by their versions.
const lookTrail = "trail"

// trace writes a record of the bank's own into the chain, in the transaction of what it tells: when it cannot be written, the
// error undoes the action too (control 37). by is who did it, hiring.System for what happened by itself. The vault must be
// unlocked, since the record is sealed; what happens while nobody holds keys is kept elsewhere until the next sign-in (failed
// sign-ins in the vault's header, the rest by Owe).
//
//	err := store.Update(ctx, func(tx Tx) error {
//		if err := tx.PutAccount(…); err != nil { return err }
//		return o.trace(tx, s.Account.ID, Trace{Kind: TraceAccountClosed, About: a.ID})
//	})
//
// An action that the transaction cannot undo (the vault's header, a file) is done by witnessed.
func (o *Office) trace(tx Tx, by hiring.AccountID, t Trace) error {
	_, err := o.traceFor(tx, by, "", t)
	return err
}

// traceFor is trace for a settled intent; it gives the record's place in the chain.
func (o *Office) traceFor(tx Tx, by hiring.AccountID, intent string, t Trace) (seq uint64, err error) {
	body, err := json.Marshal(t)
	if err != nil {
		return 0, err
	}
	keys, err := o.keys(tx, BankTrail)
	if err != nil {
		return 0, err
	}
	ver, err := tx.Version(BankTrail)
	if err != nil {
		return 0, err
	}
	if t.Case != "" {
		if err := o.putLookup(tx, lookTrail, string(t.Case), num(ver+1)); err != nil {
			return 0, err
		}
	}
	seq, _, err = o.link(tx, keys, BankTrail, ver, origin{intent, o.device}, []entryOf{{wire: t.Kind, class: hiring.Basic, by: by, at: o.now(), body: body}})
	return seq, err
}

// witnessed does what a transaction cannot undo, so that it never happens without its record: the record is written first, the
// act comes last, and an error of either leaves neither. Only the commit itself comes after the act.
func (o *Office) witnessed(ctx context.Context, by hiring.AccountID, t Trace, act func(tx Tx) error) error {
	return o.ports.Store.Update(ctx, func(tx Tx) error {
		if err := o.trace(tx, by, t); err != nil {
			return err
		}
		if _, err := tx.Version(BankTrail); err != nil { // reading it back makes sure that it was written, not only queued
			return err
		}
		return act(tx)
	})
}

// Traced is a record of the bank's trail as it is read back.
type Traced struct {
	Trace
	Seq     uint64
	Ver     uint64
	At      time.Time
	By      hiring.AccountID
	Hash    [32]byte
	Back    bool // its time is before its predecessor's: a clock was set back
	Erased  bool // its body is withheld or erased
	Unknown bool // of a kind that this program does not know
}

// traced opens a record of the trail; a kind of a later program keeps what it has in common with all.
func (o *Office) traced(e StoredEvent, keys keyring) (Traced, error) {
	out := Traced{Seq: e.Record.Seq, Ver: e.Record.Ver, At: e.Record.At, By: hiring.AccountID(e.Record.Actor), Hash: e.Record.Hash,
		Back: e.Record.Back(e.PrevAt)}
	salt, body, err := o.unseal(e, keys)
	if err != nil {
		return out, err
	}
	out.Kind, out.Erased = e.Record.Kind, body == nil
	if body == nil {
		return out, nil
	}
	if ledger.Commit(salt, body) != e.Record.Commitment {
		return out, fault.New(fault.Corrupt, "ledger.body", "seq", num(e.Record.Seq))
	}
	out.Trace, err = decodeTrace(e.Record.Kind, body)
	out.Unknown = !traceKinds[e.Record.Kind]
	return out, err
}

// tracedAt are the records of the trail that a look-up names, by their versions.
func (o *Office) tracedAt(r Reader, kind, value string) ([]Traced, error) {
	places, err := o.lookup(r, kind, value)
	if err != nil || len(places) == 0 {
		return nil, err
	}
	keys, err := o.keys(r, BankTrail)
	if err != nil {
		return nil, err
	}
	var out []Traced
	for _, place := range places {
		ver, err := strconv.ParseUint(place, 10, 64)
		if err != nil || ver == 0 {
			return nil, fault.New(fault.Corrupt, "store.corrupt")
		}
		stored, err := r.History(BankTrail, ver-1, 1)
		if err != nil {
			return nil, err
		}
		for _, st := range stored {
			t, err := o.traced(st, keys)
			if err != nil {
				return nil, err
			}
			out = append(out, t)
		}
	}
	return out, nil
}

func decodeTrace(kind string, body []byte) (Trace, error) {
	var t Trace
	err := json.Unmarshal(body, &t)
	t.Kind = kind
	return t, fault.Wrap(err, fault.Corrupt, "ledger.undecodable", "office.decodeTrace")
}

var traceKinds = map[string]bool{TraceSignedIn: true, TraceSignInFailed: true, TraceSignInRefused: true, TracePassword: true, TraceRecovered: true, TraceOfficerAdded: true, TraceOfficerGone: true, TraceFactorOn: true, TraceFactorOff: true, TraceRotated: true, TraceRemembered: true,
	TraceAccountAdded: true, TraceAccountEdited: true, TraceAccountClosed: true, TraceAccountAgain: true, TraceInvited: true, TraceInviteUsed: true, TraceInviteOver: true, TraceSetting: true, TraceCatalog: true, TraceConfig: true,
	TraceExported: true, TraceBackedUp: true, TraceRestored: true, TraceRebuilt: true, TraceVerified: true, TraceBroken: true, TraceCheckpoint: true, TraceCheckpointKey: true, TraceCertificates: true, TraceSeal: true, TraceAuthority: true,

	TracePersonEdited: true, TraceConnector: true, TraceClockBack: true, TraceReconciled: true, TraceRefused: true}

// TraceKinds are the wire names of the bank's own records, for the table that gives each its sentence.
func TraceKinds() []string { return sortedKeys(traceKinds) }

// refusedTrace is a refused command as the trail keeps it: what was tried at which case, and why not.
func refusedTrace(id hiring.CaseID, command string, refusal error) Trace {
	e := fault.Of(refusal)
	facts := map[string]string{"command": command, "code": e.Code}
	for name, value := range e.Params {
		facts["p."+name] = value
	}
	return Trace{Kind: TraceRefused, Case: id, Facts: facts}
}

// Refusal is the refusal that a trace of that kind tells of, for the sentence of its code.
func (t Trace) Refusal() *fault.Error {
	e := fault.New(fault.Refused, t.Facts["code"])
	for name, value := range t.Facts {
		if p, ok := strings.CutPrefix(name, "p."); ok {
			e = e.With(p, value)
		}
	}
	return e
}

// Trail is a page of the bank's own records, newest first: those before a version, at most limit; before 0 begins at the newest.
func (s *Staff) Trail(ctx context.Context, before uint64, limit int) ([]Traced, error) {
	if err := s.mayOffice("trail"); err != nil {
		return nil, err
	}
	o := s.office
	var out []Traced
	err := o.ports.Store.Read(ctx, func(r Reader) error {
		if before == 0 {
			newest, err := r.Version(BankTrail)
			if err != nil {
				return err
			}
			before = newest + 1
		}
		after := uint64(0)
		if n := uint64(max(limit, 1)); before-1 > n {
			after = before - 1 - n
		}
		stored, err := r.History(BankTrail, after, int(before-1-after))
		if err != nil {
			return err
		}
		keys, err := o.keys(r, BankTrail)
		if err != nil {
			return err
		}
		for _, e := range slices.Backward(stored) {
			one, err := o.traced(e, keys)
			if err != nil {
				return err
			}
			out = append(out, one)
		}
		return nil
	})
	return out, err
}
