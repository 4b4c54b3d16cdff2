package intake

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// decoding is the reading of one document into one thing: the first fault is kept, later reads are harmless.
type decoding struct {
	file  string
	err   *fault.Error
	extra []hiring.ExtraColumn // what the document says beyond what is known
}

func (d *decoding) fail(code string, line int, field string, pairs ...string) {
	if d.err == nil {
		d.err = refuse(code, d.file, line, field, pairs...)
	}
}

// object is a JSON object being read by its known keys.
type object struct {
	d    *decoding
	n    node
	path string
}

// object checks a value to be an object, refuses keys that differ from a known one only in case, and keeps unknown ones
// as text when keep is set.
func (d *decoding) object(n node, path string, keep bool, keys ...string) object {
	if n.kind != '{' {
		d.fail("import.bad_type", n.line, path, "want", "object")
	}
	for _, m := range n.members {
		d.key(m, path, keep, keys)
	}
	return object{d: d, n: n, path: path}
}

func (d *decoding) key(m member, path string, keep bool, keys []string) {
	for _, k := range keys {
		if k == m.key {
			return
		}
		if strings.EqualFold(k, m.key) {
			d.fail("import.key_case", m.value.line, join(path, k))
			return
		}
	}
	if keep {
		d.extra = append(d.extra, hiring.ExtraColumn{Name: cut(join(path, m.key), maxName), Value: cut(clean(m.value.plainText()), maxText)})
	}
}

func (o object) at(key string) string { return join(o.path, key) }

// child is an object within; absent is false when it is missing or null.
func (o object) child(key string, keep bool, keys ...string) (object, bool) {
	n, ok := o.n.get(key)
	if !ok {
		return object{d: o.d, path: o.at(key)}, false
	}
	return o.d.object(n, o.at(key), keep, keys...), true
}

// must refuses the document when a key is missing, null or blank.
func (o object) must(key string) {
	if n, ok := o.n.get(key); !ok || n.kind == '"' && strings.TrimSpace(n.text) == "" {
		o.d.fail("import.missing", o.n.line, o.at(key))
	}
}

// text is a string; "" when missing. max is in characters.
func (o object) text(key string, max int) string {
	n, ok := o.n.get(key)
	if !ok {
		return ""
	}
	return o.d.text(n, o.at(key), max)
}

func (d *decoding) text(n node, field string, max int) string {
	if n.kind != '"' {
		d.fail("import.bad_type", n.line, field, "want", "text")
		return ""
	}
	if utf8.RuneCountInString(n.text) > max {
		d.fail("import.too_long", n.line, field, "max", itoa(max))
		return ""
	}
	return strings.TrimSpace(clean(n.text))
}

// number is a finite number; ok is false when missing or wrong.
func (o object) number(key string) (float64, bool) {
	n, ok := o.n.get(key)
	if !ok {
		return 0, false
	}
	if n.kind != '0' {
		o.d.fail("import.bad_score", n.line, o.at(key))
		return 0, false
	}
	v, err := strconv.ParseFloat(n.text, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		o.d.fail("import.bad_score", n.line, o.at(key))
		return 0, false
	}
	return v, true
}

// between is a number that must lie in a range when it is there.
func (o object) between(key string, min, max float64) float64 {
	v, ok := o.number(key)
	if ok && (v < min || v > max) {
		n, _ := o.n.get(key)
		o.d.fail("import.score_range", n.line, o.at(key), "min", num(min), "max", num(max))
	}
	return v
}

// score reads score, min and max: 0–100 where the vendor says no range.
func (o object) score(line int) hiring.Score {
	o.must("score")
	s := hiring.Score{Min: 0, Max: 100}
	if v, ok := o.number("min"); ok {
		s.Min = v
	}
	if v, ok := o.number("max"); ok {
		s.Max = v
	}
	if s.Max <= s.Min {
		o.d.fail("import.bad_range", line, o.at("max"))
	}
	s.Value = o.between("score", s.Min, s.Max)
	return s
}

// flag is true or false, nil when missing.
func (o object) flag(key string) *bool {
	n, ok := o.n.get(key)
	if !ok {
		return nil
	}
	if n.kind != 'b' {
		o.d.fail("import.bad_type", n.line, o.at(key), "want", "boolean")
		return nil
	}
	yes := n.text == "true"
	return &yes
}

// list is an array's items; nil when missing.
func (o object) list(key string) []node {
	n, ok := o.n.get(key)
	if !ok {
		return nil
	}
	if n.kind != '[' {
		o.d.fail("import.bad_type", n.line, o.at(key), "want", "list")
		return nil
	}
	return n.items
}

// texts is an array of strings.
func (o object) texts(key string) []string {
	var out []string
	for i, n := range o.list(key) {
		out = append(out, o.d.text(n, at(o.at(key), i), maxText))
	}
	return out
}

func num(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// clean makes a text safe to show: control characters that are no line break or tab, and marks that turn the direction of
// writing around, become U+FFFD; what was there stays visible as something.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		if r == '\r' {
			return -1
		}
		if unicode.IsControl(r) || turns(r) {
			return utf8.RuneError
		}
		return r
	}, strings.ToValidUTF8(s, string(utf8.RuneError)))
}

// turns says whether a character turns the direction of the text around it.
func turns(r rune) bool {
	return r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}
