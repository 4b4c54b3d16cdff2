package screening_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"ruhang/core/catalog"
	"ruhang/core/hiring"
	"ruhang/core/screening"
)

var holder = &hiring.Person{ID: "p1", Name: "张三", IDNumber: "11010519491231002X"}

func inspect(rule string, p *hiring.Person, fields map[string]string) map[string]hiring.Verdict {
	out := map[string]hiring.Verdict{}
	for _, v := range screening.Inspect(nil, p, &catalog.Material{ID: rule, Rule: rule}, hiring.SubmitMaterial{Fields: fields}, today) {
		out[v.Rule] = v
	}
	return out
}

// failed are the rules that say no, with "!" when that sends the material back.
func failed(all map[string]hiring.Verdict) map[string]bool {
	out := map[string]bool{}
	for rule, v := range all {
		if !v.OK {
			out[rule] = v.Must
		}
	}
	return out
}

func TestZ19_AValidIdentityCardPassesEveryRule(t *testing.T) {
	got := inspect("id_card", holder, map[string]string{"name": "张三", "id_no": "11010519491231002x", "birth_date": "1949-12-31", "sex": "女", "valid_until": "长期"})
	for rule, v := range got {
		require.True(t, v.OK, rule)
		require.Equal(t, "verdict."+rule+"_ok", v.Code)
	}
	for _, rule := range []string{"id_shape", "id_checksum", "id_birth", "minimum_age", "birth_date", "id_person", "sex", "name_match"} {
		require.Contains(t, got, rule)
	}
}

func TestZ19_WhatIsWrongWithAnIdentityCardIsSaid(t *testing.T) {
	for name, c := range map[string]struct {
		field, value string
		want         map[string]bool
	}{
		"one wrong digit":    {"id_no", "11010519491231003X", map[string]bool{"id_checksum": true}},
		"too short":          {"id_no", "1101051949123", map[string]bool{"id_shape": true}},
		"no such day":        {"id_no", checked("11010519490230002"), map[string]bool{"id_birth": true}},
		"another's number":   {"id_no", checked("11010519491231004"), map[string]bool{"id_person": true}},
		"other birth date":   {"birth_date", "1949-12-30", map[string]bool{"birth_date": true}},
		"other name":         {"name", "李四", map[string]bool{"name_match": true}},
		"other sex":          {"sex", "male", map[string]bool{"sex": true}},
		"no longer valid":    {"valid_until", "2026-11-22", map[string]bool{"valid_until": false}},
		"valid until today":  {"valid_until", "2026-11-23", map[string]bool{}},
		"written in another": {"birth_date", "19491231", map[string]bool{}},
	} {
		fields := map[string]string{"name": "张三", "id_no": "11010519491231002X", "birth_date": "1949-12-31", "sex": "female"}
		fields[c.field] = c.value
		got := failed(inspect("id_card", holder, fields))
		require.Equal(t, c.want, got, name)
	}
	old := inspect("id_card", holder, map[string]string{"id_no": "110105491231002"})
	require.Empty(t, failed(old), "the 15-digit form of the same number")
	require.NotContains(t, old, "id_checksum", "it has none")
	child := inspect("id_card", nil, map[string]string{"id_no": checked("11010520150101002")})
	require.Equal(t, map[string]bool{"minimum_age": true}, failed(child))
	require.Equal(t, "16", child["minimum_age"].Params["age"])
}

func TestZ19_AnyWrongDigitSendsTheCardBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := anyID(t)
		at, by := rapid.IntRange(0, 16).Draw(t, "at"), rapid.IntRange(1, 9).Draw(t, "by")
		wrong := number[:at] + string('0'+(number[at]-'0'+byte(by))%10) + number[at+1:]
		got := inspect("id_card", &hiring.Person{Name: "张三"}, map[string]string{"id_no": wrong, "name": "张三"})
		require.Equal(t, map[string]bool{"id_checksum": true}, failed(got))
		require.Equal(t, "verdict.id_checksum", got["id_checksum"].Code)
	})
}

