package staff

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/ui/kit"
	"ruhang/ui/uitest"
)

// over is a bank with a rejected case whose period is over, one on hold, and one whose period ends in a month.
func over(t *testing.T) (f *uitest.Fixture, due, held hiring.CaseID) {
	f = uitest.Bank(t)
	due, held = f.CaseAt("interview"), f.CaseAt("interview")
	for _, id := range []hiring.CaseID{due, held} {
		f.Do("hr", id, hiring.Reject{Reason: "not_qualified"})
	}
	f.Do("hr", held, hiring.HoldData{Reason: "hold_dispute"})
	f.Advance(30 * 24 * time.Hour)
	later := f.CaseAt("interview")
	f.Do("hr", later, hiring.Reject{Reason: "not_qualified"})
	f.SetNow(f.Now().AddDate(0, 0, 340))
	return f, due, held
}

func TestQ10_Control35_WhatIsDueIsShownAndErasedOnSomebodysWord(t *testing.T) {
	f, due, held := over(t)
	h, page := opened(t, f, "retention", "compliance", "zh")
	name := f.File("hr", due).Person.Name
	uitest.CheckPage(t, page)
	require.True(t, uitest.Says(page.Content(), name))
	require.True(t, uitest.Says(page.Content(), "保全状态"), "the exception says why")
	require.True(t, uitest.Says(page.Content(), "淘汰 1 份"), "the day to come")
	uitest.Shot(t, h.Window, "retention-zh-due")
	uitest.Tap(t, page.Content(), "删除 1 份")
	require.Equal(t, hiring.Rejected, f.File("hr", due).Case.Status, "asked first")
	uitest.Tap(t, uitest.Overlay(h.Window), "删除 1 份")
	require.Empty(t, h.Failed)
	_, err := f.Staff("hr").CaseFile(context.Background(), due)
	require.True(t, fault.Is(err, fault.Missing))
	require.Equal(t, hiring.Rejected, f.File("hr", held).Case.Status)
	page.(*retentionPage).tabs.Turn(1)
	h.Show(page)
	uitest.CheckPage(t, page)
	require.True(t, uitest.Says(page.Content(), string(due)))
	uitest.Shot(t, h.Window, "retention-zh-certificates")
	page.(*retentionPage).open(due)
	uitest.Tap(t, uitest.Overlay(h.Window), "保存为 PDF")
	require.True(t, bytes.HasPrefix(h.Saved["erasure-"+string(due)+".pdf"], []byte("%PDF")))
	if dir := os.Getenv("SHOTS_DIR"); dir != "" {
		require.NoError(t, os.WriteFile(dir+"/certificate.pdf", h.Saved["erasure-"+string(due)+".pdf"], 0o600))
	}
}

func TestControl16_ErasingAndExportingAskForThePasswordAgain(t *testing.T) {
	f, due, held := over(t)
	staff := f.StaffHost("compliance", "zh").Staff()
	f.Pass(6 * time.Minute)
	ctx := context.Background()
	_, err := staff.EraseDue(ctx, []hiring.CaseID{due}, nil)
	require.True(t, fault.HasCode(err, "session.prove"), "%v", err)
	_, err = staff.ExportSubject(ctx, held, "identity card")
	require.True(t, fault.HasCode(err, "session.prove"), "%v", err)
	require.NoError(t, staff.Prove(uitest.Password))
	_, err = staff.ExportSubject(ctx, held, "identity card")
	require.NoError(t, err)
	n, err := staff.EraseDue(ctx, []hiring.CaseID{due}, nil)
	require.NoError(t, err)
	require.Equal(t, 1, n)
}

