package hiring

import (
	"slices"
	"strings"
	"time"

	"ruhang/core/catalog"
	"ruhang/core/fault"
)

// packageKinds are the checks of the position's package.
func (c *Case) packageKinds(cat *catalog.Catalog) []string {
	if pos := cat.Positions[c.Position]; pos != nil && cat.Packages[pos.Package] != nil {
		return cat.Packages[pos.Package].Checks
	}
	return nil
}

// NotOrdered are the checks of the package without an order that counts.
func (c *Case) NotOrdered(cat *catalog.Catalog) []string {
	return slices.DeleteFunc(slices.Clone(c.packageKinds(cat)), func(kind string) bool {
		return c.check(func(o CheckOrder) bool { return o.Kind == kind && o.Stopped == nil }) >= 0
	})
}

// orderable are those of them that may be ordered without anybody naming a law: the catalog names it, or none is needed. Nobody is
// even asked to consent to the others before.
func (c *Case) orderable(cat *catalog.Catalog) []string {
	pos := cat.Positions[c.Position]
	return slices.DeleteFunc(c.NotOrdered(cat), func(kind string) bool {
		k := cat.Checks[kind]
		return k != nil && k.LegalBasis && (pos == nil || pos.Law == nil)
	})
}

// firstSource is where a kind is looked up unless somebody says otherwise; "" when the catalog names none.
func firstSource(cat *catalog.Catalog, kind string) string {
	if k := cat.Checks[kind]; k != nil && len(k.Sources) > 0 {
		return k.Sources[0].ID
	}
	return ""
}

// At is where an order goes, as the catalog has it today; nil when it says nothing of it.
func (o *CheckOrder) At(cat *catalog.Catalog) *catalog.CheckSource {
	if k := cat.Checks[o.Kind]; k != nil {
		return k.Source(o.Source)
	}
	return nil
}

func (cmd OrderChecks) decide(c *Case, env Env) ([]Body, error) {
	if err := inStage(c, env, "check"); err != nil {
		return nil, err
	}
	pos, err := position(c, env)
	if err != nil {
		return nil, err
	}
	if env.Catalog.Packages[pos.Package] == nil {
		return nil, missing("package", "package")
	}
	kinds, err := cmd.kinds(c, env.Catalog)
	if err != nil {
		return nil, err
	}
	var ordered ChecksOrdered
	for _, kind := range kinds {
		o, err := cmd.order(kind, pos, env)
		if err != nil {
			return nil, err
		}
		o.ID = "k" + count(len(c.Checks)+len(ordered.Orders)+1)
		ordered.Orders = append(ordered.Orders, o)
	}
	return []Body{ordered}, nil
}

// kinds are what the command orders: never none, and nothing outside of the package, since more than the post needs may not be
// asked for (PIPL Art. 6).
func (cmd OrderChecks) kinds(c *Case, cat *catalog.Catalog) ([]string, error) {
	if cmd.Kind == "" {
		kinds, left := c.orderable(cat), c.NotOrdered(cat)
		switch {
		case len(kinds) > 0:
			return kinds, nil
		case len(left) > 0:
			return nil, fault.New(fault.Refused, "check.legal_basis", "kind", left[0])
		}
		return nil, fault.New(fault.Refused, "check.ordered_already")
	}
	if !slices.Contains(c.packageKinds(cat), cmd.Kind) {
		return nil, fault.New(fault.Refused, "check.not_in_package", "kind", cmd.Kind)
	}
	if c.check(func(o CheckOrder) bool { return o.Kind == cmd.Kind && o.Stopped == nil && o.Latest() == nil }) >= 0 {
		return nil, fault.New(fault.Refused, "check.ordered_already")
	}
	return []string{cmd.Kind}, nil
}

// order is one order of the command. What only a law allows needs the law and its words, which stay with the order.
func (cmd OrderChecks) order(kind string, pos *catalog.Position, env Env) (OrderedCheck, error) {
	k := env.Catalog.Checks[kind]
	if k == nil {
		return OrderedCheck{}, missing("check", "check")
	}
	o := OrderedCheck{Kind: kind, DueAt: env.Now.Add(time.Duration(k.SLAHours) * time.Hour), Source: cmd.Source}
	if o.Source == "" {
		o.Source = firstSource(env.Catalog, kind)
	} else if k.Source(o.Source) == nil {
		return o, missing("source", "source")
	}
	if !k.LegalBasis {
		return o, nil
	}
	o.Law, o.Says = strings.TrimSpace(cmd.Law), strings.TrimSpace(cmd.Says)
	if o.Law == "" && o.Says == "" && pos.Law != nil {
		o.Law, o.Says = pos.Law.Name["zh"], pos.Law.Says["zh"]
	}
	if o.Law == "" || o.Says == "" {
		return o, fault.New(fault.Refused, "check.legal_basis", "kind", kind)
	}
	return o, nil
}

func (e ChecksOrdered) apply(c *Case, at Stamp) {
	for _, o := range e.Orders {
		c.Checks = add(c.Checks, CheckOrder{ID: o.ID, Kind: o.Kind, Source: o.Source, Law: o.Law, Says: o.Says, OrderedAt: at.At, SLA: o.DueAt.Sub(at.At)})
	}
}

// Counting are the orders whose results count: of every kind the one that holds the newest result and was not stopped.
func (c *Case) Counting() []*CheckOrder {
	newest := map[string]int{}
	var out []*CheckOrder
	for i := range c.Checks {
		o := &c.Checks[i]
		if o.Stopped != nil || o.Latest() == nil {
			continue
		}
		at, known := newest[o.Kind]
		if !known {
			newest[o.Kind], out = len(out), append(out, o)
		} else if !o.Latest().At.Before(out[at].Latest().At) {
			out[at] = o
		}
	}
	return out
}

// checksOpen says whether an order still waits for its first result.
func (c *Case) checksOpen() bool {
	return c.check(func(o CheckOrder) bool { return o.Stopped == nil && o.Latest() == nil }) >= 0
}

func (c *Case) check(match func(CheckOrder) bool) int { return slices.IndexFunc(c.Checks, match) }

func (c *Case) checkDone(kind string) bool {
	return c.check(func(o CheckOrder) bool { return o.Kind == kind && o.Stopped == nil && o.Latest() != nil }) >= 0
}
