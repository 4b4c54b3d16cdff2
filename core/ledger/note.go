package ledger

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"ruhang/core/fault"
)

// Checkpoints are signed in the note format of Go's checksum database and of Certificate Transparency's static logs
// (golang.org/x/mod/sumdb/note, C2SP signed-note): the text, an empty line, and a line for every signature. Any tool that reads
// such notes checks ours; it is a few lines over Ed25519 (RFC 8032), so the core carries no module for it.
//
//	ruhang/ledger.1
//	128
//	Zm9v…=
//	head YmFy…=
//	at 2026-11-23T08:00:00.000000Z
//
//	— ruhang-bank 1f2e3d4c…

// signerName names who signs, in the note's last line.
const signerName = "ruhang-bank"

const (
	algEd25519 = 1
	signedBy   = "\u2014 "
	noteLimit  = 8 << 10 // bytes; ours have 400, and a witness may add its own signature
)

// Signer signs checkpoints with the bank's checkpoint key.
type Signer struct{ key ed25519.PrivateKey }

// NewSigner makes the signer of a random seed, which whoever calls keeps sealed.
func NewSigner(seed [32]byte) Signer { return Signer{ed25519.NewKeyFromSeed(seed[:])} }

// Public is the half that checks.
func (s Signer) Public() PublicKey { return PublicKey{s.key.Public().(ed25519.PublicKey)} }

// Sign gives a checkpoint with its signature.
func (s Signer) Sign(c Checkpoint) string {
	text := c.Encode()
	sig := binary.BigEndian.AppendUint32(nil, s.Public().id())
	sig = append(sig, ed25519.Sign(s.key, []byte(text))...)
	return text + "\n" + signedBy + signerName + " " + base64.StdEncoding.EncodeToString(sig) + "\n"
}

// PublicKey checks signed checkpoints. Its text is public: whoever checks keeps it away from the bank.
type PublicKey struct{ key ed25519.PublicKey }

// id is the key's short name in a note, by the format's definition.
func (p PublicKey) id() uint32 {
	sum := sha256.Sum256(append([]byte(signerName+"\n"), p.encoded()...))
	return binary.BigEndian.Uint32(sum[:])
}

func (p PublicKey) encoded() []byte { return append([]byte{algEd25519}, p.key...) }

// String is the verifier key as notes write it: name, id and key, joined by plus signs.
func (p PublicKey) String() string {
	return fmt.Sprintf("%s+%08x+%s", signerName, p.id(), base64.StdEncoding.EncodeToString(p.encoded()))
}

// ParsePublicKey reads what String wrote; anything else is refused (Invalid, ledger.key).
func ParsePublicKey(text string) (PublicKey, error) {
	text = strings.TrimSpace(text)
	_, encoded, _ := strings.Cut(strings.TrimPrefix(text, signerName+"+"), "+")
	raw, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil || len(raw) != 1+ed25519.PublicKeySize || raw[0] != algEd25519 {
		return PublicKey{}, fault.New(fault.Invalid, "ledger.key")
	}
	v := PublicKey{ed25519.PublicKey(raw[1:])}
	if v.String() != text {
		return PublicKey{}, fault.New(fault.Invalid, "ledger.key")
	}
	return v, nil
}

// Open reads a signed checkpoint. A text that is none is Invalid (ledger.checkpoint); one that this key did not sign is Corrupt:
// ledger.other_key when another key's id stands below it, ledger.signature when it was changed after it was signed.
func (p PublicKey) Open(note string) (Checkpoint, error) {
	text, below, found := strings.Cut(note, "\n\n")
	c, err := ParseCheckpoint(text + "\n")
	if err != nil || !found || len(note) > noteLimit || !strings.HasSuffix(below, "\n") {
		return Checkpoint{}, fault.New(fault.Invalid, "ledger.checkpoint")
	}
	for line := range strings.Lines(below) {
		name, encoded, _ := strings.Cut(strings.TrimPrefix(strings.TrimSuffix(line, "\n"), signedBy), " ")
		sig, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil || len(sig) < 5 || !strings.HasPrefix(line, signedBy) {
			return Checkpoint{}, fault.New(fault.Invalid, "ledger.checkpoint")
		}
		if name != signerName || binary.BigEndian.Uint32(sig) != p.id() {
			continue
		}
		if !ed25519.Verify(p.key, []byte(text+"\n"), sig[4:]) {
			return Checkpoint{}, fault.New(fault.Corrupt, "ledger.signature", "size", number(c.Size))
		}
		return c, nil
	}
	return Checkpoint{}, fault.New(fault.Corrupt, "ledger.other_key", "size", number(c.Size))
}

// Unsigned reads a signed checkpoint's text without looking at its signatures: for the bank's own, which it has just signed.
func Unsigned(note string) (Checkpoint, error) {
	text, _, _ := strings.Cut(note, "\n\n")
	return ParseCheckpoint(text + "\n")
}

// Short is a checkpoint as it is printed and read out: how many records, and the first 16 hex digits of the root. Whoever holds
// the paper compares it with what verify says of that size.
func (c Checkpoint) Short() string {
	return strconv.FormatUint(c.Size, 10) + "-" + fmt.Sprintf("%x", c.Root[:8])
}
