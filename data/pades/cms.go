package pades

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/asn1"
	"math/big"
	"slices"

	"ruhang/core/fault"
)

// The names of things in a CMS signature (RFC 5652, 5035, 5754, 5758, 3161).
var (
	oidData        = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 1}
	oidSignedData  = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 7, 2}
	oidContentType = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 3}
	oidDigest      = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 4}
	oidSigningCert = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 47}
	oidToken       = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 2, 14}
	oidSHA256      = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 1}
	oidSHA384      = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 2}
	oidSHA512      = asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 2, 3}
	oidRSA         = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 1}
	oidRSASHA256   = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11}
	oidECDSASHA256 = asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2}
)

// The tags that are used below.
const (
	tagInteger  = 0x02
	tagOctets   = 0x04
	tagNull     = 0x05
	tagSequence = 0x30
	tagSet      = 0x31
	tagOuter0   = 0xa0 // [0], constructed
	tagOuter1   = 0xa1
)

// der is one value of DER from its parts.
func der(tag byte, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	out := []byte{tag}
	switch n := len(body); {
	case n < 0x80:
		out = append(out, byte(n))
	default:
		length := big.NewInt(int64(n)).Bytes()
		out = append(append(out, 0x80|byte(len(length))), length...)
	}
	return append(out, body...)
}

func oid(id asn1.ObjectIdentifier) []byte {
	out, _ := asn1.Marshal(id) // the names above are well formed
	return out
}

func integer(n *big.Int) []byte {
	out, _ := asn1.Marshal(n)
	return out
}

// setOf sorts what stands in a set, as DER wants it.
func setOf(tag byte, members ...[]byte) []byte {
	slices.SortFunc(members, bytes.Compare)
	return der(tag, members...)
}

// envelope is a signature of ours before it is encoded. What is encoded from it is the only form that is accepted back.
type envelope struct {
	chain     []*x509.Certificate
	attrs     []byte // the signed attributes, as a set
	signature []byte
	token     []byte // the timestamp, or nil
}

func (e envelope) encode() []byte {
	leaf := e.chain[0]
	sha := der(tagSequence, oid(oidSHA256))
	var certs [][]byte
	for _, c := range e.chain {
		certs = append(certs, c.Raw)
	}
	unsigned := []byte(nil)
	if e.token != nil {
		unsigned = der(tagOuter1, der(tagSequence, oid(oidToken), der(tagSet, e.token)))
	}
	info := der(tagSequence, integer(big.NewInt(1)), der(tagSequence, leaf.RawIssuer, integer(leaf.SerialNumber)), sha,
		append([]byte{tagOuter0}, e.attrs[1:]...), signatureAlgorithm(leaf.PublicKey), der(tagOctets, e.signature), unsigned)
	return der(tagSequence, oid(oidSignedData), der(tagOuter0, der(tagSequence, integer(big.NewInt(1)), der(tagSet, sha),
		der(tagSequence, oid(oidData)), setOf(tagOuter0, certs...), der(tagSet, info))))
}

func signatureAlgorithm(key crypto.PublicKey) []byte {
	if _, rsaKey := key.(*rsa.PublicKey); rsaKey {
		return der(tagSequence, oid(oidRSASHA256), der(tagNull))
	}
	return der(tagSequence, oid(oidECDSASHA256))
}

// attributes are what is signed: the digest, and the certificate itself, so that no other can be put in its place (ESS
// signing-certificate-v2). There is no signing time: PAdES has it in the file (EN 319 142-1, 5.3).
func attributes(digest [32]byte, leaf *x509.Certificate) []byte {
	print := sha256.Sum256(leaf.Raw)
	issuer := der(tagSequence, der(tagSequence, der(0xa4, leaf.RawIssuer)), integer(leaf.SerialNumber))
	attr := func(id asn1.ObjectIdentifier, value []byte) []byte {
		return der(tagSequence, oid(id), der(tagSet, value))
	}
	return setOf(tagSet,
		attr(oidContentType, oid(oidData)),
		attr(oidDigest, der(tagOctets, digest[:])),
		attr(oidSigningCert, der(tagSequence, der(tagSequence, der(tagSequence, der(tagOctets, print[:]), issuer)))))
}

// sign makes the signature over a digest.
func (s signer) sign(digest [32]byte) ([]byte, error) {
	e := envelope{chain: s.chain, attrs: attributes(digest, s.chain[0])}
	sum := sha256.Sum256(e.attrs)
	var err error
	if e.signature, err = s.key.Sign(rand.Reader, sum[:], crypto.SHA256); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "signature.failed", "pades.sign")
	}
	return e.encode(), nil
}

// withToken puts a timestamp into a signature.
func withToken(cms, token []byte) ([]byte, error) {
	e, err := parse(cms)
	if err != nil {
		return nil, err
	}
	e.token = token
	return e.encode(), nil
}

