package main

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/ui/uitest"
)

// postOffice stands for a channel: what it took over, by key, and how it behaves.
type postOffice struct {
	mu     sync.Mutex
	taken  []office.Parcel
	down   bool          // nobody answers
	full   string        // an address it refuses for good
	slow   time.Duration // before it answers
	panics bool
	asked  int
}

func (p *postOffice) Try(context.Context) error { return nil }

func (p *postOffice) Carry(ctx context.Context, parcel office.Parcel) (string, error) {
	p.mu.Lock()
	p.asked++
	down, full, slow, panics := p.down, p.full, p.slow, p.panics
	p.mu.Unlock()
	select {
	case <-time.After(slow):
	case <-ctx.Done():
		return "", fault.New(fault.Offline, "outside.not_configured")
	}
	switch {
	case panics:
		panic("the name of somebody")
	case down:
		return "", fault.New(fault.Offline, "outside.not_configured")
	case full != "" && parcel.To == full:
		return "", fault.New(fault.Refused, "message.bad_address", "field", "email")
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.taken = append(p.taken, parcel)
	return fmt.Sprintf("taken %d", len(p.taken)), nil
}

func (p *postOffice) change(how func(*postOffice)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	how(p)
}

// to are the parcels for an address, in order.
func (p *postOffice) to(address string) (out []office.Parcel) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, parcel := range p.taken {
		if parcel.To == address {
			out = append(out, parcel)
		}
	}
	return out
}

// reached is a bank that has mail and SMS, with the stand-ins for both.
func reached(t *testing.T) (f *uitest.Fixture, mail, sms *postOffice) {
	f, mail, sms = uitest.Bank(t), &postOffice{}, &postOffice{}
	f.Carriers = func(x office.Outside) map[string]office.Carrier {
		out := map[string]office.Carrier{}
		if x.Mail != nil {
			out["mail"] = mail
		}
		if x.SMS != nil {
			out["sms"] = sms
		}
		return out
	}
	require.NoError(t, f.Staff("admin").SetOutside(context.Background(), office.Outside{
		Mail: &office.MailServer{Host: "mail.bank.example", Port: 587, Security: "starttls", User: "hr", Password: "a secret", From: "hr@bank.example"},
		SMS:  &office.SMSAccount{Provider: "aliyun", Endpoint: "https://sms.example", KeyID: "k", Secret: "s", Sign: "S"}}))
	return f, mail, sms
}

func deliver(t *testing.T, f *uitest.Fixture) int {
	t.Helper()
	n, err := f.Office.Deliver(context.Background())
	require.NoError(t, err)
	return n
}

func candidateMail(t *testing.T, f *uitest.Fixture, id hiring.CaseID) string {
	t.Helper()
	c, err := f.Staff("hr").Reveal(context.Background(), id)
	require.NoError(t, err)
	return c.Email
}

// lines are a calendar file's lines put together again, by name.
func lines(ics []byte) map[string]string {
	out := map[string]string{}
	for _, line := range strings.Split(strings.ReplaceAll(string(ics), "\r\n ", ""), "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		name, _, _ = strings.Cut(name, ";")
		out[name] = value
	}
	return out
}

