package office

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// Missed counts sign-ins that failed since they were last told.
type Missed struct {
	Account     string // "" for names that do not exist
	Failures    int
	First, Last time.Time
}

// Owed is something that happened while nobody held keys, so that no record of it could be sealed: it is written into the
// trail at the next sign-in. Whoever has the folder in their hands can drop it, as they could drop the folder.
type Owed struct {
	At    time.Time         `json:"at"`
	Kind  string            `json:"kind"`
	Facts map[string]string `json:"facts,omitempty"` // nothing personal: it lies in clear until then
}

// The settings that the trail itself keeps; they are of the machine, hold nothing personal, and lie in clear.
const (
	owedSetting    = "trail.owed"
	catalogSetting = "trail.catalog"
)

// Owe remembers something for the trail in a bank that nobody has signed in to: a restore.
func Owe(ctx context.Context, store Store, owed Owed) error {
	return store.Update(ctx, func(tx Tx) error {
		list, err := owing(tx)
		if err != nil {
			return err
		}
		return putOwed(tx, append(list, owed), owed.At)
	})
}

func owing(r Reader) (list []Owed, err error) {
	raw, ok, err := r.Setting(owedSetting)
	if err != nil || !ok {
		return nil, err
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fault.Wrap(err, fault.Corrupt, "store.corrupt", "office.owing")
	}
	return list, nil
}

func putOwed(tx Tx, list []Owed, at time.Time) error {
	raw, err := json.Marshal(list)
	if err != nil {
		return err
	}
	return tx.PutSetting(owedSetting, raw, at, hiring.System)
}

// arrive writes what a sign-in owes the trail: what failed before it, what happened while nobody held keys, another
// configuration than the last time, and itself.
func (o *Office) arrive(tx Tx, who hiring.AccountID, missed []Missed, how Trace) error {
	for _, m := range missed {
		facts := map[string]string{"count": strconv.Itoa(m.Failures), "first": instantText(m.First), "last": instantText(m.Last)}
		if err := o.trace(tx, hiring.System, Trace{Kind: TraceSignInFailed, About: hiring.AccountID(m.Account), Facts: facts}); err != nil {
			return err
		}
	}
	_, err := o.signer(tx)
	return errors.Join(err, o.payOwed(tx), o.traceCatalog(tx), o.trace(tx, who, how))
}

func (o *Office) payOwed(tx Tx) error {
	list, err := owing(tx)
	if err != nil || len(list) == 0 {
		return err
	}
	for _, owed := range list {
		facts := map[string]string{"at": instantText(owed.At)}
		for k, v := range owed.Facts {
			facts[k] = v
		}
		if err := o.trace(tx, hiring.System, Trace{Kind: owed.Kind, Facts: facts}); err != nil {
			return err
		}
	}
	return putOwed(tx, nil, o.now())
}

// traceCatalog records that another configuration is in force than the last time somebody signed in: its hash before and after.
func (o *Office) traceCatalog(tx Tx) error {
	before, _, err := tx.Setting(catalogSetting)
	if err != nil || string(before) == o.Catalog().Hash {
		return err
	}
	after := o.Catalog().Hash
	if err := tx.PutSetting(catalogSetting, []byte(after), o.now(), hiring.System); err != nil {
		return err
	}
	return o.trace(tx, hiring.System, Trace{Kind: TraceCatalog, Facts: map[string]string{"hash": short(after)},
		Changed: []Changed{{Field: "catalog", Before: string(before), After: after}}})
}

// short is how much of a hash people compare by eye.
func short(hash string) string { return hash[:min(16, len(hash))] }

// instantText is an instant as a fact; screens turn it into the bank's civil time.
func instantText(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
