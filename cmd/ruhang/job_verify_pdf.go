package main

import (
	"context"
	"fmt"
	"os"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/data/pades"
	"ruhang/ui/model"
)

// verifyFile holds a PDF against its own signatures and the bank's ledger.
func (c *call) verifyFile(ctx context.Context, s *office.Session, path string) error {
	raw, err := readPDF(path)
	if err != nil {
		return err
	}
	proof, err := s.VerifyPDF(ctx, raw)
	if err != nil {
		return err
	}
	c.tellProof(proof)
	return nil
}

// verifyAlone holds a PDF against roots in a file, without a bank: what a candidate, an auditor or a court can do.
func (c *call) verifyAlone(path, root, stamps string) error {
	raw, err := readPDF(path)
	if err != nil {
		return err
	}
	trust := office.Trust{Now: c.now()}
	if trust.Roots, err = readCertificates(root); err != nil {
		return err
	}
	if stamps != "" {
		if trust.Stamps, err = readCertificates(stamps); err != nil {
			return err
		}
	}
	proof, err := office.VerifyAlone(pades.New(nil), raw, trust)
	if err != nil {
		return err
	}
	c.tellProof(proof)
	return nil
}

func readPDF(path string) ([]byte, error) {
	raw, err := os.ReadFile(path)
	return raw, fault.Wrap(err, fault.Invalid, "file.read", "cmd.verify")
}

// readCertificates reads the certificates of a PEM file; anything else in it is passed over.
func readCertificates(path string) ([][]byte, error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "file.read", "cmd.verify")
	}
	out := model.Certificates(raw)
	if len(out) == 0 {
		return nil, fault.New(fault.Invalid, "certificate.no_pem")
	}
	return out, nil
}

// tellProof prints what a PDF proves.
func (c *call) tellProof(p office.Proof) {
	if c.json {
		out := map[string]any{"ok": true, "kind": p.Kind, "signed": p.Signed, "sha256": p.SHA256, "offline": p.Offline, "signatures": signatureData(p)}
		if !p.Offline {
			out["case"], out["version"], out["state"], out["issued_at"], out["signed_at"] = p.Case, p.Version, p.State, p.IssuedAt, p.SignedAt
		}
		c.print(out)
		return
	}
	m := model.WordProof(func(key string, pairs ...string) string { return c.words.Say(c.lang, key, pairs...) }, p)
	fmt.Fprintln(c.out, m.Title)
	for _, who := range m.Who {
		fmt.Fprintln(c.out, "- "+who)
	}
	fmt.Fprintln(c.out, m.Proves)
	fmt.Fprintln(c.out, c.words.Say(c.lang, "proof.not"))
	for _, not := range m.Not {
		fmt.Fprintln(c.out, "- "+not)
	}
	fmt.Fprintln(c.out, "SHA-256 "+p.SHA256)
}

func signatureData(p office.Proof) []map[string]any {
	out := []map[string]any{}
	for _, s := range p.Signatures {
		d := map[string]any{"field": s.Field, "signer": s.Certificate.Subject, "issuer": s.Certificate.Issuer, "certificate": s.Certificate.SHA256, "root": s.Root.SHA256,
			"at": s.At, "reason": s.Reason, "one_file": s.Once, "bytes": s.Bytes, "sha256": s.SHA256, "time_certified": !s.CertifiedAt.IsZero() && !s.Unvouched}
		if !s.CertifiedAt.IsZero() {
			d["certified_at"], d["authority"] = s.CertifiedAt, s.Authority
		}
		out = append(out, d)
	}
	return out
}
