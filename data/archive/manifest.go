package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"slices"
	"strings"
	"time"

	"ruhang/core/fault"
	"ruhang/core/ledger"
)

const (
	manifestName   = "manifest.json"
	manifestFormat = "ruhang.backup.1"
	manifestPrefix = "ruhang.backup."

	// manifestLimit is the longest manifest that is read, in bytes: a million files need half of it.
	manifestLimit = 256 << 20
)

// manifest is the first entry of a backup: what the others are. It holds no name of a person.
type manifest struct {
	Format  string    `json:"format"`
	Program string    `json:"program"` // version that wrote it
	Bank    string    `json:"bank"`    // pseudonym
	At      time.Time `json:"at"`
	Ledger  string    `json:"ledger"`            // ledger.Checkpoint
	Damaged int       `json:"damaged,omitempty"` // sealed files that were not what their name says when they were copied
	Parts   []part    `json:"parts"`             // in the order in which they follow

	ledger ledger.Checkpoint
}

type part struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`   // bytes
	SHA256 string `json:"sha256"` // hex
}

func (m *manifest) total() (bytes int64) {
	for _, p := range m.Parts {
		bytes += p.Size
	}
	return bytes
}

func (m *manifest) encode() ([]byte, error) { return json.MarshalIndent(m, "", " ") }

func (m *manifest) same(other *manifest) bool {
	return m.At.Equal(other.At) && m.Bank == other.Bank && m.Ledger == other.Ledger && slices.Equal(m.Parts, other.Parts)
}

// parseManifest accepts what encode wrote: every part once, under a name that may become a path, and together not more than
// the backup itself has bytes.
func parseManifest(raw []byte, room int64) (*manifest, error) {
	m := &manifest{}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	err := d.Decode(m)
	if err == nil && strings.HasPrefix(m.Format, manifestPrefix) && m.Format != manifestFormat {
		return nil, fault.New(fault.Refused, "backup.newer")
	}
	if err != nil || m.Format != manifestFormat {
		return nil, notWhole(err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, notWhole(err)
	}
	if m.ledger, err = ledger.ParseCheckpoint(m.Ledger); err != nil {
		return nil, notWhole(err)
	}
	return m, m.check(room)
}

func (m *manifest) check(room int64) error {
	seen := map[string]bool{}
	for _, p := range m.Parts {
		digest, err := hex.DecodeString(p.SHA256)
		if p.Size < 0 || p.Size > room || err != nil || len(digest) != sha256.Size {
			return poisoned()
		}
		room -= p.Size
		if !allowed(p.Name) || seen[fold(p.Name)] {
			return poisoned()
		}
		seen[fold(p.Name)] = true
	}
	if !seen[database] || !seen[keys] {
		return notWhole(nil)
	}
	return nil
}
