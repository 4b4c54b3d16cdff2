package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

func TestOutsideKeepsItsSecrets(t *testing.T) {
	f, _, _ := reached(t)
	ctx := context.Background()
	admin := f.Staff("admin")
	shown, err := admin.Outside(ctx)
	require.NoError(t, err)
	require.Equal(t, office.KeptSecret, shown.Mail.Password)
	require.Equal(t, office.KeptSecret, shown.SMS.Secret)
	require.NoError(t, admin.SetOutside(ctx, shown), "given back as shown, nothing changes")
	moved := shown
	server := *shown.Mail
	server.Host = "mail.elsewhere.example"
	moved.Mail = &server
	requireCode(t, admin.SetOutside(ctx, moved), "outside.secret_again")
	requireCode(t, admin.TryOutside(ctx, moved, "mail"), "outside.secret_again")
	require.NoError(t, admin.TryOutside(ctx, shown, "mail"))
	_, err = f.Staff("hr").Outside(ctx)
	requireCode(t, err, "office.denied")
	var x office.Outside
	_, err = admin.Setting(ctx, "secret/outside", &x)
	requireCode(t, err, "setting.secret")
	trail, err := admin.Trail(ctx, 0, 50)
	require.NoError(t, err)
	text := fmt.Sprint(trail)
	require.Contains(t, text, "mail.bank.example", "the trail tells where mail goes")
	require.NotContains(t, text, "a secret")
}

// answerTo is a calendar's answer to an invitation that was sent.
func answerTo(ics []byte, partstat string) string {
	return strings.NewReplacer("METHOD:REQUEST", "METHOD:REPLY", "PARTSTAT=NEEDS-ACTION;RSVP=TRUE", "PARTSTAT="+partstat).Replace(strings.ReplaceAll(string(ics), "\r\n ", ""))
}

func TestZ26_AnswersComeBackIntoTheRound(t *testing.T) {
	f, mail, _ := reached(t)
	ctx := context.Background()
	id := f.CaseAt("interview/planned")
	deliver(t, f)
	hr := f.Staff("hr")
	first := mail.to(candidateMail(t, f, id))[0].Files[0].Data
	got, cmd, err := hr.TakeReply(ctx, strings.NewReader(answerTo(first, "ACCEPTED")))
	require.NoError(t, err)
	require.Equal(t, id, got)
	require.Equal(t, "candidate", cmd.Who)
	iv := f.File("hr", id).Case.Interviews[0]
	require.Equal(t, hiring.AnswerAccepted, iv.ReplyOf("candidate").Answer)
	_, _, err = hr.TakeReply(ctx, strings.NewReader(answerTo(mail.to("interviewer1@bank.example")[0].Files[0].Data, "DECLINED")))
	require.NoError(t, err)
	letters, err := hr.Inbox(ctx, 5)
	require.NoError(t, err)
	require.Contains(t, letters[0].Subject, "面试邀请被谢绝")
	require.Contains(t, letters[0].Body, "刘洋")
	f.Do("hr", id, hiring.MoveInterview{Interview: iv.ID, Start: iv.Start.Add(24 * time.Hour), End: iv.End.Add(24 * time.Hour)})
	_, _, err = hr.TakeReply(ctx, strings.NewReader(answerTo(first, "ACCEPTED")))
	requireCode(t, err, "answer.old")
	_, _, err = hr.TakeReply(ctx, strings.NewReader(strings.Replace(answerTo(first, "ACCEPTED"), "@ruhang", "@elsewhere", 1)))
	requireCode(t, err, "reply.foreign")
	_, _, err = hr.TakeReply(ctx, strings.NewReader(strings.Replace(answerTo(first, "ACCEPTED"), "mailto:"+candidateMail(t, f, id), "mailto:stranger@example.com", 1)))
	requireCode(t, err, "reply.stranger")
	_, _, err = f.Staff("compliance").TakeReply(ctx, strings.NewReader(answerTo(first, "ACCEPTED")))
	requireCode(t, err, "command.denied")
	require.Nil(t, f.File("hr", id).Case.Interviews[0].ReplyOf("candidate"), "a new time asks anew")
}

