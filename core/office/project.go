package office

import (
	"strconv"
	"strings"
	"time"

	"ruhang/core/hiring"
)

// Head is what names a case on screen and in search: one sealed field of its row.
type Head struct {
	Name     string
	Initials string // pinyin: wxm
	Pinyin   string // wangxiaoming
	Phone    string // tail
	IDTail   string // tail of the ID number
	AI       string // overall, 0–100
	Panel    string // structured interview, 0–100
}

// headSeparator stands between the fields of a head: a control character that no name has.
const headSeparator = "\x1f"

// encode keeps a head small and quick to read: 100,000 of them are opened at sign-in.
func (h Head) encode() []byte {
	return []byte(strings.Join([]string{h.Name, h.Initials, h.Pinyin, h.Phone, h.IDTail, h.AI, h.Panel}, headSeparator))
}

func decodeHead(raw []byte) Head {
	f := strings.Split(string(raw), headSeparator)
	for len(f) < 7 {
		f = append(f, "")
	}
	return Head{Name: f[0], Initials: f[1], Pinyin: f[2], Phone: f[3], IDTail: f[4], AI: f[5], Panel: f[6]}
}

// project writes what a case looks like after a settling: its row, work and messages. Rebuild calls it too, so a rebuilt view
// equals a live one.
func (o *Office) project(tx Tx, keys keyring, c, before *hiring.Case, env hiring.Env) error {
	items := hiring.Work(c, env.Catalog)
	row, err := o.row(tx, keys, c, items, env)
	if err != nil {
		return err
	}
	if err := tx.PutCase(row); err != nil {
		return err
	}
	var work []WorkRow
	for _, it := range items {
		work = append(work, WorkRow{Case: c.ID, Item: it})
	}
	if err := tx.PutWork(c.ID, work); err != nil {
		return err
	}
	if err := tx.PutMessages(c.ID, messageRows(c, before)); err != nil {
		return err
	}
	return o.index(tx, c, before)
}

// messageRows are the messages that are new or newly read since before.
func messageRows(c, before *hiring.Case) []MessageRow {
	var out []MessageRow
	for i, m := range c.Messages {
		if i < len(before.Messages) && len(before.Messages[i].Read) == len(m.Read) {
			continue
		}
		r := MessageRow{Case: c.ID, ID: m.ID, To: m.To, At: m.At}
		for who := range m.Read {
			r.Read = append(r.Read, who)
		}
		out = append(out, r)
	}
	return out
}

// index writes the look-ups that find a case from outside: a report's number, the guide's code.
func (o *Office) index(tx Tx, c, before *hiring.Case) error {
	for _, r := range c.Reports[min(len(before.Reports), len(c.Reports)):] {
		if err := o.putLookup(tx, lookReport, r.Vendor+"|"+r.ReportID, string(c.ID)); err != nil {
			return err
		}
	}
	if len(before.Reports) == 0 && c.Person != "" {
		if err := o.putLookup(tx, lookCase, string(c.Person), string(c.ID)); err != nil {
			return err
		}
		if c.Batch != "" {
			if err := o.putLookup(tx, lookBatch, c.Batch, string(c.ID)); err != nil {
				return err
			}
		}
	}
	for i := range c.Checks {
		ref := c.Checks[i].Reference()
		if ref != "" && (i >= len(before.Checks) || before.Checks[i].Reference() != ref) {
			if err := o.putLookup(tx, lookCheck, c.Checks[i].Source+"|"+ref, string(c.ID)); err != nil {
				return err
			}
		}
	}
	for i, of := range c.Offers {
		old := hiring.Offer{}
		if i < len(before.Offers) {
			old = before.Offers[i]
		}
		for _, d := range [][2]string{{of.PDF.SHA256, old.PDF.SHA256}, {of.SignedPDF.SHA256, old.SignedPDF.SHA256},
			{of.Evidence.SHA256, old.Evidence.SHA256}} {
			if d[0] != d[1] {
				if err := o.putLookup(tx, lookDigest, d[0], string(c.ID)); err != nil {
					return err
				}
			}
		}
	}
	if c.Guide != nil && before.Guide == nil {
		return o.putLookup(tx, lookGuide, c.Guide.Code, string(c.ID))
	}
	return nil
}

func (o *Office) row(tx Tx, keys keyring, c *hiring.Case, work []hiring.Item, env hiring.Env) (CaseRow, error) {
	row := caseRow(c, work, env)
	head, err := o.head(c, env.Person, tx)
	if err != nil {
		return row, err
	}
	row.Head, err = o.seal(tx, keys, c.ID, hiring.Basic, "head", "head", head.encode())
	return row, err
}

// caseRow is the part of a row that names nobody.
func caseRow(c *hiring.Case, work []hiring.Item, env hiring.Env) CaseRow {
	row := CaseRow{ID: c.ID, Person: c.Person, Status: c.Status, Stage: c.Stage, Position: c.Position, Branch: c.Branch, StageAt: c.StageAt,
		OpenedAt: c.OpenedAt, ClosedAt: c.ClosedAt, NextDue: hiring.NextDue(c, env), Light: c.CheckLight(), Flags: c.OpenFlags(),
		ToVerify: c.OpenVerify(), Version: c.Version}
	if row.OpenedAt.IsZero() {
		row.OpenedAt, row.StageAt = c.ReceivedAt, c.ReceivedAt
	}
	if of := c.Offer(); of != nil {
		row.Offer, row.StartOn = of.State, of.Terms.Start
	}
	if c.Probation != nil {
		row.EndsOn = c.Probation.End
	}
	for _, it := range work {
		if !it.Due.IsZero() && (row.DueAt.IsZero() || it.Due.Before(row.DueAt)) {
			row.DueAt = it.Due
		}
	}
	for _, iv := range c.Interviews {
		row.Panel = append(row.Panel, iv.Panel...)
		if iv.State == hiring.Planned && (row.NextRound.IsZero() || iv.Start.After(row.NextRound)) {
			row.NextRound = iv.Start
		}
	}
	// As the store keeps instants: a command from a script may name a time to the nanosecond, in a zone of its own.
	for _, t := range []*time.Time{&row.StageAt, &row.OpenedAt, &row.ClosedAt, &row.NextDue, &row.DueAt, &row.NextRound} {
		*t = t.UTC().Truncate(time.Microsecond)
	}
	return row
}

func (o *Office) head(c *hiring.Case, p *hiring.Person, r Reader) (Head, error) {
	if p == nil && c.Person != "" {
		var err error
		if p, err = o.person(r, c.Person); err != nil {
			return Head{}, err
		}
	}
	var h Head
	if p != nil {
		h.Name, h.Phone, h.IDTail = p.Name, tail(p.Phone, 4), tail(p.IDNumber, 4)
		h.Initials, h.Pinyin = o.intake().Initials(p.Name)
	}
	if r := c.Report(); r != nil {
		h.AI = score(round1(r.Overall.Of100()))
	}
	if s, ok := c.PanelScore(); ok {
		h.Panel = score(round1(s))
	}
	return h, nil
}

func score(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

func tail(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[len(r)-n:])
}

func num(n uint64) string { return strconv.FormatUint(n, 10) }

// parts are the sides of a case that events touched: what an open page looks at to know whether to reload.
func parts(events []hiring.Event) []string {
	seen := map[string]bool{}
	var out []string
	for _, e := range events {
		p, _, _ := strings.Cut(e.Body.Wire(), ".")
		if !seen[p] {
			seen[p] = true
			out = append(out, p)
		}
	}
	return out
}

// since says how long ago something was, never negative.
func since(now, t time.Time) time.Duration { return max(0, now.Sub(t)) }
