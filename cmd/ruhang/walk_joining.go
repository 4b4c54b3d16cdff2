package main

import (
	"time"

	"fyne.io/fyne/v2"

	"ruhang/core/hiring"
)

var deskSize, phoneSize = fyne.NewSize(1280, 800), fyne.NewSize(360, 640)

func (w *walk) onboarding() error {
	if err := w.phone(); err != nil {
		return err
	}
	if err := w.shot("walk.phone_journey"); err != nil {
		return err
	}
	if err := w.tap("nav.guide"); err != nil {
		return err
	}
	if err := w.shot("walk.phone_guide"); err != nil {
		return err
	}
	if err := w.handIn(); err != nil {
		return err
	}
	if err := w.tap("nav.materials"); err != nil {
		return err
	}
	if err := w.shot("walk.phone_materials"); err != nil {
		return err
	}
	if err := w.desk("hr"); err != nil {
		return err
	}
	if err := w.tap("screen.onboarding"); err != nil {
		return err
	}
	if err := w.hand.Open(0); err != nil {
		return err
	}
	if err := w.shot("walk.onboarding"); err != nil {
		return err
	}
	return w.prepare()
}

// handIn hands every document in: the identity card first with one wrong digit, which the rules send back.
func (w *walk) handIn() error {
	g, err := w.guestDoor()
	if err != nil {
		return err
	}
	j, err := g.Journey(w.ctx)
	if err != nil {
		return err
	}
	fields := map[string]string{"name": j.Name, "id_no": walkIDNumber, "birth_date": "1998-07-25", "valid_until": "2040-01-01",
		"school": w.say("walk.school"), "degree": "bachelor", "graduated_on": "2020-06-30"}
	wrong := map[string]string{}
	for k, v := range fields {
		wrong[k] = v
	}
	wrong["id_no"] = "990000199807250021"
	if err := g.Upload(w.ctx, "id_card", "id.png", walkPicture(), wrong); err != nil {
		return err
	}
	for _, m := range j.Materials {
		fields["number"] = "104751202005012345"
		if m.ID == "bank_card" {
			fields["number"] = "6222020200112233446"
		}
		if err := g.Upload(w.ctx, m.ID, m.ID+".png", walkPicture(), fields); err != nil {
			return err
		}
	}
	return nil
}

// walkIDNumber is the candidate's: well formed, and of nobody (the region 99 is not in use).
const walkIDNumber = "99000019980725001X"

func (w *walk) prepare() error {
	hr, err := w.staff("hr")
	if err != nil {
		return err
	}
	f, err := hr.CaseFile(w.ctx, w.id)
	if err != nil {
		return err
	}
	for _, m := range f.Case.Materials {
		if err := w.give("hr", hiring.AcceptMaterial{Material: m.ID}); err != nil {
			return err
		}
	}
	for _, cmd := range []hiring.Command{
		hiring.CompleteTask{Stage: "onboarding", Task: "insurance", Fields: map[string]string{"registered_on": string(hiring.DateOf(w.now)), "fund_registered": "true"}},
		hiring.AssignDesk{Desk: w.say("walk.desk")},
		hiring.SetTeam{Team: hiring.Team{Manager: w.say("walk.manager"), ManagerPhone: "19900002001", Buddy: w.say("walk.buddy"), Colleagues: []string{w.say("walk.buddy"), w.say("walk.colleague")}}},
	} {
		if err := w.give("hr", cmd); err != nil {
			return err
		}
	}
	return nil
}

func (w *walk) firstDay() error {
	hr, err := w.staff("hr")
	if err != nil {
		return err
	}
	f, err := hr.CaseFile(w.ctx, w.id)
	if err != nil {
		return err
	}
	w.now = f.Case.Offer().Terms.Start.Time().Add(30 * time.Minute)
	if err := w.desk("kiosk"); err != nil {
		return err
	}
	if err := w.shot("walk.kiosk"); err != nil {
		return err
	}
	if err := w.hand.Scan(f.Case.Guide.Code); err != nil {
		return err
	}
	if err := w.shot("walk.kiosk_me"); err != nil {
		return err
	}
	s, err := w.bank.office.SignIn(w.ctx, "kiosk", walkPassword)
	if err != nil {
		return err
	}
	k, err := s.Kiosk()
	if err != nil {
		return err
	}
	if _, err := k.CheckIn(w.ctx, f.Case.Guide.Code, walkIDNumber[14:]); err != nil {
		return err
	}
	if err := w.phone(); err != nil {
		return err
	}
	return w.shot("walk.phone_first_day")
}

func (w *walk) probation() error {
	hr, err := w.staff("hr")
	if err != nil {
		return err
	}
	f, err := hr.CaseFile(w.ctx, w.id)
	if err != nil {
		return err
	}
	p := f.Case.Probation
	for i, week := range p.Weeks[:4] {
		if err := w.guest(hiring.ReportProgress{Week: week.Week, Value: float64(120 + 20*i), Note: w.say("walk.week_note")}); err != nil {
			return err
		}
	}
	w.now = p.End.AddDays(-9).Time().Add(3 * time.Hour)
	if _, err := w.bank.office.Tick(w.ctx); err != nil {
		return err
	}
	if err := w.desk("hr"); err != nil {
		return err
	}
	if err := w.tap("screen.probation"); err != nil {
		return err
	}
	if err := w.hand.Open(0); err != nil {
		return err
	}
	if err := w.shot("walk.probation"); err != nil {
		return err
	}
	for _, r := range p.Reviews {
		if err := w.give("hr", hiring.ReviewProbation{Review: r.ID, Rating: 4, Text: w.say("walk.summary")}); err != nil {
			return err
		}
	}
	if err := w.give("hr", hiring.Confirm{}); err != nil {
		return err
	}
	if err := w.tap("screen.inbox"); err != nil {
		return err
	}
	return w.shot("walk.inbox")
}

func (w *walk) ledger() error {
	if err := w.tap("screen.verify", "verify.start"); err != nil {
		return err
	}
	return w.shot("walk.verified")
}
