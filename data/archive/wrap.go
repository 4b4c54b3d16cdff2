package archive

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"

	"filippo.io/age"

	"ruhang/core/fault"
)

// wrapMark begins every file wrapped by age.
const wrapMark = "age-encryption.org/v1\n"

// recipients are who may open a backup. The first one also keeps the file's own key while this program has the backup in
// hand: it must read back what it wrote, and has nobody's private key. The key goes with the program.
type recipients struct {
	names []string
	to    []age.Recipient
	by    *keeper
}

func wrapTo(officers []string) (recipients, error) {
	if len(officers) == 0 {
		return recipients{}, nil
	}
	to, err := age.ParseRecipients(strings.NewReader(strings.Join(officers, "\n")))
	if err != nil {
		return recipients{}, fault.Wrap(err, fault.Corrupt, "backup.recipients", "archive.wrapTo")
	}
	by := &keeper{Recipient: to[0]}
	to[0] = by
	return recipients{names: officers, to: to, by: by}, nil
}

func (r recipients) some() bool { return len(r.to) > 0 }

// wrap gives a writer whose Close ends the wrapping, not what is below it.
func (r recipients) wrap(out io.Writer) (io.WriteCloser, error) {
	if !r.some() {
		return bare{out}, nil
	}
	return age.Encrypt(out, r.to...)
}

// witness opens what this program itself has just wrapped.
func (r recipients) witness() []age.Identity {
	if !r.some() {
		return nil
	}
	return []age.Identity{age.NewInjectedFileKeyIdentity(r.by.key)}
}

type bare struct{ io.Writer }

func (bare) Close() error { return nil }

// keeper is a recipient that keeps the key it was given to wrap.
type keeper struct {
	age.Recipient
	key []byte
}

// Wrap wraps the file's key, and keeps it.
func (k *keeper) Wrap(key []byte) ([]*age.Stanza, error) {
	k.key = bytes.Clone(key)
	return k.Recipient.Wrap(key)
}

// WrapWithLabels is Wrap for recipients that name what they may not be mixed with (post-quantum keys with older ones).
func (k *keeper) WrapWithLabels(key []byte) ([]*age.Stanza, []string, error) {
	with, ok := k.Recipient.(age.RecipientWithLabels)
	if !ok {
		stanzas, err := k.Wrap(key)
		return stanzas, nil, err
	}
	k.key = bytes.Clone(key)
	return with.WrapWithLabels(key)
}

// ParseKeys reads recovery keys as people have them: one or more lines, in a file or typed, with spaces around and notes after
// a "#". A text without a key is Invalid, backup.key_form.
func ParseKeys(text string) ([]age.Identity, error) {
	var lines []string
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(strings.TrimPrefix(line, "\ufeff")); line != "" {
			lines = append(lines, line)
		}
	}
	found, err := age.ParseIdentities(strings.NewReader(strings.Join(lines, "\n")))
	if err != nil { // the cause would repeat the text, and it may be a key with one letter wrong
		return nil, fault.New(fault.Invalid, "backup.key_form", "field", "key")
	}
	return found, nil
}

// unwrap opens a backup for reading, wrapped or not. size is the file's, in bytes.
func unwrap(f io.Reader, keys []age.Identity) (io.Reader, error) {
	head := make([]byte, len(wrapMark))
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, err
	}
	whole := io.MultiReader(bytes.NewReader(head[:n]), f)
	if string(head[:n]) != wrapMark {
		return whole, nil
	}
	if len(keys) == 0 {
		return nil, fault.New(fault.Denied, "backup.key_needed", "field", "key")
	}
	plain, err := age.Decrypt(whole, slices.Clone(keys)...)
	var stranger *age.NoIdentityMatchError
	switch {
	case errors.As(err, &stranger):
		return nil, fault.New(fault.Denied, "backup.key", "field", "key")
	case err != nil:
		return nil, notWhole(err)
	}
	return plain, nil
}
