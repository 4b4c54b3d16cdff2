package office

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// Subject is what the bank holds about a person, as that person may have it (PIPL Art. 45; GDPR Art. 15, 20). It is written
// field by field, so that nothing comes along by itself, and says what was left out and why.
type Subject struct {
	Format  string        `json:"format"` // "ruhang.subject.1"
	MadeAt  time.Time     `json:"made_at"`
	Bank    string        `json:"bank"`
	Person  hiring.Person `json:"person"`
	Cases   []SubjectCase `json:"cases"`
	LeftOut []Said        `json:"left_out"`
	Rights  string        `json:"rights"`
}

// Said is something with words about it.
type Said struct {
	What string `json:"what"`
	Text string `json:"text"`
}

// SubjectCase is one case of theirs.
type SubjectCase struct {
	ID        hiring.CaseID        `json:"id"`
	Position  string               `json:"position"`
	Branch    string               `json:"branch"`
	Status    hiring.Status        `json:"status"`
	Received  time.Time            `json:"received_at,omitzero"`
	Closed    time.Time            `json:"closed_at,omitzero"`
	Why       string               `json:"closed_because,omitempty"`
	KeptUntil hiring.Date          `json:"kept_until,omitempty"`
	Stages    []SubjectStep        `json:"stages"`
	AI        []SubjectAI          `json:"ai_interviews"`
	CV        *hiring.CV           `json:"cv,omitempty"`
	Rounds    []SubjectStep        `json:"interviews"`
	Consents  []SubjectConsent     `json:"consents"`
	Checks    []SubjectCheck       `json:"checks"`
	Declared  []hiring.Declaration `json:"declared_interests,omitempty"`
	Offers    []SubjectOffer       `json:"offers"`
	Materials []SubjectMaterial    `json:"materials"`
	Weeks     []SubjectWeek        `json:"probation_weeks"`
	Results   []Said               `json:"probation_results"`
	Reviews   []SubjectReview      `json:"human_reviews"`
	Messages  []Letter             `json:"messages"`
	Files     []SubjectFile        `json:"files"`
	refs      map[string]fileToZip // by name in the ZIP
}

// SubjectStep is something with its day.
type SubjectStep struct {
	Name  string    `json:"name"`
	At    time.Time `json:"at"`
	State string    `json:"state,omitempty"`
}

// SubjectAI is an AI interview's result: what a machine said, and that a person decides.
type SubjectAI struct {
	Vendor        string             `json:"vendor"`
	InterviewedAt time.Time          `json:"interviewed_at"`
	Model         string             `json:"model_version,omitempty"`
	Overall       hiring.Score       `json:"overall"`
	Passed        bool               `json:"machine_says_passed"`
	Dimensions    []hiring.Dimension `json:"dimensions"`
	Answers       []hiring.Answer    `json:"answers,omitempty"`
}

// SubjectConsent is a permission with the words agreed to.
type SubjectConsent struct {
	Purpose   string      `json:"purpose"`
	Recipient string      `json:"recipient"`
	Given     time.Time   `json:"given_at"`
	Until     hiring.Date `json:"until,omitempty"`
	Withdrawn time.Time   `json:"withdrawn_at,omitzero"`
	Wording   string      `json:"wording"`
	Text      string      `json:"text,omitempty"`
}

// SubjectCheck is a check's results: they are about the person, and theirs to know.
type SubjectCheck struct {
	Kind       string       `json:"kind"`
	At         time.Time    `json:"at"`
	Light      hiring.Light `json:"light,omitempty"`
	Conclusion string       `json:"conclusion,omitempty"`
	Source     string       `json:"source,omitempty"`
}

// SubjectOffer is an offer as it was put to them.
type SubjectOffer struct {
	Version int               `json:"version"`
	State   hiring.OfferState `json:"state"`
	Issued  time.Time         `json:"issued_at"`
	Signed  time.Time         `json:"signed_at,omitzero"`
	Terms   hiring.Terms      `json:"terms"`
	SHA256  string            `json:"pdf_sha256"`
}

