package catalog

// A yaml tag names the key in the file. A field without ",omitempty" must be there; a tick or a list that is left out is
// off or empty, and what a list must hold is said by the rules in validate*.go.

// Bank is the bank itself and its general limits (bank.yaml).
type Bank struct {
	Name          Text     `yaml:"name"`
	Short         Text     `yaml:"short"`
	Hotline       string   `yaml:"hotline"`
	PassThreshold float64  `yaml:"pass_threshold"` // AI overall score at which a report without a verdict passes, 0–100
	GapDays       int      `yaml:"gap_days"`       // an unexplained gap in employment longer than this is to be verified
	HopJobs       int      `yaml:"hop_jobs"`       // this many jobs begun …
	HopDays       int      `yaml:"hop_days"`       // … within this many days is a stability risk
	OfferDays     int      `yaml:"offer_days"`     // an offer stands this many days
	AnswerHours   int      `yaml:"answer_hours"`   // a candidate's wish about an offer is answered within this
	GraceHours    int      `yaml:"grace_hours"`    // an offer whose wish was declined stands at least this long again
	ConsentHours  int      `yaml:"consent_hours"`  // a candidate who has not answered about the check is reminded after this
	InterviewHour int      `yaml:"interview_hours"`
	ScoreHours    int      `yaml:"score_hours"`   // an interviewer has this long after the end to score (china.md § 9.4)
	MaterialDays  []int    `yaml:"material_days"` // a newcomer is reminded of missing materials this many days before the first one, with the last HR is told
	InviteHours   int      `yaml:"invite_hours"`  // an invitation's code opens the choice of a password for this long
	Quiet         *Quiet   `yaml:"quiet,omitempty"`
	Branches      []Branch `yaml:"branches"`
	Rooms         []Room   `yaml:"rooms"`
}

// Branch is a node of the org tree; the one without a parent is head office.
type Branch struct {
	ID      string `yaml:"id"`
	Parent  string `yaml:"parent,omitempty"`
	Name    Text   `yaml:"name"`
	City    string `yaml:"city"`
	Address Text   `yaml:"address"`
	Route   Text   `yaml:"route"`
}

// Room is where interviews take place.
type Room struct {
	ID     string `yaml:"id"`
	Branch string `yaml:"branch"`
	Name   Text   `yaml:"name"`
}

// Branch finds a branch by id; nil when unknown.
func (b *Bank) Branch(id string) *Branch {
	for i := range b.Branches {
		if b.Branches[i].ID == id {
			return &b.Branches[i]
		}
	}
	return nil
}

// Legal holds the caps of labour law, each with its source (legal.yaml); counsel may change them.
type Legal struct {
	ProbationCaps []ProbationCap `yaml:"probation_caps"`
	ProbationPay  Rule           `yaml:"probation_pay"` // lowest percent of the agreed wage, 劳动合同法 Art. 20
	MinimumAge    Rule           `yaml:"minimum_age"`
	ContractDays  Rule           `yaml:"contract_days"` // written contract within, Art. 10
}

// Rule is a number with where it comes from.
type Rule struct {
	Value  int  `yaml:"value"`
	Source Text `yaml:"source"`
}

// ProbationCap is the longest probation for contracts from a length on (劳动合同法 Art. 19).
type ProbationCap struct {
	FromMonths int  `yaml:"from_months"` // contract length at least
	MaxMonths  int  `yaml:"max_months"`
	Source     Text `yaml:"source"`
}

// CapFor is the longest lawful probation for a contract length, both in months, and its source.
func (l *Legal) CapFor(contractMonths int) ProbationCap {
	var best ProbationCap
	for _, c := range l.ProbationCaps {
		if contractMonths >= c.FromMonths && c.FromMonths >= best.FromMonths {
			best = c
		}
	}
	return best
}

