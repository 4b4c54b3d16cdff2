package hiring

import (
	"slices"
	"strings"
	"time"

	"ruhang/core/catalog"
)

// materialsOwed are the required materials that the newcomer has still to hand in, or to hand in again.
func (c *Case) materialsOwed() []string {
	var out []string
	for i := range c.Materials {
		if m := &c.Materials[i]; !m.Settled() && m.State != Submitted {
			out = append(out, m.ID)
		}
	}
	return out
}

// materialsGroup names the reminders of materials before one first day.
func materialsGroup(c *Case) string { return "materials/" + count(c.Offer().Version) }

// materialClocks remind the newcomer of what is missing some days before the first one (bank.yaml, material_days), with the last of them
// HR as well, whose work it then is. Who signs late is not told in the hour of the guide what the guide has just said: a reminder within
// a day of it is left out, the last one waits for that day. After the first day nothing is said: then somebody stands at the desk.
func materialClocks(c *Case, env Env) []Clock {
	o := c.Offer()
	if c.Stage != "onboarding" || o == nil || !c.Signed() || c.CheckIn != nil || len(c.materialsOwed()) == 0 {
		return nil
	}
	group, start, said := materialsGroup(c), o.Terms.Start, c.StageAt.Add(24*time.Hour)
	days := slices.Sorted(slices.Values(env.Catalog.Bank.MaterialDays))
	var out []Clock
	for i, n := range slices.Backward(days) {
		at := start.AddDays(-n).Time().Add(9 * time.Hour)
		if at.Before(said) {
			if i > 0 {
				continue
			}
			at = said
		}
		if !at.Before(start.Time()) { // signed on the eve: whoever receives them sees what is missing
			continue
		}
		key := group + "/" + count(n)
		params := map[string]string{"count": count(len(c.materialsOwed())), "start_date": string(start)}
		k := Clock{At: at, Key: key, Group: group, Rule: "materials_first"}
		if env.Now.Before(start.Time()) {
			k.Notify = []Notify{{To: "candidate", Template: "material_reminder", Cause: key + "/candidate", Params: params}}
		}
		if i == 0 {
			k.Rule = "materials_last"
			if k.Notify != nil {
				k.Notify = append(k.Notify, Notify{To: "role:hr", Template: "material_missing_hr", Cause: key + "/hr", Params: params})
			}
		}
		out = append(out, k)
	}
	return out
}

// chaseMaterials is HR's work once the last reminder was in vain.
func chaseMaterials(c *Case, cat *catalog.Catalog) []Item {
	if c.CheckIn != nil || len(cat.Bank.MaterialDays) == 0 {
		return nil
	}
	key := materialsGroup(c) + "/" + count(slices.Min(cat.Bank.MaterialDays))
	at, told := c.Reminded[key]
	owed := c.materialsOwed()
	if !told || len(owed) == 0 {
		return nil
	}
	return []Item{{Code: "chase_materials", To: "role:hr", Since: at, Due: c.Offer().Terms.Start.Time(), Ref: strings.Join(owed, ",")}}
}
