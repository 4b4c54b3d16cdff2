package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"golang.org/x/term"

	"ruhang/core/office"
)

// runOfficer lists, makes and removes recovery officers.
func runOfficer(ctx context.Context, c *call, args []string) error {
	out := ""
	words, err := own("officer", args, func(fs *flag.FlagSet) { fs.StringVar(&out, "o", "", "") })
	if err != nil {
		return err
	}
	switch {
	case len(words) == 1 && words[0] == "list":
		return c.asStaff(ctx, func(_ *bank, s *office.Staff) error { return c.listOfficers(ctx, s) })
	case len(words) == 2 && words[0] == "add":
		return c.asStaff(ctx, func(_ *bank, s *office.Staff) error { return c.addOfficer(ctx, s, words[1], out) })
	case len(words) == 2 && words[0] == "remove":
		return c.asStaff(ctx, func(_ *bank, s *office.Staff) error { return s.RemoveOfficer(ctx, words[1]) })
	}
	return errUsage{jobs["officer"].usage}
}

func (c *call) listOfficers(ctx context.Context, s *office.Staff) error {
	officers, err := s.Officers(ctx)
	if err != nil {
		return err
	}
	rows := []map[string]string{}
	for _, o := range officers {
		rows = append(rows, map[string]string{"id": o.ID, "name": o.Name})
		if !c.json {
			fmt.Fprintf(c.out, "%s  %s\n", o.ID, o.Name)
		}
	}
	if c.json {
		c.print(map[string]any{"officers": rows, "needed": office.OfficersNeeded})
	}
	return nil
}

// addOfficer gives the kit out once: into the PDF that was asked for, or on standard output.
func (c *call) addOfficer(ctx context.Context, s *office.Staff, name, out string) error {
	kit, err := s.AddOfficer(ctx, name)
	if err != nil {
		return err
	}
	shown := map[string]string{"id": kit.ID, "name": kit.Name, "kit": kit.Secret}
	if out != "" {
		sheet, err := s.KitSheet(kit)
		if err == nil {
			err = writeFile(out, sheet)
		}
		if err != nil { // a kit that nobody got is no kit
			return errors.Join(err, s.RemoveOfficer(ctx, kit.ID))
		}
		delete(shown, "kit")
		shown["file"] = out
	}
	if c.json {
		c.print(shown)
		return nil
	}
	if out != "" {
		c.say("cli.written", "file", out)
		return nil
	}
	fmt.Fprintln(c.out, kit.Secret)
	return nil
}

// runRecover gives somebody who lost their password a new one, with the kits of two officers.
func runRecover(ctx context.Context, c *call, args []string) error {
	if len(args) != 1 {
		return errUsage{jobs["recover"].usage}
	}
	b, err := openBank(ctx, c.data, c.words, c.now)
	if err != nil {
		return err
	}
	return errors.Join(c.recoverIn(ctx, b, args[0]), b.close())
}

func (c *call) recoverIn(ctx context.Context, b *bank, login string) error {
	var kits [2]string
	for i := range kits {
		var err error
		if kits[i], err = c.secret(fmt.Sprintf("RUHANG_KIT_%d", i+1), "cli.kit", "n", fmt.Sprint(i+1)); err != nil {
			return err
		}
	}
	fresh, err := c.secret("RUHANG_NEW_PASSWORD", "cli.new_password", "name", login)
	if err != nil {
		return err
	}
	if _, err := b.office.Recover(ctx, kits, login, fresh); err != nil {
		return err
	}
	c.say("cli.recovered", "name", login)
	return nil
}

// runPassword changes the password of who is signed in.
func runPassword(ctx context.Context, c *call, args []string) error {
	if len(args) != 0 {
		return errUsage{jobs["password"].usage}
	}
	return c.signedIn(ctx, func(_ *bank, s *office.Session, old string) error {
		fresh, err := c.secret("RUHANG_NEW_PASSWORD", "cli.new_password", "name", c.as)
		if err != nil {
			return err
		}
		return s.ChangePassword(old, fresh)
	})
}

// runFactor sets up or takes off the second factor of who is signed in.
func runFactor(ctx context.Context, c *call, args []string) error {
	if len(args) > 1 || len(args) == 1 && args[0] != "drop" {
		return errUsage{jobs["factor"].usage}
	}
	return c.signedIn(ctx, func(_ *bank, s *office.Session, password string) error {
		if len(args) == 1 {
			code, err := c.secret("RUHANG_CODE", "cli.code")
			if err != nil {
				return err
			}
			return s.DropFactor(ctx, password, code)
		}
		return c.enrol(ctx, s, password)
	})
}

// enrol shows a seed, asks for what the phone shows, and shows the codes for paper. A script brings both: RUHANG_FACTOR, a seed of its
// own (base 32, 20 bytes), and RUHANG_CODE.
func (c *call) enrol(ctx context.Context, s *office.Session, password string) error {
	seed := s.NewFactor()
	if own, ok := os.LookupEnv("RUHANG_FACTOR"); ok {
		seed = office.FactorSeed{Secret: own}
	} else {
		fmt.Fprintln(c.err, seed.URI)
	}
	code, err := c.secret("RUHANG_CODE", "cli.code")
	if err != nil {
		return err
	}
	paper, err := s.Enrol(ctx, password, seed.Secret, code)
	if err != nil {
		return err
	}
	if c.json {
		c.print(map[string]any{"codes": paper})
		return nil
	}
	c.say("enrol.paper_text")
	fmt.Fprintln(c.out, strings.Join(paper, "\n"))
	return nil
}

// signedIn is work for anybody who can sign in, whatever doors are open to them.
func (c *call) signedIn(ctx context.Context, work func(b *bank, s *office.Session, password string) error) error {
	b, s, password, err := c.enterBank(ctx)
	if err != nil {
		return err
	}
	return errors.Join(work(b, s, password), b.close())
}

// secret is something that nobody should see typed: from the environment, or from a terminal unseen.
func (c *call) secret(env, prompt string, pairs ...string) (string, error) {
	if v, ok := os.LookupEnv(env); ok {
		return v, nil
	}
	f, isFile := c.in.(*os.File)
	if isFile && term.IsTerminal(int(f.Fd())) {
		fmt.Fprint(c.err, c.words.Say(c.lang, prompt, pairs...))
		raw, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(c.err)
		return string(raw), err
	}
	return "", errUsage{env + " holds it when nobody can be asked"}
}

// runRotate gives the bank new keys.
func runRotate(ctx context.Context, c *call, args []string) error {
	if len(args) != 0 {
		return errUsage{jobs["rotate"].usage}
	}
	return c.asStaff(ctx, func(_ *bank, s *office.Staff) error {
		err := s.Rotate(ctx, func(done, total int) { fmt.Fprintf(c.err, "\r%d / %d", done, total) })
		if err == nil {
			c.say("cli.rotated")
		}
		return err
	})
}
