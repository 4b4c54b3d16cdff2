package ledger

import (
	"crypto/sha256"
	"math/bits"
)

// Tree is the Merkle tree of RFC 6962, section 2.1, over the records' hashes. It keeps only the peaks (the roots of
// the full subtrees, at most one per bit of the size), so adding a leaf and asking for the root cost O(log n) and a
// bank of millions of records fits in a kilobyte. The zero Tree is empty.
type Tree struct {
	size  uint64
	peaks [][32]byte // largest subtree first
}

// Append adds a leaf.
func (t *Tree) Append(leaf []byte) {
	node := leafHash(leaf)
	for n := t.size; n&1 == 1; n >>= 1 {
		last := len(t.peaks) - 1
		node = nodeHash(t.peaks[last], node)
		t.peaks = t.peaks[:last]
	}
	t.peaks = append(t.peaks, node)
	t.size++
}

// Size is the number of leaves.
func (t *Tree) Size() uint64 { return t.size }

// Root is the Merkle tree hash over all leaves; that of an empty tree is the hash of nothing.
func (t *Tree) Root() [32]byte {
	if len(t.peaks) == 0 {
		return sha256.Sum256(nil)
	}
	root := t.peaks[len(t.peaks)-1]
	for i := len(t.peaks) - 2; i >= 0; i-- {
		root = nodeHash(t.peaks[i], root)
	}
	return root
}

// Peaks is what must be stored beside the newest record to go on without reading the older ones.
func (t *Tree) Peaks() [][32]byte { return append([][32]byte(nil), t.peaks...) }

// ResumeTree goes on from stored peaks; false when they cannot belong to a tree of that size.
func ResumeTree(size uint64, peaks [][32]byte) (Tree, bool) {
	if bits.OnesCount64(size) != len(peaks) {
		return Tree{}, false
	}
	return Tree{size: size, peaks: append([][32]byte(nil), peaks...)}, true
}

// leafHash and nodeHash begin with different bytes, so that an inner node can never pass for a leaf.
func leafHash(leaf []byte) [32]byte {
	var small [64]byte
	return sha256.Sum256(append(append(small[:0], 0), leaf...))
}

func nodeHash(left, right [32]byte) [32]byte {
	var b [65]byte
	b[0] = 1
	copy(b[1:33], left[:])
	copy(b[33:], right[:])
	return sha256.Sum256(b[:])
}
