// Package fault is the one vocabulary of errors: what kind of trouble it is, a code that people's languages
// translate, and the values that belong into the sentence.
//
// It refuses to carry personal data: Params hold field names, limits, dates, counts and places (file, line), never a
// person's name, number or note. It does not log and does not format sentences; the words live in resources/lang.
//
//	return fault.New(fault.Refused, "offer.red_flag_open", "count", "2")
package fault

import (
	"errors"
	"sort"
	"strings"
)

// Kind says how the surroundings behave on an error. The numbers cross the wire: append only.
type Kind uint8

// The kinds. Each has one fixed behaviour in the UI.
const (
	Internal Kind = iota // a fault of ours: "something went wrong", nothing changed
	Invalid              // the input is wrong: shown at its field
	Denied               // the role may not: shown as a sentence
	Missing              // no such thing
	Refused              // a rule says no: sentence and next step
	Stale                // somebody was faster: reload and try again
	Offline              // the other side does not answer: kept, tried again
	Corrupt              // the data does not verify: read-only, call for help
)

var kindNames = [...]string{"internal", "invalid", "denied", "missing", "refused", "stale", "offline", "corrupt"}

// String is the kind's wire name, and the translation key of its title ("fault.refused").
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return "internal"
}

// Params are the values a sentence needs, by placeholder name.
type Params map[string]string

// Error is a refusal or a fault as it travels from the core to a person.
type Error struct {
	Kind   Kind
	Code   string // translation key, e.g. "offer.red_flag_open"
	Params Params
	Op     string // where, for engineers: "sqlite.settle"
	Err    error  // what lay beneath, never shown to people
}

// New makes an error from a kind, a code and pairs of parameter name and value.
func New(kind Kind, code string, pairs ...string) *Error {
	e := &Error{Kind: kind, Code: code}
	for i := 0; i+1 < len(pairs); i += 2 {
		if e.Params == nil {
			e.Params = Params{}
		}
		e.Params[pairs[i]] = pairs[i+1]
	}
	return e
}

// Wrap gives a lower error a kind, a code and the place it happened; nil stays nil.
func Wrap(err error, kind Kind, code, op string) error {
	if err == nil {
		return nil
	}
	return &Error{Kind: kind, Code: code, Op: op, Err: err}
}

// Error is for engineers: kind, code, parameters in a fixed order, place and cause.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Kind.String() + ": " + e.Code)
	names := make([]string, 0, len(e.Params))
	for name := range e.Params {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		b.WriteString(" " + name + "=" + e.Params[name])
	}
	if e.Op != "" {
		b.WriteString(" (" + e.Op + ")")
	}
	if e.Err != nil {
		b.WriteString(": " + e.Err.Error())
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// With returns a copy with one more parameter.
func (e *Error) With(name, value string) *Error {
	c := *e
	c.Params = Params{name: value}
	for k, v := range e.Params {
		if k != name {
			c.Params[k] = v
		}
	}
	return &c
}

// Of finds the Error in a chain; anything else is an Internal one around it.
func Of(err error) *Error {
	var e *Error
	if errors.As(err, &e) {
		return e
	}
	return &Error{Kind: Internal, Code: "internal", Err: err}
}

// Is says whether the chain holds an Error of that kind.
func Is(err error, kind Kind) bool { return err != nil && Of(err).Kind == kind }

// HasCode says whether the chain holds an Error with that code.
func HasCode(err error, code string) bool { return err != nil && Of(err).Code == code }
