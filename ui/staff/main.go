package staff

import (
	"fyne.io/fyne/v2/theme"
)

// dayScreens come first in the navigation: the day and the board.
var dayScreens = []Screen{
	{ID: "today", Icon: workIcon("today"), Menu: true, Open: openToday},
	{ID: "radar", Icon: workIcon("path"), Menu: true, Open: openRadar},
	{ID: "board", Icon: workIcon("board"), Menu: true, Open: openBoard},
}

// houseScreens come last: what comes in, and the house's own.
var houseScreens = []Screen{
	{ID: "import", Icon: workIcon("report"), Menu: true, Needs: never, Open: openImport},
	{ID: "questions", Icon: theme.ListIcon, Menu: true, Needs: ofTheHouse, Open: openQuestions},
	{ID: "inbox", Icon: theme.MailComposeIcon, Menu: true, Open: openInbox},
	{ID: "outbox", Icon: theme.MailSendIcon, Menu: true, Open: openOutbox},
	{ID: "trail", Icon: workIcon("path"), Menu: true, Needs: ofTheHouse, Open: openTrail},
	{ID: "verify", Icon: workIcon("shield"), Menu: true, Needs: never, Open: openVerify},
	{ID: "retention", Icon: workIcon("clock"), Menu: true, Needs: never, Open: openRetention},
	{ID: "settings", Icon: theme.SettingsIcon, Menu: true, Needs: ofTheHouse, Open: openSettings},
}
