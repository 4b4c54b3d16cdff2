package main

import (
	"context"
	"database/sql"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/data/sqlite"
	"ruhang/data/vault"
	"ruhang/ui/uitest"
)

// stillThere reads the bank in every way that keys matter for: case, search, look-up by number, file, settings, trail, rebuild, verify.
func stillThere(t *testing.T, f *uitest.Fixture, id hiring.CaseID) {
	t.Helper()
	ctx := context.Background()
	hr, admin := f.Staff("hr"), f.Staff("admin")
	file, err := hr.CaseFile(ctx, id)
	require.NoError(t, err)
	person, err := hr.Reveal(ctx, id)
	require.NoError(t, err)
	require.NotEmpty(t, person.IDNumber)
	hits, err := hr.Find(ctx, person.Name, 5)
	require.NoError(t, err)
	require.NotEmpty(t, hits)
	pdf, err := hr.OfferPDF(ctx, id, 1)
	require.NoError(t, err)
	require.NotEmpty(t, pdf)
	proof, err := hr.VerifyPDF(ctx, pdf)
	require.NoError(t, err, "found by its blind digest")
	require.Equal(t, id, proof.Case)
	_, err = f.Kiosk().Welcome(ctx, file.Case.Guide.Code)
	require.NoError(t, err, "found by its blind code")
	minutes := 0
	known, err := admin.Setting(ctx, "idle_minutes", &minutes)
	require.NoError(t, err)
	require.True(t, known)
	require.Equal(t, 7, minutes)
	_, err = admin.Verify(ctx, nil)
	require.NoError(t, err)
	_, err = admin.Rebuild(ctx, nil)
	require.NoError(t, err)
	trail(t, admin)
	_, err = hr.Export(ctx, "json", io.Discard)
	require.NoError(t, err)
	f.Do("hr", id, hiring.AddNote{Text: "x"})
}

func TestControl26_ABankLivesOnAfterItsKeysWereRotated(t *testing.T) {
	f := uitest.Bank(t)
	ctx := context.Background()
	id := f.CaseAt("onboarding")
	require.NoError(t, f.Staff("admin").PutSetting(ctx, "idle_minutes", 7))
	stolen, err := os.ReadFile(filepath.Join(f.Dir, vault.HeaderName))
	require.NoError(t, err)
	stillThere(t, f, id)
	requireCode(t, f.Staff("hr").Rotate(ctx, nil), "office.denied")
	for range 2 {
		require.NoError(t, f.Staff("admin").Rotate(ctx, nil))
		stillThere(t, f, id)
	}
	require.Equal(t, f.Account("admin"), newest(t, f.Staff("admin"), office.TraceRotated).By)
	f.Office.SignOut()
	stillThere(t, f, id)
	nothingOpens(t, f, stolen)
}

// nothingOpens tries what a thief has: the key file of before the rotations, a password, and the store of today.
func nothingOpens(t *testing.T, f *uitest.Fixture, stolen []byte) {
	t.Helper()
	thief := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(thief, vault.HeaderName), stolen, 0o600))
	quick := vault.Argon{Time: 1, MemoryKiB: 64, Threads: 1}
	v, err := vault.Open(thief, vault.Options{Argon: quick, Floor: quick, Now: f.Now})
	require.NoError(t, err)
	_, err = v.Unlock("hr", uitest.Password, "")
	require.NoError(t, err)
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(f.Dir, "bank.db")+"?mode=ro")
	require.NoError(t, err)
	defer db.Close()
	rows, err := db.Query(`SELECT 'key', case_id, class, wrapped FROM case_key
		UNION ALL SELECT 'person', id, '', sealed FROM person UNION ALL SELECT 'person', id, '', sealed FROM person_history
		UNION ALL SELECT 'account', id, '', sealed FROM account UNION ALL SELECT 'account', id, '', sealed FROM account_history
		UNION ALL SELECT 'setting', id, '', value FROM setting WHERE substr(value, 1, 1) = x'01'
		UNION ALL SELECT 'setting', id, '', value FROM setting_history WHERE substr(value, 1, 1) = x'01'`)
	require.NoError(t, err)
	tried := map[string]int{}
	for rows.Next() {
		var kind, id, class string
		var sealed []byte
		require.NoError(t, rows.Scan(&kind, &id, &class, &sealed))
		if kind == "key" {
			_, err = v.Seal(id, class, sealed, "k", "c", nil)
		} else {
			_, err = v.OpenBank("basic", kind+"/"+id, sealed)
		}
		requireCode(t, err, "vault.open")
		tried[kind]++
	}
	require.NoError(t, rows.Err())
	for _, kind := range []string{"key", "person", "account", "setting"} {
		require.Positive(t, tried[kind], kind)
	}
}

// TestControl26_RotationKnowsEveryPlaceOfCiphertext fails when the store gets a new place for sealed bytes: say here under which key
// they lie, and teach Rekey when it is not a case's own.
func TestControl26_RotationKnowsEveryPlaceOfCiphertext(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bank.db")
	store, err := sqlite.Open(context.Background(), path)
	require.NoError(t, err)
	require.NoError(t, store.Close())
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	require.NoError(t, err)
	defer db.Close()
	rows, err := db.Query(`SELECT m.name || '.' || c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.type = 'BLOB'`)
	require.NoError(t, err)
	known := map[string]string{
		"case_key.wrapped": "rekeyed", "person.sealed": "rekeyed", "person_history.sealed": "rekeyed", "account.sealed": "rekeyed",
		"account_history.sealed": "rekeyed", "setting.value": "rekeyed", "setting_history.value": "rekeyed", "lookup.blind": "rekeyed",
		"body.sealed": "case key", "intent.sealed": "case key", "outbox.sealed": "case key", "view_case.head": "case key",
		"record.commitment": "digest", "record.prev": "digest", "record.hash": "digest", "meta.hash": "digest", "meta.peaks": "digest",
		"plan.plan": "clear", "erasure.todo": "clear", "erasure.certificate": "clear",
	}
	for rows.Next() {
		var place string
		require.NoError(t, rows.Scan(&place))
		require.Contains(t, known, place)
		delete(known, place)
	}
	require.NoError(t, rows.Err())
	require.Empty(t, known)
}
