package archive

import (
	"bufio"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"ruhang/core/fault"
)

// ErasedName is the file in a bank's folder that lists the pseudonyms of the cases that were erased, one to a line. It never
// goes into a backup, since a backup is older than the erasures after it: a copy lies beside the backups, and a restore takes
// both it and the old bank's, so that an old backup does not bring an erased person back (T18).
const ErasedName = "erased.list"

// pseudonym is what a case's id looks like; nothing else is taken from a list.
var pseudonym = regexp.MustCompile(`^[0-9A-Za-z-]{1,64}$`)

// readErased reads a list; one that is not there is empty.
func readErased(path string) ([]string, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "backup.erased", "archive.readErased")
	}
	defer f.Close()
	var ids []string
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if id := strings.TrimSpace(lines.Text()); pseudonym.MatchString(id) {
			ids = append(ids, id)
		}
	}
	return ids, fault.Wrap(lines.Err(), fault.Internal, "backup.erased", "archive.readErased")
}

// joinErased writes into one list what several hold, and says how many there are. No list is written when there are none.
func joinErased(to string, from ...string) (int, error) {
	var all []string
	for _, path := range append(from, to) {
		ids, err := readErased(path)
		if err != nil {
			return 0, err
		}
		all = append(all, ids...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	if len(all) == 0 {
		return 0, nil
	}
	return len(all), fault.Wrap(writeWhole(to, []byte(strings.Join(all, "\n")+"\n")), fault.Internal, "backup.erased", "archive.joinErased")
}

// carryOver brings what is not the backup's to say from the old bank's folder into the fresh one: the erasures since, and this
// machine's own plan of backups.
func carryOver(dir, file, fresh string) (erased int, err error) {
	erased, err = joinErased(filepath.Join(fresh, ErasedName), filepath.Join(dir, ErasedName), filepath.Join(filepath.Dir(file), ErasedName))
	if err != nil {
		return erased, err
	}
	raw, err := os.ReadFile(filepath.Join(dir, planName))
	if err != nil {
		return erased, nil // there was none
	}
	return erased, diskFault(writeWhole(filepath.Join(fresh, planName), raw), filepath.Dir(dir))
}
