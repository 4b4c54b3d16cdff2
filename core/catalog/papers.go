package catalog

// Guide is what a newcomer reads (guides/*.yaml). The blocks address, route, materials and criteria must be there (Z-17).
type Guide struct {
	ID     string       `yaml:"id"`
	Title  Text         `yaml:"title"`
	Blocks []GuideBlock `yaml:"blocks"`
}

// GuideBlock is one section of a guide; Text may hold placeholders.
type GuideBlock struct {
	ID    string `yaml:"id"`
	Title Text   `yaml:"title"`
	Text  Text   `yaml:"text,omitempty"`
	Items []Text `yaml:"items"`
}

// Letter is the offer letter (letters/*.yaml), in blocks with placeholders.
type Letter struct {
	ID     string        `yaml:"id"`
	Title  Text          `yaml:"title"`
	Blocks []LetterBlock `yaml:"blocks"`
	Footer Text          `yaml:"footer,omitempty"`
}

// LetterBlock is a piece of a letter. Kind: heading, paragraph, bullets, rule; or salary, benefits, terms: tables that the offer fills.
type LetterBlock struct {
	Kind  string `yaml:"kind"`
	Text  Text   `yaml:"text,omitempty"`
	Items []Text `yaml:"items"`
}

// MessageTemplate is what a message says (messages.yaml); a missing value stops the message.
type MessageTemplate struct {
	ID      string `yaml:"id"`
	Channel string `yaml:"channel"`           // inbox, mail, sms
	Night   string `yaml:"night,omitempty"`   // when it may go in quiet hours: always, or same_day when what it is about is that near; else it waits
	Subject Text   `yaml:"subject,omitempty"` // an SMS has none
	Body    Text   `yaml:"body"`
	// Positions are other words for some positions; what such an entry leaves out is said as above.
	Positions []PositionWords `yaml:"positions"`
}

// PositionWords are a message's words for one position.
type PositionWords struct {
	ID      string `yaml:"id"` // of the position
	Subject Text   `yaml:"subject,omitempty"`
	Body    Text   `yaml:"body,omitempty"`
}

// Words are the subject and body for a position.
func (m *MessageTemplate) Words(position string) (subject, body Text) {
	subject, body = m.Subject, m.Body
	for _, p := range m.Positions {
		if p.ID != position {
			continue
		}
		if p.Subject != nil {
			subject = p.Subject
		}
		if p.Body != nil {
			body = p.Body
		}
	}
	return subject, body
}

// Benefits is 五险一金 and more for a city from a day on (benefits/*.yaml).
type Benefits struct {
	City      string    `yaml:"city"`      // an id, as in Branch
	Name      Text      `yaml:"name"`      // the city's name
	Effective string    `yaml:"effective"` // yyyy-mm-dd
	Source    Text      `yaml:"source"`
	BaseMin   int64     `yaml:"base_min_yuan"`
	BaseMax   int64     `yaml:"base_max_yuan"`
	Items     []Benefit `yaml:"items"`
	Extras    []Extra   `yaml:"extras"`
}

// Benefit is one insurance or the housing fund, in hundredths of a percent (800 = 8 %).
type Benefit struct {
	ID       string `yaml:"id"` // pension, medical, unemployment, injury, maternity, housing
	Name     Text   `yaml:"name"`
	Employer int64  `yaml:"employer_bp"`
	Employee int64  `yaml:"employee_bp"`
	Note     Text   `yaml:"note,omitempty"`
}

// Extra is a benefit without a rate: supplementary medical insurance, annual leave…
type Extra struct {
	ID   string `yaml:"id"` // supplementary_medical must be there (Z-10)
	Name Text   `yaml:"name"`
	Text Text   `yaml:"text"`
}
