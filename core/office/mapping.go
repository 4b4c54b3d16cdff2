package office

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"ruhang/core/fault"
)

// maxImport is the largest file that is looked at; a season of reports is a few MB.
const maxImport = 50 << 20

// PeekImport shows a table's columns, the remembered or guessed mapping, and its first rows; ok is false for JSON.
func (s *Staff) PeekImport(ctx context.Context, name string, r io.Reader) (Sheet, bool, error) {
	if err := s.mayOffice("import"); err != nil {
		return Sheet{}, false, err
	}
	t, ok, err := s.office.intake().Peek(name, r)
	if err != nil || !ok {
		return t, ok, err
	}
	if m, known, err := s.office.mappingOf(ctx, t.Guess.Head); err == nil && known {
		t.Guess = m
	}
	return t, true, nil
}

// rememberedMapping looks at a file's head and finds the mapping that a person corrected before; the reader it gives back
// begins at the file's start.
func (s *Staff) rememberedMapping(ctx context.Context, name string, r io.Reader) (io.Reader, *Mapping, error) {
	raw, err := io.ReadAll(io.LimitReader(r, maxImport+1))
	if err != nil {
		return nil, nil, fault.Wrap(err, fault.Invalid, "import.unreadable", "office.Import")
	}
	if len(raw) > maxImport {
		return nil, nil, fault.New(fault.Invalid, "import.too_big", "file", name, "limit", num(maxImport>>20))
	}
	t, table, err := s.office.intake().Peek(name, bytes.NewReader(raw))
	if err != nil || !table {
		return bytes.NewReader(raw), nil, nil // the reader proper answers with the reason
	}
	m, known, err := s.office.mappingOf(ctx, t.Guess.Head)
	if err != nil || !known {
		return bytes.NewReader(raw), nil, err
	}
	return bytes.NewReader(raw), &m, nil
}

func mappingKey(head []string) string {
	sum := sha256.Sum256([]byte(strings.Join(head, "\x1f")))
	return "mapping/" + hex.EncodeToString(sum[:8])
}

func (o *Office) mappingOf(ctx context.Context, head []string) (Mapping, bool, error) {
	var m Mapping
	known := false
	key := mappingKey(head)
	err := o.ports.Store.Read(ctx, func(r Reader) error {
		sealed, ok, err := r.Setting(key)
		if err != nil || !ok {
			return err
		}
		known = true
		return o.openJSON("setting/"+key, sealed, &m)
	})
	return m, known, err
}

func (s *Staff) rememberMapping(ctx context.Context, m Mapping) error {
	return s.office.putSetting(ctx, mappingKey(m.Head), m, s.Account)
}

func (o *Office) putSetting(ctx context.Context, key string, v any, by Account) error {
	sealed, err := o.sealJSON("setting/"+key, v)
	if err != nil {
		return err
	}
	return o.ports.Store.Update(ctx, func(tx Tx) error { return tx.PutSetting(key, sealed, o.now(), by.ID) })
}

// secretSettings begin the keys of what no door hands out: private keys.
const secretSettings = "secret/"

// Setting reads one of the account's or the bank's settings; false when it was never set.
func (s *Session) Setting(ctx context.Context, key string, v any) (bool, error) {
	if err := s.Alive(); err != nil {
		return false, err
	}
	known := false
	if key = s.own(key); strings.HasPrefix(key, secretSettings) {
		return false, fault.New(fault.Denied, "setting.secret")
	}
	err := s.office.ports.Store.Read(ctx, func(r Reader) error {
		sealed, ok, err := r.Setting(key)
		if err != nil || !ok {
			return err
		}
		known = true
		return s.office.openJSON("setting/"+key, sealed, v)
	})
	return known, err
}

// PutSetting remembers one of the account's own settings: its key begins with "my/".
func (s *Session) PutSetting(ctx context.Context, key string, v any) error {
	if strings.HasPrefix(key, secretSettings) {
		return fault.New(fault.Denied, "setting.secret")
	}
	if err := s.Alive(); err != nil {
		return err
	}
	if !strings.HasPrefix(key, "my/") {
		if err := s.mayOffice("settings"); err != nil {
			return err
		}
		if err := s.proven("settings"); err != nil {
			return err
		}
	}
	if _, err := json.Marshal(v); err != nil {
		return fault.Wrap(err, fault.Invalid, "setting.value", "office.PutSetting")
	}
	if strings.HasPrefix(key, "my/") {
		return s.office.putSetting(ctx, s.own(key), v, s.Account)
	}
	return s.office.putBankSetting(ctx, key, v, s.Account)
}

// putBankSetting changes one of the bank's settings and tells it in the trail.
func (o *Office) putBankSetting(ctx context.Context, key string, v any, by Account) error {
	sealed, err := o.sealJSON("setting/"+key, v)
	if err != nil {
		return err
	}
	return o.ports.Store.Update(ctx, func(tx Tx) error {
		var before any
		if old, known, err := tx.Setting(key); err != nil {
			return err
		} else if known {
			if err := o.openJSON("setting/"+key, old, &before); err != nil {
				return err
			}
		}
		told := Trace{Kind: TraceSetting, Facts: map[string]string{"setting": key}}
		if was, is := tellable(key, before), tellable(key, v); was != is {
			told.Changed = []Changed{{Field: key, Before: was, After: is}}
		}
		return errors.Join(tx.PutSetting(key, sealed, o.now(), by.ID), o.trace(tx, by.ID, told))
	})
}

// tellable is a setting's value as the trail may tell it: numbers and switches always, texts only where they are known to be no
// secret, so that a password for a mail server never gets into a record that stays for ever.
func tellable(key string, v any) string {
	switch v := v.(type) {
	case bool, int, int64, float64:
		return fmt.Sprint(v)
	case string:
		if openSettings[key] {
			return v
		}
	}
	return ""
}

// openSettings are the settings whose texts are no secret.
var openSettings = map[string]bool{CheckpointFolder: true}

// own puts the account into the key of a setting of its own.
func (s *Session) own(key string) string {
	return strings.Replace(key, "my/", "my/"+string(s.Account.ID)+"/", 1)
}
