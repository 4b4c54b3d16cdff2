package staff

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/uitest"
)

// desk takes messages over, but for addresses it does not know.
type desk struct {
	taken   []office.Parcel
	unknown string
	down    bool
}

func (d *desk) Carry(_ context.Context, p office.Parcel) (string, error) {
	if p.To == d.unknown {
		return "", fault.New(fault.Refused, "message.bad_address", "field", "email")
	}
	d.taken = append(d.taken, p)
	return "taken", nil
}

func (d *desk) Try(context.Context) error {
	if d.down {
		return fault.New(fault.Offline, "outside.not_configured")
	}
	return nil
}

func withDesk(f *uitest.Fixture) *desk {
	d := &desk{}
	f.Carriers = func(x office.Outside) map[string]office.Carrier {
		out := map[string]office.Carrier{}
		if x.Mail != nil {
			out["mail"] = d
		}
		if x.SMS != nil {
			out["sms"] = d
		}
		if len(x.Chat) > 0 {
			out["chat"] = d
		}
		return out
	}
	return d
}

func outsideTab(t *testing.T, f *uitest.Fixture, lang string) (*uitest.StaffHost, Page) {
	h, page := opened(t, f, "settings", "admin", lang)
	uitest.Find[*kit.Tabs](page.Content())[0].Turn(8)
	h.Show(page)
	return h, page
}

func TestChannelsAreSetUpTriedAndStopped(t *testing.T) {
	f := uitest.Bank(t)
	d := withDesk(f)
	h, page := outsideTab(t, f, "zh")
	words := h.Words()
	require.True(t, uitest.Says(page.Content(), words("outside.off")))
	require.True(t, uitest.Says(page.Content(), words("quiet.unknown", "year", "2027")), "the settings say which year is not known")
	form := func() *kit.Form { return uitest.Find[*kit.Form](page.Content())[0] }
	form().Submit()
	require.NotEmpty(t, form().Error("host"))
	for name, value := range map[string]string{"host": "mail.bank.example", "port": "587", "security": "none", "from": "hr@bank.example", "user": "hr", "password": "first secret"} {
		form().Set(name, value)
	}
	form().Submit()
	require.Contains(t, form().Error("security"), "本机")
	form().Set("security", "starttls")
	d.down = true
	uitest.Tap(t, page.Content(), words("outside.try"))
	require.True(t, uitest.Says(page.Content(), words("outside.silent")))
	d.down = false
	uitest.Tap(t, page.Content(), words("outside.try"))
	require.True(t, uitest.Says(page.Content(), words("outside.answers")))
	form().Submit()
	require.True(t, uitest.Says(page.Content(), words("outside.on")))
	require.Equal(t, office.KeptSecret, form().Values()["password"], "nobody is shown it again")
	form().Set("host", "mail.elsewhere.example")
	form().Submit()
	require.NotEmpty(t, form().Error("password"), "a secret goes to no other address")
	require.NoError(t, f.Staff("admin").SetOutside(t.Context(), office.Outside{
		Mail: &office.MailServer{Host: "localhost", Port: 587, Security: "starttls", User: "hr", Password: "p", From: "hr@bank.example"},
		Chat: []office.ChatRoom{{Kind: "wecom", Name: "招聘组", URL: "https://qyapi.weixin.qq.com/x", Role: "hr"}}}))
	for _, lang := range []string{"zh", "en"} {
		h, page := outsideTab(t, f, lang)
		uitest.CheckPage(t, page)
		uitest.Shot(t, h.Window, "settings_outside-"+lang)
	}
	h, page = outsideTab(t, f, "zh")
	uitest.Tap(t, page.Content(), words("outside.add_room"))
	room := uitest.Find[*kit.Form](uitest.Overlay(h.Window))[0]
	for name, value := range map[string]string{"name": "招聘组", "kind": "feishu", "role": "hr", "url": "https://open.feishu.cn/x"} {
		room.Set(name, value)
	}
	room.Submit()
	require.NotEmpty(t, room.Error("name"), "two rooms of one name")
	uitest.Shot(t, h.Window, "settings_outside_room-zh")
}

