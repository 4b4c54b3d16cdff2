// Command ruhang is the app, and the same jobs as subcommands for people who script.
//
// It refuses to hold a rule or a screen: it opens the bank's folder, gives the office its ports, and starts the window or
// answers one subcommand.
//
//	ruhang --data ~/bank --as hr import reports.json
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/resources"
	"ruhang/ui/model"
)

// The exit codes that scripts rely on.
const (
	exitDone    = 0
	exitRefused = 1 // refused, or partly refused
	exitUsage   = 2
)

// call is one start of the program.
type call struct {
	data  string
	as    string
	lang  string
	json  bool
	kiosk bool
	demo  bool
	args  []string
	words *model.Words
	cat   *catalog.Catalog // of the open bank, for the names in sentences; nil before
	now   clock
	in    io.Reader
	out   io.Writer
	err   io.Writer
}

// errUsage says that the words of the call are off; its text says how.
type errUsage struct{ text string }

func (e errUsage) Error() string { return e.text }

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is main with its surroundings given, so that tests call it.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	words, err := model.LoadWords(resources.Lang)
	if err != nil {
		fmt.Fprintln(errs, err)
		return exitRefused
	}
	c := &call{words: words, now: time.Now, in: in, out: out, err: errs}
	if err := c.parse(args); err != nil {
		return c.answer(err)
	}
	if len(c.args) == 0 {
		return c.answer(c.window(ctx))
	}
	job, ok := jobs[c.args[0]]
	if !ok {
		return c.answer(errUsage{fmt.Sprintf("unknown command %q\n\n%s", c.args[0], usage())})
	}
	return c.answer(fault.Caught(func() error { return job.run(ctx, c, c.args[1:]) }))
}

func (c *call) parse(args []string) error {
	fs := flag.NewFlagSet("ruhang", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&c.data, "data", defaultDir(), "")
	fs.StringVar(&c.as, "as", "", "")
	fs.StringVar(&c.lang, "lang", systemLang(), "")
	fs.BoolVar(&c.json, "json", false, "")
	fs.BoolVar(&c.kiosk, "kiosk", false, "")
	fs.BoolVar(&c.demo, "demo", false, "")
	if err := parseAnywhere(fs, args, &c.args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return errUsage{usage()}
		}
		return errUsage{err.Error() + "\n\n" + usage()}
	}
	if c.lang != "zh" && c.lang != "en" {
		return errUsage{"--lang is zh or en"}
	}
	return nil
}

// parseAnywhere reads the general flags before and after the subcommand's own words; flags it does not know are the
// subcommand's.
func parseAnywhere(fs *flag.FlagSet, args []string, rest *[]string) error {
	for len(args) > 0 {
		if name, general := generalFlag(fs, args[0]); general {
			n := 1
			if _, isBool := fs.Lookup(name).Value.(interface{ IsBoolFlag() bool }); !isBool && !hasValue(args[0]) {
				n = 2
			}
			if err := fs.Parse(args[:min(n, len(args))]); err != nil {
				return err
			}
			args = args[min(n, len(args)):]
			continue
		}
		if args[0] == "-h" || args[0] == "--help" {
			return flag.ErrHelp
		}
		*rest = append(*rest, args[0])
		args = args[1:]
	}
	return nil
}

func generalFlag(fs *flag.FlagSet, arg string) (string, bool) {
	if len(arg) < 3 || arg[:2] != "--" {
		return "", false
	}
	name := arg[2:]
	for i := range name {
		if name[i] == '=' {
			name = name[:i]
			break
		}
	}
	return name, fs.Lookup(name) != nil
}

func hasValue(arg string) bool {
	for i := range arg {
		if arg[i] == '=' {
			return true
		}
	}
	return false
}

// systemLang is Chinese unless the system plainly speaks something else.
func systemLang() string {
	for _, name := range []string{"RUHANG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); len(v) >= 2 && v != "C" && v != "POSIX" && v[:2] != "C." {
			if v[:2] == "zh" {
				return "zh"
			}
			return "en"
		}
	}
	return "zh"
}

// answer turns an error into words on standard error and the exit code.
func (c *call) answer(err error) int {
	var use errUsage
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &use):
		fmt.Fprintln(c.err, use.text)
		return exitUsage
	case errors.Is(err, errPartly):
		return exitRefused
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(c.err, c.words.Say(c.lang, "cli.cancelled"))
		return exitRefused
	}
	if c.json {
		c.print(map[string]any{"error": c.refusal(err)})
	}
	fmt.Fprintln(c.err, office.Plainly(c.fault(err)))
	if fault.Is(err, fault.Internal) {
		fmt.Fprintln(c.err, office.Plainly(err.Error()))
	}
	return exitRefused
}

// errPartly says that the answers were printed and some of them are refusals.
var errPartly = errors.New("partly refused")

// fault is an error as a sentence, with the open bank's names in it.
func (c *call) fault(err error) string { return c.words.Fault(c.lang, c.cat, err) }

// refusal is an error as data.
func (c *call) refusal(err error) map[string]any {
	e := fault.Of(err)
	return map[string]any{"kind": e.Kind.String(), "code": e.Code, "params": e.Params, "reason": c.fault(err)}
}
