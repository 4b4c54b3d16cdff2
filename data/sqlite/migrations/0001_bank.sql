-- The bank's memory. Everything that names or describes a person is ciphertext in a BLOB; TEXT columns hold pseudonyms,
-- codes and dates only. Times are INTEGER microseconds since 1970, UTC; NULL where there is none.

CREATE TABLE meta (
  id    INTEGER PRIMARY KEY CHECK (id = 1),
  seq   INTEGER NOT NULL,
  hash  BLOB NOT NULL CHECK (length(hash) = 32),
  peaks BLOB NOT NULL CHECK (length(peaks) % 32 = 0)
) STRICT;
INSERT INTO meta (id, seq, hash, peaks) VALUES (1, 0, zeroblob(32), x'');

CREATE TABLE record (
  seq        INTEGER PRIMARY KEY CHECK (seq > 0),
  case_id    TEXT NOT NULL,
  ver        INTEGER NOT NULL CHECK (ver > 0),
  kind       TEXT NOT NULL,
  actor      TEXT NOT NULL,
  device     TEXT NOT NULL,
  at         INTEGER NOT NULL,
  intent     TEXT NOT NULL,
  class      TEXT NOT NULL,
  commitment BLOB NOT NULL CHECK (length(commitment) = 32),
  prev       BLOB NOT NULL CHECK (length(prev) = 32),
  hash       BLOB NOT NULL CHECK (length(hash) = 32),
  UNIQUE (case_id, ver)
) STRICT;

-- What was recorded stays as it was recorded; only its body may go.
CREATE TRIGGER record_is_never_changed BEFORE UPDATE ON record BEGIN SELECT RAISE(ABORT, 'records are never changed'); END;
CREATE TRIGGER record_is_never_deleted BEFORE DELETE ON record BEGIN SELECT RAISE(ABORT, 'records are never deleted'); END;

CREATE TABLE body (
  seq    INTEGER PRIMARY KEY REFERENCES record (seq),
  sealed BLOB NOT NULL
) STRICT;

