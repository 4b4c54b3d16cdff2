package pades

import (
	"bytes"
	"context"
	"crypto"
	"crypto/rand"
	"crypto/sha256"
	_ "crypto/sha512" // digests of timestamps
	"crypto/x509"
	"encoding/asn1"
	"errors"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"slices"
	"time"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// errAnswer is beneath an answer that is none.
var errAnswer = errors.New("no timestamp in the answer")

// maxAnswer is the largest answer of an authority that is read; a token with its chain has six kilobytes.
const maxAnswer = 64 << 10

// oidInfo is what a timestamp's content is (RFC 3161, 2.4.2).
var oidInfo = asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 16, 1, 4}

// stampRequest asks for the time of a digest (RFC 3161, 2.4.1).
type stampRequest struct {
	Version int
	Imprint imprint
	Nonce   *big.Int
	CertReq bool
}

type imprint struct {
	Algorithm parsedAlgorithm
	Digest    []byte
}

// stampInfo is what an authority signs. What follows the nonce is not looked at.
type stampInfo struct {
	Version  int
	Policy   asn1.ObjectIdentifier
	Imprint  imprint
	Serial   *big.Int
	Time     time.Time     `asn1:"generalized"`
	Accuracy stampAccuracy `asn1:"optional"`
	Ordering bool          `asn1:"optional"`
	Nonce    *big.Int      `asn1:"optional"`
	Name     asn1.RawValue `asn1:"optional,tag:0"`
	Further  asn1.RawValue `asn1:"optional,tag:1"`
}

type stampAccuracy struct {
	Seconds int           `asn1:"optional"`
	Millis  asn1.RawValue `asn1:"optional,tag:0"`
	Micros  asn1.RawValue `asn1:"optional,tag:1"`
}

// Stamp asks an authority for the time of nothing in particular.
func (n *Notary) Stamp(ctx context.Context, authority office.Authority) (time.Time, error) {
	probe := make([]byte, 32)
	_, _ = rand.Read(probe) // crypto/rand.Read never fails: it ends the program instead
	_, t, err := n.ask(ctx, probe, authority)
	return t.at, err
}

// stamped puts a timestamp over a signature into it.
func (n *Notary) stamped(ctx context.Context, cms []byte, authority office.Authority) ([]byte, time.Time, error) {
	e, err := parse(cms)
	if err != nil {
		return nil, time.Time{}, err
	}
	raw, t, err := n.ask(ctx, e.signature, authority)
	if err != nil {
		return nil, time.Time{}, err
	}
	out, err := withToken(cms, raw)
	return out, t.at, err
}

// ask gets a timestamp over data and verifies it. The answer proves itself by its signature, so that http will do.
func (n *Notary) ask(ctx context.Context, data []byte, authority office.Authority) ([]byte, token, error) {
	at, err := url.Parse(authority.URL)
	if err != nil || at.Scheme != "https" && at.Scheme != "http" || at.Host == "" || at.User != nil {
		return nil, token{}, fault.New(fault.Invalid, "signature.stamp_url", "field", "url")
	}
	nonce, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 63))
	if err != nil {
		return nil, token{}, fault.Wrap(err, fault.Internal, "signature.failed", "pades.ask")
	}
	sum := sha256.Sum256(data)
	body, err := asn1.Marshal(stampRequest{Version: 1, Imprint: imprint{Algorithm: parsedAlgorithm{ID: oidSHA256}, Digest: sum[:]}, Nonce: nonce, CertReq: true})
	if err != nil {
		return nil, token{}, fault.Wrap(err, fault.Internal, "signature.failed", "pades.ask")
	}
	answer, err := n.post(ctx, authority.URL, body)
	if err != nil {
		return nil, token{}, err
	}
	raw, err := granted(answer)
	if err != nil {
		return nil, token{}, err
	}
	t, err := readToken(raw, data, authority.Roots)
	if err == nil && (t.nonce == nil || t.nonce.Cmp(nonce) != 0) {
		err = refuse("signature.stamp_replayed")
	}
	return raw, t, err
}

