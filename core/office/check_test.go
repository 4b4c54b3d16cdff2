package office_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/uitest"
)

func TestZ06_N11_NoOrderLeavesWithoutItsConsent(t *testing.T) {
	f, source := connected(t, office.ConnectorAccount{PerMin: 60})
	id := f.CaseAt("interview/scored")
	f.Do("hr", id, hiring.PassGate{Stage: "interview", Outcome: hiring.Pass})
	require.Len(t, f.File("hr", id).Case.Checks, 3, "exactly three orders, without a click")
	deliver(t, f)
	f.Advance(30 * time.Hour)
	_, err := f.Office.ReconcileChecks(context.Background())
	require.NoError(t, err)
	deliver(t, f)
	require.Empty(t, source.asked())
	require.Equal(t, hiring.CheckAwaitsConsent, state(f, id))
	require.NoError(t, f.Guest(id).Do(context.Background(), hiring.GiveConsent{Purpose: "check"}))
	deliver(t, f)
	require.Equal(t, []string{"order employment"}, source.asked())
	require.Equal(t, hiring.CheckRunning, state(f, id))
	for _, q := range source.orders {
		require.Empty(t, q.Name, "a register of companies is not told whose jobs they are")
		require.Empty(t, q.IDNumber)
		require.Empty(t, q.Education)
		require.NotEmpty(t, q.Employments)
		require.Equal(t, f.Catalog.Privacy.Consent("check").Hash, q.Consent)
	}
}

func TestN11_AConsentTakenBackKeepsWhatIsOwedFromLeaving(t *testing.T) {
	f, source := connected(t, office.ConnectorAccount{})
	id := f.CaseAt("check/consented")
	require.NoError(t, f.Guest(id).Do(context.Background(), hiring.WithdrawConsent{Purpose: "check"}))
	deliver(t, f)
	require.Empty(t, source.asked())
	f.Advance(2 * time.Hour)
	deliver(t, f)
	require.Empty(t, source.asked(), "nothing of it is left in the outbox")
}

// TestZ07_N12_AnAnswerIsOnScreenWithinTwoSecondsAndOnTheTimeline measures by the change feed, which open pages live on.
func TestZ07_N12_AnAnswerIsOnScreenWithinTwoSecondsAndOnTheTimeline(t *testing.T) {
	f, source := connected(t, office.ConnectorAccount{})
	id := f.CaseAt("check/consented")
	changes, stop := f.Office.Changes()
	defer stop()
	source.answers["employment"] = green()
	begun := time.Now()
	deliver(t, f)
	for told := false; !told; {
		select {
		case c := <-changes:
			told = c.Case == id && slices.Contains(c.Parts, "check_reported")
		case <-time.After(2 * time.Second):
			t.Fatal("no open page heard of the result")
		}
	}
	t.Logf("asked, recorded and told in %s", time.Since(begun).Round(time.Millisecond))
	require.Less(t, time.Since(begun), 2*time.Second)
	file := f.File("hr", id)
	require.True(t, slices.ContainsFunc(file.Timeline, func(m office.Moment) bool { return m.Kind == "check_reported" && m.Auto }))
	report := employment(f, id).Latest()
	require.Equal(t, "http", report.Method)
	require.Equal(t, hiring.System, report.By)
	require.Equal(t, f.Catalog.Checks["employment"].Source("tianyancha").Name["zh"], report.Source)
	require.Len(t, report.Files, 1)
	raw, err := f.Staff("hr").File(context.Background(), id, report.Files[0])
	require.NoError(t, err)
	sum := sha256.Sum256(raw)
	require.Equal(t, report.Files[0].SHA256, hex.EncodeToString(sum[:]), "the evidence is the answer as it came")
	require.NotEmpty(t, report.ValidUntil)
}

