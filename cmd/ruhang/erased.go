package main

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// erasedName is the list of pseudonyms of what was erased, one to a line: a restore of an older backup keeps the newer list,
// and opening the bank erases again what it names (office.EraseAgain).
const erasedName = "erased.list"

// noteErased adds to the list what it does not name yet, durably, and takes away the papers that were shown to the system's
// viewer: one of them may be the erased person's.
func noteErased(dir string, ids []string) error {
	known, err := readErased(dir)
	if err != nil {
		return err
	}
	var fresh strings.Builder
	for _, id := range ids {
		if !known[id] {
			fresh.WriteString(id + "\n")
		}
	}
	err = os.RemoveAll(filepath.Join(dir, shownName))
	if fresh.Len() > 0 {
		err = errors.Join(err, appendDurably(filepath.Join(dir, erasedName), fresh.String()))
	}
	return fault.Wrap(err, fault.Internal, "file.write", "cmd.noteErased")
}

func appendDurably(path, text string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(text)
	return errors.Join(err, f.Sync(), f.Close())
}

// readErased reads the list; one that is not there is empty.
func readErased(dir string) (map[string]bool, error) {
	raw, err := os.ReadFile(filepath.Join(dir, erasedName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	out := map[string]bool{}
	for _, id := range strings.Fields(string(raw)) {
		out[id] = true
	}
	return out, fault.Wrap(err, fault.Internal, "file.read", "cmd.readErased")
}

// eraseAgain erases what the list names and a restored backup has brought back.
func eraseAgain(ctx context.Context, o *office.Office, dir string) error {
	known, err := readErased(dir)
	if err != nil || len(known) == 0 {
		return err
	}
	_, err = o.EraseAgain(ctx, slices.Sorted(maps.Keys(known)))
	return err
}
