package demo

import (
	"math/rand/v2"
	"slices"
	"time"

	"ruhang/core/hiring"
)

// cohort is a number of cases that share a fate (cohorts.json).
type cohort struct {
	ID       string            `json:"id"`
	Count    int               `json:"count"`
	Position string            `json:"position"`
	Age      [2]int            `json:"age"`  // days before now at which the AI report came
	Fate     string            `json:"fate"` // how far they have come
	Scores   map[string][2]int `json:"scores"`
	Low      map[string]int    `json:"low"`    // of how many a dimension is below 60
	Scenes   int               `json:"scenes"` // how many have service-scene ratings of 75 or more
	Good     int               `json:"good"`   // how many are rated 4 or 5 in the final review
	Results  []results         `json:"results"`
	Outside  int               `json:"outside_months"` // interviewed one day before this many months ago
}

// results are outcomes after joining of some of a cohort.
type results struct {
	Kind   string     `json:"kind"`
	Count  int        `json:"count"` // -1: all that have none of the kind yet
	Value  [2]float64 `json:"value"`
	Mean   float64    `json:"mean"`   // of the values; 0: as they fall
	Days   [2]int     `json:"days"`   // after joining
	Months int        `json:"months"` // after joining, instead
	Among  string     `json:"among"`  // only those whose dimension is below 60
}

// outcome is one of them, for one case.
type outcome struct {
	kind         string
	value        float64
	days, months int
}

// plan is one case before it is told.
type plan struct {
	Key       string         `json:"key"`
	Name      string         `json:"name"`
	Position  string         `json:"position"`
	Branch    string         `json:"branch"`
	Age       int            `json:"age"`
	Fate      string         `json:"fate"`
	Overall   int            `json:"overall"`
	Panel     int            `json:"panel"` // the panel's score, 90 only: pairs of 4 and 5
	Scores    map[string]int `json:"scores"`
	Traits    []string       `json:"traits"`
	CV        string         `json:"cv"`       // hops, gap; else one without findings
	Evidence  string         `json:"evidence"` // degree, violation; else what the CV says
	PanelOf   []string       `json:"panel_of"`
	Interview string         `json:"interview"` // today, tomorrow
	Start     string         `json:"start"`     // today
	Review    bool           `json:"review"`    // asks for a human review
	Shows     string         `json:"shows"`     // the feature it is there for

	scene    string // "good", "weak"
	good     bool
	outcomes []outcome
	outside  int
	slow     bool // more than four hours from all clear to the offer
	shift    time.Duration
	nth      int
}

// plans are all cases of the bank in the order in which they are told: oldest first.
func (b *bank) plans() []plan {
	rng := rand.New(rand.NewPCG(uint64(b.opt.Seed), 0x706c616e))
	if b.opt.Plain {
		return b.plainPlans(rng)
	}
	var out []plan
	if b.opt.Cases == 0 || b.opt.Cases >= Full {
		for _, c := range b.cohorts {
			out = append(out, c.plans(rng)...)
		}
	}
	out = append(out, b.showcase...)
	for i := 0; len(out) < b.opt.Cases; i++ {
		out = append(out, cohort{Count: 1, Position: positions[i%3], Age: [2]int{190, 530}, Fate: "rejected"}.plans(rng)...)
	}
	slices.SortStableFunc(out, func(a, b plan) int { return b.days() - a.days() })
	for i := range out {
		out[i].nth = i
		out[i].slow = i%9 == 4
		out[i].shift = shiftOf(i)
	}
	return out
}

var positions = []string{"teller", "account_manager", "credit_officer"}

// shiftOf spreads durations evenly around their middle: one third exact, one third shorter, one third longer.
func shiftOf(i int) time.Duration {
	return time.Duration(i%3-1) * time.Duration(1+i/3%4) * 30 * time.Minute
}

func (p plan) days() int {
	if p.outside > 0 {
		return p.outside*31 - 1
	}
	return p.Age
}

// plans deals a cohort's marks out to its cases.
func (c cohort) plans(rng *rand.Rand) []plan {
	out := make([]plan, c.Count)
	for i := range out {
		p := plan{Position: c.Position, Age: between(rng, c.Age), Fate: c.Fate, Scores: map[string]int{}, outside: c.Outside}
		for _, d := range sortedKeys(c.Scores) {
			p.Scores[d] = between(rng, c.Scores[d])
		}
		out[i] = p
	}
	for _, d := range sortedKeys(c.Low) {
		for _, i := range rng.Perm(c.Count)[:c.Low[d]] {
			out[i].Scores[d] = between(rng, [2]int{42, 59})
		}
	}
	for n, i := range rng.Perm(c.Count) {
		out[i].good = n < c.Good
	}
	for n, i := range rng.Perm(c.Count) {
		if c.Scenes > 0 {
			out[i].scene = map[bool]string{true: "good", false: "weak"}[n < c.Scenes]
		}
	}
	for _, r := range c.Results {
		r.deal(rng, out)
	}
	return out
}

// deal gives an outcome to as many cases as are to have it.
func (r results) deal(rng *rand.Rand, plans []plan) {
	var free []int
	for _, i := range rng.Perm(len(plans)) {
		has := slices.ContainsFunc(plans[i].outcomes, func(o outcome) bool { return o.kind == r.Kind })
		score, measured := plans[i].Scores[r.Among]
		if !has && (r.Among == "" || (measured && score < 60)) {
			free = append(free, i)
		}
	}
	if r.Count >= 0 {
		free = free[:r.Count]
	}
	for n, i := range free {
		plans[i].outcomes = append(plans[i].outcomes, outcome{r.Kind, r.value(rng, n, len(free)), between(rng, r.Days), r.Months})
	}
}

// value is the n-th value of a row: within the range, and where a mean is asked for in pairs around it.
func (r results) value(rng *rand.Rand, n, of int) float64 {
	if r.Mean == 0 {
		whole := r.Value[0] == float64(int(r.Value[0])) && r.Kind != "satisfaction"
		if whole {
			return float64(between(rng, [2]int{int(r.Value[0]), int(r.Value[1])}))
		}
		return round(r.Value[0]+rng.Float64()*(r.Value[1]-r.Value[0]), 1)
	}
	half := min(r.Value[1]-r.Mean, r.Mean-r.Value[0])
	away := half * float64(n/2+1) / float64(of/2+1)
	if away = round(away, 2); n == of-1 && of%2 == 1 {
		away = 0
	}
	if n%2 == 0 {
		away = -away
	}
	return round(r.Mean+away, 2)
}

// plainPlans are very many cases that end or wait early.
func (b *bank) plainPlans(rng *rand.Rand) []plan {
	fates := []string{"rejected_early", "rejected_early", "rejected_early", "rejected_early", "rejected_early", "waiting", "assessment", "assessment", "interview", "interview"}
	out := make([]plan, b.opt.Cases)
	for i := range out {
		out[i] = plan{Position: positions[i%3], Age: 540 - 540*i/max(len(out), 1), Fate: fates[rng.IntN(len(fates))], Scores: map[string]int{}, nth: i}
	}
	return out
}

// received is when a plan's AI report came.
func (b *bank) received(p plan, rng *rand.Rand) time.Time {
	today := hiring.DateOf(b.opt.Now)
	if p.outside > 0 {
		return today.AddMonths(-p.outside).AddDays(-1).Time().Add(17 * time.Hour)
	}
	at := today.AddDays(-p.Age).Time().Add(9*time.Hour + time.Duration(rng.IntN(40))*time.Minute)
	if latest := b.opt.Now.Add(-3 * time.Hour); at.After(latest) {
		return latest
	}
	return at
}
