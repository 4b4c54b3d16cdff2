package pades

import (
	"bytes"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/office"
)

func flipped(b []byte, at int) []byte {
	out := bytes.Clone(b)
	out[at] ^= 1
	return out
}

// swapped puts one thing in the place of the last other.
func swapped(b []byte, old, new string) []byte {
	at := bytes.LastIndex(b, []byte(old))
	return append(append(bytes.Clone(b[:at]), new...), b[at+len(old):]...)
}

var contents = regexp.MustCompile(`/Contents <`)

func holeOf(b []byte) span { return holesOf(b)[len(holesOf(b))-1] }

func holesOf(b []byte) (out []span) {
	for _, m := range contents.FindAllIndex(b, -1) {
		out = append(out, span{m[1] - 1, m[1] + 2*holeSize + 1})
	}
	return out
}

func cmsIn(b []byte, hole span) []byte {
	raw, _ := hex.DecodeString(string(b[hole.from+1 : hole.to-1]))
	return raw[:derLength(raw)]
}

func cmsOf(b []byte) []byte { return cmsIn(b, holeOf(b)) }

// holed changes what is in the last hole.
func holed(b []byte, change func(cms []byte) []byte) []byte {
	out, hole := bytes.Clone(b), holeOf(b)
	copy(out[hole.from+1:], bytes.Repeat([]byte("0"), 2*holeSize))
	hex.Encode(out[hole.from+1:], change(cmsOf(b)))
	return out
}

func reworked(b []byte, change func(e *envelope)) []byte {
	return holed(b, func(cms []byte) []byte {
		e, err := parse(cms)
		if err != nil {
			panic(err)
		}
		change(&e)
		return e.encode()
	})
}

func exchanged(b []byte) []byte {
	out, holes := bytes.Clone(b), holesOf(b)
	copy(out[holes[0].from:holes[0].to], b[holes[1].from:holes[1].to])
	copy(out[holes[1].from:holes[1].to], b[holes[0].from:holes[0].to])
	return out
}

// ranged moves the end of the hole in the last byte range.
func ranged(b []byte, by int) []byte {
	hole := holeOf(b)
	return swapped(b, fmt.Sprintf("%010d %010d]", hole.to, len(b)-hole.to), fmt.Sprintf("%010d %010d]", hole.to+by, len(b)-hole.to-by))
}

// more is an incremental update by somebody without a key.
func more(h *house, b []byte, what func(u *update)) []byte {
	f, err := open(b)
	require.NoError(h.t, err)
	u := newUpdate(f)
	what(u)
	return u.finish()
}

func replaced(h *house, b []byte) []byte {
	return more(h, b, func(u *update) { replacePage(h, u) })
}

func replacePage(h *house, u *update) {
	to, err := u.f.page(1)
	require.NoError(h.t, err)
	page, raw, err := u.f.dict(to, len(u.f.revs)-1)
	require.NoError(h.t, err)
	content := u.stream("", []byte("BT /F1 20 Tf 100 700 Td (Twice the pay) Tj ET"))
	u.put(to.id, "%s", strings.Replace(string(raw), page["Contents"].(ref).String(), ref{content, 0}.String(), 1))
}

func appended(h *house, b []byte) []byte {
	return more(h, b, func(u *update) {
		root, _, err := u.f.dict(u.f.revs[0].trailer["Root"], 0)
		require.NoError(h.t, err)
		pages, raw, err := u.f.dict(root["Pages"], 0)
		require.NoError(h.t, err)
		fresh := u.fresh()
		u.put(fresh, "<< /Type /Page /Parent %s /MediaBox [0 0 595 842] >>", root["Pages"].(ref))
		count := fmt.Sprintf("/Count %d", pages["Count"])
		u.put(root["Pages"].(ref).id, "%s", strings.Replace(strings.Replace(string(raw), "]", fmt.Sprintf(" %d 0 R]", fresh), 1), count, count[:7]+"3", 1))
	})
}

func parsed(t testing.TB, der []byte) *x509.Certificate {
	c, err := x509.ParseCertificate(der)
	require.NoError(t, err)
	return c
}

// sameKey puts a certificate of another root in place, with the candidate's key and the same issuer and number.
func sameKey(h *house) []byte {
	b := h.signed()
	e, err := parse(cmsOf(b))
	require.NoError(h.t, err)
	old := e.chain[0]
	fake, key, err := issuer(newHouse(h.t).root)
	require.NoError(h.t, err)
	template := *old
	template.Subject.CommonName = "Somebody Else"
	raw, err := x509.CreateCertificate(nil, &template, fake, old.PublicKey, key)
	require.NoError(h.t, err)
	return reworked(b, func(e *envelope) { e.chain[0] = parsed(h.t, raw) })
}

// backdated is a certificate that already stood when the bank sealed.
func backdated(h *house, pdf []byte) office.Identity {
	id, err := h.n.Once(h.root, candidateName, digestOf(pdf), noon)
	require.NoError(h.t, err)
	return id
}

// resigned changes the signed part of a file's only update and signs again with the same key.
func resigned(h *house, b []byte, by office.Identity, change func([]byte) []byte) []byte {
	f, err := open(b)
	require.NoError(h.t, err)
	base := b[:f.revs[0].end]
	who, _, err := unwrap(by)
	require.NoError(h.t, err)
	part := change(b[f.revs[0].end:])
	grown := len(part) - (len(b) - f.revs[0].end)
	out := append(bytes.Clone(base), part...)
	out = swapped(out, fmt.Sprintf("startxref\n%d", f.revs[1].xref), fmt.Sprintf("startxref\n%d", f.revs[1].xref+grown))
	hole := holeOf(out)
	old := regexp.MustCompile(`/ByteRange \[[0-9 ]+\]`).FindAll(out, -1)
	out = swapped(out, string(old[len(old)-1]), "/ByteRange "+fmt.Sprintf(rangeForm, hole.from, hole.to, len(out)-hole.to))
	cms, err := who.sign(around(out, hole))
	require.NoError(h.t, err)
	return holed(out, func([]byte) []byte { return cms })
}

// sha1 lets OpenSSL sign the same bytes with the candidate's own key over SHA-1.
func sha1(h *house) []byte {
	sealed := h.sealed()
	id := h.once(sealed)
	b := h.forced(sealed, id, byCandidate(h.t), nil)
	dir, hole := h.t.TempDir(), holeOf(b)
	content := kept(h.t, dir, "content", append(bytes.Clone(b[:hole.from]), b[hole.to:]...))
	key := kept(h.t, dir, "key.der", id.Key)
	tool(h.t, "openssl", "pkey", "-inform", "DER", "-in", key, "-out", filepath.Join(dir, "key.pem"))
	out := filepath.Join(dir, "out.der")
	tool(h.t, "openssl", "cms", "-sign", "-binary", "-cades", "-md", "sha1", "-in", content, "-signer", kept(h.t, dir, "cert.pem", pemOf(id.Chain[0])), "-inkey",
		filepath.Join(dir, "key.pem"), "-outform", "DER", "-out", out)
	cms, err := os.ReadFile(out)
	require.NoError(h.t, err)
	return holed(b, func([]byte) []byte { return cms })
}
