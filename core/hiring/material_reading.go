package hiring

// Reading is what a machine saw of a document. It proposes and compares and never decides: an engine reads what it expects (design: trust, § 5.2).
type Reading struct {
	Engine string      `json:"engine,omitempty"` // what read the letters; "" where none is installed
	Values []ReadValue `json:"values,omitempty"`
	Links  []string    `json:"links,omitempty"` // what the QR codes in it say, as they are; nothing here is ever opened
	Flaws  []string    `json:"flaws,omitempty"` // the worst first
	Width  int         `json:"width,omitempty"` // of the first page, pixels
	Height int         `json:"height,omitempty"`
	Pages  int         `json:"pages,omitempty"`
}

// ReadValue is one field as it was read, by so many looks at the picture that agree. Sure says that it carries its own proof as well: a check
// digit, a QR code. Looks that agree are none: what is blurred is read wrong in the same way twice.
type ReadValue struct {
	Field string `json:"field"`
	Text  string `json:"text"`
	Sure  bool   `json:"sure,omitempty"`
	Looks int    `json:"looks,omitempty"`
}

// What can be wrong with a picture; each has the sentences flaw.<id> (what is wrong) and flaw.<id>_do (what helps).
const (
	FlawBlurred = "blurred"
	FlawDark    = "dark"
	FlawGlare   = "glare"
	FlawFaint   = "faint" // hardly any difference between paper and ink
	FlawSmall   = "small" // too few pixels to read
)

// Value is a field as it was read.
func (r *Reading) Value(field string) (ReadValue, bool) {
	if r != nil {
		for _, v := range r.Values {
			if v.Field == field {
				return v, true
			}
		}
	}
	return ReadValue{}, false
}
