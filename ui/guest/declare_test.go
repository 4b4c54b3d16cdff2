package guest

import (
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/ui/kit"
	"ruhang/ui/uitest"
)

func TestN13_RelativesAndBusinessAreDeclaredOnThePhone(t *testing.T) {
	f := uitest.Bank(t)
	id := f.CaseAt("check")
	for _, lang := range []string{"zh", "en"} {
		h := f.GuestHost(id, lang)
		words := h.Words()
		page := pageOf(t, h, "privacy")
		before := len(f.File("hr", id).Case.Declarations)
		label := words("guest.declare.do")
		if before > 0 {
			label = words("guest.declare.again")
		}
		uitest.Tap(t, page.Content(), label)
		fits(t, h, pageAgain(h, page))
		uitest.Shot(t, h.Window, "declare_empty-"+lang)
		uitest.Tap(t, again(h, page), words("guest.declare.relative"))
		form := uitest.Find[*kit.Form](again(h, page))[0]
		form.Submit()
		require.NotEmpty(t, form.Error("name"))
		form.Set("relation", "parent")
		form.Set("name", "王大明")
		form.Set("where", "金水支行 柜员")
		uitest.Shot(t, h.Window, "declare_relative-"+lang)
		form.Submit()
		uitest.Tap(t, again(h, page), words("guest.declare.business"))
		form = uitest.Find[*kit.Form](again(h, page))[0]
		form.Set("company", "某某商贸有限公司")
		form.Submit()
		fits(t, h, pageAgain(h, page))
		uitest.Shot(t, h.Window, "declare_list-"+lang)
		require.Len(t, f.File("hr", id).Case.Declarations, before, "nothing is sent before the end")
		uitest.Tap(t, again(h, page), words("guest.declare.send"))
		said := f.File("hr", id).Case.Declaration()
		require.Equal(t, []hiring.Relative{{Relation: "parent", Name: "王大明", Where: "金水支行 柜员"}}, said.Relatives)
		require.Equal(t, []hiring.Business{{Company: "某某商贸有限公司"}}, said.Businesses)
		require.True(t, uitest.Says(again(h, page), "王大明"))
		fits(t, h, pageAgain(h, page))
		uitest.Shot(t, h.Window, "declare_done-"+lang)
	}
	require.Len(t, f.File("compliance", id).Case.ToVerify, 2, "what was declared is looked at")
}

func TestN13_NothingToDeclareIsOneTap(t *testing.T) {
	f := uitest.Bank(t)
	f.Catalog.Packages["basic"].Checks = append(f.Catalog.Packages["basic"].Checks, "conflict")
	id := f.CaseAt("check/consented")
	h := f.GuestHost(id, "zh")
	page := pageOf(t, h, "privacy")
	require.True(t, uitest.Says(page.Content(), h.Words()("guest.declare.asked")))
	uitest.Tap(t, page.Content(), h.Words()("guest.declare.do"))
	uitest.Tap(t, again(h, page), h.Words()("guest.declare.nothing"))
	require.True(t, f.File("hr", id).Case.Declaration().None)
	require.False(t, uitest.Says(again(h, page), h.Words()("guest.declare.asked")))
}
