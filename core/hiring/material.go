package hiring

import (
	"slices"
	"strings"

	"ruhang/core/fault"
)

// Material is a document of the newcomer's list (入职材料) with what was handed in.
type Material struct {
	ID       string // material of the catalog
	State    MaterialState
	Tries    []MaterialTry
	Original *Stamp // the original was shown and handed back
	Optional bool   // nobody waits for it
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
	Read     *Reading // what a machine saw; nil when nothing looked
	Verdicts []Verdict
	Answered *Stamp
	Reason   string // reason id when returned
	Note     string
	Despite  []string // rules that doubted it and were overlooked when it was accepted
}

// Verdict is what one rule says of a material's fields.
type Verdict struct {
	Rule   string            `json:"rule"`   // id_checksum, birth_date, name_match…
	OK     bool              `json:"ok"`     //
	Must   bool              `json:"must"`   // a failure sends the material back by itself
	Code   string            `json:"code"`   // translation key of the sentence
	Params map[string]string `json:"params"` // never the numbers themselves
}

// SubmitMaterial hands a document in.
type SubmitMaterial struct {
	Material string            `json:"material"`
	File     FileRef           `json:"file"`
	Fields   map[string]string `json:"fields"`
	Read     *Reading          `json:"read,omitempty"` // what a machine saw in the file; the office's own hands put it here
}

// MaterialSubmitted is that, with the rules' verdicts.
type MaterialSubmitted struct {
	SubmitMaterial
	Verdicts []Verdict `json:"verdicts"`
}

// AcceptMaterial says that a document is good.
type AcceptMaterial struct {
	Material string   `json:"material"`
	Despite  []string `json:"despite,omitempty"` // the rules that doubt it and that this person looked at: nothing doubted is accepted in silence
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

func (SubmitMaterial) Name() string    { return "submit_material" }
func (SubmitMaterial) Nature() Nature  { return Fact }
func (AcceptMaterial) Name() string    { return "accept_material" }
func (AcceptMaterial) Nature() Nature  { return Decisive }
func (ReturnMaterial) Name() string    { return "return_material" }
func (ReturnMaterial) Nature() Nature  { return Decisive }
func (SeeOriginal) Name() string       { return "see_original" }
func (SeeOriginal) Nature() Nature     { return Fact }
func (MaterialSubmitted) Wire() string { return "material_submitted.1" }
func (MaterialSubmitted) Class() Class { return Identity }
func (MaterialAccepted) Wire() string  { return "material_accepted.1" }
func (MaterialAccepted) Class() Class  { return Identity }
func (MaterialReturned) Wire() string  { return "material_returned.1" }
func (MaterialReturned) Class() Class  { return Identity }
func (OriginalSeen) Wire() string      { return "original_seen.1" }
func (OriginalSeen) Class() Class      { return Identity }

func (c *Case) material(id string) int {
	return slices.IndexFunc(c.Materials, func(m Material) bool { return m.ID == id })
}

// Settled says that nobody waits for the material: it was accepted, or need not come and is not under review.
func (m *Material) Settled() bool { return m.State == Accepted || m.Optional && m.State != Submitted }

// materialsComplete says that every material on the list is settled.
func (c *Case) materialsComplete() bool {
	return len(c.Materials) > 0 && !slices.ContainsFunc(c.Materials, func(m Material) bool { return !m.Settled() })
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
	if m == nil {
		return nil, missing("material", "material")
	}
	for _, f := range m.Fields {
		if strings.TrimSpace(cmd.Fields[f]) == "" {
			return nil, fault.New(fault.Invalid, "field.empty", "field", f)
		}
	}
	return []Body{MaterialSubmitted{SubmitMaterial: cmd, Verdicts: env.Advice.Inspect(c, env.Person, m, cmd, DateOf(env.Now))}}, nil
}

func (e MaterialSubmitted) apply(c *Case, at Stamp) {
	c.changeMaterial(e.Material, func(m *Material) {
		m.State = Submitted
		m.Tries = add(m.Tries, MaterialTry{Stamp: at, File: e.File, Fields: e.Fields, Read: e.Read, Verdicts: e.Verdicts})
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
		switch {
		case v.OK:
		case v.Must:
			return nil, fault.New(fault.Refused, "material.rule_failed", "rule", v.Rule)
		case !slices.Contains(cmd.Despite, v.Rule):
			return nil, fault.New(fault.Refused, "material.doubted", "rule", v.Rule)
		}
	}
	return []Body{MaterialAccepted(cmd)}, nil
}

func (e MaterialAccepted) apply(c *Case, at Stamp) {
	c.answerMaterial(e.Material, Accepted, at, func(t *MaterialTry) { t.Despite = e.Despite })
}

// Doubts are the rules that a person has to look at before they accept the handing-in.
func (t *MaterialTry) Doubts() (rules []string) {
	for _, v := range t.Verdicts {
		if !v.OK && !v.Must {
			rules = append(rules, v.Rule)
		}
	}
	return rules
}

func (c *Case) answerMaterial(id string, state MaterialState, at Stamp, answer func(t *MaterialTry)) {
	c.changeMaterial(id, func(m *Material) {
		m.State = state
		if n := len(m.Tries); n > 0 {
			m.Tries = edit(m.Tries, n-1, func(t *MaterialTry) {
				t.Answered = &at
				answer(t)
			})
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
	c.answerMaterial(e.Material, Returned, at, func(t *MaterialTry) { t.Reason, t.Note = e.Reason, e.Note })
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
