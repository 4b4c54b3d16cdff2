package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/ledger"
	"ruhang/core/office"
)

// checkpoints are the --checkpoint FILE words of a call, which may be given several times.
type checkpoints []string

func (c *checkpoints) String() string { return strings.Join(*c, ",") }

// Set takes one more file.
func (c *checkpoints) Set(path string) error {
	*c = append(*c, path)
	return nil
}

// runVerify holds a PDF, an export, or the bank against what they should be. An export needs neither the bank nor anybody's
// password; nor does the bank's own chain, without --as: then only the bodies stay shut.
func runVerify(ctx context.Context, c *call, args []string) error {
	var given checkpoints
	key, root, stamps := "", "", ""
	words, err := own("verify", args, func(fs *flag.FlagSet) {
		fs.Var(&given, "checkpoint", "")
		fs.StringVar(&key, "key", "", "")
		fs.StringVar(&root, "root", "", "")
		fs.StringVar(&stamps, "tsa", "", "")
	})
	if err != nil {
		return err
	}
	if len(words) > 1 {
		return errUsage{jobs["verify"].usage}
	}
	notes, err := readNotes(given)
	if err != nil {
		return err
	}
	isPDF := len(words) == 1 && strings.HasSuffix(strings.ToLower(words[0]), ".pdf")
	switch {
	case isPDF && root != "":
		return c.verifyAlone(words[0], root, stamps)
	case root != "" || stamps != "":
		return errUsage{jobs["verify"].usage}
	case len(words) == 1 && !isPDF:
		return c.verifyExport(ctx, words[0], notes, key)
	case len(words) == 0 && c.as == "":
		return c.verifyLocked(ctx, notes, key)
	}
	b, s, err := c.signIn(ctx)
	if err != nil {
		return err
	}
	if isPDF {
		err = c.verifyFile(ctx, s, words[0])
	} else {
		err = c.verifyLedger(ctx, s, notes, key)
	}
	return errors.Join(err, b.close())
}

func readNotes(paths []string) ([]string, error) {
	var notes []string
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "file.read", "cmd.verify")
		}
		notes = append(notes, string(raw))
	}
	return notes, nil
}

// openNotes reads checkpoints by a public key that the call gives, as its text or as a file that holds it.
func openNotes(notes []string, key string) ([]ledger.Checkpoint, error) {
	if len(notes) == 0 {
		return nil, nil
	}
	if key == "" {
		return nil, errUsage{"--key PUB: the bank's public checkpoint key, or a file with it; without it a checkpoint proves nothing"}
	}
	if raw, err := os.ReadFile(key); err == nil {
		key = string(raw)
	}
	public, err := ledger.ParsePublicKey(key)
	if err != nil {
		return nil, err
	}
	var out []ledger.Checkpoint
	for _, note := range notes {
		c, err := public.Open(note)
		if err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

func (c *call) verifyLedger(ctx context.Context, s *office.Session, notes []string, key string) error {
	staff, err := s.Staff()
	if err != nil {
		return err
	}
	var against []ledger.Checkpoint
	if key == "" {
		against, err = staff.OpenCheckpoints(ctx, notes...)
	} else {
		against, err = openNotes(notes, key)
	}
	if err != nil {
		return err
	}
	verdict, err := staff.Verify(ctx, nil, against...)
	if err != nil {
		return err
	}
	return c.whole(verdict)
}

// verifyLocked walks the bank's chain without anybody's keys.
func (c *call) verifyLocked(ctx context.Context, notes []string, key string) error {
	against, err := openNotes(notes, key)
	if err != nil {
		return err
	}
	b, err := openBank(ctx, c.data, c.words, c.now)
	if err != nil {
		return err
	}
	verdict, err := b.office.VerifyLocked(ctx, against...)
	if err == nil {
		err = c.whole(verdict)
	}
	return errors.Join(err, b.close())
}

// verifyExport walks a ledger export: nothing but the file, checkpoints and the public key are needed.
func (c *call) verifyExport(ctx context.Context, path string, notes []string, key string) error {
	against, err := openNotes(notes, key)
	if err != nil {
		return err
	}
	f, err := os.Open(path)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "file.read", "cmd.verify")
	}
	defer f.Close()
	v := ledger.NewVerifier(against...)
	made, n := uint64(0), 0
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		n++
		r, err := ledger.DecodeLine(lines.Bytes())
		if err != nil {
			return fault.Of(err).With("line", strconv.Itoa(n))
		}
		if err := v.Add(&r, ledger.Body{}); err != nil {
			return err
		}
		if r.Kind == office.TraceCheckpoint {
			made = r.Seq
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	if err := lines.Err(); err != nil {
		return fault.Wrap(err, fault.Invalid, "file.read", "cmd.verify")
	}
	if err := v.Done(); err != nil {
		return err
	}
	return c.whole(office.Verdict{Report: v.Report(), Made: made})
}

// whole says that a ledger is whole, and how much of that a checkpoint proves.
func (c *call) whole(v office.Verdict) error {
	if c.json {
		c.print(map[string]any{"ok": true, "records": v.Records, "bodies": v.Bodies, "withheld": v.Withheld, "views": v.Views, "clock_back": v.Regressed,
			"checkpoint": v.Agreed, "newest_checkpoint": v.Made, "stale": v.Stale(), "head": fmt.Sprintf("%x", v.Head), "root": fmt.Sprintf("%x", v.Root)})
		return nil
	}
	count := func(n uint64) string { return strconv.FormatUint(n, 10) }
	c.say("cli.ledger_ok", "records", count(v.Records), "head", fmt.Sprintf("%x", v.Head[:8]), "bodies", count(v.Bodies))
	switch {
	case v.Agreed == 0:
		c.say("cli.ledger_unproven")
	case v.Stale():
		c.say("cli.ledger_stale", "size", count(v.Agreed), "newest", count(v.Made))
	default:
		c.say("cli.ledger_proven", "size", count(v.Agreed))
	}
	if v.Regressed > 0 {
		c.say("cli.ledger_clock", "count", count(v.Regressed))
	}
	return nil
}

// runCheckpoint makes a signed checkpoint, or gives the public key that checks them.
func runCheckpoint(ctx context.Context, c *call, args []string) error {
	to := ""
	words, err := own("checkpoint", args, func(fs *flag.FlagSet) { fs.StringVar(&to, "o", "", "") })
	if err != nil {
		return err
	}
	if len(words) > 1 || len(words) == 1 && words[0] != "key" {
		return errUsage{jobs["checkpoint"].usage}
	}
	return c.asStaff(ctx, func(_ *bank, s *office.Staff) error {
		if len(words) == 1 {
			_, key, err := s.Checkpoints(ctx)
			if err != nil {
				return err
			}
			return c.give(to, key.String()+"\n", map[string]any{"key": key.String()})
		}
		made, err := s.MakeCheckpoint(ctx)
		if err != nil {
			return err
		}
		return c.give(to, made.Text, map[string]any{"size": made.Size, "root": fmt.Sprintf("%x", made.Root), "short": made.Short(), "file": to,
			"at": made.At.In(hiring.China), "away": made.Away, "trouble": made.Trouble})
	})
}

// give writes a text to a file, or shows it.
func (c *call) give(to, text string, data map[string]any) error {
	if to != "" {
		if err := writeFile(to, []byte(text)); err != nil {
			return err
		}
	}
	switch {
	case c.json:
		c.print(data)
	case to != "":
		c.say("cli.written", "file", to)
	default:
		fmt.Fprint(c.out, text)
	}
	return nil
}
