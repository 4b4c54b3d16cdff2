package main

import (
	"context"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"time"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/data/demo"
	"ruhang/resources"
	"ruhang/ui"
)

// defaultDemo is the demo bank as the app and the documentation have it.
var defaultDemo = demo.Options{Cases: demo.Full, Seed: 1}

func runDemo(ctx context.Context, c *call, args []string) error {
	opt := defaultDemo
	words, err := own("demo", args, func(fs *flag.FlagSet) {
		fs.IntVar(&opt.Cases, "cases", opt.Cases, "")
		fs.Int64Var(&opt.Seed, "seed", opt.Seed, "")
		fs.BoolVar(&opt.Plain, "plain", false, "")
	})
	if err != nil {
		return err
	}
	if len(words) > 0 || opt.Cases < 1 {
		return errUsage{jobs["demo"].usage}
	}
	if isBank(c.data) {
		return fault.New(fault.Refused, "bank.exists")
	}
	b, err := c.demoBank(ctx, c.data, opt, nil)
	if err != nil {
		return err
	}
	if c.json {
		c.print(map[string]any{"dir": c.data, "cases": opt.Cases, "seed": opt.Seed})
	} else {
		c.say("cli.demo_made", "cases", strconv.Itoa(opt.Cases), "dir", c.data)
	}
	return b.close()
}

// demoBank fills a new folder with the demo bank; an earlier demo bank there is thrown away, a real bank never.
func (c *call) demoBank(ctx context.Context, dir string, opt demo.Options, progress func(done, total int)) (*bank, error) {
	if isBank(dir) {
		if !isDemo(dir) {
			return nil, fault.New(fault.Refused, "bank.exists")
		}
		if err := os.RemoveAll(dir); err != nil {
			return nil, fault.Wrap(err, fault.Internal, "bank.folder", "cmd.demoBank")
		}
	}
	var told atomic.Pointer[time.Time] // the day that the demo's history has come to, while it is told
	b, err := createBank(ctx, dir, c.words, func() time.Time {
		if at := told.Load(); at != nil {
			return *at
		}
		return c.now()
	})
	if err != nil {
		return nil, err
	}
	opt.Clock = func(at time.Time) { told.Store(&at) }
	err = c.fillDemo(ctx, b, opt, progress)
	told.Store(nil)
	if err != nil {
		return nil, errors.Join(err, b.close(), os.RemoveAll(dir))
	}
	return b, nil
}

// demoMark is a file that says: this bank is a demo and may be thrown away.
const demoMark = "demo-bank"

func isDemo(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, demoMark))
	return err == nil
}

func (c *call) fillDemo(ctx context.Context, b *bank, opt demo.Options, progress func(done, total int)) error {
	if err := os.WriteFile(filepath.Join(b.dir, demoMark), nil, 0o600); err != nil {
		return fault.Wrap(err, fault.Internal, "file.write", "cmd.fillDemo")
	}
	opt.Now = c.now()
	opt.Files = resources.Demo
	if opt.Clock != nil {
		opt.Clock(opt.Now.AddDate(-2, 0, 0)) // the bank's certificates are older than the history that is told
	}
	admin, err := firstAdmin(ctx, b.office)
	if opt.Clock != nil {
		opt.Clock(opt.Now)
	}
	if err != nil {
		return err
	}
	accounts := map[string]office.Account{}
	for _, a := range demo.Accounts(resources.Demo) {
		if a.Is("candidate") {
			continue
		}
		if a.Login != "admin" {
			if a, err = admin.AddAccount(ctx, a, demo.Password); err != nil {
				return err
			}
		} else {
			a = admin.Account
		}
		accounts[a.Login] = a
	}
	summary, err := demo.Fill(ctx, b.office, accounts, opt, progress)
	if err != nil {
		return err
	}
	if summary.CandidateCase != "" {
		err = b.office.AddCandidate(ctx, summary.CandidateCase, "candidate", demo.Password)
	}
	b.office.SignOut()
	return err
}

func firstAdmin(ctx context.Context, o *office.Office) (*office.Staff, error) {
	for _, a := range demo.Accounts(resources.Demo) {
		if a.Login == "admin" {
			s, err := o.FirstAccount(ctx, a, demo.Password)
			if err != nil {
				return nil, err
			}
			return s.Staff()
		}
	}
	return nil, fault.New(fault.Internal, "demo.no_admin")
}

// demoAccounts are the ways into the demo bank, for the sign-in page and the README.
func demoAccounts() []ui.DemoAccount {
	var out []ui.DemoAccount
	for _, a := range demo.Accounts(resources.Demo) {
		out = append(out, ui.DemoAccount{Login: a.Login, Password: demo.Password, Role: a.Roles[0], Name: a.Name})
	}
	return out
}
