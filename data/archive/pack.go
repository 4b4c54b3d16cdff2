package archive

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"ruhang/core/fault"
)

// source is where a part lies.
type source struct {
	name string // in the backup
	path string
}

// gather copies the database with its keys, looks at everything that belongs to the bank, and writes down what it is. The database
// comes first: every sealed file that it names is then there, unless it is erased in between.
func (a Archive) gather(ctx context.Context, work string, count *counter) ([]source, *manifest, error) {
	if err := a.pair(ctx, work, count); err != nil {
		return nil, nil, err
	}
	copied := filepath.Join(work, database)
	all, err := a.sources(work)
	if err != nil {
		return nil, nil, err
	}
	report, err := a.Inspect(ctx, copied)
	if err != nil {
		return nil, nil, err
	}
	at := a.Now().UTC()
	m := &manifest{Format: manifestFormat, Program: a.Version, Bank: a.Bank, At: at, ledger: report.Checkpoint(at)}
	m.Ledger = m.ledger.Encode()
	if err := count.expect(all); err != nil {
		return nil, nil, vanished(err)
	}
	for _, s := range all {
		p, err := measure(count, s)
		if err != nil {
			return nil, nil, vanished(err)
		}
		if sealedFile.MatchString(p.Name) && strings.ReplaceAll(p.Name[len("files/"):], "/", "") != p.SHA256 {
			m.Damaged++
		}
		m.Parts = append(m.Parts, p)
	}
	return all, m, nil
}

// pairTries is how often a pair is tried for: sign-ins change the key file now and then, a rotation of keys once in years.
const pairTries = 5

// pair copies the database and the key file that opens it. One that changed meanwhile may have other keys than the copy (a rotation
// gives both new ones), and a backup of the two would never open again: then both are copied anew.
func (a Archive) pair(ctx context.Context, work string, count *counter) error {
	copied := filepath.Join(work, database)
	for range pairTries {
		before, err := os.ReadFile(filepath.Join(a.Dir, keys))
		if err != nil {
			return diskFault(err, a.Dir)
		}
		if err := a.Copy(ctx, copied, count.copying()); err != nil {
			return diskFault(err, work)
		}
		after, err := os.ReadFile(filepath.Join(a.Dir, keys))
		if err != nil {
			return diskFault(err, a.Dir)
		}
		if bytes.Equal(before, after) {
			return diskFault(os.WriteFile(filepath.Join(work, keys), after, 0o600), work)
		}
		if err := os.Remove(copied); err != nil {
			return diskFault(err, work)
		}
	}
	return fault.New(fault.Stale, "backup.changed")
}

// sources are the parts of the bank, the copies first.
func (a Archive) sources(work string) ([]source, error) {
	all := []source{{database, filepath.Join(work, database)}, {keys, filepath.Join(work, keys)}}
	for _, name := range single {
		if _, err := os.Lstat(filepath.Join(a.Dir, name)); err == nil {
			all = append(all, source{name, filepath.Join(a.Dir, name)})
		}
	}
	for _, folder := range folders {
		root := filepath.Join(a.Dir, folder)
		err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil || !e.Type().IsRegular() { // links are not followed: what they show is not the bank's
				return err
			}
			name, err := filepath.Rel(a.Dir, path)
			if err != nil {
				return err
			}
			return take(&all, filepath.ToSlash(name), path)
		})
		if err != nil {
			return nil, diskFault(err, a.Dir)
		}
	}
	return all, nil
}

// take adds a file. In files/ only whole sealed ones are the bank's; a configuration file under a name that another
// system cannot keep must be renamed, or it would be missing after a restore there.
func take(all *[]source, name, path string) error {
	if !allowed(name) {
		if strings.HasPrefix(name, "files/") {
			return nil
		}
		return fault.New(fault.Invalid, "backup.name", "file", name)
	}
	*all = append(*all, source{name, path})
	return nil
}

func measure(count *counter, s source) (part, error) {
	f, err := os.Open(s.path)
	if err != nil {
		return part{}, err
	}
	defer f.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, count.reader(f))
	return part{Name: s.name, Size: n, SHA256: hex.EncodeToString(sum.Sum(nil))}, err
}

func vanished(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fault.Wrap(err, fault.Stale, "backup.changed", "archive.gather")
	}
	return diskFault(err, "")
}

// target is the file that is written, with the digest of its first bytes: what tells it from a file that somebody else wrote.
type target struct {
	out  io.Writer
	size int64
	head hash.Hash
}

// markedBytes are how many of the first bytes of a backup mark it. They hold random bytes when it is wrapped, else the manifest.
const markedBytes = 4096

func (t *target) Write(p []byte) (int, error) {
	n, err := t.out.Write(p)
	if left := markedBytes - t.size; left > 0 {
		t.head.Write(p[:min(int64(n), left)])
	}
	t.size += int64(n)
	return n, err
}

func (t *target) mark() string { return hex.EncodeToString(t.head.Sum(nil)) }

// pack writes the tar, wrapped when there is somebody to wrap it to.
func pack(count *counter, f *os.File, to recipients, m *manifest, from []source) (*target, error) {
	count.next(m.total())
	out := &target{out: f, head: sha256.New()}
	wrapped, err := to.wrap(out)
	if err != nil {
		return nil, err
	}
	t := tar.NewWriter(wrapped)
	raw, err := m.encode()
	if err == nil {
		err = t.WriteHeader(&tar.Header{Name: manifestName, Mode: 0o600, Size: int64(len(raw)), ModTime: m.At, Format: tar.FormatPAX})
	}
	if err == nil {
		_, err = t.Write(raw)
	}
	for i, s := range from {
		if err == nil {
			err = packOne(count, t, s, m.Parts[i], m)
		}
	}
	if err != nil {
		return nil, err
	}
	return out, errors.Join(t.Close(), wrapped.Close())
}

// packOne writes a part and holds it against what was measured before.
func packOne(count *counter, t *tar.Writer, s source, p part, m *manifest) error {
	f, err := os.Open(s.path)
	if err != nil {
		return vanished(err)
	}
	defer f.Close()
	if err := t.WriteHeader(&tar.Header{Name: p.Name, Mode: 0o600, Size: p.Size, ModTime: m.At}); err != nil {
		return err
	}
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(t, sum), io.LimitReader(count.reader(f), p.Size))
	if err != nil {
		return err
	}
	if n != p.Size || hex.EncodeToString(sum.Sum(nil)) != p.SHA256 {
		return fault.New(fault.Stale, "backup.changed")
	}
	return nil
}
