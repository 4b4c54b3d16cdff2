package model

import "ruhang/core/office"

// LetterLine is a message in the inbox.
type LetterLine struct {
	At      int // in the list of letters
	Subject string
	When    string
	New     bool
}

// LetterLines are messages in words; one that could not be made says so.
func (r Reader) LetterLines(letters []office.Letter) []LetterLine {
	out := make([]LetterLine, len(letters))
	for i, l := range letters {
		out[i] = LetterLine{At: i, Subject: l.Subject, When: r.Moment(l.At), New: !l.Read}
		if l.Missing != "" {
			out[i].Subject = r.Say("inbox.not_made")
		}
	}
	return out
}

// LetterBody is what stands in a message.
func (r Reader) LetterBody(l office.Letter) string {
	if l.Missing != "" {
		return r.Say("inbox.not_made_why", "value", l.Missing)
	}
	return l.Body
}
