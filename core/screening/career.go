package screening

import (
	"cmp"
	"slices"
	"strconv"

	"ruhang/core/catalog"
	"ruhang/core/hiring"
)

// openGap is how many times the bank's limit somebody may be without work before it becomes a finding while it still
// goes on: candidates look for work, and that they do is no gap yet.
const openGap = 6

// span is a time from its first to its last day. Where a CV gives months only, a span begins on the first day of its
// first month and ends on the last day of its last month: the reading that leaves the shortest gap.
type span struct {
	from, to hiring.Date
	job      bool
}

// gaps finds times longer than the limit, in days, after a job that neither a job nor studies account for: between that
// job and the next, or, six times as long, since the last one. A gap of exactly the limit is none.
func gaps(cv *hiring.CV, limit int, today hiring.Date) []hiring.Finding {
	if limit <= 0 {
		return nil
	}
	busy := spans(cv, today)
	var out []hiring.Finding
	worked, until := false, hiring.Date("")
	for i, s := range busy {
		if worked && s.from > until.AddDays(1) && slices.ContainsFunc(busy[i:], func(s span) bool { return s.job }) {
			if days := until.DaysUntil(s.from) - 1; days > limit {
				out = append(out, gap(until.AddDays(1), s.from.AddDays(-1), days))
			}
		}
		worked, until = worked || s.job, max(until, s.to)
	}
	if worked && until < today && until.DaysUntil(today) > openGap*limit {
		out = append(out, gap(until.AddDays(1), "", until.DaysUntil(today)))
	}
	return out
}

// gap is the finding; one that still goes on has no last day, so that its key stays the same tomorrow.
func gap(from, to hiring.Date, days int) hiring.Finding {
	values := map[string]string{"days": strconv.Itoa(days), "from": string(from), "to": string(to)}
	return hiring.Finding{Key: key(Gap, string(from), string(to)), Kind: Gap, Light: hiring.Amber, Field: "employments",
		From: from, To: to, Values: values}
}

// spans are the jobs (internships too) and studies with possible dates, by their first day. What has no end goes on today.
func spans(cv *hiring.CV, today hiring.Date) []span {
	var out []span
	add := func(from, to hiring.Date, job bool) {
		if to == "" {
			to = today
		}
		if from, to = from.First(), to.Last(); from.Valid() && to.Valid() && from <= to {
			out = append(out, span{from, to, job})
		}
	}
	for _, e := range cv.Employments {
		add(e.From, e.To, true)
	}
	for _, e := range cv.Education {
		add(e.From, e.To, false)
	}
	slices.SortFunc(out, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	return out
}

// hops finds the most jobs that were begun within the bank's number of days, both ends counted (Z-35): of 365 days
// from 1 January, 31 December is the last. Internships do not count, and neither does a new title in the same company.
func hops(jobs []hiring.Employment, bank catalog.Bank, today hiring.Date) []hiring.Finding {
	if bank.HopJobs <= 0 || bank.HopDays <= 0 {
		return nil
	}
	starts := begun(jobs, today)
	first, most := 0, 0
	for i := range starts {
		n := 0
		for n < len(starts)-i && starts[i].DaysUntil(starts[i+n]) < bank.HopDays {
			n++
		}
		if n > most {
			first, most = i, n
		}
	}
	if most < bank.HopJobs {
		return nil
	}
	from, to := starts[first], starts[first+most-1]
	return []hiring.Finding{{Key: key(Stability, string(from), string(to)), Kind: Stability, Flag: true, Light: hiring.Amber,
		Field: "employments", From: from, To: to, Values: map[string]string{"jobs": strconv.Itoa(most), "days": strconv.Itoa(bank.HopDays),
			"from": string(from), "to": string(to)}}}
}

// begun are the first days of jobs, in order. A month means its first day.
func begun(jobs []hiring.Employment, today hiring.Date) []hiring.Date {
	var out []hiring.Date
	until := map[string]hiring.Date{} // by company
	jobs = slices.Clone(jobs)
	slices.SortStableFunc(jobs, func(a, b hiring.Employment) int { return cmp.Compare(a.From.First(), b.From.First()) })
	for _, j := range jobs {
		from, to := j.From.First(), j.To.Last()
		if j.Internship || !from.Valid() || from > today {
			continue
		}
		if j.To == "" {
			to = today
		}
		company := NormalCompany(j.Company)
		before, known := until[company]
		if !known || from > before.AddDays(1) {
			out = append(out, from)
		}
		until[company] = max(to, before, from)
	}
	return out
}

// impossible finds dates that cannot be: no such day, an end before the start, a start in the future.
func impossible(cv *hiring.CV, today hiring.Date) []hiring.Finding {
	var out []hiring.Finding
	look := func(field, name string, from, to hiring.Date) {
		why := wrong(from, to, today)
		if why == "" {
			return
		}
		out = append(out, hiring.Finding{Key: key(Impossible, field, NormalCompany(name), string(from), string(to)), Kind: Impossible,
			Light: hiring.Amber, Field: field, Says: string(from) + " – " + string(to), From: from, To: to,
			Values: map[string]string{"why": why, "item": name, "from": string(from), "to": string(to)}})
	}
	for _, e := range cv.Employments {
		look("employments", e.Company, e.From, e.To)
	}
	for _, e := range cv.Education {
		look("education", e.School, e.From, e.To)
	}
	return out
}

// wrong says what is impossible about two dates: "date", "order", "future"; "" when nothing is.
func wrong(from, to, today hiring.Date) string {
	switch {
	case noDay(from) || noDay(to):
		return "date"
	case !from.First().Valid() || (to != "" && !to.First().Valid()):
		return ""
	case to != "" && to.Last() < from.First():
		return "order"
	case from.First() > today:
		return "future"
	}
	return ""
}

// noDay says whether something is written that is no day and no month; a year alone is coarse, not impossible.
func noDay(d hiring.Date) bool {
	return d != "" && !d.First().Valid() && !(len(d) == 4 && digits(string(d)))
}
