package model

import (
	"encoding/pem"

	"ruhang/core/office"
)

// Certificates reads the certificates of a PEM text, or a single one as DER; anything else in a PEM text is passed over.
func Certificates(raw []byte) [][]byte {
	var out [][]byte
	rest := raw
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			break
		}
		if block.Type == "CERTIFICATE" {
			out = append(out, block.Bytes)
		}
	}
	if out == nil && len(raw) > 2 && raw[0] == 0x30 && raw[1] == 0x82 {
		return [][]byte{raw}
	}
	return out
}

// PEM writes certificates as text.
func PEM(certs [][]byte) []byte {
	var out []byte
	for _, c := range certs {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c})...)
	}
	return out
}

// CertificateRows are what a certificate says of itself.
func (r Reader) CertificateRows(c office.Certificate) []Row {
	tone := Good
	switch left := c.Until.Sub(r.Now); {
	case left < 0:
		tone = Bad
	case left < office.ExpiryWarning:
		tone = Urgent
	}
	return []Row{
		{Label: r.Say("certificate.subject"), Value: c.Subject},
		{Label: r.Say("certificate.issuer"), Value: c.Issuer},
		{Label: r.Say("certificate.until"), Value: r.Moment(c.Until), Tone: tone},
		{Label: r.Say("certificate.key"), Value: c.Key},
		{Label: "SHA-256", Value: c.SHA256},
	}
}
