package model

import (
	"slices"
	"strconv"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// CaseLink is one link of the trajectory as people read it: "AI interview", "85", a day, and how far it is.
type CaseLink struct {
	Label, Value, Date string
	State              string // done, now, todo, bad
}

// CaseHead is what stands above every part of a case file.
type CaseHead struct {
	Name    string
	Where   string // position and branch
	Status  string
	Tone    Tone
	Stage   string // with the days in it; "" while there is none
	Numbers []Row  // masked
	Reveal  bool   // the whole numbers may be asked for
	Chain   []CaseLink
	Next    *Act   // the one next step of this account
	Waits   string // whom the case waits for when it is not this account
	Menu    []Act  // what else this account may do
}

// CaseHead is the head of a case file.
func (r Reader) CaseHead(f *office.CaseFile) CaseHead {
	c := f.Case
	h := CaseHead{Name: f.Person.Name, Where: r.Position(c.Position) + " · " + r.Branch(c.Branch),
		Status: r.Say("status." + string(c.Status)), Tone: statusTone(c.Status), Reveal: r.HasJob("reveal"), Chain: r.Chain(f.Chain)}
	if h.Name == "" {
		h.Name = r.Say("case.erased")
	}
	if c.Stage != "" && !c.Closed() {
		days := int(r.Now.Sub(c.StageAt) / (24 * time.Hour))
		h.Stage = r.Say("case.stage_days", "stage", r.Stage(c.Plan, c.Stage), "days", strconv.Itoa(max(0, days)))
	}
	for _, n := range []Row{{Label: r.Say("person.id_no"), Value: f.Person.IDNumber}, {Label: r.Say("person.phone"), Value: f.Person.Phone},
		{Label: r.Say("person.email"), Value: f.Person.Email}} {
		if n.Value != "" {
			h.Numbers = append(h.Numbers, n)
		}
	}
	h.Reveal = h.Reveal && len(h.Numbers) > 0
	h.Next, h.Waits = r.caseNext(f)
	h.Menu = r.caseMenu(f)
	return h
}

// statusTone: green, amber and red belong to check lights; a status only says whether it needs a person.
func statusTone(s hiring.Status) Tone {
	if s == hiring.Waiting {
		return Urgent
	}
	return Plain
}

// Chain is the trajectory "AI 85 → interview 90 → checks clear → offer signed" (Z-22) with its days.
func (r Reader) Chain(links []office.ChainLink) []CaseLink {
	out := make([]CaseLink, len(links))
	for i, l := range links {
		out[i] = CaseLink{Label: r.Say("chain." + l.Code), Value: r.chainValue(l), Date: r.Day(l.At), State: l.State}
	}
	return out
}

func (r Reader) chainValue(l office.ChainLink) string {
	switch {
	case l.Code == "onboarding" && l.State == "done":
		return r.Say("chain.arrived")
	case l.Value == "":
		return ""
	case l.Code == "check":
		return r.Say("light." + l.Value)
	case l.Code == "offer":
		return r.Say("offer.state." + l.Value)
	case l.Code == "probation":
		return r.Say("status." + l.Value)
	}
	return l.Value
}

// workPlace is where a piece of work is done: a screen, or a part of the case file ("/tab").
var workPlace = map[string]string{
	"answer_erasure": "/privacy", "confirm_erasure": "/privacy",
	"attach_cv": "/cv", "confirm_fail": "/report", "answer_review": "/report", "pass_gate": "/gate",
	"plan_interview": "interviews", "submit_scorecard": "room", "resend_message": "outbox",
	"give_consent": "checks", "chase_consent": "checks", "renew_check": "checks", "record_check": "checks", "complete_check": "checks", "order_check": "checks",
	"declare_interests": "checks", "clear_flag": "checks", "explain": "checks",
	"draft_offer": "offers", "submit_offer": "offers", "approve_offer": "offers", "issue_offer": "offers", "answer_change": "offers",
	"sign_offer": "offers", "answer_material": "onboarding", "submit_material": "onboarding", "register_insurance": "onboarding",
	"assign_desk": "onboarding", "set_team": "onboarding", "check_in": "onboarding", "report_absence": "onboarding", "review_probation": "probation",
}

// caseNext is the account's next step: a gate that is ready comes first, then what is due first. When nothing waits for the
// account, it says whom the case waits for.
func (r Reader) caseNext(f *office.CaseFile) (*Act, string) {
	var mine, others []hiring.Item
	for _, it := range f.Work {
		if r.isMine(it) {
			mine = append(mine, it)
		} else {
			others = append(others, it)
		}
	}
	slices.SortStableFunc(mine, func(a, b hiring.Item) int { return urgency(a).Compare(urgency(b)) })
	for _, it := range mine {
		if act := r.workAct(f, it); act != nil {
			return act, ""
		}
	}
	if len(others) == 0 {
		return nil, ""
	}
	return nil, r.Say("case.waits_for", "who", r.Whom(f, others[0].To), "work", r.Say("work."+others[0].Code))
}

func (r Reader) isMine(it hiring.Item) bool {
	return it.To == string(r.Me.Account) || slices.ContainsFunc(r.Me.Roles, func(role string) bool { return it.To == "role:"+role })
}

// urgency orders work: gates at once, then by due time, and without a due time last.
func urgency(it hiring.Item) time.Time {
	switch {
	case it.Code == "pass_gate":
		return time.Time{}
	case it.Due.IsZero():
		return time.Unix(1<<40, 0)
	}
	return it.Due
}

func (r Reader) workAct(f *office.CaseFile, it hiring.Item) *Act {
	act := &Act{ID: it.Code, Word: r.Say("work." + it.Code), To: workPlace[it.Code], Arg: string(f.Case.ID)}
	switch {
	case it.Code == "pass_gate":
		act.Word = r.gateName(f.Case)
		act.Why = f.May(hiring.PassGate{Stage: f.Case.Stage, Outcome: hiring.Pass})
		if fault.Is(act.Why, fault.Denied) {
			return nil
		}
	case it.Code == "submit_scorecard":
		act.Arg += "/" + it.Ref
	}
	if act.To == "" || (act.To[0] != '/' && !r.HasScreen(act.To)) {
		return nil
	}
	return act
}

// gateName is the name of the gate of a case's stage, else plain words.
func (r Reader) gateName(c *hiring.Case) string {
	if s := c.PlanStage(r.Cat); s != nil && s.Gate.Name.In(r.Lang) != "" {
		return s.Gate.Name.In(r.Lang)
	}
	return r.Say("work.pass_gate")
}

// Whom names the addressee of a piece of work: a person, a role, or the candidate.
func (r Reader) Whom(f *office.CaseFile, to string) string {
	if to == "candidate" {
		return r.Say("role.candidate")
	}
	if len(to) > 5 && to[:5] == "role:" {
		if role := r.Cat.Roles[to[5:]]; role != nil {
			return role.Name.In(r.Lang)
		}
	}
	return r.Who(f, hiring.AccountID(to))
}

// Who is an account's name.
func (r Reader) Who(f *office.CaseFile, id hiring.AccountID) string {
	if name := f.Names[id]; name != "" {
		return name
	}
	return string(id)
}

// caseMenu is what else may be done; what no role of the account may do is absent, what is refused now says why.
func (r Reader) caseMenu(f *office.CaseFile) []Act {
	c := f.Case
	var out []Act
	offer := func(id string, cmd hiring.Command) {
		if why := f.May(cmd); !fault.Is(why, fault.Denied) {
			out = append(out, Act{ID: id, Word: r.Say("case.act." + id), Why: why})
		}
	}
	if !c.Closed() {
		offer("hold", hiring.PassGate{Stage: c.Stage, Outcome: hiring.Hold, Reason: r.firstReason("hold")})
		offer("reject", hiring.Reject{Reason: r.firstReason("reject")})
		offer("withdraw", hiring.Withdraw{Reason: r.firstReason("withdraw")})
	}
	offer("note", hiring.AddNote{Text: "-"})
	if r.HasJob("invite") {
		act := Act{ID: "invite", Word: r.Say("case.act.invite")}
		if c.Status != hiring.Open {
			act.Why = fault.New(fault.Refused, "case.not_open", "status", string(c.Status))
		}
		out = append(out, act)
	}
	return out
}

func (r Reader) firstReason(use string) string {
	if list := r.Cat.ReasonsFor(use); len(list) > 0 {
		return list[0].ID
	}
	return ""
}

// Choice is one entry of a list to choose from.
type Choice struct{ Value, Label string }

// Reasons are the reasons of a use to choose from.
func (r Reader) Reasons(use string) []Choice {
	var out []Choice
	for _, why := range r.Cat.ReasonsFor(use) {
		out = append(out, Choice{why.ID, why.Text.In(r.Lang)})
	}
	return out
}
