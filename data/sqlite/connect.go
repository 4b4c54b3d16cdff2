package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"io"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"

	sqlite3 "github.com/mattn/go-sqlite3"

	"ruhang/core/fault"
)

// pragmas hold for every connection. secure_delete overwrites what is deleted; recursive_triggers lets REPLACE meet the
// triggers that guard records; temp_store keeps sorting off the disk.
var pragmas = []string{
	"trusted_schema = OFF",
	"cell_size_check = ON",
	"foreign_keys = ON",
	"recursive_triggers = ON",
	"secure_delete = ON",
	"synchronous = FULL",
	"temp_store = MEMORY",
	"cache_size = -2000", // kB for each connection; the system's own cache holds the rest
}

// onDarwin makes fsync reach the drive: there, without them, it reaches the drive's cache only.
var onDarwin = []string{"fullfsync = ON", "checkpoint_fullfsync = ON"}

// mode is what a connection is for.
type mode int

const (
	reading mode = iota
	writing
	copying // the target of a backup
)

// connector opens connections to one file; it is what database/sql asks when its pool needs another.
type connector struct {
	dsn    string
	driver *sqlite3.SQLiteDriver
}

func open(path string, m mode, most int) *sql.DB {
	db := sql.OpenDB(newConnector(path, m))
	db.SetMaxOpenConns(most)
	db.SetMaxIdleConns(most)
	return db
}

func newConnector(path string, m mode) connector {
	return connector{dsn: address(path, m), driver: &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error { return equip(c, m) }}}
}

// Connect opens one connection.
func (c connector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }

// Driver is asked for by database/sql.
func (c connector) Driver() driver.Driver { return c.driver }

// address is the file as a URI, so that a folder may be called anything: "100%?#" too.
func address(path string, m mode) string {
	if full, err := filepath.Abs(path); err == nil {
		path = full
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/… → /C:/…
	}
	options := "_busy_timeout=5000&_stmt_cache_size=128&_txlock="
	switch m {
	case writing:
		options += "immediate"
	default:
		options += "deferred"
	}
	if m == reading {
		options += "&_query_only=1"
	}
	u := url.URL{Scheme: "file", Path: path, RawQuery: options}
	return strings.ReplaceAll(u.String(), "'", "%27")
}

func equip(c *sqlite3.SQLiteConn, m mode) error {
	all := pragmas
	if runtime.GOOS == "darwin" {
		all = append(all[:len(all):len(all)], onDarwin...)
	}
	for _, p := range all {
		if _, err := c.Exec("PRAGMA "+p, nil); err != nil {
			return err
		}
	}
	if m != writing {
		return nil
	}
	// The log is moved into the file when it has grown to 16 MB: pages of an index that every case touches are then moved once
	// for many. A log that a long read made longer is cut to as much again.
	for _, p := range []string{"PRAGMA wal_autocheckpoint = 4096", "PRAGMA journal_size_limit = 16777216",
		"PRAGMA cache_size = -16000"} {
		if _, err := c.Exec(p, nil); err != nil {
			return err
		}
	}
	return logAhead(c)
}

// logAhead turns the write-ahead log on; where the file system cannot share memory SQLite answers another mode.
func logAhead(c *sqlite3.SQLiteConn) error {
	rows, err := c.Query("PRAGMA journal_mode = WAL", nil)
	if err != nil {
		return err
	}
	defer rows.Close()
	answer := make([]driver.Value, 1)
	if err := rows.Next(answer); err != nil && err != io.EOF {
		return err
	}
	if got, _ := answer[0].(string); got != "wal" {
		return fault.New(fault.Refused, "store.place")
	}
	return nil
}
