package model

import (
	"slices"
	"strconv"

	"ruhang/core/hiring"
)

// SMSTemplates are the messages that go by SMS, by how they begin: a provider wants each registered.
func (r Reader) SMSTemplates() []Choice {
	var out []Choice
	for _, id := range sortedKeys(r.Cat.Messages) {
		t := r.Cat.Messages[id]
		if t.Channel != "sms" {
			continue
		}
		words := []rune(t.Body.In(r.Lang))
		if at := slices.IndexFunc(words, func(c rune) bool { return c == 0x3011 || c == ':' }); at >= 0 { // behind the signature
			words = words[at+1:]
		}
		out = append(out, Choice{Value: id, Label: string(words[:min(len(words), 24)]) + "…"})
	}
	return out
}

// QuietRows are when messages wait, and which years' holidays are known.
func (r Reader) QuietRows() []Row {
	var out []Row
	q := r.Cat.Bank.Quiet
	switch {
	case q == nil:
		out = append(out, Row{Label: r.Say("quiet.hours"), Value: r.Say("quiet.none")})
	default:
		out = append(out, Row{Label: r.Say("quiet.hours"), Value: r.Say("quiet.from_to", "from", q.From, "to", q.To)},
			Row{Label: r.Say("quiet.days_off"), Value: r.Say("quiet.days_off." + strconv.FormatBool(q.DaysOff))})
	}
	for _, id := range sortedKeys(r.Cat.Years) {
		out = append(out, Row{Label: r.Say("quiet.year", "year", id), Value: r.Cat.Years[id].Source.In(r.Lang)})
	}
	return out
}

// YearUnknown says that the holidays of a year which messages may reach soon are not in the catalog; "" when they are.
func (r Reader) YearUnknown() string {
	for _, days := range []int{0, 45} {
		if year := string(hiring.DateOf(r.Now).AddDays(days))[:4]; r.Cat.Years[year] == nil {
			return r.Say("quiet.unknown", "year", year)
		}
	}
	return ""
}
