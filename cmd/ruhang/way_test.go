package main

import (
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/resources"
	"ruhang/ui/model"
)

const testPassword = "plum-river-lantern-7"

// shell runs the program as a script does, on a bank of its own with a clock that the test moves.
type shell struct {
	t    *testing.T
	dir  string
	now  time.Time
	said bytes.Buffer // on standard error, by all calls
}

// newShell makes an empty bank with one account of every staff role and a kiosk.
func newShell(t *testing.T) *shell {
	s := &shell{t: t, dir: filepath.Join(t.TempDir(), "bank"), now: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC)}
	b, _, err := s.made()
	require.NoError(t, err)
	require.NoError(t, b.close())
	t.Setenv("RUHANG_PASSWORD", testPassword)
	return s
}

// made makes the shell's bank and signs HR in.
func (s *shell) made() (*bank, *office.Staff, error) {
	ctx := context.Background()
	words, err := model.LoadWords(resources.Lang)
	if err != nil {
		return nil, nil, err
	}
	b, err := createBank(ctx, s.dir, words, func() time.Time { return s.now })
	if err != nil {
		return nil, nil, err
	}
	session, err := b.office.FirstAccount(ctx, office.Account{Login: "admin", Name: "管理员", Roles: []string{"admin"}}, testPassword)
	if err != nil {
		return nil, nil, err
	}
	admin, err := session.Staff()
	for login, role := range map[string]string{"hr": "hr", "interviewer1": "interviewer", "interviewer2": "interviewer", "approver": "approver", "compliance": "compliance", "kiosk": "kiosk"} {
		if err == nil {
			_, err = admin.AddAccount(ctx, office.Account{Login: login, Name: login, Roles: []string{role}}, testPassword)
		}
	}
	if err != nil {
		return nil, nil, err
	}
	if session, err = b.office.SignIn(ctx, "hr", testPassword); err != nil {
		return nil, nil, err
	}
	hr, err := session.Staff()
	return b, hr, err
}

// run gives one command line and answers its exit code and output.
func (s *shell) run(args ...string) (int, string, string) {
	var out, errs bytes.Buffer
	words, err := model.LoadWords(resources.Lang)
	require.NoError(s.t, err)
	c := &call{words: words, now: func() time.Time { return s.now }, in: strings.NewReader(""), out: &out, err: io.MultiWriter(&errs, &s.said)}
	if err := c.parse(append([]string{"--data", s.dir, "--lang", "zh"}, args...)); err != nil {
		return c.answer(err), out.String(), errs.String()
	}
	job, ok := jobs[c.args[0]]
	require.True(s.t, ok, c.args[0])
	return c.answer(job.run(context.Background(), c, c.args[1:])), out.String(), errs.String()
}

// ok gives a command that must succeed and reads its JSON.
func (s *shell) ok(as string, args ...string) map[string]any {
	s.t.Helper()
	code, out, errs := s.run(append([]string{"--json", "--as", as}, args...)...)
	require.Equal(s.t, exitDone, code, "%v\n%s\n%s", args, out, errs)
	var v map[string]any
	require.NoError(s.t, json.Unmarshal([]byte(out), &v), out)
	return v
}

// refused gives a command that must be refused and answers the code.
func (s *shell) refused(as string, args ...string) string {
	s.t.Helper()
	code, out, errs := s.run(append([]string{"--json", "--as", as}, args...)...)
	require.Equal(s.t, exitRefused, code, "%v\n%s\n%s", args, out, errs)
	var v struct{ Error struct{ Code, Reason string } }
	require.NoError(s.t, json.Unmarshal([]byte(out), &v), out)
	require.NotEmpty(s.t, v.Error.Reason)
	return v.Error.Code
}

func (s *shell) show(id string) *hiring.Case {
	s.t.Helper()
	raw, err := json.Marshal(s.ok("hr", "case", "show", id)["case"])
	require.NoError(s.t, err)
	var c hiring.Case
	require.NoError(s.t, json.Unmarshal(raw, &c))
	return &c
}

