package uitest_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/jung-kurt/gofpdf"
	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/resources"
	"ruhang/ui/uitest"
)

// registrationForm is a PDF laid out as CHSI's is: a table of labels and values in two columns, each drawn at its place.
func registrationForm(t *testing.T, title, name string) []byte {
	pdf := gofpdf.New("P", "mm", "A4", "")
	pdf.AddUTF8FontFromBytes("paper", "", resources.Regular)
	pdf.AddPage()
	pdf.SetFont("paper", "", 18)
	pdf.Text(50, 20, title)
	pdf.SetFont("paper", "", 11)
	pdf.Text(140, 30, "更新日期：2026年11月20日")
	for i, row := range [][4]string{{"姓名", name, "性别", "女"}, {"出生日期", "1995年03月07日", "民族", "汉族"}, {"入学日期", "2013年09月01日", "毕(结)业日期", "2017年06月30日"},
		{"学校名称", "杭州示例大学", "专业", "金融学"}, {"学历类别", "普通高等教育", "学制", "4年"}, {"层次", "本科", "毕(结)业", "毕业"}, {"证书编号", "103351201705001234", "校(院)长姓名", "钱某"}} {
		for n, text := range row {
			pdf.Text([]float64{20, 50, 110, 150}[n], 50+float64(i)*10, text)
		}
	}
	pdf.Text(20, 140, "在线验证码　A1B2 C3D4 E5F6 G7H8")
	var out bytes.Buffer
	require.NoError(t, pdf.Output(&out))
	return out.Bytes()
}

// From the PDF that a candidate hands in to the fields beside the form: drawn, opened by PDFium, read, and held against the person.
func TestZ06_ACandidatesOwnReportIsReadFromItsPDF(t *testing.T) {
	f, ctx := uitest.Bank(t), context.Background()
	id := f.CaseAt("check")
	hr := f.Staff("hr")
	name := f.File("hr", id).Person.Name
	r, err := hr.ReadOwnReport(ctx, id, "report.pdf", bytes.NewReader(registrationForm(t, "教育部学历证书电子注册备案表", name)))
	require.NoError(t, err)
	require.Equal(t, office.OwnReport{Code: "A1B2C3D4E5F6G7H8", Name: name, On: "2026-11-20", Facts: hiring.CheckFacts{Education: []hiring.Education{{School: "杭州示例大学", Major: "金融学",
		Degree: "bachelor", From: "2013-09-01", To: "2017-06-30", Number: "103351201705001234"}}}}, r.OwnReport)
	require.Equal(t, "same", r.SameName)
	require.NotEmpty(t, r.File.SHA256, "the file is kept for the result to name")

	r, err = hr.ReadOwnReport(ctx, id, "report.pdf", bytes.NewReader(registrationForm(t, "教育部学历证书电子注册备案表", "某某")))
	require.NoError(t, err)
	require.Equal(t, "other", r.SameName, "somebody else's report")
	_, err = hr.ReadOwnReport(ctx, id, "report.pdf", bytes.NewReader(registrationForm(t, "成绩单", name)))
	require.True(t, fault.HasCode(err, "check.chsi.no_report"), "%v", err)
	_, err = hr.ReadOwnReport(ctx, id, "report.pdf", strings.NewReader("no PDF"))
	require.True(t, fault.Is(err, fault.Invalid), "%v", err)
}
