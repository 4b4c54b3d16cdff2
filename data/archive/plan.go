package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// planName is the file in a bank's folder that holds this machine's plan of backups and how the last ones went. It is not in the
// database, since backups are made while nobody is signed in, and not in a backup, since it names folders of this machine.
const planName = "backup.json"

// State reads what this machine remembers of its backups; nothing yet is the zero state.
func (a Archive) State() (office.BackupState, error) {
	var s office.BackupState
	raw, err := os.ReadFile(filepath.Join(a.Dir, planName))
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		d := json.NewDecoder(bytes.NewReader(raw))
		d.DisallowUnknownFields()
		err = d.Decode(&s)
	}
	return s, fault.Wrap(err, fault.Corrupt, "backup.plan_broken", "archive.State")
}

// Remember writes it, whole or not at all.
func (a Archive) Remember(s office.BackupState) error {
	raw, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return fault.Wrap(err, fault.Internal, "backup.failed", "archive.Remember")
	}
	return diskFault(writeWhole(filepath.Join(a.Dir, planName), append(raw, '\n')), a.Dir)
}

// settled lays the list of erased cases beside a backup.
func (a Archive) settled(path string) error {
	_, err := joinErased(filepath.Join(filepath.Dir(path), ErasedName), filepath.Join(a.Dir, ErasedName))
	return err
}

// Present says whether a backup is still the file that was written.
func (a Archive) Present(b office.Backup) bool {
	f, err := os.Open(b.Path)
	if err != nil {
		return false
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() != b.Size {
		return false
	}
	sum := sha256.New()
	_, err = io.CopyN(sum, f, min(markedBytes, b.Size))
	return err == nil && hex.EncodeToString(sum.Sum(nil)) == b.Mark
}

// Remove deletes a backup that this program wrote; a file that is another one by now is left alone.
func (a Archive) Remove(b office.Backup) error {
	if !a.Present(b) {
		return nil
	}
	return diskFault(os.Remove(b.Path), filepath.Dir(b.Path))
}
