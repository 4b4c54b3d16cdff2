// Command vulndb makes a folder that govulncheck reads as its database (-db file://…) from the Go team's own records, which come as a module
// through the module proxy (golang.org/x/vulndb): for machines that reach the proxy but not vuln.go.dev.
//
//	vulndb $(go mod download -json golang.org/x/vulndb@latest | …Dir…)/data/osv build/vulndb
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
)

// entry is what the indexes need of a record (https://ossf.github.io/osv-schema/).
type entry struct {
	ID       string   `json:"id"`
	Modified string   `json:"modified"`
	Aliases  []string `json:"aliases"`
	Affected []struct {
		Package struct {
			Name string `json:"name"`
		} `json:"package"`
		Ranges []struct {
			Events []struct {
				Fixed string `json:"fixed"`
			} `json:"events"`
		} `json:"ranges"`
	} `json:"affected"`
}

type vuln struct {
	ID       string   `json:"id"`
	Modified string   `json:"modified"`
	Aliases  []string `json:"aliases,omitempty"`
	Fixed    string   `json:"fixed,omitempty"`
}

type module struct {
	Path  string `json:"path"`
	Vulns []vuln `json:"vulns"`
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "vulndb FOLDER-OF-RECORDS DATABASE")
		os.Exit(2)
	}
	n, err := build(os.Args[1], os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, "vulndb:", err)
		os.Exit(1)
	}
	fmt.Println(n, "records")
}

func build(from, to string) (int, error) {
	files, err := filepath.Glob(filepath.Join(from, "GO-*.json"))
	if err != nil || len(files) == 0 {
		return 0, errors.Join(err, errors.New("no records in "+from))
	}
	newest := ""
	all, modules := []vuln{}, map[string][]vuln{}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			return 0, err
		}
		var e entry
		if err := json.Unmarshal(raw, &e); err != nil {
			return 0, fmt.Errorf("%s: %w", file, err)
		}
		if err := write(filepath.Join(to, "ID", e.ID+".json"), json.RawMessage(raw)); err != nil {
			return 0, err
		}
		newest = max(newest, e.Modified)
		all = append(all, vuln{ID: e.ID, Modified: e.Modified, Aliases: e.Aliases})
		for path, fixed := range e.fixes() {
			modules[path] = append(modules[path], vuln{ID: e.ID, Modified: e.Modified, Fixed: fixed})
		}
	}
	list := []module{}
	for path, vulns := range modules {
		list = append(list, module{path, vulns})
	}
	sort.Slice(list, func(i, j int) bool { return list[i].Path < list[j].Path })
	return len(files), errors.Join(write(filepath.Join(to, "index", "db.json"), map[string]string{"modified": newest}),
		write(filepath.Join(to, "index", "vulns.json"), all), write(filepath.Join(to, "index", "modules.json"), list))
}

// fixes are the modules of a record, each with the last version that mends it, if any does.
func (e entry) fixes() map[string]string {
	out := map[string]string{}
	for _, a := range e.Affected {
		last := ""
		for _, r := range a.Ranges {
			for _, event := range r.Events {
				if event.Fixed != "" {
					last = event.Fixed
				}
			}
		}
		out[a.Package.Name] = last
	}
	return out
}

func write(path string, v any) error {
	raw, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, raw, 0o644)
}
