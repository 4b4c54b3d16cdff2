package hiring

import (
	"crypto/sha256"
	"encoding/base32"
	"slices"
	"strings"
	"time"

	"ruhang/core/fault"
)

// Guide is the issued guide (入行指引): which one, in which version of the catalog, and the code that opens the case at the kiosk.
type Guide struct {
	Stamp
	ID      string // guide of the catalog
	Catalog string // hash of the catalog it was issued under
	Code    string // ten letters and digits, in the QR
}

// Material is a document of the newcomer's list (入职材料) with what was handed in.
type Material struct {
	ID       string // material of the catalog
	State    MaterialState
	Tries    []MaterialTry
	Original *Stamp // the original was shown and handed back
}

// MaterialState is awaited (待提交), submitted (审核中), accepted, returned.
type MaterialState string

// The states of a material.
const (
	Awaited   MaterialState = "awaited"
	Submitted MaterialState = "submitted"
	Accepted  MaterialState = "accepted"
	Returned  MaterialState = "returned"
)

// MaterialTry is one handing-in with its answer.
type MaterialTry struct {
	Stamp
	File     FileRef
	Fields   map[string]string
	Verdicts []Verdict
	Answered *Stamp
	Reason   string // reason id when returned
	Note     string
}

// Verdict is what one rule says of a material's fields.
type Verdict struct {
	Rule   string            `json:"rule"`   // id_checksum, birth_date, name_match…
	OK     bool              `json:"ok"`     //
	Must   bool              `json:"must"`   // a failure sends the material back by itself
	Code   string            `json:"code"`   // translation key of the sentence
	Params map[string]string `json:"params"` // never the numbers themselves
}

// Team is who receives the newcomer.
type Team struct {
	Manager      string   `json:"manager"`
	ManagerPhone string   `json:"manager_phone"`
	Buddy        string   `json:"buddy,omitempty"`
	Colleagues   []string `json:"colleagues"`
}

// Ready says whether a welcome can name the manager, their phone and a colleague (Z-40).
func (t Team) Ready() bool {
	return strings.TrimSpace(t.Manager) != "" && strings.TrimSpace(t.ManagerPhone) != "" && len(t.Colleagues) > 0
}

// CheckIn is the arrival on the first day (报到签到), once.
type CheckIn struct {
	Stamp
	On    Date
	Where string // kiosk or hr
}

// WelcomeActions are the four things that check-in sets off, each once (Z-20).
var WelcomeActions = []string{"welcome", "colleagues", "desk", "courses"}

// IssueGuide gives the newcomer their guide.
type IssueGuide struct{}

// GuideIssued is that.
type GuideIssued struct {
	Guide     string   `json:"guide"`
	Catalog   string   `json:"catalog"`
	Code      string   `json:"code"`
	Materials []string `json:"materials"`
}

// SubmitMaterial hands a document in.
type SubmitMaterial struct {
	Material string            `json:"material"`
	File     FileRef           `json:"file"`
	Fields   map[string]string `json:"fields"`
}

// MaterialSubmitted is that, with the rules' verdicts.
type MaterialSubmitted struct {
	SubmitMaterial
	Verdicts []Verdict `json:"verdicts"`
}

// AcceptMaterial says that a document is good.
type AcceptMaterial struct {
	Material string `json:"material"`
}

// MaterialAccepted is that.
type MaterialAccepted AcceptMaterial

// ReturnMaterial sends a document back with a reason.
type ReturnMaterial struct {
	Material string `json:"material"`
	Reason   string `json:"reason"`
	Note     string `json:"note,omitempty"`
}

// MaterialReturned is that.
type MaterialReturned ReturnMaterial

// SeeOriginal says that an original was shown and handed back; none is ever kept (劳动合同法 Art. 9).
type SeeOriginal struct {
	Material string `json:"material"`
}

// OriginalSeen is that.
type OriginalSeen SeeOriginal

// SetTeam names who receives the newcomer.
type SetTeam struct {
	Team Team `json:"team"`
}

// TeamSet is that.
type TeamSet SetTeam

// AssignDesk gives the newcomer a desk.
type AssignDesk struct {
	Desk string `json:"desk"`
}