func TestZ26_B04_InvitationsLeaveTheHouseMoveAndAreCancelled(t *testing.T) {
	f, mail, _ := reached(t)
	id := f.CaseAt("interview/planned")
	deliver(t, f)
	guest := candidateMail(t, f, id)
	require.Len(t, mail.to(guest), 1)
	iv := f.File("hr", id).Case.Interviews[0]
	start := iv.Start.UTC().Format("20060102T150405Z")
	for address, want := range map[string]string{guest: "“面试”页面", "interviewer1@bank.example": "登录阅读 AI 初面报告", "interviewer2@bank.example": "登录阅读 AI 初面报告"} {
		got := mail.to(address)
		require.Len(t, got, 1, address)
		require.Contains(t, got[0].Body, iv.Start.In(hiring.China).Format("2006-01-02 15:04"))
		require.Contains(t, got[0].Body, want, "where to find the report")
		require.Contains(t, got[0].Body, "3 号面试间")
		require.NotContains(t, got[0].Body, "{")
		require.Len(t, got[0].Files, 1)
		require.Equal(t, "text/calendar; method=REQUEST", got[0].Files[0].Type)
		ics := lines(got[0].Files[0].Data)
		require.Equal(t, start, ics["DTSTART"])
		require.Equal(t, "mailto:hr@bank.example", ics["ORGANIZER"])
		require.Equal(t, "mailto:"+address, ics["ATTENDEE"])
		require.Equal(t, office.EntryUID(id, iv.ID), ics["UID"])
		require.Equal(t, "1", ics["SEQUENCE"])
	}
	m := f.File("hr", id).Case.Messages
	require.Equal(t, hiring.Sent, m[len(m)-1].Delivery.State, "the case knows that it was sent")

	f.Do("hr", id, hiring.MoveInterview{Interview: iv.ID, Start: iv.Start.Add(24 * time.Hour), End: iv.End.Add(24 * time.Hour)})
	deliver(t, f)
	f.Do("hr", id, hiring.CancelInterview{Interview: iv.ID})
	deliver(t, f)
	for _, address := range []string{guest, "interviewer1@bank.example", "interviewer2@bank.example"} {
		got := mail.to(address)
		require.Len(t, got, 3, address)
		for i, want := range []struct{ method, sequence, status string }{{"REQUEST", "1", "CONFIRMED"}, {"REQUEST", "2", "CONFIRMED"}, {"CANCEL", "3", "CANCELLED"}} {
			ics := lines(got[i].Files[0].Data)
			require.Equal(t, want.method, ics["METHOD"])
			require.Equal(t, want.sequence, ics["SEQUENCE"])
			require.Equal(t, want.status, ics["STATUS"])
			require.Equal(t, office.EntryUID(id, iv.ID), ics["UID"], "one entry for ever")
		}
	}
	require.Zero(t, deliver(t, f), "nothing is sent twice")
	_, err := f.Staff("admin").Rebuild(context.Background(), nil)
	require.NoError(t, err)
	require.Zero(t, deliver(t, f), "a rebuild owes nothing")
}

func TestZ26_AServerThatIsAwayIsAskedAgainAndNothingIsDoubled(t *testing.T) {
	f, mail, _ := reached(t)
	id := f.CaseAt("interview/planned")
	mail.change(func(p *postOffice) { p.down = true })
	require.Zero(t, deliver(t, f))
	require.Equal(t, 3, mail.asked, "a dead channel is left alone after three")
	require.Zero(t, deliver(t, f), "and not before its time")
	require.Equal(t, 3, mail.asked)
	waiting, err := f.Staff("hr").Outbox(context.Background(), office.OutboxWaiting, 0, 50)
	require.NoError(t, err)
	require.NotEmpty(t, waiting)
	require.Equal(t, 1, waiting[0].Tries)
	require.False(t, waiting[0].Next.IsZero())
	require.Equal(t, "outside.not_configured", waiting[0].Why.Code)
	for range 6 {
		f.Advance(10 * time.Minute)
		deliver(t, f)
	}
	mail.change(func(p *postOffice) { p.down = false })
	f.Advance(time.Hour)
	require.Equal(t, 3, deliver(t, f))
	require.Len(t, mail.to(candidateMail(t, f, id)), 1)
	m := f.File("hr", id).Case.Messages
	require.Greater(t, m[len(m)-1].Delivery.Tries, 1, "the case knows how often")
}

func TestZ26_ADayWithoutAnAnswerIsAFailureThatHRSeesTo(t *testing.T) {
	f, mail, _ := reached(t)
	ctx := context.Background()
	id := f.CaseAt("interview")
	sent := 0
	mail.change(func(p *postOffice) { p.down = true })
	f.Do("hr", id, hiring.Reject{Reason: f.Catalog.ReasonsFor("reject")[0].ID})
	for range 120 {
		f.Advance(time.Hour)
		deliver(t, f)
	}
	require.Len(t, mail.taken, sent)
	failed, err := f.Staff("hr").Outbox(ctx, office.OutboxFailed, 0, 50)
	require.NoError(t, err)
	require.Len(t, failed, 1)
	require.Equal(t, "failed", failed[0].State)
	letters, err := f.Staff("hr").Inbox(ctx, 50)
	require.NoError(t, err)
	told := 0
	for _, l := range letters {
		if strings.Contains(l.Subject, "消息未送达") {
			told++
			require.Contains(t, l.Body, "关于您的应聘", "which message")
		}
	}
	require.Equal(t, 1, told, "HR is told once")
	mail.change(func(p *postOffice) { p.down = false })
	words, err := f.Staff("hr").Preview(ctx, id, hiring.ResendMessage{Message: failed[0].ID})
	require.NoError(t, err)
	require.Len(t, words, 1)
	f.Do("hr", id, hiring.ResendMessage{Message: failed[0].ID})
	f.SetNow(time.Date(2026, 11, 30, 2, 0, 0, 0, time.UTC))
	require.Equal(t, 1, deliver(t, f))
	got := mail.to(candidateMail(t, f, id))
	require.Equal(t, words[0].Body, got[len(got)-1].Body, "what was shown is what left")
	require.NotEqual(t, office.Parcel{}.Key, got[0].Key)
	failed, err = f.Staff("hr").Outbox(ctx, office.OutboxFailed, 0, 50)
	require.NoError(t, err)
	require.Empty(t, failed)
}

