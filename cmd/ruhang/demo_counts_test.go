package main

import (
	"context"
	"encoding/json"
	"io/fs"
	"slices"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/resources"
)

// where are the cases for which everything holds.
func (r *records) where(all ...func(*hiring.Case) bool) []*hiring.Case {
	var out []*hiring.Case
	for _, c := range r.cases {
		if !slices.ContainsFunc(all, func(holds func(*hiring.Case) bool) bool { return !holds(c) }) {
			out = append(out, c)
		}
	}
	return out
}

// share says of how many cases something holds, and how many of them have something else.
func (r *records) share(n, k int, of []*hiring.Case, holds func(*hiring.Case) bool) {
	r.Helper()
	require.Len(r, of, n)
	got := 0
	for _, c := range of {
		if holds(c) {
			got++
		}
	}
	require.Equal(r, k, got)
}

func ai(code string, from, below float64) func(*hiring.Case) bool {
	return func(c *hiring.Case) bool {
		d, ok := c.Report().Dimension(code)
		return ok && d.Score.Of100() >= from && d.Score.Of100() < below
	}
}

func position(id string) func(*hiring.Case) bool {
	return func(c *hiring.Case) bool { return c.Position == id }
}

func passed(c *hiring.Case) bool { return c.Passed }

// tenure is at least so many days since joining; somebody who left has worked until then.
func tenure(days int) func(*hiring.Case) bool {
	return func(c *hiring.Case) bool {
		until := hiring.DateOf(demoNow)
		if c.Status == hiring.Separated {
			until = hiring.DateOf(c.ClosedAt)
		}
		return c.CheckIn != nil && c.CheckIn.On.DaysUntil(until) >= days
	}
}

// interviewedWithin is an AI interview in the last calendar months, civil days counted.
func interviewedWithin(months int) func(*hiring.Case) bool {
	return func(c *hiring.Case) bool {
		return hiring.DateOf(c.Report().InterviewedAt) >= hiring.DateOf(demoNow).AddMonths(-months)
	}
}

// result is an outcome of a kind within so many days of joining.
func result(kind string, days int, good func(float64) bool) func(*hiring.Case) bool {
	return func(c *hiring.Case) bool {
		return slices.ContainsFunc(c.Outcomes, func(o hiring.Result) bool {
			return o.Kind == kind && c.CheckIn.On.DaysUntil(o.On) <= days && good(o.Value)
		})
	}
}

func whatever(float64) bool { return true }

// scenes is the mean of the service-scene ratings on 0–100; false when no such question was rated.
func (r *records) scenes(c *hiring.Case) (float64, bool) {
	sum, n := 0, 0
	bank := r.cat.Banks[r.cat.Positions[c.Position].Questions]
	for _, iv := range c.Interviews {
		for _, card := range iv.Cards {
			for _, rating := range card.Ratings {
				if q := bank.Question(rating.Question); q != nil && slices.Contains(q.Tags, "service_scene") {
					sum, n = sum+rating.Level, n+1
				}
			}
		}
	}
	return float64(sum) / float64(max(n, 1)) * 20, n > 0
}

// baseline is a line of baselines.json.
type baseline struct {
	Rows, Unit, Definition, Position string
	Value, Target, Change            float64
}

func (r *records) baseline(id string) baseline {
	r.Helper()
	raw, err := fs.ReadFile(resources.Demo, "baselines.json")
	require.NoError(r, err)
	var all map[string]baseline
	require.NoError(r, json.Unmarshal(raw, &all))
	require.NotEmpty(r, all[id].Definition, id)
	return all[id]
}

// changed holds a value of now against its baseline: the article's change, to a tenth of a percent.
func (r *records) changed(id string, now, want float64) {
	r.Helper()
	b := r.baseline(id)
	require.Equal(r, want, b.Change)
	require.InDelta(r, want, (now/b.Value-1)*100, 0.05)
}

func median(values []float64) float64 {
	values = slices.Sorted(slices.Values(values))
	if n := len(values); n%2 == 0 {
		return (values[n/2-1] + values[n/2]) / 2
	}
	return values[len(values)/2]
}

func signed(c *hiring.Case) bool { return c.Signed() }

// decided is a probation that has ended; well, when it was confirmed with 4 or 5 in the final review.
func decided(c *hiring.Case) bool {
	return c.Status == hiring.Confirmed || c.Status == hiring.Separated
}

func well(c *hiring.Case) bool {
	last := c.Probation.Reviews[len(c.Probation.Reviews)-1]
	return c.Status == hiring.Confirmed && last.Done != nil && last.Rating >= 4
}

func percent(k, n int) float64 { return 100 * float64(k) / float64(n) }

func gate(c *hiring.Case, stage string) time.Time {
	for _, d := range c.Decisions {
		if d.Stage == stage && d.Outcome != hiring.Hold {
			return d.At
		}
	}
	return time.Time{}
}

func (r *records) service() {
	rated := r.where(ai("service", 80, 101), func(c *hiring.Case) bool { _, ok := r.scenes(c); return ok })
	r.share(40, 34, rated, func(c *hiring.Case) bool { v, _ := r.scenes(c); return v >= 75 })
	served := r.where(ai("service", 80, 101), position("teller"), tenure(90), result("satisfaction", 120, whatever))
	r.share(40, 36, served, result("satisfaction", 120, func(v float64) bool { return v >= 4.5 }))
	require.Len(r, r.where(ai("service", 80, 101), position("teller"), tenure(90)), 40)
}

