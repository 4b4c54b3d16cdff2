package sqlite

import (
	"slices"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/ledger"
	"ruhang/core/office"
)

// head is where the chain stands.
type head struct {
	seq   uint64
	hash  [32]byte
	peaks [][32]byte
}

// Head is the newest record's place and hash, and the peaks of the tree over all hashes. Only this transaction moves them, so
// they are read once.
func (t *tx) Head() (seq uint64, hash [32]byte, peaks [][32]byte, err error) {
	if t.head == nil {
		if t.head, err = t.readHead(); err != nil {
			return 0, hash, nil, err
		}
	}
	return t.head.seq, t.head.hash, slices.Clone(t.head.peaks), nil
}

func (t *tx) readHead() (*head, error) {
	out := &head{}
	var h, p []byte
	ok, err := t.one("Head", `SELECT seq, hash, peaks FROM meta WHERE id = 1`, nil, &out.seq, &h, &p)
	if err != nil {
		return nil, err
	}
	if !ok || len(h) != len(out.hash) || len(p)%len(out.hash) != 0 {
		return nil, fault.New(fault.Corrupt, "store.corrupt")
	}
	for ; len(p) > 0; p = p[32:] {
		out.peaks = append(out.peaks, [32]byte(p))
	}
	out.hash = [32]byte(h)
	return out, nil
}

// Append adds records that continue the chain; any other are refused (Stale, store.moved).
func (t *tx) Append(events []office.StoredEvent, peaks [][32]byte) error {
	if len(events) == 0 {
		return nil
	}
	seq, hash, _, err := t.Head()
	if err != nil {
		return err
	}
	t.fresh, t.bare = "", ""
	if first := &events[0].Record; first.Ver == 1 {
		t.fresh, t.bare = hiring.CaseID(first.Case), hiring.CaseID(first.Case)
	}
	for i := range events {
		r := &events[i].Record
		if r.Seq != seq+1 || r.Prev != hash {
			return fault.New(fault.Stale, "store.moved")
		}
		seq, hash = r.Seq, r.Hash
		if err := t.append(r, events[i].Body); err != nil {
			return err
		}
	}
	flat := make([]byte, 0, 32*len(peaks))
	for i := range peaks {
		flat = append(flat, peaks[i][:]...)
	}
	t.head = &head{seq, hash, slices.Clone(peaks)}
	return t.put("Append", `UPDATE meta SET seq = ?, hash = ?, peaks = ? WHERE id = 1`, seq, hash[:], flat)
}

