package main

import (
	"net/http"

	"ruhang/core/office"
	"ruhang/data/check"
	"ruhang/data/intake"
	"ruhang/data/notify"
	"ruhang/data/outward"
	"ruhang/ui/model"
)

// outside is what a bank reaches of the world outside, all of it through one gate.
type outside struct {
	gate *outward.Gate
	now  clock
}

func newOutside(now clock) outside { return outside{gate: outward.New(outward.Options{}), now: now} }

// reach is the way to an address that the bank's configuration names.
func (o outside) reach(address string, perMin int) outward.Do {
	return o.gate.To(address, outward.Terms{PerMin: perMin})
}

func (o outside) carriers() office.Carriers {
	return notify.New(notify.Ways{Reach: o.reach, Dial: o.gate.Dial, Now: o.now, Fresh: fresh})
}

// connectors are the sources of background checks; what they conclude is kept in the case, in the language of its other papers.
func (o outside) connectors(read *intake.Reader, words *model.Words) office.Connectors {
	return check.New(check.Ways{Reach: o.reachWide, Now: o.now, Read: read.Checks,
		Say: func(key string, pairs ...string) string { return words.Say("zh", key, pairs...) }})
}

// reachWide is reach for answers that hold evidence.
func (o outside) reachWide(address string, perMin int) outward.Do {
	return o.gate.To(address, outward.Terms{PerMin: perMin, Largest: 16 << 20})
}

// stamps is the way to a timestamp authority: many of them speak plain http, and their answers prove themselves (RFC 3161).
func (o outside) stamps(address string) func(*http.Request) (*http.Response, error) {
	return o.gate.To(address, outward.Terms{Plain: true})
}
