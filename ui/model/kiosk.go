package model

import (
	"strings"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// KioskStep is where a newcomer stands at the machine in the lobby.
type KioskStep string

// The steps: the code, who they are, the originals, the day; and two places beside the way.
const (
	KioskWelcome   KioskStep = "welcome"
	KioskMe        KioskStep = "me"
	KioskOriginals KioskStep = "originals"
	KioskToday     KioskStep = "today"
	KioskVerify    KioskStep = "verify"
)

// KioskIsMe says whether the four characters typed are the last of the newcomer's ID number; x counts as X.
func KioskIsMe(n *office.Newcomer, tail string) error {
	if n.IDTail == "" || !strings.EqualFold(strings.TrimSpace(tail), n.IDTail) {
		return fault.New(fault.Refused, "kiosk.not_you", "field", "id_tail")
	}
	return nil
}

// KioskAfterMe is what follows once the newcomer is known: the day for who has checked in already, the originals for who may
// check in now, else the reason why not.
func KioskAfterMe(n *office.Newcomer) (KioskStep, error) {
	if n.CheckedIn {
		return KioskToday, nil
	}
	if err := n.May(hiring.ArriveAt{Where: "kiosk"}); err != nil {
		return KioskWelcome, err
	}
	return KioskOriginals, nil
}

// KioskUnseen counts the originals that staff have not ticked.
func KioskUnseen(n *office.Newcomer) int {
	count := 0
	for _, o := range n.Originals {
		if !o.Seen {
			count++
		}
	}
	return count
}

// KioskDay is the page after check-in.
type KioskDay struct {
	Title, Said string
	People      []Row
	Pending     string
	Plan        []Row
	Courses     []string
}

// KioskDay words the day; again says that the newcomer had checked in before, which changes nothing.
func (r Reader) KioskDay(n *office.Newcomer, again bool) KioskDay {
	d := KioskDay{Title: r.Say("kiosk.welcome_name", "name", n.Name), Said: r.Say("kiosk.arrived"), Courses: n.Courses}
	if again {
		d.Said = r.Say("kiosk.again")
	}
	add := func(key, value string) {
		if value != "" {
			d.People = append(d.People, Row{Label: r.Say(key), Value: value})
		}
	}
	add("guest.desk", n.Desk)
	add("guest.manager", n.Team.Manager)
	add("guest.manager_phone", n.Team.ManagerPhone)
	add("guest.buddy", n.Team.Buddy)
	add("guest.colleagues", strings.Join(n.Team.Colleagues, r.Say("list.comma")))
	if n.Team.Manager == "" || n.Desk == "" {
		d.Pending = r.Say("kiosk.pending")
	}
	d.Plan = r.dayPlan(n.Plan)
	return d
}

// dayPlan is the plan of the first day: when and where, and what.
func (r Reader) dayPlan(plan []office.DayMoment) []Row {
	var out []Row
	for _, m := range plan {
		out = append(out, Row{Label: r.Say("day.moment", "time", m.Time, "place", m.Place), Value: m.What})
	}
	return out
}