// DeskAssigned is that (工位分配).
type DeskAssigned AssignDesk

// ArriveAt checks the newcomer in; a second time changes nothing.
type ArriveAt struct {
	Where string `json:"where"` // kiosk or hr
}

// Arrived is that.
type Arrived ArriveAt

// DoWelcome does one of the four actions of day one, once.
type DoWelcome struct {
	Action string `json:"action"`
}

// WelcomeDone is that.
type WelcomeDone DoWelcome

func (IssueGuide) Name() string       { return "issue_guide" }
func (IssueGuide) Nature() Nature     { return Decisive }
func (SubmitMaterial) Name() string   { return "submit_material" }
func (SubmitMaterial) Nature() Nature { return Fact }
func (AcceptMaterial) Name() string   { return "accept_material" }
func (AcceptMaterial) Nature() Nature { return Decisive }
func (ReturnMaterial) Name() string   { return "return_material" }
func (ReturnMaterial) Nature() Nature { return Decisive }
func (SeeOriginal) Name() string      { return "see_original" }
func (SeeOriginal) Nature() Nature    { return Fact }
func (SetTeam) Name() string          { return "set_team" }
func (SetTeam) Nature() Nature        { return Fact }
func (AssignDesk) Name() string       { return "assign_desk" }
func (AssignDesk) Nature() Nature     { return Fact }
func (ArriveAt) Name() string         { return "check_in" }
func (ArriveAt) Nature() Nature       { return Fact }
func (DoWelcome) Name() string        { return "welcome" }
func (DoWelcome) Nature() Nature      { return Decisive }

func (GuideIssued) Wire() string       { return "guide_issued.1" }
func (GuideIssued) Class() Class       { return Basic }
func (MaterialSubmitted) Wire() string { return "material_submitted.1" }
func (MaterialSubmitted) Class() Class { return Identity }
func (MaterialAccepted) Wire() string  { return "material_accepted.1" }
func (MaterialAccepted) Class() Class  { return Identity }
func (MaterialReturned) Wire() string  { return "material_returned.1" }
func (MaterialReturned) Class() Class  { return Identity }
func (OriginalSeen) Wire() string      { return "original_seen.1" }
func (OriginalSeen) Class() Class      { return Identity }
func (TeamSet) Wire() string           { return "team_set.1" }
func (TeamSet) Class() Class           { return Basic }
func (DeskAssigned) Wire() string      { return "desk_assigned.1" }
func (DeskAssigned) Class() Class      { return Basic }
func (Arrived) Wire() string           { return "checked_in.1" }
func (Arrived) Class() Class           { return Basic }
func (WelcomeDone) Wire() string       { return "welcome_done.1" }
func (WelcomeDone) Class() Class       { return Basic }

// Signed says whether an offer of the case is signed.
func (c *Case) Signed() bool { o := c.Offer(); return o != nil && o.State == OfferSigned }

func (IssueGuide) decide(c *Case, env Env) ([]Body, error) {
	if !c.Signed() {
		return nil, fault.New(fault.Refused, "guide.after_signature")
	}
	if c.Guide != nil {
		return nil, fault.New(fault.Refused, "guide.issued_already")
	}
	pos := env.Catalog.Positions[c.Position]
	if env.Catalog.Guides[pos.Guide] == nil {
		return nil, missing("guide", "guide")
	}
	sum := sha256.Sum256([]byte("guide|" + string(c.ID) + "|" + env.Seed))
	code := base32.StdEncoding.EncodeToString(sum[:])[:10]
	return []Body{GuideIssued{Guide: pos.Guide, Catalog: env.Catalog.Hash, Code: code, Materials: pos.Materials}}, nil
}

func (e GuideIssued) apply(c *Case, at Stamp) {
	c.Guide = &Guide{Stamp: at, ID: e.Guide, Catalog: e.Catalog, Code: e.Code}
	for _, id := range e.Materials {
		if c.material(id) < 0 {
			c.Materials = add(c.Materials, Material{ID: id, State: Awaited})
		}
	}
}

func (c *Case) material(id string) int {
	return slices.IndexFunc(c.Materials, func(m Material) bool { return m.ID == id })
}

