package catalog

// Node is a parsed piece of configuration with its place: what a YAML file is before it means anything.
type Node struct {
	File   string
	Line   int
	Kind   NodeKind
	Value  string  // of a Scalar
	Null   bool    // an empty scalar
	Fields []Pair  // of a Map, in file order
	Items  []*Node // of a List
}

// NodeKind is what a Node holds.
type NodeKind uint8

// The kinds of Node.
const (
	Scalar NodeKind = iota
	Map
	List
)

// Pair is a key of a Map with its value.
type Pair struct {
	Key   string
	Line  int
	Value *Node
}

// File is one parsed file of the catalog: its path below the catalog's folder ("positions/teller.yaml"), its exact
// bytes for the hash, and its content.
type File struct {
	Path string
	Raw  []byte
	Root *Node
}
