package office

import (
	"context"
	"io"

	"ruhang/core/hiring"
)

// Row is one AI report read from a file, or why it could not be: exactly one of Report and Refusal is set.
type Row struct {
	File    string // the file's own name, without its folder
	Line    int    // line or row, from 1; 0 for a whole document
	Person  hiring.Person
	Report  hiring.Report
	Branch  string // branch id or name as the file has it; empty: the importer's own
	Refusal error  // fault.Invalid with Params file, line, field
}

// Mapping says which column of a table is which field; it is guessed, shown, corrected and remembered by the head's words.
type Mapping struct {
	Head    []string          `json:"head"`    // the columns' names as they stand in the file
	Columns map[string]string `json:"columns"` // column name → field: name, id_no, phone, email, position, branch, report_id, vendor, overall, pass, interviewed_at, dimension:<code>, trait, ignore
}

// Sheet is a file of rows before it is imported: what the mapping page shows.
type Sheet struct {
	Guess   Mapping
	Sample  [][]string // the first rows
	Rows    int
	Unknown []string // columns nobody knows; kept as text unless ignored
}

// Intake reads files from outside. Implemented by data/intake. Every function bounds what it reads and never panics.
type Intake interface {
	// Reports reads AI reports from JSON, CSV or XLSX, row by row; an unreadable file is an error before the first row.
	// mapping nil: guess. yield returning false stops.
	Reports(ctx context.Context, name string, r io.Reader, mapping *Mapping, yield func(Row) bool) error
	// Peek reads the head and the first rows of a CSV or XLSX; ok is false for a file without columns (JSON).
	Peek(name string, r io.Reader) (t Sheet, ok bool, err error)
	// CV reads a CV: JSON Resume (.json), or plain text parsed into the form for a person's correction.
	CV(name string, r io.Reader) (hiring.CV, error)
	// Checks reads a result file of background checks: JSON or CSV.
	Checks(name string, r io.Reader) ([]CheckRow, error)
	// Questions reads questions of a bank: CSV or XLSX, one in a row.
	Questions(name string, r io.Reader) ([]QuestionRow, error)
	// Reply reads a calendar's answer to an invitation (.ics).
	Reply(r io.Reader) (CalendarReply, error)
	// Initials are the pinyin initials and the full pinyin of a Chinese name, for search: "wxm", "wangxiaoming".
	Initials(name string) (initials, full string)
}

// CheckRow is one check result read from a file: for which person, of which kind, and what it says.
type CheckRow struct {
	File     string
	Line     int
	IDNumber string
	Phone    string
	Case     hiring.CaseID
	Kind     string
	Result   hiring.RecordCheck // Order is filled in when the case is found
	Refusal  error
}
