package yaml

import (
	"bytes"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"ruhang/core/fault"
)

// Amend is a file's text with one thing of a list replaced or added; see office.Overlay. It works on lines, since a parser that
// writes a whole file anew would lose its blank lines and how its author laid it out.
func (Folder) Amend(text, list, id string, thing any) (string, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		return "", notYAML("", err)
	}
	items := listOf(&doc, list)
	if items == nil || items.Style&yaml.FlowStyle != 0 || len(items.Content) == 0 {
		return "", fault.New(fault.Invalid, "catalog.cannot_amend")
	}
	lines := strings.SplitAfter(text, "\n")
	indent := strings.Repeat(" ", items.Content[0].Column-len("- ")-1)
	fresh, err := itemText(thing, indent)
	if err != nil {
		return "", err
	}
	from, to := spanOf(lines, items, id, indent)
	if from == to { // after the last one, a line apart as the others are
		if last := lines[from-1]; !strings.HasSuffix(last, "\n") {
			lines[from-1] = last + "\n"
		}
		fresh = "\n" + fresh
	}
	return strings.Join(slices.Concat(lines[:from], []string{fresh}, lines[to:]), ""), nil
}

func listOf(doc *yaml.Node, list string) *yaml.Node {
	if len(doc.Content) == 0 {
		return nil
	}
	root := doc.Content[0]
	for i := 0; i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value == list && root.Content[i+1].Kind == yaml.SequenceNode {
			return root.Content[i+1]
		}
	}
	return nil
}

// spanOf are the lines of the item with that id, without blank lines and comments after it; an empty span after the last item when
// there is none.
func spanOf(lines []string, items *yaml.Node, id, indent string) (from, to int) {
	for _, item := range items.Content {
		from = item.Line - 1
		to = from + 1
		for to < len(lines) && (strings.TrimSpace(lines[to]) == "" || strings.HasPrefix(lines[to], indent+" ")) {
			to++
		}
		for to > from+1 && (strings.TrimSpace(lines[to-1]) == "" || strings.HasPrefix(strings.TrimSpace(lines[to-1]), "#")) {
			to--
		}
		if idIn(item) == id {
			return from, to
		}
	}
	return to, to
}

func idIn(item *yaml.Node) string {
	for i := 0; i+1 < len(item.Content); i += 2 {
		if item.Content[i].Value == "id" {
			return item.Content[i+1].Value
		}
	}
	return ""
}

// itemText is a thing as an item of a list: short lists and the texts of one line in braces, as the shipped files have them.
func itemText(thing any, indent string) (string, error) {
	var node yaml.Node
	if err := node.Encode(thing); err != nil {
		return "", fault.Wrap(err, fault.Internal, "catalog.cannot_amend", "yaml.Amend")
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		layOut(node.Content[i+1])
	}
	var out bytes.Buffer
	enc := yaml.NewEncoder(&out)
	enc.SetIndent(2)
	if err := enc.Encode(&node); err != nil {
		return "", fault.Wrap(err, fault.Internal, "catalog.cannot_amend", "yaml.Amend")
	}
	var b strings.Builder
	for i, line := range strings.SplitAfter(strings.TrimRight(out.String(), "\n")+"\n", "\n") {
		switch {
		case line == "":
		case i == 0:
			b.WriteString(indent + "- " + line)
		default:
			b.WriteString(indent + "  " + line)
		}
	}
	return b.String(), nil
}

// layOut writes lists of words on one line, and texts with their languages in the order of the shipped files.
func layOut(n *yaml.Node) {
	switch n.Kind {
	case yaml.SequenceNode:
		for _, item := range n.Content {
			if item.Kind == yaml.MappingNode {
				chineseFirst(item)
				item.Style = yaml.FlowStyle
			} else {
				n.Style = yaml.FlowStyle
			}
		}
	case yaml.MappingNode:
		chineseFirst(n)
	}
}

// chineseFirst puts the languages of a text in order, in quotes.
func chineseFirst(n *yaml.Node) {
	var first, rest []*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		n.Content[i+1].Style = yaml.DoubleQuotedStyle
		if n.Content[i].Value == "zh" {
			first = n.Content[i : i+2]
			continue
		}
		rest = append(rest, n.Content[i:i+2]...)
	}
	n.Content = slices.Concat(first, rest)
}
