package office

import (
	"cmp"
	"html"
	"slices"
	"strconv"
	"strings"

	"ruhang/core/hiring"
)

// subjectCase writes one case for its person; nth is its number in the export.
func (o *Office) subjectCase(c *hiring.Case, p *hiring.Person, nth int, lang string) SubjectCase {
	cat := o.Catalog()
	out := SubjectCase{ID: c.ID, Position: c.Position, Branch: c.Branch, Status: c.Status, Received: c.ReceivedAt, Closed: c.ClosedAt, refs: map[string]fileToZip{}}
	if pos := cat.Positions[c.Position]; pos != nil {
		out.Position = pos.Name.In(lang)
	}
	if b := cat.Bank.Branch(c.Branch); b != nil {
		out.Branch = b.Name.In(lang)
	}
	if r := cat.Reasons[c.CloseWhy]; r != nil {
		out.Why = r.Text.In(lang)
	}
	if kept, clock := c.Kept(cat); clock {
		out.KeptUntil = kept.Until
	}
	for _, e := range c.Entered {
		name := e.Stage
		if plan := cat.Plan(c.Plan); plan != nil && plan.Stage(e.Stage) != nil {
			name = plan.Stage(e.Stage).Name.In(lang)
		}
		out.Stages = append(out.Stages, SubjectStep{Name: name, At: e.At})
	}
	for _, r := range c.Reports {
		dims := slices.Clone(r.Dimensions)
		for i := range dims {
			if d := cat.Dimensions[dims[i].Code]; d != nil {
				dims[i].Name = d.Name.In(lang)
			}
		}
		out.AI = append(out.AI, SubjectAI{Vendor: r.Vendor, InterviewedAt: r.InterviewedAt, Model: r.Model, Overall: r.Overall, Passed: c.Passed, Dimensions: dims, Answers: r.Answers})
	}
	if out.CV = c.CV; c.CV != nil {
		out.file(c.ID, nth, "cv", c.CV.File)
	}
	for _, iv := range c.Interviews {
		out.Rounds = append(out.Rounds, SubjectStep{Name: o.ports.Words(lang, "subject.interview"), At: iv.Start, State: string(iv.State)})
	}
	o.subjectConsents(&out, c, nth, lang)
	for _, order := range c.Checks {
		kind := order.Kind
		if k := cat.Checks[kind]; k != nil {
			kind = k.Name.In(lang)
		}
		check := SubjectCheck{Kind: kind, At: order.OrderedAt}
		if r := order.Latest(); r != nil {
			check.At, check.Light, check.Conclusion, check.Source = r.At, r.Light, r.Conclusion, r.Source
		}
		out.Checks = append(out.Checks, check)
	}
	out.Declared = c.Declarations
	o.subjectOffers(&out, c, nth)
	o.subjectWork(&out, c, nth, lang)
	for _, v := range c.Reviews {
		r := SubjectReview{At: v.At, Text: v.Text, Answer: v.Answer}
		if v.Answered != nil {
			r.Answered = v.Answered.At
		}
		out.Reviews = append(out.Reviews, r)
	}
	for i := range c.Messages {
		if m := &c.Messages[i]; m.To == "candidate" {
			if l := o.render(c, p, m, "", nil, lang); l.Missing == "" {
				out.Messages = append(out.Messages, l)
			}
		}
	}
	return out
}

func (s *SubjectCase) file(id hiring.CaseID, nth int, kind string, ref hiring.FileRef) {
	if ref.Empty() {
		return
	}
	f := SubjectFile{Path: zipName(nth, len(s.Files)+1, kind, ref.MIME), Called: ref.Name, SHA256: ref.SHA256}
	s.Files = append(s.Files, f)
	s.refs[f.Path] = fileToZip{id, ref}
}

func (o *Office) subjectConsents(out *SubjectCase, c *hiring.Case, nth int, lang string) {
	for _, k := range c.Consents {
		said := SubjectConsent{Purpose: k.Purpose, Recipient: k.Recipient, Given: k.At, Until: k.Until, Wording: k.Wording}
		if w := o.Catalog().Wording(k.Wording); w != nil {
			said.Text = w.Text.In(lang)
		}
		if k.Withdrawn != nil {
			said.Withdrawn = k.Withdrawn.At
		}
		out.Consents = append(out.Consents, said)
		out.file(c.ID, nth, "consent", k.File)
	}
}

