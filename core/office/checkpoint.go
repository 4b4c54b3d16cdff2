package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/ledger"
)

// A checkpoint is the bank's signed word of how long its ledger was and what it held. The chain finds a changed record by
// itself; that the newest were cut off, or all of it written anew, only a checkpoint shows, and only one that whoever has the
// bank's folder in their hands cannot reach. So a copy in the bank's own folder protects nothing: checkpoints are for another
// machine, a mounted share, paper.

// The settings of checkpoints.
const (
	checkpointKey  = "checkpoint_key"  // the signing seed, sealed
	checkpointLast = "checkpoint_last" // the newest one, in clear: it is made to be given away
)

// CheckpointFolder is the setting that names a second folder for checkpoints, away from this machine's disk.
const CheckpointFolder = "checkpoint_folder"

// LastCheckpoint is the newest checkpoint, and where it lies.
type LastCheckpoint struct {
	ledger.Checkpoint `json:"-"`
	Text              string `json:"text"` // signed, as its file holds it
	Own               bool   `json:"own"`  // in the bank's own folder
	Away              string `json:"away"` // the second folder, when it is there
	Trouble           string `json:"trouble,omitempty"`
}

// FileName names a checkpoint's file by its day and size.
func FileName(c ledger.Checkpoint) string {
	return fmt.Sprintf("ruhang-%s-%09d.checkpoint", c.At.In(hiring.China).Format("20060102-1504"), c.Size)
}

// signer is the bank's checkpoint key; it is made once, and its public half stands in the trail from then on.
func (o *Office) signer(tx Tx) (ledger.Signer, error) {
	sealed, known, err := tx.Setting(checkpointKey)
	if err != nil {
		return ledger.Signer{}, err
	}
	if known {
		return o.openSigner(sealed)
	}
	seed := o.ports.Salt()
	s := ledger.NewSigner(seed)
	if sealed, err = o.sealJSON("setting/"+checkpointKey, seed[:]); err != nil {
		return s, err
	}
	if err := tx.PutSetting(checkpointKey, sealed, o.now(), hiring.System); err != nil {
		return s, err
	}
	return s, o.trace(tx, hiring.System, Trace{Kind: TraceCheckpointKey, Facts: map[string]string{"key": s.Public().String()}})
}

func (o *Office) openSigner(sealed []byte) (ledger.Signer, error) {
	var seed []byte
	if err := o.openJSON("setting/"+checkpointKey, sealed, &seed); err != nil {
		return ledger.Signer{}, err
	}
	if len(seed) != 32 {
		return ledger.Signer{}, fault.New(fault.Corrupt, "ledger.key")
	}
	return ledger.NewSigner([32]byte(seed)), nil
}

// standing is the ledger as it stands in a transaction, from its head and the peaks of its tree.
func (o *Office) standing(r Reader) (ledger.Checkpoint, error) {
	seq, head, peaks, err := r.Head()
	if err != nil {
		return ledger.Checkpoint{}, err
	}
	tree, ok := ledger.ResumeTree(seq, peaks)
	if !ok {
		return ledger.Checkpoint{}, fault.New(fault.Corrupt, "ledger.peaks")
	}
	return ledger.Checkpoint{Size: seq, Head: head, Root: tree.Root(), At: o.now()}, nil
}

// makeCheckpoint records that one is made, signs the ledger with that record in it (so its size is the record's place), and
// puts it where checkpoints are kept. why is "hand" or "daily".
func (o *Office) makeCheckpoint(ctx context.Context, by hiring.AccountID, why string) (LastCheckpoint, error) {
	var made LastCheckpoint
	err := o.ports.Store.Update(ctx, func(tx Tx) error {
		s, err := o.signer(tx)
		if err != nil {
			return err
		}
		if err := o.trace(tx, by, Trace{Kind: TraceCheckpoint, Facts: map[string]string{"why": why}}); err != nil {
			return err
		}
		if made.Checkpoint, err = o.standing(tx); err != nil {
			return err
		}
		made.Text = s.Sign(made.Checkpoint)
		return putLast(tx, made)
	})
	if err != nil {
		return made, err
	}
	return o.keepCheckpoint(ctx, made)
}

func putLast(tx Tx, last LastCheckpoint) error {
	raw, err := json.Marshal(last)
	if err != nil {
		return err
	}
	return tx.PutSetting(checkpointLast, raw, last.At, hiring.System)
}

