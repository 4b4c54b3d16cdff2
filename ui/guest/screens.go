package guest

import (
	"io/fs"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"ruhang/resources"
)

// Screens are the candidate's pages and the kiosk's.
var Screens = []Screen{
	{ID: "journey", Icon: icon(iconOf["journey"]), Open: opener("journey", drawJourney, nil)},
	{ID: "interview", Icon: icon(iconOf["interview"]), Open: opener("interview", drawInterview, nil)},
	{ID: "offer", Icon: icon(iconOf["offer"]), Open: opener("offer", drawOffer, viewOffer)},
	{ID: "materials", Icon: icon(iconOf["materials"]), Open: opener("materials", drawMaterials, nil)},
	{ID: "guide", Icon: icon(iconOf["guide"]), Open: opener("guide", drawGuide, nil)},
	{ID: "first_day", Icon: icon(iconOf["first_day"]), Open: opener("first_day", drawFirstDay, nil)},
	{ID: "probation", Icon: icon(iconOf["probation"]), Open: opener("probation", drawProbation, nil)},
	{ID: "privacy", Icon: icon(iconOf["privacy"]), Open: opener("privacy", drawPrivacy, nil)},
	{ID: "kiosk", Icon: icon(iconOf["kiosk"]), Open: func(h Host) Page { return openKiosk(h) }},
}

// iconOf are the files of resources/icon for the screens.
var iconOf = map[string]string{"journey": "path", "interview": "interview", "offer": "offer", "materials": "photo", "guide": "qr",
	"first_day": "desk", "probation": "probation", "privacy": "shield", "kiosk": "kiosk"}

// icon is a picture by its name; a missing file shows as a question mark, and a test finds it.
func icon(name string) fyne.Resource {
	svg, err := fs.ReadFile(resources.Icon, name+".svg")
	if err != nil {
		return theme.QuestionIcon()
	}
	return fyne.NewStaticResource(name+".svg", svg)
}
