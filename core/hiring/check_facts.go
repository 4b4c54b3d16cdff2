package hiring

// CheckFacts are what the evidence says, to be held against the CV.
type CheckFacts struct {
	Education      []Education     `json:"education,omitempty"`
	Employments    []Employment    `json:"employments,omitempty"`
	Qualifications []Qualification `json:"qualifications,omitempty"`
	Incidents      []Incident      `json:"incidents,omitempty"`
	Companies      []Company       `json:"companies,omitempty"`
}

// Incident is something in a work history that needs a decision; Kind credit_violation is always a red flag (K-02).
type Incident struct {
	Kind string `json:"kind"`
	On   Date   `json:"on,omitempty"`
	Text string `json:"text"`
}

// Company is what a register holds of a company: facts of the company, never of who worked there.
type Company struct {
	Asked   string    `json:"asked"` // as the CV or the declaration names it
	Unknown bool      `json:"unknown,omitempty"`
	Name    string    `json:"name,omitempty"`
	Code    string    `json:"code,omitempty"`   // unified social credit code (GB 32100-2015)
	Status  string    `json:"status,omitempty"` // live, cancelled, revoked
	Founded Date      `json:"founded,omitempty"`
	Ended   Date      `json:"ended,omitempty"` // cancelled or revoked, whichever was first
	Former  []string  `json:"former,omitempty"`
	People  []Officer `json:"people,omitempty"`
}

// Live says whether the company does business still.
func (c Company) Live() bool { return !c.Unknown && c.Status != "cancelled" && c.Status != "revoked" }

// Officer is somebody whom a register names with a company. A register has names only: a namesake is not the person.
type Officer struct {
	Name string `json:"name"`
	Role string `json:"role"` // representative, director, supervisor, manager, shareholder, other
}
