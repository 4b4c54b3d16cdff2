package vault

import (
	"bufio"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"io"
	"os"

	"ruhang/core/fault"
)

// A sealed file is: suite (1 byte) | salt (32) | chunks of 64 KiB, each with its tag (16). The key is derived from the
// case's key and the salt, so it seals this file only and the nonces can count: chunk number, and whether it is the
// last (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár). A chunk moved, missing or doubled, and an
// end that comes early, do not open.
const (
	saltSize    = 32
	chunkSize   = 64 << 10
	sealedChunk = chunkSize + 16
)

// chunks seals or opens one file's chunks in their order.
type chunks struct {
	aead  cipher.AEAD
	nonce [12]byte // 7 zeros | chunk number, 4 bytes | 1 when last
}

func (r *ring) fileAEAD(caseID, class string, key, salt []byte) (cipher.AEAD, error) {
	k, err := r.unwrap(caseID, class, key)
	if err != nil {
		return nil, err
	}
	fileKey := derive(k.raw, salt, "file")
	defer clear(fileKey)
	block, err := aes.NewCipher(fileKey)
	if err != nil {
		return nil, storeFault(err)
	}
	aead, err := cipher.NewGCM(block)
	return aead, storeFault(err)
}

// next is the nonce of the coming chunk.
func (c *chunks) next(last bool) []byte {
	if last {
		c.nonce[11] = 1
	}
	return c.nonce[:]
}

// advance counts; 2^32 chunks are 256 TiB, more than any limit.
func (c *chunks) advance() {
	binary.BigEndian.PutUint32(c.nonce[7:11], binary.BigEndian.Uint32(c.nonce[7:11])+1)
}

// sealer writes a file.
type sealer struct {
	chunks
	out           io.Writer
	plain, sealed hash.Hash
	size          int64
}

func (s *sealer) begin(file io.Writer, salt []byte) error {
	s.out = io.MultiWriter(file, s.sealed)
	_, err := s.out.Write(append([]byte{suite}, salt...))
	return err
}

// copy seals r to its end and returns the type of what it was.
func (s *sealer) copy(ctx context.Context, r io.Reader, limit int64) (string, error) {
	in := bufio.NewReaderSize(r, 2*chunkSize)
	buffer := make([]byte, chunkSize, sealedChunk)
	var kind sniffer
	for last := false; !last; s.advance() {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		n, err := io.ReadFull(in, buffer[:chunkSize])
		if err == nil {
			_, err = in.Peek(1)
		}
		last = err == io.EOF || err == io.ErrUnexpectedEOF
		if err != nil && !last {
			return "", fault.Wrap(err, fault.Invalid, "file.read", "vault")
		}
		if s.size += int64(n); s.size > limit {
			return "", tooBig(limit)
		}
		if err := kind.see(buffer[:n]); err != nil {
			return "", err
		}
		s.plain.Write(buffer[:n])
		if _, err := s.out.Write(s.aead.Seal(buffer[:0], s.next(last), buffer[:n], nil)); err != nil {
			return "", storeFault(err)
		}
	}
	return kind.verdict(s.size)
}

// opener reads a file.
type opener struct {
	chunks
	ctx    context.Context
	vault  *Vault
	ring   *ring // the keys it was opened with; when the vault has others, reading ends
	file   *os.File
	in     *bufio.Reader
	id     string
	whole  hash.Hash
	buffer []byte // sealed, then plain in place
	ready  []byte // plain, not yet given out
	done   bool
	err    error
}

func (o *opener) begin() ([]byte, error) {
	head := make([]byte, 1+saltSize)
	if _, err := io.ReadFull(o.in, head); err != nil {
		return nil, fileCorrupt()
	}
	if head[0] != suite {
		return nil, fault.New(fault.Corrupt, "vault.suite")
	}
	o.whole.Write(head)
	o.buffer = make([]byte, sealedChunk)
	return head[1:], nil
}

// Read gives out checked plaintext.
func (o *opener) Read(p []byte) (int, error) {
	for len(o.ready) == 0 && o.err == nil {
		if o.err = o.ctx.Err(); o.err == nil {
			o.err = o.vault.use(o.chunk)
		}
	}
	n := copy(p, o.ready)
	o.ready = o.ready[n:]
	if n > 0 {
		return n, nil
	}
	return 0, o.err
}

func (o *opener) chunk(current *ring) error {
	if current != o.ring {
		return locked()
	}
	if o.done {
		return io.EOF
	}
	n, err := io.ReadFull(o.in, o.buffer)
	if err == nil {
		_, err = o.in.Peek(1)
	}
	o.done = err == io.EOF || err == io.ErrUnexpectedEOF
	if err != nil && !o.done {
		return storeFault(err)
	}
	o.whole.Write(o.buffer[:n])
	if o.done && !hmac.Equal([]byte(hex.EncodeToString(o.whole.Sum(nil))), []byte(o.id)) {
		return fileCorrupt()
	}
	plain, err := o.aead.Open(o.buffer[:0], o.next(o.done), o.buffer[:n], nil)
	if err != nil {
		return fileCorrupt()
	}
	o.advance()
	o.ready = plain
	return nil
}

// Close ends reading and overwrites what was not read.
func (o *opener) Close() error {
	clear(o.buffer)
	o.ready = nil
	if o.err == nil {
		o.err = os.ErrClosed
	}
	return o.file.Close()
}

func fileCorrupt() error { return fault.New(fault.Corrupt, "file.corrupt") }
