package pades

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/hex"
	"fmt"
	"math/big"
	"time"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// How long the certificates made here stand. A seal is renewed before it ends. The key of a certificate for one signature is thrown away
// at once, so that its length costs nothing and readers that know no better than today's date keep verifying.
const (
	rootYears = 20
	sealYears = 5
	onceYears = 15
	leeway    = 5 * time.Minute // other machines' clocks
)

// The keys made here are P-256: every reader in use verifies them (Acrobat, poppler, OpenSSL), one is made in a fraction of a millisecond
// where an RSA key of the same strength takes a second while a candidate waits, and a signature has 70 bytes.
func newKey() (*ecdsa.PrivateKey, error) { return ecdsa.GenerateKey(elliptic.P256(), rand.Reader) }

// oncePolicy marks a certificate that was made for one signature under one file: a policy of our own, under a random UUID (X.667).
var oncePolicy = fixedOID("2.25.237105384961407263529884126018845206351")

func fixedOID(text string) x509.OID {
	id, err := x509.ParseOID(text)
	if err != nil {
		panic(err) // a constant
	}
	return id
}

// Root makes a bank's own authority: a key and a certificate that vouches for itself.
func (n *Notary) Root(bank string, now time.Time) (office.Identity, error) {
	key, err := newKey()
	if err != nil {
		return office.Identity{}, fault.Wrap(err, fault.Internal, "signature.failed", "pades.Root")
	}
	t := &x509.Certificate{Subject: pkix.Name{CommonName: cut(bank, 40) + " Ruhang Root", Organization: []string{cut(bank, 64)}},
		NotBefore: now.Add(-leeway), NotAfter: now.AddDate(rootYears, 0, 0), IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageCRLSign}
	return issue(t, t, key, key, nil)
}

// Seal makes the certificate that the bank seals with.
func (n *Notary) Seal(root office.Identity, bank string, now time.Time) (office.Identity, error) {
	return under(root, &x509.Certificate{Subject: pkix.Name{CommonName: cut(bank, 64), Organization: []string{cut(bank, 64)}},
		NotBefore: now.Add(-leeway), NotAfter: now.AddDate(sealYears, 0, 0)})
}

// Once makes a certificate for one signature under the file with this digest, which stands in it as the subject's serial number.
func (n *Notary) Once(root office.Identity, name, sha256 string, now time.Time) (office.Identity, error) {
	return under(root, &x509.Certificate{Subject: pkix.Name{CommonName: cut(name, 64), SerialNumber: sha256},
		NotBefore: now.Add(-leeway), NotAfter: now.AddDate(onceYears, 0, 0), Policies: []x509.OID{oncePolicy}})
}

// under issues a certificate for a new key, not longer than its root stands.
func under(root office.Identity, t *x509.Certificate) (office.Identity, error) {
	parent, key, err := issuer(root)
	if err != nil {
		return office.Identity{}, err
	}
	if t.NotBefore.Add(leeway).After(parent.NotAfter) {
		return office.Identity{}, fault.New(fault.Refused, "signature.root_expired", "until", day(parent.NotAfter))
	}
	if t.NotAfter.After(parent.NotAfter) {
		t.NotAfter = parent.NotAfter
	}
	if t.NotBefore.Before(parent.NotBefore) {
		t.NotBefore = parent.NotBefore
	}
	t.KeyUsage = x509.KeyUsageDigitalSignature | x509.KeyUsageContentCommitment
	fresh, err := newKey()
	if err != nil {
		return office.Identity{}, fault.Wrap(err, fault.Internal, "signature.failed", "pades.under")
	}
	return issue(t, parent, fresh, key, root.Chain)
}

func issuer(root office.Identity) (*x509.Certificate, crypto.Signer, error) {
	if len(root.Chain) != 1 {
		return nil, nil, fault.New(fault.Corrupt, "signature.no_root")
	}
	parent, err := x509.ParseCertificate(root.Chain[0])
	if err != nil {
		return nil, nil, fault.Wrap(err, fault.Corrupt, "signature.no_root", "pades.root")
	}
	key, err := privateKey(root.Key)
	return parent, key, err
}

// issue signs a certificate; chain is the issuer's.
func issue(t, parent *x509.Certificate, key *ecdsa.PrivateKey, by crypto.Signer, chain [][]byte) (office.Identity, error) {
	var err error
	if t.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127)); err != nil {
		return office.Identity{}, fault.Wrap(err, fault.Internal, "signature.failed", "pades.issue")
	}
	raw, err := x509.CreateCertificate(rand.Reader, t, parent, key.Public(), by)
	if err != nil {
		return office.Identity{}, fault.Wrap(err, fault.Internal, "signature.failed", "pades.issue")
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	return office.Identity{Chain: append([][]byte{raw}, chain...), Key: secret}, fault.Wrap(err, fault.Internal, "signature.failed", "pades.issue")
}

