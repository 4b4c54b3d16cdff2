package intake

import "bytes"

// walker goes through a JSON document without building it, so that one bad report does not cost the others and a big file
// does not cost memory. It only knows strings and brackets; what lies between is judged by parse.
type walker struct {
	data []byte
	pos  int
	line int
}

// space skips white space and counts lines.
func (w *walker) space() {
	for w.pos < len(w.data) {
		switch w.data[w.pos] {
		case '\n':
			w.line++
		case ' ', '\t', '\r':
		default:
			return
		}
		w.pos++
	}
}

// peek is the next byte that is not space, 0 at the end.
func (w *walker) peek() byte {
	w.space()
	if w.pos >= len(w.data) {
		return 0
	}
	return w.data[w.pos]
}

// slice is one value's bytes and the line it starts on.
type slice struct {
	raw  []byte
	line int
}

// value goes over one value up to the comma or bracket that ends it. code is "" or why the file cannot be read on.
func (w *walker) value() (s slice, code string) {
	w.space()
	s.line = w.line
	start := w.pos
	var open []byte // the brackets to come
	for w.pos < len(w.data) {
		switch c := w.data[w.pos]; c {
		case '"':
			if !w.quoted() {
				return s, "import.truncated"
			}
			continue
		case '{', '[':
			if len(open) >= maxDepth*4 {
				return s, "import.too_deep"
			}
			open = append(open, c+2) // in ASCII the closing bracket is two further on
		case '}', ']':
			if len(open) == 0 {
				return w.ended(s, start)
			}
			if open[len(open)-1] != c {
				return s, "import.not_json"
			}
			open = open[:len(open)-1]
		case ',', ':':
			if len(open) == 0 {
				return w.ended(s, start)
			}
		case '\n':
			w.line++
		}
		w.pos++
	}
	if len(open) > 0 {
		return s, "import.truncated"
	}
	return w.ended(s, start)
}

func (w *walker) ended(s slice, start int) (slice, string) {
	s.raw = bytes.TrimRight(w.data[start:w.pos], " \t\r\n")
	return s, ""
}

// quoted goes over a string, false when it never ends.
func (w *walker) quoted() bool {
	for w.pos++; w.pos < len(w.data); w.pos++ {
		switch w.data[w.pos] {
		case '\\':
			w.pos++
		case '\n':
			w.line++
		case '"':
			w.pos++
			return true
		}
	}
	w.pos = len(w.data)
	return false
}

// array calls visit for each element of the array that starts here. more is false when visit stopped it; code says why
// the array could not be read to its end.
func (w *walker) array(visit func(slice) bool) (more bool, code string) {
	w.pos++
	if w.peek() == ']' {
		w.pos++
		return true, ""
	}
	for {
		if w.peek() == 0 {
			return true, "import.truncated"
		}
		element, code := w.value()
		if code != "" {
			return true, code
		}
		if !visit(element) {
			return false, ""
		}
		switch w.peek() {
		case ',':
			w.pos++
		case ']':
			w.pos++
			return true, ""
		case 0:
			return true, "import.truncated"
		default:
			return true, "import.not_json"
		}
	}
}
