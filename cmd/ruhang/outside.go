package main

import (
	"ruhang/core/office"
	"ruhang/data/notify"
	"ruhang/data/outward"
)

// outside is what a bank reaches of the world outside, all of it through one gate.
type outside struct {
	gate *outward.Gate
	now  clock
}

func newOutside(now clock) outside { return outside{gate: outward.New(outward.Options{}), now: now} }

// reach is the way to an address that the bank's configuration names.
func (o outside) reach(address string, perMin int) notify.Do {
	return o.gate.To(address, outward.Terms{PerMin: perMin})
}

func (o outside) carriers() office.Carriers {
	return notify.New(notify.Ways{Reach: o.reach, Dial: o.gate.Dial, Now: o.now, Fresh: fresh})
}
