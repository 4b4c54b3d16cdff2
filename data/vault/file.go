package vault

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"ruhang/core/fault"
)

const (
	filesDir   = "files"
	partPrefix = ".part-" // half-written; never a file's name
	orphanAge  = 24 * time.Hour
)

// Put seals a file under a case's key and returns its id, size in bytes, type and SHA-256 (hex) of the plaintext.
//
// The id is the SHA-256 of the sealed bytes and the name on the disk: the content address of what really lies there,
// so a copy can be checked by somebody without keys. A plain digest as a name would tell anybody with the same file
// that it is there; it belongs into sealed bodies only. What people called the file never reaches the disk in clear.
//
// More than limit bytes are Invalid, file.too_big ("limit" in bytes); a type not on the list, a program, or a document
// with macros is Invalid, file.type; nothing at all is Invalid, file.empty. Nothing is left behind by a refusal.
func (v *Vault) Put(ctx context.Context, caseID, class string, key []byte, r io.Reader, limit int64) (id string, size int64, mime, digest string, err error) {
	salt := random(saltSize)
	var out *sealer
	err = v.use(func(ring *ring) error {
		aead, err := ring.fileAEAD(caseID, class, key, salt)
		out = &sealer{chunks: chunks{aead: aead}, plain: sha256.New(), sealed: sha256.New()}
		return err
	})
	if err != nil {
		return "", 0, "", "", err
	}
	part, err := os.CreateTemp(filepath.Join(v.dir, filesDir), partPrefix+"*")
	if err != nil {
		return "", 0, "", "", storeFault(err)
	}
	defer os.Remove(part.Name()) // only what was not renamed is still there
	defer part.Close()
	if err := out.begin(part, salt); err != nil {
		return "", 0, "", "", storeFault(err)
	}
	mime, err = out.copy(ctx, r, limit)
	if err != nil {
		return "", 0, "", "", err
	}
	id = hex.EncodeToString(out.sealed.Sum(nil))
	if err := v.settle(part, id); err != nil {
		return "", 0, "", "", storeFault(err)
	}
	return id, out.size, mime, hex.EncodeToString(out.plain.Sum(nil)), nil
}

// settle gives a complete file its name, and makes the name last.
func (v *Vault) settle(part *os.File, id string) error {
	if err := errors.Join(part.Sync(), part.Close()); err != nil {
		return err
	}
	path, err := v.filePath(id)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	if err := os.Rename(part.Name(), path); err != nil {
		return err
	}
	return errors.Join(syncDir(filepath.Dir(path)), syncDir(filepath.Join(v.dir, filesDir)))
}

// Get opens a file for reading. Every piece is checked before it is given out, and the last one only when the whole is
// the file of this id; a reader that got io.EOF has read exactly what was put. Bytes changed, cut, moved or of another
// case are Corrupt, file.corrupt; a file that is not there is Missing, file.missing. Locking the vault ends reading.
func (v *Vault) Get(ctx context.Context, caseID, class string, key []byte, id string) (io.ReadCloser, error) {
	path, err := v.filePath(id)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fault.New(fault.Missing, "file.missing")
	}
	if err != nil {
		return nil, storeFault(err)
	}
	o := &opener{ctx: ctx, vault: v, file: f, in: bufio.NewReaderSize(f, 2*sealedChunk), id: id, whole: sha256.New()}
	salt, err := o.begin()
	if err == nil {
		err = v.use(func(r *ring) (err error) {
			o.ring = r
			o.chunks.aead, err = r.fileAEAD(caseID, class, key, salt)
			return err
		})
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return o, nil
}

// Delete removes a file; one that is not there is no error.
func (v *Vault) Delete(id string) error {
	path, err := v.filePath(id)
	if err != nil {
		return err
	}
	err = os.Remove(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return storeFault(err)
	}
	return storeFault(syncDir(filepath.Dir(path)))
}

// Sweep deletes what an interrupted write or an undone transaction left: files older than a day that known does not
// know, and half-written ones of that age, headers too. It returns how many.
func (v *Vault) Sweep(known func(id string) bool) (int, error) {
	removed := 0
	sweep := func(path string, d fs.DirEntry) error {
		id := filepath.Base(filepath.Dir(path)) + d.Name()
		orphan := strings.HasPrefix(d.Name(), partPrefix) || (validID(id) && !known(id))
		info, err := d.Info()
		if err != nil || !orphan || v.options.Now().Sub(info.ModTime()) < orphanAge {
			return err
		}
		removed++
		return os.Remove(path)
	}
	err := filepath.WalkDir(v.dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !d.IsDir():
			return sweep(path, d)
		case filepath.Dir(path) == v.dir && d.Name() != filesDir: // other people's folders
			return fs.SkipDir
		}
		return nil
	})
	return removed, storeFault(err)
}

// filePath is files/ab/cdef…; an id that is not 64 small hex digits never becomes a path.
func (v *Vault) filePath(id string) (string, error) {
	if !validID(id) {
		return "", fault.New(fault.Invalid, "file.id")
	}
	return filepath.Join(v.dir, filesDir, id[:2], id[2:]), nil
}

func validID(id string) bool {
	return len(id) == 64 && strings.Trim(id, "0123456789abcdef") == ""
}

func tooBig(limit int64) error {
	return fault.New(fault.Invalid, "file.too_big", "limit", strconv.FormatInt(limit, 10))
}
