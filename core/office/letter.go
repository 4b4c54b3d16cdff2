package office

import (
	"strings"
	"time"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// Words is a sentence in a language by its key, with pairs of placeholder and value. Implemented over resources/lang.
type Words func(lang, key string, pairs ...string) string

// offerLetter is an offer version as a document: complete, or refused with the value that is missing (Z-10).
func (o *Office) offerLetter(c *hiring.Case, p *hiring.Person, of *hiring.Offer, issued time.Time, lang string) (Document, error) {
	cat := o.Catalog()
	pos := cat.Positions[c.Position]
	letter := cat.Letters[pos.Letter]
	values := o.values(c, p, of, lang)
	values["expires"] = day(of.Printed, lang)
	if of.Printed.IsZero() {
		values["expires"] = day(hiring.OfferExpiry(hiring.Env{Now: issued, Catalog: cat}), lang)
	}
	values["today"] = day(issued, lang)
	doc := Document{Title: letter.Title.In(lang), Lang: lang, Made: issued, Subject: "offer " + string(c.ID)}
	var err error
	if doc.Footer, err = fill(letter.Footer.In(lang), values); err != nil {
		return doc, err
	}
	for _, b := range letter.Blocks {
		block, err := o.letterBlock(b, c, of, values, lang)
		if err != nil {
			return doc, err
		}
		doc.Blocks = append(doc.Blocks, block...)
	}
	o.signaturePage(&doc, values, lang)
	return doc, nil
}

func (o *Office) letterBlock(b catalog.LetterBlock, c *hiring.Case, of *hiring.Offer, values map[string]string, lang string) ([]Block, error) {
	switch b.Kind {
	case "salary":
		return []Block{o.salaryTable(c, of.Terms, lang)}, nil
	case "benefits":
		return o.benefitTables(of.Terms, lang), nil
	case "terms":
		return []Block{o.termPairs(c, of, lang)}, nil
	case "rule":
		return []Block{{Kind: Rule}}, nil
	}
	text, err := fill(b.Text.In(lang), values)
	if err != nil {
		return nil, err
	}
	kind := map[string]BlockKind{"heading": Heading, "paragraph": Paragraph, "bullets": Bullets}[b.Kind]
	block := Block{Kind: kind, Text: text}
	for _, it := range b.Items {
		line, err := fill(it.In(lang), values)
		if err != nil {
			return nil, err
		}
		block.Rows = append(block.Rows, []string{line})
	}
	return []Block{block}, nil
}

func (o *Office) salaryTable(c *hiring.Case, t hiring.Terms, lang string) Block {
	say := o.sayer(lang)
	band := o.Catalog().Positions[c.Position].Band
	b := Block{Kind: Table, Figures: true, Rows: [][]string{{say("letter.component"), say("letter.monthly")}}}
	names := map[string]string{}
	for _, k := range band.Components {
		names[k.ID] = k.Name.In(lang)
	}
	for _, a := range band.Allowances {
		names[a.ID] = a.Name.In(lang)
	}
	total := hiring.Fen(0)
	for _, a := range append(append([]hiring.Amount{}, t.Components...), t.Allowances...) {
		b.Rows = append(b.Rows, []string{names[a.ID], a.Fen.String()})
		total += a.Fen
	}
	b.Rows = append(b.Rows, []string{say("letter.total"), total.String()})
	b.Rows = append(b.Rows, []string{say("letter.months"), num(uint64(t.Months))})
	return b
}

// benefitTables are 五险一金 with base and both shares, and what has no rate.
func (o *Office) benefitTables(t hiring.Terms, lang string) []Block {
	say := o.sayer(lang)
	table := o.Catalog().BenefitsFor(t.City, string(t.Start))
	b := Block{Kind: Table, Figures: true, Rows: [][]string{{say("letter.benefit"), say("letter.base"), say("letter.employer"), say("letter.employee")}}}
	name := func(id string) string {
		for _, it := range table.Items {
			if it.ID == id {
				return it.Name.In(lang)
			}
		}
		return id
	}
	for _, l := range t.Benefits {
		b.Rows = append(b.Rows, []string{name(l.ID), l.Base.String(), l.Employer.String(), l.Employee.String()})
	}
	extras := Block{Kind: Pairs}
	for _, x := range table.Extras {
		extras.Rows = append(extras.Rows, []string{x.Name.In(lang), x.Text.In(lang)})
	}
	return []Block{b, extras}
}

// termPairs are the terms as label and value, with a mark at what changed since the version before (N-16).
func (o *Office) termPairs(c *hiring.Case, of *hiring.Offer, lang string) Block {
	b := Block{Kind: Pairs}
	changed := map[string]bool{}
	if i := of.Version - 2; i >= 0 && i < len(c.Offers) {
		for _, d := range hiring.Diff(c.Offers[i].Terms, of.Terms) {
			changed[d.Field] = true
		}
	}
	for _, field := range []string{"branch", "grade", "monthly", "start", "contract_months", "probation_months", "probation_pay", "clauses"} {
		value := o.termValue(field, of.Terms, lang)
		if value == "" {
			continue
		}
		if changed[field] {
			b.Marked = append(b.Marked, len(b.Rows))
		}
		b.Rows = append(b.Rows, []string{o.ports.Words(lang, "term."+field), value})
	}
	return b
}

// termValue is a term as a person reads it.
func (o *Office) termValue(field string, t hiring.Terms, lang string) string {
	months := func(n int) string { return o.ports.Words(lang, "letter.n_months", "n", num(uint64(n))) }
	switch field {
	case "branch":
		if b := o.Catalog().Bank.Branch(t.Branch); b != nil {
			return b.Name.In(lang)
		}
	case "grade":
		return t.Grade
	case "monthly":
		return t.Monthly.String()
	case "months":
		return num(uint64(t.Months))
	case "start":
		return day(t.Start.Time(), lang)
	case "contract_months":
		return months(t.ContractMonths)
	case "probation_months":
		return months(t.ProbationMonths)
	case "probation_pay":
		return t.ProbationPay.String()
	case "clauses":
		return strings.Join(t.Clauses, "\n")
	}
	return ""
}

// guideBook is the newcomer's guide as a document, with the QR of its code (Z-17, Z-38).
func (o *Office) guideBook(c *hiring.Case, p *hiring.Person, lang string) (Document, error) {
	cat := o.Catalog()
	if c.Guide == nil {
		return Document{}, fault.New(fault.Missing, "guide.none")
	}
	g := cat.Guides[c.Guide.ID]
	if g == nil {
		return Document{}, fault.New(fault.Missing, "guide.none")
	}
	values := o.values(c, p, c.Offer(), lang)
	doc := Document{Title: g.Title.In(lang), Lang: lang, Made: c.Guide.At, Subject: "guide " + string(c.ID), Footer: cat.Bank.Name.In(lang)}
	doc.Blocks = []Block{{Kind: Code, Text: CodePrefix + c.Guide.Code, Caption: o.ports.Words(lang, "guide.code", "code", c.Guide.Code)}}
	for _, b := range g.Blocks {
		text, err := fill(b.Text.In(lang), values)
		if err != nil {
			return doc, err
		}
		doc.Blocks = append(doc.Blocks, Block{Kind: Heading, Text: b.Title.In(lang)})
		if text != "" {
			doc.Blocks = append(doc.Blocks, Block{Kind: Paragraph, Text: text})
		}
		rows, err := o.guideItems(b, c, values, lang)
		if err != nil {
			return doc, err
		}
		if len(rows) > 0 {
			doc.Blocks = append(doc.Blocks, Block{Kind: Bullets, Rows: rows})
		}
	}
	return doc, nil
}

// guideItems are a block's own lines; the materials block lists what this newcomer brings.
func (o *Office) guideItems(b catalog.GuideBlock, c *hiring.Case, values map[string]string, lang string) ([][]string, error) {
	var rows [][]string
	for _, it := range b.Items {
		line, err := fill(it.In(lang), values)
		if err != nil {
			return nil, err
		}
		rows = append(rows, []string{line})
	}
	if b.ID == "materials" {
		for _, m := range c.Materials {
			if mat := o.Catalog().Materials[m.ID]; mat != nil {
				rows = append(rows, []string{mat.Name.In(lang) + o.ports.Words(lang, "guide.hint", "hint", mat.Hint.In(lang))})
			}
		}
	}
	return rows, nil
}

// values are what stands behind the placeholders of letters, guides and messages about a case.
func (o *Office) values(c *hiring.Case, p *hiring.Person, of *hiring.Offer, lang string) map[string]string {
	cat := o.Catalog()
	v := map[string]string{"bank": cat.Bank.Name.In(lang), "hotline": cat.Bank.Hotline, "today": day(o.now(), lang)}
	if p != nil {
		v["name"] = p.Name
	}
	pos := cat.Positions[c.Position]
	if pos == nil {
		return v
	}
	v["position"] = pos.Name.In(lang)
	v["goal"], v["unit"], v["target"] = pos.Probation.Goal.Name.In(lang), pos.Probation.Goal.Unit.In(lang), score(pos.Probation.Goal.Target)
	branch := c.Branch
	if of != nil && of.Terms.Branch != "" {
		branch = of.Terms.Branch
		v["grade"], v["start_date"] = of.Terms.Grade, day(of.Terms.Start.Time(), lang)
		v["salary"], v["salary_year"] = of.Terms.Monthly.String(), (of.Terms.Monthly * hiring.Fen(of.Terms.Months)).String()
		v["contract_months"], v["probation_months"] = num(uint64(of.Terms.ContractMonths)), num(uint64(of.Terms.ProbationMonths))
		v["probation_pay"], v["pay_percent"] = of.Terms.ProbationPay.String(), num(uint64(pos.Probation.PayPercent))
		v["benefits_version"], v["version"] = of.Terms.BenefitTable, num(uint64(of.Version))
	}
	if b := cat.Bank.Branch(branch); b != nil {
		v["branch"], v["address"], v["route"], v["city"] = b.Name.In(lang), b.Address.In(lang), b.Route.In(lang), cat.CityName(b.City).In(lang)
	}
	if c.Stage != "" {
		if s := c.PlanStage(cat); s != nil {
			v["stage"] = s.Name.In(lang)
		}
	}
	v["manager"], v["manager_phone"], v["buddy"], v["desk"] = c.Team.Manager, c.Team.ManagerPhone, c.Team.Buddy, c.Desk
	v["colleagues"] = strings.Join(c.Team.Colleagues, o.ports.Words(lang, "list.comma"))
	if c.Guide != nil {
		v["code"] = c.Guide.Code
	}
	return v
}

// fill puts values into a template; a placeholder without a value is refused by name, so that no letter has a hole.
func fill(template string, values map[string]string) (string, error) {
	text, missing := catalog.Fill(template, values)
	if len(missing) > 0 {
		return "", fault.New(fault.Refused, "letter.missing_value", "field", missing[0])
	}
	return text, nil
}

func (o *Office) sayer(lang string) func(key string) string {
	return func(key string) string { return o.ports.Words(lang, key) }
}

// day writes a date as the language's readers do, in the bank's civil time.
func day(t time.Time, lang string) string {
	if t.IsZero() {
		return ""
	}
	t = t.In(hiring.China)
	if lang == "en" {
		return t.Format("2 January 2006")
	}
	return t.Format("2006-01-02")
}

// moment writes a time of day as well.
func moment(t time.Time, lang string) string {
	return day(t, lang) + " " + t.In(hiring.China).Format("15:04")
}
