package model

import (
	"strconv"
	"strings"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// Second is an instant to the second, as audits tell it.
func (r Reader) Second(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(hiring.China).Format("2006-01-02 15:04:05")
}

func figure(n uint64) string { return strconv.FormatUint(n, 10) }

// auditValues are changed values, one line for each thing they are values of: "Offer 1 · monthly salary: 8,000 → 8,500; grade: T1".
func (r Reader) auditValues(values []office.Value, names auditNames) []string {
	var order []string
	of := map[string][]string{}
	for _, v := range values {
		what := r.valueOf(v.Fact, names)
		if of[what] == nil {
			order = append(order, what)
		}
		label := r.known("audit.value."+v.Name, v.Name)
		of[what] = append(of[what], r.auditChange(label, r.valueWord(v.Name, v.Before, names), r.valueWord(v.Name, v.After, names)))
	}
	out := make([]string, len(order))
	for i, what := range order {
		out[i] = strings.Join(of[what], r.Say("audit.and"))
		if what != "" {
			out[i] = r.Say("audit.of", "of", what, "value", out[i])
		}
	}
	return out
}

func (r Reader) auditChange(label, before, after string) string {
	switch {
	case before == "":
		return r.Say("audit.set", "label", label, "after", after)
	case after == "":
		return r.Say("audit.gone", "label", label, "before", before)
	}
	return r.Say("audit.changed", "label", label, "before", before, "after", after)
}

// valueOf names the part that a value belongs to.
func (r Reader) valueOf(f office.Fact, names auditNames) string {
	switch {
	case f.Of == "":
		return ""
	case strings.HasPrefix(f.Name, "offer_"):
		return r.Say("audit.offer", "version", f.Of)
	case strings.HasPrefix(f.Name, "check_") && r.Cat.Checks[f.Of] != nil:
		return r.Cat.Checks[f.Of].Name.In(r.Lang)
	case f.Name == "gate":
		return r.StageName(f.Of)
	case f.Name == "flag", f.Name == "to_verify":
		return r.known("finding."+f.Of, f.Of)
	case (f.Name == "material" || f.Name == "original") && r.Cat.Materials[f.Of] != nil:
		return r.Cat.Materials[f.Of].Name.In(r.Lang)
	case f.Name == "recommendation":
		_, who, _ := strings.Cut(f.Of, "/")
		return names.name(hiring.AccountID(who))
	case f.Name == "task":
		stage, task, _ := strings.Cut(f.Of, "/")
		return r.taskName(stage, task)
	case f.Name == "rating":
		return r.anyReview(f.Of)
	case f.Name == "consent":
		return r.known("consent.purpose."+f.Of, f.Of)
	case strings.HasPrefix(f.Name, "interview_"), f.Name == "panel":
		return r.Say("audit.round", "n", strings.TrimPrefix(f.Of, "i"))
	}
	return f.Of
}

// valueWord is a value in words by what it is a value of.
func (r Reader) valueWord(name, v string, names auditNames) string {
	if v == "" {
		return ""
	}
	switch name {
	case "status":
		return r.known("status."+v, v)
	case "stage":
		return r.StageName(v)
	case "position":
		return r.Position(v)
	case "branch", "offer_branch":
		return r.Branch(v)
	case "gate":
		return r.known("outcome."+v, v)
	case "interview_state":
		return r.known("interview.state."+v, v)
	case "interview_place":
		return r.Place(v)
	case "recommendation":
		return r.known("recommend."+v, v)
	case "check_light":
		return r.known("light."+v, v)
	case "check_progress":
		return r.known("check.state."+v, v)
	case "offer_state":
		return r.known("offer.state."+v, v)
	case "material":
		return r.known("material.state."+v, v)
	case "flag", "to_verify", "consent", "offer_by":
		return r.known("audit.state."+v, v)
	case "offer_monthly", "offer_probation_pay":
		return r.Say("case.yuan", "amount", v)
	case "panel":
		var people []string
		for _, id := range strings.Split(v, ",") {
			people = append(people, names.name(hiring.AccountID(id)))
		}
		return r.list(people)
	}
	if t, err := time.Parse(time.RFC3339, v); err == nil {
		return r.Moment(t)
	}
	return v
}

func (r Reader) anyReview(id string) string {
	for _, name := range sortedKeys(r.Cat.Positions) {
		for _, v := range r.Cat.Positions[name].Probation.Reviews {
			if v.ID == id {
				return v.Name.In(r.Lang)
			}
		}
	}
	return id
}

// traceSentence is a record of the bank's trail in words; it says whether it tells of a refusal.
func (r Reader) traceSentence(l *AuditLine, e office.Audited, names auditNames) (refused bool) {
	t := e.Trace
	pairs := []string{"about", names.name(t.About)}
	for _, key := range sortedKeys(t.Facts) {
		pairs = append(pairs, key, r.factWord(key, t.Facts[key]))
	}
	key := "trail." + e.Kind
	if e.Kind == "sign_in_failed" && t.About == "" {
		key = "trail.sign_in_failed_stranger"
	}
	l.Sentence = r.Say(key, pairs...)
	if l.Sentence == key {
		l.Sentence = r.Say("audit.unknown", "kind", e.Kind)
	}
	var changed []string
	for _, c := range t.Changed {
		label := r.known("trail.field."+c.Field, c.Field)
		changed = append(changed, r.auditChange(label, r.fieldWord(c.Field, c.Before), r.fieldWord(c.Field, c.After)))
	}
	if len(changed) > 0 {
		l.Details = append(l.Details, strings.Join(changed, r.Say("audit.and")))
	}
	if e.Kind != "refused" {
		return false
	}
	why := t.Refusal()
	l.Details = append(l.Details, r.Say("audit.refused_because", "reason", r.faultWords(why)))
	return true
}

// factWord is a fact of the trail in words: instants in the bank's time, commands by their names.
func (r Reader) factWord(key, v string) string {
	switch key {
	case "command":
		return r.known("attempt."+v, v)
	case "fields":
		var out []string
		for _, f := range strings.Split(v, ",") {
			out = append(out, r.known("field."+f, f))
		}
		return r.list(out)
	case "setting":
		return r.known("trail.field."+v, v)
	case "what", "why", "format":
		return r.known("trail."+key+"."+v, v)
	case "code":
		return r.known(v, v)
	}
	if t, err := time.Parse(time.RFC3339, v); err == nil {
		return r.Second(t)
	}
	return v
}

func (r Reader) fieldWord(field, v string) string {
	switch {
	case v == "":
		return ""
	case field == "branch":
		return r.Branch(v)
	case field == "catalog":
		return short(v)
	case field != "roles":
		return v
	}
	var out []string
	for _, id := range strings.Split(v, ",") {
		out = append(out, r.RoleName(id))
	}
	return r.list(out)
}

// faultWords is a recorded refusal as its sentence.
func (r Reader) faultWords(e *fault.Error) string {
	said := r.Say(e.Code, r.spoken(e)...)
	if said == e.Code {
		return r.Say("fault.refused")
	}
	return said
}
