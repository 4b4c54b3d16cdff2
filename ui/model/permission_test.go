package model_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/model"
	"ruhang/ui/uitest"
)

// placed is a case of the test with what decides who may see it.
type placed struct {
	id     hiring.CaseID
	branch string
	panel  []hiring.AccountID
}

// crowd is a bank with cases at many stops and in many branches, and the door through which each random account comes.
type crowd struct {
	*uitest.Fixture
	cases []placed
	dice  *rand.Rand
}

func newCrowd(t *testing.T) *crowd {
	w := &crowd{Fixture: uitest.Bank(t), dice: rand.New(rand.NewSource(17))}
	panel := []hiring.AccountID{w.Account("interviewer1"), w.Account("interviewer2")}
	for _, stop := range []string{"waiting", "assessment/cv", "check/flagged", "offer/negotiating", "offer/approving", "onboarding/ready", "confirmed"} {
		at := placed{id: w.CaseAt(stop), branch: "zhengdong"}
		if stop != "waiting" && stop != "assessment/cv" {
			at.panel = panel
		}
		w.cases = append(w.cases, at)
	}
	for _, branch := range []string{"head_office", "zhengzhou", "zhengdong_lakeside", "jinshui", "luoyang"} {
		res, err := w.Staff("hr").Import(context.Background(), "ai.json", bytes.NewReader(w.Report("teller", 90)), office.ImportOptions{Branch: branch})
		require.NoError(t, err)
		w.cases = append(w.cases, placed{id: res.Answers[0].Case, branch: branch})
	}
	return w
}

var staffRoles = []string{"hr", "interviewer", "approver", "compliance", "admin"}

// draw makes an account with random roles and a random place; an interviewer is put on the panel of some case that still has none.
func (w *crowd) draw(t *testing.T, n int) *office.Staff {
	roles := []string{staffRoles[w.dice.Intn(len(staffRoles))]}
	if extra := staffRoles[w.dice.Intn(len(staffRoles))]; w.dice.Intn(3) == 0 && extra != roles[0] {
		roles = append(roles, extra)
	}
	branches := append([]string{"", ""}, "zhengzhou", "zhengdong", "luoyang", "jinshui")
	login := fmt.Sprintf("drawn%d", n)
	a, err := w.Staff(uitest.People()[0].Login).AddAccount(context.Background(),
		office.Account{Login: login, Name: login, Roles: roles, Branch: branches[w.dice.Intn(len(branches))]}, uitest.Password)
	require.NoError(t, err)
	if slices.Contains(roles, "interviewer") {
		id := w.CaseAt("interview")
		w.Do("hr", id, hiring.PlanInterview{Panel: []hiring.AccountID{a.ID}, Start: w.Now().Add(48 * time.Hour), End: w.Now().Add(49 * time.Hour), Place: "head_1601"})
		w.cases = append(w.cases, placed{id: id, branch: "zhengdong", panel: []hiring.AccountID{a.ID}})
	}
	return w.Staff(login)
}

// mayOf reads the matrix itself, not the code under test.
func mayOf(w *crowd, a office.Account, list func(r string) []string, what string) bool {
	return slices.ContainsFunc(a.Roles, func(r string) bool { return slices.Contains(list(r), what) })
}

func (w *crowd) commands(r string) []string { return w.Catalog.Roles[r].Commands }
func (w *crowd) jobs(r string) []string     { return w.Catalog.Roles[r].Office }

func (w *crowd) inScope(a office.Account, c placed) bool {
	for at := c.branch; a.Branch != "" && at != a.Branch; {
		if b := w.Catalog.Bank.Branch(at); b != nil && b.Parent != "" {
			at = b.Parent
			continue
		}
		return false
	}
	return mayOf(w, a, w.jobs, "all_cases") || slices.Contains(c.panel, a.ID)
}

