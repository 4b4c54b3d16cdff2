package catalog

import (
	"reflect"
	"slices"
	"strings"
)

// rules holds the decoded files against each other and against the law. The decoder has said already what is missing,
// untranslated or of a wrong type.
func (b *builder) rules() {
	b.bankRules()
	b.legalRules()
	b.privacyRules()
	b.listRules()
	b.benefitRules()
	b.calendarRules()
	b.unlawfulRules()
	for _, p := range sorted(b.cat.Plans) {
		b.planRules(p)
	}
	for _, q := range sorted(b.cat.Banks) {
		b.questionRules(q)
	}
	b.paperRules()
	for _, p := range sorted(b.cat.Positions) {
		b.positionRules(p)
	}
	b.aliasRules()
}

// known refuses a name that no table has.
func known[T any](b *builder, table map[string]*T, id string, owner any, steps ...any) bool {
	if table[id] == nil {
		b.refuse(b.at(owner, steps...), "unknown_reference", "id", id)
	}
	return table[id] != nil
}

// oneOf refuses a word outside a closed list.
func (b *builder) oneOf(words []string, word string, owner any, steps ...any) {
	if word != "" && !slices.Contains(words, word) {
		b.refuse(b.at(owner, steps...), "unknown_choice", "id", word, "choices", strings.Join(words, ", "))
	}
}

// within refuses a number outside its limits.
func within[N int | int64 | float64](b *builder, n, low, high N, owner any, steps ...any) {
	if n < low || n > high {
		b.refuse(b.at(owner, steps...), "out_of_range", "low", number(low), "high", number(high))
	}
}

// some refuses an empty list.
func (b *builder) some(list any, owner any, key string) {
	if reflect.ValueOf(list).Len() == 0 {
		b.refuse(b.at(owner, key), "empty_list")
	}
}

func (b *builder) bankRules() {
	bank := &b.cat.Bank
	if !b.there(bank, "bank.yaml") {
		return
	}
	within(b, bank.PassThreshold, 0, 100, bank, "pass_threshold")
	for key, days := range map[string]int{"gap_days": bank.GapDays, "hop_jobs": bank.HopJobs, "hop_days": bank.HopDays,
		"offer_days": bank.OfferDays, "answer_hours": bank.AnswerHours, "grace_hours": bank.GraceHours, "consent_hours": bank.ConsentHours,
		"interview_hours": bank.InterviewHour, "score_hours": bank.ScoreHours} {
		within(b, days, 1, 3650, bank, key)
	}
	within(b, bank.InviteHours, 1, 30*24, bank, "invite_hours")
	b.some(bank.MaterialDays, bank, "material_days")
	for i, d := range bank.MaterialDays {
		within(b, d, 1, 60, bank, "material_days", i)
	}
	for i := range bank.Rooms {
		if bank.Branch(bank.Rooms[i].Branch) == nil {
			b.refuse(b.at(&bank.Rooms[i], "branch"), "unknown_reference", "id", bank.Rooms[i].Branch)
		}
	}
	b.treeRules(bank)
}

// treeRules: one head office, every parent there, no branch above itself; and every city with its benefit table, since an
// offer without one cannot be written.
func (b *builder) treeRules(bank *Bank) {
	roots := 0
	for i := range bank.Branches {
		br := &bank.Branches[i]
		if br.Parent == "" {
			roots++
		} else if bank.Branch(br.Parent) == nil {
			b.refuse(b.at(br, "parent"), "unknown_reference", "id", br.Parent)
		}
		if bank.circular(br) {
			b.refuse(b.at(br, "parent"), "circular", "id", br.ID)
		}
		if !slices.ContainsFunc(b.cat.Benefits, func(t *Benefits) bool { return t.City == br.City }) {
			b.refuse(b.at(br, "city"), "city_without_benefits", "id", br.City)
		}
	}
	if roots != 1 {
		b.refuse(b.at(bank, "branches"), "one_head_office", "count", number(roots))
	}
}

func (bank *Bank) circular(br *Branch) bool {
	for range bank.Branches {
		if br = bank.Branch(br.Parent); br == nil {
			return false
		}
	}
	return true
}

// there refuses a catalog without one of the single files.
func (b *builder) there(thing any, file string) bool {
	if _, read := b.places[thing]; !read {
		b.refuse(place{file: file, line: 1}, "missing")
		return false
	}
	return true
}

