//go:build !windows

package kit

// placeCandidates has nothing to do here: the system finds the caret, or offers no way to tell it.
func placeCandidates(*Entry) {}
