package office

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// Archive makes backups of the whole bank and remembers how they went. Implemented by data/archive. It works while the vault is
// locked: what it copies is sealed.
type Archive interface {
	// Write makes a backup at path, a new file, wrapped to the officers' age recipients when there are any, and answers once it
	// was read back and tried; a failure leaves no file.
	Write(ctx context.Context, path string, officers []string, progress func(done, total int)) (Backup, error)
	// Present says whether a backup is still the file that Write made.
	Present(b Backup) bool
	// Remove deletes a backup that is Present; another file under its name is left alone.
	Remove(b Backup) error
	State() (BackupState, error)
	Remember(s BackupState) error
}

// Backup is one that was written and tried.
type Backup struct {
	Path    string    `json:"path"`
	At      time.Time `json:"at"`
	Size    int64     `json:"size"`    // bytes
	Mark    string    `json:"mark"`    // digest of its first bytes
	Records uint64    `json:"records"` // of the ledger
	Head    string    `json:"head"`    // of the ledger, hex
	To      []string  `json:"to"`      // age recipients of the recovery officers it is wrapped to; none: it is not
	Damaged int       `json:"damaged"` // sealed files that were damaged before they were copied
}

// BackupPlan says where and when this machine makes backups by itself, and how many it keeps. The zero plan makes none.
type BackupPlan struct {
	Folder  string `json:"folder"`
	Hour    int    `json:"hour"`    // of China's civil day, 0 to 23
	Daily   int    `json:"daily"`   // days of which the newest one is kept
	Weekly  int    `json:"weekly"`  // weeks (Monday first) of which the newest one is kept
	Monthly int    `json:"monthly"` // months of which the newest one is kept
}

// DefaultBackupPlan is what a bank begins with once it has named a folder.
var DefaultBackupPlan = BackupPlan{Hour: 12, Daily: 7, Weekly: 4, Monthly: 12}

// BackupState is what a machine remembers.
type BackupState struct {
	Plan   BackupPlan     `json:"plan"`
	Last   *Backup        `json:"last"`   // the newest good one, by hand or by the plan
	Failed *BackupFailure `json:"failed"` // since then
	Kept   []Backup       `json:"kept"`   // by the plan, oldest first: those that rotation may remove
	// Officers are the recovery officers' recipients as the vault last vouched for them. They stand here because a backup is due at
	// an hour when nobody is signed in, and a locked vault cannot tell its officers from somebody's who wrote into its header.
	Officers []string `json:"officers"`
}

// Wrapped says whether a recovery officer's key is needed to open it.
func (b Backup) Wrapped() bool { return len(b.To) > 0 }

// BackupFailure is why the newest attempt came to nothing.
type BackupFailure struct {
	At     time.Time    `json:"at"`
	Code   string       `json:"code"`
	Params fault.Params `json:"params"`
}

// The bounds of a plan.
const (
	mostKept       = 400
	backupTooOld   = 48 * time.Hour
	backupTryAgain = time.Hour // after a failure
	backupPrefix   = "ruhang-"
)

// Check answers what is wrong with a plan.
func (p BackupPlan) Check() error {
	if !filepath.IsAbs(p.Folder) {
		return fault.New(fault.Invalid, "backup.folder", "field", "folder")
	}
	for _, f := range []struct {
		name               string
		value, least, most int
	}{{"hour", p.Hour, 0, 23}, {"daily", p.Daily, 1, mostKept}, {"weekly", p.Weekly, 0, mostKept}, {"monthly", p.Monthly, 0, mostKept}} {
		if f.value < f.least || f.value > f.most {
			return fault.New(fault.Invalid, "backup.range", "field", f.name, "min", num(uint64(f.least)), "max", num(uint64(f.most)))
		}
	}
	return nil
}