func (b *builder) legalRules() {
	law := &b.cat.Legal
	if !b.there(law, "legal.yaml") {
		return
	}
	b.some(law.ProbationCaps, law, "probation_caps")
	for i := range law.ProbationCaps {
		c := &law.ProbationCaps[i]
		within(b, c.MaxMonths, 0, 6, c, "max_months")
	}
	within(b, law.ProbationPay.Value, 1, 100, &law.ProbationPay, "value")
}

// What may stand in the lists; the meaning of each is code.
var (
	compartments   = []string{"basic", "evaluation", "salary", "background", "identity"}
	factorRules    = []string{"required", "optional"}
	dimensionKinds = []string{"dimension", "trait"}
	materialRules  = []string{"id_card", "diploma", "certificate", "bank_card", "photo", "other"}
	materialFields = []string{"name", "id_no", "birth_date", "number", "school", "degree", "graduated_on", "valid_until", "chsi_code"}
	courseTopics   = []string{"compliance", "etiquette", "product", "system", "risk"}

	// ReasonUses are what reasons are for; each has at least one in every catalog.
	ReasonUses = []string{"reject", "hold", "override", "decline", "rescind", "withdraw", "return_material", "clear_flag",
		"end_probation", "erase", "keep", "withdraw_interview", "absence"}
	// legalUses are the decisions for which the law asks for a ground.
	legalUses = []string{"rescind", "end_probation"}
)

func (b *builder) listRules() {
	for _, r := range sorted(b.cat.Roles) {
		for i, c := range r.Compartments {
			b.oneOf(compartments, c, r, "compartments", i)
		}
		if r.SecondFactor != "" {
			b.oneOf(factorRules, r.SecondFactor, r, "second_factor")
		}
		for i, what := range r.Prove {
			b.oneOf(append(slices.Clone(r.Commands), r.Office...), what, r, "prove", i)
		}
	}
	for _, d := range sorted(b.cat.Dimensions) {
		b.oneOf(dimensionKinds, d.Kind, d, "kind")
		if d.Kind == "dimension" && d.Plain == nil {
			b.refuse(b.at(d, "plain"), "missing")
		}
		if d.Kind == "trait" && d.Plain != nil {
			b.refuse(b.at(d, "plain"), "trait_shown", "id", d.ID)
		}
	}
	for _, m := range sorted(b.cat.Materials) {
		b.oneOf(materialRules, m.Rule, m, "rule")
		for i, f := range m.Fields {
			b.oneOf(materialFields, f, m, "fields", i)
		}
		for i, f := range m.Optional {
			b.oneOf(materialFields, f, m, "optional", i)
		}
	}
	for _, c := range sorted(b.cat.Courses) {
		b.oneOf(courseTopics, c.Topic, c, "topic")
		within(b, c.Hours, 1, 400, c, "hours")
	}
	b.checkRules()
	b.reasonRules()
}

func (b *builder) reasonRules() {
	for _, r := range sorted(b.cat.Reasons) {
		b.oneOf(ReasonUses, r.For, r, "for")
		if slices.Contains(legalUses, r.For) && r.Legal == nil {
			b.refuse(b.at(r, "legal"), "missing")
		}
	}
	for _, use := range ReasonUses {
		if len(b.cat.ReasonsFor(use)) == 0 {
			b.refuse(place{file: "reasons.yaml", line: 1, field: "reasons"}, "no_reason", "use", use)
		}
	}
}

// aliasRules: an alias that two things share would send a vendor's value to either.
func (b *builder) aliasRules() {
	owner := map[string]string{}
	for _, d := range sorted(b.cat.Dimensions) {
		for i, a := range d.Aliases {
			b.oneOwner(owner, a, d.ID, d, i)
		}
	}
	owner = map[string]string{}
	for _, p := range sorted(b.cat.Positions) {
		for i, a := range p.Aliases {
			b.oneOwner(owner, a, p.ID, p, i)
		}
	}
}

func (b *builder) oneOwner(owner map[string]string, alias, id string, thing any, i int) {
	if other := owner[alias]; other != "" && other != id {
		b.refuse(b.at(thing, "aliases", i), "duplicate", "id", alias)
	}
	owner[alias] = id
}
