package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"ruhang/core/catalog"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// hands work a window as a person does: what cannot be seen cannot be pressed. The walk's are the toolkit's software
// driver, the window test's a mouse and a keyboard.
type hands interface {
	Tap(words string) error                          // presses what says the words
	Choose(words, name string, content []byte) error // presses what asks for a file, and chooses this one
	Write(field, value string) error                 // into a field of the form in front
	Send() error                                     // presses that form's button
	Jot(text string) error                           // into the first large field that belongs to no form
	Level(n int) error                               // on the scale in view
	Stroke() error                                   // on the signature pad
	Scan(code string) error                          // as a scanner types
	Person() error                                   // the menu of whoever is signed in
	Await(words string) error                        // until there is something to press that says the words
	Texts() ([]string, error)                        // all words in view
}

// story is the whole job as people do it, told once: whose hands do it, where the pictures go and how the clock moves on
// is said by whoever tells it.
type story struct {
	hands hands
	words func(key string, pairs ...string) string
	shot  func(key string) error       // keeps a picture with its sentence
	paper func(name string) error      // keeps a PDF of the case: offer, offer-signed, evidence, guide
	look  func() (*hiring.Case, error) // what is known of the case
	move  func(to time.Time) error     // the clock moves on, and what fell due is done
	phone func(on bool)                // as wide as a phone, or as a desk
	names map[string]string            // of the accounts, by login
	cat   *catalog.Catalog
	lang  string

	login string            // the candidate's own
	codes map[string]string // invitations not used yet, by login
}

// storyPassword is every account's in a throw-away bank.
const storyPassword = "plum-river-lantern-7"

type chapter struct {
	name string
	tell func(*story)
}

// chapters are the job in order, from the first file to the last page.
var chapters = []chapter{
	{"import", (*story).importing}, {"case file", (*story).caseFile}, {"interview", (*story).interviewing}, {"checks", (*story).checking},
	{"offer", (*story).offering}, {"signature", (*story).signing}, {"onboarding", (*story).onboarding}, {"first day", (*story).firstDay},
	{"probation", (*story).probation}, {"ledger", (*story).ledger},
}

// stopped ends a chapter at the first thing that goes wrong.
type stopped struct{ err error }

// tell tells one chapter, and says what went wrong in it.
func (s *story) tell(c chapter) (err error) {
	defer func() {
		switch end := recover().(type) {
		case nil:
		case stopped:
			err = fmt.Errorf("%s: %w", c.name, end.err)
		default:
			panic(end)
		}
	}()
	c.tell(s)
	return nil
}

// do does one thing; what goes wrong ends the chapter.
func (s *story) do(what string, err func() error) {
	if e := err(); e != nil {
		panic(stopped{fmt.Errorf("%s: %w", what, e)})
	}
}

// tap presses what says the sentences of keys, one after the other.
func (s *story) tap(keys ...string) {
	for _, key := range keys {
		s.press(s.words(key))
	}
}

func (s *story) press(words string) { s.do(words, func() error { return s.hands.Tap(words) }) }

// fill writes fields and values, in turn, into the form in front and sends it.
func (s *story) fill(pairs ...string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		s.do(pairs[i], func() error { return s.hands.Write(pairs[i], pairs[i+1]) })
	}
	s.do("send", s.hands.Send)
}

func (s *story) choose(key, name string, content []byte) {
	s.do(name, func() error { return s.hands.Choose(s.words(key), name, content) })
}

func (s *story) picture(key string) { s.do(key, func() error { return s.shot(key) }) }

// known is the case as it stands.
func (s *story) known() (c *hiring.Case) {
	s.do("look", func() (err error) {
		c, err = s.look()
		return err
	})
	return c
}

func (s *story) wait(to time.Time) { s.do("clock", func() error { return s.move(to) }) }

// leave ends whoever's session it is, if nobody was away so long that it has ended; as signs the next one in.
func (s *story) leave() {
	s.do("leave", func() error {
		texts, err := s.hands.Texts()
		if err != nil || slices.Contains(texts, s.words("signin.submit")) {
			return err
		}
		if err := s.hands.Person(); err != nil {
			return err
		}
		return s.hands.Tap(s.words("command.switch_user"))
	})
}

func (s *story) as(login string) {
	s.leave()
	s.phone(false)
	s.enter(login)
}

// enter signs in: who was invited types the code the first time, and chooses a password.
func (s *story) enter(login string) {
	code, invited := s.codes[login]
	if !invited {
		s.fill("login", login, "password", storyPassword)
		return
	}
	delete(s.codes, login)
	s.fill("login", login, "password", code)
	if login == s.login {
		s.picture("walk.choose")
	}
	s.fill("fresh", storyPassword, "again", storyPassword)
}

func (s *story) asCandidate() {
	s.leave()
	s.phone(true)
	s.enter(s.login)
}

