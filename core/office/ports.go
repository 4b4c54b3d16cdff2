package office

import (
	"context"
	"io"
	"time"

	"ruhang/core/hiring"
	"ruhang/core/ledger"
)

// Vault keeps the keys and seals. Implemented by data/vault; what is not unlocked cannot be opened.
type Vault interface {
	AddAccount(name, password string, classes []string) (string, error)
	RemoveAccount(accountID string) error
	Unlock(name, password, code string) (accountID string, err error)
	Confirm(accountID, password string) error
	ChangePassword(accountID, old, fresh string) error
	// AddOfficer makes a recovery officer; the kit is shown once. Any two kits give an account a new password by Recover.
	AddOfficer(name string) (id, kit string, err error)
	RemoveOfficer(id string) error
	Officers() (names map[string]string, err error)
	Recipients() ([]string, error) // the officers' age recipients, for what must outlive this machine
	Recover(kits [2]string, name, password string, told func(accountID string, officers []string) error) (accountID string, err error)
	// Remember lets this machine open an account with a PIN and a key in the system's store; five wrong ones end it.
	Remember(accountID, password, code, pin string) error
	Remembered() (accountIDs []string, err error)
	UnlockPIN(accountID, pin string) error
	// NewFactor is a secret for an authenticator; Enrol keeps it once a code shows that a phone has it, and gives codes for paper.
	NewFactor(issuer, login string) (secret, uri string)
	Enrol(accountID, password, secret, code string) (paper []string, err error)
	DropFactor(accountID, password, code string) error
	Factor(accountID string) (has, owes bool, err error)
	Factors() (accountIDs []string, err error) // those that have one
	// Missed are the failed sign-ins that were not told yet, also of names that do not exist; Told forgets those.
	Missed() ([]Missed, error)
	Told(missed []Missed) error
	// Epoch names the keys in memory. A rotation begins, the store seals anew with Rewrap, ResealBank and Reblind, and it is settled by
	// the epoch that the store names.
	Epoch() string
	BeginRotation() (epoch string, err error)
	Rewrap(caseID, class string, wrapped []byte) ([]byte, error)
	ResealBank(class, label string, sealed []byte) ([]byte, error)
	Reblind(index []byte) ([]byte, error)
	SettleRotation(epoch string) error
	Lock()
	Unlocked() bool
	NewCaseKey(caseID, class string) (wrapped []byte, err error)
	Seal(caseID, class string, key []byte, kind, column string, plain []byte) ([]byte, error)
	Open(caseID, class string, key []byte, kind, column string, sealed []byte) ([]byte, error)
	OpenOnce(caseID, class string, key []byte, kind, column string, sealed []byte) ([]byte, error)
	SealBank(class, label string, plain []byte) ([]byte, error)
	OpenBank(class, label string, sealed []byte) ([]byte, error)
	Blind(label, value string) ([]byte, error)
	Put(ctx context.Context, caseID, class string, key []byte, r io.Reader, limit int64) (id string, size int64, mime, digest string, err error)
	Get(ctx context.Context, caseID, class string, key []byte, id string) (io.ReadCloser, error)
	Delete(id string) error
	// Sweep deletes files older than a day that known does not know, and half-written ones of that age.
	Sweep(known func(id string) bool) (int, error)
	Forget(caseID string) // drops a case's keys from memory
}

// Store is one bank's memory: the ledger, the view_* tables, people, keys, the outbox. Implemented by data/sqlite and later
// data/postgres; officetest holds every implementation to the same suite. What it is given is already sealed.
type Store interface {
	// Update runs fn in one durable transaction, alone; an error of fn leaves nothing behind.
	Update(ctx context.Context, fn func(Tx) error) error
	// Read runs fn on a consistent snapshot.
	Read(ctx context.Context, fn func(Reader) error) error
	// Truncate leaves nothing of what was dropped in a log beside the store; Stale when another program still reads it.
	Truncate(ctx context.Context) error
	// Backup writes a consistent copy of the whole store to a new file.
	Backup(ctx context.Context, path string, progress func(done, total int)) error
	Close() error
}

// StoredEvent is a record with its sealed body; Body is nil when it was withheld or erased.
type StoredEvent struct {
	Record ledger.Record
	Body   []byte    // AEAD of salt (32 bytes) and plaintext
	PrevAt time.Time // when the record before it in the chain was made; only History says it
}