func TestZ26_TheOutboxShowsWhatDidNotArriveAndSendsItAgain(t *testing.T) {
	f := uitest.Bank(t)
	d := withDesk(f)
	require.NoError(t, f.Staff("admin").SetOutside(t.Context(), office.Outside{Mail: &office.MailServer{Host: "localhost", Port: 25, Security: "none", From: "hr@bank.example"}}))
	d.unknown = "c0@example.com"
	id := f.CaseAt("interview/planned")
	_, err := f.Office.Deliver(t.Context())
	require.NoError(t, err)
	f.CaseAt("interview")
	f.SetNow(time.Date(2026, 11, 24, 14, 0, 0, 0, time.UTC)) // 22:00: what comes now waits for the morning
	f.Do("hr", f.CaseAt("assessment"), hiring.Reject{Reason: f.Catalog.ReasonsFor("reject")[0].ID})
	f.SetNow(uitest.Start.Add(time.Hour))
	for _, lang := range []string{"zh", "en"} {
		h, page := opened(t, f, "outbox", "hr", lang)
		uitest.CheckPage(t, page)
		p := page.(*outboxPage)
		p.read(p.posted[len(p.posted)-1])
		h.Show(page)
		uitest.Shot(t, h.Window, "outbox-"+lang)
	}
	h := f.StaffHost("hr", "zh")
	page := openOutbox(h, string(id)).(*outboxPage)
	h.Show(page)
	require.Len(t, page.posted, 1, "what did not arrive")
	page.read(page.posted[0])
	require.True(t, uitest.Says(page.Content(), f.Words.Say("zh", "outbox.state.failed")))
	d.unknown = ""
	uitest.Tap(t, page.Content(), h.Words()("outbox.resend"))
	top := uitest.Overlay(h.Window)
	require.True(t, strings.Contains(strings.Join(uitest.Texts(top), "\n"), "嘉禾银行股份有限公司邀请您参加"), "the exact words before they leave")
	uitest.Shot(t, h.Window, "outbox_preview-zh")
	uitest.Tap(t, top, h.Words()("outbox.resend"))
	require.Empty(t, page.posted, "it is on its way again")
	_, err = f.Office.Deliver(t.Context())
	require.NoError(t, err)
	require.Equal(t, "c0@example.com", d.taken[len(d.taken)-1].To)
}

func TestZ26_ARoundShowsItsAnswersAndHRRecordsThem(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview/planned")
	h := f.StaffHost("hr", "zh")
	page := openCase(h, string(id)+"/interviews").(*filePage)
	h.Show(page)
	page.turnTo("interviews")
	require.True(t, uitest.Says(page.Content(), f.Words.Say("zh", "answer.title")))
	uitest.Tap(t, page.Content(), h.Words()("answer.record"))
	form := uitest.Find[*kit.Form](uitest.Overlay(h.Window))[0]
	form.Set("who", "candidate")
	form.Set("answer", hiring.AnswerProposed)
	form.Submit()
	require.NotEmpty(t, uitest.Overlay(h.Window), "another time wants its time")
	form.Set("date", "2026-11-26")
	form.Set("time", "10:00")
	form.Submit()
	iv := f.File("hr", id).Case.Interviews[0]
	require.Equal(t, hiring.AnswerProposed, iv.ReplyOf("candidate").Answer)
	require.Equal(t, iv.End.Sub(iv.Start), iv.ReplyOf("candidate").End.Sub(iv.ReplyOf("candidate").Start))
	f.Do("interviewer1", id, hiring.AnswerInvitation{Interview: iv.ID, Revision: 1, Who: string(f.Account("interviewer1")), Answer: hiring.AnswerAccepted})
	for _, lang := range []string{"zh", "en"} {
		h := f.StaffHost("hr", lang)
		page := openCase(h, string(id)+"/interviews").(*filePage)
		h.Show(page)
		page.turnTo("interviews")
		uitest.CheckPage(t, page)
		uitest.Shot(t, h.Window, "case_answers-"+lang)
	}
}

func TestZ26_APlanIsSeenWordForWordBeforeItIsSent(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview")
	require.NoError(t, f.Staff("hr").EditPerson(t.Context(), id, func(p *hiring.Person) { p.Email = "" }))
	h, page := interviewsAt(t, f, "hr", "")
	form := page.showPlan(f.File("hr", id), nil)
	form.plan.Panel = []string{string(f.Account("interviewer1"))}
	form.preview()
	said := strings.Join(uitest.Texts(uitest.Overlay(h.Window)), "\n")
	require.Contains(t, said, f.Words.Say("zh", "preview.stopped"), "the candidate cannot be reached, and HR knows before")
	require.Contains(t, said, "请您担任面试官")
	require.Empty(t, f.File("hr", id).Case.Interviews, "looking changes nothing")
	uitest.Shot(t, h.Window, "interview_preview-zh")
}

func TestHRCorrectsHowACandidateIsReached(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview")
	h := f.StaffHost("hr", "zh")
	page := openCase(h, string(id)).(*filePage)
	h.Show(page)
	whole, err := f.Staff("hr").Reveal(t.Context(), id)
	require.NoError(t, err)
	page.whole = &whole
	page.correct()
	form := uitest.Find[*kit.Form](uitest.Overlay(h.Window))[0]
	form.Set("email", "no address")
	form.Submit()
	require.NotEmpty(t, form.Error("email"))
	form.Set("email", "new@example.com")
	form.Set("lang", "en")
	form.Submit()
	now, err := f.Staff("hr").Reveal(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, "new@example.com", now.Email)
	require.Equal(t, "en", now.Lang)
}
