// Package intake reads files from outside: AI reports (JSON, CSV, XLSX), CVs (JSON Resume, pasted text) and results of
// background checks (JSON, CSV). Every row is answered: read, or refused with file, line, field and reason.
//
// It refuses to store, to decide and to trust: nothing is half read, no formula is evaluated, no date or score is guessed
// into shape, sizes are bounded before memory is spent, and no value of a person's stands in an error. It writes no
// temporary file, since what it reads is personal.
//
//	in := intake.New(cat)
//	err := in.Reports(ctx, "reports.csv", file, nil, func(row office.Row) bool { return use(row) })
package intake

import (
	"bytes"
	"context"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"unicode"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/office"
)

// What a file may be at most. A bank's yearly batch of 10,000 full reports is about 30 MB.
const (
	maxFile    = 50 << 20  // bytes of a file
	maxCV      = 5 << 20   // bytes of a CV
	maxRows    = 1_000_000 // rows of a table, reports of a document
	maxColumns = 512       // columns of a table
	maxText    = 32 << 10  // characters of one cell or string
	maxReport  = 4 << 20   // bytes of one report
	maxNodes   = 100_000   // values within one report
	maxDepth   = 64        // nesting of one document
	maxUnzip   = 32 << 20  // bytes of a workbook's parts, unpacked
	maxName    = 100       // characters of a person's name, an id, a code
	sampleRows = 20        // rows that guessing and showing look at
)

var _ office.Intake = (*Reader)(nil)

// Reader is the office's intake over one catalog: positions and dimensions are known by code, by name in any language, and
// by alias. It holds no state between calls and may be used by many goroutines.
type Reader struct {
	positions  map[string]string // plain name → position id
	dimensions map[string]string // plain name → code of a dimension or trait
	columns    map[string]string // plain column name → field of a report
	checks     map[string]string // plain column name → field of a check result
	kinds      map[string]string // plain name → check kind
}

// New makes a reader over a catalog.
func New(cat *catalog.Catalog) *Reader {
	in := &Reader{positions: map[string]string{}, dimensions: map[string]string{}, kinds: map[string]string{}}
	for _, p := range cat.PositionList() {
		learn(in.positions, p.ID, p.Aliases, p.ID, p.Name)
	}
	for _, id := range slices.Sorted(maps.Keys(cat.Checks)) {
		learn(in.kinds, id, nil, id, cat.Checks[id].Name)
	}
	in.columns = known(words.Columns)
	for _, id := range slices.Sorted(maps.Keys(cat.Dimensions)) {
		d := cat.Dimensions[id]
		learn(in.dimensions, id, d.Aliases, id, d.Name)
		if d.Kind != "trait" {
			learn(in.columns, "dimension:"+id, d.Aliases, id, d.Name)
		}
	}
	in.checks = known(words.CheckColumns)
	return in
}

// codeOf is our code for a vendor's code or name, else the vendor's own: an unknown dimension is kept, never dropped.
func (in *Reader) codeOf(code, name string) string {
	for _, said := range []string{code, name} {
		if id := in.dimensions[plain(said)]; id != "" {
			return id
		}
	}
	if code == "" {
		return name
	}
	return code
}

// learn adds every name of a thing; a name already taken keeps its first meaning.
func learn(names map[string]string, id string, aliases []string, code string, text catalog.Text) {
	all := append([]string{code}, aliases...)
	for _, said := range text {
		all = append(all, said)
	}
	for _, name := range all {
		if key := plain(name); key != "" && names[key] == "" {
			names[key] = id
		}
	}
}

