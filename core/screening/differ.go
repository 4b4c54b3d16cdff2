package screening

import (
	"slices"
	"strings"

	"ruhang/core/hiring"
)

// differs is a discrepancy with both values. Nothing is said where one side is silent.
func differs(field, item, says, proof string, light hiring.Light) []hiring.Finding {
	says, proof = strings.TrimSpace(says), strings.TrimSpace(proof)
	if says == "" || proof == "" || NormalCompany(says) == NormalCompany(proof) {
		return nil
	}
	return []hiring.Finding{discrepancy(field, item, says, proof, light)}
}

func discrepancy(field, item, says, proof string, light hiring.Light) hiring.Finding {
	return hiring.Finding{Key: key(Discrepancy, field, NormalCompany(item), NormalCompany(says), NormalCompany(proof)), Kind: Discrepancy,
		Flag: true, Light: light, Field: field, Says: says, Proof: proof, Values: map[string]string{"field": field, "item": item}}
}

// unconfirmed is an entry of the CV that evidence of its kind does not name: to be verified, since silence proves nothing.
func unconfirmed(field, item string) hiring.Finding {
	f := discrepancy(field, item, item, "", hiring.Amber)
	f.Flag = false
	return f
}

// pairs joins what is said with what is proved, the most alike first; left is what is said and has no partner.
func pairs[T any](said, proved []T, alike func(a, b T) int) (joined [][2]T, left []T) {
	usedSaid, usedProved := make([]bool, len(said)), make([]bool, len(proved))
	for {
		best, at, to := 0, -1, -1
		for i := range said {
			for j := range proved {
				if n := alike(said[i], proved[j]); !usedSaid[i] && !usedProved[j] && n > best {
					best, at, to = n, i, j
				}
			}
		}
		if at < 0 {
			break
		}
		usedSaid[at], usedProved[to] = true, true
		joined = append(joined, [2]T{said[at], proved[to]})
	}
	for i := range said {
		if !usedSaid[i] {
			left = append(left, said[i])
		}
	}
	return joined, left
}

// degrees ranks what can be claimed; what is not here is not compared by rank.
var degrees = map[string]int{"high_school": 1, "junior_college": 2, "bachelor": 3, "master": 4, "doctor": 5}

// educations holds the CV's schools against the evidence (Z-08). Every proof finds a partner where there is one; of what
// is left over in the CV only a degree above everything proved is a finding, since evidence often names the last one only.
func educations(said, proved []hiring.Education) []hiring.Finding {
	said, proved = highestFirst(said), highestFirst(proved)
	joined, left := pairs(said, proved, func(a, b hiring.Education) int {
		n := 1
		if a.Number != "" && compact(a.Number) == compact(b.Number) {
			n += 8
		}
		if SameCompany(a.School, b.School) {
			n += 4
		}
		if a.Degree == b.Degree {
			n += 2
		}
		return n
	})
	var out []hiring.Finding
	for _, p := range joined {
		cv, proof := p[0], p[1]
		out = append(out, differs("education.degree", cv.School, cv.Degree, proof.Degree, hiring.Red)...)
		out = append(out, differs("education.school", cv.School, cv.School, proof.School, hiring.Red)...)
		out = append(out, differs("education.major", cv.School, cv.Major, proof.Major, hiring.Amber)...)
	}
	if len(proved) > 0 && len(left) > 0 && degrees[left[0].Degree] > degrees[proved[0].Degree] {
		out = append(out, differs("education.degree", left[0].School, left[0].Degree, proved[0].Degree, hiring.Red)...)
	}
	return out
}

func highestFirst(all []hiring.Education) []hiring.Education {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b hiring.Education) int { return degrees[b.Degree] - degrees[a.Degree] })
	return all
}

// employments holds the CV's jobs against the evidence. Dates may differ by a month. An internship needs no confirmation.
func employments(said, proved []hiring.Employment, today hiring.Date) []hiring.Finding {
	if len(proved) == 0 {
		return nil
	}
	joined, left := pairs(said, proved, func(a, b hiring.Employment) int {
		if !SameCompany(a.Company, b.Company) {
			return 0
		}
		return max(1000-apart(a.From, b.From), 1) // two times in one company: the nearer start
	})
	var out []hiring.Finding
	for _, p := range joined {
		out = append(out, job(p[0], p[1], today)...)
	}
	for _, e := range left {
		if !e.Internship {
			out = append(out, unconfirmed("employments.company", e.Company))
		}
	}
	return out
}

func job(cv, proof hiring.Employment, today hiring.Date) []hiring.Finding {
	var out []hiring.Finding
	if apart(cv.From, proof.From) > 1 {
		out = append(out, discrepancy("employments.from", cv.Company, string(cv.From), string(proof.From), hiring.Amber))
	}
	end := cv.To
	if end == "" { // the job goes on, so any end that is still to come agrees
		end = max(today, proof.To)
	}
	if apart(end, proof.To) > 1 {
		out = append(out, discrepancy("employments.to", cv.Company, string(cv.To), string(proof.To), hiring.Amber))
	}
	for _, f := range differs("employments.title", cv.Company, cv.Title, proof.Title, hiring.Amber) {
		f.Flag = false // titles have many names
		out = append(out, f)
	}
	return out
}

// apart is how many calendar months lie between two dates; 0 when one is missing or impossible.
func apart(a, b hiring.Date) int {
	x, y := a.First(), b.First()
	if !x.Valid() || !y.Valid() {
		return 0
	}
	tx, ty := x.Time().In(hiring.China), y.Time().In(hiring.China)
	n := (tx.Year()-ty.Year())*12 + int(tx.Month()) - int(ty.Month())
	return max(n, -n)
}

// qualifications holds the CV's certificates against the evidence: by number, else by name.
func qualifications(said, proved []hiring.Qualification) []hiring.Finding {
	if len(proved) == 0 {
		return nil
	}
	joined, left := pairs(said, proved, func(a, b hiring.Qualification) int {
		n := 0
		if a.Number != "" && SameCompany(a.Number, b.Number) {
			n += 2
		}
		if SameCompany(a.Name, b.Name) {
			n++
		}
		return n
	})
	var out []hiring.Finding
	for _, p := range joined {
		out = append(out, differs("qualifications.name", p[0].Name, p[0].Name, p[1].Name, hiring.Amber)...)
		out = append(out, differs("qualifications.number", p[0].Name, p[0].Number, p[1].Number, hiring.Amber)...)
	}
	for _, q := range left {
		out = append(out, unconfirmed("qualifications.name", q.Name))
	}
	return out
}