// TestQ08Q03_Control17_Control18_EveryWayInAgrees draws accounts with random roles, places and assignments, and cases at every stop:
// what the matrix of roles.yaml and the tree of branches allow is what the board, the search, the export, the case page, its
// buttons and Decide allow, and nothing else.
func TestQ08Q03_Control17_Control18_EveryWayInAgrees(t *testing.T) {
	w := newCrowd(t)
	ctx := context.Background()
	for n := range 24 {
		s := w.draw(t, n)
		a := s.Account
		var want []hiring.CaseID
		for _, c := range w.cases {
			if w.inScope(a, c) {
				want = append(want, c.id)
			}
		}
		t.Run(fmt.Sprintf("%s at %q", strings.Join(a.Roles, "+"), a.Branch), func(t *testing.T) {
			require.ElementsMatch(t, want, w.onBoard(t, s), "the board")
			require.ElementsMatch(t, want, w.bySearch(t, s), "the search")
			exported := w.exported(t, s)
			if mayOf(w, a, w.jobs, "export") {
				require.Len(t, exported, len(want), "the export")
			}
			for _, c := range w.cases {
				file, err := s.CaseFile(ctx, c.id)
				if !slices.Contains(want, c.id) {
					require.True(t, fault.Is(err, fault.Missing), "%v", err)
					_, err = s.Do(ctx, c.id, hiring.AddNote{Text: "x"})
					require.Equal(t, "case.missing", fault.Of(err).Code, "what is out of reach does not exist, also for a command")
					continue
				}
				require.NoError(t, err)
				if exported != nil {
					seen, err := json.Marshal(file.Case)
					require.NoError(t, err)
					require.JSONEq(t, string(seen), string(exported[c.id]), "screen and export show the same")
				}
				w.offersOnlyWhatIsAllowed(t, s, file)
				w.decidesAsTheMatrixSays(t, s, file)
			}
		})
	}
}

func (w *crowd) onBoard(t *testing.T, s *office.Staff) []hiring.CaseID {
	page, err := s.Board(context.Background(), office.CaseQuery{Limit: 1000,
		Statuses: []hiring.Status{hiring.Waiting, hiring.Open, hiring.Rejected, hiring.Withdrawn, hiring.Confirmed, hiring.Separated}})
	require.NoError(t, err)
	var out []hiring.CaseID
	for _, row := range page.Rows {
		out = append(out, row.ID)
		if !w.reads(s, hiring.Background) {
			require.Zero(t, row.Flags+row.ToVerify)
			require.Empty(t, row.Light)
		}
		if !w.reads(s, hiring.Evaluation) {
			require.Empty(t, row.Head.AI+row.Head.Panel)
		}
		if !mayOf(w, s.Account, w.jobs, "contact") {
			require.Empty(t, row.Head.Phone+row.Head.IDTail)
		}
	}
	if !w.reads(s, hiring.Background) {
		flagged, err := s.Board(context.Background(), office.CaseQuery{Flagged: true, Limit: 1000})
		require.NoError(t, err)
		all, err := s.Board(context.Background(), office.CaseQuery{Limit: 1000})
		require.NoError(t, err)
		require.Len(t, flagged.Rows, len(all.Rows), "a filter does not tell what the rows hide")
	}
	return out
}

func (w *crowd) reads(s *office.Staff, class hiring.Class) bool {
	return hiring.Compartments(hiring.Actor{Roles: s.Account.Roles}, w.Catalog.Roles)[class]
}

// bySearch is who can be found by any piece of any name or number.
func (w *crowd) bySearch(t *testing.T, s *office.Staff) []hiring.CaseID {
	found := map[hiring.CaseID]bool{}
	for _, c := range w.cases {
		p := w.File("hr", c.id).Person
		hits, err := s.Find(context.Background(), p.Name, 1000)
		require.NoError(t, err)
		for _, h := range hits {
			found[h.ID] = true
		}
		tail := p.Phone[len(p.Phone)-4:]
		byPhone, err := s.Find(context.Background(), tail, 1000)
		require.NoError(t, err)
		if !mayOf(w, s.Account, w.jobs, "contact") {
			require.Empty(t, byPhone, "who may not see a number cannot find by it")
		}
	}
	var out []hiring.CaseID
	for id := range found {
		out = append(out, id)
	}
	return out
}

