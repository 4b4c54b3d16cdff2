package catalog

import (
	"math"
	"reflect"
	"regexp"
	"strconv"
	"strings"
)

// decoder turns Nodes into the structs of types.go, strictly: a key that no field has, a missing key, a wrong type, a
// duplicate are problems. It remembers where every struct came from, so that the rules can name file and line later.
type decoder struct {
	problems
	places map[any]source // by pointer to the struct
}

type source struct {
	at   place
	node *Node
}

func newDecoder() *decoder { return &decoder{places: map[any]source{}} }

// at finds the place below a decoded struct; steps are keys and indexes. What is not in the file stands where its owner stands.
func (d *decoder) at(owner any, steps ...any) place {
	src := d.places[owner]
	at, n := src.at, src.node
	for _, step := range steps {
		switch s := step.(type) {
		case string:
			at = at.key(s)
			n = n.field(s)
		case int:
			at = at.index(s)
			n = n.item(s)
		}
		if n != nil {
			at = at.on(n)
		}
	}
	return at
}

// field is the value of a key of a Map, nil when there is none.
func (n *Node) field(key string) *Node {
	if n == nil {
		return nil
	}
	for _, p := range n.Fields {
		if p.Key == key {
			return p.Value
		}
	}
	return nil
}

func (n *Node) item(i int) *Node {
	if n == nil || i >= len(n.Items) {
		return nil
	}
	return n.Items[i]
}

func (n *Node) absent() bool { return n == nil || n.Kind == Scalar && n.Null }

// value decodes a node into v, which can be set.
func (d *decoder) value(n *Node, v reflect.Value, at place) {
	switch v.Kind() {
	case reflect.Struct:
		d.structure(n, v, at)
	case reflect.Slice:
		d.list(n, v, at)
	case reflect.Map:
		d.text(n, v, at)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(n, v.Elem(), at)
	default:
		d.scalar(n, v, at)
	}
}

func (d *decoder) structure(n *Node, v reflect.Value, at place) {
	d.places[v.Addr().Interface()] = source{at, n}
	if n.Kind != Map {
		d.refuse(at, "wrong_type", "want", "map")
		return
	}
	fields := fieldsOf(v.Type())
	seen := map[string]bool{}
	for _, p := range n.Fields {
		here := place{at.file, p.Line, at.key(p.Key).field}
		f, known := fields[p.Key]
		switch {
		case !known:
			d.refuse(here, "unknown_field")
		case seen[p.Key]:
			d.refuse(here, "duplicate", "id", p.Key)
		case !p.Value.absent():
			d.value(p.Value, v.Field(f.index), here.on(p.Value))
		}
		seen[p.Key] = true
	}
	for key, f := range fields {
		if f.required && n.field(key).absent() {
			d.refuse(at.key(key), "missing")
		}
	}
	d.id(v, at)
}

var idShape = regexp.MustCompile(`^[a-z0-9][a-z0-9_.-]*$`)

// id holds ids to characters that may stand in a file name, a link and a column.
func (d *decoder) id(v reflect.Value, at place) {
	id := idOf(v)
	if id != "" && !idShape.MatchString(id) {
		d.refuse(d.at(v.Addr().Interface(), "id"), "bad_id", "id", id)
	}
}

func idOf(v reflect.Value) string {
	if f := v.FieldByName("ID"); f.IsValid() {
		return f.String()
	}
	return ""
}

func (d *decoder) list(n *Node, v reflect.Value, at place) {
	if n.Kind != List {
		d.refuse(at, "wrong_type", "want", "list")
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Items), len(n.Items)))
	seen := map[string]bool{}
	for i, item := range n.Items {
		here := at.index(i).on(item)
		if item.absent() {
			d.refuse(here, "missing")
			continue
		}
		d.value(item, v.Index(i), here)
		name := nameOf(v.Index(i))
		if name != "" && seen[name] {
			d.refuse(here, "duplicate", "id", name)
		}
		seen[name] = true
	}
}

// nameOf is what may stand only once in a list: a struct's id, a string itself.
func nameOf(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Pointer:
		return nameOf(v.Elem())
	case reflect.Struct:
		return idOf(v)
	case reflect.String:
		return v.String()
	}
	return ""
}

var languageShape = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z]{2,4})?$`)

// text decodes a Text, which must speak every language of Languages.
func (d *decoder) text(n *Node, v reflect.Value, at place) {
	if n.Kind != Map {
		d.refuse(at, "wrong_type", "want", "text")
		return
	}
	text := Text{}
	for _, p := range n.Fields {
		here := place{at.file, p.Line, at.key(p.Key).field}
		_, twice := text[p.Key]
		switch {
		case !languageShape.MatchString(p.Key):
			d.refuse(here, "unknown_field")
		case twice:
			d.refuse(here, "duplicate", "id", p.Key)
		case p.Value.Kind != Scalar:
			d.refuse(here, "wrong_type", "want", "string")
		}
		text[p.Key] = p.Value.Value
	}
	for _, lang := range Languages {
		if strings.TrimSpace(text[lang]) == "" {
			here := at.key(lang)
			if word := n.field(lang); word != nil {
				here = here.on(word)
			}
			d.refuse(here, "untranslated", "language", lang)
		}
	}
	v.Set(reflect.ValueOf(text))
}

func (d *decoder) scalar(n *Node, v reflect.Value, at place) {
	want, err := "", error(nil)
	switch v.Kind() {
	case reflect.String:
		want = "string"
		v.SetString(n.Value)
	case reflect.Bool:
		want = "tick"
		v.SetBool(n.Value == "true")
		if n.Value != "true" && n.Value != "false" {
			err = strconv.ErrSyntax
		}
	case reflect.Float64:
		want = "number"
		var f float64
		if f, err = strconv.ParseFloat(n.Value, 64); math.IsNaN(f) || math.IsInf(f, 0) {
			err = strconv.ErrRange
		}
		v.SetFloat(f)
	default:
		want = "integer"
		var i int64
		i, err = strconv.ParseInt(n.Value, 10, 64)
		v.SetInt(i)
	}
	if n.Kind != Scalar || err != nil {
		d.refuse(at, "wrong_type", "want", want)
		return
	}
	if v.Kind() == reflect.String && strings.TrimSpace(n.Value) == "" {
		d.refuse(at, "missing")
	}
}

type fieldInfo struct {
	index    int
	required bool
}

// fieldsOf reads a struct's yaml tags.
func fieldsOf(t reflect.Type) map[string]fieldInfo {
	fields := map[string]fieldInfo{}
	for i := range t.NumField() {
		tag, option, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ",")
		if tag == "" || tag == "-" {
			continue
		}
		kind := t.Field(i).Type.Kind()
		free := option == "omitempty" || kind == reflect.Bool || kind == reflect.Slice || kind == reflect.Pointer
		fields[tag] = fieldInfo{i, !free}
	}
	return fields
}
