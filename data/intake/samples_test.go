package intake_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/simplifiedchinese"

	"ruhang/core/catalog"
	"ruhang/data/intake"
)

var write = flag.Bool("write", false, "write the sample files of resources/demo/import anew")

const samples = "../../resources/demo/import"

// smallCatalog holds the three shipped positions and their dimensions, by hand: data may not know another data package.
func smallCatalog() *catalog.Catalog {
	text := func(zh, en string) catalog.Text { return catalog.Text{"zh": zh, "en": en} }
	dim := func(id, kind, zh, en string, aliases ...string) *catalog.Dimension {
		return &catalog.Dimension{ID: id, Kind: kind, Name: text(zh, en), Aliases: aliases}
	}
	c := &catalog.Catalog{Dimensions: map[string]*catalog.Dimension{}, Positions: map[string]*catalog.Position{}, Checks: map[string]*catalog.CheckKind{}}
	for _, d := range []*catalog.Dimension{
		dim("language", "dimension", "语言表达", "Language", "VERBAL"), dim("logic", "dimension", "逻辑思维", "Logic", "LOGICAL", "逻辑一致性"),
		dim("service", "dimension", "服务意识", "Service"), dim("communication", "dimension", "沟通能力", "Communication"),
		dim("sales", "dimension", "销售技巧", "Sales"), dim("stress", "dimension", "抗压能力", "Stress resistance"),
		dim("risk", "dimension", "风险识别", "Risk awareness"), dim("introvert", "trait", "偏内向", "Introvert", "内向"),
	} {
		c.Dimensions[d.ID] = d
	}
	for _, p := range []*catalog.Position{
		{ID: "teller", Name: text("柜员", "Teller"), Aliases: []string{"综合柜员"}, Dimensions: []string{"language", "logic", "service"}},
		{ID: "account_manager", Name: text("客户经理", "Account manager"), Aliases: []string{"RM"}, Dimensions: []string{"communication", "sales", "stress"}},
		{ID: "credit_officer", Name: text("信贷专员", "Credit officer"), Dimensions: []string{"risk", "logic", "communication"}},
	} {
		c.Positions[p.ID] = p
	}
	for id, zh := range map[string]string{"education": "学历核查", "employment": "工作履历核查", "qualification": "资格核查"} {
		c.Checks[id] = &catalog.CheckKind{ID: id, Name: text(zh, id)}
	}
	return c
}

// idNumber makes a valid identity number under address code 990000, which no place has.
func idNumber(birth string, n int) string {
	s := fmt.Sprintf("990000%s%03d", birth, n)
	sum := 0
	for i, weight := range []int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2} {
		sum += int(s[i]-'0') * weight
	}
	return s + "10X98765432"[sum%11:sum%11+1]
}

// someone is a synthetic person of the samples.
type someone struct {
	name, id, phone, position string
	overall                   float64
	pass                      bool
	scores                    map[string]float64
	order                     []string
}

func people() []someone {
	of := func(name, birth string, n int, position string, overall float64, codes []string, scores ...float64) someone {
		s := someone{name: name, id: idNumber(birth, n), phone: fmt.Sprintf("199000%05d", n), position: position, overall: overall, pass: overall >= 80, scores: map[string]float64{}, order: codes}
		for i, c := range codes {
			s.scores[c] = scores[i]
		}
		return s
	}
	teller, manager, credit := []string{"language", "logic", "service"}, []string{"communication", "sales", "stress"}, []string{"risk", "logic", "communication"}
	return []someone{
		of("王小喆", "20010317", 11, "teller", 86, teller, 88, 82, 87), of("单思齐", "20000925", 28, "teller", 71.5, teller, 68, 75, 72),
		of("阿依古丽·买买提", "19991102", 46, "account_manager", 84, manager, 90, 83, 78), of("曾国玮", "19980606", 53, "account_manager", 79, manager, 81, 70, 85),
		of("尉迟敏", "19970214", 64, "credit_officer", 91, credit, 93, 92, 86), of("解语花", "20010830", 82, "credit_officer", 66, credit, 60, 71, 67),
	}
}