// materialsComplete says that every material on the list was accepted.
func (c *Case) materialsComplete() bool {
	return len(c.Materials) > 0 && !slices.ContainsFunc(c.Materials, func(m Material) bool { return m.State != Accepted })
}

// theMaterial finds a material that is in one of some states.
func (c *Case) theMaterial(id string, states ...MaterialState) (*Material, error) {
	i := c.material(id)
	if i < 0 {
		return nil, missing("material", "material")
	}
	if !slices.Contains(states, c.Materials[i].State) {
		return nil, fault.New(fault.Refused, "material.state", "state", string(c.Materials[i].State))
	}
	return &c.Materials[i], nil
}

func (cmd SubmitMaterial) decide(c *Case, env Env) ([]Body, error) {
	if _, err := c.theMaterial(cmd.Material, Awaited, Submitted, Returned); err != nil {
		return nil, err
	}
	if cmd.File.Empty() {
		return nil, fault.New(fault.Invalid, "field.empty", "field", "file")
	}
	m := env.Catalog.Materials[cmd.Material]
	for _, f := range m.Fields {
		if strings.TrimSpace(cmd.Fields[f]) == "" {
			return nil, fault.New(fault.Invalid, "field.empty", "field", f)
		}
	}
	return []Body{MaterialSubmitted{SubmitMaterial: cmd, Verdicts: env.Advice.Inspect(env.Person, m, cmd.Fields, DateOf(env.Now))}}, nil
}

func (e MaterialSubmitted) apply(c *Case, at Stamp) {
	c.changeMaterial(e.Material, func(m *Material) {
		m.State = Submitted
		m.Tries = add(m.Tries, MaterialTry{Stamp: at, File: e.File, Fields: e.Fields, Verdicts: e.Verdicts})
	})
}

func (c *Case) changeMaterial(id string, change func(*Material)) {
	if i := c.material(id); i >= 0 {
		c.Materials = edit(c.Materials, i, change)
	}
}

// Last is the newest handing-in, nil while there is none.
func (m *Material) Last() *MaterialTry {
	if len(m.Tries) == 0 {
		return nil
	}
	return &m.Tries[len(m.Tries)-1]
}

func (cmd AcceptMaterial) decide(c *Case, env Env) ([]Body, error) {
	m, err := c.theMaterial(cmd.Material, Submitted)
	if err != nil {
		return nil, err
	}
	for _, v := range m.Last().Verdicts {
		if v.Must && !v.OK {
			return nil, fault.New(fault.Refused, "material.rule_failed", "rule", v.Rule)
		}
	}
	return []Body{MaterialAccepted(cmd)}, nil
}

func (e MaterialAccepted) apply(c *Case, at Stamp) {
	c.answerMaterial(e.Material, Accepted, at, "", "")
}

func (c *Case) answerMaterial(id string, state MaterialState, at Stamp, reason, note string) {
	c.changeMaterial(id, func(m *Material) {
		m.State = state
		if n := len(m.Tries); n > 0 {
			m.Tries = edit(m.Tries, n-1, func(t *MaterialTry) { t.Answered, t.Reason, t.Note = &at, reason, note })
		}
	})
}

func (cmd ReturnMaterial) decide(c *Case, env Env) ([]Body, error) {
	if _, err := c.theMaterial(cmd.Material, Submitted, Accepted); err != nil {
		return nil, err
	}
	if err := reason(env, "return_material", cmd.Reason); err != nil {
		return nil, err
	}
	return []Body{MaterialReturned(cmd)}, nil
}

func (e MaterialReturned) apply(c *Case, at Stamp) {
	c.answerMaterial(e.Material, Returned, at, e.Reason, e.Note)
}

func (cmd SeeOriginal) decide(c *Case, env Env) ([]Body, error) {
	i := c.material(cmd.Material)
	if i < 0 {
		return nil, missing("material", "material")
	}
	if c.Materials[i].Original != nil {
		return nil, nil
	}
	return []Body{OriginalSeen(cmd)}, nil
}