// Due says whether the plan owes a backup: none was made since its hour came last to the officers of today, and the last failure
// is a while ago. A time in the future is a clock that was wrong: it does not count.
func (s BackupState) Due(now time.Time) bool {
	if s.Plan.Folder == "" || s.Failed != nil && !s.Failed.At.After(now) && now.Sub(s.Failed.At) < backupTryAgain {
		return false
	}
	local := now.In(hiring.China)
	slot := time.Date(local.Year(), local.Month(), local.Day(), s.Plan.Hour, 0, 0, 0, hiring.China)
	if slot.After(now) {
		slot = slot.AddDate(0, 0, -1)
	}
	for _, b := range s.Kept {
		if !b.At.Before(slot) && !b.At.After(now) && slices.Equal(b.To, s.Officers) {
			return false
		}
	}
	return true
}

// Old says whether the last good one is too old to be content with.
func (s BackupState) Old(now time.Time) bool {
	return s.Last != nil && now.Sub(s.Last.At) > backupTooOld
}

// Notice is what an administrator must be told, as the code of a sentence; "" when all is well.
func (s BackupState) Notice(now time.Time) string {
	switch {
	case s.Failed != nil:
		return "backup.notice_failed"
	case s.Plan.Folder == "" && s.Last == nil:
		return "backup.notice_none"
	case s.Last == nil || s.Old(now):
		return "backup.notice_old"
	case s.Last.Damaged > 0:
		return "backup.notice_damaged"
	case !s.Last.Wrapped():
		return "backup.notice_no_officer"
	}
	return ""
}

// Rotate says which backups a plan lets go: all but the newest of each of the last days, weeks and months that have one. The newest
// of all always stays. kept is in the order of time.
func (p BackupPlan) Rotate(kept []Backup) (stay, leave []Backup) {
	keep := map[int]bool{len(kept) - 1: true}
	for _, rule := range []struct {
		most int
		of   func(time.Time) [2]int
	}{
		{p.Daily, func(t time.Time) [2]int { return [2]int{t.Year(), t.YearDay()} }},
		{p.Weekly, func(t time.Time) [2]int { y, w := t.ISOWeek(); return [2]int{y, w} }},
		{p.Monthly, func(t time.Time) [2]int { return [2]int{t.Year(), int(t.Month())} }},
	} {
		seen := map[[2]int]bool{}
		for i := len(kept) - 1; i >= 0; i-- {
			span := rule.of(kept[i].At.In(hiring.China))
			if !seen[span] && len(seen) < rule.most {
				seen[span], keep[i] = true, true
			}
		}
	}
	for i, b := range kept {
		if keep[i] {
			stay = append(stay, b)
		} else {
			leave = append(leave, b)
		}
	}
	return stay, leave
}

// BackupName is what a backup is called: sorted by time, and saying whether a key is needed.
func BackupName(at time.Time, wrapped bool) string {
	ending := ".tar"
	if wrapped {
		ending += ".age"
	}
	return backupPrefix + at.In(hiring.China).Format("20060102-150405") + ending
}

// Backup makes a backup by hand.
func (s *Staff) Backup(ctx context.Context, path string, progress func(done, total int)) (Backup, error) {
	if err := s.mayOffice("backup"); err != nil {
		return Backup{}, err
	}
	if err := s.witnessed(ctx, Trace{Kind: TraceBackedUp}); err != nil { // before, so that it is in the backup itself
		return Backup{}, err
	}
	return s.office.backUp(ctx, path, false, progress)
}

// BackupTo makes a backup by hand in a folder, under a name of its own.
func (s *Staff) BackupTo(ctx context.Context, folder string, progress func(done, total int)) (Backup, error) {
	state, err := s.BackupState()
	if err != nil {
		return Backup{}, err
	}
	return s.Backup(ctx, filepath.Join(folder, BackupName(s.Now(), len(state.Officers) > 0)), progress)
}