var dimensionNames = map[string]string{"language": "语言表达", "logic": "逻辑思维", "service": "服务意识", "communication": "沟通能力", "sales": "销售技巧", "stress": "抗压能力", "risk": "风险识别"}
var positionNames = map[string]string{"teller": "柜员", "account_manager": "客户经理", "credit_officer": "信贷专员"}

// reportMap is one person's report as a vendor sends it.
func reportMap(i int, p someone) map[string]any {
	var dims []map[string]any
	for _, code := range p.order {
		dims = append(dims, map[string]any{"code": code, "name": dimensionNames[code], "score": p.scores[code], "min": 0, "max": 100,
			"rationale": "依据回答中的具体事例评分。", "evidence": []map[string]any{{"question_id": "q1", "quote": "我先听客户说完，再把要点复述一遍。", "t_start": 62.5, "t_end": 71}}})
	}
	return map[string]any{
		"schema_version": "1.0", "vendor": "demo-ai", "report_id": fmt.Sprintf("R-2026-%04d", i+1), "model_version": "2026.2",
		"candidate":     map[string]any{"name": p.name, "id_no": p.id, "phone": p.phone, "email": fmt.Sprintf("candidate%d@example.com", i+1)},
		"position_code": p.position, "interviewed_at": fmt.Sprintf("2026-03-%02dT10:30:00+08:00", i+2),
		"overall":    map[string]any{"score": p.overall, "max": 100, "pass": p.pass, "threshold": 80, "recommendation": "供参考，由人决定。"},
		"dimensions": dims, "traits": []map[string]any{{"code": "introvert", "label": "偏内向", "strength": 60}},
		"questions": []map[string]any{{"id": "q1", "text": "请讲一次您处理客户不满的经历。", "answer_text": "我先听客户说完，再把要点复述一遍。", "score": p.overall}},
		"integrity": []map[string]any{{"type": "gaze_away", "t": 130.5, "confidence": 0.4}},
		"risks":     []string{}, "suggestions": []string{"复试时请追问实例。"},
	}
}

