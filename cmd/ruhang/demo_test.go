package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/core/screening"
	"ruhang/data/demo"
	"ruhang/resources"
	"ruhang/ui/model"
)

// demoNow is a Monday morning in China.
var demoNow = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

// records are all cases of a demo bank, as HR reads them, with what is needed to count in them.
type records struct {
	*testing.T
	cat   *catalog.Catalog
	hr    *office.Staff
	cases []*hiring.Case
	names map[hiring.CaseID]hiring.Person
	today office.Day
}

func demoCall(t *testing.T) *call {
	words, err := model.LoadWords(resources.Lang)
	require.NoError(t, err)
	return &call{words: words, now: func() time.Time { return demoNow }}
}

// demoRecords makes a demo bank in a real folder and reads every case back from its ledger.
func demoRecords(t *testing.T, opt demo.Options) *records {
	ctx := context.Background()
	b, err := demoCall(t).demoBank(ctx, filepath.Join(t.TempDir(), "bank"), opt, nil)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, b.close()) })
	session, err := b.office.SignIn(ctx, "hr", demo.Password)
	require.NoError(t, err)
	r := &records{T: t, cat: b.office.Catalog(), names: map[hiring.CaseID]hiring.Person{}}
	r.hr, err = session.Staff()
	require.NoError(t, err)
	page, err := r.hr.Board(ctx, office.CaseQuery{Sort: office.ByOpened, Limit: 2000, Statuses: []hiring.Status{hiring.Waiting, hiring.Open,
		hiring.Rejected, hiring.Withdrawn, hiring.Confirmed, hiring.Separated, hiring.Undone}})
	require.NoError(t, err)
	for _, row := range page.Rows {
		f, err := r.hr.CaseFile(ctx, row.ID)
		require.NoError(t, err)
		r.cases, r.names[row.ID] = append(r.cases, f.Case), f.Person
	}
	r.today, err = r.hr.Today(ctx)
	require.NoError(t, err)
	return r
}

func TestDemoBankHoldsTheArticlesStatements(t *testing.T) {
	all := demoRecords(t, defaultDemo)
	require.Len(t, all.cases, defaultDemo.Cases)
	for name, show := range map[string]func(*records){
		"Z-33 B-06 service and what followed": (*records).service, "K-03 F-07 F-08 risk, learning, teamwork": (*records).later,
		"Z-36 K-04 finance in a window": (*records).finance, "Z-15 Y-10 offer within hours": (*records).offerTime,
		"Z-16 acceptance": (*records).acceptance, "Z-31 B-08 Y-11 durations": (*records).durations, "Z-32 automated": (*records).automated,
		"Z-37 B-09 K-05 Z-41 accuracy and retention": (*records).accuracy, "K-06 NPL": (*records).npl, "Z-22 Z-05 Z-35 Z-08 Z-09 K-02 showcase": (*records).showcase,
		"Z-20 Z-18 Y-06 N-20 every state": (*records).states, "nobody is real": (*records).invented,
	} {
		t.Run(name, func(t *testing.T) {
			part := *all
			part.T = t
			show(&part)
		})
	}
}

// named is the case of a showcase's candidate.
func (r *records) named(name string) *office.CaseFile {
	r.Helper()
	for id, p := range r.names {
		if p.Name == name {
			f, err := r.hr.CaseFile(context.Background(), id)
			require.NoError(r, err)
			return f
		}
	}
	require.Fail(r, "nobody of that name", name)
	return nil
}

func (r *records) showcase() {
	chain := r.named("林嘉穗").Chain
	for i, want := range []office.ChainLink{{Code: "ai", Value: "85"}, {Code: "interview", Value: "90"}, {Code: "check", Value: "green"}, {Code: "offer", Value: "signed"}} {
		require.Equal(r, []string{want.Code, want.Value, "done"}, []string{chain[i].Code, chain[i].Value, chain[i].State})
		require.False(r, chain[i].At.IsZero())
		require.True(r, i == 0 || chain[i].At.After(chain[i-1].At))
	}
	require.Contains(r, reasons(r.named("陆景行").Case), "logic_assertive")
	hops := r.named("石沐阳").Case
	require.Equal(r, "stability", hops.Flags[0].Kind)
	require.Contains(r, reasons(hops), "frequent_moves")
	degree := r.named("邱立新").Case.Flags[0]
	require.Equal(r, []string{"discrepancy", "bachelor", "junior_college"}, []string{degree.Kind, degree.Says, degree.Proof})
	gap := r.named("姜念安").Case.ToVerify[0]
	require.Equal(r, "gap", gap.Kind)
	require.True(r, gap.From.Valid() && gap.To.Valid() && gap.ExplainedBy == "")
	violation := r.named("贺修远").Case.Flags[0]
	require.Equal(r, "credit_violation", violation.Kind)
	require.Equal(r, hiring.Red, violation.Light)
	late := r.named("欧阳清扬").Case
	require.Len(r, late.Interviews[0].Cards, 1)
	require.True(r, slices.ContainsFunc(late.Messages, func(m hiring.Message) bool { return m.Template == "score_escalated" || m.Template == "score_second" }))
}

// reasons are the rules that questions of the kit were drawn by.
func reasons(c *hiring.Case) []string {
	var out []string
	for _, it := range c.Kit {
		for _, why := range it.Reasons {
			out = append(out, why.Rule)
		}
	}
	return out
}

