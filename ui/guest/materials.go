package guest

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"ruhang/core/office"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// uploadLimit is how many bytes a photo or scan may have; the vault has its own limit behind it.
const uploadLimit = office.MaxFile

// takenFiles are the endings of what may be chosen. HEIC is among them, so that whoever has such a photo is told what to do instead of not finding it.
var takenFiles = []string{".jpg", ".jpeg", ".png", ".webp", ".pdf", ".heic", ".heif"}

// drawMaterials is the list of documents: what is missing first.
func drawMaterials(p *page, j *office.Journey) fyne.CanvasObject {
	if len(j.Materials) == 0 {
		return p.empty()
	}
	words := p.h.Words()
	page := []fyne.CanvasObject{kit.Panel(kit.Rows(soft(words("guest.materials.text")), steps(p.reader().GuestSteps(j))))}
	for i, m := range p.reader().GuestMaterials(j) {
		page = append(page, materialCard(p, m, i == 0))
	}
	return kit.Page(page...)
}

func materialCard(p *page, m model.GuestPaperwork, first bool) fyne.CanvasObject {
	words := p.h.Words()
	body := kit.Rows(soft(m.Hint))
	if m.Reason != "" {
		body.Add(kit.Long(words("guest.material.returned", "reason", m.Reason)).In(kit.Accent).Bold())
	}
	if m.Note != "" {
		body.Add(kit.Long(m.Note))
	}
	for _, rule := range m.Rules {
		// The shape of the light, and the sentence beside it on as many lines as a phone needs.
		body.Add(container.NewBorder(nil, nil, container.NewVBox(kit.Light("", tones[rule.Tone])), nil, kit.Long(rule.Value).Sized(kit.SizeNote)))
	}
	if m.Open {
		button := kit.Secondary(m.Button, nil)
		if first && m.Tone != model.Good {
			button = kit.Primary(m.Button, nil)
		}
		button.OnTapped = func() { handIn(p, m) }
		body.Add(thumb(button))
	}
	return kit.Card(m.Name, body, kit.Badge(m.State, tones[m.Tone]))
}
