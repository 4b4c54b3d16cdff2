package hiring

import (
	"crypto/sha256"
	"encoding/base32"
	"slices"
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

// IssueGuide gives the newcomer their guide.
type IssueGuide struct{}

// GuideIssued is that.
type GuideIssued struct {
	Guide     string   `json:"guide"`
	Catalog   string   `json:"catalog"`
	Code      string   `json:"code"`
	Materials []string `json:"materials"`
	Optional  []string `json:"optional,omitempty"` // those of the materials that need not come
}

func (IssueGuide) Name() string   { return "issue_guide" }
func (IssueGuide) Nature() Nature { return Decisive }
func (GuideIssued) Wire() string  { return "guide_issued.1" }
func (GuideIssued) Class() Class  { return Basic }

// Signed says whether an offer of the case is signed.
func (c *Case) Signed() bool { o := c.Offer(); return o != nil && o.State == OfferSigned }

// codeLetters is Crockford's alphabet: no I, L, O or U, so that a code read aloud or typed at the kiosk has one spelling.
var codeLetters = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

func (IssueGuide) decide(c *Case, env Env) ([]Body, error) {
	if !c.Signed() {
		return nil, fault.New(fault.Refused, "guide.after_signature")
	}
	if c.Guide != nil {
		return nil, fault.New(fault.Refused, "guide.issued_already")
	}
	pos, err := position(c, env)
	if err != nil {
		return nil, err
	}
	if env.Catalog.Guides[pos.Guide] == nil {
		return nil, missing("guide", "guide")
	}
	sum := sha256.Sum256([]byte("guide|" + string(c.ID) + "|" + env.Seed))
	code := codeLetters.EncodeToString(sum[:])[:10]
	issued := GuideIssued{Guide: pos.Guide, Catalog: env.Catalog.Hash, Code: code, Materials: pos.Materials}
	for _, id := range pos.Materials {
		if m := env.Catalog.Materials[id]; m != nil && !m.Required {
			issued.Optional = append(issued.Optional, id)
		}
	}
	return []Body{issued}, nil
}

func (e GuideIssued) apply(c *Case, at Stamp) {
	c.Guide = &Guide{Stamp: at, ID: e.Guide, Catalog: e.Catalog, Code: e.Code}
	for _, id := range e.Materials {
		if c.material(id) < 0 {
			c.Materials = add(c.Materials, Material{ID: id, State: Awaited, Optional: slices.Contains(e.Optional, id)})
		}
	}
}

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
