package main

import (
	"bufio"
	"context"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/resources"
	"ruhang/ui/model"
)

// eraseChild names the bank that this process erases cases of until it is killed.
const eraseChild = "RUHANG_ERASE_CHILD"

// laterBy is how much later the child's clock stands: the periods of all that waits are over.
const laterBy = 100 * 24 * time.Hour

func eraseUntilKilled(dir string) {
	ctx := context.Background()
	words, _ := model.LoadWords(resources.Lang)
	b, err := openBank(ctx, dir, words, func() time.Time { return time.Now().Add(laterBy) })
	must(err)
	session, err := b.office.SignIn(ctx, "compliance", testPassword)
	must(err)
	compliance, err := session.Staff()
	must(err)
	due, err := compliance.Retention(ctx, 1)
	must(err)
	fmt.Println("begins")
	for _, p := range due.Due {
		_, err := compliance.EraseDue(ctx, []hiring.CaseID{p.Case}, nil)
		must(err)
	}
	fmt.Println("ends")
}

func TestQ10_AnErasureThatIsKilledIsUndoneOrCompleted(t *testing.T) {
	s := newShell(t)
	s.now = time.Now()
	ctx := context.Background()
	b, hr := s.opened("hr")
	var ids []hiring.CaseID
	for n := range 40 {
		report := strings.NewReplacer(`"score":85,"min":0,"max":100,"pass":true`, `"score":41,"min":0,"max":100,"pass":false`).Replace(
			reportOf(fmt.Sprint("E-", n), fmt.Sprint("金丝雀", n), idNumber(n), fmt.Sprintf("199%08d", n)))
		ids = append(ids, take(t, hr, "r.json", report, office.ImportOptions{}).Answers[0].Case)
	}
	for _, id := range ids {
		file, err := hr.Attach(ctx, id, hiring.Basic, "cv.png", strings.NewReader(string(picture())))
		require.NoError(t, err)
		_, err = hr.Do(ctx, id, hiring.AddNote{Text: "cv", File: file}) // named by a record, or it would be swept
		require.NoError(t, err)
	}
	require.NoError(t, b.close())
	marks, files := map[hiring.CaseID][][]byte{}, map[hiring.CaseID][]string{}
	for _, id := range ids {
		marks[id], files[id] = ciphers(t, s.dir, string(id)), filesOf(t, s.dir, string(id))
	}
	s.now = s.now.Add(laterBy)
	r := rand.New(rand.NewSource(3))
	erased := 0
	for range 5 {
		killErasing(t, s.dir, time.Duration(r.Intn(120)+1)*time.Millisecond)
		erased = s.halves(t, ids, marks, files)
	}
	require.NotZero(t, erased, "nothing was erased before a kill")
	t.Logf("5 kills, %d of %d erased, none half", erased, len(ids))
}

func killErasing(t *testing.T, dir string, after time.Duration) {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), eraseChild+"="+dir)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(out)
	require.True(t, lines.Scan())
	require.Equal(t, "begins", lines.Text())
	time.Sleep(after)
	require.NoError(t, cmd.Process.Kill())
	_ = cmd.Wait()
}

// halves looks at what a kill left: each case is whole, or gone with everything once the next sign-in has ticked.
func (s *shell) halves(t *testing.T, ids []hiring.CaseID, marks map[hiring.CaseID][][]byte, files map[hiring.CaseID][]string) (erased int) {
	ctx := context.Background()
	b, hr := s.opened("hr")
	defer b.close()
	_, err := b.office.Tick(ctx)
	require.NoError(t, err)
	report, err := s.door(b, "admin").Verify(ctx, nil)
	require.NoError(t, err)
	require.NotZero(t, report.Records)
	var gone [][]byte
	for _, id := range ids {
		f, err := hr.CaseFile(ctx, id)
		if err == nil {
			require.NotEmpty(t, f.Person.Name)
			require.NotEmpty(t, f.Case.Reports)
			for _, path := range files[id] {
				require.FileExists(t, path)
			}
			continue
		}
		require.True(t, fault.Is(err, fault.Missing), "%v", err)
		gone = append(gone, marks[id]...)
		for _, path := range files[id] {
			require.NoFileExists(t, path)
		}
		erased++
	}
	found, _ := foundIn(t, s.dir, gone)
	require.Zero(t, found)
	all, err := s.door(b, "compliance").ErasureCertificates(ctx)
	require.NoError(t, err)
	require.Len(t, all, erased)
	for _, c := range all {
		require.False(t, c.FinishedAt.IsZero())
	}
	return erased
}