func TestControl35_AutomaticErasureIsAskedAboutBeforeItIsTurnedOn(t *testing.T) {
	f, due, _ := over(t)
	h, page := opened(t, f, "retention", "admin", "en")
	require.False(t, uitest.Says(page.Content(), f.File("hr", due).Person.Name), "an administrator sees numbers, not people")
	uitest.CheckPage(t, page)
	uitest.Shot(t, h.Window, "retention-en-admin")
	uitest.Tap(t, page.Content(), "Turn it on")
	uitest.Tap(t, uitest.Overlay(h.Window), "Turn it on")
	require.True(t, uitest.Says(page.Content(), "Automatic erasure is on"))
	_, err := f.Office.Tick(context.Background())
	require.NoError(t, err)
	_, err = f.Staff("hr").CaseFile(context.Background(), due)
	require.True(t, fault.Is(err, fault.Missing))
}

func TestQ10_TheRecordsOfProcessingAreAPage(t *testing.T) {
	f := uitest.Bank(t)
	for _, lang := range []string{"zh", "en"} {
		h, page := opened(t, f, "retention", "compliance", lang)
		for at, tab := range []string{"retention.rules", "retention.uses"} {
			page.(*retentionPage).tabs.Turn(2 + at)
			h.Show(page)
			uitest.CheckPage(t, page)
			uitest.Shot(t, h.Window, tab+"-"+lang)
		}
		uitest.Tap(t, page.Content(), h.Words()("retention.save_pdf"))
		require.True(t, bytes.HasPrefix(h.Saved["records-of-processing.pdf"], []byte("%PDF")))
	}
}

func TestQ10_ACaseIsErasedByTwoFromItsFile(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("interview")
	h, page := caseAt(t, f, "hr", "zh", id, "privacy")
	uitest.CheckPage(t, page)
	require.True(t, uitest.Button(page.Content(), "申请删除").Disabled(), "the process is open")
	f.Do("hr", id, hiring.Reject{Reason: "not_qualified"})
	page.Refresh()
	uitest.Tap(t, page.Content(), "申请删除")
	form := uitest.Find[*kit.Form](uitest.Overlay(h.Window))[0]
	form.Set("reason", "erase_subject_request")
	form.Submit()
	require.Equal(t, "erase_subject_request", f.File("hr", id).Case.Erasure.Reason)
	page.Refresh()
	require.Nil(t, uitest.Button(page.Content(), "申请删除"))
	h.Show(page)
	uitest.CheckPage(t, page)
	uitest.Shot(t, h.Window, "case-zh-privacy")
	h, page = caseAt(t, f, "compliance", "zh", id, "privacy")
	uitest.Tap(t, page.Content(), "删除全部个人信息")
	uitest.Tap(t, uitest.Overlay(h.Window), "删除全部个人信息")
	require.Empty(t, h.Failed)
	require.Equal(t, "retention", h.Gone[len(h.Gone)-1].Screen)
	_, err := f.Staff("hr").CaseFile(context.Background(), id)
	require.True(t, fault.Is(err, fault.Missing))
}

func TestQ10_ASubjectsDataIsExportedOnceTheIdentityIsSaid(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding")
	h, page := caseAt(t, f, "hr", "en", id, "privacy")
	uitest.CheckPage(t, page)
	uitest.Shot(t, h.Window, "case-en-privacy")
	uitest.Tap(t, page.Content(), "Export the person's data (ZIP)")
	form := uitest.Find[*kit.Form](uitest.Overlay(h.Window))[0]
	form.Submit()
	require.Empty(t, h.Saved)
	form.Set("how", "identity card")
	form.Submit()
	raw := h.Saved["subject-"+string(id)+".zip"]
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	require.NoError(t, err)
	var names []string
	for _, file := range z.File {
		names = append(names, file.Name)
	}
	require.Contains(t, names, "data.json")
	require.Contains(t, names, "read-me.html")
	require.Contains(t, names, "timeline.csv")
	require.Greater(t, len(names), 4, "and their files")
	if dir := os.Getenv("SHOTS_DIR"); dir != "" {
		require.NoError(t, os.WriteFile(dir+"/subject.zip", raw, 0o600))
	}
}