func indented(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func sampleTable() (head []string, rows [][]string) {
	codes := []string{"language", "logic", "service", "communication", "sales", "stress", "risk"}
	head = []string{"报告编号", "供应商", "姓名", "身份证号", "手机", "应聘岗位", "总分", "是否通过", "面试时间"}
	for _, c := range codes {
		head = append(head, dimensionNames[c]+"得分")
	}
	head = append(head, "备注")
	for i, p := range people() {
		verdict := map[bool]string{true: "通过", false: "不通过"}[p.pass]
		row := []string{fmt.Sprintf("R-2026-%04d", i+1), "demo-ai", p.name, p.id, p.phone, positionNames[p.position], fmt.Sprint(p.overall), verdict, fmt.Sprintf("2026/3/%d 10:30", i+2)}
		for _, c := range codes {
			score := ""
			if v, ok := p.scores[c]; ok {
				score = fmt.Sprint(v)
			}
			row = append(row, score)
		}
		rows = append(rows, append(row, map[int]string{0: "=1+1", 1: "两行\n备注"}[i]))
	}
	return head, rows
}

func csvBytes(head []string, rows [][]string) []byte {
	var b strings.Builder
	for _, row := range append([][]string{head}, rows...) {
		quoted := make([]string, len(row))
		for i, c := range row {
			quoted[i] = c
			if strings.ContainsAny(c, ",\"\n;\t") {
				quoted[i] = `"` + strings.ReplaceAll(c, `"`, `""`) + `"`
			}
		}
		b.WriteString(strings.Join(quoted, ",") + "\r\n")
	}
	return []byte(b.String())
}

func sampleFiles(t *testing.T) map[string][]byte {
	var reports, checks []map[string]any
	for i, p := range people() {
		reports = append(reports, reportMap(i, p))
	}
	head, rows := sampleTable()
	gbk, err := simplifiedchinese.GB18030.NewEncoder().Bytes(csvBytes(head, rows))
	require.NoError(t, err)
	var book bytes.Buffer
	require.NoError(t, intake.WriteXLSX(&book, head, rows))
	first, third := people()[0], people()[2]
	checks = []map[string]any{
		{"id_no": first.id, "kind": "education", "light": "green", "conclusion": "学历一致", "source": "chsi.com.cn", "valid_until": "2027-03-31",
			"facts": map[string]any{"education": []map[string]any{{"school": "示例财经大学", "degree": "本科", "major": "金融学", "to": "2023-06", "number": "9900120230500001"}}}},
		{"id_no": first.id, "kind": "employment", "light": "green", "conclusion": "单位确认", "source": "示例商贸有限公司人力资源部",
			"facts": map[string]any{"employments": []map[string]any{{"company": "示例商贸有限公司", "title": "收银员", "from": "2023-07", "to": "2025-12"}}}},
		{"id_no": first.id, "kind": "qualification", "light": "green", "conclusion": "证书有效", "source": "china-cba.net",
			"facts": map[string]any{"qualifications": []map[string]any{{"name": "银行业专业人员职业资格（初级）", "on": "2024-11"}}}},
		{"phone": third.phone, "kind": "employment", "light": "red", "conclusion": "离职前有信用违约记录", "source": "示例租赁有限公司",
			"facts": map[string]any{"incidents": []map[string]any{{"kind": "credit_violation", "on": "2025-08-01", "text": "逾期未还单位借款"}}}},
	}
	return map[string][]byte{
		"ai-reports.json": indented(reports), "ai-reports.csv": gbk, "ai-reports.xlsx": book.Bytes(),
		"check-results.json": indented(checks), "resume.json": []byte(sampleResume), "cv.txt": []byte(sampleCV),
	}
}

// TestSamples holds that the files people try first are what this test makes (go test -write makes them anew).
func TestSamples(t *testing.T) {
	for name, want := range sampleFiles(t) {
		path := filepath.Join(samples, name)
		if *write {
			require.NoError(t, os.WriteFile(path, want, 0o644))
		}
		have, err := os.ReadFile(path)
		require.NoError(t, err)
		require.True(t, bytes.Equal(want, have), name)
	}
}

const sampleCV = `王小喆
电话：19900000011    邮箱：candidate1@example.com
求职意向：综合柜员

教育背景
2019.09-2023.06    示例财经大学    金融学    本科
2016年9月—2019年6月  示例市第一中学  高中

工作经历
2023.07 - 2025.12  示例商贸有限公司  收银员
负责日终对账，连续 24 个月长短款为零。
2026年1月至今 示例社区服务中心 窗口专员
接待居民 40 余人次/日。

实习经历
2022/07-2022/09  示例农商银行实习  大堂引导

项目经历
2024.03-2024.08 门店收银流程改进 组长
梳理 6 个环节，平均等候时间下降 30%。

资格证书
2024.11 银行业专业人员职业资格（初级）
2023.05 会计专业技术初级资格，编号 KJ20230001

自我评价
细心，守规矩，愿意长期在一线。
`

const sampleResume = `{
  "basics": {"name": "曾国玮", "label": "客户经理", "email": "candidate4@example.com", "phone": "19900000053", "summary": "三年零售客户经营经验。"},
  "work": [
    {"name": "示例证券有限公司", "position": "客户经理", "startDate": "2023-04", "summary": "维护 300 户客户。", "highlights": ["年度新增 86 户"]},
    {"name": "示例保险有限公司", "position": "实习生", "startDate": "2019-07-01", "endDate": "2019-09-30"}
  ],
  "education": [
    {"institution": "示例大学", "area": "市场营销", "studyType": "本科", "startDate": "2016", "endDate": "2020-06"}
  ],
  "certificates": [{"name": "基金从业资格", "date": "2021-05-12", "issuer": "中国证券投资基金业协会"}],
  "projects": [{"name": "老客户回访计划", "description": "按季度回访。", "roles": ["负责人"], "startDate": "2024-01", "endDate": "2024-12"}],
  "skills": [{"name": "数据分析", "keywords": ["Excel", "SQL"]}]
}
`
