package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/office"
)

// job is one subcommand.
type job struct {
	usage string
	about string
	run   func(ctx context.Context, c *call, args []string) error
}

// jobs is the table of subcommands.
var jobs map[string]job

func init() {
	jobs = map[string]job{
		"demo":   {"demo [--cases N] [--seed S]", "fill a new bank with a synthetic one", runDemo},
		"import": {"import FILE…", "take AI reports, or results of checks, from JSON, CSV or XLSX", runImport},
		"audit":  {"audit [--case ID | --from DAY --to DAY] [--format pdf|csv|json] -o FILE", "hand out the audit of a case, or of a period", runAudit},
		"case":   {"case list [--stage S] [--find TEXT] | case show ID | case audit ID", "list cases, show one, tell everything recorded of one", runCase},
		"do":     {"do ID COMMAND [FIELD=VALUE…]", "give any command of the core; @FILE as value attaches a file", runDo},
		"invite": {"invite ID", "a candidate's login and a code that works once, to choose a password with", runInvite},
		"offer":  {"offer pdf|evidence ID -o FILE", "write the offer's PDF, or the evidence sheet of its signature", runOffer},
		"guide":  {"guide pdf ID -o FILE", "write the newcomer's guide", runGuide},
		"verify": {"verify [FILE.pdf [--root FILE.pem [--tsa FILE.pem]] | EXPORT.jsonl] [--checkpoint FILE…] [--key PUB]",
			"check a PDF (with --root without the bank), an exported ledger (without the bank), or the whole bank", runVerify},
		"checkpoint": {"checkpoint [-o FILE] | checkpoint key [-o FILE]", "sign how long the ledger is and what it holds; the public key for it", runCheckpoint},
		"certificate": {"certificate show|renew|import FILE.p12|export-root -o FILE [--tsa]|tsa URL --certificate FILE.pem|tsa none",
			"the certificates that offers are signed with", runCertificate},
		"callback": {"callback --connector ID [--header NAME=VALUE…] [FILE] | callback --listen 127.0.0.1:PORT",
			"take in what a source of checks sent by itself: one message, or all that the bank's gateway hands on", runCallback},
		"deliver":  {"deliver", "send what is due to leave the house: mail, SMS, chat, orders of checks; for a timer where no window is open", runDeliver},
		"export":   {"export [--format json|csv|ledger] [-o FILE]", "write what the account may see", runExport},
		"rebuild":  {"rebuild", "write every view anew from the ledger", runRebuild},
		"backup":   {"backup FILE | backup --scheduled", "write one file that holds the whole bank, and try it; or the one that the plan owes", runBackup},
		"restore":  {"restore FILE [--replace] [--key FILE]", "make a bank from a backup", runRestore},
		"officer":  {"officer list | officer add NAME [-o FILE.pdf] | officer remove ID", "recovery officers: any two of their kits restore a lost password", runOfficer},
		"recover":  {"recover LOGIN", "a new password for somebody who lost theirs, with two officers' kits", runRecover},
		"password": {"password", "change your own password, or choose it with an invitation's code", runPassword},
		"factor":   {"factor [drop]", "set up your second factor, or take it off", runFactor},
		"rotate":   {"rotate", "new keys for the bank, after an account or officer was removed or a backup was lost", runRotate},
		"walk":     {"walk [-o DIR]", "walk the whole job on a virtual screen and leave pictures and PDFs", runWalk},
	}
}

func usage() string {
	var names []string
	for name := range jobs {
		names = append(names, name)
	}
	sort.Strings(names)
	var b strings.Builder
	b.WriteString("ruhang [--data DIR] [--as NAME] [--lang zh|en] [--json] [--demo] [--kiosk] [COMMAND …]\n\nwithout a command: the app.\n\n")
	for _, name := range names {
		fmt.Fprintf(&b, "  %-62s %s\n", jobs[name].usage, jobs[name].about)
	}
	b.WriteString("\n--data or RUHANG_DATA names the bank's folder, RUHANG_PASSWORD holds the account's password,\nRUHANG_CODE the code of its second factor. RUHANG_NEW_PASSWORD, RUHANG_KIT_1 and RUHANG_KIT_2 answer what password and recover ask.\nExit: 0 done, 1 refused or partly refused, 2 wrong usage.\n")
	return b.String()
}

// own parses a subcommand's flags, in any place among its words, and gives the words.
func own(name string, args []string, define func(*flag.FlagSet)) ([]string, error) {
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	define(fs)
	var words []string
	for len(args) > 0 {
		if err := fs.Parse(args); err != nil {
			return nil, errUsage{err.Error() + "\n" + jobs[name].usage}
		}
		if args = fs.Args(); len(args) > 0 {
			words, args = append(words, args[0]), args[1:]
		}
	}
	return words, nil
}

// signIn opens the bank and signs the account in; the caller closes the bank.
func (c *call) signIn(ctx context.Context) (*bank, *office.Session, error) {
	b, s, _, err := c.enterBank(ctx)
	return b, s, err
}

// enterBank is signIn, and the password that was typed for it.
func (c *call) enterBank(ctx context.Context) (*bank, *office.Session, string, error) {
	if c.as == "" {
		return nil, nil, "", errUsage{"--as NAME says who does it"}
	}
	b, err := openBank(ctx, c.data, c.words, c.now)
	if err != nil {
		return nil, nil, "", err
	}
	c.cat = b.office.Catalog()
	for _, problem := range catalog.Problems(b.wrong) {
		fmt.Fprintln(c.err, c.words.Say(c.lang, "cli.catalog_wrong", "problem", c.fault(problem)))
	}
	password, err := c.secret("RUHANG_PASSWORD", "cli.password", "name", c.as)
	if err == nil {
		var s *office.Session
		if s, err = c.begin(ctx, b, password); err == nil {
			s.Lang = c.lang
			if _, err = b.office.Tick(ctx); err == nil {
				return b, s, password, nil
			}
		}
	}
	return nil, nil, "", errors.Join(err, b.close())
}

// begin signs in, and asks for the code of a second factor when the account has one.
func (c *call) begin(ctx context.Context, b *bank, password string) (*office.Session, error) {
	s, err := b.office.SignIn(ctx, c.as, password)
	if !fault.HasCode(err, "vault.code_needed") {
		return s, err
	}
	code, asked := c.secret("RUHANG_CODE", "cli.code")
	if asked != nil {
		return nil, err
	}
	return b.office.SignInWith(ctx, c.as, password, code)
}

// asStaff is signIn through the staff door, around work.
func (c *call) asStaff(ctx context.Context, work func(*bank, *office.Staff) error) error {
	b, s, err := c.signIn(ctx)
	if err != nil {
		return err
	}
	staff, err := s.Staff()
	if err == nil {
		err = work(b, staff)
	}
	return errors.Join(err, b.close())
}

// print writes data as JSON.
func (c *call) print(v any) {
	enc := json.NewEncoder(c.out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	_ = enc.Encode(v)
}

// say writes a sentence for people; with --json nothing but data is on standard output.
func (c *call) say(key string, pairs ...string) {
	w := c.out
	if c.json {
		w = c.err
	}
	fmt.Fprintln(w, office.Plainly(c.words.Say(c.lang, key, pairs...))) // one sentence, one line: no value breaks or turns it
}

// writeFile writes a file whole or not at all.
func writeFile(path string, raw []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), ".ruhang-*")
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "file.write", "cmd.writeFile")
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(raw)
	if err == nil {
		err = tmp.Sync()
	}
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	return fault.Wrap(err, fault.Internal, "file.write", "cmd.writeFile")
}
