package intake_test

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/data/intake"
)

func readCV(t testing.TB, name, text string) hiring.CV {
	t.Helper()
	cv, err := intake.New(smallCatalog()).CV(name, strings.NewReader(text))
	require.NoError(t, err)
	return cv
}

func TestZ21_ChineseCVText(t *testing.T) {
	cv := readCV(t, "cv.txt", string(sample(t, "cv.txt")))
	require.Equal(t, "text", cv.Source)
	require.Equal(t, []hiring.Education{
		{School: "示例财经大学", Degree: "bachelor", Major: "金融学", From: "2019-09", To: "2023-06"},
		{School: "示例市第一中学", Degree: "high_school", From: "2016-09", To: "2019-06"},
	}, cv.Education)
	require.Equal(t, []hiring.Employment{
		{Company: "示例商贸有限公司", Title: "收银员", From: "2023-07", To: "2025-12"},
		{Company: "示例社区服务中心", Title: "窗口专员", From: "2026-01"},
		{Company: "示例农商银行实习", Title: "大堂引导", From: "2022-07", To: "2022-09", Internship: true},
	}, cv.Employments)
	require.Equal(t, []hiring.Project{{Name: "门店收银流程改进", Role: "组长", From: "2024-03", To: "2024-08", Text: "梳理 6 个环节，平均等候时间下降 30%。"}}, cv.Projects)
	require.Equal(t, []hiring.Qualification{{Name: "银行业专业人员职业资格（初级）", On: "2024-11"}, {Name: "会计专业技术初级资格", On: "2023-05", Number: "编号 KJ20230001"}}, cv.Qualifications)
	for _, kept := range []string{"求职意向：综合柜员", "负责日终对账，连续 24 个月长短款为零。", "细心，守规矩，愿意长期在一线。"} {
		require.Contains(t, cv.Summary, kept)
	}
	nothingLost(t, string(sample(t, "cv.txt")), cv)
}

const englishCV = `Sam Example
sam@example.com | +86 199 0000 0099

EDUCATION
Sep 2015 – Jun 2019, Example University, Bachelor of Science, Finance
2019/09 - 2021/06  Example Business School  Master  Accounting

Work Experience
Jul 2021 – Present    Example Bank, Relationship Manager
- Grew deposits by 12 % (2022)
March 2020 to June 2020 | Example Securities | Intern

Certifications
CFA Level I, May 2022

Skills
Excel, SQL
`

func TestZ21_EnglishCVText(t *testing.T) {
	cv := readCV(t, "cv.txt", englishCV)
	require.Equal(t, []hiring.Education{
		{School: "Example University", Degree: "bachelor", Major: "Finance", From: "2015-09", To: "2019-06"},
		{School: "Example Business School", Degree: "master", Major: "Accounting", From: "2019-09", To: "2021-06"},
	}, cv.Education)
	require.Equal(t, []hiring.Employment{
		{Company: "Example Bank", Title: "Relationship Manager", From: "2021-07"},
		{Company: "Example Securities", Title: "Intern", From: "2020-03", To: "2020-06", Internship: true},
	}, cv.Employments)
	require.Equal(t, []hiring.Qualification{{Name: "CFA Level I", On: "2022-05"}}, cv.Qualifications)
	require.Contains(t, cv.Summary, "Grew deposits by 12 % (2022)")
	nothingLost(t, englishCV, cv)
}

// nothingLost holds that every line of a text is in the CV: whole in a text field, or with each of its words in some field.
func nothingLost(t testing.TB, text string, cv hiring.CV) {
	t.Helper()
	all, err := json.Marshal(cv)
	require.NoError(t, err)
	var kept string
	require.NoError(t, json.Unmarshal([]byte(`"`+strings.ReplaceAll(strings.ReplaceAll(string(all), `\"`, ""), `"`, " ")+`"`), &kept))
	whole := map[string]bool{}
	for _, line := range strings.Split(cv.Summary, "\n") {
		whole[strings.TrimSpace(line)] = true
	}
	known := vocabulary(t)
	for _, line := range strings.Split(strings.ToValidUTF8(text, "\ufffd"), "\n") {
		if whole[strings.TrimSpace(line)] {
			continue
		}
		for _, word := range strings.FieldsFunc(line, func(r rune) bool { return !unicode.IsLetter(r) }) {
			if !known[strings.ToLower(word)] {
				require.Contains(t, kept, word, "line %q", line)
			}
		}
	}
}

