package office

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"ruhang/core/fault"
)

// KeptSecret stands in place of a password or token that is set: nobody is shown it again, and giving it back keeps what is set.
const KeptSecret = "********"

const outsideKey = secretSettings + "outside"

// outside is what the bank has configured of the world outside; nothing where it never did.
func (o *Office) outside(ctx context.Context) (out Outside, err error) {
	err = o.ports.Store.Read(ctx, func(r Reader) error {
		out, err = o.outsideIn(r)
		return err
	})
	return out, err
}

func (o *Office) outsideIn(r Reader) (out Outside, err error) {
	sealed, known, err := r.Setting(outsideKey)
	if err != nil || !known {
		return out, err
	}
	return out, o.openJSON("setting/"+outsideKey, sealed, &out)
}

// Outside is what the bank has configured of the world outside, with KeptSecret in place of every secret.
func (s *Staff) Outside(ctx context.Context) (Outside, error) {
	if err := s.mayOffice("settings"); err != nil {
		return Outside{}, err
	}
	out, err := s.office.outside(ctx)
	return out.masked(), err
}

// SetOutside changes what the bank has configured of the world outside; it counts from the next delivery on. The trail tells
// which addresses are different, and no secret.
func (s *Staff) SetOutside(ctx context.Context, next Outside) error {
	if err := s.mayOffice("settings"); err != nil {
		return err
	}
	if err := s.proven("settings"); err != nil {
		return err
	}
	o := s.office
	return o.ports.Store.Update(ctx, func(tx Tx) error {
		old, err := o.outsideIn(tx)
		if err != nil {
			return err
		}
		if next, err = next.completed(old); err != nil {
			return err
		}
		next.begin(old, o.now())
		sealed, err := o.sealJSON("setting/"+outsideKey, next)
		if err != nil {
			return err
		}
		told := Trace{Kind: TraceSetting, Facts: map[string]string{"setting": "outside"}, Changed: changedPlaces(old, next)}
		return errors.Join(tx.PutSetting(outsideKey, sealed, o.now(), s.Account.ID), o.trace(tx, s.Account.ID, told))
	})
}

// TryOutside says whether a channel (mail, sms, chat) of a configuration that need not be saved yet answers, and sends nobody
// anything.
func (s *Staff) TryOutside(ctx context.Context, next Outside, channel string) error {
	if err := s.mayOffice("settings"); err != nil {
		return err
	}
	old, err := s.office.outside(ctx)
	if err != nil {
		return err
	}
	if next, err = next.completed(old); err != nil {
		return err
	}
	if s.office.ports.Carriers != nil {
		if c := s.office.ports.Carriers(next)[channel]; c != nil {
			return c.Try(ctx)
		}
	}
	return fault.New(fault.Missing, "outside.not_configured")
}

// begin says since when there is a channel; one that was there before keeps its day.
func (x Outside) begin(old Outside, now time.Time) {
	if x.Mail != nil {
		if x.Mail.Since = now; old.Mail != nil {
			x.Mail.Since = old.Mail.Since
		}
	}
	if x.SMS != nil {
		if x.SMS.Since = now; old.SMS != nil {
			x.SMS.Since = old.SMS.Since
		}
	}
}

// since is when the bank first had a channel.
func (x Outside) since(channel string) time.Time {
	switch {
	case channel == "mail" && x.Mail != nil:
		return x.Mail.Since
	case channel == "sms" && x.SMS != nil:
		return x.SMS.Since
	}
	return time.Time{}
}

// masked is the configuration with its secrets covered. A chat robot's address is one: who knows it can speak there.
func (x Outside) masked() Outside {
	cover := func(s string) string {
		if s == "" {
			return ""
		}
		return KeptSecret
	}
	if x.Mail != nil {
		m := *x.Mail
		m.Password = cover(m.Password)
		x.Mail = &m
	}
	if x.SMS != nil {
		m := *x.SMS
		m.Secret = cover(m.Secret)
		x.SMS = &m
	}
	x.Chat = slices.Clone(x.Chat)
	for i := range x.Chat {
		x.Chat[i].URL, x.Chat[i].Secret = cover(x.Chat[i].URL), cover(x.Chat[i].Secret)
	}
	x.Connectors = maps.Clone(x.Connectors)
	for id, c := range x.Connectors {
		c.Token, c.Secret = cover(c.Token), cover(c.Secret)
		x.Connectors[id] = c
	}
	return x
}

// completed puts the secrets that were kept back in their places, and refuses what cannot work. A secret goes to no other address
// than the one it was given for: with a new one it must be typed again.
func (x Outside) completed(old Outside) (Outside, error) {
	var err error
	keep := func(field string, fresh, kept *string, same bool) {
		if *fresh != KeptSecret {
			return
		}
		if kept == nil || !same {
			err = errors.Join(err, fault.New(fault.Invalid, "outside.secret_again", "field", field))
			return
		}
		*fresh = *kept
	}
	if x.Mail != nil {
		m := *x.Mail
		was := MailServer{}
		if old.Mail != nil {
			was = *old.Mail
		}
		keep("password", &m.Password, &was.Password, m.Host == was.Host && m.Port == was.Port && m.User == was.User && m.Security == was.Security)
		x.Mail, err = &m, errors.Join(err, m.check())
	}
	if x.SMS != nil {
		m := *x.SMS
		was := SMSAccount{}
		if old.SMS != nil {
			was = *old.SMS
		}
		keep("secret", &m.Secret, &was.Secret, m.Endpoint == was.Endpoint && m.KeyID == was.KeyID)
		x.SMS, err = &m, errors.Join(err, m.check())
	}
	x.Chat = slices.Clone(x.Chat)
	for i := range x.Chat {
		r := &x.Chat[i]
		was := old.room(r.Name)
		keep("url", &r.URL, &was.URL, was.URL != "")
		keep("secret", &r.Secret, &was.Secret, was.URL == r.URL)
		err = errors.Join(err, r.check(x.Chat[:i]))
	}
	x.Connectors = maps.Clone(x.Connectors)
	for id, c := range x.Connectors {
		was := old.Connectors[id]
		keep("token", &c.Token, &was.Token, c.Endpoint == was.Endpoint)
		keep("secret", &c.Secret, &was.Secret, c.Endpoint == was.Endpoint)
		err = errors.Join(err, c.check())
		x.Connectors[id] = c
	}
	return x, err
}

