package hiring_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

func TestN16_DiffNamesExactlyWhatChanged(t *testing.T) {
	s := played(t, "issued")
	old := s.c.Offers[0].Terms
	require.Empty(t, hiring.Diff(old, old))
	s.enter("as", "candidate at 2026-03-06T20:00")
	s.do("request_change field=start value=2026-04-06")
	s.enter("as", "hr at 2026-03-07T10:00")
	s.do("answer_change accept=true")
	require.NoError(t, s.err)
	require.Equal(t, []hiring.TermChange{{Field: "start", Old: "2026-03-23", New: "2026-04-06"}}, hiring.Diff(old, s.c.Offers[1].Terms))
	s.do("edit_offer monthly=720000 clauses=[\"服务期两年\"]")
	require.NoError(t, s.err)
	require.Equal(t, []hiring.TermChange{{Field: "monthly", Old: "6,800.00", New: "7,200.00"}, {Field: "start", Old: "2026-03-23", New: "2026-04-06"},
		{Field: "probation_pay", Old: "5,780.00", New: "6,120.00"}, {Field: "clauses", Old: "", New: "服务期两年"}}, hiring.Diff(old, s.c.Offers[1].Terms))
}

func TestShow(t *testing.T) {
	s := played(t, "planned")
	s.enter("as", "wu/interviewer at 2026-03-04T15:10")
	s.do("submit_scorecard interview=i1 all=5 recommendation=yes")
	require.NoError(t, s.err)
	as := func(c *hiring.Case, account, role string) *hiring.Case {
		return hiring.Show(c, hiring.Actor{Account: hiring.AccountID(account), Roles: []string{role}, Case: "c1"}, s.cat.Roles)
	}
	t.Run("N-06 cards are hidden until one's own is in", func(t *testing.T) {
		require.Empty(t, as(s.c, "he", "interviewer").Interviews[0].Cards)
		require.Len(t, as(s.c, "wu", "interviewer").Interviews[0].Cards, 1)
		require.Len(t, s.c.Interviews[0].Cards, 1)
	})
	full := played(t, "issued").c
	t.Run("N-20 the candidate sees no report, flag, score or message to others", func(t *testing.T) {
		seen := as(full, "candidate", "candidate")
		require.Nil(t, seen.Reports)
		require.Nil(t, seen.Flags)
		require.Nil(t, seen.Checks)
		require.Empty(t, seen.Interviews[0].Cards)
		for _, m := range seen.Messages {
			require.Equal(t, "candidate", m.To)
		}
		require.NotEmpty(t, seen.Messages)
	})
	t.Run("Y-02 the basis of the salary is not the candidate's", func(t *testing.T) {
		require.Equal(t, hiring.Basis{}, as(full, "candidate", "candidate").Offers[0].Basis)
		require.NotZero(t, as(full, "candidate", "candidate").Offers[0].Terms.Monthly)
		require.NotZero(t, as(full, "hr", "hr").Offers[0].Basis.Points)
	})
	t.Run("Q-08 an interviewer sees no money, in terms or in messages", func(t *testing.T) {
		seen := as(full, "wu", "interviewer")
		require.Zero(t, seen.Offers[0].Terms.Monthly)
		require.Equal(t, hiring.OfferIssued, seen.Offers[0].State)
		for _, m := range seen.Messages {
			require.NotEqual(t, "offer_issued", m.Template)
		}
		require.Equal(t, hiring.Salary, hiring.MessageQueued{Notify: hiring.Notify{Template: "offer_change_requested"}}.Class())
	})
}

func TestDates(t *testing.T) {
	require.Equal(t, hiring.Date("2026-02-28"), hiring.Date("2026-01-31").AddMonths(1))
	require.Equal(t, hiring.Date("2028-02-29"), hiring.Date("2027-11-30").AddMonths(3))
	require.Equal(t, "2026-W53", hiring.Date("2027-01-03").ISOWeek())
	require.Equal(t, hiring.Date("2026-03-02"), hiring.DateOf(time.Date(2026, 3, 1, 16, 0, 0, 0, time.UTC)), "a day is a day in the bank's civil time")
	require.False(t, hiring.Date("2026-02-29").Valid())
	require.Equal(t, "-12,345.06", hiring.Fen(-1234506).String())
}

// TestControl21_ASecondAccountIsNoSecondPerson: what one may not do with one's own hands one may not do from another account.
func TestControl21_ASecondAccountIsNoSecondPerson(t *testing.T) {
	second := func(role string, also ...hiring.AccountID) hiring.Actor {
		return hiring.Actor{Account: "second", Also: also, Roles: []string{role}}
	}
	code := func(s *stage, who hiring.Actor, cmd hiring.Command) string {
		s.who = who
		_, err := hiring.Decide(s.c, s.env(), cmd)
		return fault.Of(err).Code
	}
	s := played(t, "offer")
	s.enter("as", "hr at 2026-03-05T15:00")
	s.do("submit_offer")
	require.NoError(t, s.err)
	require.Equal(t, "offer.own_approval", code(s, second("approver", "hr"), hiring.ApproveOffer{}))
	require.Equal(t, "offer.scored_approval", code(s, second("approver", s.c.Interviews[0].Cards[0].By), hiring.ApproveOffer{}))
	s.who = second("approver")
	_, err := hiring.Decide(s.c, s.env(), hiring.ApproveOffer{})
	require.NoError(t, err, "somebody else may")

	s = played(t, "planned")
	s.enter("as", "wu/interviewer at 2026-03-04T15:10")
	s.do("submit_scorecard interview=i1 all=5 recommendation=yes")
	require.NoError(t, s.err)
	require.Empty(t, hiring.Show(s.c, second("hr", "he"), s.cat.Roles).Interviews[0].Cards, "who owes a card does not read the others' from elsewhere")
	require.Len(t, hiring.Show(s.c, second("hr"), s.cat.Roles).Interviews[0].Cards, 1)
}