func (s *shell) account(login string) string {
	s.t.Helper()
	words, err := model.LoadWords(resources.Lang)
	require.NoError(s.t, err)
	b, err := openBank(context.Background(), s.dir, words, func() time.Time { return s.now })
	require.NoError(s.t, err)
	defer b.close()
	session, err := b.office.SignIn(context.Background(), login, testPassword)
	require.NoError(s.t, err)
	return string(session.Account.ID)
}

func (s *shell) file(name string, content []byte) string {
	path := filepath.Join(s.t.TempDir(), name)
	require.NoError(s.t, os.WriteFile(path, content, 0o600))
	return path
}

func picture() []byte {
	m := image.NewNRGBA(image.Rect(0, 0, 240, 90))
	for x := 20; x < 220; x++ {
		m.Set(x, 30+x/8, color.Black)
	}
	var b bytes.Buffer
	_ = png.Encode(&b, m)
	return b.Bytes()
}

const oneReport = `{"schema_version":"1.0","vendor":"demo-ai","report_id":"W-1","position_code":"teller","model_version":"7","interviewed_at":"2026-02-28T02:00:00Z",
"candidate":{"name":"林喆堃","id_no":"99000019980725001X","phone":"19900001234","email":"lin@example.com"},
"overall":{"score":85,"min":0,"max":100,"pass":true},
"dimensions":[{"code":"language","name":"语言表达","score":84},{"code":"logic","name":"逻辑思维","score":88,"rationale":"结构清楚","evidence":[{"question_id":"q1","quote":"首先","t_start":1,"t_end":4}]},{"code":"service","name":"服务意识","score":83}],
"traits":[{"code":"assertive","label":"偏强势","strength":0.8}]}`

// TestTheWholeWayByScript is the main job, from the first file to confirmation, on a real bank, by the command line alone.
func TestZ02_TheWholeWayByScript(t *testing.T) {
	s := newShell(t)
	id := s.importOne(oneReport)
	s.assess(id)
	s.interview(id)
	s.check(id)
	s.offer(id)
	s.onboard(id)
	s.probation(id)
	v := s.ok("admin", "verify")
	require.Equal(t, true, v["ok"])
	before := s.ok("hr", "case", "list")
	require.Equal(t, float64(1), s.ok("admin", "rebuild")["cases"])
	require.Equal(t, before, s.ok("hr", "case", "list"), "rebuilt views are the live ones")
}

func (s *shell) importOne(report string) string {
	s.t.Helper()
	v := s.ok("hr", "import", s.file("report.json", []byte(report)))
	require.Len(s.t, v["taken"], 1, "%v", v)
	again := s.ok("hr", "import", s.file("again.json", []byte(report)))
	require.Len(s.t, again["already"], 1)
	require.Empty(s.t, again["taken"])
	return v["taken"].([]any)[0].(string)
}

func (s *shell) assess(id string) {
	s.t.Helper()
	require.Equal(s.t, "gate.needs", s.refused("hr", "do", id, "pass_gate", "stage=assessment", "outcome=pass"))
	s.ok("hr", "do", id, "attach_cv", `cv={"education":[{"school":"河南大学","degree":"bachelor","major":"金融学","from":"2016-09","to":"2020-06"}],"employments":[{"company":"郑州示例商贸有限公司","title":"店员","from":"2020-07","to":"2025-12"}],"projects":[{"name":"门店服务改进"}]}`)
	c := s.show(id)
	rules := map[string]bool{}
	for _, k := range c.Kit {
		for _, r := range k.Reasons {
			rules[r.Kind] = true
		}
	}
	require.True(s.t, rules["core"] && (rules["dimension"] || rules["trait"] || rules["cv"]), "%v", rules)
	s.ok("hr", "do", id, "pass_gate", "stage=assessment", "outcome=pass")
}