func (r *records) later() {
	credit := r.where(position("credit_officer"), ai("risk", 80, 101), tenure(180))
	r.share(40, 34, credit, result("npl_ratio", 200, func(v float64) bool { return v < 1 }))
	require.Len(r, r.where(position("credit_officer"), ever("npl_ratio")), 40)
	r.share(40, 30, r.where(ai("learning", 80, 101), tenure(365)), result("award", 365, whatever))
	r.share(40, 12, r.where(ai("teamwork", 0, 60), tenure(0)), result("conflict", 92, whatever))
	require.Len(r, r.where(ai("teamwork", 0, 60), tenure(90)), 40, "all of them have been there three months")
}

// ever is an outcome of a kind, whenever.
func ever(kind string) func(*hiring.Case) bool {
	return func(c *hiring.Case) bool { return c.CheckIn != nil && result(kind, 10_000, whatever)(c) }
}

func (r *records) finance() {
	r.share(100, 15, r.where(passed, interviewedWithin(3)), ai("finance", 0, 60))
	r.share(100, 12, r.where(passed, position("credit_officer"), interviewedWithin(6)), ai("finance", 0, 60))
	for _, months := range []int{3, 6} {
		edge := hiring.DateOf(demoNow).AddMonths(-months).AddDays(-1)
		outside := r.where(passed, ai("finance", 0, 60), func(c *hiring.Case) bool { return hiring.DateOf(c.Report().InterviewedAt) == edge })
		require.NotEmpty(r, outside, "one record one day outside %d months", months)
	}
}

func (r *records) offerTime() {
	target := r.baseline("offer_hours")
	require.Equal(r, []float64{48, 4}, []float64{target.Value, target.Target})
	months, late := map[string][]float64{}, 0
	for _, c := range r.where(func(c *hiring.Case) bool { return len(c.Offers) > 0 && c.Offers[0].Issued != nil }) {
		hours := c.Offers[0].Issued.At.Sub(gate(c, "check")).Hours()
		months[c.Offers[0].Issued.At.Format("2006-01")] = append(months[c.Offers[0].Issued.At.Format("2006-01")], hours)
		if hours > 4 {
			late++
		}
	}
	require.GreaterOrEqual(r, len(months), 15)
	for month, hours := range months {
		require.LessOrEqual(r, median(hours), 4.0, month)
	}
	require.Positive(r, late, "some are past four hours and can be listed")
	require.Less(r, late, 50)
}

func (r *records) acceptance() {
	declined := r.where(func(c *hiring.Case) bool { o := c.Offer(); return o != nil && o.State == hiring.OfferDeclined })
	accepted := r.where(signed)
	require.Len(r, accepted, 230)
	require.Len(r, declined, 20)
	r.changed("acceptance", percent(len(accepted), len(accepted)+len(declined)), 15)
}

func (r *records) durations() {
	var days, cycle, ready []float64
	for _, c := range r.cases {
		if at := gate(c, "interview"); !at.IsZero() {
			days = append(days, at.Sub(c.OpenedAt).Hours()/24)
		}
		if c.Signed() && c.Position == "teller" {
			cycle = append(cycle, c.Offer().Signed.At.Sub(c.OpenedAt).Hours())
		}
		if tenure(0)(c) {
			ready = append(ready, r.ready(c).Sub(c.Offer().Signed.At).Hours())
		}
	}
	require.LessOrEqual(r, median(days), r.baseline("decision_days").Target)
	r.changed("cycle_hours_teller", median(cycle), -35)
	r.changed("ready_hours", median(ready), -40)
}

// ready is when the last of materials, insurance, desk and team stood ready.
func (r *records) ready(c *hiring.Case) time.Time {
	at := c.Tasks["onboarding/insurance"].At
	for _, m := range c.Materials {
		if t := m.Last().Answered.At; t.After(at) {
			at = t
		}
	}
	f, err := r.hr.CaseFile(context.Background(), c.ID)
	require.NoError(r, err)
	for _, m := range f.Timeline {
		if (m.Kind == "team_set" || m.Kind == "desk_assigned") && m.At.After(at) {
			at = m.At
		}
	}
	return at
}

func (r *records) automated() {
	auto, human := 0, 0
	for _, c := range r.where(tenure(0)) {
		auto, human = auto+c.AutoSteps, human+c.HumanSteps
	}
	require.GreaterOrEqual(r, percent(auto, auto+human), r.baseline("automated_share").Target)
}

func (r *records) accuracy() {
	for id, want := range map[string]float64{"accuracy": 20, "accuracy_teller": 25, "accuracy_credit_officer": 22} {
		of := r.where(decided, func(c *hiring.Case) bool { p := r.baseline(id).Position; return p == "" || c.Position == p })
		good := slices.DeleteFunc(slices.Clone(of), func(c *hiring.Case) bool { return !well(c) })
		r.changed(id, percent(len(good), len(of)), want)
	}
	stayed := r.where(decided, func(c *hiring.Case) bool { return c.Status == hiring.Confirmed })
	r.changed("retention", percent(len(stayed), len(r.where(decided))), 18)
}

func (r *records) npl() {
	sum, n := 0.0, 0
	for _, c := range r.where(position("credit_officer"), tenure(180)) {
		for _, o := range c.Outcomes {
			if o.Kind == "npl_ratio" {
				sum, n = sum+o.Value, n+1
			}
		}
	}
	require.Equal(r, 40, n)
	r.changed("npl_ratio", sum/float64(n), -10)
}