// vocabulary is what a field holds in another form: degrees, months, words for now and for until.
func vocabulary(t testing.TB) map[string]bool {
	t.Helper()
	data, err := os.ReadFile("words.json")
	require.NoError(t, err)
	var v struct {
		Degrees map[string][]string `json:"degrees"`
		Fillers []string            `json:"degree_fillers"`
		Present []string            `json:"present"`
		Months  map[string]int      `json:"months"`
		Range   []string            `json:"range_words"`
	}
	require.NoError(t, json.Unmarshal(data, &v))
	known := map[string]bool{"年": true, "月": true, "日": true, "年至": true, "月至": true, "月至今": true, "日至": true, "日至今": true, "年至今": true}
	lists := [][]string{v.Fillers, v.Present, v.Range}
	for _, list := range v.Degrees {
		lists = append(lists, list)
	}
	for _, list := range lists {
		for _, w := range list {
			for _, part := range strings.FieldsFunc(w, func(r rune) bool { return !unicode.IsLetter(r) }) {
				known[part] = true
			}
			for _, f := range v.Fillers {
				known[w+f] = true
			}
		}
	}
	for m := range v.Months {
		known[m] = true
	}
	return known
}

func TestZ21_CVTextEdges(t *testing.T) {
	for name, c := range map[string]struct {
		line string
		want hiring.Employment
	}{
		"full width":       {"２０１９．０７－２０２２．０３　示例公司　职员", hiring.Employment{Company: "示例公司", Title: "职员", From: "2019-07", To: "2022-03"}},
		"days":             {"2019-07-01至2022-03-31 示例公司 职员", hiring.Employment{Company: "示例公司", Title: "职员", From: "2019-07-01", To: "2022-03-31"}},
		"dates at the end": {"示例公司 职员 2019.7--2022.3", hiring.Employment{Company: "示例公司", Title: "职员", From: "2019-07", To: "2022-03"}},
		"long dash":        {"2019年7月——至今 示例公司", hiring.Employment{Company: "示例公司", From: "2019-07"}},
		"glued":            {"2019年7月至今示例公司", hiring.Employment{Company: "示例公司", From: "2019-07"}},
		"years":            {"2019-2022 示例公司", hiring.Employment{Company: "示例公司", From: "2019", To: "2022"}},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, []hiring.Employment{c.want}, readCV(t, "cv.txt", "工作经历\n"+c.line).Employments)
		})
	}
	for _, whole := range []string{
		"2022.03-2019.07 时间倒置公司 职员",               // runs backwards
		"2019.07-2020.03 甲公司 2021.01-2022.02 乙公司", // two ranges
		"2019.07-2020.02.31 甲公司",                  // no such day
		"2019.07-2020.03 甲公司 部门 小组 职务 备注",         // more pieces than fields
		"维护客户 300 户。", "2019.13-2020.01 甲公司", "http://example.com",
	} {
		cv := readCV(t, "cv.txt", "工作经历\n"+whole)
		require.Empty(t, cv.Employments, whole)
		require.Contains(t, cv.Summary, whole)
	}
}

func TestZ21_JSONResume(t *testing.T) {
	cv := readCV(t, "resume.json", string(sample(t, "resume.json")))
	require.Equal(t, "json_resume", cv.Source)
	require.Equal(t, []hiring.Employment{
		{Company: "示例证券有限公司", Title: "客户经理", From: "2023-04"},
		{Company: "示例保险有限公司", Title: "实习生", From: "2019-07-01", To: "2019-09-30", Internship: true},
	}, cv.Employments)
	require.Equal(t, []hiring.Education{{School: "示例大学", Degree: "bachelor", Major: "市场营销", From: "2016", To: "2020-06"}}, cv.Education)
	require.Equal(t, []hiring.Qualification{{Name: "基金从业资格", On: "2021-05-12", Issuer: "中国证券投资基金业协会"}}, cv.Qualifications)
	require.Equal(t, []hiring.Project{{Name: "老客户回访计划", Role: "负责人", Text: "按季度回访。", From: "2024-01", To: "2024-12"}}, cv.Projects)
	for _, kept := range []string{"三年零售客户经营经验。", "维护 300 户客户。", "年度新增 86 户", "数据分析", "SQL"} {
		require.Contains(t, cv.Summary, kept)
	}
}

