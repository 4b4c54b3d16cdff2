package intake

import (
	"strconv"

	"ruhang/core/fault"
)

// refuse makes a refusal that says where: file, line (from 1; 0: the whole document) and field.
func refuse(code, file string, line int, field string, pairs ...string) *fault.Error {
	e := fault.New(fault.Invalid, code, pairs...)
	if e.Params == nil {
		e.Params = fault.Params{}
	}
	e.Params["file"], e.Params["line"], e.Params["field"] = file, itoa(line), field
	return e
}

// fileFault refuses a whole file.
func fileFault(code, file string, pairs ...string) *fault.Error {
	return refuse(code, file, 0, "", pairs...)
}

func itoa(n int) string { return strconv.Itoa(n) }

// cut shortens a text to so many characters.
func cut(s string, max int) string {
	n := 0
	for i := range s {
		if n == max {
			return s[:i]
		}
		n++
	}
	return s
}