// Role says what its holders see and may do (roles.yaml).
type Role struct {
	ID           string   `yaml:"id"`
	Name         Text     `yaml:"name"`
	Commands     []string `yaml:"commands"`                // names of hiring's commands
	Screens      []string `yaml:"screens"`                 // ids of screens
	Compartments []string `yaml:"compartments"`            // which bodies may be read: basic, evaluation, salary, background, identity
	Office       []string `yaml:"office"`                  // jobs outside cases: import, accounts, export, settings…
	SecondFactor string   `yaml:"second_factor,omitempty"` // required or optional; required: holders sign in with a code too, where the bank has turned that on
	Prove        []string `yaml:"prove,omitempty"`         // commands and jobs before which holders type their password again
}

// Position is what the work is, and every choice that follows from it (positions/*.yaml).
type Position struct {
	ID         string    `yaml:"id"`
	Name       Text      `yaml:"name"`
	Family     string    `yaml:"family"`
	Industry   string    `yaml:"industry"`
	Aliases    []string  `yaml:"aliases"`             // what vendors and spreadsheets call it
	Threshold  float64   `yaml:"threshold,omitempty"` // AI overall score that passes, 0–100; 0: the bank's
	Dimensions []string  `yaml:"dimensions"`
	Plan       string    `yaml:"plan"`
	Questions  string    `yaml:"questions"`
	Kit        Kit       `yaml:"kit"`
	Package    string    `yaml:"package"`       // check package
	Law        *Law      `yaml:"law,omitempty"` // what makes the enquiries lawful that only a law allows (CheckKind.LegalBasis); none: HR names it with the order
	Letter     string    `yaml:"letter"`
	Guide      string    `yaml:"guide"`
	Materials  []string  `yaml:"materials"`
	Courses    []string  `yaml:"courses"`
	FirstDay   []Moment  `yaml:"first_day"` // from the door to the evening
	Band       Band      `yaml:"band"`
	Probation  Probation `yaml:"probation"`
}

// Moment is a line of a newcomer's first day: when, where, what.
type Moment struct {
	Time  string `yaml:"time"` // the bank's civil time, 08:40; each later than the one before
	Place Text   `yaml:"place"`
	What  Text   `yaml:"what"`
}

// Kit is how an interview kit is drawn.
type Kit struct {
	Size    int       `yaml:"size"`    // how many questions
	Minutes int       `yaml:"minutes"` // how long the interview is
	Core    []string  `yaml:"core"`    // competencies that every kit probes at least once
	Rules   []KitRule `yaml:"rules"`
}

// KitRule adds questions when all its conditions hold; the reason names the condition in words.
type KitRule struct {
	ID     string      `yaml:"id"`
	When   []Condition `yaml:"when"`
	Tag    string      `yaml:"tag"` // questions that carry this tag
	Count  int         `yaml:"count"`
	Reason Text        `yaml:"reason"` // placeholders: {score} {trait} {item} {industry}
}

// Condition is one closed kind of test; exactly one of Dimension, Trait, CV, Industry, Flag is set.
type Condition struct {
	Dimension string   `yaml:"dimension,omitempty"`
	AtLeast   *float64 `yaml:"at_least,omitempty"`
	Below     *float64 `yaml:"below,omitempty"`
	Trait     string   `yaml:"trait,omitempty"`
	CV        string   `yaml:"cv,omitempty"`       // education, employment, project, qualification
	Industry  string   `yaml:"industry,omitempty"` // an employment in this industry
	Flag      string   `yaml:"flag,omitempty"`     // stability, gap, discrepancy
}

// Band is where a salary comes from: points from scores, a step from points, components from the step.
type Band struct {
	Grade           string      `yaml:"grade"`
	AIPercent       int         `yaml:"ai_percent"`        // weight of the AI overall score
	InterviewWeight int         `yaml:"interview_percent"` // weight of the panel's score
	Steps           []BandStep  `yaml:"steps"`
	Components      []Component `yaml:"components"`
	Allowances      []Allowance `yaml:"allowances"`
	Months          int         `yaml:"months"` // salaries a year
}

