package catalog

import (
	"errors"
	"sort"
	"strconv"

	"ruhang/core/fault"
)

// place is where in the files something stands.
type place struct {
	file  string
	line  int
	field string // path of keys below the file's root: "questions[3].competency"
}

func (p place) key(name string) place {
	if p.field != "" {
		name = p.field + "." + name
	}
	return place{p.file, p.line, name}
}

func (p place) index(i int) place {
	p.field += "[" + strconv.Itoa(i) + "]"
	return p
}

func (p place) on(n *Node) place {
	p.line = n.Line
	return p
}

// problems collects everything that is wrong, so that a person mends a file once and not line by line.
type problems struct{ list []*fault.Error }

func (p *problems) refuse(at place, code string, pairs ...string) {
	pairs = append([]string{"file", at.file, "line", strconv.Itoa(at.line), "field", at.field}, pairs...)
	p.list = append(p.list, fault.New(fault.Invalid, "catalog."+code, pairs...))
}

// err joins the problems in the order of the files; nil when there are none.
func (p *problems) err() error {
	sort.SliceStable(p.list, func(i, j int) bool {
		a, b := p.list[i].Params, p.list[j].Params
		if a["file"] != b["file"] {
			return a["file"] < b["file"]
		}
		x, _ := strconv.Atoi(a["line"])
		y, _ := strconv.Atoi(b["line"])
		return x < y
	})
	all := make([]error, len(p.list))
	for i, e := range p.list {
		all[i] = e
	}
	return errors.Join(all...)
}

// Problems takes apart what Build and yaml.Load return: one error for each thing that is wrong, in the files' order.
func Problems(err error) []*fault.Error {
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []*fault.Error{fault.Of(err)}
	}
	var out []*fault.Error
	for _, e := range joined.Unwrap() {
		out = append(out, Problems(e)...)
	}
	return out
}
