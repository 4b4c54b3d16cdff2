package office

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/hiring"
)

const (
	// banksFolder holds what the job "questions" may change; any file is the job "settings".
	banksFolder = "questions/"
	// rolesFile says who may do what. It is read here and changed only on the machine itself, since whoever could change it from inside
	// could give themselves what takes two.
	rolesFile = "roles.yaml"
)

// lookConfig finds the versions of a configuration file in the bank's trail.
const lookConfig = "config"

// ConfigVersion is one state of a configuration file, from the bank's trail.
type ConfigVersion struct {
	ConfigFile
	Ver uint64 // its place in the trail
	At  time.Time
	By  hiring.AccountID // hiring.System for what was found on the disk
	Who string           // their name; "" when nobody knows it
}

// ConfigFiles are the files that the account may change, by path.
func (s *Staff) ConfigFiles(ctx context.Context) ([]ConfigFile, error) {
	if err := s.mayConfig(banksFolder); err != nil {
		return nil, err
	}
	all, err := s.office.overlay().Files()
	return slices.DeleteFunc(all, func(f ConfigFile) bool { return s.mayConfig(f.Path) != nil }), err
}

// mayConfig refuses a file that no role of the account lets it see.
func (s *Staff) mayConfig(path string) error {
	if s.office.overlay() == nil {
		return fault.New(fault.Missing, "config.nowhere")
	}
	err := s.mayOffice("settings")
	if err != nil && strings.HasPrefix(path, banksFolder) {
		return s.mayOffice("questions")
	}
	return err
}

func (o *Office) overlay() Overlay { return o.ports.Overlay }

// TryConfig says what would be wrong with the configuration if a file had this text (catalog.Problems); nil: nothing.
func (s *Staff) TryConfig(_ context.Context, f ConfigFile) error {
	if err := s.mayConfig(f.Path); err != nil {
		return err
	}
	_, err := s.office.overlay().Build(f)
	return err
}

// SaveConfig brings a file into force: the whole configuration is built with it, its text goes into the trail, and then onto the disk; an error of
// any leaves none. was is what the account had before its eyes: a file that has changed since is Stale. A crash after the disk and before
// the trail leaves the new file, of which the next sign-in tells the trail.
func (s *Staff) SaveConfig(ctx context.Context, was, is ConfigFile) error {
	if err := s.mayChange(is.Path); err != nil {
		return err
	}
	o := s.office
	o.configuring.Lock()
	defer o.configuring.Unlock()
	have, err := o.configFile(is.Path)
	if err != nil {
		return err
	}
	if have.Text != was.Text {
		return fault.New(fault.Stale, "config.changed")
	}
	if have == is {
		return nil
	}
	cat, err := o.overlay().Build(is)
	if err != nil {
		return err
	}
	err = o.ports.Store.Update(ctx, func(tx Tx) error {
		if err := errors.Join(o.pinCatalog(tx, cat), o.traceFound(tx, have), o.traceConfig(tx, s.Account.ID, is, cat.Hash)); err != nil {
			return err
		}
		if _, err := tx.Version(BankTrail); err != nil { // as in witnessed
			return err
		}
		return o.overlay().Put(is)
	})
	if err != nil {
		return err
	}
	o.use(cat)
	o.feed.publish(Change{})
	return nil
}

// mayChange refuses a file that the account may not change; what is beyond the banks of questions asks for the password again.
func (s *Staff) mayChange(path string) error {
	if err := s.mayConfig(path); err != nil {
		return err
	}
	if path == rolesFile {
		return fault.New(fault.Denied, "config.roles")
	}
	if strings.HasPrefix(path, banksFolder) {
		return nil
	}
	return s.proven("settings")
}

// configFile is a file as it stands; one that is not there yet has no text.
func (o *Office) configFile(path string) (ConfigFile, error) {
	all, err := o.overlay().Files()
	if i := slices.IndexFunc(all, func(f ConfigFile) bool { return f.Path == path }); i >= 0 {
		return all[i], err
	}
	return ConfigFile{Path: path}, err
}

// traceFound puts a text that stands on the disk and that the trail does not know into it, so that whoever replaces it loses nothing.
func (o *Office) traceFound(tx Tx, have ConfigFile) error {
	if !have.Own {
		return nil
	}
	known, err := o.configVersions(tx, have.Path)
	if err != nil || slices.ContainsFunc(known, func(v ConfigVersion) bool { return v.Text == have.Text }) {
		return err
	}
	return o.traceText(tx, hiring.System, have, o.Catalog().Hash)
}

// traceConfig records a file's new text, and that with it another configuration is in force.
func (o *Office) traceConfig(tx Tx, by hiring.AccountID, f ConfigFile, hash string) error {
	return errors.Join(o.traceText(tx, by, f, hash), tx.PutSetting(catalogSetting, []byte(hash), o.now(), by))
}

func (o *Office) traceText(tx Tx, by hiring.AccountID, f ConfigFile, hash string) error {
	t := Trace{Kind: TraceConfig, Facts: map[string]string{"file": f.Path, "hash": short(hash), "own": strconv.FormatBool(f.Own), "text": TextHash(f.Text)}, Text: f.Text}
	if !f.Own {
		t.Text = ""
	}
	if err := o.trace(tx, by, t); err != nil {
		return err
	}
	ver, err := tx.Version(BankTrail)
	if err != nil {
		return err
	}
	return o.putLookup(tx, lookConfig, f.Path, num(ver))
}

// TextHash is what a version of a file is compared by: the first characters of its SHA-256.
func TextHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return short(hex.EncodeToString(sum[:]))
}

// ConfigHistory are the versions of a file that the trail knows, newest first. What shipped is none of them.
func (s *Staff) ConfigHistory(ctx context.Context, path string) (out []ConfigVersion, err error) {
	if err := s.mayConfig(path); err != nil {
		return nil, err
	}
	err = s.office.ports.Store.Read(ctx, func(r Reader) (err error) {
		out, err = s.office.configVersions(r, path)
		return err
	})
	if err != nil {
		return nil, err
	}
	people, err := s.office.directory(ctx)
	for i := range out {
		out[i].Who = people[out[i].By].Name
	}
	return out, err
}

func (o *Office) configVersions(r Reader, path string) ([]ConfigVersion, error) {
	told, err := o.tracedAt(r, lookConfig, path)
	var out []ConfigVersion
	for _, t := range told {
		out = append(out, ConfigVersion{ConfigFile: ConfigFile{path, t.Text, t.Facts["own"] == "true"}, Ver: t.Ver, At: t.At, By: t.By})
	}
	slices.SortFunc(out, func(a, b ConfigVersion) int { return cmp.Compare(b.Ver, a.Ver) })
	return out, err
}

// SaveQuestion puts a question into a bank: one of a new id is added, one of a known id replaced; every other line of the file stays as it is.
func (s *Staff) SaveQuestion(ctx context.Context, was ConfigFile, questions ...catalog.Question) error {
	if err := s.mayConfig(was.Path); err != nil {
		return err
	}
	is := ConfigFile{Path: was.Path, Text: was.Text, Own: true}
	for _, q := range questions {
		text, err := s.office.overlay().Amend(is.Text, "questions", q.ID, q)
		if err != nil {
			return err
		}
		is.Text = text
	}
	return s.SaveConfig(ctx, was, is)
}