func TestZ07_AnOrderThatRunsIsAskedAboutUntilItIsDone(t *testing.T) {
	f, source := connected(t, office.ConnectorAccount{PriceFen: 100})
	id := f.CaseAt("check/consented")
	deliver(t, f)
	ref := employment(f, id).Reference()
	require.NotEmpty(t, ref)
	require.EqualValues(t, 100, standing(t, f).Health.SpentFen)
	before := len(f.File("hr", id).Timeline)
	for range 3 {
		f.Advance(6 * time.Hour)
		deliver(t, f)
	}
	require.Equal(t, []string{"order employment", "poll " + ref, "poll " + ref, "poll " + ref}, source.asked())
	require.Len(t, f.File("hr", id).Timeline, before, "an answer that says nothing new is no event")
	require.Zero(t, standing(t, f).Health.SpentFen, "a new day, and asking what became of it costs nothing")
	source.set(func() {
		source.answers[ref] = office.CheckAnswer{State: "incomplete", Reference: ref, Note: "缺离职证明"}
	})
	f.Advance(6 * time.Hour)
	deliver(t, f)
	require.Equal(t, hiring.CheckIncomplete, state(f, id))
	inbox, err := f.Staff("hr").Inbox(context.Background(), 50)
	require.NoError(t, err)
	require.True(t, slices.ContainsFunc(inbox, func(l office.Letter) bool { return strings.HasPrefix(l.Subject, "背调需补充") }), "HR is told")
	source.set(func() { source.answers[ref] = green() })
	require.NoError(t, f.Staff("hr").AskAgain(context.Background(), id, employment(f, id).ID))
	deliver(t, f)
	require.Equal(t, hiring.CheckDone, state(f, id))
	n := len(source.asked())
	f.Advance(48 * time.Hour)
	deliver(t, f)
	require.Len(t, source.asked(), n, "what is done is not asked about again")
}

func TestAnOutageWaitsAndBlocksNothingElse(t *testing.T) {
	f, source := connected(t, office.ConnectorAccount{})
	id := f.CaseAt("check/consented")
	source.down = true
	for range 3 {
		f.Advance(5 * time.Minute)
		deliver(t, f)
	}
	require.Equal(t, "resting", standing(t, f).Standing, "the breaker is open")
	require.Equal(t, "outward.unreachable", standing(t, f).Health.Code)
	require.Equal(t, 1, standing(t, f).Waiting)
	asked := len(source.asked())
	deliver(t, f)
	require.Len(t, source.asked(), asked, "nobody asks while it rests")
	require.Equal(t, hiring.CheckOrdered, state(f, id))
	require.Equal(t, "resting", f.File("hr", id).Sources["tianyancha"], "the waiting case shows it")
	order := employment(f, id)
	f.Do("hr", id, hiring.RecordCheck{Order: f.File("hr", id).Case.Checks[0].ID, Light: hiring.Green, Source: "chsi.com.cn", Method: "file"})
	source.set(func() { source.down, source.answers["employment"] = false, green() })
	f.Advance(2 * time.Hour)
	deliver(t, f)
	require.Equal(t, "ready", standing(t, f).Standing)
	require.Equal(t, order.ID, employment(f, id).ID)
	require.Equal(t, hiring.CheckDone, state(f, id))
}

func TestAConnectorThatSaysNoIsStoppedUntilAPersonLooks(t *testing.T) {
	f, source := connected(t, office.ConnectorAccount{})
	f.CaseAt("check/consented")
	id := f.CaseAt("check/consented")
	source.denies = true
	deliver(t, f)
	require.Len(t, source.asked(), 1, "nobody asks a second time with what was refused")
	f.Advance(26 * time.Hour)
	deliver(t, f)
	require.Len(t, source.asked(), 1)
	require.Equal(t, "stopped", standing(t, f).Standing)
	notice, err := f.Staff(admin).ConnectorNotice(context.Background())
	require.NoError(t, err)
	require.True(t, fault.HasCode(notice, "connector.stopped"), "administrators are told")
	source.set(func() { source.denies, source.answers["employment"] = false, green() })
	ctx := context.Background()
	require.True(t, fault.Is(f.Staff("hr").ResumeConnector(ctx, "tianyancha"), fault.Denied))
	require.NoError(t, f.Staff(admin).ResumeConnector(ctx, "tianyancha"))
	deliver(t, f)
	require.Equal(t, hiring.CheckDone, state(f, id))
	notice, err = f.Staff(admin).ConnectorNotice(ctx)
	require.NoError(t, err)
	require.NoError(t, notice)
}