// CaseRow is a row of view_case: pseudonymous structure, and one sealed head.
type CaseRow struct {
	ID        hiring.CaseID
	Person    hiring.PersonID
	Status    hiring.Status
	Stage     string
	Position  string
	Branch    string
	StageAt   time.Time
	OpenedAt  time.Time // received, while it is not open
	ClosedAt  time.Time
	NextDue   time.Time // the next instant its clocks owe something
	DueAt     time.Time // the earliest deadline of its open work
	Light     hiring.Light
	Offer     hiring.OfferState
	StartOn   hiring.Date // of the offer
	EndsOn    hiring.Date // of probation
	Flags     int         // open risk flags
	ToVerify  int
	Panel     []hiring.AccountID // everybody on a panel, for an interviewer's list
	NextRound time.Time          // start of the next planned interview
	Version   uint64
	Head      []byte // sealed Head
	HeadKey   []byte // the case's wrapped basic key, joined from the keys by every query; PutCase ignores it
}

// WorkRow is a row of view_work.
type WorkRow struct {
	Case hiring.CaseID
	hiring.Item
}

// Wait is a hand-over (交接): a stage's work of one kind that waits for a role or person, with how much of it there is.
type Wait struct {
	Stage   string // "" before a case is open
	Code    string // of the work
	To      string // an account's id, "candidate" or "role:hr"
	Count   int
	Overdue int
	Since   time.Time // of what waits longest
	Due     time.Time // the earliest deadline; zero: no clock
}

// DueCase is a case whose clocks owe something, and since when.
type DueCase struct {
	ID hiring.CaseID
	At time.Time
}

// MessageRow is a row of view_message; the words are in the case.
type MessageRow struct {
	Case hiring.CaseID
	ID   string
	To   string
	At   time.Time
	Read []hiring.AccountID
}

// OutboxRow is an effect that a settling owes the outside, written in its transaction; Key makes it once.
type OutboxRow struct {
	ID       int64
	Key      string
	Kind     string // a channel (mail, sms, chat), or check/<connector>; kinds do not wait for each other
	Case     hiring.CaseID
	Body     []byte // sealed
	At       time.Time
	State    EffectState
	Attempts int
	NextAt   time.Time // not due before; the zero time: at once
	Code     string    // of the last failure
	DoneAt   time.Time // done or failed
}

// EffectState is how far an effect has come.
type EffectState string

// The states of an effect.
const (
	EffectWaiting EffectState = "waiting"
	EffectDone    EffectState = "done"
	EffectFailed  EffectState = "failed"
)

// OutboxQuery chooses effects; zero fields choose all.
type OutboxQuery struct {
	Kinds  []string
	States []EffectState
	Case   hiring.CaseID
	Before int64 // only those with a lower ID: the next page
	Limit  int
}

// StoredFile is a file in the vault: whose it is, and since when.
type StoredFile struct {
	ID   string
	Case hiring.CaseID
	At   time.Time
}

// Intent is a command on its way, and its verdict once settled: final, also when it is a refusal.
type Intent struct {
	ID        string
	Case      hiring.CaseID
	Actor     hiring.AccountID
	Device    string
	Name      string // of the command
	ClaimedAt time.Time
	Body      []byte // sealed
	SettledAt time.Time
	OK        bool
	Code      string // of the refusal
	FirstSeq  uint64 // its records
	LastSeq   uint64
}

// CaseQuery chooses cases; zero fields choose all.
type CaseQuery struct {
	Statuses  []hiring.Status
	Stages    []string
	Positions []string
	Branches  []string
	Panel     hiring.AccountID // only cases with this member on a panel
	Flagged   bool             // an open flag or an open entry of the to-verify list
	OverdueAt time.Time        // DueAt is before this instant
	IDs       []hiring.CaseID  // only these
	Sort      CaseSort
	After     *CaseRow // keyset: the last row of the page before
	Limit     int
}

// CaseSort is the order of a page.
type CaseSort string

// The orders. Every order ends with the id, so that pages never lose or repeat a row.
const (
	ByStageAt CaseSort = "stage_at" // longest in its stage first
	ByOpened  CaseSort = "opened"   // newest first
	ByDue     CaseSort = "due"      // most urgent first, without a deadline last
	ByStart   CaseSort = "start"    // first day
)