// exported is what the account may export, by case; nil when it may not export at all.
func (w *crowd) exported(t *testing.T, s *office.Staff) map[hiring.CaseID]json.RawMessage {
	var file bytes.Buffer
	_, err := s.Export(context.Background(), "json", &file)
	if !mayOf(w, s.Account, w.jobs, "export") {
		require.True(t, fault.Is(err, fault.Denied))
		return nil
	}
	require.NoError(t, err)
	out := map[hiring.CaseID]json.RawMessage{}
	for d := json.NewDecoder(&file); d.More(); {
		var row struct {
			Case json.RawMessage `json:"case"`
		}
		require.NoError(t, d.Decode(&row))
		var c struct{ ID hiring.CaseID }
		require.NoError(t, json.Unmarshal(row.Case, &c))
		out[c.ID] = row.Case
	}
	return out
}

// offersOnlyWhatIsAllowed: a button that is there may be refused for today, but is never beyond the account's roles.
func (w *crowd) offersOnlyWhatIsAllowed(t *testing.T, s *office.Staff, file *office.CaseFile) {
	r := model.NewReader(s.Session, "en", w.Words.In("en"))
	head := r.CaseHead(file)
	acts := head.Menu
	if head.Next != nil {
		acts = append(acts, *head.Next)
	}
	for _, act := range acts {
		require.False(t, fault.Is(act.Why, fault.Denied), "%s is offered to %v", act.ID, s.Account.Roles)
		if slices.Contains(hiring.CommandNames(), act.ID) {
			require.True(t, mayOf(w, s.Account, w.commands, act.ID), "%s is offered to %v", act.ID, s.Account.Roles)
		}
	}
	for tab, class := range map[string]hiring.Class{"report": hiring.Evaluation, "kit": hiring.Evaluation, "checks": hiring.Background, "offer": hiring.Salary, "onboarding": hiring.Identity} {
		require.Equal(t, w.reads(s, class), slices.Contains(r.CaseTabs(file), tab), "%s for %v", tab, s.Account.Roles)
	}
	for _, item := range file.Work {
		require.True(t, w.reads(s, item.Class()), "%s is told to %v", item.Code, s.Account.Roles)
	}
}

// decidesAsTheMatrixSays gives random commands, empty and therefore mostly refused: what the matrix does not name is denied before
// anything else, and asking gives the same answer as doing.
func (w *crowd) decidesAsTheMatrixSays(t *testing.T, s *office.Staff, file *office.CaseFile) {
	names := hiring.CommandNames()
	for range 12 {
		name := names[w.dice.Intn(len(names))]
		cmd, err := hiring.DecodeCommand(name, nil)
		require.NoError(t, err)
		asked := file.May(cmd)
		allowed := mayOf(w, s.Account, w.commands, name)
		require.Equal(t, !allowed, fault.Of(asked).Code == "command.denied", "%s for %v: %v", name, s.Account.Roles, asked)
		if asked != nil {
			_, done := s.Do(context.Background(), file.Case.ID, cmd)
			require.Equal(t, fault.Of(asked).Code, fault.Of(done).Code, "%s: asking and doing agree", name)
		}
	}
}

func TestControl17_AnUnknownActionIsDenied(t *testing.T) {
	_, err := hiring.DecodeCommand("give_me_everything", nil)
	require.Equal(t, "command.unknown", fault.Of(err).Code)
	f := uitest.Bank(t)
	c := &hiring.Case{ID: "c1", Status: hiring.Open}
	for _, who := range []hiring.Actor{{}, {Account: "x"}, {Account: "x", Roles: []string{"nobody"}}} {
		for _, name := range hiring.CommandNames() {
			cmd, err := hiring.DecodeCommand(name, nil)
			require.NoError(t, err)
			_, err = hiring.Decide(c, hiring.Env{Who: who, Catalog: f.Catalog, Now: f.Now()}, cmd)
			require.True(t, fault.Is(err, fault.Denied), name)
		}
	}
}
