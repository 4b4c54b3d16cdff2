package staff

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// usersPart lists who may sign in, adds them and changes their roles.
type usersPart struct {
	h        Host
	accounts []office.Account
	lines    []model.AccountLine
	table    *kit.DataTable
	faces    *kit.Faces
	all      fyne.CanvasObject
}

func newUsersPart(h Host) *usersPart {
	u := &usersPart{h: h}
	words := h.Words()
	u.table = kit.NewDataTable([]kit.Column{
		{Title: words("field.name"), Weight: 1, Role: kit.RoleLead, Cell: func(i int) kit.Cell { return kit.Cell{Text: u.lines[i].Name, Bold: true, Soft: u.lines[i].Closed} }},
		{Title: words("field.login"), Weight: 1, Cell: func(i int) kit.Cell { return kit.Cell{Text: u.lines[i].Login} }},
		{Title: words("field.roles"), Weight: 2, Cell: func(i int) kit.Cell { return kit.Cell{Text: u.lines[i].Roles} }},
		{Title: words("field.branch"), Weight: 1, Cell: func(i int) kit.Cell { return kit.Cell{Text: u.lines[i].Branch} }},
		{Title: words("settings.state"), Width: 90, Role: kit.RoleSide, Cell: u.state},
	}, func() int { return len(u.lines) })
	u.table.OnOpen = func(row int) { u.edit(u.accounts[u.lines[row].At]) }
	u.faces = kit.NewFaces(words, u.table)
	u.faces.Load("", 0, 0)
	add := kit.Primary(words("settings.add_user"), func() { u.edit(office.Account{}) })
	u.all = container.NewBorder(kit.Inset(4, kit.Between(kit.Note(words("settings.users_hint")), add)), nil, nil, nil, u.faces)
	u.load()
	return u
}

func (u *usersPart) state(i int) kit.Cell {
	if u.lines[i].Closed {
		return kit.Cell{Text: u.h.Words()("settings.closed"), Soft: true}
	}
	if u.lines[i].Invited {
		return kit.Cell{Text: u.h.Words()("settings.invited"), Soft: true}
	}
	return kit.Cell{Text: u.h.Words()("settings.active")}
}

func (u *usersPart) load() {
	var accounts []office.Account
	u.h.Run(func(ctx context.Context) (err error) {
		accounts, err = u.h.Staff().Accounts(ctx)
		return err
	}, func(err error) {
		if err != nil {
			u.faces.Refuse(u.h.Fault(err), u.h.Words()("action.retry_hint"), kit.Secondary(u.h.Words()("action.retry"), u.load))
			return
		}
		u.accounts, u.lines = accounts, readerOf(u.h).AccountLines(accounts)
		u.table.Refresh()
		u.faces.Content()
	})
}

// edit is the form of an account; one without an id is new and gets an invitation.
func (u *usersPart) edit(a office.Account) {
	words, r := u.h.Words(), readerOf(u.h)
	fresh := a.ID == ""
	fields := []kit.Field{{Name: "name", Label: words("field.name"), Value: a.Name, Required: true}}
	if fresh {
		fields = append(fields, kit.Field{Name: "login", Label: words("field.login"), Hint: words("settings.invite_hint"), Required: true})
	}
	fields = append(fields, kit.Field{Name: "staff", Label: words("field.staff_no"), Hint: words("field.staff_no_hint"), Value: a.Staff}, kit.Field{Name: "title", Label: words("field.title"), Value: a.Title}, kit.Field{Name: "phone", Label: words("field.phone"), Value: a.Phone},
		kit.Field{Name: "email", Label: words("field.email"), Hint: words("contact.email_hint"), Value: a.Email}, languageField(words, a.Lang),
		kit.Field{Name: "branch", Label: words("field.branch"), Kind: kit.FieldSelect, Value: a.Branch, Options: branchOptions(r)})
	if !fresh {
		fields = append(fields, kit.Field{Name: "closed", Label: words("settings.close_account"), Kind: kit.FieldCheck, Value: checked(a.Closed)})
	}
	roles := kit.NewChips(roleOptions(r), true, nil)
	roles.Choose(a.Roles...)
	wrong := kit.Long("").In(kit.Bad)
	var form *kit.Form
	var closeIt func()
	form = kit.NewForm(words, kit.FormSpec{Fields: fields, Submit: words("action.save"), Cancel: words("action.cancel"), Columns: 2, OnCancel: func() { closeIt() },
		OnSubmit: func(v map[string]string) {
			next := a
			next.Name, next.Staff, next.Title, next.Phone, next.Branch = v["name"], v["staff"], v["title"], v["phone"], v["branch"]
			next.Email, next.Lang = strings.TrimSpace(v["email"]), v["lang"]
			next.Closed = v["closed"] == "true"
			next.Roles = ordered(roles.Chosen(), a.Roles)
			if fresh {
				next.Login = v["login"]
			}
			u.save(next, form, wrong, func() { closeIt() })
		}})
	title := words("settings.add_user")
	if !fresh {
		title = words("settings.edit_user", "login", a.Login)
	}
	closeIt = kit.Modal(u.h.Canvas(), 640, kit.Rows(kit.Head(title), kit.Tight(kit.Note(words("field.roles")), roles, wrong), form))
	form.Focus()
}

// ordered keeps the old order when nothing changed, so that one's own profile may be saved.
func ordered(chosen, old []string) []string {
	a, b := slices.Sorted(slices.Values(chosen)), slices.Sorted(slices.Values(old))
	if slices.Equal(a, b) {
		return old
	}
	return chosen
}

func checked(on bool) string {
	if on {
		return "true"
	}
	return ""
}

func roleOptions(r model.Reader) []kit.Option {
	out := make([]kit.Option, len(model.StaffRoles))
	for i, id := range model.StaffRoles {
		out[i] = kit.Option{Value: id, Label: r.RoleName(id)}
	}
	return out
}

func branchOptions(r model.Reader) []kit.Option {
	out := []kit.Option{{Value: "", Label: r.Say("settings.whole_bank")}}
	for _, c := range r.BoardBranches()[1:] {
		out = append(out, kit.Option{Value: c.Value, Label: c.Label})
	}
	return out
}

func (u *usersPart) save(a office.Account, form *kit.Form, wrong *kit.LongText, saved func()) {
	form.Busy(true)
	var in office.Invitation
	u.h.Run(func(ctx context.Context) (err error) {
		if a.ID == "" {
			in, err = u.h.Staff().InviteAccount(ctx, a)
			return err
		}
		return u.h.Staff().ChangeAccount(ctx, a)
	}, func(err error) {
		form.Busy(false)
		wrong.SetText("")
		switch field := fault.Of(err).Params["field"]; {
		case err == nil:
			saved()
			u.load()
			if in.Login != "" {
				showInvitation(u.h, a.Name, in)
				return
			}
			u.h.Told(u.h.Words()("action.saved"))
		case field == "roles" || fault.HasCode(err, "account.own_roles"):
			wrong.SetText(u.h.Fault(err))
		case form.Input(field) != nil:
			form.SetErrors(map[string]string{field: u.h.Fault(err)})
		case form.Input("login") != nil: // it is taken
			form.SetErrors(map[string]string{"login": u.h.Fault(err)})
		default:
			form.SetErrors(map[string]string{"name": u.h.Fault(err)})
		}
	})
}
