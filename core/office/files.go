package office

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"path"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// MaxFile is the largest file a person may attach: a scanned PDF of many pages fits.
const MaxFile = 20 << 20

// storeFile seals a file under the case's key of its class and remembers whose it is.
func (o *Office) storeFile(ctx context.Context, id hiring.CaseID, class hiring.Class, name string, r io.Reader) (hiring.FileRef, error) {
	var key []byte
	err := o.ports.Store.Update(ctx, func(tx Tx) error {
		keys, err := o.keys(tx, id)
		if err != nil {
			return err
		}
		if key = keys[class]; key == nil {
			if key, err = o.ports.Vault.NewCaseKey(string(id), string(class)); err != nil {
				return err
			}
			return tx.PutKey(id, class, key)
		}
		return nil
	})
	if err != nil {
		return hiring.FileRef{}, err
	}
	fileID, size, mime, digest, err := o.ports.Vault.Put(ctx, string(id), string(class), key, r, MaxFile)
	if err != nil {
		return hiring.FileRef{}, err
	}
	err = o.ports.Store.Update(ctx, func(tx Tx) error { return tx.PutFile(fileID, id, size, o.now()) })
	return hiring.FileRef{ID: fileID, Name: name, Size: size, MIME: mime, SHA256: digest, Class: class}, err
}

// attach stores a file from outside (control 30): a picture is written anew first, so that only its pixels are kept, and a name that
// promises another kind of file than the content is refused, since people go by names.
func (o *Office) attach(ctx context.Context, id hiring.CaseID, class hiring.Class, name string, r io.Reader) (hiring.FileRef, error) {
	raw, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err != nil {
		return hiring.FileRef{}, fault.Wrap(err, fault.Invalid, "file.read", "office.attach")
	}
	if len(raw) > MaxFile {
		return hiring.FileRef{}, fault.New(fault.Invalid, "file.too_big", "limit", num(MaxFile))
	}
	promised := strings.ToLower(path.Ext(name))
	if kind := promises[promised]; !bytes.HasPrefix(raw, []byte(kind)) {
		return hiring.FileRef{}, fault.New(fault.Invalid, "file.other_type", "ending", promised)
	}
	clean, ending, err := o.ports.Paper.Clean(raw)
	if err != nil {
		return hiring.FileRef{}, err
	}
	if ending != "" && !(ending == ".jpg" && promised == ".jpeg") {
		name = strings.TrimSuffix(name, path.Ext(name)) + ending
	}
	return o.putFile(ctx, id, class, name, clean)
}

// promises are the kinds of file that a name can promise, each by how such a file begins. What a file really is, of those that
// are taken at all, the vault decides.
var promises = map[string]string{".pdf": "%PDF-", ".png": "\x89PNG", ".jpg": "\xff\xd8\xff", ".jpeg": "\xff\xd8\xff", ".webp": "RIFF",
	".docx": "PK\x03\x04", ".xlsx": "PK\x03\x04"}

func (o *Office) putFile(ctx context.Context, id hiring.CaseID, class hiring.Class, name string, raw []byte) (hiring.FileRef, error) {
	return o.storeFile(ctx, id, class, name, bytes.NewReader(raw))
}

// readFile opens a file and holds its bytes against the digest that the case recorded.
func (o *Office) readFile(ctx context.Context, id hiring.CaseID, ref hiring.FileRef) ([]byte, error) {
	var keys keyring
	err := o.ports.Store.Read(ctx, func(r Reader) (err error) {
		keys, err = o.keys(r, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	rc, err := o.ports.Vault.Get(ctx, string(id), string(ref.Class), keys[ref.Class], ref.ID)
	if err != nil {
		return nil, err
	}
	defer rc.Close()
	raw, err := io.ReadAll(rc)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(raw); hex.EncodeToString(sum[:]) != ref.SHA256 {
		return nil, fault.New(fault.Corrupt, "file.corrupt")
	}
	return raw, nil
}

// readNamed reads a file only when the case, as its reader may see it, names it: a reference made up is no key.
func (o *Office) readNamed(ctx context.Context, seen *hiring.Case, ref hiring.FileRef) ([]byte, error) {
	for _, known := range hiring.Files(seen) {
		if known.ID == ref.ID {
			return o.readFile(ctx, seen.ID, known)
		}
	}
	return nil, fault.New(fault.Missing, "file.missing")
}
