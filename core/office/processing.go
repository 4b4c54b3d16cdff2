package office

import (
	"context"
	"strconv"
)

// ProcessingPDF is the records of processing (PIPL Art. 55, 56) as the catalog has them: what is done with which data, for whom,
// on which ground, how long; the consents asked for; the periods of retention.
func (s *Staff) ProcessingPDF(context.Context) ([]byte, error) {
	if err := s.mayOffice("retention"); err != nil {
		return nil, err
	}
	o, lang := s.office, s.Lang
	say := func(key string, pairs ...string) string { return o.ports.Words(lang, key, pairs...) }
	cat := o.Catalog()
	doc := Document{Title: say("processing.title"), Subject: "records of processing", Lang: lang, Made: o.now(), Footer: cat.Bank.Name.In(lang),
		Blocks: []Block{{Kind: Paragraph, Text: say("processing.about", "bank", cat.Bank.Name.In(lang), "when", moment(o.now(), lang), "catalog", short(cat.Hash))}}}
	for _, u := range cat.Privacy.Uses {
		doc.Blocks = append(doc.Blocks, Block{Kind: Heading, Text: u.Purpose.In(lang)}, Block{Kind: Pairs, Rows: [][]string{{say("consent.data"), u.Data.In(lang)},
			{say("consent.recipient"), u.Recipient.In(lang)}, {say("consent.basis"), u.Basis.In(lang)}, {say("retention.kept"), u.Kept.In(lang)}}})
	}
	doc.Blocks = append(doc.Blocks, Block{Kind: Heading, Text: say("processing.consents")})
	var consents, periods [][]string
	for i := range cat.Privacy.Consents {
		c := &cat.Privacy.Consents[i]
		recipient := c.Recipient
		if recipient == nil {
			recipient = cat.Bank.Name
		}
		consents = append(consents, []string{c.Title.In(lang), recipient.In(lang) + "; " + c.Basis.In(lang) + "; " + say("consent.days", "n", strconv.Itoa(c.Days))})
	}
	for _, k := range cat.Privacy.Retention {
		periods = append(periods, []string{k.Name.In(lang), say("retention.days", "n", strconv.Itoa(k.Days), "source", k.Source.In(lang))})
	}
	doc.Blocks = append(doc.Blocks, Block{Kind: Pairs, Rows: consents}, Block{Kind: Heading, Text: say("retention.rules")}, Block{Kind: Pairs, Rows: periods})
	return o.ports.Paper.Draw(doc)
}
