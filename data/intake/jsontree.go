package intake

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"ruhang/core/fault"
)

// node is one JSON value with the line it stands on. encoding/json takes the last of two equal keys and any case of a
// key; here both are refused, which needs the tree as written.
type node struct {
	kind    byte // '{', '[', '"', '0' number, 'b' boolean, 'n' null
	text    string
	members []member
	items   []node
	line    int
}

type member struct {
	key   string
	value node
}

// get finds a member; ok is false when it is absent or null.
func (n *node) get(key string) (node, bool) {
	for _, m := range n.members {
		if m.key == key {
			return m.value, m.value.kind != 'n'
		}
	}
	return node{}, false
}

// parser is strict JSON: no duplicate keys, no NaN, no text after the end, bounded depth and number of values.
type parser struct {
	walker
	file  string
	nodes int
	path  []step // where the parser is; made into words only for a refusal
}

// step is one key or one place in a list on the way to a value.
type step struct {
	key   string
	place int
}

// parse reads exactly one value.
func parse(file string, s slice) (node, *fault.Error) {
	p := &parser{walker: walker{data: s.raw, line: s.line}, file: file}
	if !utf8.Valid(s.raw) {
		return node{}, refuse("import.encoding", file, s.line, "")
	}
	n, err := p.parseValue()
	if err == nil && p.peek() != 0 {
		err = p.fail("import.trailing")
	}
	return n, err
}

func (p *parser) fail(code string, pairs ...string) *fault.Error {
	path := ""
	for _, s := range p.path {
		if s.place >= 0 {
			path = at(path, s.place)
		} else {
			path = join(path, cut(s.key, maxName))
		}
	}
	return refuse(code, p.file, p.line, path, pairs...)
}

func (p *parser) parseValue() (node, *fault.Error) {
	c := p.peek()
	n := node{line: p.line}
	if p.nodes++; p.nodes > maxNodes {
		return n, p.fail("import.too_many", "max", itoa(maxNodes))
	}
	if len(p.path) > maxDepth {
		return n, p.fail("import.too_deep", "max", itoa(maxDepth))
	}
	var err *fault.Error
	switch c {
	case '{':
		n.kind = '{'
		n.members, err = p.object()
	case '[':
		n.kind = '['
		n.items, err = p.list()
	case '"':
		n.kind = '"'
		n.text, err = p.text()
	default:
		n.kind, n.text, err = p.literal()
	}
	return n, err
}

func (p *parser) object() (members []member, err *fault.Error) {
	here := len(p.path)
	p.path = append(p.path, step{place: -1})
	seen := keyset{}
	members = make([]member, 0, 8)
	p.pos++
	for p.peek() != '}' {
		if len(members) > 0 && !p.take(',') || p.peek() != '"' {
			return nil, p.fail("import.not_json")
		}
		key, err := p.text()
		if err != nil {
			return nil, err
		}
		p.path[here].key = key
		if seen.has(members, key) {
			return nil, p.fail("import.duplicate_key")
		}
		if !p.take(':') {
			return nil, p.fail("import.not_json")
		}
		value, err := p.parseValue()
		if err != nil {
			return nil, err
		}
		members = append(members, member{key, value})
	}
	p.path = p.path[:here]
	p.pos++
	return members, nil
}

// keyset finds a key that was there before: by looking through a few members, by a map over many.
type keyset map[string]struct{}

func (k keyset) has(members []member, key string) bool {
	if len(members) < 16 {
		for _, m := range members {
			if m.key == key {
				return true
			}
		}
		return false
	}
	if len(k) == 0 {
		for _, m := range members {
			k[m.key] = struct{}{}
		}
	}
	_, twice := k[key]
	k[key] = struct{}{}
	return twice
}

func (p *parser) list() (items []node, err *fault.Error) {
	here := len(p.path)
	p.path = append(p.path, step{})
	p.pos++
	for p.peek() != ']' {
		if len(items) > 0 && !p.take(',') {
			return nil, p.fail("import.not_json")
		}
		p.path[here].place = len(items)
		item, err := p.parseValue()
		if err != nil {
			return nil, err
		}
		items = append(items, item)
	}
	p.path = p.path[:here]
	p.pos++
	return items, nil
}

// take goes over one expected byte.
func (p *parser) take(c byte) bool {
	if p.peek() != c {
		return false
	}
	p.pos++
	return true
}

func (p *parser) text() (string, *fault.Error) {
	start, line := p.pos, p.line
	if !p.quoted() || p.line != line {
		return "", p.fail("import.not_json")
	}
	raw := p.data[start:p.pos]
	s := string(raw[1 : len(raw)-1])
	if !simple(s) {
		return p.unescaped(raw)
	}
	if len(s) > maxText && utf8.RuneCountInString(s) > maxText {
		return "", p.fail("import.too_long", "max", itoa(maxText))
	}
	return s, nil
}

// simple says that a string stands for itself: no escapes, no control characters.
func simple(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] == '\\' {
			return false
		}
	}
	return true
}

func (p *parser) unescaped(raw []byte) (string, *fault.Error) {
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return "", p.fail("import.not_json")
	}
	if len(s) > maxText && utf8.RuneCountInString(s) > maxText {
		return "", p.fail("import.too_long", "max", itoa(maxText))
	}
	return s, nil
}

// literal reads true, false, null or a number; NaN and Infinity are none of them.
func (p *parser) literal() (kind byte, text string, err *fault.Error) {
	start := p.pos
	for p.pos < len(p.data) && !strings.ContainsRune(" \t\r\n,:]}[{\"", rune(p.data[p.pos])) {
		p.pos++
	}
	text = string(p.data[start:p.pos])
	switch {
	case text == "true" || text == "false":
		return 'b', text, nil
	case text == "null":
		return 'n', text, nil
	case text != "" && json.Valid([]byte(text)):
		return '0', text, nil
	}
	if _, numeric := notNumbers[strings.ToLower(strings.TrimLeft(text, "+-"))]; numeric {
		return 0, "", p.fail("import.bad_score")
	}
	return 0, "", p.fail("import.not_json")
}

// notNumbers are what programs write for no number; JSON has no word for it.
var notNumbers = map[string]struct{}{"nan": {}, "inf": {}, "infinity": {}}

// write puts a value back as JSON text, for what is kept but not understood.
func (n node) write(b *strings.Builder) {
	switch n.kind {
	case '{':
		b.WriteByte('{')
		for i, m := range n.members {
			if i > 0 {
				b.WriteByte(',')
			}
			writeString(b, m.key)
			b.WriteByte(':')
			m.value.write(b)
		}
		b.WriteByte('}')
	case '[':
		b.WriteByte('[')
		for i, item := range n.items {
			if i > 0 {
				b.WriteByte(',')
			}
			item.write(b)
		}
		b.WriteByte(']')
	case '"':
		writeString(b, n.text)
	default:
		b.WriteString(n.text)
	}
}

func writeString(b *strings.Builder, s string) {
	quoted, err := json.Marshal(s)
	if err == nil { // a string always marshals
		b.Write(quoted)
	}
}

// plainText is a value as text: a string without its quotes, anything else as JSON.
func (n node) plainText() string {
	if n.kind == '"' {
		return n.text
	}
	var b strings.Builder
	n.write(&b)
	return b.String()
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func at(path string, i int) string { return path + "[" + itoa(i) + "]" }