// candidate is whom the story is about: the first of the reports.
func (s *story) candidate() string {
	var reports []struct{ Candidate struct{ Name string } }
	s.do("reports", func() error {
		err := json.Unmarshal([]byte(s.words("walk.reports")), &reports)
		if err == nil && len(reports) == 0 {
			err = errors.New("there are none")
		}
		return err
	})
	return reports[0].Candidate.Name
}

// file opens the candidate's file from the board; of opens the candidate in a list of work.
func (s *story) file() { s.of("screen.board") }

func (s *story) of(screen string) {
	s.tap(screen)
	s.press(s.candidate())
}

func (s *story) importing() {
	s.tap("screen.import")
	s.picture("walk.import")
	s.choose("import.choose", "reports.json", []byte(s.words("walk.reports")))
	s.picture("walk.import_try")
	s.press(s.words("import.take", "n", "2"))
	s.picture("walk.imported")
	s.tap("screen.board")
	s.picture("walk.board")
}

func (s *story) caseFile() {
	s.press(s.candidate())
	s.tap("case.tab.report")
	s.picture("walk.report")
	s.tap("case.tab.cv", "cv.fill", "cv.paste")
	s.fill("text", s.words("walk.cv"))
	s.tap("cv.save")
	s.picture("walk.cv_tab")
	s.tap("case.tab.kit")
	s.picture("walk.kit")
	s.pass("assessment")
}

// pass decides the gate of a stage from the case's file.
func (s *story) pass(stage string) {
	plan := s.cat.Plans[s.cat.Positions[s.known().Position].Plan]
	s.press(plan.Stage(stage).Gate.Name.In(s.lang))
	s.tap("case.gate_pass")
}

func (s *story) interviewing() {
	s.tap("work.plan_interview")
	for _, login := range []string{"interviewer1", "interviewer2"} {
		s.press(s.names[login])
	}
	s.tap("interview.plan")
	s.picture("walk.week")
	var c *hiring.Case
	s.do("round", func() error {
		if c = s.known(); len(c.Interviews) == 0 {
			return errors.New("none was planned")
		}
		return nil
	})
	s.wait(c.Interviews[0].Start.Add(50 * time.Minute))
	s.score("interviewer1", 4)
	s.score("interviewer2", 5)
	s.as("hr")
	s.file()
	s.pass("interview")
}

// score writes an interviewer's card: a level for every question, a note, the recommendation.
func (s *story) score(login string, level int) {
	s.as(login)
	if level == 4 {
		s.picture("walk.interviewer")
	}
	s.press(s.candidate())
	for i := range s.known().Kit {
		s.do("level", func() error { return s.hands.Level(level - i%2) })
		if i == 0 {
			s.do("note", func() error { return s.hands.Jot(s.words("walk.summary")) })
			if level == 4 {
				s.picture("walk.scoring")
			}
		}
		s.tap("room.next")
	}
	s.tap("recommend.yes", "room.submit", "room.submit") // the second answers the question
}

var loginForm, codeForm = regexp.MustCompile(`^c[0-9a-z]{7}$`), regexp.MustCompile(`^[0-9a-z]{4}(-[0-9a-z]{4}){6}$`)

// invite makes the candidate's account.
func (s *story) invite() {
	s.tap("case.more", "case.act.invite", "case.act.invite")
	s.login = s.invitation("")
}

// invitation reads what is shown once: the code, and the candidate's login, which nobody chose.
func (s *story) invitation(login string) string {
	code := ""
	s.do("invitation", func() error { return s.hands.Await(s.words("case.invited_kept")) })
	s.do("login", func() error {
		texts, err := s.hands.Texts()
		for _, t := range texts {
			switch t = strings.TrimSpace(t); {
			case login == "" && loginForm.MatchString(t):
				login = t
			case codeForm.MatchString(t):
				code = t
			}
		}
		if err == nil && (login == "" || code == "") {
			err = fmt.Errorf("no login and code among %q", texts)
		}
		return err
	})
	s.tap("case.invited_kept")
	if s.codes == nil {
		s.codes = map[string]string{}
	}
	s.codes[login] = code
	return login
}

func (s *story) checking() {
	s.invite()
	s.asCandidate()
	s.tap("nav.privacy")
	s.picture("walk.phone_consent")
	s.tap("guest.consent.give")
	s.as("hr")
	s.of("screen.checks")
	s.picture("walk.checks")
	for range s.known().Checks {
		s.tap("check.record")
		s.choose("file.choose", "evidence.png", drawnPicture())
		s.fill("light", string(hiring.Green), "source", s.words("walk.source"), "conclusion", s.words("walk.clear"))
	}
}

// codeOf is what a scanner reads from a guide.
func codeOf(c *hiring.Case) string { return office.CodePrefix + c.Guide.Code }
