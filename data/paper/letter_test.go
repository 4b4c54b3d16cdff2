package paper

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/office"
)

// fonts are the two that ship with the app.
var fonts = sync.OnceValues(func() ([]byte, []byte) {
	regular, err := os.ReadFile("../../resources/font/NotoSansSC-Regular.ttf")
	if err != nil {
		panic(err)
	}
	bold, err := os.ReadFile("../../resources/font/NotoSansSC-Bold.ttf")
	if err != nil {
		panic(err)
	}
	return regular, bold
})

// shared is one press for all tests: its viewer takes seconds to start.
var shared = sync.OnceValue(func() *Press {
	regular, bold := fonts()
	press, err := New(regular, bold, cacheDir)
	if err != nil {
		panic(err)
	}
	return press
})

var cacheDir string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "paper")
	if err != nil {
		panic(err)
	}
	cacheDir = dir
	code := m.Run()
	_ = shared().Close()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

var made = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

// signature is a picture as a signature pad makes it.
func signature(t testing.TB) []byte {
	img := image.NewNRGBA(image.Rect(0, 0, 600, 200))
	for x := range 500 {
		y := 100 + (x*x/900)%60 - 30
		for d := range 5 {
			img.Set(50+x, y+d, color.NRGBA{20, 20, 60, 255})
		}
	}
	var out bytes.Buffer
	require.NoError(t, png.Encode(&out, img))
	return out.Bytes()
}

func chinese(t testing.TB) office.Document {
	return office.Document{
		Title: "录用通知书", Lang: "zh", Made: made, Footer: "本行人力资源部 · 编号 RH-2026-0417", Subject: "录用通知书 第 2 版",
		Blocks: []office.Block{
			{Kind: office.Paragraph, Text: "尊敬的王·艾力先生："},
			{Kind: office.Paragraph, Text: "感谢您参加本行的人工智能面试、笔试与面谈。经综合评估，我们很高兴地通知您：本行拟录用您担任“零售金融部（Retail Banking）柜员”一职，工作地点为上海分行营业部。请您仔细阅读以下内容，并于2026年12月7日18:00前在“入行”中签署。如有疑问，请致电021-6888-8888，或写信至hr@bank.example；我们的同事喆堃、旻·昇与𬭸女士将随时为您解答——祝您前程似锦……"},
			{Kind: office.Heading, Text: "一、岗位与报到"},
			{Kind: office.Pairs, Rows: [][]string{
				{"姓名", "王·艾力（身份证号110101199003077758）"}, {"岗位", "柜员（L3）"}, {"部门", "上海分行营业部"},
				{"报到日期", "2026年12月15日（星期二）09:00"}, {"报到地点", "上海市浦东新区世纪大道100号18层人力资源部，请在一楼前台出示本通知书上的二维码，由值班同事引导您办理入行手续。"}, {"试用期", "六个月"},
			}, Marked: []int{3}},
			{Kind: office.Heading, Text: "二、薪酬结构"},
			{Kind: office.Table, Figures: true, Marked: []int{2}, Rows: [][]string{
				{"项目", "说明", "每月（元）", "每年（元）"}, {"基本工资", "按月发放，每月10日支付上一自然月工资", "￥12,000.00", "￥144,000.00"},
				{"岗位津贴", "随岗位调整", "￥1,500.00", "￥18,000.00"}, {"绩效奖金", "目标值；按年度考核结果与本行经营情况确定，发放办法见《绩效管理办法》", "￥3,000.00", "￥36,000.00"},
				{"年终奖", "在职满一个会计年度", "—", "￥24,000.00"}, {"合计", "", "￥16,500.00", "￥222,000.00"},
			}},
			{Kind: office.Heading, Text: "三、五险一金与补充福利"},
			{Kind: office.Table, Rows: [][]string{
				{"险种", "单位缴存比例", "个人缴存比例"}, {"养老保险", "16%", "8%"}, {"医疗保险", "9%", "2%"}, {"失业保险", "0.5%", "0.5%"},
				{"工伤保险", "0.16%", "—"}, {"生育保险", "1%", "—"}, {"住房公积金", "7%", "7%"}, {"补充医疗保险", "全额由单位承担", "—"},
			}},
			{Kind: office.Heading, Text: "四、您需要准备的材料"},
			{Kind: office.Bullets, Rows: [][]string{
				{"身份证原件及复印件各一份；"}, {"学历证书、学位证书原件，以及教育部学历证书电子注册备案表（可在学信网申请，有效期内均可）；"}, {"近三个月内的体检报告；"}, {"原单位出具的离职证明。"},
			}},
			{Kind: office.Paragraph, Text: "本通知书自您签署之日起生效，至双方订立劳动合同之日止。本通知书不是劳动合同；劳动合同将在您报到之日起一个月内另行签订。"},
			{Kind: office.Rule},
			{Kind: office.Code, Text: "https://ruhang.example/offer/01JD0000000000000000000000", Caption: "扫码核对本通知书的版本与摘要"},
			{Kind: office.Heading, Text: "签署"},
			{Kind: office.Picture, Image: signature(t), Caption: "候选人签名 2026-11-23"},
		},
	}
}

