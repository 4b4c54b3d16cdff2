package hiring_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/catalog"
	"ruhang/core/hiring"
)

// The files in testdata tell the rules as plain text, one statement a line:
//
//	let NAME = JSON                    a value for @NAME, in all files
//	way NAME / scenario TITLE          begins a block; a scenario starts with an empty case
//	given NAME                         runs a way
//	as ACTOR at TIME / at TIME         who acts, and when; role names, or account/role+role; times are the bank's civil time
//	set FIELD = JSON                   changes the bank's catalog for this scenario, as a condition ("set Positions.teller.Band.Months = 12")
//	do COMMAND field=value …           settles a command; all=4 is a scorecard with that level for every question
//	refused CODE param=value …         the command before was refused, and the case is as it was
//	clock TIME                         acts on everything that is due
//	then events NAME …                 exactly these events came of it
//	then event NAME xN / then no event NAME
//	then message TEMPLATE to READER param=value … / then no message TEMPLATE
//	then steps TASK:true …             the newcomer's progress chain
//	then work CODE to READER / then no work CODE
//	then FIELD = JSON                  of the case: "Offers[0].State", "#Checks" counts
func TestScenarios(t *testing.T) {
	scripts := readScripts(t)
	for _, s := range scripts.scenarios {
		t.Run(s.title, func(t *testing.T) {
			newStage(t, scripts).run(s)
		})
	}
}

type block struct {
	title string
	lines []line
}

type line struct{ at, text string }

type scripts struct {
	lets      map[string]string
	ways      map[string]block
	scenarios []block
}

func readScripts(t testing.TB) *scripts {
	files, err := filepath.Glob("testdata/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	out := &scripts{lets: map[string]string{}, ways: map[string]block{}}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		require.NoError(t, err)
		out.read(filepath.Base(file), string(raw))
	}
	return out
}

func (s *scripts) read(file, raw string) {
	var current *block
	end := func() {
		if current == nil {
			return
		}
		if name, isWay := strings.CutPrefix(current.title, "way "); isWay {
			s.ways[name] = *current
		} else {
			current.title = strings.TrimPrefix(current.title, "scenario ")
			s.scenarios = append(s.scenarios, *current)
		}
	}
	for i, text := range strings.Split(raw, "\n") {
		text = strings.TrimSpace(text)
		verb, rest, _ := strings.Cut(text, " ")
		switch verb {
		case "", "#":
		case "let":
			name, value, _ := strings.Cut(rest, " = ")
			s.lets[name] = value
		case "way", "scenario":
			end()
			current = &block{title: text}
		default:
			current.lines = append(current.lines, line{at: fmt.Sprintf("%s:%d: %s", file, i+1, text), text: text})
		}
	}
	end()
}

// stage plays one scenario.
type stage struct {
	t       testing.TB
	scripts *scripts
	cat     *catalog.Catalog
	c       *hiring.Case
	who     hiring.Actor
	now     time.Time
	events  []hiring.Event // of the last do or clock
	err     error          // of the last do, until "refused" looks at it
	all     []hiring.Event // since the beginning
	at      string         // the line
	watch   *observer      // of what happens by itself, when somebody looks
}

func newStage(t testing.TB, s *scripts) *stage {
	return &stage{t: t, scripts: s, cat: bank(t), c: &hiring.Case{ID: "c1"}, who: hiring.Actor{Account: "hr", Roles: []string{"hr"}}}
}

func (s *stage) run(b block) {
	for _, l := range b.lines {
		s.at = l.at
		verb, rest, _ := strings.Cut(l.text, " ")
		if verb != "refused" {
			require.NoError(s.t, s.err, "before %s", s.at)
		}
		switch verb {
		case "given":
			way, known := s.scripts.ways[rest]
			require.True(s.t, known, s.at)
			s.run(way)
		case "as", "at":
			s.enter(verb, rest)
		case "set":
			s.set(rest)
		case "do":
			s.do(rest)
		case "refused":
			s.refused(rest)
		case "clock":
			s.clock(rest)
		case "then":
			s.then(rest)
		default:
			require.Fail(s.t, "unknown statement", s.at)
		}
	}
	require.NoError(s.t, s.err, "after %s", s.at)
}

func (s *stage) env() hiring.Env {
	return hiring.Env{Who: s.who, Now: s.now, Catalog: s.cat, Seed: "seed", Advice: advice,
		Staff: func([]string) []hiring.Colleague {
			return []hiring.Colleague{{Name: "李四", Where: "郑东支行 柜员"}}
		},
		Person: &hiring.Person{ID: "p1", Name: "张三", IDNumber: "110105199803070015"}}
}

