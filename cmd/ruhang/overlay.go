package main

import (
	"ruhang/core/catalog"
	"ruhang/data/yaml"
	"ruhang/resources"
)

// overlayOf is a bank's own configuration over what ships.
func overlayOf(dir string) yaml.Folder { return yaml.Folder{Shipped: resources.Catalog, Dir: dir} }

// loadCatalog is the configuration in force in a bank's folder; see yaml.Folder.Load.
func loadCatalog(dir string) (cat *catalog.Catalog, wrong, err error) { return overlayOf(dir).Load() }
