package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/ui/model"
)

// p12Password is where the password of a PKCS#12 file stands when nobody can be asked.
const p12Password = "RUHANG_P12_PASSWORD"

// runCertificate shows, replaces and exports the certificates that the bank signs with.
func runCertificate(ctx context.Context, c *call, args []string) error {
	var to, by string
	stamps := false
	words, err := own("certificate", args, func(fs *flag.FlagSet) {
		fs.StringVar(&to, "o", "", "")
		fs.StringVar(&by, "certificate", "", "")
		fs.BoolVar(&stamps, "tsa", false, "")
	})
	if err != nil {
		return err
	}
	return c.asStaff(ctx, func(_ *bank, s *office.Staff) error {
		switch {
		case len(words) == 1 && words[0] == "show":
			return c.showCertificates(ctx, s)
		case len(words) == 1 && words[0] == "export-root" && to != "":
			return c.exportRoots(ctx, s, to, stamps)
		case len(words) == 2 && words[0] == "import":
			return c.importSeal(ctx, s, words[1])
		case len(words) == 1 && words[0] == "renew":
			if err := s.RenewSeal(ctx); err != nil {
				return err
			}
			return c.showCertificates(ctx, s)
		case len(words) == 2 && words[0] == "tsa":
			return c.setAuthority(ctx, s, words[1], by)
		}
		return errUsage{jobs["certificate"].usage}
	})
}

func (c *call) showCertificates(ctx context.Context, s *office.Staff) error {
	b, err := s.Certificates(ctx)
	if err != nil {
		return err
	}
	if c.json {
		c.print(map[string]any{"root": certificateData(b.Root), "seal": certificateData(b.Seal), "own": b.Own, "tsa": b.Authority, "usable": b.Wrong == nil,
			"ends_soon": b.Soon != nil})
		return nil
	}
	r := model.NewReader(s.Session, c.lang, func(key string, pairs ...string) string { return c.words.Say(c.lang, key, pairs...) })
	for _, part := range []struct {
		title string
		it    office.Certificate
	}{{"certificate.seal", b.Seal}, {"certificate.root", b.Root}} {
		fmt.Fprintln(c.out, r.Say(part.title))
		for _, row := range r.CertificateRows(part.it) {
			fmt.Fprintf(c.out, "  %s: %s\n", row.Label, row.Value)
		}
	}
	authority := b.Authority
	if authority == "" {
		authority = r.Say("certificate.no_authority")
	}
	fmt.Fprintln(c.out, r.Say("certificate.authority")+": "+authority)
	for _, notice := range []error{b.Wrong, b.Soon} {
		if notice != nil {
			fmt.Fprintln(c.err, c.fault(notice))
		}
	}
	return nil
}

func certificateData(x office.Certificate) map[string]any {
	return map[string]any{"subject": x.Subject, "issuer": x.Issuer, "serial": x.Serial, "from": x.From, "until": x.Until, "sha256": x.SHA256, "key": x.Key, "self_made": x.SelfMade}
}

func (c *call) exportRoots(ctx context.Context, s *office.Staff, to string, stamps bool) error {
	b, err := s.Certificates(ctx)
	if err != nil {
		return err
	}
	certs := b.Roots
	if stamps {
		certs = b.StampRoots
	}
	if len(certs) == 0 {
		return fault.New(fault.Missing, "certificate.no_authority")
	}
	if err := writeFile(to, model.PEM(certs)); err != nil {
		return err
	}
	if c.json {
		c.print(map[string]any{"file": to, "certificates": len(certs)})
		return nil
	}
	c.say("cli.written", "file", to)
	return nil
}

func (c *call) importSeal(ctx context.Context, s *office.Staff, path string) error {
	raw, err := os.ReadFile(path)
	if err != nil {
		return fault.Wrap(err, fault.Invalid, "file.read", "cmd.certificate")
	}
	password, err := c.secret(p12Password, "cli.p12_password")
	if err != nil {
		return err
	}
	if err := s.ImportSeal(ctx, raw, password); err != nil {
		return err
	}
	return c.showCertificates(ctx, s)
}

// setAuthority chooses the timestamp authority, or none.
func (c *call) setAuthority(ctx context.Context, s *office.Staff, url, certificate string) error {
	a := office.Authority{}
	if url != "none" {
		a.URL = url
		if certificate == "" {
			return errUsage{"--certificate FILE.pem: the authority's certificate, or the one that issued it; without it a timestamp proves nothing"}
		}
		var err error
		if a.Roots, err = readCertificates(certificate); err != nil {
			return err
		}
	}
	if err := s.SetAuthority(ctx, a); err != nil {
		return err
	}
	return c.showCertificates(ctx, s)
}