func TestTheCapOfADayAndTheCallsOfAMinuteHold(t *testing.T) {
	f, source := connected(t, office.ConnectorAccount{PriceFen: 200, DailyFen: 500, PerMin: 1})
	for range 4 {
		f.CaseAt("check/consented")
	}
	source.answers["employment"] = green()
	deliver(t, f)
	require.Len(t, source.asked(), 1, "one call a minute")
	for range 4 {
		f.Advance(time.Minute)
		deliver(t, f)
	}
	require.Len(t, source.asked(), 2, "2 x 2 yuan fit into 5")
	require.Equal(t, "capped", standing(t, f).Standing)
	require.EqualValues(t, 400, standing(t, f).Health.SpentFen)
	for range 6 {
		f.Advance(24 * time.Hour)
		deliver(t, f)
		require.LessOrEqual(t, standing(t, f).Health.SpentFen, int64(500))
	}
	require.Len(t, source.asked(), 4)
}

func TestACallbackIsBelievedOnlyWithItsSignatureAndOnce(t *testing.T) {
	f, source := connected(t, office.ConnectorAccount{})
	id := f.CaseAt("check/consented")
	deliver(t, f)
	ref := employment(f, id).Reference()
	answer := green()
	answer.Reference = ref
	body, err := json.Marshal(answer)
	require.NoError(t, err)
	mac := hmac.New(sha256.New, []byte(source.secret))
	mac.Write(body)
	signed := map[string]string{"X-Signature": hex.EncodeToString(mac.Sum(nil))}
	ctx := context.Background()
	require.True(t, fault.Is(f.Office.CheckCallback(ctx, "tianyancha", map[string]string{"X-Signature": "00"}, body), fault.Denied))
	require.Equal(t, hiring.CheckRunning, state(f, id))
	require.NotEqual(t, "stopped", standing(t, f).Standing, "a stranger's callback stops nothing")
	require.True(t, fault.Is(f.Office.CheckCallback(ctx, "other", signed, body), fault.Missing))
	require.NoError(t, f.Office.CheckCallback(ctx, "tianyancha", signed, body))
	require.NoError(t, f.Office.CheckCallback(ctx, "tianyancha", signed, body))
	require.Len(t, employment(f, id).Reports, 1)
	answer.Reference = "R-unknown"
	body, err = json.Marshal(answer)
	require.NoError(t, err)
	mac.Reset()
	mac.Write(body)
	signed["X-Signature"] = hex.EncodeToString(mac.Sum(nil))
	require.True(t, fault.HasCode(f.Office.CheckCallback(ctx, "tianyancha", signed, body), "check.unknown_reference"))
}

func TestAResultThatMakesNoSenseIsNoneAndSomebodyIsTold(t *testing.T) {
	f, source := connected(t, office.ConnectorAccount{})
	id := f.CaseAt("check/consented")
	nonsense := green()
	nonsense.Result.Light = "blue"
	source.answers["employment"] = nonsense
	deliver(t, f)
	require.Equal(t, hiring.CheckIncomplete, state(f, id))
	require.Empty(t, employment(f, id).Reports)
}

func TestAnOrderGoesAsSoonAsItsKindIsTurnedOn(t *testing.T) {
	f, source := connected(t, office.ConnectorAccount{Kinds: []string{"conflict"}})
	id := f.CaseAt("check/consented")
	deliver(t, f)
	require.Empty(t, source.asked(), "the bank has not turned this on")
	account := standing(t, f).Account
	account.Kinds = []string{"employment", "conflict"}
	require.NoError(t, f.Staff(admin).SetConnector(context.Background(), "tianyancha", account))
	deliver(t, f)
	require.Equal(t, []string{"order employment"}, source.asked())
	require.Equal(t, hiring.CheckRunning, state(f, id))
}