func english(t testing.TB) office.Document {
	return office.Document{
		Title: "Offer of Employment", Lang: "en", Made: made, Footer: "Human Resources · RH-2026-0417", Subject: "Offer letter, version 2",
		Blocks: []office.Block{
			{Kind: office.Paragraph, Text: "Dear Mr. Aili Wang (王·艾力),"},
			{Kind: office.Paragraph, Text: "Thank you for taking the time to meet us. We are delighted to offer you the position of Teller in Retail Banking at our Shanghai Branch. Please read the following carefully and sign in Ruhang before 18:00 on 7 December 2026. If anything is unclear, call 021-6888-8888 or write to hr@bank.example; Ms. 𬭸 and her colleagues 喆堃 and 旻昇 don’t mind a call."},
			{Kind: office.Heading, Text: "1. Position and first day"},
			{Kind: office.Pairs, Rows: [][]string{
				{"Position", "Teller (L3)"}, {"Unit", "Shanghai Branch, Business Department"}, {"First day", "Tuesday, 15 December 2026, 09:00"},
				{"Place", "18/F, 100 Century Avenue, Pudong, Shanghai. Please show the QR code of this letter at the reception on the ground floor."}, {"Probation", "Six months"},
			}, Marked: []int{2}},
			{Kind: office.Heading, Text: "2. Salary"},
			{Kind: office.Table, Figures: true, Marked: []int{2}, Rows: [][]string{
				{"Component", "Remarks", "Monthly (CNY)", "Yearly (CNY)"}, {"Base salary", "Paid on the 10th for the month before", "12,000.00", "144,000.00"},
				{"Position allowance", "Follows the position", "1,500.00", "18,000.00"}, {"Performance bonus", "At target; set by the yearly appraisal and the bank’s results", "3,000.00", "36,000.00"}, {"Total", "", "16,500.00", "198,000.00"},
			}},
			{Kind: office.Heading, Text: "3. Insurance and benefits"},
			{Kind: office.Bullets, Rows: [][]string{
				{"Pension, medical, unemployment, work injury and maternity insurance, and the housing fund at the rates of the City of Shanghai in force on your first day."},
				{"Supplementary medical insurance, paid by the bank."}, {"Fifteen days of annual leave."},
			}},
			{Kind: office.Paragraph, Text: "This letter is not a labour contract; one will be concluded within a month of your first day."},
			{Kind: office.Code, Text: "https://ruhang.example/offer/01JD0000000000000000000000", Caption: "Scan to check this letter’s version and digest"},
			{Kind: office.Picture, Image: signature(t), Caption: "Signed by the candidate, 2026-11-23"},
		},
	}
}
