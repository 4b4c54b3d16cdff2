package ledger

import (
	"encoding/base64"
	"strconv"
	"strings"
	"time"

	"ruhang/core/fault"
)

// origin is the first line of every checkpoint: what kind of log, and which version of the record's hash.
const origin = "ruhang/ledger.1"

const checkpointTime = "2006-01-02T15:04:05.000000Z"

// Checkpoint says how long the ledger was and what it held. A chain alone cannot show that its newest records were cut
// off, or that all of it was written anew; a checkpoint that left the machine (a backup, an offer's page, the hub) can.
type Checkpoint struct {
	Size uint64    // records
	Head [32]byte  // hash of the newest record; zero when there is none
	Root [32]byte  // Merkle root over all records' hashes
	At   time.Time // when it was taken, UTC, whole microseconds
}

// Encode is the one text form, in the layout of transparency logs' checkpoints (origin, size, root, further lines), so
// that a signature in the note format can follow it after an empty line.
//
//	ruhang/ledger.1
//	128
//	Zm9v…=
//	head YmFy…=
//	at 2026-11-23T08:00:00.000000Z
func (c Checkpoint) Encode() string {
	return origin + "\n" +
		strconv.FormatUint(c.Size, 10) + "\n" +
		base64.StdEncoding.EncodeToString(c.Root[:]) + "\n" +
		"head " + base64.StdEncoding.EncodeToString(c.Head[:]) + "\n" +
		"at " + c.At.UTC().Format(checkpointTime) + "\n"
}

// ParseCheckpoint reads what Encode wrote and nothing else: a text that would not be written again byte for byte is
// refused (Invalid, ledger.checkpoint), so that two texts never mean the same checkpoint.
func ParseCheckpoint(text string) (Checkpoint, error) {
	refused := fault.New(fault.Invalid, "ledger.checkpoint")
	lines := strings.Split(text, "\n")
	if len(lines) != 6 {
		return Checkpoint{}, refused
	}
	size, err := strconv.ParseUint(lines[1], 10, 64)
	if err != nil {
		return Checkpoint{}, refused
	}
	at, err := time.Parse(checkpointTime, strings.TrimPrefix(lines[4], "at "))
	if err != nil {
		return Checkpoint{}, refused
	}
	root, head := parseHash(lines[2]), parseHash(strings.TrimPrefix(lines[3], "head "))
	if root == nil || head == nil {
		return Checkpoint{}, refused
	}
	c := Checkpoint{Size: size, Root: [32]byte(root), Head: [32]byte(head), At: at}
	if c.Encode() != text {
		return Checkpoint{}, refused
	}
	return c, nil
}

func parseHash(s string) []byte {
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil || len(b) != 32 {
		return nil
	}
	return b
}
