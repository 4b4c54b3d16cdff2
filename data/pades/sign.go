package pades

import (
	"bytes"
	"context"
	"crypto"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/office"
)

// holeSize is how many bytes the signature may have: certificates and a timestamp with its own fit many times over. It is the
// same for every signature, so that a hole of another size is no hole of ours.
const holeSize = 10 << 10

// rangeForm is a byte range of fixed width, so that it can be written when the file's length is known.
const rangeForm = "[0 %010d %010d %010d]"

// signer is an identity with its key at hand. The key is a crypto.Signer: one that stays in an HSM is used the same way.
type signer struct {
	chain []*x509.Certificate // the signer's own first, without the root that readers must have anyway
	key   crypto.Signer
}

// Sign adds a signature. What it hands out it has verified.
func (n *Notary) Sign(ctx context.Context, pdf []byte, by office.Identity, how office.Signing) (office.SignedPDF, error) {
	who, roots, err := unwrap(by)
	if err != nil {
		return office.SignedPDF{}, err
	}
	if err := sealable(who.chain[0], how.At); err != nil {
		return office.SignedPDF{}, err
	}
	f, err := open(pdf)
	if err != nil {
		return office.SignedPDF{}, err
	}
	out, hole, err := prepare(f, how)
	if err != nil {
		return office.SignedPDF{}, err
	}
	cms, err := who.sign(around(out, hole))
	if err != nil {
		return office.SignedPDF{}, err
	}
	signed := office.SignedPDF{PDF: out}
	if how.Authority.URL != "" {
		stamped, at, err := n.stamped(ctx, cms, how.Authority)
		if err == nil {
			cms, signed.CertifiedAt = stamped, at
		}
		signed.Uncertified = err
	}
	if err := fill(out, hole, cms); err != nil {
		return office.SignedPDF{}, err
	}
	return signed, n.proofread(out, len(f.revs), roots, how)
}

// proofread verifies what was just made, as far as its own signature goes: those before were verified by whoever asks for one more.
func (n *Notary) proofread(pdf []byte, rev int, roots [][]byte, how office.Signing) error {
	f, err := open(pdf)
	if err != nil {
		return err
	}
	_, err = f.signature(rev, office.Trust{Roots: roots, Stamps: how.Authority.Roots, Now: how.At})
	return err
}

// span is the hole for the signature, with its brackets.
type span struct{ from, to int }

// prepare writes the update with an empty hole and the byte range around it.
func prepare(f *file, how office.Signing) ([]byte, span, error) { return prepareOn(newUpdate(f), how) }

func prepareOn(u *update, how office.Signing) ([]byte, span, error) {
	field, err := u.field(how)
	if err != nil {
		return nil, span{}, err
	}
	look, err := u.look(how.Look)
	if err != nil {
		return nil, span{}, err
	}
	sig := u.fresh()
	if err := u.form(how, field, sig, look); err != nil {
		return nil, span{}, err
	}
	u.put(sig, "%s", signatureDict(how))
	out := u.finish()
	at := u.offsets[sig]
	hole := span{from: at + bytes.Index(out[at:], []byte("/Contents <")) + len("/Contents ")}
	hole.to = hole.from + 2*holeSize + 2
	empty := fmt.Sprintf(rangeForm, 0, 0, 0)
	place := at + bytes.Index(out[at:], []byte(empty))
	copy(out[place:], fmt.Sprintf(rangeForm, hole.from, hole.to, len(out)-hole.to))
	return out, hole, nil
}

func signatureDict(how office.Signing) string {
	certify := ""
	if how.Certify {
		certify = "/Reference [<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams /P 2 /V /1.2 >> >>]\n"
	}
	return fmt.Sprintf("<<\n/Type /Sig\n/Filter /Adobe.PPKLite\n/SubFilter /ETSI.CAdES.detached\n/Name %s\n/Reason %s\n/M (%s)\n%s/ByteRange %s\n/Contents <%s>\n>>",
		words(how.Name), words(how.Reason), date(how.At), certify, fmt.Sprintf(rangeForm, 0, 0, 0), strings.Repeat("0", 2*holeSize))
}

// slot is the field that is signed: laid down in an earlier revision, or with this one.
type slot struct {
	id  int
	old dict // nil when it is new
}

// field finds the field to sign, or reserves numbers for the fields to come.
func (u *update) field(how office.Signing) (slot, error) {
	known, err := u.f.fields(len(u.f.revs) - 1)
	if err != nil {
		return slot{}, err
	}
	for to, d := range known {
		if d["T"] == text(how.Field) {
			if d["V"] != nil {
				return slot{}, fault.New(fault.Refused, "signature.signed_already")
			}
			return slot{to.id, d}, nil
		}
	}
	if known != nil || len(how.Fields) == 0 {
		return slot{}, fault.New(fault.Refused, "signature.no_field")
	}
	first := u.next
	u.next += len(how.Fields)
	for i, field := range how.Fields {
		if field.Name == how.Field {
			return slot{id: first + i}, nil
		}
	}
	return slot{}, fault.New(fault.Refused, "signature.no_field")
}

// form writes the field with its signature; in a file without a form it lays down all fields.
func (u *update) form(how office.Signing, at slot, sig, look int) error {
	if at.old != nil {
		return u.extended(ref{at.id, 0}, filled(sig, look), "V", "AP")
	}
	first, refs := at.id, []string{}
	for i, f := range how.Fields {
		if f.Name == how.Field {
			first = at.id - i
		}
	}
	pages := map[int][]string{}
	for i, f := range how.Fields {
		to := ref{first + i, 0}.String()
		refs, pages[f.Page] = append(refs, to), append(pages[f.Page], to)
		more := ""
		if f.Name == how.Field {
			more = filled(sig, look)
		}
		page, err := u.f.page(f.Page)
		if err != nil {
			return err
		}
		u.put(first+i, "<<\n/Type /Annot\n/Subtype /Widget\n/FT /Sig\n/T (%s)\n/TU %s\n/F 132\n/Rect [%.2f %.2f %.2f %.2f]\n/P %s%s\n>>", f.Name,
			words(f.Label), f.X, f.Y, f.X+f.Width, f.Y+f.Height, page, more)
	}
	for n, annots := range pages {
		page, err := u.f.page(n)
		if err != nil {
			return err
		}
		if err := u.extended(page, "\n/Annots ["+strings.Join(annots, " ")+"]", "Annots"); err != nil {
			return err
		}
	}
	form := u.fresh()
	u.put(form, "<<\n/SigFlags 3\n/Fields [%s]\n>>", strings.Join(refs, " "))
	entries := fmt.Sprintf("\n/AcroForm %d 0 R", form)
	if how.Certify {
		entries += fmt.Sprintf("\n/Perms << /DocMDP %d 0 R >>", sig)
	}
	return u.extended(u.f.revs[0].trailer["Root"], entries, "AcroForm", "Perms")
}

// filled is what a signature adds to its field.
func filled(sig, look int) string { return fmt.Sprintf("\n/V %d 0 R\n/AP << /N %d 0 R >>", sig, look) }

// around is the digest of everything but the hole.
func around(b []byte, hole span) [32]byte {
	h := sha256.New()
	h.Write(b[:hole.from])
	h.Write(b[hole.to:])
	return [32]byte(h.Sum(nil))
}

// fill writes a signature into its hole.
func fill(b []byte, hole span, cms []byte) error {
	if len(cms) > holeSize {
		return fault.New(fault.Refused, "signature.too_big")
	}
	hex.Encode(b[hole.from+1:], cms)
	return nil
}
