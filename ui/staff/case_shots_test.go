package staff

import (
	"testing"
	"time"

	"ruhang/core/hiring"
	"ruhang/ui/uitest"
)

// TestShotsCase draws every part of a case file in both languages, and a few in the dark.
func TestShotsCase(t *testing.T) {
	f := uitest.Bank(t)
	probation := f.CaseAt("probation")
	f.Do("hr", probation, hiring.AddNote{Text: "到岗时间可谈"})
	for _, lang := range []string{"zh", "en"} {
		h, page := caseAt(t, f, "hr", lang, probation, "")
		for _, tab := range page.tabs {
			page.turnTo(tab)
			uitest.Settle(h.Window)
			uitest.CheckPage(t, page)
			uitest.Shot(t, h.Window, "case-"+lang+"-"+tab)
		}
		h.Dark(true)
		page.turnTo("report")
		uitest.Shot(t, h.Window, "case-"+lang+"-report-dark")
		page.turnTo("cv")
		page.editCV()
		uitest.Shot(t, h.Window, "case-"+lang+"-cv-edit-dark")
		page.cv.leave(false)
		h.Dark(false)
		page.editCV()
		uitest.Settle(h.Window)
		uitest.CheckPage(t, page)
		uitest.Shot(t, h.Window, "case-"+lang+"-cv-edit")
	}
}

// TestShotsCaseWaiting draws the decisions and dialogs of a case.
func TestShotsCaseWaiting(t *testing.T) {
	f := uitest.Bank(t)
	waiting, half := f.CaseAt("waiting"), f.CaseAt("interview/half")
	for _, lang := range []string{"zh", "en"} {
		h, page := caseAt(t, f, "hr", lang, waiting, "report")
		uitest.CheckPage(t, page)
		uitest.Shot(t, h.Window, "case-"+lang+"-waiting")
		page.more(page.read.CaseHead(page.file).Menu)
		uitest.Shot(t, h.Window, "case-"+lang+"-more")
		h, page = caseAt(t, f, "interviewer2", lang, half, "interviews")
		uitest.CheckPage(t, page)
		uitest.Shot(t, h.Window, "case-"+lang+"-blind")
		h, page = caseAt(t, f, "hr", lang, f.CaseAt("interview"), "kit")
		page.editKit()
		uitest.Settle(h.Window)
		uitest.CheckPage(t, page)
		uitest.Shot(t, h.Window, "case-"+lang+"-kit-edit")
		page.kit.addFromBank()
		uitest.Shot(t, h.Window, "case-"+lang+"-kit-bank")
	}
}

// TestShotsInterviews draws the week, the plan form with a conflict, and the room.
func TestShotsInterviews(t *testing.T) {
	f := uitest.Bank(t)
	first := f.CaseAt("interview/planned")
	f.CaseAt("interview")
	second := f.CaseAt("interview/planned")
	for _, lang := range []string{"zh", "en"} {
		h := f.StaffHost("hr", lang)
		page := openInterviews(h, "").(*interviewsPage)
		h.Show(page)
		uitest.CheckPage(t, page)
		uitest.Shot(t, h.Window, "interviews-"+lang+"-week")
		page.planFor(second, "i1")
		uitest.Shot(t, h.Window, "interviews-"+lang+"-plan")
		f.Advance(25*time.Hour + 12*time.Minute)
		room, rp := roomAt(t, f, "interviewer1", lang, first)
		uitest.CheckPage(t, rp)
		rp.draft.Rate(rp.room.Questions[0].Key, 4)
		rp.turn(0)
		uitest.Shot(t, room.Window, "room-"+lang+"-question")
		room.Dark(true)
		rp.turn(len(rp.room.Questions))
		uitest.Shot(t, room.Window, "room-"+lang+"-end-dark")
		f.SetNow(uitest.Start)
		own := f.StaffHost("interviewer1", lang)
		mine := openInterviews(own, "")
		own.Show(mine)
		uitest.CheckPage(t, mine)
		uitest.Shot(t, own.Window, "interviews-"+lang+"-own")
	}
}
