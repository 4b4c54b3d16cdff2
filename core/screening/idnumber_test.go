package screening_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/screening"
)

const today = hiring.Date("2026-11-23")

// checked appends the check character, computed from the standard's table of weights and not as the package does it.
func checked(s string) string {
	sum := 0
	for i, w := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(s[i]-'0') * w
	}
	return s + string("10X98765432"[sum%11])
}

// anyID makes an identity number of nobody: 000000 to 999999 as region, any day of a working life.
func anyID(t *rapid.T) string {
	day := time.Date(1945, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 23000).Draw(t, "day"))
	return checked(fmt.Sprintf("%06d%s%03d", rapid.IntRange(0, 999999).Draw(t, "region"), day.Format("20060102"), rapid.IntRange(0, 999).Draw(t, "sequence")))
}

func refusal(s string) string {
	_, err := screening.IDNumber(s, today)
	if err == nil {
		return ""
	}
	return fault.Of(err).Code
}

func TestZ19_IdentityNumbersOfTheStandardAndTheirFacts(t *testing.T) {
	for _, c := range []struct {
		number string
		want   screening.IDFacts
	}{
		{"11010519491231002X", screening.IDFacts{Kind: screening.Resident, Region: "110105", Birth: "1949-12-31", Female: true}},
		{"440524188001010014", screening.IDFacts{Kind: screening.Resident, Region: "440524", Birth: "1880-01-01"}},
		{" 110105 19491231 002x ", screening.IDFacts{Kind: screening.Resident, Region: "110105", Birth: "1949-12-31", Female: true}},
		{"１１０１０５１９４９１２３１００２Ｘ", screening.IDFacts{Kind: screening.Resident, Region: "110105", Birth: "1949-12-31", Female: true}},
		{"110105491231002", screening.IDFacts{Kind: screening.Resident, Region: "110105", Birth: "1949-12-31", Female: true, Old: true}},
		{checked("81000019900229001"), screening.IDFacts{}},
		{checked("81000019920229001"), screening.IDFacts{Kind: screening.HongKong, Region: "810000", Birth: "1992-02-29"}},
		{checked("82000019910101002"), screening.IDFacts{Kind: screening.Macao, Region: "820000", Birth: "1991-01-01", Female: true}},
		{checked("83000019910101003"), screening.IDFacts{Kind: screening.Taiwan, Region: "830000", Birth: "1991-01-01"}},
		{checked("91115619910101004"), screening.IDFacts{Kind: screening.Foreign, Region: "911156", Birth: "1991-01-01", Female: true}},
		{checked("99999919910101005"), screening.IDFacts{Kind: screening.Foreign, Region: "999999", Birth: "1991-01-01"}},
	} {
		got, err := screening.IDNumber(c.number, today)
		require.Equal(t, c.want, got, c.number)
		require.Equal(t, c.want == screening.IDFacts{}, err != nil, c.number)
	}
}

func TestZ19_WhatIsWrongWithAnIdentityNumberIsNamed(t *testing.T) {
	for number, code := range map[string]string{
		"": "id.shape", "1101051949123100": "id.shape", "11010519491231002A": "id.shape", "1101051949123100X2": "id.shape", "11010549123100X": "id.shape",
		"一二三四五六": "id.shape", "110105194912310021": "id.checksum", "110105194912310X2X": "id.shape",
		checked("11010519490230002"): "id.birth_date", checked("11010519491331002"): "id.birth_date", checked("11010519000229002"): "id.birth_date",
		checked("11010500000101002"): "id.birth_date", "110105490230002": "id.birth_date",
		checked("11010520261124002"): "id.birth_future", checked("11010520261123002"): "id.too_young",
		checked("11010520101124002"): "id.too_young", checked("11010520101123002"): "", // 16 today
	} {
		require.Equal(t, code, refusal(number), number)
	}
}

func TestZ19_AnyNumberPassesAndOneWrongDigitIsAlwaysFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := anyID(t)
		require.Empty(t, refusal(number))
		for at := range number {
			for _, other := range "0123456789X" {
				if wrong := number[:at] + string(other) + number[at+1:]; wrong != number {
					require.NotEmpty(t, refusal(wrong), wrong)
				}
			}
		}
	})
}

func TestZ19_TwoNeighboursSwappedAreAlwaysFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := anyID(t)
		for at := range 17 {
			if wrong := number[:at] + number[at+1:at+2] + number[at:at+1] + number[at+2:]; wrong != number {
				require.NotEmpty(t, refusal(wrong), wrong)
			}
		}
	})
}

func TestZ19_TheOldFormIsTheSameNumber(t *testing.T) {
	require.True(t, screening.SameID("110105491231002", "11010519491231002x"))
	require.False(t, screening.SameID("110105491231003", "11010519491231002x"))
}

func TestZ19_AnErrorNeverHoldsTheNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`[0-9]{17}[0-9X]`).Draw(t, "number")
		if _, err := screening.IDNumber(number, today); err != nil {
			require.NotContains(t, err.Error(), number[6:14])
		}
	})
}

