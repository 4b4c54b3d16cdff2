package demo

import (
	"io/fs"

	"ruhang/core/office"
)

// Accounts are who may sign in to the demo bank, all with Password, as they are to be made; none when the files are not
// resources.Demo. The candidate's is made after Fill, for Summary.CandidateCase.
func Accounts(files fs.FS) []office.Account {
	var out []office.Account
	if err := readJSON(files, "accounts.json", &out); err != nil {
		return nil
	}
	return out
}