// room is the chat room of a name; an empty one when there is none.
func (x Outside) room(name string) ChatRoom {
	for _, r := range x.Chat {
		if r.Name == name {
			return r
		}
	}
	return ChatRoom{}
}

func (m MailServer) check() error {
	switch {
	case strings.TrimSpace(m.Host) == "":
		return fault.New(fault.Invalid, "field.empty", "field", "host")
	case m.Port < 1 || m.Port > 65535:
		return fault.New(fault.Invalid, "outside.port", "field", "port")
	case !slices.Contains([]string{"starttls", "tls", "none"}, m.Security):
		return fault.New(fault.Invalid, "field.choose", "field", "security")
	case m.Security == "none" && !thisMachine(m.Host):
		return fault.New(fault.Invalid, "outside.clear_mail", "field", "security")
	}
	if !mailAddress(m.From) {
		return fault.New(fault.Invalid, "outside.address", "field", "from")
	}
	return nil
}

// mailAddress says whether a text can be one mail address: nothing in it ends a line, a field or a list.
func mailAddress(s string) bool {
	user, domain, both := strings.Cut(s, "@")
	return both && user != "" && domain != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r == 0x7f || strings.ContainsRune("<>,;:\"()[]\\", r)
	}) && !strings.Contains(domain, "@")
}

// thisMachine says whether a host is this machine, so that what goes there unsealed goes over no network.
func thisMachine(host string) bool {
	return slices.Contains([]string{"localhost", "127.0.0.1", "::1", "[::1]"}, host)
}

func (m SMSAccount) check() error {
	for _, f := range [][2]string{{"provider", m.Provider}, {"key_id", m.KeyID}, {"secret", m.Secret}, {"sign", m.Sign}} {
		if strings.TrimSpace(f[1]) == "" {
			return fault.New(fault.Invalid, "field.empty", "field", f[0])
		}
	}
	return secureURL(m.Endpoint, "endpoint")
}

func (r ChatRoom) check(before []ChatRoom) error {
	switch {
	case strings.TrimSpace(r.Name) == "":
		return fault.New(fault.Invalid, "field.empty", "field", "name")
	case slices.ContainsFunc(before, func(b ChatRoom) bool { return b.Name == r.Name }):
		return fault.New(fault.Invalid, "outside.room_twice", "field", "name")
	case !slices.Contains([]string{"wecom", "feishu", "dingtalk"}, r.Kind):
		return fault.New(fault.Invalid, "field.choose", "field", "kind")
	case !slices.Contains([]string{"hr", "compliance", "approver"}, r.Role):
		return fault.New(fault.Invalid, "field.choose", "field", "role")
	}
	return secureURL(r.URL, "url")
}

// secureURL refuses an address that is not HTTPS, but for this machine; what reaches out reads it once more.
func secureURL(text, field string) error {
	scheme, rest, ok := strings.Cut(text, "://")
	host, _, _ := strings.Cut(rest, "/")
	name := host
	if at := strings.LastIndexByte(host, ':'); at > 0 && !strings.HasSuffix(host, "]") {
		name = host[:at]
	}
	bad := strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r == 0x7f }) || strings.Contains(host, "@")
	if !ok || bad || name == "" || scheme != "https" && !(scheme == "http" && thisMachine(name)) {
		return fault.New(fault.Invalid, "outside.url", "field", field)
	}
	return nil
}

// changedPlaces are the addresses that are different now: where things go is told in the trail, secrets are not.
func changedPlaces(old, next Outside) []Changed {
	was, is := old.places(), next.places()
	all := maps.Clone(was)
	maps.Copy(all, is)
	var out []Changed
	for _, field := range sortedKeys(all) {
		if was[field] != is[field] {
			out = append(out, Changed{Field: field, Before: was[field], After: is[field]})
		}
	}
	return out
}

// places are where things go, by what goes there.
func (x Outside) places() map[string]string {
	out := map[string]string{}
	if m := x.Mail; m != nil {
		out["mail"] = m.Host + ":" + strconv.Itoa(m.Port) + " " + m.Security + " " + m.From
	}
	if m := x.SMS; m != nil {
		out["sms"] = m.Provider + " " + m.Endpoint
	}
	for _, r := range x.Chat {
		out["chat/"+r.Name] = r.Kind + " " + r.Role
	}
	for id, c := range x.Connectors {
		out["connector/"+id] = strings.TrimSpace(c.Endpoint + c.Folder)
		if c.Off {
			out["connector/"+id] += " (off)"
		}
	}
	return out
}
