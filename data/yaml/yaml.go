// Package yaml reads the catalog's files: YAML text becomes catalog.Nodes that know their lines.
//
// It refuses to know what a file means (core/catalog does), and it refuses what YAML can do beyond plain data: anchors and
// aliases, tags, several documents in a file, keys that are not words, files above 1 MB, nesting without end.
//
//	shipped, err := yaml.Load(resources.Catalog)
//	ours, err := yaml.Load(os.DirFS(dir))
//	cat, err := catalog.Build(shipped, ours)
package yaml

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"regexp"
	"strconv"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"

	"ruhang/core/catalog"
	"ruhang/core/fault"
)

// Limits of one catalog: a file, how deep it nests, and how many files there are.
const (
	MaxBytes = 1 << 20
	maxDepth = 32
	maxFiles = 2000
)

// Load reads every YAML file below fsys, in the order of their paths. Other files are passed over. All that is wrong comes
// back at once, each an Invalid fault with file and line.
func Load(fsys fs.FS) ([]catalog.File, error) {
	all, err := texts(fsys)
	if err != nil {
		return nil, err
	}
	return layer(all)
}

// read takes no more than one byte above the limit into memory.
func read(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, fault.Wrap(err, fault.Internal, "catalog.unreadable", "yaml.read")
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, MaxBytes+1))
	return raw, fault.Wrap(err, fault.Internal, "catalog.unreadable", "yaml.read")
}

// Parse makes a catalog file of one file's bytes. An empty file is a File without content, which catalog.Build refuses.
func Parse(name string, raw []byte) (catalog.File, error) {
	file := catalog.File{Path: name, Raw: raw}
	switch {
	case len(raw) > MaxBytes:
		return file, refuse(name, 0, "too_large", nil)
	case !utf8.Valid(raw):
		return file, refuse(name, 0, "not_utf8", nil)
	}
	in := yaml.NewDecoder(bytes.NewReader(raw))
	var doc, second yaml.Node
	if err := in.Decode(&doc); errors.Is(err, io.EOF) {
		return file, nil
	} else if err != nil {
		return file, notYAML(name, err)
	}
	if err := in.Decode(&second); err == nil {
		return file, refuse(name, second.Line, "many_documents", nil)
	} else if !errors.Is(err, io.EOF) {
		return file, notYAML(name, err)
	}
	root, err := convert(name, doc.Content[0], 0)
	file.Root = root
	return file, err
}

// tags are what plain YAML resolves to by itself; "<<" (merge), binary, sets and a program's own types are not data.
var tags = map[string]bool{"!!str": true, "!!int": true, "!!float": true, "!!bool": true, "!!null": true,
	"!!timestamp": true, "!!map": true, "!!seq": true}

func convert(name string, y *yaml.Node, depth int) (*catalog.Node, error) {
	n := &catalog.Node{File: name, Line: y.Line}
	switch {
	case depth > maxDepth:
		return nil, refuse(name, y.Line, "too_deep", nil)
	case y.Kind == yaml.AliasNode || y.Anchor != "":
		return nil, refuse(name, y.Line, "alias", nil)
	case y.Style&yaml.TaggedStyle != 0 || !tags[y.ShortTag()]:
		return nil, refuse(name, y.Line, "tag", nil)
	case y.Kind == yaml.MappingNode:
		n.Kind = catalog.Map
		return n, pairs(name, n, y.Content, depth)
	case y.Kind == yaml.SequenceNode:
		n.Kind = catalog.List
		for _, item := range y.Content {
			child, err := convert(name, item, depth+1)
			if err != nil {
				return nil, err
			}
			n.Items = append(n.Items, child)
		}
	default:
		n.Value, n.Null = y.Value, y.ShortTag() == "!!null"
	}
	return n, nil
}

func pairs(name string, n *catalog.Node, content []*yaml.Node, depth int) error {
	for i := 0; i+1 < len(content); i += 2 {
		key := content[i]
		if key.Kind != yaml.ScalarNode || key.Anchor != "" || key.ShortTag() != "!!str" {
			return refuse(name, key.Line, "bad_key", nil)
		}
		value, err := convert(name, content[i+1], depth+1)
		if err != nil {
			return err
		}
		n.Fields = append(n.Fields, catalog.Pair{Key: key.Value, Line: key.Line, Value: value})
	}
	return nil
}

var lineOf = regexp.MustCompile(`line (\d+)`)

// notYAML keeps the parser's own words for engineers and takes the line out of them for people.
func notYAML(name string, err error) error {
	line := 0
	if m := lineOf.FindStringSubmatch(err.Error()); m != nil {
		line, _ = strconv.Atoi(m[1])
	}
	return refuse(name, line, "not_yaml", err)
}

func refuse(name string, line int, code string, cause error) error {
	e := fault.New(fault.Invalid, "catalog."+code, "file", name, "line", strconv.Itoa(max(line, 1)), "field", "")
	e.Err = cause
	return e
}
