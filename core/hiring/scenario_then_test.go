package hiring_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

func (s *stage) refused(rest string) {
	words := split(rest)
	require.Error(s.t, s.err, s.at)
	f := fault.Of(s.err)
	require.Equal(s.t, words[0], f.Code, s.at)
	for _, w := range words[1:] {
		name, value, _ := strings.Cut(w, "=")
		require.Equal(s.t, value, f.Params[name], s.at)
	}
	s.err = nil
}

func wire(e hiring.Event) string { name, _, _ := strings.Cut(e.Body.Wire(), "."); return name }

func (s *stage) then(rest string) {
	words := split(rest)
	no := words[0] == "no"
	if no {
		words = words[1:]
	}
	switch words[0] {
	case "events":
		got := []string{}
		for _, e := range s.events {
			got = append(got, wire(e))
		}
		require.Equal(s.t, words[1:], got, s.at)
	case "event":
		want := 1
		if len(words) > 2 {
			want, _ = strconv.Atoi(words[2][1:])
		}
		if no {
			want = 0
		}
		got := 0
		for _, e := range s.events {
			if wire(e) == words[1] {
				got++
			}
		}
		require.Equal(s.t, want, got, s.at)
	case "message":
		s.thenMessage(words[1:], no)
	case "steps":
		var got []string
		for _, step := range s.c.Steps(s.env()) {
			got = append(got, fmt.Sprintf("%s:%t", step.Task, step.Done))
		}
		require.Equal(s.t, words[1:], got, s.at)
	case "work":
		s.thenWork(words[1:], no)
	default:
		path, want, _ := strings.Cut(rest, " = ")
		s.thenField(path, want)
	}
}

func (s *stage) thenMessage(words []string, no bool) {
	var got []hiring.MessageQueued
	for _, e := range s.events {
		if m, is := e.Body.(hiring.MessageQueued); is && (len(words) == 0 || m.Template == words[0]) && (len(words) < 3 || m.To == words[2]) {
			got = append(got, m)
		}
	}
	if no {
		require.Empty(s.t, got, s.at)
		return
	}
	require.Len(s.t, got, 1, s.at)
	for _, w := range words[min(3, len(words)):] {
		name, value, _ := strings.Cut(w, "=")
		if t, err := time.Parse(time.RFC3339, got[0].Params[name]); err == nil {
			require.Equal(s.t, value, t.In(hiring.China).Format("2006-01-02T15:04"), s.at)
			continue
		}
		require.Equal(s.t, strings.Trim(value, `"`), got[0].Params[name], s.at)
	}
}

func (s *stage) thenWork(words []string, no bool) {
	got := 0
	for _, it := range hiring.Work(s.c, s.cat) {
		if it.Code == words[0] && (len(words) < 3 || it.To == words[2]) {
			got++
		}
	}
	require.Equal(s.t, !no, got > 0, s.at)
}

func (s *stage) thenField(path, want string) {
	count, isCount := strings.CutPrefix(path, "#")
	v := s.find(reflect.ValueOf(s.c), count)
	if isCount {
		require.Equal(s.t, want, strconv.Itoa(v.Len()), s.at)
		return
	}
	raw, err := json.Marshal(v.Interface())
	require.NoError(s.t, err, s.at)
	if civil.MatchString(`"` + want + `"`) {
		want = s.time(want).Format(`"` + time.RFC3339 + `"`)
	}
	if !json.Valid([]byte(want)) {
		want = strconv.Quote(want)
	}
	require.JSONEq(s.t, want, string(raw), s.at)
}

var pathPart = regexp.MustCompile(`[A-Za-z_]\w*(?:\(\))?|\[\d+\]|\{[^}]*\}`)

// find follows a path: fields, [index], {map key}, methods().
func (s *stage) find(v reflect.Value, path string) reflect.Value {
	for _, part := range pathPart.FindAllString(path, -1) {
		for v.Kind() == reflect.Pointer {
			require.False(s.t, v.IsNil(), "nil before %s: %s", part, s.at)
			v = v.Elem()
		}
		switch {
		case part[0] == '[':
			i, _ := strconv.Atoi(part[1 : len(part)-1])
			require.Less(s.t, i, v.Len(), s.at)
			v = v.Index(i)
		case strings.HasSuffix(part, "()"):
			if v.CanAddr() {
				v = v.Addr()
			}
			v = v.MethodByName(strings.TrimSuffix(part, "()")).Call(nil)[0]
		case part[0] == '{':
			v = v.MapIndex(reflect.ValueOf(part[1 : len(part)-1]).Convert(v.Type().Key()))
		default:
			v = v.FieldByName(part)
		}
		require.True(s.t, v.IsValid(), "no %s: %s", part, s.at)
	}
	return v
}
