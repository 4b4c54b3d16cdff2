package staff_test

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/ui/uitest"
)

// TestOnboardingReportsWhoNeverCame: nothing before the first day is over; then a reason, how they were reached, and the end.
func TestOnboardingReportsWhoNeverCame(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding/ready")
	start := f.File("hr", id).Case.Offer().Terms.Start
	f.SetNow(start.Time().Add(10 * time.Hour))
	_, page := at(t, f, "hr", "zh", "onboarding", string(id))
	require.Nil(t, uitest.Button(page.Content(), "登记未报到"))
	f.SetNow(start.AddDays(1).Time().Add(9 * time.Hour))
	_, err := f.Office.Tick(t.Context())
	require.NoError(t, err)
	require.True(t, hasWork(f.File("hr", id).Work, "report_absence"))
	absencePictures(t, f, string(id))
	h, page := at(t, f, "hr", "zh", "onboarding", string(id))
	uitest.Tap(t, page.Content(), "登记未报到")
	form := fill(t, uitest.Overlay(h.Window), map[string]string{"reason": "absent_other_job"})
	require.NotEmpty(t, form.Error("note"))
	require.Nil(t, f.File("hr", id).Case.CheckIn)
	fill(t, uitest.Overlay(h.Window), map[string]string{"reason": "absent_other_job", "note": "本人来电说明"})
	c := f.File("hr", id).Case
	require.Equal(t, hiring.OfferReneged, c.Offer().State)
	require.Equal(t, hiring.Withdrawn, c.Status)
	require.Empty(t, h.Failed)
}

func hasWork(items []hiring.Item, code string) bool {
	for _, it := range items {
		if it.Code == code {
			return true
		}
	}
	return false
}

// absencePictures are the pictures of the page and its dialog in both languages.
func absencePictures(t *testing.T, f *uitest.Fixture, id string) {
	for lang, word := range map[string]string{"zh": "登记未报到", "en": "Report absence"} {
		h, page := at(t, f, "hr", lang, "onboarding", id)
		uitest.CheckPage(t, page)
		uitest.Shot(t, h.Window, "onboarding-absent-"+lang)
		uitest.Tap(t, page.Content(), word)
		uitest.Shot(t, h.Window, "onboarding-absence-"+lang)
	}
}

// TestChecksSayWhenNothingRunsAndWhatNoLongerCounts: no clock before the consent; a result out of date stops the gate in words.
func TestChecksSayWhenNothingRunsAndWhatNoLongerCounts(t *testing.T) {
	f := uitest.Bank(t)
	waits := f.CaseAt("check")
	_, page := at(t, f, "hr", "zh", "checks", string(waits))
	says(t, page.Content(), "时限自授权起算")
	hides(t, page.Content(), "等待结果")
	id := f.CaseAt("check/consented")
	for _, o := range f.File("hr", id).Case.Checks {
		ref, err := f.Staff("hr").Attach(t.Context(), id, hiring.Background, "evidence.png", bytes.NewReader(uitest.Stroke()))
		require.NoError(t, err)
		f.Do("hr", id, hiring.RecordCheck{Order: o.ID, Light: hiring.Amber, Conclusion: "相符", Source: "核验平台", Method: "hand", Files: []hiring.FileRef{ref},
			ValidUntil: hiring.DateOf(f.Now()).AddDays(3)})
	}
	f.Advance(5 * 24 * time.Hour)
	_, err := f.Office.Tick(t.Context())
	require.NoError(t, err)
	require.True(t, hasWork(f.File("hr", id).Work, "renew_check"))
	for _, lang := range []string{"zh", "en"} {
		h, page := at(t, f, "hr", lang, "checks", string(id))
		uitest.CheckPage(t, page)
		uitest.Shot(t, h.Window, "checks-out-of-date-"+lang)
		_, rests := at(t, f, "hr", lang, "checks", string(waits))
		uitest.CheckPage(t, rests)
		h.Show(rests)
		uitest.Shot(t, h.Window, "checks-rests-"+lang)
	}
	_, page = at(t, f, "hr", "zh", "checks", string(id))
	says(t, page.Content(), "已过期。请重新核验", "学历核验", "已过有效期")
}
