package screening

import (
	"slices"

	"ruhang/core/hiring"
)

// The kinds of findings that a company register gives reason for.
const (
	Tenure       = "tenure"       // the claimed time lies outside of the company's life
	FormerName   = "former_name"  // the CV names the company as it was once called
	Unregistered = "unregistered" // the register knows no such company: public bodies are not in it, nor are inventions
)

// tenures holds the CV's jobs against the register's facts of their companies: a job before the founding or after the end is red.
// A register never shows that the person worked there: what no other evidence names is to be verified, however well it fits.
func tenures(said []hiring.Employment, known []hiring.Company, proved []hiring.Employment, today hiring.Date) []hiring.Finding {
	var out []hiring.Finding
	for _, e := range said {
		c := companyOf(known, e.Company)
		if c == nil {
			continue
		}
		out = append(out, registered(e, c, today)...)
		named := func(p hiring.Employment) bool { return SameCompany(p.Company, e.Company) }
		if !e.Internship && !slices.ContainsFunc(proved, named) {
			out = append(out, unconfirmed("employments.company", e.Company))
		}
	}
	return out
}

// companyOf finds what the register said of a company that the CV names; nil when it was not asked.
func companyOf(known []hiring.Company, name string) *hiring.Company {
	for i := range known {
		if c := &known[i]; SameCompany(c.Asked, name) || c.Name != "" && SameCompany(c.Name, name) {
			return c
		}
	}
	return nil
}

func registered(e hiring.Employment, c *hiring.Company, today hiring.Date) []hiring.Finding {
	f := hiring.Finding{Light: hiring.Amber, Field: "employments.company", Says: e.Company, Proof: c.Name, From: e.From, To: e.To,
		Values: map[string]string{"item": e.Company, "status": c.Status}}
	if c.Unknown {
		f.Kind, f.Key, f.Proof = Unregistered, key(Unregistered, NormalCompany(e.Company)), ""
		return []hiring.Finding{f}
	}
	var out []hiring.Finding
	if !SameCompany(c.Name, e.Company) && slices.ContainsFunc(c.Former, func(name string) bool { return SameCompany(name, e.Company) }) {
		f.Kind, f.Key = FormerName, key(FormerName, NormalCompany(e.Company), NormalCompany(c.Name))
		out = append(out, f)
	}
	if outside(e, c, today) {
		f.Kind, f.Key, f.Flag, f.Light = Tenure, key(Tenure, NormalCompany(e.Company), string(e.From), string(e.To), string(c.Founded), string(c.Ended)), true, hiring.Red
		f.Field, f.Says, f.Proof = "employments", string(e.From)+" – "+string(e.To), string(c.Founded)+" – "+string(c.Ended)
		out = append(out, f)
	}
	return out
}

// outside says whether a job lies partly before the company was founded or after it ended. A CV's months are read in its favour, and
// a company is founded and wound up around the days in the register: a month of grace at either end.
func outside(e hiring.Employment, c *hiring.Company, today hiring.Date) bool {
	from, to := e.From.Last(), e.To.First()
	if e.To == "" {
		to = today
	}
	early := from.Valid() && c.Founded.Valid() && from.AddMonths(1) < c.Founded
	late := to.Valid() && c.Ended.Valid() && to > c.Ended.AddMonths(1)
	return early || late
}