func (s *stage) enter(verb, rest string) {
	if verb == "as" {
		actor, when, timed := strings.Cut(rest, " at ")
		account, roles, named := strings.Cut(actor, "/")
		if !named {
			roles = account
		}
		s.who = hiring.Actor{Account: hiring.AccountID(account), Roles: strings.Split(roles, "+")}
		if roles == "candidate" {
			s.who.Case = s.c.ID
		}
		if !timed {
			return
		}
		rest = when
	}
	s.now = s.time(rest)
}

func (s *stage) time(text string) time.Time {
	layout := "2006-01-02T15:04:05"
	t, err := time.ParseInLocation(layout[:len(text)], text, hiring.China)
	require.NoError(s.t, err, s.at)
	return t.UTC()
}

func (s *stage) set(rest string) {
	path, value, _ := strings.Cut(rest, " = ")
	require.NoError(s.t, json.Unmarshal([]byte(value), s.find(reflect.ValueOf(s.cat), path).Addr().Interface()), s.at)
}

var civil = regexp.MustCompile(`"(\d{4}-\d\d-\d\dT\d\d:\d\d)"`)

func (s *stage) do(rest string) {
	cmd := s.command(rest)
	before := s.c
	if s.watch != nil {
		s.watch.follow(s, cmd)
	}
	s.events, s.c, s.err = hiring.Settle(s.c, s.env(), cmd)
	if s.err != nil {
		require.Same(s.t, before, s.c, s.at)
	}
	s.all = append(s.all, s.events...)
}

// command makes a command as the wire would bring it: fields as JSON, through DecodeCommand.
func (s *stage) command(rest string) hiring.Command {
	words := split(rest)
	kinds, err := hiring.CommandFields(words[0])
	require.NoError(s.t, err, s.at)
	fields := map[string]json.RawMessage{}
	for _, w := range words[1:] {
		name, value, _ := strings.Cut(w, "=")
		if name == "all" {
			fields["ratings"] = s.ratings(value)
			continue
		}
		fields[name] = s.value(value, kinds[name] == "string")
	}
	raw, err := json.Marshal(fields)
	require.NoError(s.t, err, s.at)
	cmd, err := hiring.DecodeCommand(words[0], civil.ReplaceAll(raw, []byte(`"$1:00+08:00"`)))
	require.NoError(s.t, err, s.at)
	return cmd
}

func (s *stage) value(text string, isString bool) json.RawMessage {
	if name, isLet := strings.CutPrefix(text, "@"); isLet {
		value, known := s.scripts.lets[name]
		require.True(s.t, known, "no let %q: %s", name, s.at)
		return json.RawMessage(value)
	}
	if isString && !strings.HasPrefix(text, `"`) {
		quoted, _ := json.Marshal(text)
		return quoted
	}
	return json.RawMessage(text)
}

func (s *stage) ratings(level string) json.RawMessage {
	n, err := strconv.Atoi(level)
	require.NoError(s.t, err, s.at)
	var out []hiring.Rating
	for i, it := range s.c.Kit {
		out = append(out, hiring.Rating{Question: it.Key(i), Level: n})
	}
	raw, err := json.Marshal(out)
	require.NoError(s.t, err, s.at)
	return raw
}

// split cuts at spaces that stand outside of quotes and brackets.
func split(text string) []string {
	var out []string
	depth, quoted, start := 0, false, 0
	for i, r := range text + " " {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '{' || r == '[':
			depth++
		case r == '}' || r == ']':
			depth--
		case r == ' ' && depth == 0:
			if i > start {
				out = append(out, text[start:i])
			}
			start = i + 1
		}
	}
	return out
}

func (s *stage) clock(rest string) {
	who := s.who
	s.now, s.who, s.events = s.time(rest), hiring.SystemActor, nil
	if s.watch != nil {
		s.watch.clocks(s)
	}
	for _, cmd := range hiring.Due(s.c, s.env()) {
		events, c, err := hiring.Settle(s.c, s.env(), cmd)
		require.NoError(s.t, err, s.at)
		s.c, s.events = c, append(s.events, events...)
	}
	require.Empty(s.t, hiring.Due(s.c, s.env()), "due twice: %s", s.at)
	if next := hiring.NextDue(s.c, s.env()); !next.IsZero() {
		require.True(s.t, next.After(s.now), "still due: %s", s.at)
	}
	s.who, s.all = who, append(s.all, s.events...)
}