func (s *shell) interview(id string) {
	s.t.Helper()
	panel := "panel=interviewer1,interviewer2"
	start := s.now.Add(24 * time.Hour)
	s.ok("hr", "do", id, "plan_interview", panel, "start="+start.Format(time.RFC3339), "end="+start.Add(45*time.Minute).Format(time.RFC3339), "place=面试室 1")
	s.now = start.Add(50 * time.Minute)
	kit := s.show(id).Kit
	for _, who := range []string{"interviewer1", "interviewer2"} {
		var ratings []hiring.Rating
		for i, k := range kit {
			level := 5
			if (i+len(who))%2 == 0 && i < 4 {
				level = 4
			}
			ratings = append(ratings, hiring.Rating{Question: k.Key(i), Competency: k.Competency, Level: level})
		}
		raw, err := json.Marshal(ratings)
		require.NoError(s.t, err)
		s.ok(who, "do", id, "submit_scorecard", "interview=i1", "ratings="+string(raw), "recommendation=yes")
		require.Equal(s.t, "scorecard.already", s.refused(who, "do", id, "submit_scorecard", "interview=i1", "ratings="+string(raw), "recommendation=yes"))
	}
	s.ok("hr", "do", id, "pass_gate", "stage=interview", "outcome=pass")
}

func (s *shell) check(id string) {
	s.t.Helper()
	c := s.show(id)
	require.Len(s.t, c.Checks, 3, "exactly three orders, without a click")
	require.Equal(s.t, "check.no_consent", s.refused("hr", "do", id, "record_check", "order=k1", "light=green", "source=chsi.com.cn", "method=file"))
	s.ok("hr", "do", id, "give_consent", "purpose=check", "recipient=本行", "wording=2026-01", "file=@"+s.file("consent.png", picture()))
	for i, k := range c.Checks {
		facts := map[string]string{"education": `facts={"education":[{"school":"河南大学","degree":"bachelor","major":"金融学"}]}`,
			"employment": `facts={"employments":[{"company":"郑州示例商贸有限公司","title":"店员","from":"2020-07","to":"2025-12"}]}`, "qualification": `facts={}`}[k.Kind]
		require.Equal(s.t, "check", s.show(id).Stage, "check %d", i)
		s.ok("hr", "do", id, "record_check", "order="+k.ID, "light=green", "conclusion=一致", "source=原件", "method=hand", facts, "files=@"+s.file("proof.png", picture()))
	}
	c = s.show(id)
	require.Equal(s.t, "offer", c.Stage, "the last green result moves the case")
	require.Equal(s.t, hiring.OfferDraft, c.Offer().State, "and drafts the offer")
}

func (s *shell) offer(id string) {
	s.t.Helper()
	s.ok("hr", "do", id, "submit_offer")
	require.Equal(s.t, "command.denied", s.refused("hr", "do", id, "approve_offer"))
	s.ok("approver", "do", id, "approve_offer")
	s.ok("hr", "do", id, "issue_offer")
	login := s.candidate(id)
	s.ok(login, "do", id, "view_offer")
	s.ok(login, "do", id, "request_change", "field=start", "value="+string(hiring.DateOf(s.now).AddDays(30)))
	sign := []string{"do", id, "sign_offer", "agreed=true", "stroke=@" + s.file("sign.png", picture())}
	require.Equal(s.t, "offer.state", s.refused(login, sign...), "no signature while a change is open")
	s.ok("hr", "do", id, "answer_change", "accept=true")
	s.ok("hr", "do", id, "issue_offer")
	issued := filepath.Join(s.t.TempDir(), "offer.pdf")
	s.ok(login, "offer", "pdf", id, "-o", issued)
	require.Equal(s.t, false, s.ok("hr", "verify", issued)["signed"])
	s.ok(login, sign...)
	signed := filepath.Join(s.t.TempDir(), "signed.pdf")
	s.ok("hr", "offer", "pdf", id, "-o", signed)
	proof := s.ok("hr", "verify", signed)
	require.Equal(s.t, []any{true, "signed", 2}, []any{proof["signed"], proof["kind"], len(proof["signatures"].([]any))})
	require.Equal(s.t, "verify.stripped", s.refused("hr", "verify", issued), "the ledger misses the candidate's signature")
	evidence := filepath.Join(s.t.TempDir(), "evidence.pdf")
	s.ok("hr", "offer", "evidence", id, "-o", evidence)
	require.Equal(s.t, "evidence", s.ok("hr", "verify", evidence)["kind"])
	root := filepath.Join(s.t.TempDir(), "root.pem")
	s.ok("admin", "certificate", "export-root", "-o", root)
	alone := s.ok("", "verify", signed, "--root", root)
	require.Equal(s.t, []any{true, true, nil}, []any{alone["signed"], alone["offline"], alone["case"]}, "no bank, no ledger, no sign-in")
	raw, err := os.ReadFile(signed)
	require.NoError(s.t, err)
	raw[len(raw)/2] ^= 1
	require.Equal(s.t, "signature.changed", s.refused("hr", "verify", s.file("changed.pdf", raw)))
	c := s.show(id)
	require.Equal(s.t, "onboarding", c.Stage)
	require.NotNil(s.t, c.Guide, "the signature issues the guide")
}

