package office

import (
	"context"
	"slices"
	"time"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// certificates are the bank's own, with their keys, sealed under the bank's key.
type certificates struct {
	Root      Identity  `json:"root"`      // of this bank, made by the machine: issues candidates' certificates, and the seal's unless it is the bank's own
	Seal      Identity  `json:"seal"`      // what papers are sealed with
	Own       bool      `json:"own"`       // the seal came from a PKCS#12 file
	Past      [][]byte  `json:"past"`      // DER: roots of seals used before, which old papers still need
	Authority Authority `json:"authority"` // of timestamps, if any
	Stamps    [][]byte  `json:"stamps"`    // DER: roots of authorities used before
}

const certificatesKey = secretSettings + "certificates"

// certificates reads the bank's certificates. A bank that has none yet, a new one or one from before there were any, gets its own now.
func (o *Office) certificates(ctx context.Context) (certificates, error) {
	var c certificates
	known := false
	err := o.ports.Store.Read(ctx, func(r Reader) (err error) {
		c, known, err = o.certificatesIn(r)
		return err
	})
	if err != nil || known {
		return c, err
	}
	return o.changeCertificates(ctx, hiring.System, Trace{Kind: TraceCertificates}, func(*certificates) error { return nil })
}

func (o *Office) certificatesIn(r Reader) (certificates, bool, error) {
	var c certificates
	sealed, known, err := r.Setting(certificatesKey)
	if err != nil || !known {
		return c, false, err
	}
	return c, true, o.openJSON("setting/"+certificatesKey, sealed, &c)
}

// changeCertificates makes what is missing, changes the rest, and writes it, in one transaction.
func (o *Office) changeCertificates(ctx context.Context, by hiring.AccountID, told Trace, change func(*certificates) error) (certificates, error) {
	var c certificates
	err := o.ports.Store.Update(ctx, func(tx Tx) (err error) {
		known := false
		if c, known, err = o.certificatesIn(tx); err != nil {
			return err
		}
		if !known {
			if c, err = o.found(); err != nil {
				return err
			}
		}
		if err := change(&c); err != nil {
			return err
		}
		sealed, err := o.sealJSON("setting/"+certificatesKey, c)
		if err != nil {
			return err
		}
		if err := tx.PutSetting(certificatesKey, sealed, o.now(), by); err != nil {
			return err
		}
		seal, err := o.described(c.Seal.Chain)
		if err != nil {
			return err
		}
		told.Facts = map[string]string{"print": seal.SHA256, "until": civil(seal.Until), "url": c.Authority.URL}
		return o.trace(tx, by, told)
	})
	return c, err
}

// found makes a bank's first certificates.
func (o *Office) found() (certificates, error) {
	bank := o.bankName()
	root, err := o.ports.Signer.Root(bank, o.now())
	if err != nil {
		return certificates{}, err
	}
	seal, err := o.ports.Signer.Seal(root, bank, o.now())
	return certificates{Root: root, Seal: seal}, err
}

// bankName is the name in certificates, in the language of the bank's seal.
func (o *Office) bankName() string { return o.Catalog().Bank.Name.In("zh") }

// trust is what this bank's papers are held against: its root, its seal's, and those before.
func (o *Office) trust(c certificates) Trust {
	t := Trust{Now: o.now(), Stamps: [][]byte{}}
	t.Roots = append(t.Roots, c.Root.Chain...)
	if n := len(c.Seal.Chain); c.Own && n > 0 {
		t.Roots = append(t.Roots, c.Seal.Chain[n-1])
	}
	t.Roots = append(t.Roots, c.Past...)
	t.Stamps = append(append(t.Stamps, c.Authority.Roots...), c.Stamps...)
	return t
}

// ExpiryWarning is how long before its end a certificate is warned of.
const ExpiryWarning = 60 * 24 * time.Hour

// CertificateBook is what the bank's people see of its certificates.
type CertificateBook struct {
	Root, Seal Certificate
	Chain      []Certificate // above the bank's own seal, up to what others must trust
	Own        bool
	Authority  string        // the address of the timestamp authority, if there is one
	Stamps     []Certificate // its certificates
	Roots      [][]byte      // DER: what others need to verify
	StampRoots [][]byte
	Wrong      error // why the seal cannot be used now; nil when it can
	Soon       error // that it ends within ExpiryWarning
}

// Certificates describes the bank's certificates; the keys stay where they are.
func (s *Session) Certificates(ctx context.Context) (CertificateBook, error) {
	if err := s.mayOffice("verify"); err != nil {
		return CertificateBook{}, err
	}
	return s.office.book(ctx)
}

func (o *Office) book(ctx context.Context) (CertificateBook, error) {
	c, err := o.certificates(ctx)
	if err != nil {
		return CertificateBook{}, err
	}
	trust := o.trust(c)
	b := CertificateBook{Own: c.Own, Authority: c.Authority.URL, Roots: distinct(trust.Roots), StampRoots: distinct(trust.Stamps)}
	if b.Root, err = o.described(c.Root.Chain); err != nil {
		return b, err
	}
	if b.Seal, err = o.described(c.Seal.Chain); err != nil {
		return b, err
	}
	for _, raw := range c.Seal.Chain[1:] {
		above, err := o.ports.Signer.Certificate(raw)
		if err != nil {
			return b, err
		}
		b.Chain = append(b.Chain, above)
	}
	for _, raw := range c.Authority.Roots {
		stamp, err := o.ports.Signer.Certificate(raw)
		if err != nil {
			return b, err
		}
		b.Stamps = append(b.Stamps, stamp)
	}
	b.Wrong, b.Soon = standing(b.Seal, o.now())
	return b, nil
}

func distinct(all [][]byte) (out [][]byte) {
	for _, raw := range all {
		if !slices.ContainsFunc(out, func(known []byte) bool { return string(known) == string(raw) }) {
			out = append(out, raw)
		}
	}
	return out
}

func (o *Office) described(chain [][]byte) (Certificate, error) {
	if len(chain) == 0 {
		return Certificate{}, fault.New(fault.Missing, "signature.no_certificate")
	}
	return o.ports.Signer.Certificate(chain[0])
}

// standing says whether a seal may be used, and whether it ends soon.
func standing(seal Certificate, now time.Time) (wrong, soon error) {
	switch left := seal.Until.Sub(now); {
	case left < 0:
		return fault.New(fault.Refused, "signature.expired", "until", civil(seal.Until)), nil
	case now.Before(seal.From):
		return fault.New(fault.Refused, "signature.not_yet", "from", civil(seal.From)), nil
	case left < ExpiryWarning:
		return nil, fault.New(fault.Refused, "certificate.soon", "until", civil(seal.Until), "days", num(uint64(left/(24*time.Hour))))
	}
	return nil, nil
}

func civil(t time.Time) string { return string(hiring.DateOf(t)) }

// SealNotice is what administrators are told at sign-in: that the seal ends soon, or cannot be used; nil when all is well or it is
// not theirs to mend.
func (s *Session) SealNotice(ctx context.Context) (error, error) {
	if s.mayOffice("settings") != nil {
		return nil, nil
	}
	b, err := s.office.book(ctx)
	if err != nil {
		return nil, err
	}
	if b.Wrong != nil {
		return b.Wrong, nil
	}
	return b.Soon, nil
}

// RenewSeal makes a new seal under the bank's own root, in place of the one before, whether that was made here or not.
func (s *Session) RenewSeal(ctx context.Context) error {
	return s.changeSeal(ctx, TraceSeal, func(c *certificates) error {
		seal, err := s.office.ports.Signer.Seal(c.Root, s.office.bankName(), s.office.now())
		if err == nil {
			c.replace(seal, false)
		}
		return err
	})
}

// ImportSeal puts the bank's own certificate from a PKCS#12 file in place of the seal. What may not seal is refused.
func (s *Session) ImportSeal(ctx context.Context, p12 []byte, password string) error {
	if err := s.mayOffice("settings"); err != nil {
		return err
	}
	seal, err := s.office.ports.Signer.Import(p12, password, s.office.now())
	if err != nil {
		return err
	}
	return s.changeSeal(ctx, TraceSeal, func(c *certificates) error {
		c.replace(seal, true)
		return nil
	})
}

// replace keeps the root of the seal before: papers sealed with it stay good.
func (c *certificates) replace(seal Identity, own bool) {
	if n := len(c.Seal.Chain); n > 0 {
		c.Past = distinct(append(c.Past, c.Seal.Chain[n-1]))
	}
	c.Seal, c.Own = seal, own
}

// SetAuthority chooses the timestamp authority; it is asked once, so that one that does not answer or is not the one its certificate says
// is not chosen. No address: times are not certified from now on.
func (s *Session) SetAuthority(ctx context.Context, a Authority) error {
	if err := s.mayOffice("settings"); err != nil {
		return err
	}
	if a.URL != "" {
		if len(a.Roots) == 0 {
			return fault.New(fault.Invalid, "field.empty", "field", "certificate")
		}
		if _, err := s.office.ports.Signer.Stamp(ctx, a); err != nil {
			return err
		}
	}
	return s.changeSeal(ctx, TraceAuthority, func(c *certificates) error {
		c.Stamps = distinct(append(c.Stamps, c.Authority.Roots...))
		c.Authority = a
		return nil
	})
}

func (s *Session) changeSeal(ctx context.Context, kind string, change func(*certificates) error) error {
	if err := s.mayOffice("settings"); err != nil {
		return err
	}
	if err := s.proven("settings"); err != nil {
		return err
	}
	_, err := s.office.changeCertificates(ctx, s.Account.ID, Trace{Kind: kind}, change)
	if err == nil {
		s.office.feed.publish(Change{})
	}
	return err
}
