-- The stage of a case's work, so that what waits is counted by hand-over without a join; and an index in that order, which holds all it counts.

ALTER TABLE view_work ADD COLUMN stage TEXT NOT NULL DEFAULT '';
UPDATE view_work SET stage = ifnull((SELECT stage FROM view_case WHERE id = case_id), '');
CREATE INDEX view_work_waiting ON view_work (stage, code, addressee, ifnull(since, 0), case_id, n, branch, due);
