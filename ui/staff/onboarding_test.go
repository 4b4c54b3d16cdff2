package staff_test

import (
	"context"
	"image"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/data/scan/scantest"
	"ruhang/ui/kit"
	"ruhang/ui/uitest"
)

// paperOf is a document of somebody who does not exist, as a phone sends it.
func paperOf(material string) []byte {
	p := scantest.Holder(7)
	switch material {
	case "id_card":
		return scantest.JPEG(scantest.Card(p), 85)
	case "bank_card":
		return scantest.JPEG(scantest.BankCard(p), 85)
	case "photo":
		return scantest.JPEG(scantest.Card(p).SubImage(image.Rect(60, 60, 460, 620)), 85)
	}
	return scantest.JPEG(scantest.Diploma(p), 85)
}

// hand hands a material in as the candidate does.
func hand(t *testing.T, f *uitest.Fixture, id hiring.CaseID, material string, fields map[string]string) {
	t.Helper()
	require.NoError(t, f.Guest(id).Upload(context.Background(), material, material+".jpg", paperOf(material), fields))
}

// whole is the newcomer's whole data, as HR may look at it.
func whole(t *testing.T, f *uitest.Fixture, id hiring.CaseID) hiring.Person {
	t.Helper()
	p, err := f.Staff("hr").Reveal(context.Background(), id)
	require.NoError(t, err)
	return p
}

func idCard(p hiring.Person) map[string]string {
	n := p.IDNumber
	return map[string]string{"name": p.Name, "id_no": n, "birth_date": n[6:10] + "-" + n[10:12] + "-" + n[12:14], "valid_until": "2036-01-01"}
}

// lastTry is what was handed in last.
func lastTry(t *testing.T, f *uitest.Fixture, id hiring.CaseID, material string) *hiring.MaterialTry {
	t.Helper()
	for _, m := range f.File("hr", id).Case.Materials {
		if m.ID == material {
			return m.Last()
		}
	}
	require.Fail(t, material)
	return nil
}

// complete hands in and accepts everything on the list.
func complete(t *testing.T, f *uitest.Fixture, id hiring.CaseID) {
	t.Helper()
	p := whole(t, f, id)
	for _, m := range f.File("hr", id).Case.Materials {
		fields := map[string]string{}
		for _, field := range f.Catalog.Materials[m.ID].Fields {
			fields[field] = map[string]string{"name": p.Name, "school": "中原财经大学", "degree": "bachelor", "graduated_on": "2021-06-30", "number": "109181202105001234"}[field]
		}
		switch m.ID {
		case "id_card":
			fields = idCard(p)
		case "bank_card":
			fields["number"] = "6222021234567890128"
		}
		hand(t, f, id, m.ID, fields)
		f.Do("hr", id, hiring.AcceptMaterial{Material: m.ID, Despite: lastTry(t, f, id, m.ID).Doubts()})
	}
}

func TestZ19_TheDocumentStandsBesideItsFieldsAndVerdicts(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding")
	p := whole(t, f, id)
	hand(t, f, id, "id_card", idCard(p))
	h, page := at(t, f, "hr", "zh", "onboarding", string(id))
	says(t, page.Content(), "居民身份证", "审核中", "待提交", "原件")
	uitest.CheckPage(t, page)
	uitest.Tap(t, page.Content(), "审核")
	says(t, page.Content(), p.Name, p.IDNumber, "身份证号校验位正确", "姓名与档案一致", "出生日期与身份证号一致")
	require.Len(t, uitest.Find[*kit.PageViewer](page.Content()), 1)
	require.Equal(t, 1, uitest.Find[*kit.PageViewer](page.Content())[0].Page(), "a JPEG is one page")
	uitest.CheckPage(t, page)
	uitest.Tap(t, page.Content(), "接受")
	require.Equal(t, hiring.Accepted, f.File("hr", id).Case.Materials[0].State)
	says(t, page.Content(), "已通过", "报到")
	require.Empty(t, h.Failed)

	t.Run("one wrong digit goes back with the rule's sentence", func(t *testing.T) {
		other := f.CaseAt("onboarding")
		fields := idCard(whole(t, f, other))
		last := fields["id_no"][17:]
		fields["id_no"] = fields["id_no"][:17] + map[bool]string{true: "2", false: "1"}[last == "1"]
		hand(t, f, other, "id_card", fields)
		_, page := at(t, f, "hr", "zh", "onboarding", string(other))
		says(t, page.Content(), "已退回", "规则未通过：身份证号校验位不对")
		uitest.Tap(t, page.Content(), "查看")
		says(t, page.Content(), "不通过", "身份证号校验位不对")
		require.Nil(t, uitest.Button(page.Content(), "接受"))
	})
}

func TestOnboardingReturnsADocumentWithAReason(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding")
	hand(t, f, id, "photo", nil)
	h, page := at(t, f, "hr", "zh", "onboarding", string(id))
	uitest.Tap(t, page.Content(), "审核")
	uitest.Tap(t, page.Content(), "退回")
	fill(t, uitest.Overlay(h.Window), map[string]string{"reason": "unreadable", "note": "请重新拍摄"})
	says(t, page.Content(), "已退回", "照片模糊或不完整、请重新拍摄", "入职进度")
	require.Nil(t, uitest.Overlay(h.Window))
}

func TestOnboardingOriginalsAreSeenAndHandedBack(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding")
	h, page := at(t, f, "hr", "zh", "onboarding", string(id))
	uitest.Tap(t, page.Content(), "核对原件")
	says(t, uitest.Overlay(h.Window), "当场归还本人", "不留存原件")
	uitest.Tap(t, uitest.Overlay(h.Window), "核对原件")
	says(t, page.Content(), "原件已核对并归还（陈静")
}

