package sqlite

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/core/office/officetest"
)

// childPath, set, makes this test binary the program that is killed; killsWanted asks for more rounds than usual.
const childPath, killsWanted = "SQLITE_CHILD_PATH", "RUHANG_KILLS"

func TestMain(m *testing.M) {
	if path := os.Getenv(childPath); path != "" {
		fmt.Println("failed", settleUntilKilled(path))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// recordsOf is how many records the nth settling writes: a half written one shows in the sum.
func recordsOf(n int) int { return 1 + n%5 }

func outboxKey(n int) string { return "effect-" + strconv.Itoa(n) }

func settleUntilKilled(path string) error {
	s, err := Open(ctx, path)
	if err != nil {
		return err
	}
	for {
		done := 0
		err := s.Update(ctx, func(tx office.Tx) (err error) {
			done, err = settleNext(tx)
			return err
		})
		switch {
		case err == nil:
			fmt.Println("settled", done)
		case !fault.HasCode(err, "store.busy"):
			return err
		}
	}
}

// settleNext writes the next numbered settling: records, an intent, an effect, the row of a case, and every second time the
// effect before it is done.
func settleNext(tx office.Tx) (int, error) {
	n, err := settled(tx)
	if err != nil {
		return 0, err
	}
	n++
	row, _, err := tx.Case("c1")
	if err != nil {
		return 0, err
	}
	_, err = officetest.Append(tx, "c1", row.Version+1, recordsOf(n), func(i int) []byte { return make([]byte, 300+n%7*900) })
	if err != nil {
		return 0, err
	}
	if n%2 == 0 {
		waiting, err := tx.Outbox(office.OutboxQuery{States: []office.EffectState{office.EffectWaiting}, Limit: 1})
		if err != nil {
			return 0, err
		}
		done := waiting[0]
		done.State, done.DoneAt = office.EffectDone, epoch
		if _, err := tx.PutOutbox(waiting[0], done); err != nil {
			return 0, err
		}
	}
	return n, firstOf(tx.PutIntent(office.Intent{ID: "intent-" + strconv.Itoa(n), Case: "c1", SettledAt: epoch, OK: true}),
		tx.Queue(office.OutboxRow{Key: outboxKey(n), Kind: "message", At: epoch}),
		tx.PutCase(office.CaseRow{ID: "c1", Version: row.Version + uint64(recordsOf(n)), Head: make([]byte, 200)}),
		tx.PutSetting("settled", []byte(strconv.Itoa(n)), epoch, "acc-1"))
}

func settled(r office.Reader) (int, error) {
	raw, ok, err := r.Setting("settled")
	if !ok {
		return 0, err
	}
	return strconv.Atoi(string(raw))
}

// killOnce starts programs over the bank, kills them all at some moment, and gives the last settling they reported.
func killOnce(t *testing.T, path string, programs int, after time.Duration) (last int) {
	told := make(chan int, programs)
	for range programs {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), childPath+"="+path)
		out, err := child.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, child.Start())
		go func() {
			n, killing := 0, false
			for lines := bufio.NewScanner(out); lines.Scan(); {
				word, number, _ := cut(lines.Text())
				if word == "failed" {
					t.Error(lines.Text())
				}
				if number > n {
					n = number
				}
				if !killing {
					killing = true
					time.AfterFunc(after, func() { _ = child.Process.Kill() })
				}
			}
			_ = child.Wait() // killed
			told <- n
		}()
	}
	for range programs {
		last = max(last, <-told)
	}
	return last
}

func cut(line string) (word string, n int, ok bool) {
	_, err := fmt.Sscanf(line, "%s %d", &word, &n)
	return word, n, err == nil
}

func TestAKilledProgramLosesNothingItReported(t *testing.T) {
	rounds := 20
	if more, err := strconv.Atoi(os.Getenv(killsWanted)); err == nil {
		rounds = more
	}
	path := fresh(t)
	for round := range rounds {
		reported := killOnce(t, path, 1+round%2, time.Duration(rand.IntN(60_000))*time.Microsecond)
		require.Positive(t, reported, "the program got to work")
		afterTheKill(t, path, reported)
	}
}

func afterTheKill(t *testing.T, path string, reported int) {
	s, err := Open(ctx, path)
	require.NoError(t, err)
	require.NoError(t, check(ctx, s.writer, "integrity_check"))
	report := verified(t, s)
	require.NoError(t, s.Read(ctx, func(r office.Reader) error {
		n, err := settled(r)
		require.NoError(t, err)
		require.GreaterOrEqual(t, n, reported, "what was reported is there")
		wanted := 0
		var waiting []string
		for i := 1; i <= n; i++ {
			wanted += recordsOf(i)
			_, ok, err := r.Intent("intent-" + strconv.Itoa(i))
			require.NoError(t, err)
			require.True(t, ok, "intent %d", i)
			if i%2 == 0 || i == n {
				waiting = append(waiting, outboxKey(i))
			}
		}
		require.EqualValues(t, wanted, report.Records, "every settling is whole, or not there")
		row, _, err := r.Case("c1")
		require.NoError(t, err)
		require.EqualValues(t, wanted, row.Version)
		rows, err := r.Outbox(office.OutboxQuery{States: []office.EffectState{office.EffectWaiting}})
		slices.Reverse(rows)
		var keys []string
		for _, o := range rows {
			keys = append(keys, o.Key)
		}
		require.Equal(t, waiting, keys, "no effect is lost or doubled")
		return err
	}))
	require.Equal(t, "0", text(t, s.reader, `SELECT count(*) FROM record LEFT JOIN body USING (seq) WHERE sealed IS NULL`))
	require.NoError(t, s.Close())
}
