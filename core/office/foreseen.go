package office

import (
	"slices"

	"ruhang/core/hiring"
)

// foreseen is a transaction that was told beforehand what a batch of rows will look up: one question for all of them, then
// answers from memory, kept up with what the batch itself adds. What was not foreseen is asked as ever.
type foreseen struct {
	Tx
	known map[string]map[string][]string // kind → blind index → ids, sorted
}

// foresee asks for everything that finds out who the rows are about, and whether their reports are known.
func (o *Office) foresee(tx Tx, rows []Row) (*foreseen, error) {
	f := &foreseen{Tx: tx, known: map[string]map[string][]string{}}
	asked := map[string][][]byte{}
	for _, row := range rows {
		if row.Refusal != nil {
			continue
		}
		p := normal(row.Person)
		for _, l := range [][2]string{{lookReport, reportKey(row.Report)}, {lookIDNumber, p.IDNumber}, {lookPhone, p.Phone}} {
			if l[1] == "" {
				continue
			}
			blind, err := o.ports.Vault.Blind(l[0], l[1])
			if err != nil {
				return nil, err
			}
			asked[l[0]] = append(asked[l[0]], blind)
		}
	}
	for kind, blinds := range asked {
		found, err := tx.Lookups(kind, blinds)
		if err != nil {
			return nil, err
		}
		f.known[kind] = map[string][]string{}
		for _, b := range blinds {
			f.known[kind][string(b)] = found[string(b)]
		}
	}
	return f, nil
}

// reportKey is what makes a report the same one.
func reportKey(r hiring.Report) string {
	vendor := r.Vendor
	if vendor == "" {
		vendor = tableVendor
	}
	return vendor + "|" + r.ReportID
}

// Lookup answers from memory what was foreseen.
func (f *foreseen) Lookup(kind string, blind []byte) ([]string, error) {
	if ids, ok := f.known[kind][string(blind)]; ok {
		return ids, nil
	}
	return f.Tx.Lookup(kind, blind)
}

// PutLookup writes, and remembers where it was foreseen.
func (f *foreseen) PutLookup(kind string, blind []byte, id string) error {
	if ids, ok := f.known[kind][string(blind)]; ok {
		if at, there := slices.BinarySearch(ids, id); !there {
			f.known[kind][string(blind)] = slices.Insert(slices.Clone(ids), at, id)
		}
	}
	return f.Tx.PutLookup(kind, blind, id)
}

// DropLookup forgets what was foreseen, so that the next question is asked.
func (f *foreseen) DropLookup(kind string, blind []byte, id string) error {
	delete(f.known[kind], string(blind))
	return f.Tx.DropLookup(kind, blind, id)
}
