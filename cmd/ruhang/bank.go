package main

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/oklog/ulid/v2"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/kit"
	"ruhang/core/office"
	"ruhang/core/screening"
	"ruhang/data/archive"
	"ruhang/data/check"
	"ruhang/data/intake"
	"ruhang/data/pades"
	"ruhang/data/paper"
	"ruhang/data/scan"
	"ruhang/data/sqlite"
	"ruhang/data/vault"
	"ruhang/resources"
	"ruhang/ui/model"
)

// bank is one bank's folder, open: ruhang.db, vault.json, files/ and, where the bank has its own configuration, catalog/.
type bank struct {
	dir     string
	store   *sqlite.Store
	vault   *vault.Vault
	press   *paper.Press
	office  *office.Office
	archive archive.Archive
	wrong   error // what is wrong with catalog/, so that it is not in force; see catalog.Problems
}

// clock is the machine's; the demo bank and the walk move it.
type clock func() time.Time

// dbName and vaultName are the files that make a folder a bank.
const (
	dbName    = "ruhang.db"
	vaultName = "vault.json"
)

// defaultDir is where the bank lives when nobody says otherwise.
func defaultDir() string {
	if dir := os.Getenv("RUHANG_DATA"); dir != "" {
		return dir
	}
	config, err := os.UserConfigDir()
	if err != nil {
		return "ruhang-bank"
	}
	return filepath.Join(config, "ruhang", "bank")
}

// isBank says whether a folder holds a bank.
func isBank(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, vaultName))
	return err == nil
}

// createBank makes an empty bank in a folder that holds none, and opens it.
func createBank(ctx context.Context, dir string, words *model.Words, now clock) (*bank, error) {
	if isBank(dir) {
		return nil, fault.New(fault.Refused, "bank.exists")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "bank.folder", "cmd.createBank")
	}
	v, err := vault.Create(dir, vault.Options{Now: now, KeyStore: vault.SystemStore{Service: "ruhang"}})
	if err != nil {
		return nil, err
	}
	return assemble(ctx, dir, v, words, now)
}

// openBank opens a bank, locked: nothing personal can be read before somebody signs in.
func openBank(ctx context.Context, dir string, words *model.Words, now clock) (*bank, error) {
	if !isBank(dir) {
		return nil, fault.New(fault.Missing, "bank.none")
	}
	v, err := vault.Open(dir, vault.Options{Now: now, KeyStore: vault.SystemStore{Service: "ruhang"}})
	if err != nil {
		return nil, err
	}
	return assemble(ctx, dir, v, words, now)
}

func assemble(ctx context.Context, dir string, v *vault.Vault, words *model.Words, now clock) (*bank, error) {
	cat, wrong, err := loadCatalog(dir)
	if err != nil {
		return nil, err
	}
	store, err := sqlite.Open(ctx, filepath.Join(dir, dbName))
	if err != nil {
		return nil, err
	}
	press, err := paper.New(resources.Regular, resources.Bold, cacheDir())
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	name, err := v.Pseudonym()
	if err != nil {
		return nil, errors.Join(err, press.Close(), store.Close())
	}
	backups, world, reader := archiveOf(dir, name, store, now), newOutside(now), intake.New(cat)
	o, err := office.Open(ctx, office.Ports{Store: store, Vault: v, Paper: press, Signer: pades.New(world.stamps), Intake: reader, Scanner: eyes(press), Archive: backups,
		Carriers: world.carriers(), Connectors: world.connectors(reader, words), OwnReport: check.OwnReport,
		Advice:  hiring.Advice{Kit: kit.Draw, Screen: screening.Screen, Conflicts: screening.Conflicts, Inspect: screening.Inspect},
		Overlay: overlayOf(dir), Reading: func(cat *catalog.Catalog) office.Intake { return intake.New(cat) },
		Words: words.Say, Catalog: cat, Now: now, Clock: time.Now, Fresh: fresh, Salt: salt, Device: "desk",
		Keep:   func(folder, name, text string) error { return keepCheckpoint(dir, folder, name, text) },
		Erased: func(ids []string) error { return noteErased(dir, ids) }})
	if err == nil {
		err = eraseAgain(ctx, o, dir)
	}
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return &bank{dir: dir, store: store, vault: v, press: press, office: o, archive: backups, wrong: wrong}, nil
}

// eyes look at documents from telephones with what the press knows, and with the engine that this machine has, if any.
func eyes(press *paper.Press) *scan.Scanner {
	return scan.New(scan.Tools{Clean: press.Clean, Pages: press.FirstPages, Text: press.FirstWords, Code: press.ReadQR, Engine: scan.Installed})
}

// checkpointsName is the bank's own folder of checkpoints: handy to copy from, no protection by itself.
const checkpointsName = "checkpoints"

// keepCheckpoint writes a checkpoint's file. The bank's own folder is made when it is not there; another must be, since a share
// that is not mounted looks like an empty place on this disk.
func keepCheckpoint(dir, folder, name, text string) error {
	if folder == "" {
		folder = filepath.Join(dir, checkpointsName)
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return fault.Wrap(err, fault.Internal, "bank.folder", "cmd.keepCheckpoint")
		}
	}
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return fault.Wrap(errors.Join(err, errors.New("no folder")), fault.Offline, "checkpoint.folder", "cmd.keepCheckpoint")
	}
	return writeFile(filepath.Join(folder, name), []byte(text))
}

// cacheDir is where the compiled PDF viewer is kept; nothing of the bank is ever in it.
func cacheDir() string {
	cache, err := os.UserCacheDir()
	if err != nil {
		return filepath.Join(os.TempDir(), "ruhang")
	}
	return filepath.Join(cache, "ruhang")
}

// fresh is a new unpredictable name, sorted by time: a ULID, whose last 80 bits are random.
func fresh() string { return ulid.MustNew(ulid.Now(), rand.Reader).String() }

func salt() (s [32]byte) {
	_, _ = rand.Read(s[:]) // crypto/rand.Read never fails: it ends the program instead
	return s
}

// close ends the bank: keys dropped, the database closed, the viewer stopped.
func (b *bank) close() error {
	b.office.Close()
	return errors.Join(b.press.Close(), b.store.Close())
}
