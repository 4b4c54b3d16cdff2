package intake_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/core/office"
	"ruhang/data/intake"
)

// reader is shared, since it holds no state between files.
var reader = intake.New(smallCatalog())

// answered holds what every row owes: a report or a refusal, never both, in a place, without the person's numbers.
func answered(t *testing.T, name string, data []byte) {
	err := reader.Reports(context.Background(), name, bytes.NewReader(data), nil, func(row office.Row) bool {
		if row.Refusal != nil {
			e := fault.Of(row.Refusal)
			if e.Kind != fault.Invalid || !strings.HasPrefix(e.Code, "import.") || row.Report.ReportID != "" || row.Person != (hiring.Person{}) {
				t.Fatalf("half a row: %v", row.Refusal)
			}
			return true
		}
		r := row.Report
		if r.ReportID == "" || row.Person.Name == "" || len(r.Dimensions) == 0 || row.Person.IDNumber+row.Person.Phone == "" || r.InterviewedAt.IsZero() {
			t.Fatalf("a report without what it must have, line %d", row.Line)
		}
		for _, d := range r.Dimensions {
			if !(d.Score.Value >= d.Score.Min && d.Score.Value <= d.Score.Max && d.Score.Min < d.Score.Max) {
				t.Fatalf("score out of its range: %+v", d.Score)
			}
		}
		return true
	})
	honest(t, name, err)
}

// honest says that an error is a refusal, and no panic of ours that was caught.
func honest(t *testing.T, name string, err error) {
	if err != nil && (!strings.HasPrefix(fault.Of(err).Code, "import.") || fault.HasCode(err, "import.unreadable") && !strings.HasSuffix(name, ".xlsx")) {
		t.Fatal(err)
	}
}

func FuzzJSON(f *testing.F) {
	f.Add([]byte(report(nil)))
	f.Add([]byte("[" + report(set("overall.score", -5)) + "," + report(nil) + "]"))
	f.Add([]byte(`{"reports": [` + report(nil) + `], "n": NaN}`))
	f.Add([]byte(`[{"vendor": "\ud800", "a": [1e999]}, {]`))
	f.Add([]byte(`{"score":99,"score":1}{"SCORE":7}`))
	f.Fuzz(func(t *testing.T, data []byte) { answered(t, "a.json", data) })
}

func FuzzCSV(f *testing.F) {
	head, rows := sampleTable()
	f.Add(csvBytes(head, rows))
	f.Add([]byte(tableHead + "r1,王小喆,19900000001,柜员,85,2026-03-02,80,\"x\n"))
	f.Add([]byte("\xff\xfea\x00,\x00b\x00\n\x00"))
	f.Add([]byte("a;b\n\"\"\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		answered(t, "a.csv", data)
		shown, ok, err := reader.Peek("a.csv", bytes.NewReader(data))
		honest(t, "a.csv", err)
		if err == nil && ok && len(shown.Guess.Head) < 1 {
			t.Fatal("a table without a head")
		}
	})
}

func FuzzXLSX(f *testing.F) {
	head, rows := sampleTable()
	var book bytes.Buffer
	if err := intake.WriteXLSX(&book, head, rows); err != nil {
		f.Fatal(err)
	}
	f.Add(book.Bytes(), false)
	f.Add([]byte(`<worksheet><sheetData><row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B9999"/></row></sheetData></worksheet>`), true)
	f.Add([]byte(`<worksheet><sheetData><row r="1048576"><c r="XFD1048576" s="99" t="s"><v>7</v></c></row></sheetData></worksheet>`), true)
	f.Fuzz(func(t *testing.T, data []byte, sheet bool) {
		if sheet {
			data = withSheet(t, string(data))
		}
		answered(t, "a.xlsx", data)
	})
}

func FuzzCVText(f *testing.F) {
	f.Add(sampleCV)
	f.Add(englishCV)
	f.Add("工作经历\n2019.07-2020.02.31 甲公司\n教育背景\n2019 大学本科 大学 学士学位 硕士")
	f.Fuzz(func(t *testing.T, text string) {
		if sniffs(text) {
			return
		}
		cv, err := reader.CV("cv.txt", strings.NewReader(text))
		honest(t, "cv.txt", err)
		if err == nil && !strings.ContainsAny(text, "\r\v\f\u0085\u2028\u2029\x00\"\\") && strings.ToValidUTF8(text, "") == text {
			nothingLost(t, text, cv)
		}
	})
}

// sniffs says whether a text is taken for another kind of file.
func sniffs(text string) bool {
	text = strings.TrimLeft(strings.TrimPrefix(text, "\ufeff"), " \t\r\n")
	return strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[") || strings.HasPrefix(text, "PK")
}

func FuzzChecks(f *testing.F) {
	f.Add([]byte(`[{"id_no": "99000020010317011X", "kind": "education", "light": "green", "source": "x", "facts": {"education": [{"to": "2023"}]}}]`), true)
	f.Add([]byte("证件号,项目,灯,来源\n1,education,绿,x\n"), false)
	f.Fuzz(func(t *testing.T, data []byte, document bool) {
		name := map[bool]string{true: "c.json", false: "c.csv"}[document]
		rows, err := reader.Checks(name, bytes.NewReader(data))
		honest(t, name, err)
		for _, row := range rows {
			if row.Refusal == nil && (row.Kind == "" || row.Result.Light == "" || row.Result.Source == "" || row.IDNumber+row.Phone+string(row.Case) == "") {
				t.Fatalf("half a result, line %d", row.Line)
			}
		}
	})
}
