package check

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// drop exchanges files with a source that has no interface: an order is a file in orders/, results come as files in results/, in the format
// that is imported by hand as well (JSON, CSV, XLSX), with the order's name in the column "case". What is used up goes to done/, what cannot be read
// to bad/ with a note saying why. Files are looked for whenever an order is asked about.
type drop struct {
	noCallback
	ways   Ways
	folder string
}

// The folders of a drop.
const (
	dropOrders  = "orders"
	dropResults = "results"
	dropDone    = "done"
	dropBad     = "bad"
)

// The bounds of what is read.
const (
	dropLargest = 20 << 20
	dropFiles   = 1000
	dropSettled = 2 * time.Second // a younger file may still be being written
)

// Order writes the order's file; writing it again changes nothing.
func (d *drop) Order(_ context.Context, r office.CheckRequest) (office.CheckAnswer, error) {
	name := key(d.folder + "|" + r.Key)
	raw, err := json.MarshalIndent(vendorOrder{Key: name, Kind: r.Kind, Name: r.Name, IDNumber: r.IDNumber, Consent: r.Consent, LegalBasis: r.LegalBasis,
		Education: r.Education, Employments: r.Employments, Qualifications: r.Qualifications, Relatives: r.Relatives}, "", " ")
	if err != nil {
		return office.CheckAnswer{}, fault.Wrap(err, fault.Internal, "internal", "check.Order")
	}
	err = d.within(func(root *os.Root) error {
		if _, err := root.Stat(path.Join(dropDone, name+".json")); err == nil {
			return nil // answered already: Poll finds the result
		}
		return write(root, dropOrders, name+".json", raw)
	})
	return office.CheckAnswer{Reference: name, State: "running"}, err
}

// Poll looks for the result of an order.
func (d *drop) Poll(_ context.Context, reference string) (office.CheckAnswer, error) {
	if !referenceShape.MatchString(reference) {
		return office.CheckAnswer{}, fault.New(fault.Missing, "check.unknown_reference")
	}
	answer := office.CheckAnswer{Reference: reference, State: "running"}
	err := d.within(func(root *os.Root) error {
		order, err := ordered(root, reference)
		if err != nil {
			return err
		}
		for _, folder := range []string{dropResults, dropDone} {
			row, err := d.find(root, folder, order)
			if err != nil {
				return err
			}
			if row != nil {
				answer, err = dropped(reference, *row)
				return errors.Join(err, settle(root, order), d.tidy(root))
			}
		}
		return nil
	})
	return answer, err
}

// ordered reads an order's file back, or what is left of it.
func ordered(root *os.Root, reference string) (vendorOrder, error) {
	for _, folder := range []string{dropOrders, dropDone} {
		raw, err := root.ReadFile(path.Join(folder, reference+".json"))
		if err != nil {
			continue
		}
		var order vendorOrder
		if json.Unmarshal(raw, &order) == nil && order.Key == reference {
			return order, nil
		}
	}
	return vendorOrder{}, fault.New(fault.Missing, "check.unknown_reference")
}

// settle marks an order as answered; what it said of the person goes.
func settle(root *os.Root, order vendorOrder) error {
	raw, err := json.Marshal(vendorOrder{Key: order.Key, Kind: order.Kind})
	if err != nil {
		return fault.Wrap(err, fault.Internal, "internal", "check.settle")
	}
	if err := write(root, dropDone, order.Key+".json", raw); err != nil {
		return err
	}
	if err := root.Remove(path.Join(dropOrders, order.Key+".json")); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return offline(err)
	}
	return nil
}

// Try says whether the folder is there and can be written.
func (d *drop) Try(context.Context) error {
	return d.within(func(root *os.Root) error {
		if err := write(root, dropOrders, ".try", nil); err != nil {
			return err
		}
		return offline(root.Remove(path.Join(dropOrders, ".try")))
	})
}

// within opens the folder; whatever stands in it cannot lead out of it.
func (d *drop) within(do func(*os.Root) error) error {
	root, err := os.OpenRoot(d.folder)
	if err != nil {
		return offline(err)
	}
	defer root.Close()
	for _, folder := range []string{dropOrders, dropResults, dropDone, dropBad} {
		if err := root.Mkdir(folder, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return offline(err)
		}
	}
	return do(root)
}

// find gives the row of an order, the newest file's where there are several. Files that cannot be read are set aside on the way.
func (d *drop) find(root *os.Root, folder string, order vendorOrder) (*office.CheckRow, error) {
	names, err := d.files(root, folder)
	if err != nil {
		return nil, err
	}
	slices.Reverse(names)
	for _, name := range names {
		rows, err := d.rows(root, folder, name)
		if err != nil {
			return nil, err
		}
		for i := range rows {
			if string(rows[i].Case) == order.Key && rows[i].Kind == order.Kind {
				return &rows[i], nil
			}
		}
	}
	return nil, nil
}

