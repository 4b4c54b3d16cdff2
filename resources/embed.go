// Package resources is what ships beside the code, inside the binary: the catalog, the words of the screens, the fonts,
// the icon, the demo bank's scenarios, the schemas of imported files.
//
// It refuses to parse anything: opening the app costs nothing here.
//
//	files, err := yaml.Load(resources.Catalog)
package resources

import (
	"embed"
	"io/fs"
)

// The fonts of the app and of every paper: Noto Sans SC, under the Open Font License (font/OFL.txt).
var (
	//go:embed font/NotoSansSC-Regular.ttf
	Regular []byte
	//go:embed font/NotoSansSC-Bold.ttf
	Bold []byte
)

// FontLicense is the text that has to travel with the fonts.
//
//go:embed font/OFL.txt
var FontLicense string

var (
	//go:embed all:catalog
	catalogFiles embed.FS
	//go:embed all:lang
	langFiles embed.FS
	//go:embed all:icon
	iconFiles embed.FS
	//go:embed all:demo
	demoFiles embed.FS
	//go:embed all:schema
	schemaFiles embed.FS
)

// The folders of this package, each from its own root.
var (
	Catalog = below(catalogFiles, "catalog") // what the bank configures, before its own files lie over it
	Lang    = below(langFiles, "lang")       // one JSON of words per language
	Icon    = below(iconFiles, "icon")
	Demo    = below(demoFiles, "demo")     // the demo bank's scenarios
	Schema  = below(schemaFiles, "schema") // JSON Schemas of imported files
)

// below cannot fail for a folder that the compiler has seen.
func below(files embed.FS, folder string) fs.FS {
	sub, err := fs.Sub(files, folder)
	if err != nil {
		panic(err)
	}
	return sub
}
