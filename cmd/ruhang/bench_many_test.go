package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/data/demo"
	"ruhang/resources"
	"ruhang/ui/model"
)

// manyCases is how many cases the bank of these benchmarks has: what the product promises to be quick with, unless the
// environment says otherwise.
func manyCases(b *testing.B) int {
	if os.Getenv("BENCH_SHORT") != "" {
		return 5000
	}
	if text := os.Getenv("RUHANG_BENCH_CASES"); text != "" {
		n, err := strconv.Atoi(text)
		require.NoError(b, err)
		return n
	}
	return 100000
}

// manyFolder is the folder of that bank, kept in build/ and made once: by the real commands, in about a minute.
func manyFolder(b *testing.B) (*call, string) {
	b.Helper()
	n := manyCases(b)
	words, err := model.LoadWords(resources.Lang)
	require.NoError(b, err)
	c := &call{words: words, now: time.Now, lang: "zh"}
	dir, err := filepath.Abs(filepath.Join("..", "..", "build", fmt.Sprint("bench-bank-", n)))
	require.NoError(b, err)
	if _, err := os.Stat(filepath.Join(dir, "filled")); err == nil {
		return c, dir
	}
	require.NoError(b, os.RemoveAll(dir))
	start := time.Now()
	made, err := c.demoBank(context.Background(), dir, demo.Options{Cases: n, Seed: 1, Plain: true}, nil)
	require.NoError(b, err)
	require.NoError(b, made.close())
	require.NoError(b, os.WriteFile(filepath.Join(dir, "filled"), nil, 0o600))
	b.Logf("%d cases made in %v", n, time.Since(start).Round(time.Second))
	return c, dir
}

// manyBank is that bank, open, with HR signed in.
func manyBank(b *testing.B) (*bank, *office.Staff) {
	b.Helper()
	c, dir := manyFolder(b)
	bank, err := openBank(context.Background(), dir, c.words, time.Now)
	require.NoError(b, err)
	b.Cleanup(func() { _ = bank.close() })
	session, err := bank.office.SignIn(context.Background(), "hr", demo.Password)
	require.NoError(b, err)
	hr, err := session.Staff()
	require.NoError(b, err)
	return bank, hr
}

// target says how far from a promise a benchmark is: 1 is just kept, less is quicker.
func target(b *testing.B, promised time.Duration) {
	b.Helper()
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/promised.Seconds(), "of-target")
}

const page = 50 * time.Millisecond // what a case file, a page of the board and a search may take

// BenchmarkManyBoard opens pages of the board: the first, one far down, and filtered ones.
func BenchmarkManyBoard(b *testing.B) {
	_, hr := manyBank(b)
	ctx := context.Background()
	deep := office.CaseQuery{Limit: 2000}
	for range 5 {
		p, err := hr.Board(ctx, deep)
		require.NoError(b, err)
		if len(p.Rows) < deep.Limit {
			break
		}
		deep.After = &p.Rows[len(p.Rows)-1].CaseRow
	}
	deep.Limit = 50
	for _, way := range []struct {
		name string
		q    office.CaseQuery
	}{
		{"first", office.CaseQuery{}}, {"deep", deep}, {"stage", office.CaseQuery{Stages: []string{"interview"}}},
		{"newest teller", office.CaseQuery{Positions: []string{"teller"}, Sort: office.ByOpened}},
		{"urgent", office.CaseQuery{Sort: office.ByDue}}, {"overdue", office.CaseQuery{OverdueAt: time.Now(), Sort: office.ByDue}},
		{"rejected", office.CaseQuery{Statuses: []hiring.Status{hiring.Rejected}}},
	} {
		b.Run(way.name, func(b *testing.B) {
			for b.Loop() {
				p, err := hr.Board(ctx, way.q)
				require.NoError(b, err)
				require.NotEmpty(b, p.Rows)
			}
			target(b, page)
		})
	}
}

// BenchmarkManyCaseFile opens another case each time, so that none is in memory.
func BenchmarkManyCaseFile(b *testing.B) {
	_, hr := manyBank(b)
	ctx := context.Background()
	p, err := hr.Board(ctx, office.CaseQuery{Limit: 20000})
	require.NoError(b, err)
	i := 0
	for b.Loop() {
		f, err := hr.CaseFile(ctx, p.Rows[i*7919%len(p.Rows)].ID)
		require.NoError(b, err)
		require.NotEmpty(b, f.Timeline)
		i++
	}
	target(b, page)
}

