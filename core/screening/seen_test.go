package screening_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/catalog"
	"ruhang/core/hiring"
	"ruhang/core/screening"
)

func inspectSeen(rule string, c *hiring.Case, fields map[string]string, read hiring.Reading) map[string]hiring.Verdict {
	m := &catalog.Material{ID: rule, Rule: rule, Fields: []string{"name", "id_no", "birth_date", "number", "school", "graduated_on"}, Optional: []string{"chsi_code"}}
	out := map[string]hiring.Verdict{}
	for _, v := range screening.Inspect(c, holder, m, hiring.SubmitMaterial{Fields: fields, Read: &read}, today) {
		out[v.Rule] = v
	}
	return out
}

func TestZ19_WhatWasReadAgreesOrIsShownAndNeverDecides(t *testing.T) {
	fields := map[string]string{"name": "张三", "id_no": "11010519491231002X", "birth_date": "1949-12-31"}
	for name, c := range map[string]struct {
		value hiring.ReadValue
		says  string // "same", "other", ""
	}{
		"the same number":             {hiring.ReadValue{Field: "id_no", Text: "11010519491231002x", Sure: true}, "same"},
		"another that proves itself":  {hiring.ReadValue{Field: "id_no", Text: checked("11010519491231004"), Sure: true}, "other"},
		"another that does not":       {hiring.ReadValue{Field: "id_no", Text: "110105194912310021"}, ""},
		"the same name":               {hiring.ReadValue{Field: "name", Text: "张 三", Looks: 1}, "same"},
		"a name that a machine read":  {hiring.ReadValue{Field: "name", Text: "张二", Looks: 1}, "other"},
		"a name in a PDF's own words": {hiring.ReadValue{Field: "name", Text: "张三"}, ""},
		"a birth date from a number":  {hiring.ReadValue{Field: "birth_date", Text: "1949-12-30", Sure: true}, "other"},
		"a field that was not asked":  {hiring.ReadValue{Field: "number", Text: "1", Sure: true}, ""},
	} {
		got := inspectSeen("id_card", nil, fields, hiring.Reading{Values: []hiring.ReadValue{c.value}})
		v, said := got["read_"+c.value.Field]
		require.Equal(t, c.says != "", said, name)
		if said {
			require.Equal(t, c.says == "same", v.OK, name)
			require.False(t, v.Must, "%s: a machine's reading sends nothing back by itself", name)
			require.Equal(t, map[string]string{"field": c.value.Field}, v.Params, "no value is in a verdict")
		}
	}
}

func TestZ19_ANumberWithoutACheckDigitIsSeenTwiceOrNotAtAll(t *testing.T) {
	typed := "990901202105662607"
	for _, c := range []struct {
		text  string
		looks int
		want  screening.Seen
	}{{typed, 1, screening.SeenUnsure}, {typed, 2, screening.SeenSame}, {"990901202105662601", 5, screening.SeenUnsure}} {
		require.Equal(t, c.want, screening.CompareSeen(hiring.ReadValue{Field: "number", Text: c.text, Looks: c.looks}, typed))
	}
}

// TestControl30_WordsThatAPDFHidesConfirmNothing: its pages may show something else.
func TestControl30_WordsThatAPDFHidesConfirmNothing(t *testing.T) {
	for field, text := range map[string]string{"name": "张三", "id_no": "11010519491231002X", "number": "990901202105662607", "school": "样张大学", "birth_date": "1949-12-31"} {
		require.Equal(t, screening.SeenUnsure, screening.CompareSeen(hiring.ReadValue{Field: field, Text: text}, text), field)
	}
}

func TestN18_NamesThatWereReadAreComparedByTheirExactCharacters(t *testing.T) {
	for _, c := range []struct {
		read, typed string
		want        screening.Seen
	}{
		{"阿依古丽•买买提", "阿依古丽·买买提", screening.SeenSame}, {"赵䶮", "赵䶮", screening.SeenSame}, {"赵龑", "赵䶮", screening.SeenUnsure},
		{"𠮷野", "𠮷野", screening.SeenSame}, {"吉野", "𠮷野", screening.SeenUnsure}, {"阿依古丽", "阿依古丽·买买提", screening.SeenUnsure},
	} {
		require.Equal(t, c.want, screening.CompareSeen(hiring.ReadValue{Field: "name", Text: c.read, Looks: 1}, c.typed), c.read)
	}
}

