package model

import (
	"encoding/hex"
	"slices"
	"strings"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// AuditLine is one record as a person reads it.
type AuditLine struct {
	Seq      uint64
	When     string
	Who      string   // name and roles
	Sentence string   // what happened
	Details  []string // values before and after, why, what it followed
	Hash     string   // the first digits of the record's hash
	Marks    []string // words for what stands out: refused, override, the clock went back
	Tone     Tone
	Person   hiring.AccountID
	Groups   []string // what it is found by: see AuditGroups
}

// AuditGroups are the kinds that an audit is filtered by, as words "audit.group.<id>".
var AuditGroups = []string{"people", "workflow", "values", "refused", "override", "clock"}

// Text is the whole line for one column: the marks and the sentence, its details below.
func (l AuditLine) Text() string {
	return strings.Join(append([]string{strings.Join(append(slices.Clone(l.Marks), l.Sentence), " \u00b7 ")}, l.Details...), "\n")
}

// AuditLines are an audit's records in words, in its order.
func (r Reader) AuditLines(a office.Audit) []AuditLine {
	out := make([]AuditLine, len(a.Entries))
	for i, e := range a.Entries {
		out[i] = r.auditLine(e, auditNames{r, a})
	}
	return out
}

// AuditFilter keeps the lines of a person and of a group; an empty one keeps all.
func AuditFilter(lines []AuditLine, person hiring.AccountID, group string) []AuditLine {
	var out []AuditLine
	for _, l := range lines {
		if (person == "" || l.Person == person) && (group == "" || slices.Contains(l.Groups, group)) {
			out = append(out, l)
		}
	}
	return out
}

// AuditPeople are who acts in some lines, each once, in the order they come.
func AuditPeople(lines []AuditLine) []AuditLine {
	var out []AuditLine
	for _, l := range lines {
		if l.Person != "" && !slices.ContainsFunc(out, func(x AuditLine) bool { return x.Person == l.Person }) {
			out = append(out, l)
		}
	}
	return out
}

func (r Reader) auditLine(e office.Audited, names auditNames) AuditLine {
	l := AuditLine{Seq: e.Seq, When: r.Second(e.At), Hash: hex.EncodeToString(e.Hash[:6])}
	mark := func(group string, tone Tone) {
		l.Marks, l.Groups = append(l.Marks, r.Say("audit.group."+group)), append(l.Groups, group)
		if l.Tone == Plain {
			l.Tone = tone
		}
	}
	if e.Withheld {
		l.Sentence = r.Say("audit.withheld")
		return l
	}
	l.Person, l.Who = e.By, names.who(e.By)
	if e.By == hiring.System {
		l.Groups = append(l.Groups, "workflow")
	} else {
		l.Groups = append(l.Groups, "people")
	}
	if e.Override {
		mark("override", Urgent)
	}
	if e.Trace != nil {
		if r.traceSentence(&l, e, names) {
			mark("refused", Warn)
		}
	} else {
		l.Sentence = r.known("event."+e.Kind, r.Say("audit.unknown", "kind", e.Kind))
	}
	if e.Back {
		mark("clock", Warn)
		l.Details = append(l.Details, r.Say("audit.clock_back"))
	}
	l.Details = append(l.Details, r.auditValues(e.Values, names)...)
	if len(e.Values) > 0 || e.Trace != nil && len(e.Trace.Changed) > 0 {
		l.Groups = append(l.Groups, "values")
	}
	l.Details = append(l.Details, r.auditWhy(e, names)...)
	return l.plainly()
}

// plainly keeps what people typed from forging or turning lines (control 38).
func (l AuditLine) plainly() AuditLine {
	l.Who, l.Sentence = office.Plainly(l.Who), office.Plainly(l.Sentence)
	for i := range l.Details {
		l.Details[i] = office.Plainly(l.Details[i])
	}
	return l
}

// auditWhy is the reason that was given, and what the workflow followed.
func (r Reader) auditWhy(e office.Audited, names auditNames) []string {
	var out []string
	if e.Reason != "" {
		out = append(out, r.Say("audit.reason", "reason", r.Reason(e.Reason)))
	}
	if e.Note != "" {
		out = append(out, r.Say("audit.note", "note", clipped(e.Note, 200)))
	}
	switch {
	case e.Cause == nil:
	case e.Cause.Seq == 0:
		out = append(out, r.Say("audit.by_clock"))
	case e.Cause.Kind == "":
		out = append(out, r.Say("audit.followed_withheld", "seq", figure(e.Cause.Seq)))
	default:
		out = append(out, r.Say("audit.followed", "seq", figure(e.Cause.Seq), "who", names.name(e.Cause.By), "what", r.known("event."+e.Cause.Kind, e.Cause.Kind)))
	}
	if e.Erased {
		out = append(out, r.Say("audit.erased"))
	}
	return out
}

func clipped(text string, n int) string {
	if runes := []rune(text); len(runes) > n {
		return string(runes[:n]) + "\u2026"
	}
	return text
}

// auditNames gives the people of an audit their names.
type auditNames struct {
	r Reader
	a office.Audit
}

func (n auditNames) name(id hiring.AccountID) string {
	switch a, ok := n.a.People[id]; {
	case id == hiring.System:
		return n.r.Say("actor.system")
	case ok:
		return a.Name
	case id == "":
		return n.r.Say("audit.nobody")
	}
	return n.r.Say("actor.unknown")
}

// who is a name with the roles the account has now.
func (n auditNames) who(id hiring.AccountID) string {
	a, ok := n.a.People[id]
	if !ok || len(a.Roles) == 0 {
		return n.name(id)
	}
	var roles []string
	for _, role := range a.Roles {
		roles = append(roles, n.r.RoleName(role))
	}
	return n.r.Say("audit.who", "name", a.Name, "roles", n.r.list(roles))
}
