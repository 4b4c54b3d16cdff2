package demo

import (
	"encoding/json"
	"io/fs"
	"strings"

	"ruhang/core/fault"
)

// words are what people and documents of the demo bank say, and the names they are put together from.
type words struct {
	surnames, given, dotted []string

	Schools        []string            `json:"schools"`
	Majors         []string            `json:"majors"`
	Companies      map[string][]string `json:"companies"`
	Titles         map[string]string   `json:"titles"`
	Leaving        []string            `json:"leaving"`
	Qualifications []string            `json:"qualifications"`
	Projects       []string            `json:"projects"`
	Summary        string              `json:"summary"`
	Questions      []string            `json:"questions"`
	Answers        []string            `json:"answers"`
	Quotes         []string            `json:"quotes"`
	Rationale      string              `json:"rationale"`
	Advice         map[string]string   `json:"advice"`
	Risks          []string            `json:"risks"`
	Suggestions    []string            `json:"suggestions"`
	Deep           map[string]string   `json:"deep"`
	Cards          []string            `json:"cards"`
	CardNotes      []string            `json:"card_notes"`
	Weak           string              `json:"weak"`
	Notes          []string            `json:"notes"`
	Conclusions    map[string]string   `json:"conclusions"`
	Sources        map[string]string   `json:"sources"`
	Violation      string              `json:"violation"`
	Explained      string              `json:"explained"`
	Cleared        string              `json:"cleared"`
	ChangeNote     string              `json:"change_note"`
	Refused        string              `json:"refused"`
	Rescinded      string              `json:"rescinded"`
	ReviewRequest  string              `json:"review_request"`
	Withdrawn      string              `json:"withdrawn"`
	Declined       string              `json:"declined"`
	Rejected       string              `json:"rejected"`
	NoShow         string              `json:"no_show"`
	MovedPlace     string              `json:"moved_place"`
	Returned       string              `json:"returned"`
	Managers       []string            `json:"managers"`
	Colleagues     []string            `json:"colleagues"`
	Buddies        []string            `json:"buddies"`
	Progress       []string            `json:"progress"`
	Reviews        map[string]string   `json:"reviews"`
	Confirmed      string              `json:"confirmed"`
	Separated      string              `json:"separated"`
	Awards         []string            `json:"awards"`
	Promotions     []string            `json:"promotions"`
	Conflicts      []string            `json:"conflicts"`
	Training       []string            `json:"training"`
	Desks          []string            `json:"outlets_desk"`
}

func readWords(files fs.FS) (*words, error) {
	w := &words{}
	if err := readJSON(files, "words.json", w); err != nil {
		return nil, err
	}
	for name, into := range map[string]*[]string{"surnames.txt": &w.surnames, "given.txt": &w.given, "dotted.txt": &w.dotted} {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fault.Wrap(err, fault.Internal, "demo.files", "demo.words")
		}
		*into = strings.Fields(string(raw))
	}
	return w, nil
}

// readJSON is strict: a field nobody knows is a slip of the pen.
func readJSON(files fs.FS, name string, into any) error {
	f, err := files.Open(name)
	if err != nil {
		return fault.Wrap(err, fault.Internal, "demo.files", "demo.read")
	}
	defer f.Close()
	dec := json.NewDecoder(f)
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return fault.Wrap(err, fault.Corrupt, "demo.files", "demo.read."+name)
	}
	return nil
}
