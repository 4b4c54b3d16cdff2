package model

import (
	"strconv"
	"strings"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
)

// ConnectorView is a connector on the page of connectors.
type ConnectorView struct {
	ID, Name  string
	Standing  string // in words
	Tone      Tone
	Rows      []Row // what it is asked about, where, what it may cost
	Health    []Row
	Kinds     []Choice // what it may be asked about
	Chosen    []string // what the bank has turned on
	Account   office.ConnectorAccount
	Set       bool
	MayResume bool
}

// standingTones: what needs a person stands out, what rests does so by itself.
var standingTones = map[string]Tone{"ready": Good, "resting": Warn, "capped": Warn, "stopped": Urgent}

// Connectors words the page.
func (r Reader) Connectors(all []office.ConnectorState) []ConnectorView {
	out := make([]ConnectorView, len(all))
	for i, s := range all {
		out[i] = r.connector(s)
	}
	return out
}

func (r Reader) connector(s office.ConnectorState) ConnectorView {
	v := ConnectorView{ID: s.ID, Name: s.ID, Standing: r.Say("connector.standing." + s.Standing), Tone: standingTones[s.Standing], Account: s.Account, Set: s.Set,
		Chosen: s.Account.Kinds, MayResume: s.Standing == "stopped" || s.Standing == "resting"}
	var names []string
	for _, kind := range sortedKeys(r.Cat.Checks) {
		k := r.Cat.Checks[kind]
		if src := k.Source(s.ID); src != nil {
			v.Kinds = append(v.Kinds, Choice{Value: kind, Label: k.Name.In(r.Lang)})
			names = append(names, src.Name.In(r.Lang))
			v.Rows = append(v.Rows, Row{Label: k.Name.In(r.Lang), Value: r.Say("connector.proves", "proves", src.Proves.In(r.Lang), "cannot", src.CannotProve.In(r.Lang))})
		}
	}
	if len(names) > 0 {
		v.Name = strings.Join(names, r.Say("list.comma"))
	}
	if !s.Set {
		return v
	}
	a := s.Account
	v.Rows = append(v.Rows, Row{Label: r.Say("field.endpoint"), Value: firstWord(a.Endpoint, a.Folder)}, Row{Label: r.Say("field.kinds"), Value: r.list(r.kindNames(a.Kinds))},
		Row{Label: r.Say("connector.token"), Value: r.Say("connector.set." + strconv.FormatBool(a.Token != ""))},
		Row{Label: r.Say("connector.limits"), Value: r.limits(a)})
	v.Health = r.health(s)
	return v
}

func (r Reader) kindNames(kinds []string) []string {
	var out []string
	for _, k := range kinds {
		out = append(out, r.checkName(k))
	}
	return out
}

func (r Reader) limits(a office.ConnectorAccount) string {
	perMin, daily := r.Say("connector.no_limit"), r.Say("connector.no_cap")
	if a.PerMin > 0 {
		perMin = r.Say("connector.per_min", "n", itoa(a.PerMin))
	}
	if a.DailyFen > 0 {
		daily = r.Say("connector.cap", "amount", hiring.Fen(a.DailyFen).String())
	}
	return r.list([]string{perMin, r.Say("connector.price", "amount", hiring.Fen(a.PriceFen).String()), daily})
}

func (r Reader) health(s office.ConnectorState) []Row {
	h := s.Health
	never := r.Say("connector.never")
	rows := []Row{{Label: r.Say("connector.last_ok"), Value: firstWord(r.momentOf(h), never)}}
	failed := Row{Label: r.Say("connector.last_fail"), Value: never}
	if !h.LastFail.IsZero() {
		failed.Value = r.Say("connector.failed", "when", r.Moment(h.LastFail), "why", r.faultWords(&fault.Error{Code: h.Code, Params: h.Params}))
		if h.LastFail.After(h.LastOK) {
			failed.Tone = Warn
		}
	}
	rows = append(rows, failed, Row{Label: r.Say("connector.today"), Value: r.Say("connector.spent", "n", itoa(h.Calls), "amount", hiring.Fen(h.SpentFen).String())},
		Row{Label: r.Say("connector.waiting"), Value: itoa(s.Waiting)})
	if r.Now.Before(h.OpenUntil) {
		rows = append(rows, Row{Label: r.Say("connector.again"), Value: r.Moment(h.OpenUntil), Tone: Warn})
	}
	return rows
}

func (r Reader) momentOf(h office.ConnectorHealth) string {
	if h.LastOK.IsZero() {
		return ""
	}
	return r.Moment(h.LastOK)
}

// firstWord is the first of some texts that says something.
func firstWord(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// ConnectorAccount reads a filled form; money is typed in yuan. The error names the field.
func ConnectorAccount(old office.ConnectorAccount, v map[string]string, kinds []string) (office.ConnectorAccount, map[string]string) {
	a, wrong := old, map[string]string{}
	a.Endpoint, a.Folder, a.Kinds, a.Off = strings.TrimSpace(v["endpoint"]), strings.TrimSpace(v["folder"]), kinds, v["off"] == "true"
	for name, secret := range map[string]*string{"token": &a.Token, "secret": &a.Secret} {
		if v[name] != "" { // an empty secret keeps what is set
			*secret = strings.TrimSpace(v[name])
		}
	}
	if n, err := strconv.Atoi(firstWord(strings.TrimSpace(v["per_min"]), "0")); err == nil {
		a.PerMin = n
	} else {
		wrong["per_min"] = "connector.bad_number"
	}
	for name, fen := range map[string]*int64{"price": &a.PriceFen, "daily": &a.DailyFen} {
		text := strings.TrimSpace(v[name])
		if *fen = 0; strings.Trim(text, "0.") == "" { // nothing, which an amount of pay is not
			continue
		}
		amount, err := ReadYuan(text)
		if err != nil {
			wrong[name] = "connector.bad_amount"
			continue
		}
		*fen = int64(amount)
	}
	return a, wrong
}