func TestY05_OnlyTheRegistrysOwnAddressGivesACode(t *testing.T) {
	code := "A1B2C3D4E5F6G7H8"
	for _, link := range []string{"https://www.chsi.com.cn/xlcx/bg.do?vcode=" + code + "&srcid=bgcx", "HTTPS://WWW.CHSI.COM.CN/xlcx/bg.do?srcid=archive&vcode=" + code + "&trnd=1#x",
		" https://www.chsi.com.cn/xlcx/bg.do?vcode=a1b2c3d4e5f6g7h8 "} {
		got, err := screening.CHSILink(link)
		require.NoError(t, err, link)
		require.Equal(t, code, got)
	}
	for _, link := range []string{"", code, "http://www.chsi.com.cn/xlcx/bg.do?vcode=" + code, "https://chsi.com.cn/xlcx/bg.do?vcode=" + code,
		"https://www.chsi.com.cn.example.org/xlcx/bg.do?vcode=" + code, "https://www.chsi.com.cn@example.org/xlcx/bg.do?vcode=" + code,
		"https://www-chsi.com.cn/xlcx/bg.do?vcode=" + code, "https://www.chsi.com.cn:8443/xlcx/bg.do?vcode=" + code, `https://www.chsi.com.cn\@example.org/?vcode=` + code,
		"https://example.org/?next=https://www.chsi.com.cn/xlcx/bg.do?vcode=" + code, "javascript:alert(1)//https://www.chsi.com.cn/xlcx/bg.do?vcode=" + code,
		"https://www.chsi.com.cn/xlcx/bg.do?vcode=123", "https://www.chsi.com.cn/xlcx/bg.do", "https://www.сhsi.com.cn/xlcx/bg.do?vcode=" + code} {
		_, err := screening.CHSILink(link)
		require.Error(t, err, link)
	}
}

func TestY05_ACodeInThePictureIsJudgedByWhereItLeads(t *testing.T) {
	link := "https://www.chsi.com.cn/xlcx/bg.do?vcode=A1B2C3D4E5F6G7H8"
	good := inspectSeen("diploma", nil, map[string]string{"chsi_code": "a1b2c3d4e5f6g7h8"}, hiring.Reading{Links: []string{link},
		Values: []hiring.ReadValue{{Field: "chsi_code", Text: "A1B2C3D4E5F6G7H8", Sure: true}}})
	require.True(t, good["chsi_link"].OK)
	require.True(t, good["chsi_code"].OK)
	require.True(t, good["read_chsi_code"].OK)
	bad := inspectSeen("diploma", nil, map[string]string{"chsi_code": "A1B2"}, hiring.Reading{Links: []string{"https://chsi.example.org/?vcode=A1B2C3D4E5F6G7H8"}})
	require.Equal(t, map[string]bool{"chsi_link": false, "chsi_code": true}, failed(bad), "a code that can be none sends it back")
	require.NotContains(t, inspectSeen("id_card", nil, map[string]string{}, hiring.Reading{Links: []string{"x"}}), "chsi_link")
}

func TestZ19_ADiplomaIsHeldAgainstTheCV(t *testing.T) {
	c := &hiring.Case{CV: &hiring.CV{Education: []hiring.Education{{School: "样张大学", To: "2021-06"}}}}
	fields := map[string]string{"name": "张三", "number": "990901202105662607", "school": "样张大学", "graduated_on": "2021-06-30"}
	require.Empty(t, failed(inspectSeen("diploma", c, fields, hiring.Reading{})))
	fields["graduated_on"] = "2020-06-30"
	require.Equal(t, map[string]bool{"graduation_year": false, "year_in_cv": false}, failed(inspectSeen("diploma", c, fields, hiring.Reading{})))
	fields["school"] = "虚构财经大学"
	require.Contains(t, failed(inspectSeen("diploma", c, fields, hiring.Reading{})), "school_in_cv")
	fields["number"] = "090901202105662607"
	require.Contains(t, failed(inspectSeen("diploma", nil, fields, hiring.Reading{})), "school_code")
}

func TestZ18_ABadgesPhotoHasItsSizeAndShape(t *testing.T) {
	for name, c := range map[string]struct {
		w, h int
		want map[string]bool
	}{
		"an inch at 300": {295, 413, map[string]bool{}}, "two inches": {413, 579, map[string]bool{}}, "a telephone's": {3000, 4000, map[string]bool{}},
		"a thumbnail": {100, 140, map[string]bool{"photo_size": false}}, "lying": {1600, 1200, map[string]bool{"photo_shape": false}},
		"a strip": {300, 1200, map[string]bool{"photo_shape": false}}, "unknown": {0, 0, map[string]bool{}},
	} {
		require.Equal(t, c.want, failed(inspectSeen("photo", nil, nil, hiring.Reading{Width: c.w, Height: c.h})), name)
	}
}

func TestZ18_ABadPictureIsADoubtForWhoAccepts(t *testing.T) {
	got := inspectSeen("other", nil, map[string]string{}, hiring.Reading{Flaws: []string{hiring.FlawBlurred, hiring.FlawGlare}})
	require.Equal(t, map[string]bool{"legible": false}, failed(got))
	require.Equal(t, hiring.FlawBlurred, got["legible"].Params["flaw"])
}
