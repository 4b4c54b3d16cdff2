package main

import (
	"context"
	"flag"
	"fmt"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/model"
)

// runAudit hands an audit out, for a supervisor: of a case, or of everything in a period.
func runAudit(ctx context.Context, c *call, args []string) error {
	var id, from, to, format, path string
	words, err := own("audit", args, func(fs *flag.FlagSet) {
		fs.StringVar(&id, "case", "", "")
		fs.StringVar(&from, "from", "", "")
		fs.StringVar(&to, "to", "", "")
		fs.StringVar(&format, "format", "pdf", "")
		fs.StringVar(&path, "o", "", "")
	})
	if err != nil {
		return err
	}
	if len(words) > 0 || path == "" || id != "" && from+to != "" {
		return errUsage{jobs["audit"].usage}
	}
	for _, day := range []string{from, to} {
		if day != "" && !hiring.Date(day).Valid() {
			return errUsage{"--from and --to are days: 2026-03-31"}
		}
	}
	return c.asStaff(ctx, func(_ *bank, s *office.Staff) error {
		raw, err := handOut(ctx, c, s, model.AuditScope{Case: hiring.CaseID(id), From: hiring.Date(from), To: hiring.Date(to)}, format)
		if err == nil {
			err = writeFile(path, raw)
		}
		if err == nil && c.json {
			c.print(map[string]any{"file": path, "bytes": len(raw)})
		} else if err == nil {
			c.say("cli.written", "file", path)
		}
		return err
	})
}

func handOut(ctx context.Context, c *call, s *office.Staff, scope model.AuditScope, format string) ([]byte, error) {
	r := model.NewReader(s.Session, c.lang, c.words.In(c.lang))
	return r.HandOut(ctx, s, scope, format)
}

// auditCase tells a case's audit on standard output, one record a paragraph.
func (c *call) auditCase(ctx context.Context, s *office.Staff, id hiring.CaseID) error {
	a, err := s.Audit(ctx, id)
	if err != nil {
		return err
	}
	r := model.NewReader(s.Session, c.lang, c.words.In(c.lang))
	if c.json {
		raw, err := r.AuditJSON(a, model.AuditScope{Case: id})
		if err != nil {
			return fault.Wrap(err, fault.Internal, "internal", "cmd.auditCase")
		}
		_, err = c.out.Write(raw)
		return err
	}
	for _, l := range r.AuditLines(a) {
		fmt.Fprintf(c.out, "%6d  %s  %s  %s  %s\n", l.Seq, l.When, l.Hash, l.Who, l.Sentence)
		for _, text := range append(l.Marks, l.Details...) {
			fmt.Fprintf(c.out, "        %s\n", text)
		}
	}
	return nil
}
