package office

import (
	"context"
	"path"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// Looked is a document that was looked at and is not handed in yet: what it would be kept as, what hinders reading, and what was read of it.
// Only the office makes one, so that what is recorded as read was read.
type Looked struct {
	Material string
	Page     []byte // the first page as a PNG, as it would be kept
	Pages    int
	Flaws    []string // hiring.FlawBlurred…

	rule    string
	sheet   Scanned
	reading *hiring.Reading
}

// Read is what was read; nil until Guest.Read was asked.
func (l *Looked) Read() *hiring.Reading { return l.reading }

// Look takes a file for a material of the candidate's list and says how well it can be seen; nothing is stored.
func (g *Guest) Look(ctx context.Context, material string, raw []byte) (*Looked, error) {
	if err := g.Alive(); err != nil {
		return nil, err
	}
	return g.office.look(ctx, material, raw)
}

func (o *Office) look(ctx context.Context, material string, raw []byte) (*Looked, error) {
	m := o.Catalog().Materials[material]
	if m == nil {
		return nil, fault.New(fault.Invalid, "case.no_such", "what", "material", "field", "material")
	}
	if len(raw) > MaxFile {
		return nil, fault.New(fault.Invalid, "file.too_big", "limit", num(MaxFile))
	}
	l := &Looked{Material: material, rule: m.Rule}
	var err error
	if l.sheet, err = o.ports.Scanner.Look(ctx, raw, m.Rule); err != nil {
		return nil, err
	}
	l.Page, l.Pages, l.Flaws = l.sheet.Pages[0], l.sheet.Count, l.sheet.Flaws
	return l, nil
}

// Read reads what can be read, which may take seconds. An engine that fails is no reason to turn a document away: what was read by then stands.
func (g *Guest) Read(ctx context.Context, l *Looked) error {
	if err := g.Alive(); err != nil {
		return err
	}
	return g.office.read(ctx, l)
}

func (o *Office) read(ctx context.Context, l *Looked) error {
	if l.reading != nil {
		return nil
	}
	r, err := o.ports.Scanner.Read(ctx, l.sheet, l.rule)
	if ctx.Err() != nil {
		return err
	}
	l.reading = &r
	return nil
}

// HandIn hands a document in that was looked at: the file is stored first, then the fact with what was typed and what was read. The file's name
// gets the ending of what it is.
func (g *Guest) HandIn(ctx context.Context, l *Looked, name string, fields map[string]string) error {
	if err := g.Read(ctx, l); err != nil {
		return err
	}
	if ending := path.Ext(name); !strings.EqualFold(ending, l.sheet.Ending) {
		name = strings.TrimSuffix(name, ending) + l.sheet.Ending
	}
	ref, err := g.office.putFile(ctx, g.Account.Case, hiring.Identity, name, l.sheet.Clean)
	if err != nil {
		return err
	}
	cmd := hiring.SubmitMaterial{Material: l.Material, File: ref, Fields: fields, Read: l.reading}
	_, err = g.office.settle(ctx, job{id: g.Account.Case, who: g.actor(), cmd: cmd})
	return err
}

// Upload looks at a file, reads it and hands it in.
func (g *Guest) Upload(ctx context.Context, material, name string, raw []byte, fields map[string]string) error {
	l, err := g.Look(ctx, material, raw)
	if err != nil {
		return err
	}
	return g.HandIn(ctx, l, name, fields)
}

// unread takes out of a command what only the office's own hands may say: what a machine read.
func unread(cmd hiring.Command) hiring.Command {
	if handed, ok := cmd.(hiring.SubmitMaterial); ok {
		handed.Read = nil
		return handed
	}
	return cmd
}

// Reads says what reads letters on this machine; "" when nothing does.
func (s *Session) Reads() string { return s.office.ports.Scanner.Engine() }

// queueDepth is how many open tasks the queue of documents is drawn from, the most urgent first.
const queueDepth = 2000

// MaterialQueue is the documents that wait for an answer of this account's role, the most urgent first; Ref is the material.
func (s *Staff) MaterialQueue(ctx context.Context) ([]WorkItem, error) {
	if err := s.Alive(); err != nil {
		return nil, err
	}
	open := s.narrow(CaseQuery{Statuses: []hiring.Status{hiring.Open}})
	var out []WorkItem
	err := s.office.ports.Store.Read(ctx, func(r Reader) error {
		rows, err := r.Work(s.workOf(), open.Branches, queueDepth)
		if err != nil {
			return err
		}
		var waiting []WorkRow
		for _, w := range rows {
			if w.Code == "answer_material" {
				waiting = append(waiting, w)
			}
		}
		out, err = s.workItems(r, waiting, s.office.now())
		return err
	})
	return out, err
}
