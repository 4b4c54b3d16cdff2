package check

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
)

// The three layouts in which the text of a PDF comes out: label and value on a line, label above value, a row of labels above a row of values.
var reports = map[string]string{
	"beside": `教育部学历证书电子注册备案表
更新日期：2026年11月20日
姓名 王小明 性别 女 出生日期 1995年03月07日
入学日期 2013年09月01日 毕(结)业日期 2017年06月30日
学校名称 杭州示例大学 专业 金融学
学历类别 普通高等教育 学制 4 年 学习形式 普通全日制
层次 本科 毕(结)业 毕业
证书编号 1033 5120 1705 0012 34 校(院)长姓名 钱某
在线验证码 A1B2 C3D4 E5F6 G7H8
`,
	"above": `教育部学历证书电子注册备案表

更新日期
2026-11-20
姓　名
王小明
出生日期
1995-03-07
入学日期
2013-09-01
毕（结）业日期
2017-06-30
学校名称
杭州示例大学
专业
金融学
学历类别
普通高等教育
层次
本科
毕（结）业
毕业
证书编号
103351201705001234
在线验证码
A1B2C3D4E5F6G7H8
`,
	"rows": "教育部学历证书电子注册备案表\r\n更新日期：2026/11/20\r\n姓名   性别   出生日期\r\n王小明   女   1995.3.7\r\n\r\n入学日期   毕业日期\r\n2013-09-01   2017-06-30\r\n" +
		"学校名称：杭州示例大学\r\n专业名称：金融学\r\n学历类别：普通高等教育\r\n学历层次：本科\r\n毕（结）业：毕业\r\n证书编号：103351201705001234\r\n验证码：A1B2C3D4E5F6G7H8\r\n",
}

func TestZ06_AGraduationReportIsReadInEveryLayout(t *testing.T) {
	for layout, text := range reports {
		r, err := ReadCHSI(text)
		require.NoError(t, err, layout)
		r.Education.Number = strings.ReplaceAll(r.Education.Number, " ", "")
		require.Equal(t, Report{Kind: "graduation", Code: "A1B2C3D4E5F6G7H8", Name: "王小明", Born: hiring.Date("1995-03-07"), Study: "普通高等教育", Outcome: "毕业", Updated: "2026-11-20",
			Education: hiring.Education{School: "杭州示例大学", Major: "金融学", Degree: "bachelor", From: "2013-09-01", To: "2017-06-30", Number: "103351201705001234"}}, r, layout)
		require.Equal(t, []hiring.Education{r.Education}, r.Facts().Education)
	}
}

func TestZ06_EnrolmentAndDegreeReports(t *testing.T) {
	r, err := ReadCHSI("教育部学籍在线验证报告\n姓名 李四 性别 男 出生日期 2004年05月06日 民族 汉族 证件号码 3301********0012\n学校名称 杭州示例大学 层次 硕士研究生\n院系 金融学院 班级 1班 专业 金融 学号 2026001\n" +
		"学制 3 年 学历类别 普通高等教育 学习形式 全日制\n入学日期 2024年09月01日 学籍状态 在籍（注册学籍） 预计毕业日期 2027年07月01日\n在线验证码 123456789012")
	require.NoError(t, err)
	require.Equal(t, "enrolment", r.Kind)
	require.Equal(t, "123456789012", r.Code)
	require.Equal(t, "在籍(注册学籍)", r.Status)
	require.Equal(t, "3301********0012", r.IDNumber)
	require.Equal(t, hiring.Education{School: "杭州示例大学", Major: "金融", Degree: "master", From: "2024-09-01", To: "2027-07-01"}, r.Education)

	r, err = ReadCHSI("中国高等教育学位在线验证报告\n姓名：赵六\n学位授予单位：杭州示例大学\n获学位日期：2017年6月\n学位类别：经济学学士学位\n学科/专业：金融学\n学位证书编号：1033542017001234\n在线验证码：ABCD EFGH 1234 5678")
	require.NoError(t, err)
	require.Equal(t, "degree", r.Kind)
	require.Equal(t, hiring.Education{School: "杭州示例大学", Major: "金融学", Degree: "bachelor", To: "2017-06", Number: "1033542017001234"}, r.Education)
}

func TestWhatIsNoReportIsNotReadAsOne(t *testing.T) {
	for name, line := range map[string]struct{ text, code string }{
		"nothing":     {"", "check.chsi.no_report"},
		"another":     {"姓名 王小明\n学校名称 杭州示例大学\n在线验证码 A1B2C3D4E5F6G7H8", "check.chsi.no_report"},
		"no code":     {"教育部学历证书电子注册备案表\n姓名 王小明\n学校名称 杭州示例大学", "check.chsi.no_code"},
		"short code":  {"教育部学历证书电子注册备案表\n姓名 王小明\n学校名称 杭州示例大学\n在线验证码 A1B2C3", "check.chsi.no_code"},
		"no school":   {"教育部学历证书电子注册备案表\n姓名 王小明\n在线验证码 A1B2C3D4E5F6G7H8", "check.chsi.unreadable"},
		"labels only": {"教育部学历证书电子注册备案表\n姓名 性别\n学校名称\n在线验证码 A1B2C3D4E5F6G7H8", "check.chsi.unreadable"},
	} {
		_, err := ReadCHSI(line.text)
		require.True(t, fault.HasCode(err, line.code), "%s: %v", name, err)
		require.NotContains(t, err.Error(), "王小明")
	}
}

// A report comes from the candidate: any text is read or refused, and nothing breaks.
func FuzzReadCHSI(f *testing.F) {
	for _, text := range reports {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ReadCHSI(text)
		if err == nil && (r.Name == "" || r.Education.School == "" || codeIn(r.Code) != r.Code) {
			t.Fatalf("read without %+v", r)
		}
	})
}
