package catalog

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"path"
	"reflect"
	"sort"
	"strings"
)

// Build makes a catalog of layers of files: a later file of the same path replaces an earlier one whole. Everything that is
// wrong comes back at once (see Problems), each an Invalid fault with file, line and field; then there is no catalog, and
// the caller goes on with the one it has.
func Build(layers ...[]File) (*Catalog, error) {
	files := stack(layers)
	b := &builder{decoder: newDecoder(), cat: &Catalog{
		Hash: hashFiles(files), Roles: map[string]*Role{}, Positions: map[string]*Position{}, Plans: map[string]*Plan{},
		Banks: map[string]*QuestionBank{}, Dimensions: map[string]*Dimension{}, Guides: map[string]*Guide{},
		Letters: map[string]*Letter{}, Messages: map[string]*MessageTemplate{}, Materials: map[string]*Material{},
		Checks: map[string]*CheckKind{}, Packages: map[string]*CheckPackage{}, Reasons: map[string]*Reason{},
		Courses: map[string]*Course{}, Years: map[string]*Year{},
	}}
	for _, f := range files {
		b.read(f)
	}
	b.rules()
	if err := b.err(); err != nil {
		return nil, err
	}
	sort.SliceStable(b.cat.Benefits, func(i, j int) bool { return b.cat.Benefits[i].Effective > b.cat.Benefits[j].Effective })
	for _, p := range b.cat.Plans {
		p.Hash = p.Digest()
		b.cat.Pin(p)
	}
	for i := range b.cat.Privacy.Consents {
		c := &b.cat.Privacy.Consents[i]
		c.Hash = c.Digest()
		b.cat.PinWording(c)
	}
	return b.cat, nil
}

// stack lays the layers over each other; the files come back by path.
func stack(layers [][]File) []File {
	top := map[string]File{}
	for _, layer := range layers {
		for _, f := range layer {
			top[f.Path] = f
		}
	}
	return sorted(top)
}

// hashFiles is the catalog's version: SHA-256 over every path and content, each with its length in front.
func hashFiles(files []File) string {
	h := sha256.New()
	for _, f := range files {
		for _, part := range [][]byte{[]byte(f.Path), f.Raw} {
			h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
			h.Write(part)
		}
	}
	return hex.EncodeToString(h.Sum(nil))
}

type builder struct {
	*decoder
	cat *Catalog
}

// read decodes one file; its path says what it is.
func (b *builder) read(f File) {
	at := place{file: f.Path, line: 1}
	folder, name := path.Split(f.Path)
	read := singles[name]
	if folder != "" {
		read = folders[strings.TrimSuffix(folder, "/")]
	}
	switch {
	case read == nil || path.Ext(name) != ".yaml":
		b.refuse(at, "unknown_file")
	case f.Root.absent():
		b.refuse(at, "missing")
	default:
		read(b, f.Root, at.on(f.Root))
	}
}

type reader func(b *builder, root *Node, at place)

// folders hold one thing per file.
var folders = map[string]reader{
	"positions": each(func(c *Catalog) map[string]*Position { return c.Positions }),
	"plans":     each(func(c *Catalog) map[string]*Plan { return c.Plans }),
	"questions": each(func(c *Catalog) map[string]*QuestionBank { return c.Banks }),
	"guides":    each(func(c *Catalog) map[string]*Guide { return c.Guides }),
	"letters":   each(func(c *Catalog) map[string]*Letter { return c.Letters }),
	"benefits": func(b *builder, root *Node, at place) {
		table := &Benefits{}
		b.value(root, reflect.ValueOf(table).Elem(), at)
		b.cat.Benefits = append(b.cat.Benefits, table)
	},
}

// singles are the files beside the folders: bank and law are one thing each, the others lists under a key of the file's name.
var singles = map[string]reader{
	"bank.yaml":       func(b *builder, root *Node, at place) { b.value(root, reflect.ValueOf(&b.cat.Bank).Elem(), at) },
	"legal.yaml":      func(b *builder, root *Node, at place) { b.value(root, reflect.ValueOf(&b.cat.Legal).Elem(), at) },
	"privacy.yaml":    func(b *builder, root *Node, at place) { b.value(root, reflect.ValueOf(&b.cat.Privacy).Elem(), at) },
	"roles.yaml":      list("roles", func(c *Catalog) map[string]*Role { return c.Roles }),
	"dimensions.yaml": list("dimensions", func(c *Catalog) map[string]*Dimension { return c.Dimensions }),
	"materials.yaml":  list("materials", func(c *Catalog) map[string]*Material { return c.Materials }),
	"reasons.yaml":    list("reasons", func(c *Catalog) map[string]*Reason { return c.Reasons }),
	"courses.yaml":    list("courses", func(c *Catalog) map[string]*Course { return c.Courses }),
	"messages.yaml":   list("messages", func(c *Catalog) map[string]*MessageTemplate { return c.Messages }),
	"calendar.yaml":   list("years", func(c *Catalog) map[string]*Year { return c.Years }),
	"checks.yaml":     readChecks,
	"unlawful.yaml": func(b *builder, root *Node, at place) {
		b.value(root, reflect.ValueOf(&b.cat.Unlawful).Elem(), at)
	},
}

func readChecks(b *builder, root *Node, at place) {
	var file struct {
		Kinds    []*CheckKind    `yaml:"kinds"`
		Packages []*CheckPackage `yaml:"packages"`
	}
	b.value(root, reflect.ValueOf(&file).Elem(), at)
	for _, k := range file.Kinds {
		add(b, b.cat.Checks, k)
	}
	for _, p := range file.Packages {
		add(b, b.cat.Packages, p)
	}
}

// each reads a file that is one thing with an id.
func each[T any](table func(*Catalog) map[string]*T) reader {
	return func(b *builder, root *Node, at place) {
		thing := new(T)
		b.value(root, reflect.ValueOf(thing).Elem(), at)
		add(b, table(b.cat), thing)
	}
}

// list reads a file that is one key with a list.
func list[T any](key string, table func(*Catalog) map[string]*T) reader {
	return func(b *builder, root *Node, at place) {
		if root.Kind != Map {
			b.refuse(at, "wrong_type", "want", "map")
			return
		}
		for _, p := range root.Fields {
			here := place{at.file, p.Line, p.Key}
			if p.Key != key {
				b.refuse(here, "unknown_field")
				continue
			}
			var things []*T
			b.value(p.Value, reflect.ValueOf(&things).Elem(), here.on(p.Value))
			for _, thing := range things {
				add(b, table(b.cat), thing)
			}
		}
	}
}

// add puts a thing into its table under its id, once.
func add[T any](b *builder, table map[string]*T, thing *T) {
	if thing == nil {
		return // a hole in a list, reported already
	}
	id := idOf(reflect.ValueOf(thing).Elem())
	if table[id] != nil && id != "" {
		b.refuse(b.at(thing, "id"), "duplicate", "id", id)
	}
	table[id] = thing
}