// candidate opens the candidate's own account.
func (s *shell) candidate(id string) string {
	s.t.Helper()
	words, err := model.LoadWords(resources.Lang)
	require.NoError(s.t, err)
	b, err := openBank(context.Background(), s.dir, words, func() time.Time { return s.now })
	require.NoError(s.t, err)
	defer b.close()
	_, err = b.office.SignIn(context.Background(), "hr", testPassword)
	require.NoError(s.t, err)
	require.NoError(s.t, b.office.AddCandidate(context.Background(), hiring.CaseID(id), "candidate", testPassword))
	return "candidate"
}

func (s *shell) onboard(id string) {
	s.t.Helper()
	s.ok("hr", "guide", "pdf", id, "-o", filepath.Join(s.t.TempDir(), "guide.pdf"))
	photo := "file=@" + s.file("id.png", picture())
	s.ok("candidate", "do", id, "submit_material", "material=id_card", photo, `fields={"name":"林喆堃","id_no":"990000199807250021","birth_date":"1998-07-25","valid_until":"2040-01-01"}`)
	m := s.material(id, "id_card")
	require.Equal(s.t, hiring.Returned, m.State, "one wrong digit is sent back by rule")
	for _, m := range s.show(id).Materials {
		number := map[string]string{"bank_card": "6222020200112233446"}[m.ID]
		if number == "" {
			number = "104751202005012345"
		}
		s.ok("candidate", "do", id, "submit_material", "material="+m.ID, photo,
			`fields={"name":"林喆堃","id_no":"99000019980725001X","birth_date":"1998-07-25","valid_until":"2040-01-01","number":"`+number+`","school":"河南大学","degree":"bachelor","graduated_on":"2020-06-30"}`)
		s.ok("hr", "do", id, "accept_material", "material="+m.ID)
	}
	s.ok("hr", "do", id, "complete_task", "stage=onboarding", "task=insurance", `fields={"registered_on":"2026-04-01","fund_registered":"true"}`)
	s.ok("hr", "do", id, "assign_desk", "desk=3 层 12 号")
	s.ok("hr", "do", id, "set_team", `team={"manager":"周岚","manager_phone":"19900009999","colleagues":["何一","吴二"]}`)
	require.Equal(s.t, "checkin.too_early", s.refused("kiosk", "do", id, "check_in", "where=kiosk"))
	s.now = s.show(id).Offer().Terms.Start.Time().Add(time.Hour)
	s.ok("kiosk", "do", id, "check_in", "where=kiosk")
	s.ok("kiosk", "do", id, "check_in", "where=kiosk")
	c := s.show(id)
	require.Equal(s.t, "probation", c.Stage)
	require.Len(s.t, c.Welcome, 4)
}

func (s *shell) material(id, material string) hiring.Material {
	for _, m := range s.show(id).Materials {
		if m.ID == material {
			return m
		}
	}
	return hiring.Material{}
}

func (s *shell) probation(id string) {
	s.t.Helper()
	p := s.show(id).Probation
	s.ok("candidate", "do", id, "report_progress", "week="+p.Weeks[0].Week, "value=12", "note=第一周")
	s.now = p.End.AddDays(-9).Time().Add(10 * time.Hour)
	for _, r := range p.Reviews {
		s.ok("hr", "do", id, "review_probation", "review="+r.ID, "rating=4", "text=合格")
	}
	s.ok("hr", "do", id, "confirm")
	require.Equal(s.t, hiring.Confirmed, s.show(id).Status)
}
