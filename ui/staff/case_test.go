package staff

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/uitest"
)

// caseAt is a case file's page in a window, for somebody, at a part.
func caseAt(t *testing.T, f *uitest.Fixture, login, lang string, id hiring.CaseID, tab string) (*uitest.StaffHost, *filePage) {
	t.Helper()
	h := f.StaffHost(login, lang)
	page := openCase(h, string(id)+"/"+tab).(*filePage)
	t.Cleanup(page.Close)
	h.Show(page)
	return h, page
}

func TestZ22_OneScreenShowsTheTrajectoryWithDates(t *testing.T) {
	f := uitest.Bank(t)
	h, page := caseAt(t, f, "hr", "zh", f.CaseAt("onboarding"), "")
	for _, words := range []string{"AI 初面", "85", "结构化面试", "80", "背景调查", "Offer", "已签署", "2026-11-22", "2026-11-24"} {
		require.True(t, uitest.Says(page.Content(), words), words)
	}
	uitest.CheckPage(t, page)
	require.Empty(t, h.Failed)
}

func TestZ03_OneTapShowsTheReportWithEvidenceAndIsRecorded(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("assessment")
	_, page := caseAt(t, f, "hr", "zh", id, "")
	require.Empty(t, f.File("hr", id).Case.ReportReads)
	page.turnTo("report")
	for _, words := range []string{"语言表达", "逻辑思维", "沟通与行事风格", "1:02–1:11", "能力雷达"} {
		require.True(t, uitest.Says(page.Content(), words), words)
	}
	require.Contains(t, f.File("hr", id).Case.ReportReads, f.Account("hr"), "Z-24: opening is recorded")
}

func TestB02_TheInterviewerSeesThePathWithPermittedFieldsOnly(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("check/consented")
	_, page := caseAt(t, f, "interviewer1", "zh", id, "")
	require.Equal(t, []string{"timeline", "report", "cv", "interviews", "kit", "notes", "audit"}, page.tabs)
	require.True(t, uitest.Says(page.Content(), "结构化面试"))
	require.False(t, uitest.Says(page.Content(), "19900"), "contact data are withheld")
	require.Nil(t, uitest.Button(page.Content(), "显示完整号码"))
}

func TestZ21_OneFileHoldsReportNotesChecksCVAndInterviews(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("offer")
	f.Do("hr", id, hiring.AddNote{Text: "到岗时间可谈"})
	_, page := caseAt(t, f, "hr", "zh", id, "")
	for tab, words := range map[string]string{"report": "能力雷达", "notes": "到岗时间可谈", "checks": "无异常", "cv": "教育经历", "interviews": "面试小组"} {
		page.turnTo(tab)
		require.True(t, uitest.Says(page.Content(), words), tab)
	}
}

func TestZ04_EveryQuestionSaysWhyItIsAsked(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview")
	_, page := caseAt(t, f, "hr", "zh", id, "kit")
	view := page.read.KitPage(page.file)
	require.GreaterOrEqual(t, len(view.Questions), 8)
	for _, q := range view.Questions {
		require.NotEmpty(t, q.Reasons)
		require.True(t, uitest.Says(page.Content(), q.Reasons[0]), q.Reasons[0])
	}
	require.True(t, uitest.Says(page.Content(), "为什么问这一题"))
}

func TestZ02_TheNextStepIsOfferedAndAnIllegalJumpIsNot(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("assessment")
	_, first := caseAt(t, f, "hr", "zh", id, "")
	uitest.Tap(t, first.Content(), "登记简历")
	require.Equal(t, "cv", first.tab)
	f.CaseAt("assessment/cv")
	id = f.CaseAt("assessment/cv")
	h, page := caseAt(t, f, "hr", "zh", id, "")
	uitest.Tap(t, page.Content(), "确认进入面试")
	uitest.Tap(t, uitest.Overlay(h.Window), "通过")
	require.Equal(t, "interview", f.File("hr", id).Case.Stage)
	require.Error(t, f.File("hr", id).May(hiring.PassGate{Stage: "interview", Outcome: hiring.Pass}))
	require.Nil(t, uitest.Button(page.Content(), "面试决议"), "the gate is not ready")
	uitest.Tap(t, page.Content(), "安排面试")
	require.Equal(t, uitest.Gone{Screen: "interviews", Arg: string(id)}, h.Gone[len(h.Gone)-1])
}

