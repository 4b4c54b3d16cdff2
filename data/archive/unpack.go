package archive

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"

	"filippo.io/age"

	"ruhang/core/fault"
)

// unpack brings a backup into a new folder, part by part as the manifest says, and nothing else: names from outside never become
// paths unless they are a bank's own, links and devices are refused, and every byte is held against its
// digest. A trial need not outlive the machine's next failure; what is to stay is durable.
func unpack(count *counter, path string, keys []age.Identity, dir string, durable bool) (*manifest, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "file.read", "archive.unpack")
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "file.read", "archive.unpack")
	}
	plain, err := unwrap(f, keys)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, diskFault(err, dir)
	}
	t := tar.NewReader(plain)
	m, err := readManifest(t, info.Size())
	if err != nil {
		return nil, err
	}
	count.next(m.total())
	for _, p := range m.Parts {
		if err := unpackOne(count, t, p, dir, durable); err != nil {
			return nil, err
		}
	}
	if _, err := t.Next(); !errors.Is(err, io.EOF) {
		return nil, notWhole(err)
	}
	return m, ended(plain)
}

// readManifest reads the first entry. A file whose first entry is another one is no backup.
func readManifest(t *tar.Reader, room int64) (*manifest, error) {
	h, err := t.Next()
	if err != nil && !errors.Is(err, tar.ErrHeader) && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return nil, notWhole(err)
	}
	if err != nil || h.Name != manifestName || h.Typeflag != tar.TypeReg {
		return nil, fault.New(fault.Invalid, "backup.foreign")
	}
	if h.Size > min(manifestLimit, room) {
		return nil, poisoned()
	}
	raw, err := io.ReadAll(t)
	if err != nil {
		return nil, notWhole(err)
	}
	return parseManifest(raw, room)
}

func unpackOne(count *counter, t *tar.Reader, p part, dir string, durable bool) error {
	h, err := t.Next()
	if err != nil {
		return notWhole(err)
	}
	if h.Typeflag != tar.TypeReg || h.Name != p.Name || h.Size != p.Size {
		return poisoned()
	}
	path := filepath.Join(dir, filepath.FromSlash(p.Name))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return diskFault(err, dir)
	}
	out, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return diskFault(err, dir)
	}
	sum := sha256.New()
	in := &noting{r: count.reader(t)}
	_, err = io.Copy(io.MultiWriter(out, sum), in)
	if in.err != nil {
		return errors.Join(readFault(count, in.err), out.Close())
	}
	if durable && err == nil {
		err = out.Sync()
	}
	if err = errors.Join(err, out.Close()); err != nil {
		return diskFault(err, dir)
	}
	if hex.EncodeToString(sum.Sum(nil)) != p.SHA256 {
		return notWhole(nil)
	}
	return nil
}

// noting remembers what went wrong while reading, so that it is not taken for trouble with writing.
type noting struct {
	r   io.Reader
	err error
}

func (s *noting) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if err != nil && err != io.EOF {
		s.err = err
	}
	return n, err
}

func readFault(count *counter, err error) error {
	if ended := count.ctx.Err(); ended != nil {
		return ended
	}
	return notWhole(err)
}

// ended reads to the end: only there age knows that nothing was cut off, and nothing but zeros may follow a tar.
func ended(plain io.Reader) error {
	rest := make([]byte, 32<<10)
	for {
		n, err := plain.Read(rest)
		for _, b := range rest[:n] {
			if b != 0 {
				return notWhole(errors.New("something follows"))
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return notWhole(err)
		}
	}
}
