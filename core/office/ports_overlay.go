package office

import "ruhang/core/catalog"

// ConfigFile is one file of the configuration: its path below the catalog's folder and its text. Own says that it is the bank's; else
// it is as it ships.
type ConfigFile struct {
	Path string
	Text string
	Own  bool
}

// Overlay is the bank's own configuration over what ships. Implemented by data/yaml; it knows no accounts and keeps no history.
type Overlay interface {
	// Files are all files, by path, also those that are wrong.
	Files() ([]ConfigFile, error)
	// Build makes the whole catalog as it would be with this file; what is wrong comes as in catalog.Problems. A file that is not Own
	// stands for the shipped one, or for none.
	Build(f ConfigFile) (*catalog.Catalog, error)
	// Put keeps the file on the disk, whole or not at all; one that is not Own is taken away.
	Put(f ConfigFile) error
	// Amend is a file's text with the thing of that id in a top-level list replaced, or added at its end; every other line stays as it
	// was written.
	Amend(text, list, id string, thing any) (string, error)
}