func (t *tx) append(r *ledger.Record, body []byte) error {
	err := t.put("Append", `INSERT INTO record (seq, case_id, ver, kind, actor, device, at, intent, class, commitment, prev, hash)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.Seq, r.Case, r.Ver, r.Kind, r.Actor, r.Device, r.At.UnixMicro(), r.Intent, r.Class, r.Commitment[:], r.Prev[:], r.Hash[:])
	if err != nil || body == nil {
		return err
	}
	return t.put("Append", `INSERT INTO body (seq, sealed) VALUES (?, ?)`, r.Seq, body)
}

const selectEvents = `SELECT seq, case_id, ver, kind, actor, device, at, intent, class, commitment, prev, hash, sealed
	FROM record LEFT JOIN body USING (seq) `

func readEvent(s scanner) (e office.StoredEvent, err error) {
	r := &e.Record
	var commitment, prev, hash []byte
	err = s.Scan(&r.Seq, &r.Case, &r.Ver, &r.Kind, &r.Actor, &r.Device, instant{&r.At}, &r.Intent, &r.Class, &commitment, &prev, &hash, &e.Body)
	if err != nil {
		return e, err
	}
	if len(commitment) != 32 || len(prev) != 32 || len(hash) != 32 {
		return e, fault.New(fault.Corrupt, "store.corrupt")
	}
	r.Commitment, r.Prev, r.Hash = [32]byte(commitment), [32]byte(prev), [32]byte(hash)
	return e, nil
}

// Events are a case's records in their order.
func (t *tx) Events(id hiring.CaseID) ([]office.StoredEvent, error) {
	return list(t, "Events", selectEvents+`WHERE case_id = ? ORDER BY ver`, []any{id}, readEvent)
}

// Version is the count of a case's records.
func (t *tx) Version(id hiring.CaseID) (ver uint64, err error) {
	_, err = t.one("Version", `SELECT ifnull(max(ver), 0) FROM record WHERE case_id = ?`, []any{id}, &ver)
	return ver, err
}

// History is a page of a case's records, each with the time of the record before it in the chain.
func (t *tx) History(id hiring.CaseID, after uint64, limit int) ([]office.StoredEvent, error) {
	return list(t, "History", `SELECT r.seq, r.case_id, r.ver, r.kind, r.actor, r.device, r.at, r.intent, r.class, r.commitment, r.prev, r.hash, b.sealed,
		(SELECT at FROM record p WHERE p.seq = r.seq - 1)
		FROM record r LEFT JOIN body b USING (seq) WHERE r.case_id = ? AND r.ver > ? ORDER BY r.ver LIMIT ?`, []any{id, after, few(limit)},
		func(s scanner) (e office.StoredEvent, err error) {
			var before time.Time
			e, err = readEvent(withMore{s, instant{&before}})
			e.PrevAt = before
			return e, err
		})
}

// withMore is a row with a column more than its reader knows.
type withMore struct {
	scanner
	more any
}

func (w withMore) Scan(into ...any) error { return w.scanner.Scan(append(into, w.more)...) }

// Records yields the whole ledger by Seq; yield may ask and write in between.
func (t *tx) Records(yield func(office.StoredEvent) error) error {
	return each(yield, func(after *office.StoredEvent) ([]office.StoredEvent, error) {
		var seq uint64
		if after != nil {
			seq = after.Record.Seq
		}
		return list(t, "Records", selectEvents+`WHERE seq > ? ORDER BY seq LIMIT 256`, []any{seq}, readEvent)
	})
}

// Keys are a case's wrapped keys by class.
func (t *tx) Keys(id hiring.CaseID) (map[hiring.Class][]byte, error) {
	return mapOf(list(t, "Keys", `SELECT class, wrapped FROM case_key WHERE case_id = ?`, []any{id}, readPair[hiring.Class, []byte]))
}

// PutKey adds a case's key. A key is never replaced by another (Stale, store.key_exists): what it sealed would be lost.
func (t *tx) PutKey(id hiring.CaseID, class hiring.Class, wrapped []byte) error {
	return t.putOne("PutKey", "store.key_exists", `INSERT INTO case_key (case_id, class, wrapped) VALUES (?1, ?2, ?3)
		ON CONFLICT DO UPDATE SET wrapped = wrapped WHERE wrapped = ?3`, id, class, wrapped)
}

// Intent is a command on its way, or with its verdict.
func (t *tx) Intent(id string) (office.Intent, bool, error) {
	i := office.Intent{ID: id}
	ok, err := t.one("Intent", `SELECT case_id, actor, device, name, claimed_at, sealed, settled_at, ok, code, first_seq, last_seq
		FROM intent WHERE id = ?`, []any{id}, &i.Case, &i.Actor, &i.Device, &i.Name, instant{&i.ClaimedAt}, &i.Body, instant{&i.SettledAt},
		&i.OK, &i.Code, &i.FirstSeq, &i.LastSeq)
	if !ok {
		return office.Intent{}, false, err
	}
	return i, true, nil
}

// PutIntent keeps a command, or its verdict. A verdict is final: an intent that has one is not written again (Stale,
// store.settled).
func (t *tx) PutIntent(i office.Intent) error {
	return t.putOne("PutIntent", "store.settled", `INSERT INTO intent
		(id, case_id, actor, device, name, claimed_at, sealed, settled_at, ok, code, first_seq, last_seq)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET case_id = excluded.case_id, actor = excluded.actor, device = excluded.device, name = excluded.name,
			claimed_at = excluded.claimed_at, sealed = excluded.sealed, settled_at = excluded.settled_at, ok = excluded.ok,
			code = excluded.code, first_seq = excluded.first_seq, last_seq = excluded.last_seq
		WHERE settled_at IS NULL`,
		i.ID, i.Case, i.Actor, i.Device, i.Name, micros(i.ClaimedAt), i.Body, micros(i.SettledAt), i.OK, i.Code, i.FirstSeq, i.LastSeq)
}