// SubjectMaterial is a document they handed in.
type SubjectMaterial struct {
	Name   string               `json:"name"`
	State  hiring.MaterialState `json:"state"`
	At     time.Time            `json:"at"`
	Fields map[string]string    `json:"fields,omitempty"`
}

// SubjectWeek is a week of probation as they reported it.
type SubjectWeek struct {
	Week   string  `json:"week"`
	Target float64 `json:"target"`
	Done   float64 `json:"done"`
}

// SubjectReview is a request for a human review with its answer.
type SubjectReview struct {
	At       time.Time `json:"at"`
	Text     string    `json:"text,omitempty"`
	Answered time.Time `json:"answered_at,omitzero"`
	Answer   string    `json:"answer,omitempty"`
}

// SubjectFile is a file of theirs in the ZIP; what they called it is said here and never becomes a path.
type SubjectFile struct {
	Path   string `json:"path"`
	Called string `json:"called,omitempty"`
	SHA256 string `json:"sha256"`
}

type fileToZip struct {
	id  hiring.CaseID
	ref hiring.FileRef
}

// subjectFormat names the shape of data.json.
const subjectFormat = "ruhang.subject.1"

// ExportSubject is everything about a case's person as a ZIP, made by somebody of the bank on the person's request; how says
// how it was made sure that it is the person who asks. It is recorded.
func (s *Staff) ExportSubject(ctx context.Context, id hiring.CaseID, how string) ([]byte, error) {
	if err := s.mayOffice("subject"); err != nil {
		return nil, err
	}
	if err := s.proven("subject"); err != nil {
		return nil, err
	}
	if strings.TrimSpace(how) == "" {
		return nil, fault.New(fault.Invalid, "subject.identity", "field", "how")
	}
	if err := s.office.ports.Store.Read(ctx, func(r Reader) error {
		_, _, _, err := s.reach(r, id)
		return err
	}); err != nil {
		return nil, err
	}
	raw, err := s.office.subjectZip(ctx, id, s.Account.ID, "staff", s.Lang)
	if err != nil {
		return nil, err
	}
	// How the identity was checked may name the person: it stands in the case, which can be erased, and not in the bank's trail.
	note := hiring.AddNote{Text: s.office.ports.Words(s.Lang, "subject.noted", "how", how)}
	_, err = s.office.settle(ctx, job{id: id, who: s.actor(), cmd: note})
	return raw, err
}

// Export is everything about the candidate as a ZIP. proof is the last four of their identity number, or of their telephone
// where the bank has no number: a session left open gives nothing away.
func (g *Guest) Export(ctx context.Context, proof string) ([]byte, error) {
	var p *hiring.Person
	if err := g.office.ports.Store.Read(ctx, func(r Reader) (err error) {
		_, p, err = g.own(r)
		return err
	}); err != nil {
		return nil, err
	}
	if p == nil {
		return nil, fault.New(fault.Missing, "person.erased")
	}
	number := p.IDNumber
	if number == "" {
		number = p.Phone
	}
	if number == "" || !strings.EqualFold(strings.TrimSpace(proof), tail(number, 4)) {
		return nil, fault.New(fault.Invalid, "subject.not_you", "field", "proof")
	}
	return g.office.subjectZip(ctx, g.Account.Case, g.Account.ID, "candidate", g.Lang)
}

// subjectZip gathers, packs and records.
func (o *Office) subjectZip(ctx context.Context, id hiring.CaseID, by hiring.AccountID, way, lang string) ([]byte, error) {
	var sub Subject
	err := o.ports.Store.Read(ctx, func(r Reader) (err error) {
		sub, err = o.subject(r, id, lang)
		return err
	})
	if err != nil {
		return nil, err
	}
	raw, err := o.packSubject(ctx, sub, lang)
	if err != nil {
		return nil, err
	}
	told := Trace{Kind: TraceExported, Case: id, Facts: map[string]string{"what": "subject", "format": "zip", "way": way}}
	return raw, o.ports.Store.Update(ctx, func(tx Tx) error { return o.trace(tx, by, told) })
}