// files are those of a folder that are whole, by age.
func (d *drop) files(root *os.Root, folder string) ([]string, error) {
	dir, err := root.Open(folder)
	if err != nil {
		return nil, offline(err)
	}
	defer dir.Close()
	entries, err := dir.ReadDir(dropFiles)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, offline(err)
	}
	born := map[string]time.Time{}
	var names []string
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || !info.Mode().IsRegular() || strings.HasPrefix(e.Name(), ".") || partial(e.Name()) || folder == dropDone && isOrder(e.Name()) ||
			d.ways.Now().Sub(info.ModTime()) < dropSettled {
			continue
		}
		names, born[e.Name()] = append(names, e.Name()), info.ModTime()
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(born[a].Compare(born[b]), strings.Compare(a, b))
	})
	return names, nil
}

func partial(name string) bool {
	end := strings.ToLower(path.Ext(name))
	return end == ".part" || end == ".tmp" || end == ".crdownload"
}

// isOrder says whether a file's name is an order's: 32 digits of a hash.
func isOrder(name string) bool {
	bare, is := strings.CutSuffix(name, ".json")
	return is && len(bare) == 32 && strings.Trim(bare, "0123456789abcdef") == ""
}

// rows reads a file of results; one that has a wrong row is set aside whole, since half a file is nobody's intention.
func (d *drop) rows(root *os.Root, folder, name string) ([]office.CheckRow, error) {
	info, err := root.Stat(path.Join(folder, name))
	if err != nil {
		return nil, offline(err)
	}
	if info.Size() > dropLargest {
		return nil, d.bad(root, folder, name, fault.New(fault.Invalid, "outward.too_large"))
	}
	raw, err := root.ReadFile(path.Join(folder, name))
	if err != nil {
		return nil, offline(err)
	}
	rows, err := d.ways.Read(name, bytes.NewReader(raw))
	for _, row := range rows {
		if err == nil {
			err = row.Refusal
		}
	}
	if err == nil && len(rows) == 0 {
		err = fault.New(fault.Invalid, "check.drop.empty")
	}
	if err != nil {
		return nil, d.bad(root, folder, name, err)
	}
	return rows, nil
}

// bad sets a file aside, with the reason beside it: the sentence, and the code for whoever asks for help.
func (d *drop) bad(root *os.Root, folder, name string, why error) error {
	f := fault.Of(why)
	pairs := []string{}
	for name, value := range f.Params {
		pairs = append(pairs, name, value)
	}
	if err := write(root, dropBad, name+".reason.txt", []byte(d.ways.Say(f.Code, pairs...)+"\n"+f.Code+"\n")); err != nil {
		return err
	}
	return move(root, folder, dropBad, name)
}

// tidy moves the files of which every row has been answered; a row that names no order here is bad.
func (d *drop) tidy(root *os.Root) error {
	names, err := d.files(root, dropResults)
	for _, name := range names {
		rows, wrong := d.rows(root, dropResults, name)
		if wrong != nil || rows == nil {
			err = errors.Join(err, wrong)
			continue
		}
		open, lost := false, false
		for _, row := range rows {
			order, unknown := vendorOrder{}, error(nil)
			if isOrder(string(row.Case) + ".json") {
				order, unknown = ordered(root, string(row.Case))
			}
			open = open || exists(root, dropOrders, string(row.Case)+".json") && row.Kind == order.Kind
			lost = lost || unknown != nil || row.Kind != order.Kind
		}
		switch {
		case open:
		case lost:
			err = errors.Join(err, d.bad(root, dropResults, name, fault.New(fault.Invalid, "check.drop.no_order", "file", name)))
		default:
			err = errors.Join(err, move(root, dropResults, dropDone, name))
		}
	}
	return err
}

// dropped is a row as an answer. The evidence is this row alone: the file may hold other people's.
func dropped(reference string, row office.CheckRow) (office.CheckAnswer, error) {
	raw, err := json.MarshalIndent(struct {
		File   string             `json:"file"`
		Line   int                `json:"line"`
		Kind   string             `json:"kind"`
		Result hiring.RecordCheck `json:"result"`
	}{fileName(row.File), row.Line, row.Kind, row.Result}, "", " ")
	if err != nil {
		return office.CheckAnswer{}, fault.Wrap(err, fault.Internal, "internal", "check.dropped")
	}
	result := row.Result
	return office.CheckAnswer{Reference: reference, State: "done", Result: &result,
		Files: []office.Enclosure{{Name: "result.json", Type: "application/json", Data: raw}}}, nil
}

func exists(root *os.Root, folder, name string) bool {
	_, err := root.Stat(path.Join(folder, name))
	return err == nil
}

// write makes a file whole or not at all.
func write(root *os.Root, folder, name string, raw []byte) error {
	half := path.Join(folder, name+".part")
	if err := root.WriteFile(half, raw, 0o600); err != nil {
		return offline(err)
	}
	return offline(root.Rename(half, path.Join(folder, name)))
}

// move takes a file to another folder, over one of the same name; one that has gone already is moved.
func move(root *os.Root, from, to, name string) error {
	if from == to {
		return nil
	}
	err := root.Rename(path.Join(from, name), path.Join(to, name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return offline(err)
}

// offline is what a folder that is not there, full or read-only is: a share that comes back. The path stays out of the fault.
func offline(err error) error {
	if err == nil {
		return nil
	}
	return fault.New(fault.Offline, "check.drop.folder")
}
