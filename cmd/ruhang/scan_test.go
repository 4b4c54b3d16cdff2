package main

import (
	"context"
	"image"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"sort"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/screening"
	"ruhang/data/paper"
	"ruhang/data/scan"
	"ruhang/data/scan/scantest"
	"ruhang/resources"
)

// harms are what happens to a document between its owner's table and the bank.
var harms = []struct {
	name string
	do   func(m image.Image) image.Image
}{
	{"as printed", func(m image.Image) image.Image { return m }},
	{"turned 3", func(m image.Image) image.Image { return scantest.Turn(m, 3) }},
	{"turned -8", func(m image.Image) image.Image { return scantest.Turn(m, -8) }},
	{"turned 90", func(m image.Image) image.Image { return scantest.Turn(m, 90) }},
	{"on a desk, turned 5", func(m image.Image) image.Image { return scantest.Turn(scantest.OnDesk(m, 160), 5) }},
	{"blur 1.5", func(m image.Image) image.Image { return scantest.Blur(m, 1.5) }},
	{"blur 2.5", func(m image.Image) image.Image { return scantest.Blur(m, 2.5) }},
	{"blur 4", func(m image.Image) image.Image { return scantest.Blur(m, 4) }},
	{"shaken 9", func(m image.Image) image.Image { return scantest.Shake(m, 9) }},
	{"half size", func(m image.Image) image.Image { return scantest.Scale(m, 0.5) }},
	{"a third", func(m image.Image) image.Image { return scantest.Scale(m, 0.34) }},
	{"noise 20", func(m image.Image) image.Image { return scantest.Noise(m, 20, 5) }},
	{"noise 45", func(m image.Image) image.Image { return scantest.Noise(m, 45, 6) }},
	{"leaning 0.1", func(m image.Image) image.Image { return scantest.Lean(m, 0.1) }},
	{"leaning 0.2", func(m image.Image) image.Image { return scantest.Lean(m, 0.2) }},
	{"light from one side", func(m image.Image) image.Image { return scantest.Shade(m, 0.65) }},
	{"faded to a third", func(m image.Image) image.Image { return scantest.Fade(m, 0.33) }},
	{"dim", func(m image.Image) image.Image { return scantest.Dim(m, 0.4) }},
	{"blur, noise, turned", func(m image.Image) image.Image { return scantest.Noise(scantest.Turn(scantest.Blur(m, 1.5), 4), 15, 8) }},
}

// kinds are the documents, the rule that reads each, and what must be found on it.
var kinds = []struct {
	name, rule, field string
	draw              func(p scantest.Person) *image.RGBA
	want              func(p scantest.Person) string
}{
	{"identity card", "id_card", "id_no", scantest.Card, func(p scantest.Person) string { return p.ID }},
	{"bank card", "bank_card", "number", scantest.BankCard, func(p scantest.Person) string { return p.Card }},
	{"diploma", "diploma", "number", scantest.Diploma, func(p scantest.Person) string { return p.Diploma }},
	{"registration report", "diploma", "chsi_code", func(p scantest.Person) *image.RGBA { return scantest.Report(p, p.Link()) }, func(p scantest.Person) string { return p.Code }},
}

// outcome is what became of one document.
type outcome struct {
	kind, harm                string
	exact, sure, unread       bool
	nameExact, nameWrong      bool
	falseAgree, falseContrary []string
	took                      time.Duration
}

// wilson is the 95 % interval of k out of n, in percent.
func wilson(k, n int) (low, high float64) {
	const z = 1.96
	p, m := float64(k)/float64(n), float64(n)
	middle, half := p+z*z/(2*m), z*math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return 100 * (middle - half) / (1 + z*z/m), 100 * (middle + half) / (1 + z*z/m)
}

func pressOf(t testing.TB) *paper.Press {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	press, err := paper.New(resources.Regular, resources.Bold, filepath.Join(cache, "ruhang-tests"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = press.Close() })
	return press
}

// TestZ19_HowWellDocumentsAreRead draws 76 documents that nobody holds, harms each as a hand, a lamp and a lens do, and counts. Only one thing is
// judged without mercy: nothing wrong may pass for read, and nothing mistyped for confirmed.
func TestZ19_HowWellDocumentsAreRead(t *testing.T) {
	s := eyes(pressOf(t))
	require.NotEmpty(t, s.Engine(), "make test installs the engine")
	var all []outcome
	var mu sync.Mutex
	var group sync.WaitGroup
	room := make(chan struct{}, runtime.GOMAXPROCS(0))
	for k := range kinds {
		for h := range harms {
			group.Add(1)
			room <- struct{}{}
			go func() {
				defer group.Done()
				o := readOne(t, s, k, h)
				mu.Lock()
				all = append(all, o)
				mu.Unlock()
				<-room
			}()
		}
	}
	group.Wait()
	require.GreaterOrEqual(t, len(all), 60)
	tellRates(t, all)
	for _, o := range all {
		require.False(t, o.sure && !o.exact, "%s, %s: a wrong value passed for read", o.kind, o.harm)
		require.Empty(t, o.falseAgree, "%s, %s: mistyped and yet confirmed", o.kind, o.harm)
		require.Empty(t, o.falseContrary, "%s, %s: right and yet contradicted", o.kind, o.harm)
	}
	for _, kind := range kinds {
		exact := count(all, func(o outcome) bool { return o.kind == kind.name && o.exact })
		require.GreaterOrEqual(t, exact, len(harms)*3/4, "%s: worse than it was measured", kind.name)
	}
}

