package pades

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/rsa"
	"crypto/x509"
	"errors"
	"strings"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// maxPKCS12 is the largest file that is read: a key and a chain have a few kilobytes.
const maxPKCS12 = 256 << 10

// Import reads the bank's own certificate. It is refused unless it may seal now, fits its key, and its chain holds up to its last
// certificate, which others are then asked to trust.
func (n *Notary) Import(p12 []byte, password string, now time.Time) (id office.Identity, err error) {
	defer func() { // the file is somebody's upload
		if r := recover(); r != nil {
			id, err = office.Identity{}, fault.New(fault.Invalid, "signature.pkcs12", "field", "file")
		}
	}()
	if len(p12) > maxPKCS12 {
		return id, fault.New(fault.Invalid, "signature.pkcs12", "field", "file")
	}
	key, leaf, chain, err := pkcs12.DecodeChain(p12, password)
	switch {
	case errors.Is(err, pkcs12.ErrIncorrectPassword):
		return id, fault.New(fault.Invalid, "signature.password", "field", "password")
	case err != nil:
		return id, unreadable(err)
	}
	signs, ok := key.(crypto.Signer)
	if !ok || !fits(signs, leaf) {
		return id, fault.New(fault.Refused, "signature.no_key", "field", "file")
	}
	if err := sealable(leaf, now); err != nil {
		return id, err
	}
	path, err := climb(leaf, chain, now)
	if err != nil {
		return id, err
	}
	if id.Key, err = x509.MarshalPKCS8PrivateKey(key); err != nil {
		return office.Identity{}, fault.Wrap(err, fault.Refused, "signature.no_key", "pades.Import")
	}
	for _, c := range path {
		id.Chain = append(id.Chain, c.Raw)
	}
	return id, nil
}

// unreadable tells a file without a key, which the library says in words only, from a file that is none.
func unreadable(err error) error {
	if strings.Contains(err.Error(), "private key missing") || strings.Contains(err.Error(), "expected exactly two safe bags") {
		return fault.New(fault.Refused, "signature.no_key", "field", "file")
	}
	return fault.Of(fault.Wrap(err, fault.Invalid, "signature.pkcs12", "pades.Import")).With("field", "file")
}

func fits(key crypto.Signer, c *x509.Certificate) bool {
	switch k := key.Public().(type) {
	case *rsa.PublicKey:
		return k.Equal(c.PublicKey)
	case *ecdsa.PublicKey:
		return k.Equal(c.PublicKey)
	}
	return false
}

// climb orders a chain from the certificate up and checks each step; what does not belong to it is refused.
func climb(leaf *x509.Certificate, others []*x509.Certificate, now time.Time) ([]*x509.Certificate, error) {
	path := []*x509.Certificate{leaf}
	for len(path) <= len(others) {
		at := path[len(path)-1]
		up := (*x509.Certificate)(nil)
		for _, c := range others {
			if !c.Equal(at) && at.CheckSignatureFrom(c) == nil {
				up = c
			}
		}
		if up == nil {
			break
		}
		path = append(path, up)
	}
	if len(path) != len(others)+1 {
		return nil, fault.New(fault.Refused, "signature.chain", "field", "file")
	}
	if len(path) == 1 { // alone: others are asked to trust this very certificate
		return path, nil
	}
	_, err := vouch(path[:len(path)-1], [][]byte{path[len(path)-1].Raw}, now, x509.ExtKeyUsageAny)
	if err != nil {
		return nil, fault.New(fault.Refused, "signature.chain", "field", "file")
	}
	return path, nil
}