CREATE TABLE intent (
  id         TEXT PRIMARY KEY,
  case_id    TEXT NOT NULL,
  actor      TEXT NOT NULL,
  device     TEXT NOT NULL,
  name       TEXT NOT NULL,
  claimed_at INTEGER,
  sealed     BLOB,
  settled_at INTEGER,
  ok         INTEGER NOT NULL CHECK (ok IN (0, 1)),
  code       TEXT NOT NULL,
  first_seq  INTEGER NOT NULL,
  last_seq   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE case_key (
  case_id TEXT NOT NULL,
  class   TEXT NOT NULL,
  wrapped BLOB NOT NULL,
  PRIMARY KEY (case_id, class)
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
  id     TEXT PRIMARY KEY,
  sealed BLOB NOT NULL,
  at     INTEGER,
  by     TEXT NOT NULL
) STRICT;
CREATE TABLE person_history (
  n      INTEGER PRIMARY KEY,
  id     TEXT NOT NULL,
  sealed BLOB NOT NULL,
  at     INTEGER,
  by     TEXT NOT NULL
) STRICT;
CREATE INDEX person_history_id ON person_history (id);

CREATE TABLE account (
  id     TEXT PRIMARY KEY,
  sealed BLOB NOT NULL,
  at     INTEGER,
  by     TEXT NOT NULL
) STRICT;
CREATE TABLE account_history (
  n      INTEGER PRIMARY KEY,
  id     TEXT NOT NULL,
  sealed BLOB NOT NULL,
  at     INTEGER,
  by     TEXT NOT NULL
) STRICT;
CREATE INDEX account_history_id ON account_history (id);

CREATE TABLE setting (
  id    TEXT PRIMARY KEY,
  value BLOB NOT NULL,
  at    INTEGER,
  by    TEXT NOT NULL
) STRICT;
CREATE TABLE setting_history (
  n     INTEGER PRIMARY KEY,
  id    TEXT NOT NULL,
  value BLOB NOT NULL,
  at    INTEGER,
  by    TEXT NOT NULL
) STRICT;
CREATE INDEX setting_history_id ON setting_history (id);

CREATE TABLE lookup (
  kind  TEXT NOT NULL,
  blind BLOB NOT NULL,
  id    TEXT NOT NULL,
  PRIMARY KEY (kind, blind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE file (
  id      TEXT PRIMARY KEY,
  case_id TEXT NOT NULL,
  size    INTEGER NOT NULL,
  at      INTEGER
) STRICT;

CREATE TABLE plan (
  hash TEXT PRIMARY KEY,
  plan BLOB NOT NULL
) STRICT;

CREATE TABLE outbox (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  key     TEXT NOT NULL UNIQUE,
  kind    TEXT NOT NULL,
  case_id TEXT NOT NULL,
  sealed  BLOB,
  at      INTEGER,
  done_at INTEGER
) STRICT;
CREATE INDEX outbox_open ON outbox (id) WHERE done_at IS NULL;

-- The views: droppable, rebuilt from the records.

CREATE TABLE view_case (
  id         TEXT PRIMARY KEY,
  person     TEXT NOT NULL,
  status     TEXT NOT NULL,
  stage      TEXT NOT NULL,
  position   TEXT NOT NULL,
  branch     TEXT NOT NULL,
  stage_at   INTEGER,
  opened_at  INTEGER,
  closed_at  INTEGER,
  next_due   INTEGER,
  due_at     INTEGER,
  light      TEXT NOT NULL,
  offer      TEXT NOT NULL,
  start_on   TEXT,
  ends_on    TEXT,
  flags      INTEGER NOT NULL,
  to_verify  INTEGER NOT NULL,
  panel      TEXT NOT NULL, -- JSON list of account ids, in its order
  next_round INTEGER,
  version    INTEGER NOT NULL,
  head       BLOB
) STRICT;
-- Each order of a page is an index, and carries what pages are filtered by, so that a filter costs no look into the row.
CREATE INDEX view_case_board ON view_case (status, stage, ifnull(stage_at, 0), id, branch, position);
CREATE INDEX view_case_stage_at ON view_case (ifnull(stage_at, 0), id, status, stage, branch, position);
CREATE INDEX view_case_opened ON view_case (ifnull(opened_at, 0), id, status, stage, branch, position);
CREATE INDEX view_case_due ON view_case (ifnull(due_at, 9223372036854775807), id, status, stage, branch, position);
CREATE INDEX view_case_start ON view_case (ifnull(start_on, '~'), id, status, stage, branch, position);
CREATE INDEX view_case_flagged ON view_case (status, stage) WHERE flags + to_verify > 0;
CREATE INDEX view_case_clock ON view_case (next_due, id) WHERE next_due IS NOT NULL;

CREATE TABLE view_panel (
  account TEXT NOT NULL,
  case_id TEXT NOT NULL,
  PRIMARY KEY (account, case_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX view_panel_case ON view_panel (case_id);

CREATE TABLE view_work (
  case_id   TEXT NOT NULL,
  n         INTEGER NOT NULL, -- its place among the case's work
  branch    TEXT NOT NULL,    -- the case's, so that a list of branches needs no join
  code      TEXT NOT NULL,
  addressee TEXT NOT NULL,
  since     INTEGER,
  due       INTEGER,
  ref       TEXT NOT NULL,
  PRIMARY KEY (case_id, n)
) STRICT;
CREATE INDEX view_work_addressee ON view_work (addressee, ifnull(due, 9223372036854775807), case_id, n, branch);
CREATE INDEX view_work_branch ON view_work (addressee, branch, ifnull(due, 9223372036854775807), case_id, n);
CREATE INDEX view_work_due ON view_work (ifnull(due, 9223372036854775807), case_id, n, branch);

CREATE TABLE view_message (
  case_id   TEXT NOT NULL,
  id        TEXT NOT NULL,
  addressee TEXT NOT NULL,
  at        INTEGER,
  seen      TEXT NOT NULL, -- JSON list of the account ids that read it, sorted
  PRIMARY KEY (case_id, id)
) STRICT;
CREATE INDEX view_message_addressee ON view_message (addressee, ifnull(at, 0), case_id, id);
CREATE INDEX view_message_at ON view_message (ifnull(at, 0), case_id, id);
