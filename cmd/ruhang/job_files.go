package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// refusedRow is a refused row, as data.
type refusedRow struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Field  string `json:"field"`
	Code   string `json:"code"`
	Reason string `json:"reason"`
}

// imported is what an import answers, as data.
type imported struct {
	Taken   []hiring.CaseID `json:"taken"`
	Already []hiring.CaseID `json:"already"`
	Refused []refusedRow    `json:"refused"`
}

func runImport(ctx context.Context, c *call, args []string) error {
	files, err := own("import", args, func(*flag.FlagSet) {})
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return errUsage{jobs["import"].usage}
	}
	return c.asStaff(ctx, func(_ *bank, s *office.Staff) error {
		all := imported{Taken: []hiring.CaseID{}, Already: []hiring.CaseID{}, Refused: []refusedRow{}}
		for _, path := range files {
			result, err := importFile(ctx, s, path)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			c.collect(&all, filepath.Base(path), result, err)
		}
		if c.json {
			c.print(all)
		} else {
			c.tell(all)
		}
		if len(all.Refused) > 0 {
			return errPartly
		}
		return nil
	})
}

// importFile takes a file of AI reports, or one of check results: its content says which.
func importFile(ctx context.Context, s *office.Staff, path string) (office.ImportResult, error) {
	open := func() (*os.File, error) {
		f, err := os.Open(path)
		return f, fault.Wrap(err, fault.Invalid, "file.read", "cmd.import")
	}
	f, err := open()
	if err != nil {
		return office.ImportResult{}, err
	}
	defer f.Close()
	checks, err := s.HoldsChecks(filepath.Base(path), f)
	if err == nil && checks {
		again, err := open()
		if err != nil {
			return office.ImportResult{}, err
		}
		defer again.Close()
		return s.ImportChecks(ctx, filepath.Base(path), again)
	}
	if _, err := f.Seek(0, 0); err != nil {
		return office.ImportResult{}, fault.Wrap(err, fault.Invalid, "file.read", "cmd.import")
	}
	return s.Import(ctx, filepath.Base(path), f, office.ImportOptions{})
}

func (c *call) collect(all *imported, file string, r office.ImportResult, err error) {
	for _, a := range r.Answers {
		switch a.State {
		case office.RowTaken:
			all.Taken = append(all.Taken, a.Case)
		case office.RowAlready:
			all.Already = append(all.Already, a.Case)
		default:
			all.Refused = append(all.Refused, c.refusedRow(file, a.Line, a.Err))
		}
	}
	if err != nil {
		all.Refused = append(all.Refused, c.refusedRow(file, 0, err))
	}
}

func (c *call) refusedRow(file string, line int, err error) refusedRow {
	e := fault.Of(err)
	if n, bad := strconv.Atoi(e.Params["line"]); bad == nil && n > 0 {
		line = n
	}
	return refusedRow{File: file, Line: line, Field: e.Params["field"], Code: e.Code, Reason: c.fault(err)}
}

func (c *call) tell(all imported) {
	c.say("cli.imported", "taken", strconv.Itoa(len(all.Taken)), "already", strconv.Itoa(len(all.Already)), "refused", strconv.Itoa(len(all.Refused)))
	for _, r := range all.Refused {
		fmt.Fprintf(c.out, "%s:%d: %s\n", office.Plainly(r.File), r.Line, office.Plainly(r.Reason))
	}
}

func runOffer(ctx context.Context, c *call, args []string) error { return pdfOf(ctx, c, "offer", args) }
func runGuide(ctx context.Context, c *call, args []string) error { return pdfOf(ctx, c, "guide", args) }

// pdfOf writes a case's PDF: for staff, or for the candidate whose case it is.
func pdfOf(ctx context.Context, c *call, what string, args []string) error {
	var to string
	words, err := own(what, args, func(fs *flag.FlagSet) { fs.StringVar(&to, "o", "", "") })
	if err != nil {
		return err
	}
	if len(words) == 2 && words[0] == "evidence" && what == "offer" {
		what, words[0] = "evidence", "pdf"
	}
	if len(words) != 2 || words[0] != "pdf" || to == "" {
		return errUsage{jobs[what].usage}
	}
	b, s, err := c.signIn(ctx)
	if err != nil {
		return err
	}
	pdf, err := drawFor(ctx, s, what, hiring.CaseID(words[1]))
	if err == nil {
		err = writeFile(to, pdf)
	}
	if err == nil {
		if c.json {
			c.print(map[string]any{"file": to, "bytes": len(pdf)})
		} else {
			c.say("cli.written", "file", to)
		}
	}
	return errors.Join(err, b.close())
}

func drawFor(ctx context.Context, s *office.Session, what string, id hiring.CaseID) ([]byte, error) {
	if g, err := s.Guest(); err == nil && s.Account.Case == id {
		if what == "guide" {
			return g.GuidePDF(ctx)
		}
		j, err := g.Journey(ctx)
		if err != nil {
			return nil, err
		}
		if j.Offer == nil {
			return nil, fault.New(fault.Missing, "offer.none")
		}
		if what == "evidence" {
			return g.EvidencePDF(ctx, j.Offer.Version)
		}
		return g.OfferPDF(ctx, j.Offer.Version)
	}
	staff, err := s.Staff()
	if err != nil {
		return nil, err
	}
	if what == "guide" {
		return staff.GuidePDF(ctx, id)
	}
	if what == "evidence" {
		return staff.EvidencePDF(ctx, id, 0)
	}
	return staff.OfferPDF(ctx, id, 0)
}

func runExport(ctx context.Context, c *call, args []string) error {
	format, to := "json", ""
	words, err := own("export", args, func(fs *flag.FlagSet) {
		fs.StringVar(&format, "format", format, "")
		fs.StringVar(&to, "o", "", "")
	})
	if err != nil {
		return err
	}
	if len(words) > 0 {
		return errUsage{jobs["export"].usage}
	}
	return c.asStaff(ctx, func(_ *bank, s *office.Staff) error {
		if to == "" {
			_, err := s.Export(ctx, format, c.out)
			return err
		}
		var b strings.Builder
		n, err := s.Export(ctx, format, &b)
		if err == nil {
			err = writeFile(to, []byte(b.String()))
		}
		if err == nil {
			c.say("cli.exported", "count", strconv.Itoa(n), "file", to)
		}
		return err
	})
}

func runRebuild(ctx context.Context, c *call, args []string) error {
	if len(args) > 0 {
		return errUsage{jobs["rebuild"].usage}
	}
	return c.asStaff(ctx, func(_ *bank, s *office.Staff) error {
		n, err := s.Rebuild(ctx, nil)
		if err == nil && c.json {
			c.print(map[string]any{"cases": n})
		} else if err == nil {
			c.say("cli.rebuilt", "count", strconv.Itoa(n))
		}
		return err
	})
}
