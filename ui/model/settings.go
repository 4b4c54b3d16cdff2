package model

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ruhang/core/office"
)

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// StaffRoles are the roles an administrator may give; a candidate's account is made by inviting them.
var StaffRoles = []string{"hr", "interviewer", "approver", "compliance", "admin", "kiosk"}

// RoleName is a role's name.
func (r Reader) RoleName(id string) string {
	if role := r.Cat.Roles[id]; role != nil {
		return role.Name.In(r.Lang)
	}
	return id
}

// AccountLine is an account in the list of users.
type AccountLine struct {
	At                         int
	Login, Name, Roles, Branch string
	Closed, Invited            bool
}

// AccountLines are the accounts of the bank's people; candidates' own are left out.
func (r Reader) AccountLines(all []office.Account) []AccountLine {
	var out []AccountLine
	for i, a := range all {
		if a.Is("candidate") {
			continue
		}
		var roles []string
		for _, id := range a.Roles {
			roles = append(roles, r.RoleName(id))
		}
		branch := r.Say("settings.whole_bank")
		if a.Branch != "" {
			branch = r.Branch(a.Branch)
		}
		out = append(out, AccountLine{At: i, Login: a.Login, Name: a.Name, Roles: strings.Join(roles, r.Say("list.comma")), Branch: branch, Closed: a.Closed, Invited: !a.InvitedUntil.IsZero()})
	}
	return out
}

// BankRows are the bank's own facts.
func (r Reader) BankRows() []Row {
	b := r.Cat.Bank
	return []Row{
		{Label: r.Say("settings.bank_name"), Value: b.Name.In(r.Lang)},
		{Label: r.Say("settings.hotline"), Value: b.Hotline},
		{Label: r.Say("settings.branches"), Value: strconv.Itoa(len(b.Branches))},
		{Label: r.Say("settings.positions"), Value: r.list(r.positionNames())},
		{Label: r.Say("settings.catalog"), Value: short(r.Cat.Hash)},
	}
}

func (r Reader) positionNames() []string {
	var out []string
	for _, id := range sortedKeys(r.Cat.Positions) {
		out = append(out, r.Position(id))
	}
	return out
}

func (r Reader) list(words []string) string { return strings.Join(words, r.Say("list.comma")) }

func short(hash string) string {
	if len(hash) > 12 {
		return hash[:12]
	}
	return hash
}

// RuleGroup is what the workflow does, under one heading.
type RuleGroup struct {
	Title string
	Rules []string
}

// Rules are the rules in force, in words: what the workflow does by itself, what the numbers are, what each position adds.
func (r Reader) Rules() []RuleGroup {
	b, n := r.Cat.Bank, strconv.Itoa
	out := []RuleGroup{
		{r.Say("rules.numbers"), []string{
			r.Say("rules.threshold", "n", r.Score(b.PassThreshold)),
			r.Say("rules.gap", "n", n(b.GapDays)),
			r.Say("rules.hop", "jobs", n(b.HopJobs), "days", n(b.HopDays)),
			r.Say("rules.offer_days", "n", n(b.OfferDays)),
			r.Say("rules.consent_hours", "n", n(b.ConsentHours)),
			r.Say("rules.answer_hours", "n", n(b.AnswerHours), "grace", n(b.GraceHours)),
			r.Say("rules.score_hours", "n", n(b.ScoreHours)),
			r.Say("rules.invite_hours", "n", n(b.InviteHours)),
		}},
	}
	out = append(r.Automatic(), out...)
	for _, id := range sortedKeys(r.Cat.Positions) {
		p := r.Cat.Positions[id]
		g := RuleGroup{Title: p.Name.In(r.Lang)}
		if p.Threshold > 0 {
			g.Rules = append(g.Rules, r.Say("rules.position_threshold", "n", r.Score(p.Threshold)))
		}
		if pack := r.Cat.Packages[p.Package]; pack != nil {
			var checks []string
			for _, k := range pack.Checks {
				checks = append(checks, r.Say("rules.check", "check", r.Cat.Checks[k].Name.In(r.Lang), "hours", n(r.Cat.Checks[k].SLAHours), "days", n(r.Cat.Checks[k].ValidityDays)))
			}
			g.Rules = append(g.Rules, r.Say("rules.checks", "checks", r.list(checks)))
		}
		g.Rules = append(g.Rules, r.Say("rules.probation", "months", n(p.Probation.Months), "contract", n(p.Probation.ContractMonths), "percent", n(p.Probation.PayPercent)),
			r.Say("rules.kit", "size", n(p.Kit.Size), "rules", n(len(p.Kit.Rules))))
		out = append(out, g)
	}
	return out
}