func (o *Office) subjectOffers(out *SubjectCase, c *hiring.Case, nth int) {
	for _, of := range c.Offers {
		if of.Issued == nil {
			continue // never put to them
		}
		said := SubjectOffer{Version: of.Version, State: of.State, Issued: of.Issued.At, Terms: of.Terms, SHA256: of.PDF.SHA256}
		out.file(c.ID, nth, "offer", of.PDF)
		if of.Signed != nil {
			said.Signed = of.Signed.At
			out.file(c.ID, nth, "offer-signed", of.SignedPDF)
			out.file(c.ID, nth, "offer-evidence", of.Evidence)
			out.file(c.ID, nth, "signature", of.Stroke)
		}
		out.Offers = append(out.Offers, said)
	}
}

func (o *Office) subjectWork(out *SubjectCase, c *hiring.Case, nth int, lang string) {
	for _, m := range c.Materials {
		name := m.ID
		if known := o.Catalog().Materials[m.ID]; known != nil {
			name = known.Name.In(lang)
		}
		for _, t := range m.Tries {
			out.Materials = append(out.Materials, SubjectMaterial{Name: name, State: m.State, At: t.At, Fields: t.Fields})
			out.file(c.ID, nth, "material", t.File)
		}
	}
	if c.Probation == nil {
		return
	}
	for _, w := range c.Probation.Weeks {
		out.Weeks = append(out.Weeks, SubjectWeek{Week: w.Week, Target: w.Target, Done: w.Done()})
		for _, report := range w.Progress {
			out.file(c.ID, nth, "progress", report.File)
		}
	}
	for _, r := range c.Probation.Reviews {
		if r.Done != nil {
			out.Results = append(out.Results, Said{r.ID, strconv.Itoa(r.Rating)})
		}
	}
}

// subjectPage is the export to read: one page of HTML, without scripts, pictures or addresses, in the person's language.
func (o *Office) subjectPage(sub Subject, lang string) []byte {
	say := func(key string, pairs ...string) string { return o.ports.Words(lang, key, pairs...) }
	var b strings.Builder
	line := func(tag, text string) { b.WriteString("<" + tag + ">" + html.EscapeString(text) + "</" + tag + ">\n") }
	table := func(title string, rows [][]string) {
		if len(rows) == 0 {
			return
		}
		line("h3", title)
		b.WriteString("<table>\n")
		for _, row := range rows {
			b.WriteString("<tr>")
			for _, cell := range row {
				b.WriteString("<td>" + html.EscapeString(cell) + "</td>")
			}
			b.WriteString("</tr>\n")
		}
		b.WriteString("</table>\n")
	}
	b.WriteString(`<!doctype html><html lang="` + html.EscapeString(lang) + `"><head><meta charset="utf-8"><title>` + html.EscapeString(say("subject.title")) + `</title>
<style>body{font-family:sans-serif;max-width:52em;margin:2em auto;padding:0 1em;line-height:1.6}table{border-collapse:collapse;width:100%}td{border-bottom:1px solid #ddd;padding:.3em .6em;vertical-align:top}</style></head><body>
`)
	line("h1", say("subject.title"))
	line("p", say("subject.made", "bank", sub.Bank, "when", moment(sub.MadeAt, lang)))
	table(say("subject.person"), [][]string{{say("field.name"), sub.Person.Name}, {say("person.id_no"), sub.Person.IDNumber}, {say("person.phone"), sub.Person.Phone}, {say("person.email"), sub.Person.Email}})
	for _, c := range sub.Cases {
		line("h2", c.Position+" · "+c.Branch)
		head := [][]string{{say("subject.case"), string(c.ID)}, {say("subject.status"), say("status." + string(c.Status))}}
		if c.Why != "" {
			head = append(head, []string{say("subject.why"), c.Why})
		}
		if c.KeptUntil != "" {
			head = append(head, []string{say("subject.kept"), string(c.KeptUntil)})
		}
		table(say("subject.state"), head)
		for _, part := range o.subjectParts(c, lang) {
			table(part.title, part.rows)
		}
	}
	line("h2", say("subject.left_out"))
	var left [][]string
	for _, l := range sub.LeftOut {
		left = append(left, []string{l.What, l.Text})
	}
	table(say("subject.left_out.says"), left)
	line("h2", say("subject.rights_title"))
	line("p", sub.Rights)
	b.WriteString("</body></html>\n")
	return []byte(b.String())
}