func TestZ26_QuietHoursMoveMessagesAndNoDeadline(t *testing.T) {
	f, mail, _ := reached(t)
	id := f.CaseAt("interview")
	night := time.Date(2026, 11, 27, 13, 30, 0, 0, time.UTC) // Friday, 21:30
	f.SetNow(night)
	f.Do("hr", id, hiring.Reject{Reason: f.Catalog.ReasonsFor("reject")[0].ID})
	require.Zero(t, deliver(t, f))
	for _, at := range []time.Time{night.Add(8 * time.Hour), time.Date(2026, 11, 28, 4, 0, 0, 0, time.UTC), time.Date(2026, 11, 29, 23, 59, 0, 0, time.UTC)} {
		f.SetNow(at)
		require.Zero(t, deliver(t, f), "a weekend: %v", at)
	}
	waiting, err := f.Staff("hr").Outbox(context.Background(), office.OutboxWaiting, 0, 9)
	require.NoError(t, err)
	require.Zero(t, waiting[0].Tries, "waiting for the morning is no attempt")
	f.SetNow(time.Date(2026, 11, 30, 0, 0, 0, 0, time.UTC)) // Monday, 08:00
	require.Equal(t, 1, deliver(t, f))
	require.Len(t, mail.taken, 1)

	again := f.CaseAt("interview")
	f.SetNow(time.Date(2026, 11, 30, 14, 0, 0, 0, time.UTC)) // 22:00
	start := time.Date(2026, 12, 1, 1, 0, 0, 0, time.UTC)
	f.Do("hr", again, hiring.PlanInterview{Panel: []hiring.AccountID{f.Account("interviewer1")}, Start: start, End: start.Add(time.Hour), Place: "zhengzhou_301"})
	require.Equal(t, 2, deliver(t, f), "the interview is next morning: it goes at night")
	iv := f.File("hr", again).Case.Interviews[0]
	require.Equal(t, start.Add(25*time.Hour), iv.Deadline(f.Catalog.Bank.ScoreHours), "the deadline is where it was")
}

func TestChatRoomsHearNoNameAndNoNumber(t *testing.T) {
	f, _, _ := reached(t)
	ctx := context.Background()
	room := &postOffice{}
	before := f.Carriers
	f.Carriers = func(x office.Outside) map[string]office.Carrier {
		out := before(x)
		if len(x.Chat) > 0 {
			out["chat"] = room
		}
		return out
	}
	admin := f.Staff("admin")
	x, err := admin.Outside(ctx)
	require.NoError(t, err)
	x.Chat = []office.ChatRoom{{Kind: "wecom", Name: "HR", URL: "https://robot.example/key", Role: "hr"}, {Kind: "feishu", Name: "C", URL: "https://robot.example/other", Role: "compliance"}}
	require.NoError(t, admin.SetOutside(ctx, x))
	shown, err := admin.Outside(ctx)
	require.NoError(t, err)
	require.Equal(t, office.KeptSecret, shown.Chat[0].URL, "who knows a robot's address can speak there")
	for _, stop := range []string{"check/flagged", "offer/negotiating", "probation"} {
		id := f.CaseAt(stop)
		deliver(t, f)
		p, err := f.Staff("hr").Reveal(ctx, id)
		require.NoError(t, err)
		require.NotEmpty(t, room.taken)
		for _, said := range room.taken {
			require.Equal(t, "https://robot.example/key", said.To)
			require.Empty(t, said.Name+said.Subject)
			require.Empty(t, said.Values)
			require.Contains(t, said.Body, "请登录入行")
			for _, secret := range []string{p.Name, p.Phone, p.Email, p.IDNumber, "刘洋", "陈静", "2026-12-2"} {
				require.NotContains(t, said.Body, secret)
			}
		}
	}
}

func TestZ26_AnEffectThatCannotBeReadHoldsUpNothing(t *testing.T) {
	f, mail, _ := reached(t)
	ctx := context.Background()
	id := f.CaseAt("interview/planned")
	require.NoError(t, f.Store.Update(ctx, func(tx office.Tx) error {
		return tx.Queue(office.OutboxRow{Key: "message/" + string(id) + "/broken", Kind: "mail", Case: id, Body: []byte("no ciphertext of ours, but long enough to look like one"), At: f.Now().Add(-time.Minute)})
	}))
	require.Equal(t, 4, deliver(t, f))
	require.Len(t, mail.taken, 3)
	var failed []office.OutboxRow
	require.NoError(t, f.Store.Read(ctx, func(r office.Reader) (err error) {
		failed, err = r.Outbox(office.OutboxQuery{States: []office.EffectState{office.EffectFailed}})
		return err
	}))
	require.Len(t, failed, 1)
	rows, err := f.Staff("hr").Outbox(ctx, office.OutboxAll, 0, 9)
	require.NoError(t, err)
	require.Len(t, rows, 4)
	require.Equal(t, "failed", rows[0].State, "the page says so, and shows the others")
	require.Equal(t, fault.Corrupt, rows[0].Why.Kind)
}
