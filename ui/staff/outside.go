package staff

import (
	"context"
	"io"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// outsidePart is the tab of how messages leave the house: the mail server, the SMS account, chat rooms, and the hours they wait for.
type outsidePart struct {
	h     Host
	room  *fyne.Container
	shown office.Outside // as it is in force, its secrets covered
}

func (p *settingsPage) outside() fyne.CanvasObject {
	o := &outsidePart{h: p.h, room: container.NewStack()}
	o.load()
	return scrolled(kit.Readable(860, o.room))
}

func (o *outsidePart) load() {
	o.h.Run(func(ctx context.Context) (err error) {
		o.shown, err = o.h.Staff().Outside(ctx)
		return err
	}, func(err error) {
		if err != nil {
			put(o.room, kit.Long(o.h.Fault(err)).In(kit.Accent))
			return
		}
		put(o.room, kit.Rows(kit.Long(o.h.Words()("outside.text")).In(kit.InkSoft), o.mail(), o.sms(), o.chat(), o.hours()))
	})
}

// channel is a card of a channel: whether it is on, its form, and what was last tried.
func (o *outsidePart) channel(name string, on bool, body fyne.CanvasObject) fyne.CanvasObject {
	words := o.h.Words()
	state := kit.Light(words("outside.off"), kit.TonePlain)
	if on {
		state = kit.Light(words("outside.on"), kit.ToneGood)
	}
	return kit.Card(words("channel."+name), body, state)
}

func (o *outsidePart) mail() fyne.CanvasObject {
	words, m := o.h.Words(), office.MailServer{Port: 587, Security: "starttls"}
	if o.shown.Mail != nil {
		m = *o.shown.Mail
	}
	roots, authority := m.Roots, kit.Note("")
	say := func() { authority.SetText(words("outside.authority." + strconv.FormatBool(len(roots) > 0))) }
	say()
	made := func(v map[string]string) office.Outside {
		port, _ := strconv.Atoi(v["port"])
		x := o.shown
		x.Mail = &office.MailServer{Host: strings.TrimSpace(v["host"]), Port: port, Security: v["security"], User: strings.TrimSpace(v["user"]), Password: v["password"],
			From: strings.TrimSpace(v["from"]), Roots: roots}
		return x
	}
	form, result := o.form("mail", made, []kit.Field{
		{Name: "host", Label: words("field.host"), Value: m.Host, Required: true},
		{Name: "port", Label: words("field.port"), Value: strconv.Itoa(m.Port), Kind: kit.FieldNumber, Required: true},
		{Name: "security", Label: words("field.security"), Kind: kit.FieldSelect, Value: m.Security, Required: true, Options: choices(words, "outside.security.", "starttls", "tls", "none")},
		{Name: "from", Label: words("outside.from"), Value: m.From, Prompt: "hr@bank.example", Required: true, Hint: words("outside.from_hint")},
		{Name: "user", Label: words("outside.user"), Value: m.User},
		{Name: "password", Label: words("outside.password"), Value: m.Password, Kind: kit.FieldSecret, Hint: words("outside.secret_hint")}})
	extra := []fyne.CanvasObject{kit.Quiet(words("outside.choose_authority"), func() {
		o.pem(func(raw []byte) { roots = raw; say() })
	})}
	if o.shown.Mail != nil {
		extra = append(extra, o.remove("mail", func(x *office.Outside) { x.Mail = nil }))
	}
	return o.channel("mail", o.shown.Mail != nil, kit.Rows(form, result, kit.Tight(authority, kit.Flow(extra...))))
}

// pem lets the person choose the certificates of an authority of the bank's own.
func (o *outsidePart) pem(chosen func(raw []byte)) {
	o.h.PickFile([]string{".pem", ".crt", ".cer"}, func(_ string, content io.ReadCloser) {
		defer content.Close()
		raw, err := io.ReadAll(io.LimitReader(content, office.MaxFile))
		if err == nil && len(model.Certificates(raw)) == 0 {
			err = fault.New(fault.Invalid, "certificate.no_pem")
		}
		if err != nil {
			o.h.Fail(err)
			return
		}
		chosen(raw)
	})
}

func (o *outsidePart) sms() fyne.CanvasObject {
	words, a := o.h.Words(), office.SMSAccount{Provider: "aliyun", Endpoint: "https://dysmsapi.aliyuncs.com"}
	if o.shown.SMS != nil {
		a = *o.shown.SMS
	}
	templates := readerOf(o.h).SMSTemplates()
	fields := []kit.Field{
		{Name: "provider", Label: words("field.provider"), Kind: kit.FieldSelect, Value: a.Provider, Required: true, Options: choices(words, "outside.provider.", "aliyun")},
		{Name: "endpoint", Label: words("field.endpoint"), Value: a.Endpoint, Required: true},
		{Name: "key_id", Label: words("field.key_id"), Value: a.KeyID, Required: true},
		{Name: "secret", Label: words("field.secret"), Value: a.Secret, Kind: kit.FieldSecret, Required: true, Hint: words("outside.secret_hint")},
		{Name: "sign", Label: words("field.sign"), Value: a.Sign, Required: true, Hint: words("outside.sign_hint")}}
	for _, t := range templates {
		fields = append(fields, kit.Field{Name: "t:" + t.Value, Label: words("outside.template", "words", t.Label), Value: a.Templates[t.Value], Prompt: "SMS_000000000"})
	}
	made := func(v map[string]string) office.Outside {
		x := o.shown
		x.SMS = &office.SMSAccount{Provider: v["provider"], Endpoint: strings.TrimSpace(v["endpoint"]), KeyID: strings.TrimSpace(v["key_id"]), Secret: v["secret"],
			Sign: strings.TrimSpace(v["sign"]), Templates: map[string]string{}}
		for _, t := range templates {
			if code := strings.TrimSpace(v["t:"+t.Value]); code != "" {
				x.SMS.Templates[t.Value] = code
			}
		}
		return x
	}
	form, result := o.form("sms", made, fields)
	rows := kit.Rows(kit.Long(words("outside.sms_text")).In(kit.InkSoft), form, result)
	if o.shown.SMS != nil {
		rows.Add(kit.Line(o.remove("sms", func(x *office.Outside) { x.SMS = nil })))
	}
	return o.channel("sms", o.shown.SMS != nil, rows)
}

// form saves what was typed, or tries it without saving; what a try found stands below.
func (o *outsidePart) form(channel string, made func(map[string]string) office.Outside, fields []kit.Field) (*kit.Form, *fyne.Container) {
	words, result := o.h.Words(), kit.Tight()
	var form *kit.Form
	form = kit.NewForm(words, kit.FormSpec{Fields: fields, Columns: 2, Submit: words("action.save"), Cancel: words("outside.try"),
		OnSubmit: func(v map[string]string) {
			form.SetErrors(nil)
			o.save(made(v), func(err error) { o.refuse(form, err) })
		},
		OnCancel: func() {
			form.SetErrors(nil)
			put(result, kit.Note(words("outside.trying")))
			o.try(made(form.Values()), channel, form, result)
		}})
	return form, result
}

// refuse shows a refusal beside its field where the form has it.
func (o *outsidePart) refuse(form *kit.Form, err error) {
	field := fault.Of(err).Params["field"]
	if _, known := form.Spec(field); known {
		form.SetErrors(map[string]string{field: o.h.Fault(err)})
		return
	}
	o.h.Fail(err)
}

func (o *outsidePart) try(x office.Outside, channel string, form *kit.Form, result *fyne.Container) {
	o.h.Run(func(ctx context.Context) error { return o.h.Staff().TryOutside(ctx, x, channel) }, func(err error) {
		words := o.h.Words()
		switch {
		case err == nil:
			put(result, kit.Light(words("outside.answers"), kit.ToneGood))
		case fault.Is(err, fault.Invalid):
			put(result, kit.Tight())
			o.refuse(form, err)
		default:
			put(result, kit.Tight(kit.Light(words("outside.silent"), kit.ToneBad), kit.Long(o.h.Fault(err)).In(kit.Accent)))
		}
	})
}

func (o *outsidePart) save(x office.Outside, refused func(error)) {
	o.h.Run(func(ctx context.Context) error { return o.h.Staff().SetOutside(ctx, x) }, func(err error) {
		if err != nil {
			refused(err)
			return
		}
		o.h.Told(o.h.Words()("action.saved"))
		o.load()
	})
}

// remove ends a channel after a question: what waits in the outbox stays there.
func (o *outsidePart) remove(channel string, drop func(*office.Outside)) *kit.Button {
	words := o.h.Words()
	return kit.Quiet(words("outside.remove"), func() {
		kit.Ask(o.h.Canvas(), kit.Question{Title: words("outside.remove"), Sentence: words("outside.remove_ask", "channel", words("channel."+channel)), Yes: words("outside.remove"),
			No: words("action.cancel"), Danger: true, OnYes: func() {
				x := o.shown
				x.Chat = slices.Clone(x.Chat)
				drop(&x)
				o.save(x, o.h.Fail)
			}})
	})
}

// chat is the rooms that hear when something waits in a role's inbox.
func (o *outsidePart) chat() fyne.CanvasObject {
	words, r := o.h.Words(), readerOf(o.h)
	rows := kit.Rows(kit.Long(words("outside.chat_text")).In(kit.InkSoft))
	for i, room := range o.shown.Chat {
		result := kit.Tight()
		rows.Add(kit.Panel(kit.Rows(kit.Between(kit.Tight(kit.Body(room.Name).Bold(), kit.Note(words("outside.room", "kind", words("outside.kind."+room.Kind), "role", r.RoleName(room.Role)))),
			kit.Quiet(words("outside.try"), func() { o.tryRoom(room, result) }),
			o.remove("chat", func(x *office.Outside) { x.Chat = slices.Delete(x.Chat, i, i+1) })), result)))
	}
	rows.Add(kit.Line(kit.Secondary(words("outside.add_room"), o.addRoom)))
	return o.channel("chat", len(o.shown.Chat) > 0, rows)
}

func (o *outsidePart) tryRoom(room office.ChatRoom, result *fyne.Container) {
	x := o.shown
	x.Chat = []office.ChatRoom{room}
	put(result, kit.Note(o.h.Words()("outside.trying")))
	o.try(x, "chat", kit.NewForm(o.h.Words(), kit.FormSpec{}), result)
}

func (o *outsidePart) addRoom() {
	words, r := o.h.Words(), readerOf(o.h)
	var roles []kit.Option
	for _, id := range []string{"hr", "compliance", "approver"} {
		roles = append(roles, kit.Option{Value: id, Label: r.RoleName(id)})
	}
	showDialog(o.h, dialog{Title: words("outside.add_room"), Sentence: words("outside.room_says"), Submit: words("action.save"),
		Fields: []kit.Field{{Name: "name", Label: words("outside.room_name"), Required: true},
			{Name: "kind", Label: words("outside.room_kind"), Kind: kit.FieldSelect, Required: true, Options: choices(words, "outside.kind.", "wecom", "feishu", "dingtalk")},
			{Name: "role", Label: words("outside.room_role"), Kind: kit.FieldSelect, Required: true, Options: roles},
			{Name: "url", Label: words("outside.room_url"), Prompt: "https://", Required: true, Kind: kit.FieldSecret, Wide: true},
			{Name: "secret", Label: words("outside.room_secret"), Kind: kit.FieldSecret, Hint: words("outside.room_secret_hint")}},
		Do: func(ctx context.Context, v map[string]string) error {
			x := o.shown
			x.Chat = append(slices.Clone(x.Chat), office.ChatRoom{Kind: v["kind"], Name: strings.TrimSpace(v["name"]), URL: strings.TrimSpace(v["url"]), Secret: v["secret"], Role: v["role"]})
			return o.h.Staff().SetOutside(ctx, x)
		}, Done: o.load})
}

// hours are the quiet hours and the holidays that are known, read out.
func (o *outsidePart) hours() fyne.CanvasObject {
	words := o.h.Words()
	rows := kit.Rows(kit.Long(words("outside.hours_text")).In(kit.InkSoft), pairs(readerOf(o.h).QuietRows()))
	if unknown := readerOf(o.h).YearUnknown(); unknown != "" {
		rows.Add(kit.Light(unknown, kit.ToneNow))
	}
	return kit.Card(words("outside.hours"), rows)
}

// choices are the words of a closed list.
func choices(words kit.Words, prefix string, values ...string) []kit.Option {
	out := make([]kit.Option, len(values))
	for i, v := range values {
		out[i] = kit.Option{Value: v, Label: words(prefix + v)}
	}
	return out
}
