-- Erasures: the certificate of each, which holds pseudonyms and counts only, and what is still to be done outside of this file.

CREATE TABLE erasure (
  case_id     TEXT PRIMARY KEY,
  at          INTEGER NOT NULL,
  todo        BLOB,             -- NULL once everything outside is done
  certificate BLOB NOT NULL
) STRICT;
CREATE INDEX erasure_open ON erasure (case_id) WHERE todo IS NOT NULL;

-- What an erasure drops is found without walking the whole bank.
CREATE INDEX lookup_id ON lookup (id);
CREATE INDEX intent_case ON intent (case_id);
CREATE INDEX outbox_case ON outbox (case_id);
CREATE INDEX file_case ON file (case_id);
