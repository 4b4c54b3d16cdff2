package office

import "strconv"

// certificatePaper is a certificate as a page.
func (o *Office) certificatePaper(c ErasureCertificate, lang string) Document {
	say := func(key string, pairs ...string) string { return o.ports.Words(lang, key, pairs...) }
	row := func(key, value string) []string { return []string{say("certificate." + key), value} }
	n := strconv.Itoa
	what := [][]string{row("case", string(c.Case)), row("at", moment(c.At, lang)), row("ground", say("certificate.ground."+c.Ground)),
		row("reason", c.ReasonText.In(lang))}
	if c.Legal != nil {
		what = append(what, row("legal", c.Legal.In(lang)))
	}
	if c.RequestedBy != "" {
		what = append(what, row("requested", string(c.RequestedBy)+", "+moment(c.RequestedAt, lang)))
	}
	what = append(what, row("by", string(c.ErasedBy)))
	d := c.Dropped
	person := say("certificate.person.yes")
	if !c.PersonErased {
		person = say("certificate.person.no", "n", n(c.OtherCases))
	}
	state := say("certificate.pending")
	if !c.FinishedAt.IsZero() {
		state = moment(c.FinishedAt, lang)
	}
	return Document{Title: say("certificate.title"), Subject: "erasure certificate", Lang: lang, Made: c.At, Footer: o.Catalog().Bank.Name.In(lang), Blocks: []Block{
		{Kind: Pairs, Rows: what},
		{Kind: Heading, Text: say("certificate.what")},
		{Kind: Pairs, Rows: [][]string{row("bodies", n(d.Bodies)), row("keys", n(d.Keys)), row("intents", n(d.Intents)), row("files", say("certificate.files.of", "n", n(c.Files), "bytes", strconv.FormatInt(c.FileBytes, 10))),
			row("lookups", n(d.Lookups)), row("drafts", n(d.Drafts)), row("messages", n(d.Messages)), row("outbox", n(d.Outbox)), row("person", person), row("accounts", n(d.Accounts)), row("finished", state)}},
		{Kind: Heading, Text: say("certificate.stays")},
		{Kind: Pairs, Rows: [][]string{row("records", say("certificate.records.of", "n", strconv.FormatUint(c.Records, 10))), row("backups", say("certificate.backups.until", "day", string(c.BackupsUntil))),
			row("before", strconv.FormatUint(c.Before.Seq, 10)+" "+c.Before.Hash), row("after", strconv.FormatUint(c.After.Seq, 10)+" "+c.After.Hash)}},
		{Kind: Paragraph, Text: say("certificate.meaning")},
	}}
}
