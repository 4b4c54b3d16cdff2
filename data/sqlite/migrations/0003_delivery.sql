-- How far each effect has come: tried how often, not due before when (a claim moves that behind its lease), over with which code.

ALTER TABLE outbox ADD COLUMN state TEXT NOT NULL DEFAULT 'waiting';
ALTER TABLE outbox ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN next_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN code TEXT NOT NULL DEFAULT '';
UPDATE outbox SET state = 'done' WHERE done_at IS NOT NULL;
DROP INDEX outbox_open;
CREATE INDEX outbox_due ON outbox (kind, next_at) WHERE state = 'waiting';
CREATE INDEX outbox_state ON outbox (state, id);