func TestZ19_AgeIsFullYearsOnTheBirthday(t *testing.T) {
	f := screening.IDFacts{Birth: "2000-02-29"}
	require.Equal(t, []int{15, 16, 16, 24}, []int{f.Age("2016-02-28"), f.Age("2016-02-29"), f.Age("2017-02-28"), f.Age("2024-02-29")})
}

func TestZ19_MasksShowOnlyTheEnds(t *testing.T) {
	require.Equal(t, "110105********002X", screening.MaskID("11010519491231002x"))
	require.Equal(t, "110105*****1002", screening.MaskID("110105491231002"))
	require.Equal(t, "*****", screening.MaskID("E1234"))
	require.Equal(t, "138****1234", screening.MaskPhone("+86 138-0000-1234"))
	require.Equal(t, "021*****5678", screening.MaskPhone("021-2345 15678"))
	require.Equal(t, "****", screening.MaskPhone("1381"))
	require.Equal(t, []string{"5678", "78", "", "中"}, []string{screening.Tail("12345678", 4), screening.Tail("78", 4), screening.Tail("78", 0), screening.Tail("国中", 1)})
}

func TestZ19_CreditCodesOfTheStandard(t *testing.T) {
	for _, good := range []string{"91350100M000100Y43", "91110000802100433B", "9144030071526726XG", "91100000100003962T", "91100000100003962t", "９1100000 100003962T"} {
		require.NoError(t, screening.USCC(good), good)
	}
	for bad, code := range map[string]string{"91310115MA1H8R7C6D": "uscc.checksum", "91350100M000100Y4": "uscc.shape", "9135010OM000100Y43": "uscc.shape", "91350100M000100Y4I": "uscc.checksum"} {
		require.True(t, fault.HasCode(screening.USCC(bad), code), bad)
	}
	good := "91350100M000100Y43"
	for at := range good {
		for _, other := range "0123456789ABCDEFGHJKLMNPQRTUWXYIOSVZ" {
			if wrong := good[:at] + string(other) + good[at+1:]; wrong != good {
				require.Error(t, screening.USCC(wrong), wrong)
			}
		}
		if at < 17 && good[at] != good[at+1] {
			require.Error(t, screening.USCC(good[:at]+good[at+1:at+2]+good[at:at+1]+good[at+2:]))
		}
	}
}

func TestZ19_TheInnerOrganisationCodeIsCheckedToo(t *testing.T) {
	// The same number with another organisation check digit and a right last character: only GB 11714 sees it.
	const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	body := "91350100M000100Y5"
	sum, w := 0, 1
	for _, r := range body {
		sum, w = sum+strings.IndexRune(alphabet, r)*w, w*3%31
	}
	require.True(t, fault.HasCode(screening.USCC(body+string(alphabet[(31-sum%31)%31])), "uscc.organisation"))
}

func TestZ19_ShapesOfOtherNumbers(t *testing.T) {
	for code, ok := range map[string]bool{"123456789012": true, "A1B2C3D4E5F6G7H8": true, "a1b2 c3d4 e5f6 g7h8": true, "12345678901": false, "A1B2C3D4E5F6G7H": false, "A1B2C3D4E5F6G7H!": false} {
		require.Equal(t, ok, screening.CHSICode(code), code)
	}
	d, err := screening.DiplomaNumber("100011202405123456")
	require.NoError(t, err)
	require.Equal(t, screening.Diploma{School: "10001", Year: 2024, Level: "05"}, d)
	_, err = screening.DiplomaNumber("10001120010512345")
	require.NoError(t, err, "17 digits in 2001")
	for number, code := range map[string]string{"10001120240512345": "diploma.year", "100011199905123456": "diploma.year", "1000112024": "diploma.shape", "1000112024051234X6": "diploma.shape", "": "diploma.shape"} {
		_, err := screening.DiplomaNumber(number)
		require.True(t, fault.HasCode(err, code), number)
	}
	for number, want := range map[string]string{"13800001234": "13800001234", "+8613800001234": "13800001234", "0086 138 0000 1234": "13800001234", "12800001234": "", "1380000123": "", "138000012345": ""} {
		got, ok := screening.Mobile(number)
		require.Equal(t, want, got, number)
		require.Equal(t, want != "", ok)
	}
}

func TestZ19_BankCardsOneWrongDigitIsAlwaysFound(t *testing.T) {
	require.True(t, screening.BankCard("4111 1111 1111 1111"), "the industry's test number")
	require.False(t, screening.BankCard("0000000000000000"))
	require.False(t, screening.BankCard("79927398713"), "right digit, too short for a card")
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`62[0-9]{14,16}`).Draw(t, "number")
		good := ""
		for last := range 10 {
			if candidate := number + fmt.Sprint(last); screening.BankCard(candidate) {
				require.Empty(t, good, "one last digit is right")
				good = candidate
			}
		}
		require.NotEmpty(t, good)
		for at := range good {
			for _, other := range "0123456789" {
				if wrong := good[:at] + string(other) + good[at+1:]; wrong != good {
					require.False(t, screening.BankCard(wrong), wrong)
				}
			}
			if pair := good[at:min(at+2, len(good))]; len(pair) == 2 && pair != "09" && pair != "90" && pair[0] != pair[1] {
				require.False(t, screening.BankCard(good[:at]+pair[1:]+pair[:1]+good[at+2:]), "swapped")
			}
		}
	})
}
