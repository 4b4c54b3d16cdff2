package model

import (
	"ruhang/core/hiring"
	"ruhang/core/screening"
)

// SeenField is a field as it was typed, and beside it as a machine read it.
type SeenField struct {
	Label, Typed, Read string
	State              string // how the two stand to each other, in words; "" when nothing was read
	Tone               Tone
}

func (r Reader) seenField(t *hiring.MaterialTry, id string) SeenField {
	f := SeenField{Label: r.known("field."+id, id), Typed: r.value(map[string]string{"degree": "education.degree"}[id], t.Fields[id])}
	if v, ok := t.Read.Value(id); ok {
		f.Read = v.Text
		f.State, f.Tone = r.beside(v, t.Fields[id])
	}
	return f
}

// engine says who read the letters.
func (r Reader) engine(read *hiring.Reading) string {
	if read == nil || read.Engine == "" {
		return r.Say("read.none")
	}
	return r.Say("read.by", "engine", read.Engine)
}

// links are where the codes in a picture lead; a page shows them as words and opens none by itself.
func (r Reader) links(read *hiring.Reading) []Row {
	if read == nil {
		return nil
	}
	var out []Row
	for _, link := range read.Links {
		row := Row{Label: link, Value: r.Say("read.link_other"), Tone: Bad}
		if _, err := screening.CHSILink(link); err == nil {
			row.Value, row.Tone = r.Say("read.link_chsi"), Good
		}
		out = append(out, row)
	}
	return out
}

// educationCheck is how far the education was verified: not at all, a code was handed in, an order runs, a person or a connector confirmed it.
// Nothing that a machine read makes it verified.
func (r Reader) educationCheck(c *hiring.Case, t *hiring.MaterialTry) Row {
	row := Row{Label: r.Say("degree_check"), Value: r.Say("degree_check.none"), Tone: Warn}
	if t.Fields["chsi_code"] != "" {
		row.Value = r.Say("degree_check.code")
	}
	for i := range c.Checks {
		o := &c.Checks[i]
		if o.Kind != "education" || o.Stopped != nil {
			continue
		}
		last := o.Latest()
		switch {
		case last == nil:
			row.Value, row.Tone = r.Say("degree_check.ordered", "date", r.Day(o.OrderedAt)), Plain
		case last.Light == hiring.Green && last.Method == "http":
			row.Value, row.Tone = r.Say("degree_check.connector", "source", last.Source), Good
		case last.Light == hiring.Green:
			row.Value, row.Tone = r.Say("degree_check.hand", "source", last.Source), Good
		default:
			row.Value, row.Tone = r.Say("degree_check.doubt", "light", r.Say("light."+string(last.Light))), LightTone(last.Light)
		}
	}
	return row
}
