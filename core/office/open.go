package office

import (
	"container/list"
	"context"
	"encoding/json"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// Ports is what the office is given by cmd.
type Ports struct {
	Store   Store
	Vault   Vault
	Paper   Paper
	Signer  Signer
	Intake  Intake
	Scanner Scanner
	Archive Archive
	// Carriers and Connectors reach the world outside; nil where nothing may.
	Carriers   Carriers
	Connectors Connectors
	// OwnReport reads the text of a candidate's own report of a source; nil where nothing can.
	OwnReport func(text string) (OwnReport, error)
	Advice    hiring.Advice
	Words     Words
	Catalog   *catalog.Catalog
	// Overlay keeps the bank's own configuration files; nil where they cannot be changed from inside.
	Overlay Overlay
	// Reading makes an intake that knows another catalog's names; nil keeps Intake.
	Reading func(*catalog.Catalog) Intake
	Now     func() time.Time
	Clock   func() time.Time // the machine's own, for how long sessions last; nil is Now
	Fresh   func() string    // a new unpredictable name, sorted by time (ULID)
	Salt    func() [32]byte
	Device  string // this machine's name in records; never a person's
	// Keep writes a signed checkpoint's file into a folder, or into the bank's own folder of checkpoints where folder is "".
	// Without it none is made by the clock.
	Keep func(folder, name, text string) error
	// Erased writes pseudonyms of what was erased where a restore finds them (EraseAgain); nil where there is no such place.
	Erased func(ids []string) error
}

// Office is one bank on one machine, its authority.
type Office struct {
	ports       Ports
	device      string
	catalog     atomic.Pointer[catalog.Catalog]
	reading     atomic.Pointer[Intake]
	feed        feed
	accounts    atomic.Pointer[directory]
	signedIn    atomic.Bool
	era         atomic.Uint64 // counts how often keys were dropped: a session of an earlier one has ended
	cases       cache[hiring.CaseID, *hiring.Case]
	people      cache[hiring.PersonID, *hiring.Person]
	finder      finder
	backing     sync.Mutex                  // held while a backup is made
	configuring sync.Mutex                  // held while a configuration file is changed
	delivering  sync.Mutex                  // held while effects are done
	written     *keyed                      // the store, which knows how far this program has written
	retained    atomic.Pointer[hiring.Date] // the day that what is due was last erased on by itself
	seen        atomic.Pointer[time.Time]   // when Tick last looked at the clock
	stuck       atomic.Int64                // clocks that are due and that the rules or a fault hold back
	freshening  sync.Mutex                  // held while clocks are set anew
	freshened   struct {                    // how far that has come
		rules string
		after *CaseRow
	}
}

// Open opens the bank: plans that cases were opened under are pinned again.
func Open(ctx context.Context, p Ports) (*Office, error) {
	written := &keyed{Store: p.Store, vault: p.Vault}
	p.Store = written
	o := &Office{ports: p, device: p.Device, written: written}
	o.cases.limit, o.people.limit = 512, 4096
	if err := o.SetCatalog(ctx, p.Catalog); err != nil {
		return nil, err
	}
	return o, nil
}

// Catalog is the configuration in force.
func (o *Office) Catalog() *catalog.Catalog { return o.catalog.Load() }

// SetCatalog brings a new configuration into force, and pins its plans for the cases that will be opened under them, and the
// wordings of its consents for those who will agree to them.
func (o *Office) SetCatalog(ctx context.Context, cat *catalog.Catalog) error {
	err := o.ports.Store.Update(ctx, func(tx Tx) error { return o.pinCatalog(tx, cat) })
	if err == nil {
		o.use(cat)
	}
	return err
}

// use is the moment from which a configuration is in force.
func (o *Office) use(cat *catalog.Catalog) {
	in := o.ports.Intake
	if o.ports.Reading != nil {
		in = o.ports.Reading(cat)
	}
	o.reading.Store(&in)
	o.catalog.Store(cat)
}

func (o *Office) intake() Intake { return *o.reading.Load() }

// pinCatalog gives a configuration the plans and wordings of earlier ones, and keeps its own for later ones.
func (o *Office) pinCatalog(tx Tx, cat *catalog.Catalog) error {
	known, err := tx.Plans()
	if err != nil {
		return err
	}
	for hash, raw := range known {
		if wording, is := strings.CutPrefix(hash, wordingPrefix); is {
			if err := pinWording(cat, wording, raw); err != nil {
				return err
			}
			continue
		}
		plan := &catalog.Plan{}
		if err := json.Unmarshal(raw, plan); err != nil {
			return fault.Wrap(err, fault.Corrupt, "catalog.pinned", "office.SetCatalog")
		}
		plan.Hash = hash
		if cat.Plan(hash) == nil {
			cat.Pin(plan)
		}
	}
	for _, plan := range cat.Plans {
		if known[plan.Hash] == nil {
			raw, err := json.Marshal(plan)
			if err != nil {
				return err
			}
			if err := tx.PutPlan(plan.Hash, raw); err != nil {
				return err
			}
		}
	}
	return keepWordings(tx, cat, known)
}

// Close ends the office; the store is closed by whoever opened it.
func (o *Office) Close() { o.SignOut() }

func (o *Office) remembered(id hiring.CaseID, version uint64) *hiring.Case {
	if c, ok := o.cases.get(id); ok && c.Version == version {
		return c
	}
	return nil
}

func (o *Office) remember(c *hiring.Case) {
	if c != nil {
		o.cases.put(c.ID, c)
	}
}

func (o *Office) forget(id hiring.CaseID) { o.cases.drop(id) }

func (o *Office) forgetAll() {
	o.cases.clear()
	o.people.clear()
	o.accounts.Store(nil)
	o.finder.clear()
}

// cache keeps the values used last, up to a limit.
type cache[K comparable, V any] struct {
	mu    sync.Mutex
	limit int
	order list.List // of entry, used last in front
	by    map[K]*list.Element
}

type entry[K comparable, V any] struct {
	key   K
	value V
}

func (c *cache[K, V]) get(k K) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if el := c.by[k]; el != nil {
		c.order.MoveToFront(el)
		return el.Value.(entry[K, V]).value, true
	}
	var zero V
	return zero, false
}

func (c *cache[K, V]) put(k K, v V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by == nil {
		c.by = map[K]*list.Element{}
	}
	if el := c.by[k]; el != nil {
		el.Value = entry[K, V]{k, v}
		c.order.MoveToFront(el)
		return
	}
	c.by[k] = c.order.PushFront(entry[K, V]{k, v})
	if c.order.Len() > c.limit {
		last := c.order.Back()
		delete(c.by, c.order.Remove(last).(entry[K, V]).key)
	}
}

func (c *cache[K, V]) drop(k K) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if el := c.by[k]; el != nil {
		c.order.Remove(el)
		delete(c.by, k)
	}
}

func (c *cache[K, V]) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.order.Init()
	c.by = nil
}