// keepCheckpoint writes the newest checkpoint to where it is not yet. A share that is not mounted is no fault of what goes on in
// the bank: it is told on the page of checkpoints and tried again at every tick.
func (o *Office) keepCheckpoint(ctx context.Context, last LastCheckpoint) (LastCheckpoint, error) {
	if o.ports.Keep == nil {
		return last, nil
	}
	folder, before := "", last
	err := o.ports.Store.Read(ctx, func(r Reader) error {
		sealed, known, err := r.Setting(CheckpointFolder)
		if err != nil || !known {
			return err
		}
		return o.openJSON("setting/"+CheckpointFolder, sealed, &folder)
	})
	if err != nil {
		return last, err
	}
	name := FileName(last.Checkpoint)
	last.Trouble = ""
	put := func(folder string) bool {
		err := o.ports.Keep(folder, name, last.Text)
		if err != nil {
			last.Trouble = fault.Of(err).Code
		}
		return err == nil
	}
	last.Own = last.Own || put("")
	if last.Away != folder {
		if last.Away = ""; folder != "" && put(folder) {
			last.Away = folder
		}
	}
	if last == before {
		return last, nil
	}
	return last, o.ports.Store.Update(ctx, func(tx Tx) error { return putLast(tx, last) })
}

// lastCheckpoint is the newest checkpoint that was made; false before the first.
func lastCheckpoint(r Reader) (last LastCheckpoint, known bool, err error) {
	raw, known, err := r.Setting(checkpointLast)
	if err != nil || !known {
		return last, false, err
	}
	err = json.Unmarshal(raw, &last)
	if err == nil {
		last.Checkpoint, err = ledger.Unsigned(last.Text)
	}
	return last, err == nil, fault.Wrap(err, fault.Corrupt, "store.corrupt", "office.lastCheckpoint")
}

// dailyCheckpoint makes the day's checkpoint at the first tick of a day of the bank's civil time, also of one before: a clock
// that once stood far ahead does not end them.
func (o *Office) dailyCheckpoint(ctx context.Context) error {
	if o.ports.Keep == nil {
		return nil
	}
	var last LastCheckpoint
	known := false
	err := o.ports.Store.Read(ctx, func(r Reader) (err error) {
		last, known, err = lastCheckpoint(r)
		return err
	})
	if err != nil {
		return err
	}
	if !known || dayOf(last.At) != dayOf(o.now()) {
		_, err = o.makeCheckpoint(ctx, hiring.System, "daily")
		return err
	}
	_, err = o.keepCheckpoint(ctx, last)
	return err
}

func dayOf(t time.Time) string { return t.In(hiring.China).Format(time.DateOnly) }

// MakeCheckpoint makes a checkpoint now, by hand.
func (s *Staff) MakeCheckpoint(ctx context.Context) (LastCheckpoint, error) {
	if err := s.mayOffice("trail"); err != nil {
		return LastCheckpoint{}, err
	}
	return s.office.makeCheckpoint(ctx, s.Account.ID, "hand")
}

// Checkpoints is the newest checkpoint, and the public key that checks all of them; the zero one before the first.
func (s *Staff) Checkpoints(ctx context.Context) (last LastCheckpoint, key ledger.PublicKey, err error) {
	if err := s.mayOffice("verify"); err != nil {
		return last, key, err
	}
	err = s.office.ports.Store.Read(ctx, func(r Reader) error {
		sealed, known, err := r.Setting(checkpointKey)
		if err != nil {
			return err
		}
		if !known {
			return fault.New(fault.Missing, "ledger.no_key")
		}
		signer, err := s.office.openSigner(sealed)
		if err != nil {
			return err
		}
		key = signer.Public()
		last, _, err = lastCheckpoint(r)
		return err
	})
	return last, key, err
}

// NewestCheckpoint is the newest checkpoint that was made, for whatever leaves the house; the zero one before the first. It is
// public: nothing of it is anybody's.
func (s *Session) NewestCheckpoint(ctx context.Context) (last LastCheckpoint, err error) {
	err = s.office.ports.Store.Read(ctx, func(r Reader) error {
		last, _, err = lastCheckpoint(r)
		return err
	})
	return last, err
}

// OpenCheckpoints reads signed checkpoints and refuses those that the bank's key did not sign.
func (s *Staff) OpenCheckpoints(ctx context.Context, notes ...string) ([]ledger.Checkpoint, error) {
	_, key, err := s.Checkpoints(ctx)
	out := make([]ledger.Checkpoint, 0, len(notes))
	for _, note := range notes {
		c, wrong := key.Open(note)
		err = errors.Join(err, wrong)
		out = append(out, c)
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}
