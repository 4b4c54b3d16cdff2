package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"io/fs"
	"strconv"

	"ruhang/core/fault"
)

//go:embed migrations/*.sql
var migrations embed.FS

// application marks the file as a bank of this program ("RuHg"), in SQLite's own header field for that.
const application = 0x52754867

// steps are the migrations in their order; the nth brings a file from schema n-1 to schema n. They are never changed once
// released: a file made by any release must come to the same schema.
func steps() ([]string, error) {
	entries, err := fs.ReadDir(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	var out []string
	for _, e := range entries { // by name
		text, err := migrations.ReadFile("migrations/" + e.Name())
		if err != nil {
			return nil, err
		}
		out = append(out, string(text))
	}
	return out, nil
}

// migrate brings the file to the newest schema in one transaction. A newer schema than this program's is refused
// (Refused, store.newer), and so is a file of another program (Refused, store.foreign).
func migrate(ctx context.Context, db *sql.DB) error {
	all, err := steps()
	if err != nil {
		return err
	}
	return migrateTo(ctx, db, all)
}

func migrateTo(ctx context.Context, db *sql.DB, all []string) error {
	t, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = t.Rollback() }()
	var has, mark, tables int
	err = t.QueryRowContext(ctx, `SELECT user_version, application_id, (SELECT count(*) FROM sqlite_schema)
		FROM pragma_user_version, pragma_application_id`).Scan(&has, &mark, &tables)
	switch {
	case err != nil:
		return err
	case mark != application && (mark != 0 || tables > 0):
		return fault.New(fault.Refused, "store.foreign")
	case has > len(all):
		return fault.New(fault.Refused, "store.newer", "schema", strconv.Itoa(has), "known", strconv.Itoa(len(all)))
	case has == len(all):
		return nil
	}
	for _, step := range all[has:] {
		if _, err := t.ExecContext(ctx, step); err != nil {
			return err
		}
	}
	for pragma, value := range map[string]int{"user_version": len(all), "application_id": application} {
		if _, err := t.ExecContext(ctx, "PRAGMA "+pragma+" = "+strconv.Itoa(value)); err != nil {
			return err
		}
	}
	return t.Commit()
}
