package pades

import (
	"bytes"
	"context"
	"encoding/pem"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/jung-kurt/gofpdf"
	"github.com/stretchr/testify/require"

	"ruhang/core/office"
	"ruhang/data/outward"
	"ruhang/resources"
)

// noon is the tests' now: other programs judge certificates by the machine's own clock.
var noon = time.Now().UTC().Truncate(time.Second).AddDate(0, 0, -2)

const (
	bankName      = "江南银行"
	candidateName = "欧阳晓雯"
	reason        = "录用通知书（要约）的承诺"
)

// house is a bank with its certificates, for tests.
type house struct {
	t          testing.TB
	n          *Notary
	root, seal office.Identity
}

func newHouse(t testing.TB) *house {
	n := New(gate())
	root, err := n.Root(bankName, noon)
	require.NoError(t, err)
	seal, err := n.Seal(root, bankName, noon)
	require.NoError(t, err)
	return &house{t: t, n: n, root: root, seal: seal}
}

func (h *house) trust() office.Trust {
	return office.Trust{Roots: [][]byte{h.root.Chain[0]}, Stamps: [][]byte{}, Now: noon.AddDate(0, 0, 2)}
}

// drawn is a paper of two pages as the drawing library makes it, with Chinese words.
func drawn(t testing.TB) []byte {
	pdf := gofpdf.New("P", "mm", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(noon)
	pdf.SetModificationDate(noon)
	pdf.AddUTF8FontFromBytes("paper", "", resources.Regular)
	pdf.SetFont("paper", "", 12)
	for _, line := range []string{"录用通知书", "签署页"} {
		pdf.AddPage()
		pdf.Text(20, 30, line)
	}
	var out bytes.Buffer
	require.NoError(t, pdf.Output(&out))
	return out.Bytes()
}

// stroke is a drawn signature with transparency.
func stroke(t testing.TB) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, 120, 40))
	for x := range 120 {
		img.Set(x, 20+x%17-8, color.NRGBA{R: 20, G: 30, B: 80, A: 255})
	}
	var out bytes.Buffer
	require.NoError(t, png.Encode(&out, img))
	return out.Bytes()
}

func places() []office.Field {
	return []office.Field{{Name: office.FieldBank, Label: "银行签章", Page: 2, X: 60, Y: 500, Width: 200, Height: 80},
		{Name: office.FieldCandidate, Label: "候选人签名", Page: 2, X: 320, Y: 500, Width: 200, Height: 80}}
}

// bySeal is how the bank seals; byCandidate how the candidate signs a day later.
func bySeal(t testing.TB) office.Signing {
	return office.Signing{Field: office.FieldBank, Fields: places(), Certify: true, Name: bankName, Reason: "录用要约", At: noon,
		Look: office.Look{Width: 200, Height: 80, Drawing: []byte("0.78 0.25 0.18 RG 2 w 4 4 192 72 re S")}}
}

func byCandidate(t testing.TB) office.Signing {
	return office.Signing{Field: office.FieldCandidate, Name: candidateName, Reason: reason, At: noon.AddDate(0, 0, 1),
		Look: office.Look{Width: 200, Height: 80, Drawing: []byte("q 180 0 0 60 10 10 cm /Im0 Do Q"), Picture: stroke(t)}}
}

func (h *house) sealed() []byte {
	out, err := h.n.Sign(context.Background(), drawn(h.t), h.seal, bySeal(h.t))
	require.NoError(h.t, err)
	return out.PDF
}

// once is a certificate for one signature under a file.
func (h *house) once(pdf []byte) office.Identity {
	id, err := h.n.Once(h.root, candidateName, digestOf(pdf), noon.AddDate(0, 0, 1))
	require.NoError(h.t, err)
	return id
}

func (h *house) signed() []byte {
	sealed := h.sealed()
	out, err := h.n.Sign(context.Background(), sealed, h.once(sealed), byCandidate(h.t))
	require.NoError(h.t, err)
	return out.PDF
}

// forced is what nobody is stopped from but by the verifier: a signature without the notary's own checks.
func (h *house) forced(pdf []byte, by office.Identity, how office.Signing, meddle func(u *update)) []byte {
	who, _, err := unwrap(by)
	require.NoError(h.t, err)
	f, err := open(pdf)
	require.NoError(h.t, err)
	u := newUpdate(f)
	if meddle != nil {
		meddle(u)
	}
	out, hole, err := prepareOn(u, how)
	require.NoError(h.t, err)
	cms, err := who.sign(around(out, hole))
	require.NoError(h.t, err)
	require.NoError(h.t, fill(out, hole, cms))
	return out
}

// tool runs an independent program.
func tool(t testing.TB, name string, args ...string) string {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("%s is not here; make test installs it", name)
	}
	out, err := exec.Command(name, args...).CombinedOutput()
	require.NoError(t, err, string(out))
	return string(out)
}

func kept(t testing.TB, dir, file string, raw []byte) string {
	path := filepath.Join(dir, file)
	require.NoError(t, os.WriteFile(path, raw, 0o600))
	return path
}

func pemOf(certs ...[]byte) []byte {
	var out []byte
	for _, c := range certs {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c})...)
	}
	return out
}

// pdfsig is poppler's verdict, with the bank's root in a store of trusted certificates.
func (h *house) pdfsig(pdf []byte) string {
	dir := h.t.TempDir()
	path, root := kept(h.t, dir, "x.pdf", pdf), kept(h.t, dir, "root.pem", pemOf(h.root.Chain[0]))
	tool(h.t, "certutil", "-N", "-d", "sql:"+dir, "--empty-password")
	tool(h.t, "certutil", "-A", "-d", "sql:"+dir, "-n", "root", "-t", "CT,CT,CT", "-i", root)
	out, err := exec.Command("pdfsig", "-nssdir", "sql:"+dir, path).CombinedOutput()
	if err != nil {
		return fmt.Sprintf("%s%v", out, err)
	}
	return string(out)
}

// gate is a way out as programs make it.
func gate() Reach {
	out := outward.New(outward.Options{})
	return func(address string) func(*http.Request) (*http.Response, error) {
		return out.To(address, outward.Terms{Plain: true})
	}
}