func readOne(t *testing.T, s *scan.Scanner, k, h int) outcome {
	kind, p, ctx := kinds[k], scantest.Holder(100+k*len(harms)+h), context.Background()
	o := outcome{kind: kind.name, harm: harms[h].name}
	begun := time.Now()
	sheet, err := s.Look(ctx, scantest.JPEG(harms[h].do(kind.draw(p)), 88), kind.rule)
	if err != nil {
		t.Errorf("%s, %s: %v", o.kind, o.harm, err)
		return o
	}
	r, err := s.Read(ctx, sheet, kind.rule)
	if err != nil {
		t.Errorf("%s, %s: %v", o.kind, o.harm, err)
		return o
	}
	o.took = time.Since(begun)
	v, found := r.Value(kind.field)
	o.exact, o.sure, o.unread = found && v.Text == kind.want(p), v.Sure, !found
	if n, ok := r.Value("name"); ok {
		o.nameExact, o.nameWrong = n.Text == p.Name, n.Text != p.Name
	}
	right := map[string]string{"id_no": p.ID, "birth_date": p.Birth(), "name": p.Name, "school": p.School, "chsi_code": p.Code, "number": p.Diploma}
	if kind.rule == "bank_card" {
		right["number"] = p.Card
	}
	for _, v := range r.Values {
		if typed, ok := right[v.Field]; ok {
			if screening.CompareSeen(v, typed) == screening.SeenOther {
				o.falseContrary = append(o.falseContrary, v.Field)
			}
			o.falseAgree = append(o.falseAgree, agreesWrongly(v, typed)...)
		}
	}
	return o
}

// agreesWrongly tries every single character mistyped, and two neighbours swapped.
func agreesWrongly(v hiring.ReadValue, typed string) (fields []string) {
	runes := []rune(typed)
	for i := range runes {
		for _, other := range "0123456789X\u738b\u674e" {
			wrong := append([]rune{}, runes...)
			if wrong[i] = other; other != runes[i] && screening.CompareSeen(v, string(wrong)) == screening.SeenSame {
				fields = append(fields, v.Field)
			}
		}
		if i > 0 && runes[i] != runes[i-1] {
			wrong := append([]rune{}, runes...)
			if wrong[i], wrong[i-1] = wrong[i-1], wrong[i]; screening.CompareSeen(v, string(wrong)) == screening.SeenSame {
				fields = append(fields, v.Field)
			}
		}
	}
	return fields
}

func count(all []outcome, which func(outcome) bool) (n int) {
	for _, o := range all {
		if which(o) {
			n++
		}
	}
	return n
}

func tellRates(t *testing.T, all []outcome) {
	t.Helper()
	line := func(name string, of func(outcome) bool) {
		n := count(all, of)
		exact := count(all, func(o outcome) bool { return of(o) && o.exact })
		unread := count(all, func(o outcome) bool { return of(o) && o.unread })
		low, high := wilson(exact, n)
		t.Logf("%-22s n=%2d  read exactly %2d = %3.0f %% (95 %%: %2.0f to %3.0f)  not read %2d  read wrong %d  of these taken for read %d", name, n, exact,
			100*float64(exact)/float64(n), low, high, unread, n-exact-unread, count(all, func(o outcome) bool { return of(o) && o.sure && !o.exact }))
	}
	for _, kind := range kinds {
		line(kind.name, func(o outcome) bool { return o.kind == kind.name })
	}
	line("all", func(outcome) bool { return true })
	for _, harm := range harms {
		line(harm.name, func(o outcome) bool { return o.harm == harm.name })
	}
	named := count(all, func(o outcome) bool { return o.kind != "bank card" })
	t.Logf("names: n=%d  read exactly %d  read wrong %d (shown beside, never taken for read)", named, count(all, func(o outcome) bool { return o.nameExact }),
		count(all, func(o outcome) bool { return o.nameWrong }))
	sort.Slice(all, func(i, j int) bool { return all[i].took < all[j].took })
	t.Logf("time: median %v, longest %v", all[len(all)/2].took.Round(time.Millisecond), all[len(all)-1].took.Round(time.Millisecond))
}