func TestN17_ReconciliationAsksAboutOrdersThatNobodyHeardOf(t *testing.T) {
	f, source := connected(t, office.ConnectorAccount{})
	id := f.CaseAt("check/consented")
	source.answers["employment"] = office.CheckAnswer{State: "running", Reference: "R1", Again: 20 * time.Hour}
	deliver(t, f)
	ctx := context.Background()
	n, err := f.Office.ReconcileChecks(ctx)
	require.NoError(t, err)
	require.Zero(t, n, "it was heard of just now")
	f.Advance(61 * time.Minute)
	deliver(t, f)
	require.Len(t, source.asked(), 1, "the source said not before twenty hours")
	n, err = f.Office.ReconcileChecks(ctx)
	require.NoError(t, err)
	require.Equal(t, 1, n)
	deliver(t, f)
	require.Equal(t, []string{"order employment", "poll R1"}, source.asked())
	_ = id
}

func TestN13_ADeclarationIsHeldAgainstTheBanksPeopleAndTheRegister(t *testing.T) {
	f, source := connected(t, office.ConnectorAccount{})
	id := f.CaseAt("check/consented")
	ctx := context.Background()
	colleague := uitest.People()[2].Name
	require.NoError(t, f.Guest(id).Do(ctx, hiring.DeclareInterests{Relatives: []hiring.Relative{{Relation: "spouse", Name: colleague}},
		Businesses: []hiring.Business{{Company: "某商贸有限公司"}}}))
	flags := func() map[string]bool {
		out := map[string]bool{}
		for _, fl := range f.File("compliance", id).Case.Flags {
			out[fl.Kind+"/"+fl.Values["why"]] = true
		}
		return out
	}
	require.Equal(t, map[string]bool{"conflict_of_interest/relative_staff": true}, flags())
	require.Nil(t, f.File("interviewer1", id).Case.Declarations, "names of relatives are not for everybody")
	me := f.File("hr", id).Person.Name
	source.answers["employment"] = green(hiring.Company{Asked: "乙贸易", Name: "乙贸易有限公司", Status: "live", People: []hiring.Officer{{Name: me, Role: "shareholder"}}})
	deliver(t, f)
	require.Equal(t, map[string]bool{"conflict_of_interest/relative_staff": true, "conflict_of_interest/candidate_officer": true}, flags())
	for _, fl := range f.File("compliance", id).Case.Flags {
		f.Do("compliance", id, hiring.ClearFlag{Flag: fl.ID, Reason: "explained", Note: "同名，已核实"})
	}
	for _, fl := range f.File("hr", id).Case.Flags {
		require.Equal(t, f.Account("compliance"), fl.ClearedBy)
	}
}

func TestOnlyWhoMaySetsAConnectorAndNobodySeesItsTokenAgain(t *testing.T) {
	f, _ := connected(t, office.ConnectorAccount{Token: "t-1", Secret: "s-1"})
	ctx := context.Background()
	require.True(t, fault.Is(f.Staff("hr").SetConnector(ctx, "tianyancha", office.ConnectorAccount{}), fault.Denied))
	got := standing(t, f).Account
	require.Equal(t, []string{office.KeptSecret, office.KeptSecret}, []string{got.Token, got.Secret})
	got.PerMin = 5
	require.NoError(t, f.Staff(admin).SetConnector(ctx, "tianyancha", got))
	for _, bad := range []office.ConnectorAccount{{Endpoint: "http://open.api.tianyancha.com", Kinds: []string{"employment"}}, {Endpoint: "https://x", PerMin: -1, Kinds: []string{"employment"}},
		{Endpoint: "https://x"}, {Endpoint: "https://elsewhere", Token: office.KeptSecret, Kinds: []string{"employment"}}} {
		require.Error(t, f.Staff(admin).SetConnector(ctx, "tianyancha", bad))
	}
	require.NoError(t, f.Staff(admin).TryConnector(ctx, "tianyancha", standing(t, f).Account))
	require.Equal(t, []string{"tianyancha"}, slices.Sorted(maps.Keys(map[string]bool{standing(t, f).ID: true})))
}
