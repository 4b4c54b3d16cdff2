package pades

import (
	"bytes"
	"encoding/hex"
	"strconv"
)

// The kinds of value in a PDF (ISO 32000-1, 7.3): bool, nil, int, float64, and these.
type (
	name  string
	text  string // of a literal string
	array []any
	dict  map[name]any
	ref   struct{ id, gen int }
	// hexed is a hexadecimal string with the place of its brackets in the file.
	hexed struct {
		from, to int // to is behind the closing bracket
		raw      []byte
	}
)

// maxDepth is how deep values may stand in each other; ours reach four.
const maxDepth = 16

// scan reads values from a file.
type scan struct {
	b     []byte
	at    int
	depth int
}

func white(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func delimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// space skips white space and comments.
func (s *scan) space() {
	for s.at < len(s.b) {
		switch c := s.b[s.at]; {
		case white(c):
			s.at++
		case c == '%':
			for s.at < len(s.b) && s.b[s.at] != '\n' && s.b[s.at] != '\r' {
				s.at++
			}
		default:
			return
		}
	}
}

// take consumes a word that must come next.
func (s *scan) take(word string) bool {
	if s.at < 0 || s.at > len(s.b) || !bytes.HasPrefix(s.b[s.at:], []byte(word)) {
		return false
	}
	s.at += len(word)
	return true
}

// token is what stands until white space or a delimiter.
func (s *scan) token() string {
	from := s.at
	for s.at < len(s.b) && !white(s.b[s.at]) && !delimiter(s.b[s.at]) {
		s.at++
	}
	return string(s.b[from:s.at])
}

// value reads the next value.
func (s *scan) value() (any, error) {
	if s.depth++; s.depth > maxDepth {
		return nil, broken("depth")
	}
	defer func() { s.depth-- }()
	s.space()
	switch {
	case s.take("<<"):
		return s.dict()
	case s.take("<"):
		return s.hexed()
	case s.take("["):
		return s.array()
	case s.take("("):
		return s.literal()
	case s.take("/"):
		return name(s.token()), nil
	}
	return s.plain()
}

// plain is a number, a reference or a word.
func (s *scan) plain() (any, error) {
	word := s.token()
	switch word {
	case "true", "false":
		return word == "true", nil
	case "null":
		return nil, nil
	case "":
		return nil, broken("value")
	}
	n, err := strconv.Atoi(word)
	if err != nil {
		f, err := strconv.ParseFloat(word, 64)
		if err != nil {
			return nil, broken("number")
		}
		return f, nil
	}
	before := s.at
	s.space()
	gen, err := strconv.Atoi(s.token())
	if s.space(); err == nil && n > 0 && gen >= 0 && s.take("R") && (s.at == len(s.b) || white(s.b[s.at]) || delimiter(s.b[s.at])) {
		return ref{n, gen}, nil
	}
	s.at = before
	return n, nil
}

// dict reads until the closing brackets. A key that stands twice is read differently by different programs, and refused.
func (s *scan) dict() (any, error) {
	out := dict{}
	for {
		s.space()
		if s.take(">>") {
			return out, nil
		}
		if !s.take("/") {
			return nil, broken("key")
		}
		key := name(s.token())
		if _, twice := out[key]; twice {
			return nil, broken("key")
		}
		v, err := s.value()
		if err != nil {
			return nil, err
		}
		out[key] = v
	}
}

func (s *scan) array() (any, error) {
	out := array{}
	for {
		s.space()
		if s.take("]") {
			return out, nil
		}
		v, err := s.value()
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
}

// hexed reads a hexadecimal string as we write it: lower case, in pairs, without white space.
func (s *scan) hexed() (any, error) {
	from := s.at - 1
	end := bytes.IndexByte(s.b[s.at:], '>')
	if end < 0 {
		return nil, broken("string")
	}
	digits := s.b[s.at : s.at+end]
	raw := make([]byte, hex.DecodedLen(len(digits)))
	if _, err := hex.Decode(raw, digits); err != nil || bytes.ContainsAny(digits, "ABCDEF") {
		return nil, broken("string")
	}
	s.at += end + 1
	return hexed{from, s.at, raw}, nil
}

// literal reads a string in parentheses; escapes stay as they are, since no string that is looked at holds one.
func (s *scan) literal() (any, error) {
	from, open := s.at, 1
	for ; s.at < len(s.b); s.at++ {
		switch s.b[s.at] {
		case '\\':
			s.at++
		case '(':
			open++
		case ')':
			if open--; open == 0 {
				s.at++
				return text(s.b[from : s.at-1]), nil
			}
		}
	}
	return nil, broken("string")
}
