package main

import (
	"bytes"
	"fmt"
	"time"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// walkPassword is every account's in the walk's throw-away bank.
const walkPassword = "plum-river-lantern-7"

// walkSteps is the whole job in order. What one person does once is done through the widgets; what several people do alike
// (scores, evidence, documents) is given through their doors, and each page is then shown.
var walkSteps = []struct {
	name string
	do   func(*walk) error
}{
	{"first start", (*walk).firstStart}, {"import", (*walk).importing}, {"case file", (*walk).caseFile}, {"interview", (*walk).interviewing},
	{"checks", (*walk).checking}, {"offer", (*walk).offering}, {"signature", (*walk).signing}, {"onboarding", (*walk).onboarding},
	{"first day", (*walk).firstDay}, {"probation", (*walk).probation}, {"ledger", (*walk).ledger},
}

func (w *walk) firstStart() error {
	if err := w.shot("walk.first"); err != nil {
		return err
	}
	if err := w.tap("first.empty"); err != nil {
		return err
	}
	if err := w.shot("walk.account"); err != nil {
		return err
	}
	if err := w.fill(map[string]string{"name": w.say("walk.hr"), "login": "hr", "password": walkPassword, "again": walkPassword}); err != nil {
		return err
	}
	if err := w.shot("walk.empty_today"); err != nil {
		return err
	}
	hr, err := w.staff("hr")
	if err != nil {
		return err
	}
	for login, role := range map[string]string{"interviewer1": "interviewer", "interviewer2": "interviewer", "approver": "approver", "compliance": "compliance", "kiosk": "kiosk"} {
		if _, err := hr.AddAccount(w.ctx, office.Account{Login: login, Name: w.say("walk." + login), Roles: []string{role}}, walkPassword); err != nil {
			return err
		}
	}
	if err := w.tap("screen.settings"); err != nil {
		return err
	}
	return w.shot("walk.users")
}

func (w *walk) importing() error {
	if err := w.tap("screen.import"); err != nil {
		return err
	}
	if err := w.shot("walk.import"); err != nil {
		return err
	}
	w.file = walkFile{"ai-reports.json", []byte(w.say("walk.reports"))}
	if err := w.tap("import.choose"); err != nil {
		return err
	}
	if err := w.shot("walk.import_try"); err != nil {
		return err
	}
	if err := w.hand.Tap(w.say("import.take", "n", "2")); err != nil {
		return err
	}
	if err := w.shot("walk.imported"); err != nil {
		return err
	}
	if err := w.tap("screen.board"); err != nil {
		return err
	}
	return w.shot("walk.board")
}

// openCase opens the passing candidate's file from the board.
func (w *walk) openCase() error {
	hr, err := w.staff("hr")
	if err != nil {
		return err
	}
	page, err := hr.Board(w.ctx, office.CaseQuery{})
	if err != nil {
		return err
	}
	if err := w.tap("screen.board"); err != nil {
		return err
	}
	for i, row := range page.Rows {
		if row.Status == hiring.Open {
			w.id = row.ID
			err := w.hand.Open(i)
			w.hand.Settle()
			return err
		}
	}
	return fmt.Errorf("no open case on the board")
}

func (w *walk) tab(tab, key string) error {
	if err := w.tap("case.tab." + tab); err != nil {
		return err
	}
	return w.shot(key)
}

func (w *walk) caseFile() error {
	if err := w.openCase(); err != nil {
		return err
	}
	if err := w.tab("report", "walk.report"); err != nil {
		return err
	}
	hr, err := w.staff("hr")
	if err != nil {
		return err
	}
	cv, err := hr.ReadCVText(w.say("walk.cv"))
	if err != nil {
		return err
	}
	if err := w.give("hr", hiring.AttachCV{CV: cv}); err != nil {
		return err
	}
	if err := w.openCase(); err != nil {
		return err
	}
	if err := w.tab("cv", "walk.cv_tab"); err != nil {
		return err
	}
	if err := w.tab("kit", "walk.kit"); err != nil {
		return err
	}
	return w.give("hr", hiring.PassGate{Stage: "assessment", Outcome: hiring.Pass})
}

func (w *walk) accountOf(login string) (hiring.AccountID, error) {
	s, err := w.staff(login)
	if err != nil {
		return "", err
	}
	return s.Account.ID, nil
}

func (w *walk) interviewing() error {
	var panel []hiring.AccountID
	for _, login := range []string{"interviewer1", "interviewer2"} {
		id, err := w.accountOf(login)
		if err != nil {
			return err
		}
		panel = append(panel, id)
	}
	start := w.now.Add(26 * time.Hour)
	if err := w.give("hr", hiring.PlanInterview{Panel: panel, Start: start, End: start.Add(45 * time.Minute), Place: w.say("walk.room")}); err != nil {
		return err
	}
	if err := w.tap("screen.interviews"); err != nil {
		return err
	}
	if err := w.shot("walk.week"); err != nil {
		return err
	}
	w.now = start.Add(40 * time.Minute)
	if err := w.as("interviewer1", walkPassword); err != nil {
		return err
	}
	if err := w.shot("walk.interviewer"); err != nil {
		return err
	}
	if err := w.hand.Open(0); err != nil {
		return err
	}
	if err := w.shot("walk.scoring"); err != nil {
		return err
	}
	w.now = start.Add(50 * time.Minute)
	for i, login := range []string{"interviewer1", "interviewer2"} {
		if err := w.score(login, i); err != nil {
			return err
		}
	}
	return w.give("hr", hiring.PassGate{Stage: "interview", Outcome: hiring.Pass})
}

func (w *walk) score(login string, nth int) error {
	s, err := w.staff(login)
	if err != nil {
		return err
	}
	f, err := s.CaseFile(w.ctx, w.id)
	if err != nil {
		return err
	}
	card := hiring.SubmitScorecard{Interview: "i1", Recommendation: "yes", Summary: w.say("walk.summary")}
	for i, k := range f.Case.Kit {
		level := 4
		if (i+nth)%2 == 0 {
			level = 5
		}
		card.Ratings = append(card.Ratings, hiring.Rating{Question: k.Key(i), Competency: k.Competency, Level: level})
	}
	return w.give(login, card)
}

func (w *walk) checking() error {
	hr, err := w.staff("hr")
	if err != nil {
		return err
	}
	if w.login, w.password, err = hr.InviteCandidate(w.ctx, w.id); err != nil {
		return err
	}
	if err := w.phone(); err != nil {
		return err
	}
	if err := w.shot("walk.phone_consent"); err != nil {
		return err
	}
	if err := w.guest(hiring.GiveConsent{Purpose: "check", Recipient: w.say("walk.bank"), Wording: "2026-01"}); err != nil {
		return err
	}
	if err := w.desk("hr"); err != nil {
		return err
	}
	if err := w.tap("screen.checks"); err != nil {
		return err
	}
	if err := w.hand.Open(0); err != nil {
		return err
	}
	if err := w.shot("walk.checks"); err != nil {
		return err
	}
	f, err := hr.CaseFile(w.ctx, w.id)
	if err != nil {
		return err
	}
	for _, k := range f.Case.Checks {
		ref, err := hr.Attach(w.ctx, w.id, hiring.Background, "evidence.png", bytes.NewReader(walkPicture()))
		if err != nil {
			return err
		}
		if err := w.give("hr", hiring.RecordCheck{Order: k.ID, Light: hiring.Green, Conclusion: w.say("walk.clear"), Source: w.say("walk.source"), Method: "hand", Files: []hiring.FileRef{ref}}); err != nil {
			return err
		}
	}
	return nil
}

// phone signs the candidate in at phone width, desk somebody of the bank at a desk's.
func (w *walk) phone() error {
	w.soft.Resize(phoneSize)
	return w.as(w.login, w.password)
}

func (w *walk) desk(login string) error {
	w.soft.Resize(deskSize)
	return w.as(login, walkPassword)
}

// guest gives a command through the candidate's door.
func (w *walk) guest(cmd hiring.Command) error {
	g, err := w.guestDoor()
	if err == nil {
		err = g.Do(w.ctx, cmd)
	}
	return err
}

func (w *walk) guestDoor() (*office.Guest, error) {
	s, err := w.bank.office.SignIn(w.ctx, w.login, w.password)
	if err != nil {
		return nil, err
	}
	s.Lang = w.lang
	return s.Guest()
}