// Reports reads AI reports; see office.Intake. The error is for a file that cannot be read at all; what is wrong with one
// report is in its row.
func (in *Reader) Reports(ctx context.Context, name string, r io.Reader, mapping *office.Mapping, yield func(office.Row) bool) (err error) {
	name = base(name)
	defer harmless(name, &err)
	data, err := read(ctx, name, r, maxFile)
	if err != nil {
		return err
	}
	once := seen{}
	n := 0
	answer := func(row office.Row) bool {
		if n++; n > maxRows {
			yield(office.Row{File: name, Line: row.Line, Refusal: refuse("import.too_many_rows", name, row.Line, "", "max", itoa(maxRows))})
			return false
		}
		if ctx.Err() != nil {
			return false
		}
		return yield(once.check(row))
	}
	switch sniff(name, data) {
	case "json":
		err = in.reportsJSON(name, data, answer)
	case "csv", "xlsx":
		err = in.reportsTable(name, data, mapping, answer)
	default:
		return fileFault("import.unknown_type", name)
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

// seen remembers where each report stood, so that a second one in the same file is refused.
type seen map[string]int

func (s seen) check(row office.Row) office.Row {
	if row.Refusal != nil {
		return row
	}
	key := row.Report.Vendor + "\x00" + row.Report.ReportID
	if first, twice := s[key]; twice {
		return office.Row{File: row.File, Line: row.Line,
			Refusal: refuse("import.duplicate_row", row.File, row.Line, "report_id", "first", itoa(first))}
	}
	s[key] = row.Line
	return row
}

// read takes at most max bytes; a reader that knows no size is stopped one byte later.
func read(ctx context.Context, name string, r io.Reader, max int64) ([]byte, error) {
	if sized, ok := r.(interface{ Len() int }); ok && int64(sized.Len()) > max {
		return nil, fileFault("import.too_big", name, "max_mb", itoa(int(max>>20)))
	}
	if seeker, ok := r.(io.Seeker); ok {
		if err := small(seeker, name, max); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	n, err := b.ReadFrom(io.LimitReader(stoppable{ctx, r}, max+1))
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, fault.Wrap(fileFault("import.unreadable", name), fault.Invalid, "import.unreadable", "intake.read")
	case n > max:
		return nil, fileFault("import.too_big", name, "max_mb", itoa(int(max>>20)))
	case len(bytes.TrimSpace(b.Bytes())) == 0:
		return nil, fileFault("import.empty", name)
	}
	return b.Bytes(), nil
}

// small asks a file for its size before a byte of it is read.
func small(s io.Seeker, name string, max int64) error {
	at, err := s.Seek(0, io.SeekCurrent)
	if err != nil {
		return nil // a pipe: the limit on reading holds
	}
	end, err := s.Seek(0, io.SeekEnd)
	if err != nil {
		return nil
	}
	if _, err = s.Seek(at, io.SeekStart); err != nil {
		return fileFault("import.unreadable", name)
	}
	if end-at > max {
		return fileFault("import.too_big", name, "max_mb", itoa(int(max>>20)))
	}
	return nil
}

// stoppable ends a long read when its context does.
type stoppable struct {
	ctx context.Context
	r   io.Reader
}

func (s stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}

// sniff says what a file is by its first bytes; its name decides nothing but where the bytes say nothing.
func sniff(name string, data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return "xlsx"
	case bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")), bytes.HasPrefix(data, []byte("%PDF")):
		return "" // an old or a locked workbook, or a paper
	}
	first := bytes.TrimLeft(bytes.TrimPrefix(data, bom), " \t\r\n")
	ext := strings.ToLower(path.Ext(name))
	switch {
	case ext == ".json" || ext == ".jsonl":
		return "json"
	case len(first) > 0 && (first[0] == '{' || first[0] == '['):
		return "json"
	case ext == ".xlsx" || ext == ".xls" || ext == ".xlsm":
		return ""
	}
	return "csv"
}

var bom = []byte("\xef\xbb\xbf")

// base is a file's own name without any folder, of either kind of machine.
func base(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, name)
	return cut(name, 255)
}

// harmless turns a panic of a parser into a refusal of the file: what comes from outside must not stop the app.
func harmless(name string, err *error) {
	if recover() != nil {
		*err = fileFault("import.unreadable", name)
	}
}
