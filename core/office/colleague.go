package office

import (
	"slices"
	"strings"

	"ruhang/core/hiring"
	"ruhang/core/screening"
)

// colleagues are the bank's own people, for conflicts of interest: everybody with an account, and of those hired through Ruhang
// whoever has one of the names, or nearly.
func (o *Office) colleagues(r Reader, names []string) ([]hiring.Colleague, error) {
	var out []hiring.Colleague
	accounts, err := o.accountsNow(r)
	for _, a := range accounts {
		if !a.Closed && !a.Is("candidate") {
			out = append(out, hiring.Colleague{Name: a.Name, Phone: a.Phone, Where: o.placed(a.Branch, a.Title)})
		}
	}
	slices.SortFunc(out, func(a, b hiring.Colleague) int {
		return strings.Compare(a.Name+a.Where+a.Phone, b.Name+b.Where+b.Phone)
	})
	if err != nil || len(names) == 0 {
		return out, err
	}
	hired, err := o.hired(r, names)
	return append(out, hired...), err
}

// accountsNow are the accounts as they were read last: a closed or new one counts from the next reading on.
func (o *Office) accountsNow(r Reader) (map[hiring.AccountID]Account, error) {
	if known := o.accounts.Load(); known != nil {
		return known.accounts, nil
	}
	return o.accountsIn(r)
}

// hired are those whom the bank hired through Ruhang and who have one of the names.
func (o *Office) hired(r Reader, names []string) ([]hiring.Colleague, error) {
	var out []hiring.Colleague
	for _, q := range []CaseQuery{{Statuses: []hiring.Status{hiring.Confirmed}}, {Statuses: []hiring.Status{hiring.Open}, Stages: []string{"probation"}}} {
		rows, err := r.Cases(q)
		if err != nil {
			return nil, err
		}
		for _, row := range rows {
			raw, err := o.ports.Vault.OpenOnce(string(row.ID), string(hiring.Basic), row.HeadKey, "head", "head", row.Head)
			if err != nil {
				return nil, err
			}
			name := decodeHead(raw).Name
			if slices.ContainsFunc(names, func(n string) bool { return screening.CompareNames(n, name) != screening.Other }) {
				out = append(out, hiring.Colleague{Name: name, Where: o.placed(row.Branch, o.positionName(row.Position))})
			}
		}
	}
	return out, nil
}

func (o *Office) positionName(id string) string {
	if p := o.Catalog().Positions[id]; p != nil {
		return p.Name["zh"]
	}
	return ""
}

// placed is where somebody works, as people say it.
func (o *Office) placed(branch, post string) string {
	name := ""
	if b := o.Catalog().Bank.Branch(branch); b != nil {
		name = b.Name["zh"]
	}
	return strings.TrimSpace(name + " " + post)
}
