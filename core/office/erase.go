package office

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"ruhang/core/catalog"
	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// ErasureCertificate says what an erasure did (删除证明). It holds pseudonyms and counts, and nothing of the person: it is what the
// bank keeps when everything else is gone.
type ErasureCertificate struct {
	Format       string           `json:"format"` // "ruhang.erasure.1"
	Case         hiring.CaseID    `json:"case"`
	At           time.Time        `json:"erased_at"`
	Ground       string           `json:"ground"` // request, retention, restored
	Reason       string           `json:"reason,omitempty"`
	ReasonText   catalog.Text     `json:"reason_text,omitempty"`
	Legal        catalog.Text     `json:"legal,omitempty"`
	RequestedBy  hiring.AccountID `json:"requested_by,omitempty"`
	RequestedAt  time.Time        `json:"requested_at,omitzero"`
	ErasedBy     hiring.AccountID `json:"erased_by"`
	PersonErased bool             `json:"person_erased"` // false while another case of the person stands
	OtherCases   int              `json:"other_cases"`
	Records      uint64           `json:"records_kept"` // structure without bodies; the chain still verifies
	Dropped      Dropped          `json:"dropped"`
	Files        int              `json:"files"`
	FileBytes    int64            `json:"file_bytes"`
	BackupsUntil hiring.Date      `json:"backups_until"` // until then a sealed backup may still hold it; a restore erases it again
	Before       LedgerHead       `json:"ledger_before"`
	After        LedgerHead       `json:"ledger_after"`
	FinishedAt   time.Time        `json:"finished_at,omitzero"` // files, sign-ins and the log too
}

// LedgerHead is where the chain stood.
type LedgerHead struct {
	Seq  uint64 `json:"seq"`
	Hash string `json:"hash"`
}

// certificateFormat names the certificate's shape, for programs that read it.
const certificateFormat = "ruhang.erasure.1"

// todo is what an erasure still owes outside of the store.
type todo struct {
	Person   hiring.PersonID    `json:"person,omitempty"`
	Accounts []hiring.AccountID `json:"accounts,omitempty"`
}

func ledgerHead(r Reader) (LedgerHead, error) {
	seq, hash, _, err := r.Head()
	return LedgerHead{Seq: seq, Hash: hex.EncodeToString(hash[:])}, err
}

// eraseIn settles an erasure: its record, and in the same transaction everything of the case that was sealed or could be
// found. What is outside of the store is done by FinishErasures, which is told by the row's Todo and may be repeated.
func (o *Office) eraseIn(tx Tx, keys keyring, i *Intent, before, after *hiring.Case, events []hiring.Event) error {
	others, err := o.otherCases(tx, before)
	if err != nil {
		return err
	}
	e := Erasure{Case: before.ID}
	if len(others) == 0 {
		e.Person = before.Person
	}
	accounts, err := o.accountsIn(tx)
	if err != nil {
		return err
	}
	for id, a := range accounts {
		if a.Case == before.ID {
			e.Accounts = append(e.Accounts, id)
		}
	}
	slices.Sort(e.Accounts)
	cert := ErasureCertificate{OtherCases: len(others), PersonErased: e.Person != ""}
	if cert.Before, err = ledgerHead(tx); err != nil {
		return err
	}
	if i.FirstSeq, i.LastSeq, err = o.append(tx, keys, before.ID, before.Version, origin{i.ID, i.Device}, events); err != nil {
		return err
	}
	if err := tx.PutIntent(*i); err != nil {
		return err
	}
	last := events[len(events)-1]
	return o.dropCase(tx, e, after.Version, last.Stamp, last.Body.(hiring.CaseErased), cert)
}

// dropCase drops a case whose last record is written, and keeps the certificate.
func (o *Office) dropCase(tx Tx, e Erasure, records uint64, at hiring.Stamp, said hiring.CaseErased, cert ErasureCertificate) (err error) {
	if e.Case == "" || e.Case == BankTrail {
		return fault.New(fault.Internal, "internal")
	}
	cat := o.Catalog()
	cert.Format, cert.Case, cert.At, cert.ErasedBy, cert.Records = certificateFormat, e.Case, at.At, at.By, records
	cert.Ground, cert.Reason, cert.RequestedBy, cert.RequestedAt = said.Ground, said.Reason, said.Requested.By, said.Requested.At
	if cert.BackupsUntil, err = o.backupsUntil(hiring.DateOf(at.At)); err != nil {
		return err
	}
	if r := cat.Reasons[said.Reason]; r != nil {
		cert.ReasonText, cert.Legal = r.Text, r.Legal
	} else if k := cat.Privacy.RetentionOf(said.Reason); k != nil {
		cert.ReasonText, cert.Legal = k.Name, k.Source
	}
	files, err := tx.FilesOf(e.Case)
	if err != nil {
		return err
	}
	for _, size := range files {
		cert.Files, cert.FileBytes = cert.Files+1, cert.FileBytes+size
	}
	if cert.Dropped, err = tx.Erase(e); err != nil {
		return err
	}
	if cert.After, err = ledgerHead(tx); err != nil {
		return err
	}
	return putErasure(tx, cert, &todo{Person: e.Person, Accounts: e.Accounts})
}

