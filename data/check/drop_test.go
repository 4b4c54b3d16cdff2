package check

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/core/office/outsidetest"
)

func bad(code string, line int) *fault.Error {
	return fault.New(fault.Invalid, code, "line", string(rune('0'+line)))
}

// dropBox is a folder with a source at its other end.
type dropBox struct {
	t   *testing.T
	dir string
	b   *bench
	c   office.Connector
}

func newDropBox(t *testing.T) *dropBox {
	d := &dropBox{t: t, dir: t.TempDir(), b: newBench()}
	d.c = one(d.b.ways(), "partner", office.ConnectorAccount{Folder: d.dir})
	return d
}

// put writes a file of results an hour ago.
func (d *dropBox) put(name, text string) {
	at := filepath.Join(d.dir, "results", name)
	require.NoError(d.t, os.WriteFile(at, []byte(text), 0o600))
	require.NoError(d.t, os.Chtimes(at, d.b.now, d.b.now.Add(-time.Hour)))
}

func (d *dropBox) in(folder string) []string {
	entries, err := os.ReadDir(filepath.Join(d.dir, folder))
	require.NoError(d.t, err)
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func (d *dropBox) order(key string) string {
	r := request
	r.Key = key
	a, err := d.c.Order(d.t.Context(), r)
	require.NoError(d.t, err)
	require.Equal(d.t, "running", a.State)
	return a.Reference
}

func (d *dropBox) poll(reference string) office.CheckAnswer {
	a, err := d.c.Poll(d.t.Context(), reference)
	require.NoError(d.t, err)
	return a
}

func row(reference, more string) string {
	return `{"case":"` + reference + `","kind":"employment","light":"green","conclusion":"as claimed","source":"the employer"` + more + `}`
}

func dropSource(t *testing.T) outsidetest.Source {
	d := newDropBox(t)
	return outsidetest.Source{Connector: d.c, Request: request, Answered: func(reference string) { d.put("a.json", `{"checks":[`+row(reference, "")+`]}`) },
		Orders: func() int {
			entries, _ := os.ReadDir(filepath.Join(d.dir, "orders"))
			return len(entries)
		}}
}

func TestN12_AFileOfResultsIsUsedOnceAndPutAway(t *testing.T) {
	d := newDropBox(t)
	first, second := d.order("k1"), d.order("k2")
	require.Len(t, d.in("orders"), 2)
	d.put("both.json", `{"checks":[`+row(first, "")+`,`+row(second, `,"conclusion":"differs","light":"red"`)+`]}`)
	a := d.poll(first)
	require.Equal(t, "done", a.State)
	require.Equal(t, hiring.Green, a.Result.Light)
	require.NotContains(t, string(a.Files[0].Data), "differs", "the evidence is this person's row alone")
	require.Equal(t, []string{"both.json"}, d.in("results"), "somebody's result is in it still")
	require.Equal(t, hiring.Green, d.poll(first).Result.Light, "asked again, it says the same")
	require.Equal(t, hiring.Red, d.poll(second).Result.Light)
	require.Empty(t, d.in("results"))
	require.Empty(t, d.in("orders"))
	require.Len(t, d.in("done"), 3)
	require.Equal(t, hiring.Red, d.poll(second).Result.Light, "a program that was killed before it kept the result finds it again")
	for _, name := range d.in("done") {
		raw, err := os.ReadFile(filepath.Join(d.dir, "done", name))
		require.NoError(t, err)
		require.NotContains(t, string(raw), request.Name, "what the order said of the person is gone")
	}
}

func TestN12_AFileThatCannotBeReadIsSetAsideWithTheReason(t *testing.T) {
	d := newDropBox(t)
	reference := d.order("k1")
	d.put("broken.json", `{"checks":[`)
	d.put("wrong.json", `{"checks":[`+row(reference, "")+`,`+row(reference, `,"bad":true`)+`]}`)
	d.put("empty.json", `{"checks":[]}`)
	d.put("huge.json", strings.Repeat(" ", dropLargest+1))
	require.Equal(t, "running", d.poll(reference).State, "half a file is nobody's intention")
	require.Len(t, d.in("bad"), 8)
	reason, err := os.ReadFile(filepath.Join(d.dir, "bad", "wrong.json.reason.txt"))
	require.NoError(t, err)
	require.Contains(t, string(reason), "import.bad_light")
	require.Contains(t, string(reason), "line|3")
	require.Empty(t, d.in("results"))
	d.put("wrong.json", `{"checks":[`+row(reference, "")+`]}`)
	require.Equal(t, "done", d.poll(reference).State, "mended under the same name")
}

func TestAResultWithoutAnOrderIsSetAside(t *testing.T) {
	d := newDropBox(t)
	reference := d.order("k1")
	d.put("a.json", `{"checks":[`+row(reference, "")+`]}`)
	d.put("nobody.json", `{"checks":[`+row("somebody", "")+`]}`)
	d.put("other.json", `{"checks":[`+row(reference, `,"kind":"credit"`)+`]}`)
	require.Equal(t, "done", d.poll(reference).State)
	require.ElementsMatch(t, []string{"nobody.json", "nobody.json.reason.txt", "other.json", "other.json.reason.txt"}, d.in("bad"))
}

func TestAFileThatIsStillWrittenWaits(t *testing.T) {
	d := newDropBox(t)
	reference := d.order("k1")
	d.put("a.json.part", `{"checks":[`+row(reference, "")+`]}`)
	at := filepath.Join(d.dir, "results", "fresh.json")
	require.NoError(t, os.WriteFile(at, []byte(`{"checks":[`), 0o600))
	require.NoError(t, os.Chtimes(at, d.b.now, d.b.now))
	require.Equal(t, "running", d.poll(reference).State)
	require.Empty(t, d.in("bad"))
	require.Len(t, d.in("results"), 2)
}

func TestADropsFolderIsNotLeft(t *testing.T) {
	d := newDropBox(t)
	reference := d.order("k1")
	outside := filepath.Join(t.TempDir(), "outside.json")
	require.NoError(t, os.WriteFile(outside, []byte(`{"checks":[`+row(reference, "")+`]}`), 0o600))
	require.NoError(t, os.Symlink(outside, filepath.Join(d.dir, "results", "link.json")))
	require.Equal(t, "running", d.poll(reference).State)
	require.FileExists(t, outside)
}

func TestAShareThatIsGoneComesBack(t *testing.T) {
	d := newDropBox(t)
	reference := d.order("k1")
	require.NoError(t, os.Rename(d.dir, d.dir+"-away"))
	_, err := d.c.Poll(t.Context(), reference)
	require.True(t, fault.HasCode(err, "check.drop.folder"), "%v", err)
	require.NotContains(t, err.Error(), d.dir)
	require.True(t, fault.Is(d.c.Try(t.Context()), fault.Offline))
	require.NoError(t, os.Rename(d.dir+"-away", d.dir))
	require.NoError(t, d.c.Try(t.Context()))
	require.Equal(t, "running", d.poll(reference).State)
}