// parsedData is a SignedData as it is read.
type parsedData struct {
	Version    int
	Algorithms asn1.RawValue
	Content    parsedContent
	Certs      asn1.RawValue  `asn1:"optional,tag:0"`
	Revoked    asn1.RawValue  `asn1:"optional,tag:1"`
	Signers    []parsedSigner `asn1:"set"`
}

type parsedContent struct {
	Type  asn1.ObjectIdentifier
	Value asn1.RawValue `asn1:"optional,tag:0"`
}

type parsedSigner struct {
	Version   int
	ID        parsedID
	Digest    parsedAlgorithm
	Attrs     asn1.RawValue `asn1:"optional,tag:0"`
	Algorithm parsedAlgorithm
	Signature []byte
	Unsigned  asn1.RawValue `asn1:"optional,tag:1"`
}

type parsedID struct {
	Issuer asn1.RawValue
	Serial *big.Int
}

type parsedAlgorithm struct {
	ID         asn1.ObjectIdentifier
	Parameters asn1.RawValue `asn1:"optional"`
}

type parsedAttr struct {
	ID     asn1.ObjectIdentifier
	Values asn1.RawValue
}

// signedData takes the wrapping off; nothing may follow it.
func signedData(cms []byte) (parsedData, error) {
	var outer struct {
		Type    asn1.ObjectIdentifier
		Content asn1.RawValue `asn1:"tag:0"`
	}
	var data parsedData
	if rest, err := asn1.Unmarshal(cms, &outer); err != nil || len(rest) > 0 || !outer.Type.Equal(oidSignedData) {
		return data, refuse("signature.broken_cms")
	}
	if rest, err := asn1.Unmarshal(outer.Content.Bytes, &data); err != nil || len(rest) > 0 || len(data.Signers) != 1 {
		return data, refuse("signature.broken_cms")
	}
	return data, nil
}

// parse reads a signature of ours, and refuses every other form of the same content.
func parse(cms []byte) (envelope, error) {
	data, err := signedData(cms)
	if err != nil {
		return envelope{}, err
	}
	s := data.Signers[0]
	if !s.Digest.ID.Equal(oidSHA256) {
		return envelope{}, refuse("signature.weak_digest")
	}
	e := envelope{signature: s.Signature}
	if e.chain, err = ordered(data.Certs.Bytes, s.ID); err != nil {
		return envelope{}, err
	}
	if len(s.Attrs.FullBytes) < 2 {
		return envelope{}, refuse("signature.broken_cms")
	}
	e.attrs = append([]byte{tagSet}, s.Attrs.FullBytes[1:]...)
	if len(s.Unsigned.Bytes) > 0 {
		var attr parsedAttr
		if rest, err := asn1.Unmarshal(s.Unsigned.Bytes, &attr); err != nil || len(rest) > 0 || !attr.ID.Equal(oidToken) {
			return envelope{}, refuse("signature.broken_cms")
		}
		e.token = attr.Values.Bytes
	}
	if !bytes.Equal(e.encode(), cms) {
		return envelope{}, refuse("signature.broken_cms")
	}
	return e, nil
}

// maxCerts is how long a chain may be; banks' have three.
const maxCerts = 8

// ordered reads certificates, the signer's own first.
func ordered(raw []byte, id parsedID) ([]*x509.Certificate, error) {
	certs, err := x509.ParseCertificates(raw)
	if err != nil || len(certs) == 0 || len(certs) > maxCerts {
		return nil, refuse("signature.broken_cms")
	}
	own := slices.IndexFunc(certs, func(c *x509.Certificate) bool {
		return bytes.Equal(c.RawIssuer, id.Issuer.FullBytes) && id.Serial != nil && c.SerialNumber.Cmp(id.Serial) == 0
	})
	if own < 0 {
		return nil, refuse("signature.broken_cms")
	}
	certs[0], certs[own] = certs[own], certs[0]
	return certs, nil
}

// holds checks the signature over the digest of the file's bytes.
func (e envelope) holds(digest [32]byte) error {
	if !bytes.Equal(e.attrs, attributes(digest, e.chain[0])) {
		if !bytes.Contains(e.attrs, digest[:]) {
			return refuse("signature.changed")
		}
		return refuse("signature.other_certificate")
	}
	sum := sha256.Sum256(e.attrs)
	return verified(e.chain[0].PublicKey, crypto.SHA256, sum[:], e.signature)
}

// verified checks a bare signature.
func verified(key crypto.PublicKey, hash crypto.Hash, sum, signature []byte) error {
	ok := false
	switch k := key.(type) {
	case *rsa.PublicKey:
		ok = rsa.VerifyPKCS1v15(k, hash, sum, signature) == nil
	case *ecdsa.PublicKey:
		ok = ecdsa.VerifyASN1(k, sum, signature)
	}
	if !ok {
		return refuse("signature.forged")
	}
	return nil
}