func (r *records) states() {
	count := map[string]int{}
	for _, c := range r.cases {
		count[string(c.Status)]++
		count["stage "+c.Stage]++
		if o := c.Offer(); o != nil {
			count["offer "+string(o.State)]++
		}
		for _, m := range c.Materials {
			count["material "+string(m.State)]++
		}
		for _, m := range c.Messages {
			count["message "+m.Template]++
		}
	}
	for _, want := range []string{"waiting", "open", "rejected", "withdrawn", "confirmed", "separated", "stage assessment", "stage interview", "stage check",
		"stage offer", "stage onboarding", "stage probation", "offer draft", "offer approving", "offer refused", "offer approved", "offer issued", "offer negotiating",
		"offer signed", "offer declined", "offer rescinded", "material awaited", "material submitted", "material accepted", "material returned",
		"message score_reminder", "message probation_review", "message probation_due", "message welcome_sms", "message offer_expired"} {
		require.Positive(r, count[want], want)
	}
	require.GreaterOrEqual(r, count["waiting"], 5)
	require.Len(r, r.today.Arrivals, 3)
	require.NotEmpty(r, r.today.Rounds)
	oldest := slices.MinFunc(r.cases, func(a, b *hiring.Case) int { return a.ReceivedAt.Compare(b.ReceivedAt) })
	require.GreaterOrEqual(r, hiring.DateOf(oldest.ReceivedAt).DaysUntil(hiring.DateOf(demoNow)), 500)
	newcomer := r.named("万云舒").Case
	require.GreaterOrEqual(r, len(slices.DeleteFunc(slices.Clone(newcomer.Probation.Weeks), func(w hiring.Week) bool { return len(w.Progress) == 0 })), 4)
	asked := r.named("戴若堃").Case
	require.Equal(r, hiring.Waiting, asked.Status)
	require.Nil(r, asked.Reviews[0].Answered)
}

// invented: identity numbers are right by their checksum and of no place, phones of a range nobody was given, names of all kinds.
func (r *records) invented() {
	numbers, rare, dotted := map[string]bool{}, 0, 0
	for id := range r.names {
		p, err := r.hr.Reveal(context.Background(), id)
		require.NoError(r, err)
		facts, err := screening.IDNumber(p.IDNumber, hiring.DateOf(demoNow))
		require.NoError(r, err)
		require.Equal(r, "990000", facts.Region)
		phone, ok := screening.Mobile(p.Phone)
		require.True(r, ok)
		require.Equal(r, "154", phone[:3])
		numbers[p.IDNumber], numbers[phone] = true, true
		if strings.ContainsAny(p.Name, "喆堃旻") {
			rare++
		}
		if strings.Contains(p.Name, "·") {
			dotted++
		}
	}
	require.Len(r, numbers, 2*len(r.names), "nobody shares a number")
	require.Positive(r, rare)
	require.Positive(r, dotted)
}

func TestDemoBankIsTheSameForASeed(t *testing.T) {
	counts := func(seed int64) map[string]int {
		out := map[string]int{}
		for _, c := range demoRecords(t, demo.Options{Cases: 60, Seed: seed}).cases {
			score, _ := c.PanelScore()
			out[fmt.Sprint(c.Status, c.Stage, c.Position, c.Branch, c.OpenedAt, c.Version, c.Report().Overall, score)]++
		}
		return out
	}
	require.Equal(t, counts(7), counts(7))
	require.NotEqual(t, counts(7), counts(8))
}

func TestQ15_DemoStartsWithABankAndResets(t *testing.T) {
	ctx, c, dir := context.Background(), demoCall(t), filepath.Join(t.TempDir(), "bank")
	opt := demo.Options{Cases: 60, Seed: 1}
	steps := 0
	b, err := c.demoBank(ctx, dir, opt, func(done, total int) { steps++; require.LessOrEqual(t, done, total) })
	require.NoError(t, err)
	require.Positive(t, steps)
	session, err := b.office.SignIn(ctx, "candidate", demo.Password)
	require.NoError(t, err)
	guest, err := session.Guest()
	require.NoError(t, err)
	j, err := guest.Journey(ctx)
	require.NoError(t, err)
	require.Equal(t, hiring.OfferIssued, j.Offer.State)
	pdf, err := guest.OfferPDF(ctx, j.Offer.Version)
	require.NoError(t, err)
	proof, err := session.VerifyPDF(ctx, pdf)
	require.NoError(t, err)
	require.Equal(t, session.Account.Case, proof.Case)
	require.Len(t, proof.Signatures, 1, "the demo bank's letters are sealed like any other")
	require.NoError(t, guest.Do(ctx, hiring.DeclineOffer{Reason: "family"}))
	require.NoError(t, b.close())

	b, err = c.demoBank(ctx, dir, opt, nil)
	require.NoError(t, err)
	session, err = b.office.SignIn(ctx, "candidate", demo.Password)
	require.NoError(t, err)
	guest, err = session.Guest()
	require.NoError(t, err)
	j, err = guest.Journey(ctx)
	require.NoError(t, err)
	require.Equal(t, hiring.OfferIssued, j.Offer.State, "what was tried out is gone")
	require.NoError(t, b.close())

	require.NoError(t, os.Remove(filepath.Join(dir, demoMark)))
	_, err = c.demoBank(ctx, dir, opt, nil)
	require.True(t, fault.Is(err, fault.Refused), "a bank that is no demo is never thrown away")
}