// BandStep is the monthly salary from a number of points on.
type BandStep struct {
	AtLeast float64 `yaml:"at_least"` // points, 0–100
	Yuan    int64   `yaml:"yuan"`     // a month, before tax
}

// Component is a share of the monthly salary; all shares add up to 100.
type Component struct {
	ID      string `yaml:"id"`
	Name    Text   `yaml:"name"`
	Percent int    `yaml:"percent"`
}

// Allowance is a fixed monthly amount beside the salary.
type Allowance struct {
	ID   string `yaml:"id"`
	Name Text   `yaml:"name"`
	Yuan int64  `yaml:"yuan"`
}

// Probation is the position's plan for the first months.
type Probation struct {
	ContractMonths int      `yaml:"contract_months"`
	Months         int      `yaml:"months"`
	PayPercent     int      `yaml:"pay_percent"`
	Goal           Goal     `yaml:"goal"`
	Reviews        []Review `yaml:"reviews"`
	RemindDays     []int    `yaml:"remind_days"` // before the end, e.g. 30, 15, 7
	Criteria       []Text   `yaml:"criteria"`    // 录用条件, told before the start (劳动合同法 Art. 21, 39)
}

// Goal is the weekly target of a newcomer.
type Goal struct {
	Name   Text    `yaml:"name"`
	Unit   Text    `yaml:"unit"`
	Target float64 `yaml:"target"` // per ISO week
}

// Review is a dated review task, so many days before the end of probation.
type Review struct {
	ID         string `yaml:"id"`
	Name       Text   `yaml:"name"`
	BeforeDays int    `yaml:"before_days"`
}

// QuestionBank is the questions of one job family (questions/*.yaml).
type QuestionBank struct {
	ID        string     `yaml:"id"`
	Name      Text       `yaml:"name"`
	Rubrics   []Rubric   `yaml:"rubrics"`
	Questions []Question `yaml:"questions"`
	File      string     `yaml:"-"` // it stands in
}

// Rubric is the levels of one competency, when a question has no anchors of its own.
type Rubric struct {
	Competency string `yaml:"competency"`
	Levels     []Text `yaml:"levels"` // five, from 1 to 5
}

// Question is one question with the behaviour that earns each level.
type Question struct {
	ID         string   `yaml:"id"`
	Competency string   `yaml:"competency"` // a Dimension's id
	Tags       []string `yaml:"tags"`
	Level      int      `yaml:"level"` // 1 easy … 3 hard
	Minutes    int      `yaml:"minutes"`
	Text       Text     `yaml:"text"`
	Probe      Text     `yaml:"probe,omitempty"` // a follow-up
	Anchors    []Text   `yaml:"anchors"`         // five, from 1 to 5
	// Retired is not asked any more; the kits that drew it keep it, and so do their scorecards.
	Retired bool `yaml:"retired,omitempty"`
}

// Asked are the questions that are not retired.
func (b *QuestionBank) Asked() []*Question {
	var out []*Question
	for i := range b.Questions {
		if !b.Questions[i].Retired {
			out = append(out, &b.Questions[i])
		}
	}
	return out
}

// Rubric is the levels of a competency; nil when the bank has none.
func (b *QuestionBank) Rubric(competency string) *Rubric {
	for i := range b.Rubrics {
		if b.Rubrics[i].Competency == competency {
			return &b.Rubrics[i]
		}
	}
	return nil
}

// Question finds a question by id; nil when unknown.
func (b *QuestionBank) Question(id string) *Question {
	for i := range b.Questions {
		if b.Questions[i].ID == id {
			return &b.Questions[i]
		}
	}
	return nil
}

// Dimension is something measured: an AI dimension, a trait, a competency (dimensions.yaml).
type Dimension struct {
	ID      string   `yaml:"id"`
	Kind    string   `yaml:"kind"` // dimension, trait
	Name    Text     `yaml:"name"`
	Aliases []string `yaml:"aliases"`         // vendors' codes and names
	Plain   Text     `yaml:"plain,omitempty"` // in plain words, for the candidate; empty for a trait: never shown to the candidate
}