// cut keeps a name within what a certificate may hold (X.520, upper bounds in characters).
func cut(s string, most int) string {
	r := []rune(s)
	return string(r[:min(len(r), most)])
}

func privateKey(pkcs8 []byte) (crypto.Signer, error) {
	key, err := x509.ParsePKCS8PrivateKey(pkcs8)
	if err != nil {
		return nil, fault.Wrap(err, fault.Corrupt, "signature.no_key", "pades.privateKey")
	}
	s, ok := key.(crypto.Signer)
	if !ok {
		return nil, fault.New(fault.Corrupt, "signature.no_key")
	}
	return s, nil
}

// unwrap makes an identity ready to sign; roots are what its signatures must be held against.
func unwrap(id office.Identity) (signer, [][]byte, error) {
	var s signer
	for _, raw := range id.Chain {
		c, err := x509.ParseCertificate(raw)
		if err != nil {
			return s, nil, fault.Wrap(err, fault.Corrupt, "signature.no_certificate", "pades.unwrap")
		}
		s.chain = append(s.chain, c)
	}
	if len(s.chain) == 0 {
		return s, nil, fault.New(fault.Missing, "signature.no_certificate")
	}
	roots := id.Chain[len(id.Chain)-1:]
	if len(s.chain) > 1 {
		s.chain = s.chain[:len(s.chain)-1]
	}
	var err error
	s.key, err = privateKey(id.Key)
	return s, roots, err
}

// sealable refuses a certificate that nothing may be signed with: not at this time, not for signatures, or with a weak key.
func sealable(c *x509.Certificate, at time.Time) error {
	switch {
	case at.After(c.NotAfter):
		return fault.New(fault.Refused, "signature.expired", "until", day(c.NotAfter))
	case at.Before(c.NotBefore):
		return fault.New(fault.Refused, "signature.not_yet", "from", day(c.NotBefore))
	case weakKey(c.PublicKey):
		return fault.New(fault.Refused, "signature.weak_key", "key", keyName(c.PublicKey))
	case !maySeal(c):
		return fault.New(fault.Refused, "signature.wrong_usage")
	}
	return nil
}

// maySeal says whether a certificate is made for signatures on documents, by what it says of its own use.
func maySeal(c *x509.Certificate) bool {
	if c.IsCA && c.BasicConstraintsValid {
		return false
	}
	if c.KeyUsage != 0 && c.KeyUsage&(x509.KeyUsageDigitalSignature|x509.KeyUsageContentCommitment) == 0 {
		return false
	}
	if len(c.ExtKeyUsage) == 0 && len(c.UnknownExtKeyUsage) == 0 {
		return true
	}
	for _, u := range c.ExtKeyUsage {
		if u == x509.ExtKeyUsageAny || u == x509.ExtKeyUsageEmailProtection || u == x509.ExtKeyUsageClientAuth {
			return true
		}
	}
	for _, u := range c.UnknownExtKeyUsage {
		switch u.String() {
		case "1.3.6.1.5.5.7.3.36", "1.2.840.113583.1.1.5", "1.3.6.1.4.1.311.10.3.12": // signing documents: RFC 9336, Adobe, Microsoft
			return true
		}
	}
	return false
}

func weakKey(key crypto.PublicKey) bool {
	switch k := key.(type) {
	case *rsa.PublicKey:
		return k.N.BitLen() < 2048
	case *ecdsa.PublicKey:
		return k.Curve != elliptic.P256()
	}
	return true
}

func keyName(key crypto.PublicKey) string {
	switch k := key.(type) {
	case *rsa.PublicKey:
		return fmt.Sprintf("RSA %d", k.N.BitLen())
	case *ecdsa.PublicKey:
		return k.Curve.Params().Name
	}
	return "?"
}

// Certificate says what a certificate is.
func (n *Notary) Certificate(raw []byte) (office.Certificate, error) {
	c, err := x509.ParseCertificate(raw)
	if err != nil {
		return office.Certificate{}, fault.Wrap(err, fault.Invalid, "signature.no_certificate", "pades.Certificate")
	}
	return describe(c), nil
}

func describe(c *x509.Certificate) office.Certificate {
	sum := sha256.Sum256(c.Raw)
	return office.Certificate{Subject: c.Subject.CommonName, Issuer: c.Issuer.CommonName, Serial: c.SerialNumber.Text(16), From: c.NotBefore, Until: c.NotAfter,
		SHA256: hex.EncodeToString(sum[:]), Key: keyName(c.PublicKey), SelfMade: string(c.RawSubject) == string(c.RawIssuer)}
}

func once(c *x509.Certificate) bool {
	for _, p := range c.Policies {
		if p.Equal(oncePolicy) {
			return true
		}
	}
	return false
}

// day is a date in an error's words.
func day(t time.Time) string { return t.UTC().Format(time.DateOnly) }
