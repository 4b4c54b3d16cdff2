package yaml

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/office"
)

// The names beside a bank's database: its own configuration, and that configuration as it last was right (paths and texts).
const (
	folderName = "catalog"
	goodName   = "catalog.good"
)

var _ office.Overlay = Folder{}

// Folder is what ships with a bank's own files over it.
type Folder struct {
	Shipped fs.FS
	Dir     string // the bank's
}

// Load is the configuration in force. Where the bank's own files are wrong, they are as they last were right, or left out when
// they never were, and wrong says what to mend (see catalog.Problems); err is about what is shipped, or about keeping
// those that are right.
func (f Folder) Load() (cat *catalog.Catalog, wrong, err error) {
	shipped, err := Load(f.Shipped)
	if err != nil {
		return nil, nil, err
	}
	own, wrong := f.own()
	if wrong == nil {
		var files []catalog.File
		if files, wrong = layer(own); wrong == nil {
			if cat, wrong = catalog.Build(shipped, files); wrong == nil {
				return cat, nil, f.keepGood(own)
			}
		}
	}
	if cat, err = catalog.Build(shipped, f.lastGood()); err != nil { // right for an older program
		cat, err = catalog.Build(shipped)
	}
	return cat, wrong, err
}

// Files are all files by path; see office.Overlay.
func (f Folder) Files() ([]office.ConfigFile, error) {
	own, err := f.own()
	if err != nil {
		return nil, err
	}
	texts, err := texts(f.Shipped)
	if err != nil {
		return nil, err
	}
	maps.Copy(texts, own)
	var out []office.ConfigFile
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		_, is := own[name]
		out = append(out, office.ConfigFile{Path: name, Text: texts[name], Own: is})
	}
	return out, nil
}

// Build tries a file; see office.Overlay.
func (f Folder) Build(file office.ConfigFile) (*catalog.Catalog, error) {
	shipped, err := Load(f.Shipped)
	if err != nil {
		return nil, err
	}
	own, err := f.own()
	if err != nil {
		return nil, err
	}
	if delete(own, file.Path); file.Own {
		own[file.Path] = file.Text
	}
	files, err := layer(own)
	if err != nil {
		return nil, err
	}
	return catalog.Build(shipped, files)
}

// Put keeps a file; see office.Overlay. Loading then keeps it as good where the whole is right; when that fails, the next start does it.
func (f Folder) Put(file office.ConfigFile) error {
	if !fs.ValidPath(file.Path) || strings.Count(file.Path, "/") > 1 || path.Ext(file.Path) != ".yaml" {
		return fault.New(fault.Invalid, "catalog.unknown_file", "file", file.Path, "line", "1", "field", "")
	}
	name := filepath.Join(f.Dir, folderName, filepath.FromSlash(file.Path))
	if err := put(name, file); err != nil {
		return fault.Wrap(err, fault.Internal, "file.write", "yaml.Put")
	}
	_, _, _ = f.Load()
	return nil
}

func put(name string, file office.ConfigFile) error {
	if !file.Own {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	return whole(name, []byte(file.Text))
}

// whole writes a file under another name and moves it to its place, so that whoever reads finds the old or the new.
func whole(name string, raw []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(name), ".ruhang-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(raw)
	if err == nil {
		err = tmp.Sync()
	}
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), name)
	}
	return err
}

// own are the texts of the bank's files; a bank need not have any.
func (f Folder) own() (map[string]string, error) {
	folder := filepath.Join(f.Dir, folderName)
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		return map[string]string{}, nil
	}
	return texts(os.DirFS(folder))
}

// texts are the YAML files below a folder, by path.
func texts(fsys fs.FS) (map[string]string, error) {
	out := map[string]string{}
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fault.Wrap(err, fault.Internal, "catalog.unreadable", "yaml.texts")
		}
		if ext := path.Ext(name); entry.IsDir() || ext != ".yaml" && ext != ".yml" {
			return nil
		}
		if len(out) >= maxFiles {
			return refuse(name, 0, "too_many_files", nil)
		}
		raw, err := read(fsys, name)
		out[name] = string(raw)
		return err
	})
	return out, err
}

// layer parses texts; all that is wrong comes at once.
func layer(texts map[string]string) ([]catalog.File, error) {
	var files []catalog.File
	var wrong []error
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		file, err := Parse(name, []byte(texts[name]))
		files, wrong = append(files, file), append(wrong, err)
	}
	if err := errors.Join(wrong...); err != nil {
		return nil, err
	}
	return files, nil
}

// keepGood writes down files that are right, whole or not at all; what is kept already is not written again.
func (f Folder) keepGood(own map[string]string) error {
	raw, err := json.Marshal(own)
	if err != nil {
		return fault.Wrap(err, fault.Internal, "file.write", "yaml.keepGood")
	}
	name := filepath.Join(f.Dir, goodName)
	have, err := os.ReadFile(name)
	if err != nil && len(own) == 0 || err == nil && string(have) == string(raw) {
		return nil
	}
	return fault.Wrap(whole(name, raw), fault.Internal, "file.write", "yaml.keepGood")
}

// lastGood are the files that keepGood kept; none when there are none or they cannot be read.
func (f Folder) lastGood() []catalog.File {
	raw, err := os.ReadFile(filepath.Join(f.Dir, goodName))
	if err != nil {
		return nil
	}
	var texts map[string]string
	if err := json.Unmarshal(raw, &texts); err != nil {
		return nil
	}
	files, err := layer(texts)
	if err != nil {
		return nil
	}
	return files
}