// subject gathers a person's cases.
func (o *Office) subject(r Reader, id hiring.CaseID, lang string) (Subject, error) {
	sub := Subject{Format: subjectFormat, MadeAt: o.now(), Bank: o.Catalog().Bank.Name.In(lang), Rights: o.ports.Words(lang, "subject.rights")}
	for _, what := range []string{"scorecards", "traits", "flags", "notes", "evidence"} {
		sub.LeftOut = append(sub.LeftOut, Said{o.ports.Words(lang, "subject.left_out."+what), o.ports.Words(lang, "subject.left_out."+what+".why")})
	}
	c, _, err := o.caseOf(r, id)
	if err != nil {
		return sub, err
	}
	p, err := o.person(r, c.Person)
	if err != nil || p == nil {
		return sub, fault.Wrap(err, fault.Missing, "person.erased", "office.subject")
	}
	sub.Person = *p
	others, err := o.otherCases(r, c)
	if err != nil {
		return sub, err
	}
	for _, each := range append([]hiring.CaseID{id}, others...) {
		c, _, err := o.caseOf(r, each)
		if err != nil {
			return sub, err
		}
		sub.Cases = append(sub.Cases, o.subjectCase(c, p, len(sub.Cases)+1, lang))
	}
	return sub, nil
}

func (o *Office) caseOf(r Reader, id hiring.CaseID) (*hiring.Case, keyring, error) {
	keys, err := o.keys(r, id)
	if err != nil {
		return nil, nil, err
	}
	c, err := o.load(r, id, keys)
	return c, keys, err
}

// packSubject is the ZIP: to read, for machines, a table, and the files under names of ours.
func (o *Office) packSubject(ctx context.Context, sub Subject, lang string) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	put := func(name string, raw []byte) error {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: sub.MadeAt})
		if err == nil {
			_, err = w.Write(raw)
		}
		return err
	}
	data, err := json.MarshalIndent(sub, "", "  ")
	if err == nil {
		err = put("data.json", data)
	}
	if err == nil {
		err = put("read-me.html", o.subjectPage(sub, lang))
	}
	if err == nil {
		err = put("timeline.csv", subjectTable(sub))
	}
	for _, c := range sub.Cases {
		for _, f := range c.Files {
			if err != nil {
				return nil, err
			}
			var raw []byte
			at := c.refs[f.Path]
			if raw, err = o.readFile(ctx, at.id, at.ref); err == nil {
				err = put(f.Path, raw)
			}
		}
	}
	if err == nil {
		err = z.Close()
	}
	return out.Bytes(), err
}

// subjectTable is the steps of all cases; a cell that a spreadsheet would take for a formula is neutralised (control 32).
func subjectTable(sub Subject) []byte {
	var b bytes.Buffer
	t := NewCSV(&b, "case", "at", "what", "state")
	for _, c := range sub.Cases {
		for _, step := range append(append([]SubjectStep{}, c.Stages...), c.Rounds...) {
			t.Row(string(c.ID), step.At.Format(time.RFC3339), step.Name, step.State)
		}
		for _, m := range c.Messages {
			t.Row(string(c.ID), m.At.Format(time.RFC3339), m.Subject, m.Channel)
		}
	}
	_ = t.Done() // into memory: it cannot fail
	return b.Bytes()
}

// endings are the endings of names in the ZIP; of any other type it is "bin".
var endings = map[string]string{"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg", "text/plain": "txt", "application/zip": "zip",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx", "application/msword": "doc", "image/webp": "webp", "image/gif": "gif"}

// zipName is a file's name in the ZIP: a number and a word of ours, never what somebody called it (control 31).
func zipName(nth, file int, kind, mime string) string {
	ending := endings[strings.TrimSpace(strings.Split(mime, ";")[0])]
	if ending == "" {
		ending = "bin"
	}
	return fmt.Sprintf("files/%d-%02d-%s.%s", nth, file, kind, ending)
}