func (e OriginalSeen) apply(c *Case, at Stamp) {
	c.changeMaterial(e.Material, func(m *Material) { m.Original = &at })
}

func (cmd SetTeam) decide(c *Case, env Env) ([]Body, error) {
	if !cmd.Team.Ready() {
		return nil, fault.New(fault.Invalid, "team.incomplete", "field", "team")
	}
	return []Body{TeamSet(cmd)}, nil
}

func (e TeamSet) apply(c *Case, at Stamp) { c.Team = e.Team }

func (cmd AssignDesk) decide(c *Case, env Env) ([]Body, error) {
	if strings.TrimSpace(cmd.Desk) == "" {
		return nil, fault.New(fault.Invalid, "field.empty", "field", "desk")
	}
	return []Body{DeskAssigned(cmd)}, nil
}

func (e DeskAssigned) apply(c *Case, at Stamp) { c.Desk = e.Desk }

func (cmd ArriveAt) decide(c *Case, env Env) ([]Body, error) {
	if c.CheckIn != nil {
		return nil, nil
	}
	if !c.Signed() {
		return nil, fault.New(fault.Refused, "checkin.not_signed")
	}
	if err := inStage(c, env, "onboarding"); err != nil {
		return nil, err
	}
	if start := c.Offer().Terms.Start; DateOf(env.Now) < start {
		return nil, fault.New(fault.Refused, "checkin.too_early", "date", string(start))
	}
	return []Body{Arrived(cmd)}, nil
}

func (e Arrived) apply(c *Case, at Stamp) {
	c.CheckIn = &CheckIn{Stamp: at, On: DateOf(at.At), Where: e.Where}
}

func (cmd DoWelcome) decide(c *Case, env Env) ([]Body, error) {
	if c.CheckIn == nil {
		return nil, fault.New(fault.Refused, "welcome.not_here")
	}
	if _, done := c.Welcome[cmd.Action]; done {
		return nil, fault.New(fault.Refused, "welcome.done_already")
	}
	var tell []Body
	params := map[string]string{"manager": c.Team.Manager, "manager_phone": c.Team.ManagerPhone, "buddy": c.Team.Buddy,
		"colleagues": strings.Join(c.Team.Colleagues, ", "), "desk": c.Desk}
	switch cmd.Action {
	case "welcome":
		if !c.Team.Ready() {
			return nil, fault.New(fault.Refused, "welcome.no_team")
		}
		tell = []Body{c.message("candidate", "welcome_mail", "welcome_mail", params, 0), c.message("candidate", "welcome_sms", "welcome_sms", params, 1)}
	case "colleagues":
		if !c.Team.Ready() {
			return nil, fault.New(fault.Refused, "welcome.no_team")
		}
		tell = []Body{c.message("candidate", "colleagues_intro", "colleagues_intro", params, 0)}
	case "desk":
		if c.Desk == "" {
			return nil, fault.New(fault.Refused, "welcome.no_desk")
		}
		tell = []Body{c.message("candidate", "desk_ready", "desk_ready", params, 0)}
	case "courses":
		tell = []Body{c.message("candidate", "courses", "courses", map[string]string{"courses": strings.Join(env.Catalog.Positions[c.Position].Courses, ",")}, 0)}
	default:
		return nil, missing("action", "action")
	}
	return append([]Body{WelcomeDone(cmd)}, tell...), nil
}

func (e WelcomeDone) apply(c *Case, at Stamp) { c.Welcome = with(c.Welcome, e.Action, at.At) }

// Steps is the newcomer's progress chain (Z-39): the plan's step tasks in order, each done or not.
func (c *Case) Steps(env Env) []Step {
	plan := env.Catalog.Plan(c.Plan)
	if plan == nil || plan.Stage("onboarding") == nil {
		return nil
	}
	var out []Step
	for _, t := range plan.Stage("onboarding").Tasks {
		if t.Step {
			done, at := c.TaskIsDone("onboarding", t.ID), c.Tasks["onboarding/"+t.ID].At
			out = append(out, Step{Task: t.ID, Done: done, At: at})
		}
	}
	return out
}

// Step is one step of the chain.
type Step struct {
	Task string
	Done bool
	At   time.Time
}