func TestZ39_TheChainMovesWithEachStep(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding")
	_, page := at(t, f, "hr", "zh", "onboarding", string(id))
	says(t, page.Content(), "材料审核", "社保办理", "工位分配", "办理中")
	complete(t, f, id)
	h, page := at(t, f, "hr", "zh", "onboarding", string(id))
	uitest.Tap(t, page.Content(), "登记社保")
	require.NotEmpty(t, fill(t, uitest.Overlay(h.Window), nil).Error("registered_on"))
	fill(t, uitest.Overlay(h.Window), map[string]string{"registered_on": "2026-11-30", "fund_registered": "true"})
	uitest.Tap(t, page.Content(), "分配工位")
	fill(t, uitest.Overlay(h.Window), map[string]string{"desk": "郑东支行 2 号柜台"})
	steps := f.File("hr", id).Case.Steps(hiring.Env{Catalog: f.Catalog})
	require.Len(t, steps, 3)
	for _, s := range steps {
		require.True(t, s.Done, s.Task)
	}
	hides(t, page.Content(), "办理中")
	says(t, page.Content(), "2026-11-30", "郑东支行 2 号柜台")
}

func TestZ40_TheTeamIsCompleteOrRefused(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding")
	h, page := at(t, f, "hr", "zh", "onboarding", string(id))
	uitest.Tap(t, page.Content(), "填写团队")
	form := fill(t, uitest.Overlay(h.Window), map[string]string{"manager": "何伟", "manager_phone": "19900002001", "colleagues": "、"})
	says(t, form, "至少一位同事")
	form.Set("colleagues", "沈悦、高翔，丁宁")
	form.Submit()
	require.Equal(t, []string{"沈悦", "高翔", "丁宁"}, f.File("hr", id).Case.Team.Colleagues)
	says(t, page.Content(), "何伟", "19900002001", "沈悦、高翔、丁宁")
}

func TestZ20_CheckInByHRFiresTheFourActionsOnce(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding/ready")
	h, page := at(t, f, "hr", "zh", "onboarding", string(id))
	require.True(t, uitest.Button(page.Content(), "办理报到").Disabled())
	says(t, page.Content(), "还没到报到日", "报到后自动发出", "欢迎信与欢迎短信", "介绍同事", "告知工位", "推荐课程")
	f.SetNow(f.File("hr", id).Case.Offer().Terms.Start.Time().Add(9 * 3600e9))
	page.Refresh()
	uitest.Tap(t, page.Content(), "办理报到")
	uitest.Tap(t, uitest.Overlay(h.Window), "办理报到")
	c := f.File("hr", id).Case
	require.Len(t, c.Welcome, 4)
	require.Equal(t, "hr", c.CheckIn.Where)
	says(t, page.Content(), "已报到", "招聘专员办理")
	hides(t, page.Content(), "报到后自动发出")
	require.Nil(t, uitest.Button(page.Content(), "办理报到"))
	uitest.CheckPage(t, page)
}

func TestZ38_TheGuideIsThePositionsOwn(t *testing.T) {
	f := uitest.Bank(t)
	for position, own := range map[string][2]string{"teller": {"柜台操作流程", "产品知识手册"}, "account_manager": {"产品知识手册", "柜台操作流程"}} {
		id := f.CaseOf(position, "onboarding")
		h, page := at(t, f, "hr", "zh", "onboarding", string(id))
		uitest.Tap(t, page.Content(), "入行指引")
		uitest.Tap(t, page.Content(), "另存为")
		pages, err := f.Press.Text(h.Saved["guide.pdf"])
		require.NoError(t, err)
		var text string
		for _, p := range pages {
			text += p
		}
		require.Contains(t, text, own[0], position)
		require.NotContains(t, text, own[1], position)
	}
}

func TestY08_APageShowsWhatChangedWhenItIsToldTo(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding")
	_, page := at(t, f, "hr", "zh", "onboarding", string(id))
	hides(t, page.Content(), "审核中")
	hand(t, f, id, "photo", nil)
	page.Refresh()
	says(t, page.Content(), "审核中")
}

func TestNeedsNamesThePagesAChangeTouches(t *testing.T) {
	for _, id := range []string{"checks", "offers", "onboarding", "probation"} {
		line := screen(t, id)
		require.True(t, line.Needs(changeOf("a"), ""), "a list is touched by every case")
		require.True(t, line.Needs(changeOf("a"), "a"))
		require.False(t, line.Needs(changeOf("b"), "a"))
		require.True(t, line.Needs(office.Change{}, "a"), "everything reloads")
	}
}

func TestShotsOnboarding(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("onboarding")
	hand(t, f, id, "id_card", idCard(whole(t, f, id)))
	hand(t, f, id, "photo", nil)
	f.Do("hr", id, hiring.ReturnMaterial{Material: "photo", Reason: "unreadable"})
	f.CaseAt("onboarding/ready")
	shots(t, f, "hr", "onboarding", "", "onboarding")
	shots(t, f, "hr", "onboarding", string(id), "onboarding-case")
	h, page := at(t, f, "hr", "zh", "onboarding", string(id))
	uitest.Tap(t, page.Content(), "审核")
	uitest.Shot(t, h.Window, "onboarding-material-zh-light")
	uitest.Tap(t, page.Content(), "返回")
	uitest.Tap(t, page.Content(), "填写团队")
	uitest.Shot(t, h.Window, "onboarding-team-zh-light")
}