func TestZ21_BadCVs(t *testing.T) {
	in := intake.New(smallCatalog())
	for name, c := range map[string]struct {
		file string
		data string
		code string
	}{
		"truncated":     {"cv.json", `{"basics": {"name": `, "import.truncated"},
		"wrong type":    {"cv.json", `{"work": 7}`, "import.bad_type"},
		"twice":         {"cv.json", `{"work": [], "work": []}`, "import.duplicate_key"},
		"two resumes":   {"cv.json", `[{}, {}]`, "import.not_resume"},
		"paper":         {"cv.pdf", "%PDF-1.4", "import.unknown_type"},
		"word document": {"cv.docx", "PK\x03\x04", "import.unknown_type"},
		"nothing":       {"cv.txt", "", "import.empty"},
		"too big":       {"cv.txt", strings.Repeat("简历 ", 1<<20), "import.too_big"},
	} {
		_, err := in.CV(c.file, strings.NewReader(c.data))
		require.True(t, fault.HasCode(err, c.code), "%s: %v", name, err)
	}
}

func TestZ21_CheckResults(t *testing.T) {
	in := intake.New(smallCatalog())
	rows, err := in.Checks("check-results.json", bytes.NewReader(sample(t, "check-results.json")))
	require.NoError(t, err)
	require.Len(t, rows, 4)
	for _, row := range rows {
		require.NoError(t, row.Refusal)
		require.Equal(t, "file", row.Result.Method)
	}
	require.Equal(t, people()[0].id, rows[0].IDNumber)
	require.Equal(t, "education", rows[0].Kind)
	require.Equal(t, hiring.Green, rows[0].Result.Light)
	require.Equal(t, hiring.Education{School: "示例财经大学", Degree: "bachelor", Major: "金融学", To: "2023-06", Number: "9900120230500001"}, rows[0].Result.Facts.Education[0])
	require.Equal(t, "credit_violation", rows[3].Result.Facts.Incidents[0].Kind)

	text := "身份证号,背调项目,灯,结论,来源,单位,职务,入职时间,离职时间,学历\n" +
		people()[0].id + ",工作履历核查,黄,时间相差两个月,示例公司人力资源部,示例公司,柜员,2023-09,至今,\n" +
		people()[0].id + ",心理测试,绿,一致,某处,,,,,\n" +
		people()[0].id + ",education,蓝,一致,某处,,,,,本科\n" +
		",education,绿,一致,某处,,,,,\n" +
		people()[0].id + ",education,绿,一致,,,,,,\n" +
		people()[0].id + ",employment,绿,一致,某处,示例公司,,昨天,,\n"
	rows, err = in.Checks("checks.csv", strings.NewReader(text))
	require.NoError(t, err)
	require.NoError(t, rows[0].Refusal)
	require.Equal(t, hiring.Amber, rows[0].Result.Light)
	require.Equal(t, []hiring.Employment{{Company: "示例公司", Title: "柜员", From: "2023-09"}}, rows[0].Result.Facts.Employments)
	for i, code := range []string{"import.unknown_check", "import.bad_light", "import.missing", "import.missing", "import.bad_date"} {
		require.True(t, fault.HasCode(rows[i+1].Refusal, code), "%d %v", i, rows[i+1].Refusal)
		require.Equal(t, i+3, rows[i+1].Line)
		require.Zero(t, rows[i+1].IDNumber)
	}

	rows, err = in.Checks("checks.json", strings.NewReader(`[{"case": "01ABC", "kind": "education", "light": "green", "source": "x"}, {"case": 7}, {`))
	require.NoError(t, err)
	require.Equal(t, hiring.CaseID("01ABC"), rows[0].Case)
	require.True(t, fault.HasCode(rows[1].Refusal, "import.bad_type"))
	require.True(t, fault.HasCode(rows[2].Refusal, "import.truncated"))
}

func TestInitialsOfNames(t *testing.T) {
	in := intake.New(smallCatalog())
	for name, want := range map[string][2]string{
		"王小明": {"wxm", "wangxiaoming"}, "单田芳": {"stf", "shantianfang"}, "曾国藩": {"zgf", "zengguofan"}, "解缙": {"xj", "xiejin"},
		"仇英": {"qy", "qiuying"}, "查良镛": {"zly", "zhaliangyong"}, "区小宁": {"oxn", "ouxiaoning"}, "朴正": {"pz", "piaozheng"}, "翟志刚": {"zzg", "zhaizhigang"},
		"乐毅": {"yy", "yueyi"}, "尉迟敏": {"ycm", "yuchimin"}, "欧阳修": {"oyx", "ouyangxiu"}, "李喆": {"lz", "lizhe"},
		"阿依古丽·买买提": {"aygl mmt", "ayigulimaimaiti"}, "Sam Example": {"se", "samexample"}, "": {"", ""}, "·": {"", ""},
	} {
		initials, full := in.Initials(name)
		require.Equal(t, strings.ReplaceAll(want[0], " ", ""), initials, name)
		require.Equal(t, want[1], full, name)
	}
}