// Plan is the ordered stages of a job family (plans/*.yaml).
type Plan struct {
	ID     string  `yaml:"id"`
	Name   Text    `yaml:"name"`
	Stages []Stage `yaml:"stages"`
	Hash   string  `yaml:"-"`
}

// Stage is tasks plus a gate.
type Stage struct {
	ID    string `yaml:"id"` // assessment, interview, check, offer, onboarding, probation
	Name  Text   `yaml:"name"`
	Days  int    `yaml:"days"` // how long a case should stay, for the stuck list
	Tasks []Task `yaml:"tasks"`
	Gate  Gate   `yaml:"gate"`
}

// Task is one piece of work with an owner: kind × role × content.
type Task struct {
	ID      string  `yaml:"id"`
	Kind    string  `yaml:"kind"` // form, scorecard, check, checklist, paper, review
	Role    string  `yaml:"role"`
	Name    Text    `yaml:"name"`
	Fields  []Field `yaml:"fields"` // of a form or checklist
	DueDays int     `yaml:"due_days,omitempty"`
	Step    bool    `yaml:"step"` // a step of the newcomer's progress chain
}

// Field is one line of a form.
type Field struct {
	ID       string `yaml:"id"`
	Name     Text   `yaml:"name"`
	Kind     string `yaml:"kind"` // text, number, date, tick
	Required bool   `yaml:"required"`
}

// Gate is who may decide × what must be there first.
type Gate struct {
	Roles []string `yaml:"roles"`
	Needs []string `yaml:"needs"` // task ids of the stage
	Auto  bool     `yaml:"auto"`  // the workflow passes it by itself once every need is there and nothing is open
	Name  Text     `yaml:"name,omitempty"`
}

// Stage finds a stage by id; nil when unknown.
func (p *Plan) Stage(id string) *Stage {
	for i := range p.Stages {
		if p.Stages[i].ID == id {
			return &p.Stages[i]
		}
	}
	return nil
}

// Next is the stage after one, nil after the last; Next("") is the first.
func (p *Plan) Next(id string) *Stage {
	if id == "" && len(p.Stages) > 0 {
		return &p.Stages[0]
	}
	for i := range p.Stages {
		if p.Stages[i].ID == id && i+1 < len(p.Stages) {
			return &p.Stages[i+1]
		}
	}
	return nil
}

// Task finds a task by id; nil when unknown.
func (s *Stage) Task(id string) *Task {
	for i := range s.Tasks {
		if s.Tasks[i].ID == id {
			return &s.Tasks[i]
		}
	}
	return nil
}

// Material is a document the newcomer hands in (materials.yaml).
type Material struct {
	ID       string   `yaml:"id"`
	Name     Text     `yaml:"name"`
	Hint     Text     `yaml:"hint,omitempty"`
	Rule     string   `yaml:"rule"`               // id_card, diploma, certificate, bank_card, photo, other: which checks apply
	Fields   []string `yaml:"fields"`             // name, id_no, birth_date, number, school, degree, graduated_on, valid_until
	Optional []string `yaml:"optional,omitempty"` // further fields, which may stay empty: chsi_code
	Original bool     `yaml:"original"`           // the original is shown on the first day and handed back (劳动合同法 Art. 9)
	Required bool     `yaml:"required"`
}

// Reason is an entry of a list of reasons (reasons.yaml).
type Reason struct {
	ID    string `yaml:"id"`
	For   string `yaml:"for"` // reject, hold, override, decline, rescind, withdraw, return_material, clear_flag, end_probation, withdraw_interview, absence
	Text  Text   `yaml:"text"`
	Legal Text   `yaml:"legal,omitempty"` // the ground in law, where the law asks for one
}

// Course is a training recommended to newcomers (courses.yaml).
type Course struct {
	ID    string `yaml:"id"`
	Name  Text   `yaml:"name"`
	Hours int    `yaml:"hours"`
	Topic string `yaml:"topic"` // compliance, etiquette, product, system, risk
}