func (n *Notary) post(ctx context.Context, to string, body []byte) ([]byte, error) {
	silent := func(err error) error { return fault.Wrap(err, fault.Offline, "signature.stamp_silent", "pades.post") }
	if n.reach == nil {
		return nil, silent(errAnswer)
	}
	ctx, stop := context.WithTimeout(ctx, stampPatience)
	defer stop()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "signature.stamp_url", "pades.post")
	}
	request.Header.Set("Content-Type", "application/timestamp-query")
	response, err := n.reach(to)(request)
	if err != nil {
		return nil, silent(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if err != nil || response.StatusCode != http.StatusOK || len(raw) > maxAnswer {
		return nil, silent(errAnswer)
	}
	return raw, nil
}

// granted takes the token out of an answer (RFC 3161, 2.4.2).
func granted(answer []byte) ([]byte, error) {
	var a struct {
		Status struct {
			Status int
			Text   asn1.RawValue  `asn1:"optional"`
			Fail   asn1.BitString `asn1:"optional"`
		}
		Token asn1.RawValue `asn1:"optional"`
	}
	if rest, err := asn1.Unmarshal(answer, &a); err != nil || len(rest) > 0 || a.Status.Status > 1 || len(a.Token.FullBytes) == 0 {
		return nil, refuse("signature.stamp_refused")
	}
	return a.Token.FullBytes, nil
}

// token is a timestamp that holds.
type token struct {
	at        time.Time
	nonce     *big.Int
	authority string
	chain     []*x509.Certificate
}

// readToken verifies a timestamp over data by an authority that the roots vouch for; nil roots leave open whose it is.
func readToken(raw, data []byte, roots [][]byte) (token, error) {
	signed, err := signedData(raw)
	if err != nil || !signed.Content.Type.Equal(oidInfo) || signed.Version != 3 {
		return token{}, refuse("signature.stamp_broken")
	}
	var content []byte
	if rest, err := asn1.Unmarshal(signed.Content.Value.Bytes, &content); err != nil || len(rest) > 0 {
		return token{}, refuse("signature.stamp_broken")
	}
	var info stampInfo
	if rest, err := asn1.Unmarshal(content, &info); err != nil || len(rest) > 0 || info.Version != 1 {
		return token{}, refuse("signature.stamp_broken")
	}
	if sum := sha256.Sum256(data); !info.Imprint.Algorithm.ID.Equal(oidSHA256) || !bytes.Equal(info.Imprint.Digest, sum[:]) {
		return token{}, refuse("signature.stamp_other")
	}
	t := token{at: info.Time, nonce: info.Nonce}
	s := signed.Signers[0]
	if t.chain, err = ordered(signed.Certs.Bytes, s.ID); err != nil {
		return token{}, refuse("signature.stamp_broken")
	}
	if !canonical(raw, signed) {
		return token{}, refuse("signature.stamp_broken")
	}
	if err := stampHolds(s, content, t.chain[0]); err != nil {
		return token{}, err
	}
	t.authority = t.chain[0].Subject.CommonName
	return t, t.by(roots)
}

// canonical refuses a second form of the same timestamp, and room in it for what nobody signed.
func canonical(raw []byte, d parsedData) bool {
	s := d.Signers[0]
	if s.Version != 1 || len(s.Unsigned.FullBytes) > 0 || len(d.Revoked.FullBytes) > 0 || !bytes.Contains(d.Algorithms.Bytes, oid(s.Digest.ID)) {
		return false
	}
	info := der(tagSequence, integer(big.NewInt(1)), der(tagSequence, s.ID.Issuer.FullBytes, integer(s.ID.Serial)), algorithm(s.Digest), s.Attrs.FullBytes,
		algorithm(s.Algorithm), der(tagOctets, s.Signature))
	again := der(tagSequence, oid(oidSignedData), der(tagOuter0, der(tagSequence, integer(big.NewInt(3)), der(tagSet, algorithm(s.Digest)),
		der(tagSequence, oid(oidInfo), d.Content.Value.FullBytes), d.Certs.FullBytes, der(tagSet, info))))
	return bytes.Equal(raw, again) && plain(s.Digest) && plain(s.Algorithm)
}

func algorithm(a parsedAlgorithm) []byte { return der(tagSequence, oid(a.ID), a.Parameters.FullBytes) }

// plain: these algorithms have no parameters, or a NULL in their place.
func plain(a parsedAlgorithm) bool {
	return len(a.Parameters.FullBytes) == 0 || bytes.Equal(a.Parameters.FullBytes, der(tagNull))
}

// stampHolds checks an authority's signature over its content: by an approved digest, with the certificate named in what is signed.
func stampHolds(s parsedSigner, content []byte, leaf *x509.Certificate) error {
	hash, ok := stampHash(s.Digest.ID)
	if !ok || !stampAlgorithm(s.Algorithm.ID, hash) {
		return refuse("signature.stamp_weak")
	}
	var attrs []parsedAttr
	set := append([]byte{tagSet}, s.Attrs.FullBytes[min(1, len(s.Attrs.FullBytes)):]...)
	if rest, err := asn1.UnmarshalWithParams(set, &attrs, "set"); err != nil || len(rest) > 0 {
		return refuse("signature.stamp_broken")
	}
	sum := hash.New()
	sum.Write(content)
	print := sha256.Sum256(leaf.Raw)
	if !has(attrs, oidContentType, oid(oidInfo)) || !has(attrs, oidDigest, der(tagOctets, sum.Sum(nil))) {
		return refuse("signature.stamp_forged")
	}
	// An authority that names its certificate by SHA-1 only (RFC 2634) could be given another one.
	if !slices.ContainsFunc(attrs, func(a parsedAttr) bool { return a.ID.Equal(oidSigningCert) && bytes.Contains(a.Values.Bytes, print[:]) }) {
		return refuse("signature.stamp_weak")
	}
	sum = hash.New()
	sum.Write(set)
	if verified(leaf.PublicKey, hash, sum.Sum(nil), s.Signature) != nil {
		return refuse("signature.stamp_forged")
	}
	return nil
}

func has(attrs []parsedAttr, id asn1.ObjectIdentifier, value []byte) bool {
	found := 0
	for _, a := range attrs {
		if a.ID.Equal(id) {
			if !bytes.Equal(a.Values.Bytes, value) {
				return false
			}
			found++
		}
	}
	return found == 1
}

func stampHash(id asn1.ObjectIdentifier) (crypto.Hash, bool) {
	for hash, known := range map[crypto.Hash]asn1.ObjectIdentifier{crypto.SHA256: oidSHA256, crypto.SHA384: oidSHA384, crypto.SHA512: oidSHA512} {
		if known.Equal(id) {
			return hash, true
		}
	}
	return 0, false
}

// stampAlgorithm: RSA and ECDSA, with the digest's own name or none.
func stampAlgorithm(id asn1.ObjectIdentifier, hash crypto.Hash) bool {
	last := map[crypto.Hash]int{crypto.SHA256: 0, crypto.SHA384: 1, crypto.SHA512: 2}[hash]
	return id.Equal(oidRSA) || id.Equal(asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 1, 11 + last}) ||
		id.Equal(asn1.ObjectIdentifier{1, 2, 840, 10045, 4, 3, 2 + last})
}

// by checks whose timestamp it is.
func (t token) by(roots [][]byte) error {
	if roots == nil {
		return nil
	}
	leaf := t.chain[0]
	if len(leaf.ExtKeyUsage) != 1 || leaf.ExtKeyUsage[0] != x509.ExtKeyUsageTimeStamping {
		return refuse("signature.stamp_usage")
	}
	if _, err := vouch(t.chain, roots, t.at, x509.ExtKeyUsageTimeStamping); err != nil {
		return refuse("signature.stamp_untrusted", "issuer", leaf.Issuer.CommonName)
	}
	return nil
}

// stampOf verifies the timestamp of a signature, and notes its time.
func stampOf(e envelope, trust office.Trust, facts *office.SignatureFacts) error {
	t, err := readToken(e.token, e.signature, trust.Stamps)
	if err != nil {
		return err
	}
	facts.CertifiedAt, facts.Authority, facts.Unvouched = t.at, t.authority, trust.Stamps == nil
	return nil
}
