package staff

import (
	"context"
	"strings"

	"ruhang/core/hiring"
	"ruhang/ui/kit"
)

// correct corrects how the candidate is reached, once their numbers have been revealed: messages that found no address go out then.
func (p *filePage) correct() {
	showDialog(p.h, dialog{Title: p.words("contact.title"), Sentence: p.words("contact.says"), Submit: p.words("action.save"),
		Fields: []kit.Field{{Name: "phone", Label: p.words("person.phone"), Value: p.whole.Phone}, {Name: "email", Label: p.words("person.email"), Value: p.whole.Email},
			languageField(p.words, p.whole.Lang)},
		Do: func(ctx context.Context, v map[string]string) error {
			set := func(x *hiring.Person) {
				x.Phone, x.Email, x.Lang = strings.TrimSpace(v["phone"]), strings.TrimSpace(v["email"]), v["lang"]
			}
			if err := p.h.Staff().EditPerson(ctx, p.id, set); err != nil {
				return err
			}
			set(p.whole)
			return nil
		}, Done: p.done})
}

// languageField is in which language somebody is written to.
func languageField(words kit.Words, lang string) kit.Field {
	if lang == "" {
		lang = "zh"
	}
	return kit.Field{Name: "lang", Label: words("contact.language"), Kind: kit.FieldSelect, Value: lang, Options: choices(words, "language.", "zh", "en"), Required: true}
}
