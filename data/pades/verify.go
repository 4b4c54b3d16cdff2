package pades

import (
	"bytes"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"reflect"
	"slices"
	"time"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// maxFile is the largest file that is looked at: an offer has a hundred kilobytes.
const maxFile = 20 << 20

// Verify checks a file's signatures. The rules, each of which some reader lacked when it was fooled:
//   - classic tables only, one end of file for each revision, nothing behind the last;
//   - every revision but the drawn one is one signature, whose byte range is the whole file up to its end but for the hole;
//   - the hole is exactly the signature's string, with nothing but zeros behind the signature in it;
//   - after the first signature a revision may fill one empty field and touch nothing else, whoever signed it;
//   - the signature is in the one form that this package writes, over SHA-256, and names its certificate;
//   - the certificate stood at the time, is made for signatures, and a trusted root vouches for it;
//   - one made for one file is under that file, and the bank's seal comes first;
//   - a timestamp is over this signature, by an authority that is trusted.
func (n *Notary) Verify(pdf []byte, trust office.Trust) (office.SignatureReport, error) {
	var out office.SignatureReport
	if len(pdf) > maxFile {
		return out, refuse("signature.too_large")
	}
	if !bytes.HasPrefix(pdf, []byte("%PDF-1.")) {
		return out, refuse("signature.no_pdf")
	}
	f, err := open(pdf)
	if err != nil {
		return out, err
	}
	if len(f.revs) < 2 {
		return out, refuse("signature.none")
	}
	for rev := 1; rev < len(f.revs); rev++ {
		facts, err := f.signature(rev, trust)
		if err != nil {
			return out, fault.Of(err).With("number", string(rune('0'+rev)))
		}
		out.Signatures = append(out.Signatures, facts)
	}
	return out, inOrder(out.Signatures)
}

// inOrder: the bank's seal certifies and comes first; a certificate for one file signs last, on what was sealed.
func inOrder(all []office.SignatureFacts) error {
	for i, s := range all {
		switch {
		case s.Certifies && i > 0, s.Certifies == s.Once, s.Once && i != len(all)-1:
			return refuse("signature.order", "field", s.Field)
		case i > 0 && s.At.Before(all[i-1].At):
			return refuse("signature.clock", "field", s.Field)
		}
	}
	return nil
}

// signature verifies the one signature that a revision adds.
func (f *file) signature(rev int, trust office.Trust) (office.SignatureFacts, error) {
	var facts office.SignatureFacts
	d, err := f.added(rev, &facts)
	if err != nil {
		return facts, err
	}
	hole, cms, err := f.hole(rev, d)
	if err != nil {
		return facts, err
	}
	e, err := parse(cms)
	if err != nil {
		return facts, err
	}
	if err := e.holds(around(f.b[:f.revs[rev].end], hole)); err != nil {
		return facts, err
	}
	facts.Bytes = f.revs[rev].end
	facts.SHA256, facts.Before = digestOf(f.b[:facts.Bytes]), digestOf(f.b[:f.revs[rev].from])
	return facts, f.vouched(rev, e, trust, &facts)
}

func digestOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// added finds the field that a revision fills, and its signature's dictionary.
func (f *file) added(rev int, facts *office.SignatureFacts) (dict, error) {
	now, err := f.fields(rev)
	if err != nil {
		return nil, err
	}
	var at ref
	count := 0
	for to, field := range now {
		v, signed := field["V"].(ref)
		if field["V"] != nil && !signed {
			return nil, refuse("signature.changed_form")
		}
		if _, fresh := f.revs[rev].objects[v.id]; signed && fresh {
			at, count = to, count+1
		}
	}
	if count != 1 {
		return nil, refuse("signature.unsigned_revision")
	}
	if err := f.untouched(rev, at); err != nil {
		return nil, err
	}
	label, ok := now[at]["T"].(text)
	if !ok {
		return nil, refuse("signature.changed_form")
	}
	facts.Field = string(label)
	d, _, err := f.dict(now[at]["V"], rev)
	if err != nil {
		return nil, err
	}
	return d, f.facts(rev, now[at]["V"], d, facts)
}

// untouched: before the first signature anything may be made; after it a revision fills its one field.
func (f *file) untouched(rev int, at ref) error {
	if rev == 1 {
		return nil
	}
	changed, added := f.changed(rev)
	if !slices.Equal(changed, []int{at.id}) {
		return refuse("signature.changed_after_signature")
	}
	before, was, err := f.dict(at, rev-1)
	if err != nil {
		return err
	}
	after, is, err := f.dict(at, rev)
	if err != nil {
		return err
	}
	look, _ := after["AP"].(dict)
	v, signed := after["V"].(ref)
	n, looks := look["N"].(ref)
	if before["V"] != nil || !signed || !looks || string(is) != string(was[:len(was)-len(">>")])+filled(v.id, n.id)+"\n>>" {
		return refuse("signature.changed_after_signature")
	}
	if len(added) > 4 { // the signature, its look, a picture and its mask
		return refuse("signature.changed_after_signature")
	}
	return nil
}

// facts reads what a signature's dictionary says, which must be what this package writes.
func (f *file) facts(rev int, to any, d dict, facts *office.SignatureFacts) error {
	if d["Type"] != name("Sig") || d["Filter"] != name("Adobe.PPKLite") || d["SubFilter"] != name("ETSI.CAdES.detached") {
		return refuse("signature.wrong_kind")
	}
	when, _ := d["M"].(text)
	at, err := time.Parse(dateForm, string(when))
	if err != nil {
		return refuse("signature.wrong_kind")
	}
	facts.At = at
	var known, reasoned bool
	facts.Name, known = said(d["Name"])
	facts.Reason, reasoned = said(d["Reason"])
	if !known || !reasoned {
		return refuse("signature.wrong_kind")
	}
	want := dict{"Type": nil, "Filter": nil, "SubFilter": nil, "Name": nil, "Reason": nil, "M": nil, "Reference": nil, "ByteRange": nil, "Contents": nil}
	for k := range d {
		if _, ok := want[k]; !ok {
			return refuse("signature.wrong_kind")
		}
	}
	facts.Certifies = d["Reference"] != nil
	return f.certified(rev, to, d)
}

// certified holds the permission in the catalog against the certifying signature: both say the same, or neither is there.
func (f *file) certified(rev int, to any, d dict) error {
	root, _, err := f.dict(f.revs[0].trailer["Root"], rev)
	if err != nil {
		return err
	}
	perms, _ := root["Perms"].(dict)
	if d["Reference"] == nil {
		if rev == 1 && perms != nil {
			return refuse("signature.permission")
		}
		return nil
	}
	want := array{dict{"Type": name("SigRef"), "TransformMethod": name("DocMDP"),
		"TransformParams": dict{"Type": name("TransformParams"), "P": 2, "V": name("1.2")}}}
	if !reflect.DeepEqual(d["Reference"], want) || !reflect.DeepEqual(perms, dict{"DocMDP": to}) {
		return refuse("signature.permission")
	}
	return nil
}

// hole is the place of the signature, and the signature in it.
func (f *file) hole(rev int, d dict) (span, []byte, error) {
	contents, ok := d["Contents"].(hexed)
	if !ok {
		return span{}, nil, refuse("signature.byte_range")
	}
	hole, end := span{contents.from, contents.to}, f.revs[rev].end
	want := array{0, hole.from, hole.to, end - hole.to}
	if !reflect.DeepEqual(d["ByteRange"], want) {
		return hole, nil, refuse("signature.byte_range")
	}
	if len(contents.raw) != holeSize || hole.from < f.revs[rev].from {
		return hole, nil, refuse("signature.byte_range")
	}
	n := derLength(contents.raw)
	if n == 0 {
		return hole, nil, refuse("signature.zeroed")
	}
	if len(bytes.Trim(contents.raw[n:], "\x00")) > 0 {
		return hole, nil, refuse("signature.padding")
	}
	return hole, contents.raw[:n], nil
}

// derLength is the length of the DER value at the start of bytes, zero when there is none.
func derLength(b []byte) int {
	if len(b) < 4 || b[0] != tagSequence || b[1] != 0x82 {
		return 0 // ours have between 256 and 65535 bytes
	}
	if n := 4 + int(b[2])<<8 + int(b[3]); n <= len(b) {
		return n
	}
	return 0
}

// vouched checks who signed, and when.
func (f *file) vouched(rev int, e envelope, trust office.Trust, facts *office.SignatureFacts) error {
	leaf := e.chain[0]
	facts.Certificate, facts.Once = describe(leaf), once(leaf)
	at := facts.At
	if e.token != nil {
		if err := stampOf(e, trust, facts); err != nil {
			return err
		}
		at = facts.CertifiedAt
	}
	if facts.At.After(trust.Now.Add(24 * time.Hour)) {
		return refuse("signature.future", "at", day(facts.At))
	}
	if err := sealable(leaf, at); err != nil {
		wrong := *fault.Of(err)
		wrong.Kind = fault.Corrupt
		return &wrong
	}
	root, err := vouch(e.chain, trust.Roots, at, x509.ExtKeyUsageAny)
	if err != nil {
		return err
	}
	facts.Root = describe(root)
	if facts.Once && leaf.Subject.SerialNumber != facts.Before {
		return refuse("signature.other_file")
	}
	return nil
}

// vouch finds the trusted root behind a chain, every certificate of which must have its place in it.
func vouch(chain []*x509.Certificate, roots [][]byte, at time.Time, usage x509.ExtKeyUsage) (*x509.Certificate, error) {
	opts := x509.VerifyOptions{Roots: x509.NewCertPool(), Intermediates: x509.NewCertPool(), CurrentTime: at, KeyUsages: []x509.ExtKeyUsage{usage}}
	for _, raw := range roots {
		c, err := x509.ParseCertificate(raw)
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, "signature.no_certificate", "pades.vouch")
		}
		opts.Roots.AddCert(c)
	}
	for _, c := range chain[1:] {
		opts.Intermediates.AddCert(c)
	}
	paths, err := chain[0].Verify(opts)
	if err != nil {
		return nil, refuse("signature.untrusted", "issuer", chain[0].Issuer.CommonName)
	}
	for _, path := range paths {
		if all(chain, path) {
			return path[len(path)-1], nil
		}
	}
	return nil, refuse("signature.other_certificate")
}

// all says whether every certificate that came along is on the path.
func all(chain, path []*x509.Certificate) bool {
	for _, c := range chain {
		if !slices.ContainsFunc(path, c.Equal) {
			return false
		}
	}
	return true
}
