package ui

import (
	"encoding/json"
	"strings"

	"fyne.io/fyne/v2/lang"
)

// toolkitWords are the words that Fyne's own menus and file dialogs ask for, by Fyne's keys; ours are "toolkit.<key>".
var toolkitWords = []string{"Advanced", "Cancel", "Confirm", "Copy", "Create Folder", "Cut", "Enter filename", "Error", "Favourites", "File", "Folder", "New Folder", "No", "OK", "Open", "Paste", "Quit", "Redo", "Save", "Select all", "Show Hidden Files", "Undo", "Yes", "file.name", "file.parent"}

// sayToolkit puts our language's words into Fyne's dialogs. Fyne speaks the system's language only and has no way to change
// it; giving it new words for that language does the same, again and again.
func (w *Window) sayToolkit() {
	words := map[string]string{}
	for _, key := range toolkitWords {
		ours := strings.NewReplacer(" ", "_", ".", "_").Replace(strings.ToLower(key))
		words[key] = w.words("toolkit." + ours)
	}
	raw, err := json.Marshal(words)
	if err == nil {
		err = lang.AddTranslationsForLocale(raw, lang.SystemLocale())
	}
	if err != nil {
		w.Fail(err)
	}
}