func TestZ26_AMissingAddressStopsTheMessageAndTellsHR(t *testing.T) {
	f, mail, _ := reached(t)
	ctx := context.Background()
	id := f.CaseAt("interview")
	require.NoError(t, f.Staff("hr").EditPerson(ctx, id, func(p *hiring.Person) { p.Email = "" }))
	start := f.Now().Add(48 * time.Hour)
	plan := hiring.PlanInterview{Panel: []hiring.AccountID{f.Account("interviewer1")}, Start: start, End: start.Add(time.Hour), Place: "zhengzhou_301"}
	shown, err := f.Staff("hr").Preview(ctx, id, plan)
	require.NoError(t, err)
	require.Len(t, shown, 2)
	require.True(t, fault.HasCode(shown[0].Why, "message.no_address"), "HR sees it before: %v", shown[0].Why)
	require.Empty(t, shown[0].Body)
	require.NoError(t, shown[1].Why)
	f.Do("hr", id, plan)
	deliver(t, f)
	require.Len(t, mail.taken, 1, "the interviewer's, whole; the candidate's not at all")
	require.Equal(t, shown[1].Subject, mail.taken[0].Subject)
	require.Equal(t, shown[1].Body, mail.taken[0].Body)
	failed, err := f.Staff("hr").Outbox(ctx, office.OutboxFailed, 0, 50)
	require.NoError(t, err)
	require.Len(t, failed, 1)
	require.Equal(t, "message.no_address", failed[0].Why.Code)
	require.Equal(t, "email", failed[0].Why.Params["field"])
	require.NoError(t, f.Staff("hr").EditPerson(ctx, id, func(p *hiring.Person) { p.Email = "later@example.com"; p.Lang = "en" }))
	f.Do("hr", id, hiring.ResendMessage{Message: failed[0].ID})
	deliver(t, f)
	got := mail.to("later@example.com")
	require.Len(t, got, 1)
	require.Contains(t, got[0].Body, "invites you", "in the person's language")
}

func TestZ26_OneBadMessageAndADeadChannelHoldUpNoOther(t *testing.T) {
	f, mail, sms := reached(t)
	mail.change(func(p *postOffice) { p.slow = 300 * time.Millisecond })
	sms.change(func(p *postOffice) { p.panics = true })
	id := f.CaseAt("probation")
	deliver(t, f)
	require.NotEmpty(t, mail.to(candidateMail(t, f, id)))
	failed, err := f.Staff("hr").Outbox(context.Background(), office.OutboxFailed, 0, 50)
	require.NoError(t, err)
	require.NotEmpty(t, failed)
	for _, p := range failed {
		if p.Channel == "sms" {
			require.Equal(t, "internal", p.Why.Code, "a panic ends its message, and says nothing of it")
		}
	}
}

func TestZ26_WhatWasOwedBeforeTheBankHadMailIsNotPouredOut(t *testing.T) {
	f := uitest.Bank(t)
	mail := &postOffice{}
	id := f.CaseAt("check")
	f.Carriers = func(x office.Outside) map[string]office.Carrier {
		if x.Mail == nil {
			return nil
		}
		return map[string]office.Carrier{"mail": mail}
	}
	require.Zero(t, deliver(t, f))
	f.Advance(72 * time.Hour)
	require.NoError(t, f.Staff("admin").SetOutside(context.Background(), office.Outside{Mail: &office.MailServer{Host: "localhost", Port: 25, Security: "none", From: "hr@bank.example"}}))
	require.NotZero(t, deliver(t, f))
	require.Empty(t, mail.taken)
	for _, m := range f.File("hr", id).Case.Messages {
		require.False(t, m.Undelivered(), "nobody has to see to them")
	}
}

func TestControl4_TwoAtOnceSendOnce(t *testing.T) {
	f, mail, _ := reached(t)
	mail.change(func(p *postOffice) { p.slow = 20 * time.Millisecond })
	for range 3 {
		f.CaseAt("interview/planned")
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() { _, _ = f.Office.Deliver(context.Background()) })
	}
	group.Wait()
	deliver(t, f)
	keys := map[string]int{}
	for _, p := range mail.taken {
		keys[p.Key]++
	}
	require.Len(t, keys, 9)
	for key, n := range keys {
		require.Equal(t, 1, n, key)
	}
}