// backupsUntil is the last day on which a backup from before a day may still be there: what this machine's plan keeps, and what
// the catalog allows for those made by hand.
func (o *Office) backupsUntil(day hiring.Date) (hiring.Date, error) {
	days := o.Catalog().Privacy.BackupDays
	if o.ports.Archive != nil {
		state, err := o.ports.Archive.State()
		if err != nil {
			return "", err
		}
		days = max(days, state.Plan.Daily, 7*state.Plan.Weekly, 31*state.Plan.Monthly)
	}
	return day.AddDays(days), nil
}

func putErasure(tx Tx, cert ErasureCertificate, left *todo) error {
	row := ErasureRow{Case: cert.Case, At: cert.At}
	var err error
	if row.Certificate, err = json.Marshal(cert); err != nil {
		return err
	}
	if left != nil {
		if row.Todo, err = json.Marshal(left); err != nil {
			return err
		}
	}
	return tx.PutErasure(row)
}

// otherCases are the person's cases that stand beside this one.
func (o *Office) otherCases(r Reader, c *hiring.Case) ([]hiring.CaseID, error) {
	if c.Person == "" {
		return nil, nil
	}
	ids, err := o.lookup(r, lookCase, string(c.Person))
	if err != nil {
		return nil, err
	}
	var out []hiring.CaseID
	for _, id := range ids {
		_, stands, err := r.Case(hiring.CaseID(id))
		if err != nil {
			return nil, err
		}
		if stands && id != string(c.ID) {
			out = append(out, hiring.CaseID(id))
		}
	}
	return out, nil
}

// FinishErasures does what erasures still owe outside of the store: the list of erasures that a restore reads, files, sign-ins,
// the log, and what is in memory. Everything may be done twice; what cannot be done now is left for the next time. The office
// calls it after an erasure and with every Tick.
func (o *Office) FinishErasures(ctx context.Context) error {
	var open []ErasureRow
	if err := o.ports.Store.Read(ctx, func(r Reader) (err error) {
		open, err = r.Erasures(true)
		return err
	}); err != nil || len(open) == 0 {
		return err
	}
	var failed error
	for _, row := range open {
		failed = errors.Join(failed, o.finishErasure(ctx, row))
	}
	return failed
}

func (o *Office) finishErasure(ctx context.Context, row ErasureRow) error {
	var left todo
	var cert ErasureCertificate
	if err := errors.Join(json.Unmarshal(row.Todo, &left), json.Unmarshal(row.Certificate, &cert)); err != nil {
		return fault.Wrap(err, fault.Corrupt, "store.corrupt", "office.finishErasure")
	}
	ids := []string{string(row.Case), string(left.Person)}
	for _, a := range left.Accounts {
		ids = append(ids, string(a))
	}
	if o.ports.Erased != nil {
		if err := o.ports.Erased(slices.DeleteFunc(ids, func(id string) bool { return id == "" })); err != nil {
			return err
		}
	}
	o.dropFromMemory(row.Case, left.Person)
	for _, a := range left.Accounts {
		if err := o.ports.Vault.RemoveAccount(string(a)); err != nil && !fault.Is(err, fault.Missing) {
			return err
		}
	}
	var files map[string]int64
	if err := o.ports.Store.Read(ctx, func(r Reader) (err error) {
		files, err = r.FilesOf(row.Case)
		return err
	}); err != nil {
		return err
	}
	for id := range files {
		if err := o.ports.Vault.Delete(id); err != nil {
			return err
		}
	}
	if err := o.ports.Store.Truncate(ctx); err != nil {
		return err
	}
	cert.FinishedAt = o.now()
	return o.ports.Store.Update(ctx, func(tx Tx) error {
		for id := range files {
			if err := tx.DropFile(id); err != nil {
				return err
			}
		}
		return putErasure(tx, cert, nil)
	})
}

func (o *Office) dropFromMemory(id hiring.CaseID, person hiring.PersonID) {
	o.ports.Vault.Forget(string(id))
	o.forget(id)
	o.people.drop(person)
	o.accounts.Store(nil)
	o.finder.drop(id)
}

// ErasureCertificates are the certificates of all erasures, newest first.
func (s *Staff) ErasureCertificates(ctx context.Context) ([]ErasureCertificate, error) {
	if err := s.mayOffice("retention"); err != nil {
		return nil, err
	}
	var out []ErasureCertificate
	err := s.office.ports.Store.Read(ctx, func(r Reader) error {
		rows, err := r.Erasures(false)
		for _, row := range rows {
			var c ErasureCertificate
			if err := json.Unmarshal(row.Certificate, &c); err != nil {
				return fault.Wrap(err, fault.Corrupt, "store.corrupt", "office.ErasureCertificates")
			}
			out = append(out, c)
		}
		return err
	})
	return out, err
}

// ErasureCertificate is one of them, as JSON and as a PDF in the reader's language.
func (s *Staff) ErasureCertificate(ctx context.Context, id hiring.CaseID) (raw, pdf []byte, err error) {
	all, err := s.ErasureCertificates(ctx)
	if err != nil {
		return nil, nil, err
	}
	i := slices.IndexFunc(all, func(c ErasureCertificate) bool { return c.Case == id })
	if i < 0 {
		return nil, nil, fault.New(fault.Missing, "erase.no_certificate")
	}
	if raw, err = json.MarshalIndent(all[i], "", "  "); err != nil {
		return nil, nil, err
	}
	pdf, err = s.office.ports.Paper.Draw(s.office.certificatePaper(all[i], s.Lang))
	return raw, pdf, err
}
