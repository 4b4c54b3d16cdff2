package hiring

import (
	"slices"
	"strings"

	"ruhang/core/fault"
)

func (Screen) decide(c *Case, env Env) ([]Body, error) {
	known := map[string]bool{}
	for _, f := range c.Flags {
		known[f.Key] = true
	}
	for _, v := range c.ToVerify {
		known[v.Key] = true
	}
	var out []Body
	for _, f := range append(env.Advice.Screen(c, env.Catalog, env.Now), conflicts(c, env)...) {
		if !known[f.Key] {
			known[f.Key] = true
			out = append(out, Found{ID: c.nextFinding(len(out)), Finding: f})
		}
	}
	return out, nil
}

// conflicts holds the candidate and what was declared against the bank's own people and the registers (N-13).
func conflicts(c *Case, env Env) []Finding {
	var staff []Colleague
	if env.Staff != nil {
		var names []string
		if d := c.Declaration(); d != nil {
			for _, r := range d.Relatives {
				names = append(names, r.Name)
			}
		}
		staff = env.Staff(names)
	}
	return env.Advice.Conflicts(c, env.Person, staff, env.Catalog)
}

func (c *Case) nextFinding(more int) string { return "f" + count(len(c.Flags)+len(c.ToVerify)+more+1) }

func (e Found) apply(c *Case, at Stamp) {
	if e.Flag {
		c.Flags = add(c.Flags, Flag{ID: e.ID, Stamp: at, Finding: e.Finding})
		return
	}
	c.ToVerify = add(c.ToVerify, VerifyItem{ID: e.ID, Stamp: at, Finding: e.Finding})
}

func (cmd RaiseFlag) decide(c *Case, env Env) ([]Body, error) {
	if strings.TrimSpace(cmd.Text) == "" {
		return nil, fault.New(fault.Invalid, "field.empty", "field", "text")
	}
	id := c.nextFinding(0)
	f := Finding{Key: "hand/" + id, Kind: "hand", Flag: true, Light: Amber, Proof: cmd.Text}
	if cmd.Kind != "" {
		f.Values = map[string]string{"incident": cmd.Kind}
	}
	if cmd.Kind == "credit_violation" { // always red, whoever saw it (K-02)
		f.Light = Red
	}
	return []Body{Found{ID: id, Finding: f}}, nil
}

func (cmd ClearFlag) decide(c *Case, env Env) ([]Body, error) {
	i := slices.IndexFunc(c.Flags, func(f Flag) bool { return f.ID == cmd.Flag })
	if i < 0 {
		return nil, missing("flag", "flag")
	}
	switch {
	case c.Flags[i].ClearedBy != "":
		return nil, fault.New(fault.Refused, "flag.cleared_already")
	case env.Who.Account == System:
		return nil, fault.New(fault.Denied, "report.human_only")
	case env.Who.Holds(c.Flags[i].By):
		return nil, fault.New(fault.Denied, "flag.own")
	case c.approvedBy(env.Who):
		return nil, fault.New(fault.Denied, "offer.cleared_approval")
	case strings.TrimSpace(cmd.Note) == "":
		return nil, fault.New(fault.Invalid, "field.empty", "field", "note")
	}
	if err := reason(env, "clear_flag", cmd.Reason); err != nil {
		return nil, err
	}
	return []Body{FlagCleared(cmd)}, nil
}

// approvedBy says whether somebody approved the newest offer: approver and clearer are two people, in whichever order (N-15).
func (c *Case) approvedBy(who Actor) bool {
	o := c.Offer()
	return o != nil && o.Approved != nil && who.Holds(o.Approved.By)
}

func (e FlagCleared) apply(c *Case, at Stamp) {
	if i := slices.IndexFunc(c.Flags, func(f Flag) bool { return f.ID == e.Flag }); i >= 0 {
		c.Flags = edit(c.Flags, i, func(f *Flag) { f.ClearedBy, f.ClearedAt, f.Reason, f.Note = at.By, at.At, e.Reason, e.Note })
	}
}

func (cmd Explain) decide(c *Case, env Env) ([]Body, error) {
	i := slices.IndexFunc(c.ToVerify, func(v VerifyItem) bool { return v.ID == cmd.Item })
	if i < 0 {
		return nil, missing("item", "item")
	}
	if c.ToVerify[i].ExplainedBy != "" {
		return nil, fault.New(fault.Refused, "verify.explained_already")
	}
	if strings.TrimSpace(cmd.Text) == "" {
		return nil, fault.New(fault.Invalid, "field.empty", "field", "text")
	}
	return []Body{GapExplained(cmd)}, nil
}

func (e GapExplained) apply(c *Case, at Stamp) {
	if i := slices.IndexFunc(c.ToVerify, func(v VerifyItem) bool { return v.ID == e.Item }); i >= 0 {
		c.ToVerify = edit(c.ToVerify, i, func(v *VerifyItem) { v.ExplainedBy, v.ExplainedAt, v.Text, v.File = at.By, at.At, e.Text, e.File })
	}
}