// BenchmarkManyFind searches as people do: by name, by the initials of its pinyin, by the end of a telephone number, in vain.
func BenchmarkManyFind(b *testing.B) {
	_, hr := manyBank(b)
	ctx := context.Background()
	p, err := hr.Board(ctx, office.CaseQuery{})
	require.NoError(b, err)
	one := p.Rows[0].Head
	_, err = hr.Find(ctx, one.Name, 20) // loads the heads
	require.NoError(b, err)
	for name, text := range map[string]string{"name": one.Name, "initials": one.Initials, "phone": one.Phone, "two words": one.Initials + " " + one.Phone, "miss": "zzzz"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				hits, err := hr.Find(ctx, text, 20)
				require.NoError(b, err)
				require.Equal(b, name == "miss", len(hits) == 0)
			}
			target(b, page)
		})
	}
}

// BenchmarkManyToday opens the page that everybody begins with.
func BenchmarkManyToday(b *testing.B) {
	_, hr := manyBank(b)
	for b.Loop() {
		day, err := hr.Today(context.Background())
		require.NoError(b, err)
		require.NotEmpty(b, day.Work)
	}
	target(b, page)
}

// BenchmarkManySignIn opens the bank's folder, signs in and opens the board, with nothing in memory; most of it is the
// password's key, which is meant to cost time. "search" is what loading every head for the search takes after that.
func BenchmarkManySignIn(b *testing.B) {
	ctx := context.Background()
	c, dir := manyFolder(b)
	var open, search time.Duration
	for b.Loop() {
		start := time.Now()
		bank, err := openBank(ctx, dir, c.words, time.Now)
		require.NoError(b, err)
		open += time.Since(start)
		session, err := bank.office.SignIn(ctx, "hr", demo.Password)
		require.NoError(b, err)
		hr, err := session.Staff()
		require.NoError(b, err)
		p, err := hr.Board(ctx, office.CaseQuery{})
		require.NoError(b, err)
		require.NotEmpty(b, p.Rows)
		start = time.Now()
		_, err = hr.Find(ctx, "zzzz", 1)
		require.NoError(b, err)
		search += time.Since(start)
		require.NoError(b, bank.close())
	}
	b.ReportMetric(open.Seconds()*1000/float64(b.N), "open-ms")
	b.ReportMetric(search.Seconds()*1000/float64(b.N), "search-ms")
}

// BenchmarkManyMemory is what this process keeps with the bank open, HR signed in, the search loaded and pages visited.
func BenchmarkManyMemory(b *testing.B) {
	ctx := context.Background()
	debug.FreeOSMemory()
	before := resident(b, "self")
	_, hr := manyBank(b)
	for b.Loop() {
		p, err := hr.Board(ctx, office.CaseQuery{})
		require.NoError(b, err)
		_, err = hr.Find(ctx, p.Rows[0].Head.Name, 20)
		require.NoError(b, err)
		_, err = hr.Today(ctx)
		require.NoError(b, err)
	}
	after := resident(b, "self")
	debug.FreeOSMemory()
	b.ReportMetric(after, "MB")
	b.ReportMetric(after-before, "MB-more")
	b.ReportMetric(resident(b, "self"), "MB-needed")
}

// resident is how much memory a process has at hand now.
func resident(b *testing.B, pid string) float64 {
	b.Helper()
	raw, err := os.ReadFile(filepath.Join("/proc", pid, "status"))
	if err != nil {
		b.Skip("this system does not say how much memory a process has: ", err)
	}
	_, rest, _ := strings.Cut(string(raw), "VmRSS:")
	kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	require.NoError(b, err)
	return kb / 1024
}

// BenchmarkOfferLetter draws a candidate's offer as HR sees it before it is issued: case, letter, lines, PDF.
func BenchmarkOfferLetter(b *testing.B) {
	ctx := context.Background()
	words, err := model.LoadWords(resources.Lang)
	require.NoError(b, err)
	c := &call{words: words, now: time.Now, lang: "zh"}
	bank, err := c.demoBank(ctx, filepath.Join(b.TempDir(), "bank"), demo.Options{Cases: 40, Seed: 1}, nil)
	require.NoError(b, err)
	b.Cleanup(func() { _ = bank.close() })
	session, err := bank.office.SignIn(ctx, "hr", demo.Password)
	require.NoError(b, err)
	hr, err := session.Staff()
	require.NoError(b, err)
	id := notIssued(b, hr)
	for b.Loop() {
		pdf, err := hr.OfferPDF(ctx, id, 0)
		require.NoError(b, err)
		require.NotEmpty(b, pdf)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "PDFs/s")
}

// notIssued is a case whose newest offer is still only drafted or approved.
func notIssued(b *testing.B, hr *office.Staff) hiring.CaseID {
	b.Helper()
	p, err := hr.Board(context.Background(), office.CaseQuery{Stages: []string{"offer"}})
	require.NoError(b, err)
	for _, row := range p.Rows {
		f, err := hr.CaseFile(context.Background(), row.ID)
		require.NoError(b, err)
		if of := f.Case.Offer(); of != nil && of.Issued == nil {
			return row.ID
		}
	}
	require.Fail(b, "no offer waits to be issued")
	return ""
}
