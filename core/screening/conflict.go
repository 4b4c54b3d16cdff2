package screening

import (
	"slices"
	"strings"

	"ruhang/core/catalog"
	"ruhang/core/hiring"
	"ruhang/core/lint"
)

// Conflict is a conflict of interest (亲属回避, 经商办企业): a relative in the bank, a post or share in a company. Always a person decides,
// since names are all there is to compare, and a namesake is not the person.
const Conflict = "conflict_of_interest"

// Declared is something declared that nothing confirms or denies: somebody looks at it, and says what became of it.
const Declared = "declared"

// Conflicts holds the candidate and the declared relatives against the bank's own people, and against those whom registers name with
// companies that live; what was declared and met nobody is to be verified (《银行业金融机构从业人员行为管理指引》).
func Conflicts(c *hiring.Case, p *hiring.Person, staff []hiring.Colleague, _ *catalog.Catalog) []hiring.Finding {
	d := c.Declaration()
	if d == nil {
		d = &hiring.Declaration{}
	}
	if p == nil {
		p = &hiring.Person{}
	}
	companies := gather(c).companies
	out := slices.Concat(ofCandidate(p, staff), posts(p.Name, hiring.Relative{}, companies, d.Businesses))
	for _, r := range d.Relatives {
		met := append(ofRelative(r, staff), posts(r.Name, r, companies, d.Businesses)...)
		if len(met) == 0 {
			met = []hiring.Finding{declared("relative", r.Name, r.Where, map[string]string{"relation": r.Relation})}
		}
		out = append(out, met...)
	}
	for _, b := range d.Businesses {
		out = append(out, declared("business", b.Company, b.Role, nil))
	}
	slices.SortStableFunc(out, func(a, b hiring.Finding) int { return strings.Compare(a.Key, b.Key) })
	return slices.CompactFunc(out, func(a, b hiring.Finding) bool { return a.Key == b.Key })
}

// ofCandidate finds the candidate among the bank's people: by number, or by name.
func ofCandidate(p *hiring.Person, staff []hiring.Colleague) []hiring.Finding {
	var out []hiring.Finding
	for _, s := range staff {
		sameNumber := p.Phone != "" && phone(p.Phone) == phone(s.Phone)
		if sameNumber || p.Name != "" && CompareNames(p.Name, s.Name) == Same {
			out = append(out, conflict("candidate_staff", p.Name, s.Name, s.Where, nil))
		}
	}
	return out
}

func ofRelative(r hiring.Relative, staff []hiring.Colleague) []hiring.Finding {
	var out []hiring.Finding
	for _, s := range staff {
		if CompareNames(r.Name, s.Name) != Other {
			out = append(out, conflict("relative_staff", r.Name, s.Name, s.Where, map[string]string{"relation": r.Relation}))
		}
	}
	return out
}

// posts finds a name with companies that live; a relative has a relation, the candidate has none.
func posts(name string, r hiring.Relative, companies []hiring.Company, said []hiring.Business) []hiring.Finding {
	var out []hiring.Finding
	for _, co := range companies {
		for _, o := range co.People {
			if !co.Live() || name == "" || CompareNames(name, o.Name) == Other {
				continue
			}
			why, told := "candidate_officer", "no"
			if r.Relation != "" {
				why = "relative_officer"
			}
			if slices.ContainsFunc(said, func(b hiring.Business) bool {
				return SameCompany(b.Company, co.Name) || SameCompany(b.Company, co.Asked)
			}) {
				told = "yes"
			}
			out = append(out, conflict(why, name, o.Name, co.Name, map[string]string{"relation": r.Relation, "role": o.Role, "declared": told}))
		}
	}
	return out
}

// conflict is a hit: who it is about, and whom or what it met. What was not declared weighs no more by itself: it may be a namesake.
func conflict(why, name, met, where string, values map[string]string) hiring.Finding {
	all := map[string]string{"why": why, "item": where}
	for k, v := range values {
		if v != "" {
			all[k] = v
		}
	}
	proof := met
	if where != "" {
		proof += " \u00b7 " + where
	}
	return hiring.Finding{Key: key(Conflict, why, digest(NormalName(name)), digest(NormalName(met)), digest(where), all["role"]), Kind: Conflict, Flag: true,
		Light: hiring.Amber, Field: "conflict." + why, Says: name, Proof: proof, Values: all}
}

// declared is an entry of the to-verify list: the declaration in its own words.
func declared(what, name, more string, values map[string]string) hiring.Finding {
	says := name
	if more != "" {
		says += " \u00b7 " + more
	}
	all := map[string]string{"what": what}
	for k, v := range values {
		all[k] = v
	}
	return hiring.Finding{Key: key(Declared, what, digest(NormalName(name)), digest(more)), Kind: Declared, Light: hiring.Amber,
		Field: "declared." + what, Says: says, Values: all}
}

// phone is the digits of a number in the mainland, without its country code.
func phone(s string) string {
	digits := strings.Map(func(r rune) rune {
		if r = lint.Narrow(r); r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
	return digits[max(0, len(digits)-11):]
}
