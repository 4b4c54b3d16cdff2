package model

import (
	"strconv"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// BoardFilter is what a person chose above the board.
type BoardFilter struct {
	Stage    string // AllStages, "" for waiting, or a stage's id
	Position string
	Branch   string
	Flagged  bool
	Overdue  bool
	Found    []hiring.CaseID // what the find box found; nil: it is empty
}

// AllStages chooses every stage.
const AllStages = "*"

// Query asks the office for it.
func (f BoardFilter) Query(r Reader) office.CaseQuery {
	q := office.CaseQuery{Statuses: []hiring.Status{hiring.Open, hiring.Waiting}, Flagged: f.Flagged, IDs: f.Found}
	switch f.Stage {
	case AllStages:
	case "":
		q.Statuses = []hiring.Status{hiring.Waiting}
	default:
		q.Stages = []string{f.Stage}
	}
	if f.Position != "" {
		q.Positions = []string{f.Position}
	}
	if f.Branch != "" {
		q.Branches = r.below(f.Branch)
	}
	if f.Overdue {
		q.OverdueAt, q.Sort = r.Now, office.ByDue
	}
	return q
}

// below is a branch with everything under it.
func (r Reader) below(root string) []string {
	in, out := map[string]bool{root: true}, []string{root}
	for grown := true; grown; {
		grown = false
		for _, b := range r.Cat.Bank.Branches {
			if in[b.Parent] && !in[b.ID] {
				in[b.ID], grown = true, true
				out = append(out, b.ID)
			}
		}
	}
	return out
}

// BoardStages are the stages with how many cases each has under the same filter.
func (r Reader) BoardStages(counts map[string]int) []Choice {
	total := 0
	for _, n := range counts {
		total += n
	}
	out := []Choice{{AllStages, r.Say("board.stage_count", "stage", r.Say("board.all"), "n", strconv.Itoa(total))}}
	for _, id := range funnelStages {
		out = append(out, Choice{id, r.Say("board.stage_count", "stage", r.StageName(id), "n", strconv.Itoa(counts[id]))})
	}
	return out
}

// BoardPositions are the positions, with "all" first.
func (r Reader) BoardPositions() []Choice {
	out := []Choice{{"", r.Say("board.all_positions")}}
	for _, id := range sortedKeys(r.Cat.Positions) {
		out = append(out, Choice{id, r.Position(id)})
	}
	return out
}

// BoardBranches are the branches in their order, indented by their depth, with "all" first.
func (r Reader) BoardBranches() []Choice {
	out := []Choice{{"", r.Say("board.all_branches")}}
	depth := map[string]int{}
	for _, b := range r.Cat.Bank.Branches {
		if b.Parent != "" {
			depth[b.ID] = depth[b.Parent] + 1
		}
		out = append(out, Choice{b.ID, strings.Repeat("  ", depth[b.ID]) + b.Name.In(r.Lang)})
	}
	return out
}

// BoardLine is a case on the board in words.
type BoardLine struct {
	ID                            hiring.CaseID
	Name, Position, Branch, Stage string
	Days, AI, Panel               string
	Light, Due                    LineCell
	Flags                         string
}

// BoardLine is a row in words.
func (r Reader) BoardLine(b office.BoardRow) BoardLine {
	l := BoardLine{ID: b.ID, Name: b.Name, Position: r.Position(b.Position), Branch: r.Branch(b.Branch), Stage: r.StageName(b.Stage),
		Days: r.Say("span.days", "n", strconv.Itoa(b.Days)), AI: b.Head.AI, Panel: b.Head.Panel, Due: r.dueCell(b.DueAt)}
	if b.Light != "" {
		l.Light = LineCell{r.light(b.Light), LightTone(b.Light)}
	}
	if b.Flags+b.ToVerify > 0 {
		l.Flags = r.Say("board.flags", "n", strconv.Itoa(b.Flags+b.ToVerify))
	}
	return l
}

// BulkActs are what may be done to many cases at once.
var BulkActs = []string{"confirm_fail", "pass_gate", "invite"}

// BulkChoices are the acts that the account's roles name.
func (r Reader) BulkChoices() []Choice {
	var out []Choice
	for _, act := range BulkActs {
		if r.mayGive(act) || act == "invite" && r.HasJob("invite") {
			out = append(out, Choice{act, r.Say("bulk." + act)})
		}
	}
	return out
}

func (r Reader) mayGive(command string) bool {
	for _, id := range r.Me.Roles {
		if role := r.Cat.Roles[id]; role != nil {
			for _, c := range role.Commands {
				if c == command {
					return true
				}
			}
		}
	}
	return false
}

// BulkCommand is the command that an act gives to one case; nil for an act that is none (an invitation).
func BulkCommand(act, reason, note string, c *hiring.Case) hiring.Command {
	switch act {
	case "confirm_fail":
		return hiring.ConfirmFail{Reason: reason, Note: note}
	case "pass_gate":
		return hiring.PassGate{Stage: c.Stage, Outcome: hiring.Pass, Note: note}
	}
	return nil
}

// BulkLine is one case of a bulk act: what will happen to it, or did.
type BulkLine struct {
	ID         hiring.CaseID
	Name       string
	Says       string
	Tone       Tone
	Able       bool
	Invitation office.Invitation // that was made for it
}

// BulkPreview says what an act would do to a case.
func (r Reader) BulkPreview(act string, f *office.CaseFile, reason, refusal string) BulkLine {
	line := BulkLine{ID: f.Case.ID, Name: f.Person.Name}
	if refusal != "" {
		line.Says, line.Tone = refusal, Warn
		return line
	}
	line.Able = true
	switch act {
	case "confirm_fail":
		line.Says = r.Say("bulk.will.confirm_fail", "reason", r.Reason(reason))
	case "pass_gate":
		line.Says = r.Say("bulk.will.pass_gate", "stage", r.StageName(r.nextStage(f.Case)))
	default:
		line.Says = r.Say("bulk.will.invite")
	}
	return line
}

func (r Reader) nextStage(c *hiring.Case) string {
	if plan := r.Cat.Plan(c.Plan); plan != nil {
		if next := plan.Next(c.Stage); next != nil {
			return next.ID
		}
	}
	return c.Stage
}

// NotOpen is why a candidate who is not in the process cannot be invited; the words are the rule's own.
func NotOpen(s hiring.Status) error {
	return fault.New(fault.Refused, "case.not_open", "status", string(s))
}
