package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/data/yaml"
	"ruhang/resources"
)

// goodName is the file beside a bank's catalog/ that keeps it as it last was right: paths and texts, nothing personal.
const goodName = "catalog.good"

// loadCatalog is the shipped configuration with the bank's own files over it. Where those are wrong, they are as they last
// were right, or left out when they never were, and wrong says what to mend (see catalog.Problems); err is about
// what is shipped, or about keeping those that are right.
func loadCatalog(dir string) (cat *catalog.Catalog, wrong, err error) {
	shipped, err := yaml.Load(resources.Catalog)
	if err != nil {
		return nil, nil, err
	}
	over, wrong := ownFiles(filepath.Join(dir, "catalog"))
	if wrong == nil {
		if cat, wrong = catalog.Build(shipped, over); wrong == nil {
			return cat, nil, keepGood(dir, over)
		}
	}
	if cat, err = catalog.Build(shipped, lastGood(dir)); err != nil { // right for an older program
		cat, err = catalog.Build(shipped)
	}
	return cat, wrong, err
}

// ownFiles are a bank's own configuration files; a bank need not have any.
func ownFiles(folder string) ([]catalog.File, error) {
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return yaml.Load(os.DirFS(folder))
}

// keepGood writes down files that are right, whole or not at all; what is kept already is not written again.
func keepGood(dir string, files []catalog.File) error {
	texts := map[string]string{}
	for _, f := range files {
		texts[f.Path] = string(f.Raw)
	}
	raw, err := json.Marshal(texts)
	if err != nil {
		return fault.Wrap(err, fault.Internal, "file.write", "cmd.keepGood")
	}
	path := filepath.Join(dir, goodName)
	have, err := os.ReadFile(path)
	if err != nil && len(texts) == 0 || err == nil && string(have) == string(raw) {
		return nil
	}
	return writeFile(path, raw)
}

// lastGood are the files that keepGood kept; none when there are none or they cannot be read.
func lastGood(dir string) (files []catalog.File) {
	raw, err := os.ReadFile(filepath.Join(dir, goodName))
	if err != nil {
		return nil
	}
	var texts map[string]string
	if err := json.Unmarshal(raw, &texts); err != nil {
		return nil
	}
	for name, text := range texts {
		f, err := yaml.Parse(name, []byte(text))
		if err != nil {
			return nil
		}
		files = append(files, f)
	}
	return files
}