func TestRejectAsksForAReasonAndOnceMore(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview")
	h, page := caseAt(t, f, "hr", "zh", id, "")
	uitest.Tap(t, page.Content(), "更多操作")
	uitest.Tap(t, uitest.Overlay(h.Window), "淘汰")
	uitest.Tap(t, uitest.Overlay(h.Window), "淘汰")
	require.Equal(t, hiring.Open, f.File("hr", id).Case.Status, "no reason, no command")
	form := uitest.Find[*kit.Form](uitest.Overlay(h.Window))[0]
	form.Set("reason", "interview_weak")
	form.Submit()
	require.Equal(t, hiring.Open, f.File("hr", id).Case.Status, "asked once more")
	uitest.Tap(t, uitest.Overlay(h.Window), "淘汰")
	require.Equal(t, hiring.Rejected, f.File("hr", id).Case.Status)
	page.turnTo("audit")
	require.True(t, uitest.Says(page.Content(), "面试表现未达录用标准"))
}

func TestTheInvitationIsShownOnceAndOpensTheGuestsDoor(t *testing.T) {
	f := uitest.Bank(t)
	h, page := caseAt(t, f, "hr", "zh", f.CaseAt("interview"), "")
	page.invite()
	uitest.Tap(t, uitest.Overlay(h.Window), "邀请候选人")
	texts := uitest.Texts(uitest.Overlay(h.Window))
	login, code := after(t, texts, "用户名"), after(t, texts, "邀请码")
	until := f.Now().Add(72 * time.Hour).In(hiring.China).Format("2006-01-02 15:04")
	require.Equal(t, until, after(t, texts, "有效期至"))
	uitest.CheckObject(t, uitest.Overlay(h.Window))
	uitest.Shot(t, h.Window, "invitation-zh-light")
	uitest.Tap(t, uitest.Overlay(h.Window), "复制消息")
	for _, part := range []string{login, code, until} {
		require.Contains(t, fyne.CurrentApp().Clipboard().Content(), part)
	}
	read, err := f.Press.ReadQR(picture(t, uitest.Overlay(h.Window)))
	require.NoError(t, err)
	require.Equal(t, login+"\n"+code, read)
	s, err := f.Office.SignIn(context.Background(), login, code)
	require.NoError(t, err)
	require.NoError(t, s.ChangePassword(code, "a long quiet evening"))
	_, err = s.Guest()
	require.NoError(t, err)
}

func picture(t *testing.T, o fyne.CanvasObject) []byte {
	t.Helper()
	for _, image := range uitest.Find[*canvas.Image](o) {
		if image.Resource != nil && image.Resource.Name() == "invitation.png" {
			return image.Resource.Content()
		}
	}
	require.Fail(t, "no picture")
	return nil
}

func after(t *testing.T, texts []string, label string) string {
	t.Helper()
	for i, text := range texts {
		if text == label && i+1 < len(texts) {
			return texts[i+1]
		}
	}
	require.Fail(t, "no "+label)
	return ""
}

func TestControl34_WholeNumbersAreShownOnRequestAndRecorded(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview")
	h, page := caseAt(t, f, "hr", "zh", id, "")
	whole := uitest.IDNumber(0)
	require.False(t, uitest.Says(page.Content(), whole))
	uitest.Tap(t, page.Content(), "显示完整号码")
	uitest.Tap(t, uitest.Overlay(h.Window), "显示完整号码")
	require.True(t, uitest.Says(page.Content(), whole))
	var kinds []string
	for _, m := range f.File("hr", id).Timeline {
		kinds = append(kinds, m.Kind)
	}
	require.Contains(t, kinds, "person_revealed")
	page.Close()
	page.Refresh()
	require.False(t, uitest.Says(page.Content(), whole), "forgotten when the page closes")
}

func TestAFailedInterviewWaitsForANamedPerson(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("waiting")
	h, page := caseAt(t, f, "hr", "zh", id, "report")
	require.Equal(t, hiring.Waiting, f.File("hr", id).Case.Status)
	uitest.Tap(t, page.Content(), "仍然建档")
	form := uitest.Find[*kit.Form](uitest.Overlay(h.Window))[0]
	form.Set("reason", "evidence_stronger")
	form.Submit()
	require.Equal(t, hiring.Open, f.File("hr", id).Case.Status)
}

func TestAnErasedOrForeignCaseIsRefusedWithAWayOn(t *testing.T) {
	f := uitest.Bank(t)
	_, page := caseAt(t, f, "hr", "zh", "no-such-case", "")
	require.Equal(t, kit.FaceRefused, page.faces.Face())
	require.True(t, uitest.Says(page.Content(), "重试"))
}

func TestEveryEventHasWords(t *testing.T) {
	f := uitest.Bank(t)
	for _, wire := range hiring.WireNames() {
		kind := wire[:len(wire)-2]
		for _, lang := range []string{"zh", "en"} {
			require.True(t, f.Words.Has(lang, "event."+kind), "%s event.%s", lang, kind)
		}
	}
}

func TestOnlyChangesOfTheCaseTouchThePage(t *testing.T) {
	require.True(t, aboutCase(office.Change{Case: "a"}, "a/cv"))
	require.False(t, aboutCase(office.Change{Case: "b"}, "a/cv"))
	require.True(t, aboutCase(office.Change{}, "a"))
}
