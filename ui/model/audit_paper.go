package model

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// AuditScope says what an audit for the supervisor is of: one case, or a period.
type AuditScope struct {
	Case     hiring.CaseID
	Name     string
	From, To hiring.Date
	Last     office.LastCheckpoint // the newest checkpoint; zero before the first
	By       string                // who hands it out
}

// Facts are what the trail keeps of a hand-out.
func (s AuditScope) Facts(format string) map[string]string {
	if s.Case != "" {
		return map[string]string{"what": "audit_case", "case": string(s.Case), "format": format}
	}
	return map[string]string{"what": "audit_period", "from": string(s.From), "to": string(s.To), "format": format}
}

// FileName is a hand-out's: no name of a person.
func (s AuditScope) FileName(format string) string {
	if s.Case != "" {
		return "ruhang-audit-" + strings.ToLower(string(s.Case)) + "." + format
	}
	return "ruhang-audit-" + string(s.From) + "-" + string(s.To) + "." + format
}

// AuditCSV is an audit as a table for spreadsheets: UTF-8 with its mark, every cell one line and no formula (control 32).
func (r Reader) AuditCSV(lines []AuditLine) []byte {
	var b bytes.Buffer
	t := office.NewCSV(&b, r.Say("audit.col.seq"), r.Say("audit.col.when"), r.Say("audit.col.who"), r.Say("audit.col.what"), r.Say("audit.col.details"), r.Say("audit.col.marks"), r.Say("audit.col.hash"))
	for _, l := range lines {
		t.Row(figure(l.Seq), l.When, l.Who, l.Sentence, strings.Join(l.Details, " | "), strings.Join(l.Marks, " | "), l.Hash)
	}
	_ = t.Done() // into memory: it cannot fail
	return b.Bytes()
}

// auditRecord is a record of a hand-out as data: the codes, and the sentence people read.
type auditRecord struct {
	Seq      uint64         `json:"seq"`
	At       string         `json:"at"` // RFC 3339, UTC
	By       string         `json:"by,omitempty"`
	Who      string         `json:"who,omitempty"`
	Kind     string         `json:"kind,omitempty"`
	Sentence string         `json:"sentence"`
	Details  []string       `json:"details,omitempty"`
	Values   []office.Value `json:"values,omitempty"`
	Reason   string         `json:"reason,omitempty"`
	Override bool           `json:"override,omitempty"`
	Refused  bool           `json:"refused,omitempty"`
	Withheld bool           `json:"withheld,omitempty"`
	Back     bool           `json:"clock_back,omitempty"`
	Hash     string         `json:"hash"`
}

