package main

import (
	"bufio"
	"context"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/resources"
	"ruhang/ui/model"
)

// killChild names the bank that this process, started by the test below, works on until it is killed.
const killChild = "RUHANG_KILL_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(killChild); dir != "" {
		workUntilKilled(dir)
		return
	}
	if dir := os.Getenv(malformedChild); dir != "" {
		decodeAll(dir)
		return
	}
	if dir := os.Getenv(backupChild); dir != "" {
		backUpUntilKilled(dir)
		return
	}
	if dir := os.Getenv(eraseChild); dir != "" {
		eraseUntilKilled(dir)
		return
	}
	if how := os.Getenv(deliverChild); how != "" {
		deliverUntilKilled(how)
		return
	}
	if dir := os.Getenv(windowChild); dir != "" {
		os.Exit(showWindow(dir))
	}
	os.Exit(m.Run())
}

// workUntilKilled imports, attaches, interviews and withdraws without end, and says each settled version once it is settled.
func workUntilKilled(dir string) {
	ctx := context.Background()
	words, _ := model.LoadWords(resources.Lang)
	b, err := openBank(ctx, dir, words, time.Now)
	must(err)
	session, err := b.office.SignIn(ctx, "hr", testPassword)
	must(err)
	hr, err := session.Staff()
	must(err)
	panel, err := hr.Interviewers(ctx)
	must(err)
	for n := os.Getpid() * 1000; ; n++ {
		r, err := hr.Import(ctx, "r.json", strings.NewReader(reportOf(fmt.Sprint("K-", n), "王一", idNumber(n), fmt.Sprintf("199%08d", n%100000000))), office.ImportOptions{})
		must(err)
		id := r.Answers[0].Case
		for _, cmd := range []hiring.Command{
			hiring.AttachCV{CV: hiring.CV{Summary: "cv"}}, hiring.PassGate{Stage: "assessment", Outcome: hiring.Pass},
			hiring.PlanInterview{Panel: []hiring.AccountID{panel[0].ID}, Start: time.Now().Add(time.Hour), End: time.Now().Add(2 * time.Hour), Place: "1"},
			hiring.MoveInterview{Interview: "i1", Start: time.Now().Add(3 * time.Hour), End: time.Now().Add(4 * time.Hour)},
			hiring.CancelInterview{Interview: "i1"}, hiring.AddNote{Text: "n"},
		} {
			out, err := hr.Do(ctx, id, cmd)
			must(err)
			fmt.Println("settled", id, out.Case.Version)
		}
	}
}

func must(err error) {
	if err != nil {
		fmt.Println("failed", err)
		os.Exit(3)
	}
}

// idNumber is a well-formed ID number of nobody: province 99 does not exist.
func idNumber(n int) string {
	body := fmt.Sprintf("990000%s%03d", time.Date(1985, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n%6000).Format("20060102"), n/6000%1000)
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(body[i]-'0') * w
	}
	return body + string("10X98765432"[sum%11])
}

// TestKillNineLosesNothingSettled kills the program at random moments of a scripted workload and looks at what it left.
// RUHANG_KILLS sets how often; CI takes the full 200.
func TestKillNineLosesNothingSettled(t *testing.T) {
	kills := 12
	if os.Getenv("CI") != "" {
		kills = 200
	}
	if v, err := strconv.Atoi(os.Getenv("RUHANG_KILLS")); err == nil {
		kills = v
	}
	s := newShell(t)
	s.now = time.Now()
	settled := map[string]uint64{}
	r := rand.New(rand.NewSource(7))
	for range kills {
		readUntilKilled(t, s.dir, time.Duration(r.Intn(300)+1)*time.Millisecond, settled)
	}
	require.NotEmpty(t, settled)
	b, hr := s.opened("hr")
	ctx := context.Background()
	report, err := hr.Verify(ctx, nil)
	require.NoError(t, err, "no record is half written")
	require.NotZero(t, report.Records)
	for id, version := range settled {
		f, err := hr.CaseFile(ctx, hiring.CaseID(id))
		require.NoError(t, err)
		require.GreaterOrEqual(t, f.Version, version, "a settled command was lost")
	}
	checkOutbox(t, b, hr)
	t.Logf("%d kills, %d cases with settled commands, %d records, none lost", kills, len(settled), report.Records)
}

// readUntilKilled lets a child work for a while after its first settled command, kills it, and notes what it said.
func readUntilKilled(t *testing.T, dir string, after time.Duration, settled map[string]uint64) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), killChild+"="+dir)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(out)
	var once bool
	for lines.Scan() {
		f := strings.Fields(lines.Text())
		require.Equal(t, "settled", f[0], lines.Text())
		version, err := strconv.ParseUint(f[2], 10, 64)
		require.NoError(t, err)
		settled[f[1]] = max(settled[f[1]], version)
		if !once {
			once = true
			time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
		}
	}
	_ = cmd.Wait() // killed: its exit says so
}

// checkOutbox holds the outbox against the ledger: every message that goes out of the house once, and nothing else.
func checkOutbox(t *testing.T, b *bank, hr *office.Staff) {
	want := map[string]int{}
	page := office.CaseQuery{Limit: 500, Sort: office.ByOpened}
	board, err := hr.Board(context.Background(), page)
	require.NoError(t, err)
	for _, row := range board.Rows {
		f, err := hr.CaseFile(context.Background(), row.ID)
		require.NoError(t, err)
		for _, m := range f.Case.Messages {
			if tpl := b.office.Catalog().Messages[m.Template]; tpl.Channel != "inbox" {
				want["message/"+string(row.ID)+"/"+m.ID]++
			}
		}
	}
	got := map[string]int{}
	require.NoError(t, b.store.Read(context.Background(), func(r office.Reader) error {
		rows, err := r.Outbox(office.OutboxQuery{Limit: 100000})
		for _, row := range rows {
			got[row.Key]++
		}
		return err
	}))
	for key, n := range want {
		require.Equal(t, n, got[key], key)
	}
	for key, n := range got {
		require.Equal(t, 1, n, key)
	}
	require.NotEmpty(t, got)
}
