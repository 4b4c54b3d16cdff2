package hiring_test

import (
	"time"

	"ruhang/core/catalog"
	"ruhang/core/hiring"
)

// advice is small but real judgement: hiring may not know kit and screening, and its tests keep to that.
var advice = hiring.Advice{Kit: drawKit, Screen: screen, Conflicts: conflicts, Inspect: inspect}

// drawKit asks every untagged question, and a tagged one when the report has the trait or the case the finding of that name.
func drawKit(c *hiring.Case, cat *catalog.Catalog) []hiring.KitItem {
	var out []hiring.KitItem
	found := map[string]bool{}
	for _, v := range c.ToVerify {
		found[v.Kind] = true
	}
	for _, q := range cat.Banks[cat.Positions[c.Position].Questions].Asked() {
		kind := "core"
		for _, tag := range q.Tags {
			if kind = "trait"; !c.Report().HasTrait(tag) && !found[tag] {
				kind = ""
			}
		}
		if kind != "" {
			out = append(out, hiring.KitItem{Bank: c.Position, Question: q.ID, Competency: q.Competency, Reasons: []hiring.Reason{{Rule: kind, Kind: kind}}})
		}
	}
	return out
}

// screen compares the first degree with the evidence, lists incidents, and measures the time between jobs.
func screen(c *hiring.Case, cat *catalog.Catalog, now time.Time) []hiring.Finding {
	var out []hiring.Finding
	if c.CV == nil {
		return nil
	}
	for _, o := range c.Checks {
		r := o.Latest()
		if r == nil || o.Stopped != nil {
			continue
		}
		for i, proof := range r.Facts.Education {
			if i < len(c.CV.Education) && (proof.School != c.CV.Education[i].School || proof.Degree != c.CV.Education[i].Degree) {
				says := c.CV.Education[i]
				out = append(out, hiring.Finding{Key: "education/" + proof.School + "/" + proof.Degree, Kind: "discrepancy", Flag: true, Light: hiring.Amber, Field: "education",
					Says: says.School + " " + says.Degree, Proof: proof.School + " " + proof.Degree})
			}
		}
		for _, in := range r.Facts.Incidents {
			light := hiring.Amber
			if in.Kind == "credit_violation" {
				light = hiring.Red
			}
			out = append(out, hiring.Finding{Key: "incident/" + in.Kind + "/" + string(in.On), Kind: in.Kind, Flag: true, Light: light, Proof: in.Text})
		}
	}
	for i := 1; i < len(c.CV.Employments); i++ {
		from, to := c.CV.Employments[i-1].To.Last().AddDays(1), c.CV.Employments[i].From.First().AddDays(-1)
		if from.DaysUntil(to)+1 > cat.Bank.GapDays {
			out = append(out, hiring.Finding{Key: "gap/" + string(from), Kind: "gap", Light: hiring.Amber, From: from, To: to})
		}
	}
	return out
}

// conflicts finds declared relatives among the bank's people.
func conflicts(c *hiring.Case, _ *hiring.Person, staff []hiring.Colleague, _ *catalog.Catalog) []hiring.Finding {
	var out []hiring.Finding
	d := c.Declaration()
	if d == nil {
		return nil
	}
	for _, r := range d.Relatives {
		for _, s := range staff {
			if r.Name == s.Name {
				out = append(out, hiring.Finding{Key: "conflict/" + r.Name, Kind: "conflict_of_interest", Flag: true, Light: hiring.Amber, Says: r.Name, Proof: s.Where})
			}
		}
	}
	return out
}

// inspect holds an identity number against its checksum (GB 11643-1999), its birth date and the person's name.
func inspect(_ *hiring.Case, p *hiring.Person, m *catalog.Material, s hiring.SubmitMaterial, now hiring.Date) []hiring.Verdict {
	f := s.Fields
	verdict := func(rule string, ok bool) hiring.Verdict {
		return hiring.Verdict{Rule: rule, OK: ok, Must: true, Code: "verdict." + rule}
	}
	out := []hiring.Verdict{verdict("name", p == nil || f["name"] == p.Name)}
	if m.Rule != "id_card" {
		return out
	}
	number, sum, power := f["id_no"], 0, 1
	for i := len(number) - 1; i >= 0; i-- {
		digit := int(number[i] - '0')
		if number[i] == 'X' {
			digit = 10
		}
		sum, power = sum+digit*power, power*2%11
	}
	shaped := len(number) == 18
	out = append(out, verdict("id_checksum", shaped && sum%11 == 1))
	return append(out, verdict("id_birth", shaped && number[6:10]+"-"+number[10:12]+"-"+number[12:14] == f["birth_date"]))
}