// AuditJSON is an audit as data, with the checkpoint that covers it.
func (r Reader) AuditJSON(a office.Audit, s AuditScope) ([]byte, error) {
	records := make([]auditRecord, len(a.Entries))
	for i, l := range r.AuditLines(a) {
		e := a.Entries[i]
		records[i] = auditRecord{Seq: e.Seq, At: e.At.UTC().Format("2006-01-02T15:04:05.000000Z"), By: string(l.Person), Who: l.Who, Kind: e.Kind, Sentence: l.Sentence,
			Details: l.Details, Values: e.Values, Reason: e.Reason, Override: e.Override, Refused: e.Trace != nil && e.Kind == "refused", Withheld: e.Withheld, Back: e.Back,
			Hash: hex.EncodeToString(e.Hash[:])}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	err := enc.Encode(map[string]any{"case": s.Case, "from": s.From, "to": s.To, "checkpoint": s.Last.Text, "records": records})
	return b.Bytes(), err
}

// AuditDocument is an audit as pages for a supervisor: what it is of, which checkpoint covers it, then every record.
func (r Reader) AuditDocument(a office.Audit, s AuditScope) office.Document {
	lines := r.AuditLines(a)
	scope := [][]string{{r.Say("audit.paper.bank"), r.Cat.Bank.Name.In(r.Lang)}}
	if s.Case != "" {
		scope = append(scope, []string{r.Say("audit.paper.case"), string(s.Case)}, []string{r.Say("audit.paper.name"), office.Plainly(s.Name)})
	} else {
		scope = append(scope, []string{r.Say("audit.paper.period"), r.Say("audit.paper.from_to", "from", r.orOpen(s.From), "to", r.orOpen(s.To))})
	}
	scope = append(scope, []string{r.Say("audit.paper.count"), figure(uint64(len(lines)))}, []string{r.Say("audit.paper.by"), office.Plainly(s.By)}, []string{r.Say("audit.paper.at"), r.Second(r.Now)})
	blocks := []office.Block{{Kind: office.Pairs, Rows: scope}, {Kind: office.Heading, Text: r.Say("audit.paper.proof")}}
	footer := r.Say("audit.paper.footer_none")
	if s.Last.Size > 0 {
		footer = r.Say("audit.paper.footer", "short", s.Last.Short())
		blocks = append(blocks, office.Block{Kind: office.Paragraph, Text: r.Say("audit.paper.proof_text", "size", figure(s.Last.Size), "at", r.Second(s.Last.At))},
			office.Block{Kind: office.Pairs, Rows: [][]string{{r.Say("verify.root"), hex.EncodeToString(s.Last.Root[:])}, {r.Say("verify.head"), hex.EncodeToString(s.Last.Head[:])}}},
			office.Block{Kind: office.Code, Text: s.Last.Text, Caption: r.Say("audit.paper.qr")})
	} else {
		blocks = append(blocks, office.Block{Kind: office.Paragraph, Text: r.Say("audit.paper.no_proof")})
	}
	blocks = append(blocks, office.Block{Kind: office.Heading, Text: r.Say("audit.paper.records")}, auditTable(r, lines))
	return office.Document{Title: r.Say("audit.paper.title"), Lang: r.Lang, Made: r.Now, Blocks: blocks, Footer: footer, Subject: r.Say("audit.paper.title")}
}

func auditTable(r Reader, lines []AuditLine) office.Block {
	rows := [][]string{{r.Say("audit.col.seq"), r.Say("audit.col.when"), r.Say("audit.col.who"), r.Say("audit.col.what")}}
	b := office.Block{Kind: office.Table}
	for i, l := range lines {
		rows = append(rows, []string{figure(l.Seq) + "\n" + l.Hash, l.When, l.Who, l.Text()})
		if len(l.Marks) > 0 {
			b.Marked = append(b.Marked, i+1)
		}
	}
	b.Rows = rows
	return b
}

func (r Reader) orOpen(d hiring.Date) string {
	if d == "" {
		return r.Say("audit.paper.open")
	}
	return string(d)
}

// HandOut makes the file of an audit in a format and records that it left: "csv", "json" or "pdf". What the account may not read
// is not in it.
func (r Reader) HandOut(ctx context.Context, s *office.Staff, scope AuditScope, format string) ([]byte, error) {
	if !slices.Contains(AuditFormats, format) {
		return nil, fault.New(fault.Invalid, "export.format", "field", "format")
	}
	var a office.Audit
	var err error
	if scope.Case != "" {
		a, err = s.Audit(ctx, scope.Case)
		scope.Name = a.Name
	} else {
		a, err = s.AuditPeriod(ctx, scope.From, scope.To)
	}
	if err != nil {
		return nil, err
	}
	if scope.Last, err = s.NewestCheckpoint(ctx); err != nil {
		return nil, err
	}
	scope.By = s.Account.Name
	var doc *office.Document
	if format == "pdf" {
		d := r.AuditDocument(a, scope)
		doc = &d
	}
	raw, err := s.HandOut(ctx, scope.Facts(format), doc)
	switch {
	case err != nil:
		return nil, err
	case format == "csv":
		return r.AuditCSV(r.AuditLines(a)), nil
	case format == "json":
		return r.AuditJSON(a, scope)
	}
	return raw, nil
}

// AuditFormats are what an audit is handed out as.
var AuditFormats = []string{"pdf", "csv", "json"}
