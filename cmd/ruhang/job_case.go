package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

func runCase(ctx context.Context, c *call, args []string) error {
	var stage, find string
	words, err := own("case", args, func(fs *flag.FlagSet) {
		fs.StringVar(&stage, "stage", "", "")
		fs.StringVar(&find, "find", "", "")
	})
	if err != nil {
		return err
	}
	switch {
	case len(words) == 1 && words[0] == "list":
		return c.asStaff(ctx, func(_ *bank, s *office.Staff) error { return c.listCases(ctx, s, stage, find) })
	case len(words) == 2 && words[0] == "audit":
		return c.asStaff(ctx, func(_ *bank, s *office.Staff) error { return c.auditCase(ctx, s, hiring.CaseID(words[1])) })
	case len(words) == 2 && words[0] == "show":
		return c.asStaff(ctx, func(_ *bank, s *office.Staff) error { return c.showCase(ctx, s, hiring.CaseID(words[1])) })
	}
	return errUsage{jobs["case"].usage}
}

// listed is a case in a list, as data.
type listed struct {
	ID       hiring.CaseID     `json:"id"`
	Name     string            `json:"name"`
	Status   hiring.Status     `json:"status"`
	Stage    string            `json:"stage"`
	Position string            `json:"position"`
	Branch   string            `json:"branch"`
	Days     int               `json:"days"`
	AI       string            `json:"ai"`
	Panel    string            `json:"panel"`
	Light    hiring.Light      `json:"light"`
	Offer    hiring.OfferState `json:"offer"`
	Flags    int               `json:"flags"`
}

func (c *call) listCases(ctx context.Context, s *office.Staff, stage, find string) error {
	q := office.CaseQuery{Sort: office.ByStageAt, Limit: 200, Statuses: []hiring.Status{hiring.Open, hiring.Waiting, hiring.Rejected,
		hiring.Withdrawn, hiring.Confirmed, hiring.Separated}}
	if stage != "" {
		q.Stages, q.Statuses = []string{stage}, []hiring.Status{hiring.Open}
	}
	if find != "" {
		hits, err := s.Find(ctx, find, 200)
		if err != nil {
			return err
		}
		q.IDs = []hiring.CaseID{"-"}
		for _, h := range hits {
			q.IDs = append(q.IDs, h.ID)
		}
	}
	rows := []listed{}
	for {
		page, err := s.Board(ctx, q)
		if err != nil {
			return err
		}
		for _, r := range page.Rows {
			rows = append(rows, listed{r.ID, r.Name, r.Status, r.Stage, r.Position, r.Branch, r.Days, r.Head.AI, r.Head.Panel, r.Light, r.Offer, r.Flags})
		}
		if !page.More {
			break
		}
		q.After = &page.Rows[len(page.Rows)-1].CaseRow
	}
	if c.json {
		c.print(map[string]any{"cases": rows})
		return nil
	}
	for _, r := range rows {
		fmt.Fprintf(c.out, "%s  %-10s %-12s %-16s %s  AI %s  %s\n", r.ID, r.Status, r.Stage, r.Position, office.Plainly(r.Name), r.AI, r.Offer)
	}
	return nil
}

func (c *call) showCase(ctx context.Context, s *office.Staff, id hiring.CaseID) error {
	f, err := s.CaseFile(ctx, id)
	if err != nil {
		return err
	}
	if c.json {
		c.print(map[string]any{"id": f.Case.ID, "name": f.Person.Name, "status": f.Case.Status, "stage": f.Case.Stage,
			"position": f.Case.Position, "branch": f.Case.Branch, "chain": f.Chain, "work": f.Work, "timeline": f.Timeline, "case": f.Case})
		return nil
	}
	fmt.Fprintf(c.out, "%s  %s  %s  %s\n", f.Case.ID, office.Plainly(f.Person.Name), f.Case.Status, f.Case.Stage)
	var links []string
	for _, l := range f.Chain {
		links = append(links, strings.TrimSpace(l.Code+" "+l.Value))
	}
	fmt.Fprintln(c.out, strings.Join(links, " → "))
	for _, m := range f.Timeline {
		fmt.Fprintf(c.out, "%s  %-24s %s\n", m.At.In(hiring.China).Format("2006-01-02 15:04"), m.Kind, office.Plainly(f.Names[m.By]))
	}
	return nil
}

func runDo(ctx context.Context, c *call, args []string) error {
	if len(args) < 2 {
		return errUsage{jobs["do"].usage}
	}
	id, name, pairs := hiring.CaseID(args[0]), args[1], args[2:]
	b, s, err := c.signIn(ctx)
	if err != nil {
		return err
	}
	d := doing{ctx: ctx, c: c, session: s, id: id}
	cmd, err := d.command(name, pairs)
	if err == nil {
		err = d.give(cmd)
	}
	return errors.Join(err, b.close())
}

// doing is one `do`: through the door of whoever signed in.
type doing struct {
	ctx     context.Context
	c       *call
	session *office.Session
	id      hiring.CaseID
	stroke  []byte
}

// attachAs is the compartment that a command's file belongs to.
var attachAs = map[string]hiring.Class{"attach_cv": hiring.Basic, "note": hiring.Evaluation, "record_check": hiring.Background, "explain": hiring.Background,
	"give_consent": hiring.Basic, "submit_material": hiring.Identity, "report_progress": hiring.Basic}