// Reader is what a snapshot answers.
type Reader interface {
	Case(id hiring.CaseID) (CaseRow, bool, error)
	Cases(q CaseQuery) ([]CaseRow, error)
	// CountCases counts by stage what q chooses (Sort, After and Limit do not matter); waiting cases count as stage "".
	CountCases(q CaseQuery) (map[string]int, error)
	Heads(yield func(CaseRow) error) error         // every row, in the order of ids
	Touched(after uint64) ([]hiring.CaseID, error) // the cases that have records after that one
	Events(id hiring.CaseID) ([]StoredEvent, error)
	// Version is the count of a case's records, which is the newest one's Ver.
	Version(id hiring.CaseID) (uint64, error)
	// History is a page of Events: those after a version, at most limit, with PrevAt.
	History(id hiring.CaseID, after uint64, limit int) ([]StoredEvent, error)
	Records(yield func(StoredEvent) error) error // the whole ledger by Seq
	Head() (seq uint64, hash [32]byte, peaks [][32]byte, err error)
	Keys(id hiring.CaseID) (map[hiring.Class][]byte, error)
	Intent(id string) (Intent, bool, error)
	Person(id hiring.PersonID) (sealed []byte, ok bool, err error)
	Lookup(kind string, blind []byte) ([]string, error)
	// Lookups is Lookup for many at once, by string(blind); what finds nothing is left out.
	Lookups(kind string, blinds [][]byte) (map[string][]string, error)
	Work(to []string, branches []string, limit int) ([]WorkRow, error) // by due, without due last
	CountWork(to []string, branches []string, now time.Time) (open, overdue int, err error)
	Messages(to []string, limit int) ([]MessageRow, error) // newest first
	// Uncarried are the messages since an instant that no effect carries (those of the inbox too), by case.
	Uncarried(since time.Time) ([]MessageRow, error)
	// Waits counts the open work of some branches (nil: of all) by hand-over; Waiting are one's items, longest waiting first.
	Waits(branches []string, now time.Time) ([]Wait, error)
	Waiting(of Wait, branches []string, limit int) ([]WorkRow, error)
	// DueCases are the cases whose clocks owe something, longest owed first: those behind one of them.
	DueCases(now time.Time, after DueCase, limit int) ([]DueCase, error)
	Accounts() (map[hiring.AccountID][]byte, error) // sealed profiles
	Setting(name string) ([]byte, bool, error)
	Outbox(q OutboxQuery) ([]OutboxRow, error) // newest first
	DueKinds(now time.Time) ([]string, error)  // the kinds that have a due effect
	CountOutbox() (map[EffectState]int, error)
	Files() (map[string]hiring.CaseID, error)
	// StoredFiles are the files stored after a time and id and not after until, oldest first, at most limit.
	StoredFiles(after time.Time, id string, until time.Time, limit int) ([]StoredFile, error)
	FilesOf(id hiring.CaseID) (map[string]int64, error) // sizes in bytes
	Erasures(open bool) ([]ErasureRow, error)           // newest first; open: only those with something left to do
	Plans() (map[string][]byte, error)                  // pinned plans, JSON by hash
}

// Tx is a Reader that may also write.
type Tx interface {
	Reader
	// Append adds records; their Seq, Prev and Hash were linked to Head, and peaks are the tree's after them.
	Append(events []StoredEvent, peaks [][32]byte) error
	PutIntent(i Intent) error
	PutCase(row CaseRow) error
	PutWork(id hiring.CaseID, rows []WorkRow) error        // replaces the case's
	PutMessages(id hiring.CaseID, rows []MessageRow) error // adds new ones, updates Read of known ones
	PutKey(id hiring.CaseID, class hiring.Class, wrapped []byte) error
	PutPerson(id hiring.PersonID, sealed []byte, at time.Time, by hiring.AccountID) error // the row before goes to its history
	PutLookup(kind string, blind []byte, id string) error                                 // several ids may share a blind
	DropLookup(kind string, blind []byte, id string) error
	PutAccount(id hiring.AccountID, sealed []byte, at time.Time, by hiring.AccountID) error
	PutSetting(name string, value []byte, at time.Time, by hiring.AccountID) error // what people set keeps its history
	PutFile(id string, c hiring.CaseID, size int64, at time.Time) error
	PutPlan(hash string, plan []byte) error
	Queue(row OutboxRow) error // waiting, from NextAt on; a known Key changes nothing
	// Claim takes due effects of a kind, oldest first: their attempts are counted, and nobody else takes them before until.
	Claim(kind string, now, until time.Time, limit int) ([]OutboxRow, error)
	// PutOutbox writes how far an effect has come; false when it is no longer as it was (claimed by another, or over), and then
	// nothing is written.
	PutOutbox(was, is OutboxRow) (bool, error)
	Rekey(how Rekeying) error // seals anew what lies under the bank's and the class keys
	ClearViews() error        // drops what Rebuild writes anew
	// Erase drops for good what is sealed or findable of a case, a person and accounts: bodies (but Public ones), keys, intents'
	// bodies, look-ups, outbox, views, rows with their histories. Records, verdicts and files' rows stay.
	Erase(e Erasure) (Dropped, error)
	PutErasure(row ErasureRow) error
	DropFile(id string) error
}
