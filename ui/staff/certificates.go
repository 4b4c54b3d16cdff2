package staff

import (
	"context"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// certificatesPart is the tab of what the bank signs with: the seal, the root that others verify with, and who certifies the time.
type certificatesPart struct {
	h    Host
	room *fyne.Container
}

func (p *settingsPage) certificates() fyne.CanvasObject {
	c := &certificatesPart{h: p.h, room: container.NewStack()}
	c.load()
	return scrolled(kit.Readable(860, c.room))
}

func (c *certificatesPart) load() {
	var book office.CertificateBook
	c.h.Run(func(ctx context.Context) (err error) {
		book, err = c.h.Staff().Certificates(ctx)
		return err
	}, func(err error) {
		if err != nil {
			put(c.room, kit.Long(c.h.Fault(err)).In(kit.Accent))
			return
		}
		put(c.room, kit.Rows(c.seal(book), c.root(book), c.authority(book)))
	})
}

// seal is the certificate that papers are sealed with, and the ways to another one.
func (c *certificatesPart) seal(b office.CertificateBook) fyne.CanvasObject {
	words, r := c.h.Words(), readerOf(c.h)
	state := kit.Light(words("certificate.usable"), kit.ToneGood)
	body := kit.Rows(kit.Long(words("certificate.seal_text")).In(kit.InkSoft))
	switch {
	case b.Wrong != nil:
		state = kit.Light(words("certificate.unusable"), kit.ToneBad)
		body.Add(kit.Long(c.h.Fault(b.Wrong)).In(kit.Accent))
	case b.Soon != nil:
		state = kit.Light(words("certificate.ends_soon"), kit.ToneNow)
		body.Add(kit.Long(c.h.Fault(b.Soon)).In(kit.Accent))
	}
	origin := words("certificate.made_here")
	if b.Own {
		origin = words("certificate.own")
	}
	body.Add(pairs(append([]model.Row{{Label: words("certificate.origin"), Value: origin}}, r.CertificateRows(b.Seal)...)))
	body.Add(kit.Flow(kit.Secondary(words("certificate.import"), c.choose), kit.Secondary(words("certificate.renew"), c.askRenew)))
	return kit.Card(words("certificate.seal"), body, state)
}

// root is what others need to verify.
func (c *certificatesPart) root(b office.CertificateBook) fyne.CanvasObject {
	words, r := c.h.Words(), readerOf(c.h)
	return kit.Card(words("certificate.root"), kit.Rows(kit.Long(words("certificate.root_text")).In(kit.InkSoft), pairs(r.CertificateRows(b.Root)),
		kit.Line(kit.Secondary(words("certificate.export"), func() { c.h.SaveFile("bank-root.pem", model.PEM(b.Roots)) }))))
}

func (c *certificatesPart) choose() {
	c.h.PickFile([]string{".p12", ".pfx"}, func(name string, content io.ReadCloser) {
		defer content.Close()
		raw, err := io.ReadAll(io.LimitReader(content, office.MaxFile))
		if err != nil {
			c.h.Fail(fault.Wrap(err, fault.Invalid, "file.read", "staff.choose"))
			return
		}
		c.askPassword(name, raw)
	})
}

// askPassword asks for the file's password and says what is wrong beside it.
func (c *certificatesPart) askPassword(name string, raw []byte) {
	words := c.h.Words()
	var form *kit.Form
	var closeIt func()
	wrong := kit.Long("").In(kit.Accent)
	form = kit.NewForm(words, kit.FormSpec{Submit: words("certificate.import"), Cancel: words("action.cancel"), OnCancel: func() { closeIt() },
		Fields: []kit.Field{{Name: "password", Label: words("certificate.password", "file", name), Kind: kit.FieldSecret}},
		OnSubmit: func(v map[string]string) {
			form.Busy(true)
			c.h.Run(func(ctx context.Context) error { return c.h.Staff().ImportSeal(ctx, raw, v["password"]) }, func(err error) {
				form.Busy(false)
				switch {
				case err == nil:
					closeIt()
					c.h.Told(words("action.saved"))
					c.load()
				case fault.Of(err).Params["field"] == "password":
					form.SetErrors(map[string]string{"password": c.h.Fault(err)})
				default:
					wrong.SetText(c.h.Fault(err))
				}
			})
		}})
	closeIt = kit.Modal(c.h.Canvas(), 520, kit.Rows(kit.Head(words("certificate.import")), wrong, form))
	form.Focus()
}

func (c *certificatesPart) askRenew() {
	words := c.h.Words()
	kit.Ask(c.h.Canvas(), kit.Question{Title: words("certificate.renew"), Sentence: words("certificate.renew_ask"), Yes: words("certificate.renew"),
		No: words("action.cancel"), OnYes: func() { c.change(func(ctx context.Context) error { return c.h.Staff().RenewSeal(ctx) }) }})
}

// authority is who certifies the time; none unless the bank chooses one, since that is the program's only connection.
func (c *certificatesPart) authority(b office.CertificateBook) fyne.CanvasObject {
	words, r := c.h.Words(), readerOf(c.h)
	body := kit.Rows(kit.Long(words("certificate.authority_text")).In(kit.InkSoft))
	if b.Authority != "" {
		body.Add(pairs([]model.Row{{Label: words("certificate.url"), Value: b.Authority}}))
		for _, s := range b.Stamps {
			body.Add(pairs(r.CertificateRows(s)))
		}
		body.Add(kit.Flow(kit.Secondary(words("certificate.export_stamps"), func() { c.h.SaveFile("timestamp-root.pem", model.PEM(b.StampRoots)) }),
			kit.Quiet(words("certificate.no_stamps"), func() {
				c.change(func(ctx context.Context) error { return c.h.Staff().SetAuthority(ctx, office.Authority{}) })
			})))
		return kit.Card(words("certificate.authority"), body)
	}
	var form *kit.Form
	form = kit.NewForm(words, kit.FormSpec{Submit: words("certificate.choose_authority"), OnSubmit: func(v map[string]string) { c.pickAuthority(v["url"], form) },
		Fields: []kit.Field{{Name: "url", Label: words("certificate.url"), Prompt: "https://", Hint: words("certificate.url_hint"), Required: true}}})
	body.Add(form)
	return kit.Card(words("certificate.authority"), body)
}

// pickAuthority asks for the authority's certificate; the authority is tried before it is chosen.
func (c *certificatesPart) pickAuthority(url string, form *kit.Form) {
	c.h.PickFile([]string{".pem", ".crt", ".cer"}, func(_ string, content io.ReadCloser) {
		defer content.Close()
		raw, err := io.ReadAll(io.LimitReader(content, office.MaxFile))
		roots := model.Certificates(raw)
		if err == nil && len(roots) == 0 {
			err = fault.New(fault.Invalid, "certificate.no_pem")
		}
		if err != nil {
			form.SetErrors(map[string]string{"url": c.h.Fault(err)})
			return
		}
		form.Busy(true)
		c.h.Run(func(ctx context.Context) error {
			return c.h.Staff().SetAuthority(ctx, office.Authority{URL: url, Roots: roots})
		}, func(err error) {
			form.Busy(false)
			if err != nil {
				form.SetErrors(map[string]string{"url": c.h.Fault(err)})
				return
			}
			c.h.Told(c.h.Words()("action.saved"))
			c.load()
		})
	})
}

func (c *certificatesPart) change(work func(ctx context.Context) error) {
	c.h.Run(work, func(err error) {
		if err != nil {
			c.h.Fail(err)
			return
		}
		c.h.Told(c.h.Words()("action.saved"))
		c.load()
	})
}
