package hiring_test

import (
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

var update = flag.Bool("update", false, "write a sample for each wire name that has none; an existing sample is never rewritten")

// TestWireSamplesStayDecodable: what was ever written is read for ever, and every wire name has its sample.
func TestWireSamplesStayDecodable(t *testing.T) {
	for _, name := range hiring.WireNames() {
		file := filepath.Join("testdata", "wire", name+".json")
		raw, err := os.ReadFile(file)
		if os.IsNotExist(err) && *update {
			raw = newSample(t, name)
			require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
			require.NoError(t, os.WriteFile(file, raw, 0o644))
			err = nil
		}
		require.NoError(t, err, "a wire name without a sample: go test ./core/hiring -run Wire -update")
		body, err := hiring.DecodeBody(name, raw)
		require.NoError(t, err, name)
		require.Equal(t, name, body.Wire())
		require.Contains(t, append(hiring.Classes, hiring.Public), body.Class(), name)
		again, err := hiring.EncodeBody(body)
		require.NoError(t, err)
		require.JSONEq(t, string(raw), string(again), "%s lost something on the way", name)
	}
	files, err := filepath.Glob("testdata/wire/*.json")
	require.NoError(t, err)
	for _, file := range files {
		require.Contains(t, hiring.WireNames(), strings.TrimSuffix(filepath.Base(file), ".json"), "a wire name was taken away")
	}
}

// newSample fills every field of an event, so that none can get lost unseen.
func newSample(t testing.TB, name string) []byte {
	empty, err := hiring.DecodeBody(name, []byte("{}"))
	require.NoError(t, err)
	v := reflect.New(reflect.TypeOf(empty)).Elem()
	fill(v)
	raw, err := hiring.EncodeBody(v.Interface().(hiring.Body))
	require.NoError(t, err)
	return append(raw, '\n')
}

func fill(v reflect.Value) {
	switch {
	case v.Type() == reflect.TypeOf(time.Time{}):
		v.Set(reflect.ValueOf(time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)))
	case v.Type() == reflect.TypeOf(hiring.Date("")):
		v.SetString("2026-03-02")
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i))
		}
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem())
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0))
	case v.Kind() == reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("key"), reflect.ValueOf("值"))
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	case v.CanInt():
		v.SetInt(3)
	case v.CanFloat():
		v.SetFloat(2.5)
	default:
		v.SetString("text")
	}
}

// TestApplyIsTotal: whatever happened, happened, in whichever case; and the case before is left alone.
func TestApplyIsTotal(t *testing.T) {
	scripts := readScripts(t)
	for _, way := range []string{"", "scored", "check", "issued", "reviewed"} {
		s := newStage(t, scripts)
		s.run(scripts.ways[way])
		for _, name := range hiring.WireNames() {
			raw, err := os.ReadFile(filepath.Join("testdata", "wire", name+".json"))
			require.NoError(t, err)
			body, err := hiring.DecodeBody(name, raw)
			require.NoError(t, err)
			after := hiring.Apply(s.c, hiring.Event{Body: body})
			require.Equal(t, s.c.Version+1, after.Version)
			require.Equal(t, replay(t, s.all), s.c, "%s changed the case before it", name)
			hiring.Work(after, s.cat)
			hiring.Clocks(after, s.env())
			hiring.Files(after)
			hiring.Show(after, s.who, s.cat.Roles)
		}
	}
}

func TestAnUnknownEventMakesTheCaseReadOnly(t *testing.T) {
	body, err := hiring.DecodeBody("promoted.7", []byte(`{"to":"manager"}`))
	require.NoError(t, err)
	require.Nil(t, body)
	s := newStage(t, readScripts(t))
	s.run(s.scripts.ways["assessment"])
	s.c = hiring.Apply(s.c, hiring.Event{Body: body})
	_, err = hiring.Decide(s.c, s.env(), hiring.AddNote{Text: "x"})
	require.True(t, fault.HasCode(err, "case.read_only"))
}

// systemOnly is what nobody but the workflow and the clock may say.
var systemOnly = []string{"expire_offer", "issue_guide", "lapse_consent", "notify", "record_sent", "record_unsent", "remind", "screen", "start_probation"}

func TestEveryCommandHasARole(t *testing.T) {
	given := map[string]bool{}
	for _, role := range roles(t) {
		for _, name := range role.Commands {
			require.Contains(t, hiring.CommandNames(), name, "%s may give a command that there is not", role.ID)
			given[name] = true
		}
	}
	for _, name := range hiring.CommandNames() {
		require.Equal(t, slices.Contains(systemOnly, name), !given[name], name)
	}
}

func TestCommandsNameWhatIsWrong(t *testing.T) {
	for _, bad := range []struct{ name, raw, code, field string }{
		{"dance", `{}`, "command.unknown", ""},
		{"pass_gate", `{"stage":"check","color":"red"}`, "command.bad_field", "color"},
		{"pass_gate", `{"stage":3}`, "command.bad_field", "stage"},
		{"pass_gate", `{"stage":"check"} {}`, "command.bad_field", ""},
	} {
		_, err := hiring.DecodeCommand(bad.name, []byte(bad.raw))
		require.Equal(t, bad.code, fault.Of(err).Code)
		require.Equal(t, bad.field, fault.Of(err).Params["field"])
	}
}

func FuzzDecodeBody(f *testing.F) {
	for _, name := range hiring.WireNames() {
		f.Add(name, newSample(f, name))
	}
	c := hiring.Fold(&hiring.Case{ID: "c1"}, played(f, "issued").all)
	f.Fuzz(func(t *testing.T, name string, raw []byte) {
		body, err := hiring.DecodeBody(name, raw)
		if err != nil {
			require.True(t, fault.Is(err, fault.Corrupt))
			return
		}
		hiring.Apply(c, hiring.Event{Body: body})
	})
}

func FuzzDecodeCommand(f *testing.F) {
	for _, name := range hiring.CommandNames() {
		f.Add(name, []byte(`{}`))
	}
	f.Add("pass_gate", []byte(`{"stage":"interview","outcome":"pass"}`))
	s := played(f, "issued")
	f.Fuzz(func(t *testing.T, name string, raw []byte) {
		cmd, err := hiring.DecodeCommand(name, raw)
		if err != nil {
			require.True(t, fault.Is(err, fault.Invalid))
			return
		}
		env := s.env()
		env.Who = hiring.Actor{Account: "all", Roles: []string{"hr", "interviewer", "approver", "compliance", "kiosk"}}
		_, _, err = hiring.Settle(s.c, env, cmd)
		require.False(t, fault.Is(err, fault.Internal), "%v", err)
	})
}