// command builds the command from FIELD=VALUE words by its own fields.
func (d *doing) command(name string, pairs []string) (hiring.Command, error) {
	kinds, err := hiring.CommandFields(name)
	if err != nil {
		return nil, err
	}
	fields := map[string]any{}
	for _, p := range pairs {
		key, value, ok := strings.Cut(p, "=")
		if !ok {
			return nil, errUsage{"FIELD=VALUE expected, not " + strconv.Quote(p)}
		}
		kind, known := kinds[key]
		if !known {
			return nil, fault.New(fault.Invalid, "command.bad_field", "command", name, "field", key)
		}
		if fields[key], err = d.value(name, key, kind, value); err != nil {
			return nil, err
		}
	}
	if err := d.logins(fields); err != nil {
		return nil, err
	}
	raw, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	return hiring.DecodeCommand(name, raw)
}

// listOf is a list of plain words: a,b.
func listOf(list string) (out []any) {
	for _, word := range strings.Split(list, ",") {
		out = append(out, strings.TrimSpace(word))
	}
	return out
}

// logins turns the login names of a panel into the accounts they are.
func (d *doing) logins(fields map[string]any) error {
	panel, ok := fields["panel"].([]any)
	staff, err := d.session.Staff()
	if !ok || err != nil {
		return nil // no panel, or nobody who may set one up: the command's refusal says so
	}
	known, err := staff.Interviewers(d.ctx)
	for i, who := range panel {
		for _, a := range known {
			if a.Login == who {
				panel[i] = string(a.ID)
			}
		}
	}
	return err
}

func (d *doing) value(command, key, kind, value string) (any, error) {
	if strings.HasPrefix(value, "@") {
		return d.attach(command, key, value)
	}
	bad := fault.New(fault.Invalid, "command.bad_field", "command", command, "field", key)
	switch kind {
	case "number":
		n := json.Number(value)
		if _, err := n.Float64(); err != nil {
			return nil, bad
		}
		return n, nil
	case "bool":
		v, err := strconv.ParseBool(value)
		if err != nil {
			return nil, bad
		}
		return v, nil
	case "json":
		if !strings.HasPrefix(value, "[") && !strings.HasPrefix(value, "{") { // a list of plain words: panel=a,b
			return listOf(value), nil
		}
		var v any
		dec := json.NewDecoder(strings.NewReader(value))
		dec.UseNumber()
		if err := dec.Decode(&v); err != nil || dec.More() {
			return nil, bad
		}
		return v, nil
	}
	return value, nil
}

// attach stores the files that a value names ("@a.pdf,@b.png") and gives their references.
func (d *doing) attach(command, key, value string) (any, error) {
	var refs []hiring.FileRef
	for _, name := range strings.Split(value, ",") {
		path := strings.TrimPrefix(name, "@")
		if command == "sign_offer" {
			raw, err := os.ReadFile(path)
			if err != nil {
				return nil, fault.Wrap(err, fault.Invalid, "file.read", "cmd.attach")
			}
			d.stroke = raw
			return hiring.FileRef{ID: "-"}, nil
		}
		f, err := os.Open(path)
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "file.read", "cmd.attach")
		}
		ref, err := d.store(attachAs[command], filepath.Base(path), f)
		if err := errors.Join(err, f.Close()); err != nil {
			return nil, err
		}
		refs = append(refs, ref)
	}
	if strings.HasSuffix(key, "s") {
		return refs, nil
	}
	return refs[0], nil
}

func (d *doing) store(class hiring.Class, name string, f *os.File) (hiring.FileRef, error) {
	if guest, err := d.session.Guest(); err == nil {
		return guest.Attach(d.ctx, class, name, f)
	}
	staff, err := d.session.Staff()
	if err != nil {
		return hiring.FileRef{}, err
	}
	return staff.Attach(d.ctx, d.id, class, name, f)
}

// give gives the command through the account's own door.
func (d *doing) give(cmd hiring.Command) error {
	if guest, err := d.session.Guest(); err == nil {
		return d.giveAsGuest(guest, cmd)
	}
	if kiosk, err := d.session.Kiosk(); err == nil {
		return d.done(kiosk.Do(d.ctx, d.id, cmd))
	}
	staff, err := d.session.Staff()
	if err != nil {
		return err
	}
	out, err := staff.Do(d.ctx, d.id, cmd)
	if err != nil {
		return err
	}
	events := make([]string, len(out.Events))
	for i, e := range out.Events {
		events[i] = e.Body.Wire()
	}
	if d.c.json {
		d.c.print(map[string]any{"id": d.id, "stage": out.Case.Stage, "status": out.Case.Status, "version": out.Case.Version, "events": events})
		return nil
	}
	fmt.Fprintf(d.c.out, "%s  %s\n", time.Now().Format("15:04:05"), strings.Join(events, " "))
	return nil
}

func (d *doing) giveAsGuest(guest *office.Guest, cmd hiring.Command) error {
	if d.session.Account.Case != d.id {
		return fault.New(fault.Missing, "case.missing")
	}
	sign, signing := cmd.(hiring.SignOffer)
	if !signing {
		return d.done(guest.Do(d.ctx, cmd))
	}
	j, err := guest.Journey(d.ctx)
	if err != nil {
		return err
	}
	if j.Offer == nil {
		return fault.New(fault.Refused, "offer.none")
	}
	shown, err := guest.OfferPDF(d.ctx, j.Offer.Version)
	if err != nil {
		return err
	}
	return d.done(guest.Sign(d.ctx, shown, d.stroke, sign.Agreed))
}

func (d *doing) done(err error) error {
	if err == nil && d.c.json {
		d.c.print(map[string]any{"id": d.id, "done": true})
	}
	return err
}
