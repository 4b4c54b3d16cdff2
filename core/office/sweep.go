package office

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// A file is stored before the command that names it, so a form that is cancelled, a refusal or a crash in between leaves a file
// behind that no record names. Such a file is dropped when it is a day old: its row first, in a transaction that looks at the
// records once more, then its bytes, which the vault deletes because no row knows them. Whatever stops in between is caught up
// with the day after. A form that lay open for longer is refused by checkFiles, and its file is chosen again.

const (
	sweepAge  = 24 * time.Hour
	sweepPage = 200 // files looked at in one transaction, so that nobody waits for it
	sweepKey  = "files_swept"
)

// swept is how far the files have been looked at: each once, when it is a day old, since what a record names is named for ever.
type swept struct {
	At   time.Time `json:"at"` // the last file's time and id
	ID   string    `json:"id"`
	Done time.Time `json:"done"` // when there was last nothing left to look at
}

// sweepFiles drops files older than a day that no record names. It looks once a day, so such a file is gone after two at most.
func (o *Office) sweepFiles(ctx context.Context) error {
	for {
		more, err := o.sweepSome(ctx)
		if err != nil || !more {
			return err
		}
	}
}

// sweepSome looks at a page of files; more says that there may be another.
func (o *Office) sweepSome(ctx context.Context) (more bool, err error) {
	var to swept
	if err := o.ports.Store.Read(ctx, func(r Reader) (err error) {
		to, err = sweptTo(r)
		return err
	}); err != nil || o.now().Sub(to.Done) < sweepAge {
		return false, err
	}
	err = o.ports.Store.Update(ctx, func(tx Tx) error {
		if to, err = sweptTo(tx); err != nil {
			return err
		}
		files, err := tx.StoredFiles(to.At, to.ID, o.now().Add(-sweepAge), sweepPage)
		if err != nil {
			return err
		}
		for _, f := range files {
			to.At, to.ID = f.At, f.ID
			if named, err := o.recorded(tx, f); err != nil {
				return err
			} else if !named {
				if err := tx.DropFile(f.ID); err != nil {
					return err
				}
			}
		}
		if more = len(files) == sweepPage; !more {
			to.Done = o.now()
		}
		raw, err := json.Marshal(to)
		if err != nil {
			return err
		}
		return tx.PutSetting(sweepKey, raw, o.now(), hiring.System)
	})
	if err != nil || more {
		return more, err
	}
	return false, o.sweepVault(ctx)
}

func sweptTo(r Reader) (swept, error) {
	var to swept
	raw, known, err := r.Setting(sweepKey)
	if err == nil && known {
		err = json.Unmarshal(raw, &to)
	}
	return to, err
}

// recorded says whether a record of the case names the file, also one that a later record made out of date. A record that
// cannot be read may name it.
func (o *Office) recorded(r Reader, f StoredFile) (bool, error) {
	keys, err := o.keys(r, f.Case)
	if err != nil {
		return false, err
	}
	events, err := r.Events(f.Case)
	if err != nil {
		return false, err
	}
	for _, e := range events {
		_, body, err := o.unseal(e, keys)
		if err != nil && !fault.Is(err, fault.Corrupt) {
			return false, err
		}
		if err != nil || body == nil || bytes.Contains(body, []byte(f.ID)) {
			return true, nil
		}
	}
	return false, nil
}

// sweepVault deletes the bytes that no row knows.
func (o *Office) sweepVault(ctx context.Context) error {
	var files map[string]hiring.CaseID
	if err := o.ports.Store.Read(ctx, func(r Reader) (err error) {
		files, err = r.Files()
		return err
	}); err != nil {
		return err
	}
	_, err := o.ports.Vault.Sweep(func(id string) bool { _, known := files[id]; return known })
	return err
}

// checkFiles refuses a command that names a file which is not there, or is another case's.
func checkFiles(r Reader, id hiring.CaseID, cmd hiring.Command) error {
	named := hiring.Named(cmd)
	if len(named) == 0 {
		return nil
	}
	files, err := r.FilesOf(id)
	if err != nil {
		return err
	}
	for _, ref := range named {
		if _, there := files[ref.ID]; !there {
			return fault.New(fault.Refused, "file.gone", "field", "file")
		}
	}
	return nil
}