type subjectPart struct {
	title string
	rows  [][]string
}

// subjectParts are a case's tables.
func (o *Office) subjectParts(c SubjectCase, lang string) []subjectPart {
	say := func(key string, pairs ...string) string { return o.ports.Words(lang, key, pairs...) }
	var stages, ai, cv, consents, checks, declared, offers, materials, weeks, reviews, messages, files [][]string
	for _, s := range append(append([]SubjectStep{}, c.Stages...), c.Rounds...) {
		stages = append(stages, []string{moment(s.At, lang), s.Name})
	}
	for _, r := range c.AI {
		ai = append(ai, []string{moment(r.InterviewedAt, lang), r.Vendor + " " + r.Model, score(round1(r.Overall.Of100())), say("subject.machine")})
		for _, d := range r.Dimensions {
			ai = append(ai, []string{d.Name, score(round1(d.Score.Of100())), d.Level, d.Rationale})
		}
		for _, a := range r.Answers {
			ai = append(ai, []string{a.Text, a.Said, "", ""})
		}
	}
	if c.CV != nil {
		cv = append(cv, []string{say("subject.summary"), c.CV.Summary})
		for _, e := range c.CV.Education {
			cv = append(cv, []string{string(e.From) + " – " + string(e.To), strings.TrimSpace(e.School + " " + e.Major)})
		}
		for _, e := range c.CV.Employments {
			cv = append(cv, []string{string(e.From) + " – " + string(e.To), strings.TrimSpace(e.Company + " " + e.Title)})
		}
	}
	for _, k := range c.Consents {
		consents = append(consents, []string{moment(k.Given, lang), k.Recipient, string(k.Until), k.Text})
	}
	for _, k := range c.Checks {
		checks = append(checks, []string{moment(k.At, lang), k.Kind, say("light." + cmp.Or(string(k.Light), "none")), k.Conclusion, k.Source})
	}
	for _, d := range c.Declared {
		for _, r := range d.Relatives {
			declared = append(declared, []string{moment(d.At, lang), say("relation." + r.Relation), r.Name, r.Where})
		}
		for _, b := range d.Businesses {
			declared = append(declared, []string{moment(d.At, lang), b.Company, b.Role, ""})
		}
	}
	for _, of := range c.Offers {
		offers = append(offers, []string{moment(of.Issued, lang), "V" + strconv.Itoa(of.Version), say("offer.state." + string(of.State)), of.SHA256})
	}
	for _, m := range c.Materials {
		materials = append(materials, []string{moment(m.At, lang), m.Name})
	}
	for _, w := range c.Weeks {
		weeks = append(weeks, []string{w.Week, score(w.Done) + " / " + score(w.Target)})
	}
	for _, r := range c.Reviews {
		reviews = append(reviews, []string{moment(r.At, lang), r.Text, r.Answer})
	}
	for _, m := range c.Messages {
		messages = append(messages, []string{moment(m.At, lang), m.Subject, m.Body})
	}
	for _, f := range c.Files {
		files = append(files, []string{f.Path, f.Called})
	}
	return []subjectPart{{say("subject.stages"), stages}, {say("subject.ai"), ai}, {say("subject.cv"), cv}, {say("subject.consents"), consents}, {say("subject.checks"), checks}, {say("subject.declared"), declared},
		{say("subject.offers"), offers}, {say("subject.materials"), materials}, {say("subject.weeks"), weeks}, {say("subject.reviews"), reviews},
		{say("subject.messages"), messages}, {say("subject.files"), files}}
}
