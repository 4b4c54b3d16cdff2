//go:build !linux && !darwin && !windows

package sqlite

// remote cannot be told here; SQLite's own refusal of the log is what is left.
func remote(string) bool { return false }
