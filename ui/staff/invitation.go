package staff

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"ruhang/core/office"
	"ruhang/ui/kit"
)

// invitationQR is how large an invitation's code is drawn: a phone reads it across a desk.
const invitationQR float32 = 160

// showInvitation shows an invitation, this once: to read out, to scan, and as a message to send.
func showInvitation(h Host, name string, in office.Invitation) {
	words, r := h.Words(), readerOf(h)
	until := r.Moment(in.Until)
	message := words("invite.message", "name", name, "bank", r.Cat.Bank.Short.In(r.Lang), "login", in.Login, "code", in.Code, "until", until)
	var closeIt func()
	copyIt := kit.Secondary(words("invite.copy"), func() {
		fyne.CurrentApp().Clipboard().SetContent(message)
		h.Told(words("invite.copied"))
	})
	kept := kit.Primary(words("case.invited_kept"), func() { closeIt() })
	closeIt = kit.Modal(h.Canvas(), 480, kit.Rows(
		kit.Head(words("case.invited")),
		kit.Long(words("case.invited_once")).In(kit.InkSoft),
		kit.Pairs(kit.Pair{Label: words("field.login"), Value: in.Login}, kit.Pair{Label: words("person.code"), Value: in.Code},
			kit.Pair{Label: words("person.until"), Value: until}),
		invitationCode(h, in),
		kit.Panel(kit.Long(message)),
		kit.Between(kit.Note(""), copyIt, kept),
	))
}

// invitationCode is the invitation as a picture for a camera; without it the letters still serve.
func invitationCode(h Host, in office.Invitation) fyne.CanvasObject {
	png, err := h.QR(in.QR(), 2*int(invitationQR))
	if err != nil {
		return kit.Long(h.Fault(err)).In(kit.InkSoft)
	}
	picture := canvas.NewImageFromResource(fyne.NewStaticResource("invitation.png", png))
	picture.FillMode, picture.ScaleMode = canvas.ImageFillContain, canvas.ImageScalePixels
	picture.SetMinSize(fyne.NewSquareSize(invitationQR))
	return container.NewCenter(picture)
}