func TestZ19_DiplomaCardAndOtherMaterials(t *testing.T) {
	diploma := map[string]string{"name": "张三", "number": "100011202405123456", "graduated_on": "2024-07-01"}
	require.Empty(t, failed(inspect("diploma", holder, diploma)))
	diploma["graduated_on"] = "2023-07"
	got := inspect("diploma", holder, diploma)
	require.Equal(t, map[string]bool{"graduation_year": false}, failed(got))
	require.Equal(t, map[string]string{"number_year": "2024", "year": "2023"}, got["graduation_year"].Params)
	diploma["number"], diploma["graduated_on"] = "12345", "2027-01-01"
	require.Equal(t, map[string]bool{"diploma_number": false, "date": true}, failed(inspect("diploma", holder, diploma)))
	diploma["graduated_on"] = "2024-02-30"
	require.True(t, failed(inspect("diploma", holder, diploma))["date"])

	require.Equal(t, map[string]bool{"bank_card": true}, failed(inspect("bank_card", holder, map[string]string{"number": "4111111111111112", "name": "张三"})))
	require.Empty(t, failed(inspect("bank_card", holder, map[string]string{"number": "4111111111111111", "name": "张三"})))
	require.Equal(t, map[string]bool{"name_match": true, "valid_until": false},
		failed(inspect("certificate", holder, map[string]string{"name": "李四", "valid_until": "2020-01-01"})))
	for _, rule := range []string{"photo", "other"} {
		require.Empty(t, inspect(rule, holder, map[string]string{"name": "李四", "number": "1"}))
	}
}

func TestN18_NamesAreComparedByTheirExactCharacters(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want screening.Likeness
	}{
		{"张三", "张三", screening.Same}, {"张 三", "张三", screening.Same}, {"张　三", " 张三 ", screening.Same},
		{"阿依古丽·买买提", "阿依古丽•买买提", screening.Same}, {"阿依古丽・买买提", "阿依古丽．买买提", screening.Same}, {"阿依古丽 · 买买提", "阿依古丽‧买买提", screening.Same},
		{"𠮷野", "𠮷野", screening.Same}, {"𠮷野", "吉野", screening.Other},
		{"王䶮", "王龑", screening.Lookalike}, {"王\ue863", "王䶮", screening.Lookalike}, {"李峯", "李峰", screening.Lookalike},
		{"王䶮", "王炎", screening.Other}, {"Maria  Silva", "MARIA SILVA", screening.Same}, {"Ｍaria Silva", "MARIASILVA", screening.Other},
		{"阿依古丽买买提", "阿依古丽·买买提", screening.Other}, {"张三\u200b", "张三", screening.Same},
	} {
		require.Equal(t, c.want, screening.CompareNames(c.a, c.b), c.a+" "+c.b)
		require.Equal(t, c.want, screening.CompareNames(c.b, c.a), c.b+" "+c.a)
	}
}

func TestN18_ALookalikeIsForAPersonsEyesAndABoxIsWarnedOf(t *testing.T) {
	p := &hiring.Person{Name: "王䶮"}
	require.Equal(t, map[string]bool{"name_lookalike": false}, failed(inspect("bank_card", p, map[string]string{"name": "王龑"})))
	require.Equal(t, map[string]bool{"name_lookalike": false, "name_unprintable": false}, failed(inspect("bank_card", p, map[string]string{"name": "王\ue863"})))
}

func TestZ19_NoVerdictHoldsWhatItJudges(t *testing.T) {
	fields := map[string]string{"name": "李四", "id_no": checked("11010519491231004"), "number": "4111111111111112", "birth_date": "1950-01-01"}
	for _, rule := range []string{"id_card", "diploma", "bank_card", "certificate"} {
		for _, v := range inspect(rule, holder, fields) {
			for _, param := range v.Params {
				for _, secret := range fields {
					require.NotContains(t, param, secret)
				}
			}
		}
	}
}
