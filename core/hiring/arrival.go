package hiring

import (
	"slices"
	"strings"

	"ruhang/core/fault"
)

// Team is who receives the newcomer.
type Team struct {
	Manager      string   `json:"manager"`
	ManagerPhone string   `json:"manager_phone"`
	Buddy        string   `json:"buddy,omitempty"`
	Colleagues   []string `json:"colleagues"`
}

// Ready says whether a welcome can name the manager, their phone and a colleague (Z-40).
func (t Team) Ready() bool {
	named := func(s string) bool { return strings.TrimSpace(s) != "" }
	return named(t.Manager) && named(t.ManagerPhone) && slices.ContainsFunc(t.Colleagues, named)
}

// CheckIn is the arrival on the first day (报到签到), once.
type CheckIn struct {
	Stamp
	On    Date
	Where string // kiosk or hr
}

// WelcomeActions are the four things that check-in sets off, each once (Z-20).
var WelcomeActions = []string{"welcome", "colleagues", "desk", "courses"}

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

func (SetTeam) Name() string      { return "set_team" }
func (SetTeam) Nature() Nature    { return Fact }
func (AssignDesk) Name() string   { return "assign_desk" }
func (AssignDesk) Nature() Nature { return Fact }
func (ArriveAt) Name() string     { return "check_in" }
func (ArriveAt) Nature() Nature   { return Decisive } // the rules ask for a signature and for the day
func (DoWelcome) Name() string    { return "welcome" }
func (DoWelcome) Nature() Nature  { return Decisive }
func (TeamSet) Wire() string      { return "team_set.1" }
func (TeamSet) Class() Class      { return Basic }
func (DeskAssigned) Wire() string { return "desk_assigned.1" }
func (DeskAssigned) Class() Class { return Basic }
func (Arrived) Wire() string      { return "checked_in.1" }
func (Arrived) Class() Class      { return Basic }
func (WelcomeDone) Wire() string  { return "welcome_done.1" }
func (WelcomeDone) Class() Class  { return Basic }

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
		pos, err := position(c, env)
		if err != nil {
			return nil, err
		}
		tell = []Body{c.message("candidate", "courses", "courses", map[string]string{"courses": strings.Join(pos.Courses, ",")}, 0)}
	default:
		return nil, missing("action", "action")
	}
	return append([]Body{WelcomeDone(cmd)}, tell...), nil
}

func (e WelcomeDone) apply(c *Case, at Stamp) { c.Welcome = with(c.Welcome, e.Action, at.At) }