// BackUpIfDue makes the backup that the plan owes, and lets go of those it need not keep. Nobody need be signed in.
func (o *Office) BackUpIfDue(ctx context.Context) (made bool, err error) {
	s, err := o.backupState()
	if err != nil || !s.Due(o.now()) {
		return false, err
	}
	name := BackupName(o.now(), len(s.Officers) > 0)
	if _, err = o.backUp(ctx, filepath.Join(s.Plan.Folder, name), true, nil); err != nil {
		return false, err
	}
	return true, Owe(ctx, o.ports.Store, Owed{At: o.now(), Kind: TraceBackedUp})
}

// backupState is what the machine remembers, with today's officers when the vault can vouch for them.
func (o *Office) backupState() (BackupState, error) {
	s, err := o.ports.Archive.State()
	if err != nil || !o.ports.Vault.Unlocked() {
		return s, err
	}
	to, err := o.ports.Vault.Recipients()
	if err == nil && !slices.Equal(to, s.Officers) {
		s.Officers = to
		err = o.ports.Archive.Remember(s)
	}
	return s, err
}

// backUp makes one at a time, and remembers how it went.
func (o *Office) backUp(ctx context.Context, path string, planned bool, progress func(done, total int)) (Backup, error) {
	if !o.backing.TryLock() {
		return Backup{}, fault.New(fault.Refused, "backup.running")
	}
	defer o.backing.Unlock()
	a := o.ports.Archive
	s, err := o.backupState()
	if err != nil {
		return Backup{}, err
	}
	b, err := a.Write(ctx, path, s.Officers, progress)
	if err != nil && (ctx.Err() != nil || fault.Is(err, fault.Refused)) {
		return b, err // somebody stopped it, or asked for what cannot be: no failure of the disk's
	}
	now, serr := a.State() // somebody may have changed the plan meanwhile
	if serr != nil {
		return b, errors.Join(err, serr)
	}
	s = now
	if err != nil {
		f := fault.Of(err)
		s.Failed = &BackupFailure{At: o.now(), Code: f.Code, Params: f.Params}
	} else {
		s.Last, s.Failed = &b, nil
	}
	if err == nil && planned {
		s.Kept = append(s.Kept, b)
		s = o.letGo(s)
	}
	return b, errors.Join(err, a.Remember(s))
}

// letGo removes what the plan need not keep. What is no longer there is forgotten; what cannot be removed is tried again next time.
func (o *Office) letGo(s BackupState) BackupState {
	there := slices.DeleteFunc(slices.Clone(s.Kept), func(b Backup) bool {
		return filepath.Dir(b.Path) == filepath.Clean(s.Plan.Folder) && !o.ports.Archive.Present(b)
	})
	slices.SortStableFunc(there, func(a, b Backup) int { return a.At.Compare(b.At) })
	stay, leave := s.Plan.Rotate(there)
	for _, b := range leave {
		if o.ports.Archive.Remove(b) != nil {
			stay = append(stay, b)
		}
	}
	slices.SortStableFunc(stay, func(a, b Backup) int { return a.At.Compare(b.At) })
	s.Kept = stay
	return s
}

// BackupState is how this machine's backups went.
func (s *Staff) BackupState() (BackupState, error) {
	if err := s.mayOffice("backup"); err != nil {
		return BackupState{}, err
	}
	return s.office.backupState()
}

// PlanBackups changes the plan.
func (s *Staff) PlanBackups(ctx context.Context, p BackupPlan) error {
	if err := s.mayOffice("backup"); err != nil {
		return err
	}
	p.Folder = strings.TrimSpace(p.Folder)
	if p.Folder != "" {
		if err := p.Check(); err != nil {
			return err
		}
	}
	state, err := s.office.ports.Archive.State()
	if err != nil {
		return err
	}
	told := Trace{Kind: TraceSetting, Facts: map[string]string{"setting": "backup"}}
	return s.office.witnessed(ctx, s.Account.ID, told, func(Tx) error {
		state.Plan = p
		return s.office.ports.Archive.Remember(state)
	})
}
