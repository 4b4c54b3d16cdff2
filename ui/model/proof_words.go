package model

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"

	"ruhang/core/hiring"
	"ruhang/core/office"
)

// ProofWords say what a verified PDF proves and what it does not, for people: who signed what when, then what follows from it, then what
// does not. They are the same on every screen and on the command line.
type ProofWords struct {
	Title  string
	Who    []string // one sentence for each signature
	Proves string
	Not    []string
}

// WordProof words a proof; say speaks the reader's language.
func WordProof(say func(key string, pairs ...string) string, p office.Proof) ProofWords {
	out := ProofWords{Title: say("proof.title_" + string(p.Kind)), Proves: say("proof.means_" + string(p.Kind))}
	certified, made := len(p.Signatures) > 0, false
	for _, s := range p.Signatures {
		out.Who = append(out.Who, signerSentence(say, p, s))
		certified = certified && !s.CertifiedAt.IsZero() && !s.Unvouched
		made = made || s.Once
	}
	if len(p.Signatures) == 0 {
		out.Who = []string{say("proof.before_certificates")}
	}
	out.Not = []string{say("proof.not_contract")}
	if p.Kind == office.IssuedPaper {
		out.Not = append(out.Not, say("proof.not_accepted"))
	}
	if !certified {
		out.Not = append(out.Not, say("proof.not_time"))
	}
	if made {
		out.Not = append(out.Not, say("proof.not_public"))
	}
	if n := len(p.Signatures); n > 0 {
		out.Not = append(out.Not, say("proof.not_root", "print", p.Signatures[0].Root.SHA256[:16]))
	}
	if p.Offline {
		out.Not = append(out.Not, say("proof.not_ledger"))
	}
	return out
}

// signerSentence is who signed what when. Where the bank's own screens show it, a candidate's name is masked as everywhere else.
func signerSentence(say func(key string, pairs ...string) string, p office.Proof, s office.SignatureFacts) string {
	who := s.Certificate.Subject
	if s.Once && p.Name != "" {
		who = p.Name
	}
	key := "proof.sealed"
	switch {
	case s.Once:
		key = "proof.signed"
	case p.Kind == office.EvidencePaper:
		key = "proof.sealed_evidence"
	}
	return say(key, "who", who, "when", civilMoment(s), "version", versionWords(say, p), "issuer", s.Root.Subject) + timeWords(say, s)
}

func versionWords(say func(key string, pairs ...string) string, p office.Proof) string {
	if p.Version == 0 {
		return ""
	}
	return say("proof.version", "n", strconv.Itoa(p.Version))
}

func civilMoment(s office.SignatureFacts) string {
	return s.At.In(hiring.China).Format("2006-01-02 15:04:05 -07:00")
}

func timeWords(say func(key string, pairs ...string) string, s office.SignatureFacts) string {
	switch {
	case s.CertifiedAt.IsZero():
		return say("proof.time_own")
	case s.Unvouched:
		return say("proof.time_unvouched", "authority", s.Authority)
	}
	return say("proof.time_certified", "authority", s.Authority, "when", s.CertifiedAt.In(hiring.China).Format("2006-01-02 15:04:05 -07:00"))
}

// SignatureRows are a signature's own facts, for whoever wants them all.
func (r Reader) SignatureRows(s office.SignatureFacts) []Row {
	return []Row{
		{Label: r.Say("evidence.certificate"), Value: r.Say("evidence.issued_by", "key", s.Certificate.Key, "issuer", s.Certificate.Issuer,
			"from", r.Moment(s.Certificate.From)[:10], "until", r.Moment(s.Certificate.Until)[:10])},
		{Label: r.Say("evidence.print"), Value: s.Certificate.SHA256},
		{Label: r.Say("evidence.root"), Value: s.Root.SHA256},
	}
}

// Digest is a file's SHA-256 in groups that an eye can follow and a narrow page can break.
func Digest(file []byte) string {
	sum := sha256.Sum256(file)
	var groups []string
	for i := 0; i < len(sum); i += 4 {
		groups = append(groups, hex.EncodeToString(sum[i:i+4]))
	}
	return strings.Join(groups, " ")
}
