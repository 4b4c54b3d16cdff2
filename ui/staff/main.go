package staff

import (
	"fyne.io/fyne/v2/theme"
)

// mainScreens are the screens around the cases: the day, the board, what comes in, and the house's own.
var mainScreens = []Screen{
	{ID: "today", Icon: workIcon("today"), Menu: true, Open: openToday},
	{ID: "board", Icon: workIcon("board"), Menu: true, Open: openBoard},
	{ID: "import", Icon: workIcon("report"), Menu: true, Needs: never, Open: openImport},
	{ID: "inbox", Icon: theme.MailComposeIcon(), Menu: true, Open: openInbox},
	{ID: "verify", Icon: workIcon("shield"), Menu: true, Needs: never, Open: openVerify},
	{ID: "settings", Icon: theme.SettingsIcon(), Menu: true, Needs: ofTheHouse, Open: openSettings},
}
