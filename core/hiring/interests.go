package hiring

import (
	"slices"
	"strings"

	"ruhang/core/catalog"
	"ruhang/core/fault"
)

// Declaration is what a candidate declares of relatives in the bank and of business outside of it (亲属关系与经商办企业申报,
// 《银行业金融机构从业人员行为管理指引》). The newest counts; earlier ones stay readable. It names third persons, so only those read
// it who may read identity papers.
type Declaration struct {
	Stamp
	Relatives  []Relative `json:"relatives,omitempty"`
	Businesses []Business `json:"businesses,omitempty"`
	None       bool       `json:"none,omitempty"` // there is nothing to declare, which is a declaration too
}

// Relative is a relative who works at the bank, or whose company deals with it.
type Relative struct {
	Relation string `json:"relation"` // one of Relations
	Name     string `json:"name"`
	Where    string `json:"where,omitempty"` // branch and post, or the company
}

// Business is a company the candidate holds shares of, or works for besides.
type Business struct {
	Company string `json:"company"`
	Role    string `json:"role,omitempty"` // in their own words: a share, a post
}

// Relations are the kinds of relatives that banks ask for: near kin and kin by marriage; "relation.<code>" are their words.
var Relations = []string{"spouse", "parent", "child", "sibling", "in_law", "other"}

// maxDeclared bounds each list of a declaration.
const maxDeclared = 20

// DeclareInterests is the declaration, by the candidate or by HR for them.
type DeclareInterests struct {
	Relatives  []Relative `json:"relatives,omitempty"`
	Businesses []Business `json:"businesses,omitempty"`
	None       bool       `json:"none,omitempty"`
}

// InterestsDeclared is that.
type InterestsDeclared DeclareInterests

func (DeclareInterests) Name() string   { return "declare_interests" }
func (DeclareInterests) Nature() Nature { return Fact }
func (InterestsDeclared) Wire() string  { return "interests_declared.1" }
func (InterestsDeclared) Class() Class  { return Identity }

// Colleague is somebody of the bank, as far as a conflict of interest is about them.
type Colleague struct {
	Name, Phone string
	Where       string // branch and post, for a person's eyes
}

// Declaration is the newest declaration; nil while there is none.
func (c *Case) Declaration() *Declaration {
	if len(c.Declarations) == 0 {
		return nil
	}
	return &c.Declarations[len(c.Declarations)-1]
}

// DeclarationDue says whether the checks wait for a declaration: the package asks about conflicts of interest, and nothing was declared.
func (c *Case) DeclarationDue(cat *catalog.Catalog) bool {
	return c.Status == Open && c.Stage == "check" && slices.Contains(c.packageKinds(cat), "conflict") && !c.checkDone("conflict") && c.Declaration() == nil
}

func (cmd DeclareInterests) decide(_ *Case, _ Env) ([]Body, error) {
	said := InterestsDeclared{None: cmd.None}
	for _, r := range cmd.Relatives {
		r.Name, r.Where = strings.TrimSpace(r.Name), strings.TrimSpace(r.Where)
		switch {
		case !slices.Contains(Relations, r.Relation):
			return nil, fault.New(fault.Invalid, "field.choose", "field", "relation")
		case r.Name == "":
			return nil, fault.New(fault.Invalid, "field.empty", "field", "name")
		}
		said.Relatives = append(said.Relatives, r)
	}
	for _, b := range cmd.Businesses {
		b.Company, b.Role = strings.TrimSpace(b.Company), strings.TrimSpace(b.Role)
		if b.Company == "" {
			return nil, fault.New(fault.Invalid, "field.empty", "field", "company")
		}
		said.Businesses = append(said.Businesses, b)
	}
	something := len(said.Relatives)+len(said.Businesses) > 0
	if something == cmd.None || len(said.Relatives) > maxDeclared || len(said.Businesses) > maxDeclared {
		return nil, fault.New(fault.Invalid, "interests.none_or_some", "field", "none", "most", count(maxDeclared))
	}
	return []Body{said}, nil
}

func (e InterestsDeclared) apply(c *Case, at Stamp) {
	c.Declarations = add(c.Declarations, Declaration{Stamp: at, Relatives: e.Relatives, Businesses: e.Businesses, None: e.None})
}

// declaredAnew is what a declaration leads to: it is held against what is known, and a register that was asked about the one before is
// asked about this one.
func declaredAnew(c *Case) []Command {
	out := []Command{Screen{}}
	if c.checkDone("conflict") {
		out = append(out, OrderChecks{Kind: "conflict"})
	}
	return out
}
