package intake_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"ruhang/core/fault"
	"ruhang/core/office"
	"ruhang/data/intake"
)

const tableHead = "报告编号,姓名,手机,岗位,总分,面试时间,逻辑思维,备注\n"

func TestQ04_EncodingsAndSeparators(t *testing.T) {
	text := tableHead + "r1,王小喆,19900000001,柜员,85,2026-03-02,80,\"两行\n备注\"\nr2,单思齐,19900000002,综合柜员,70/100,2026/3/2 9:05,80分,\n"
	gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(text))
	require.NoError(t, err)
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(strings.ReplaceAll(text, ",", "\t")))
	require.NoError(t, err)
	for name, data := range map[string][]byte{
		"UTF-8": []byte(text), "UTF-8 with mark": []byte("\ufeff" + text), "GBK": gbk, "UTF-16": utf16,
		"semicolon": []byte(strings.ReplaceAll(text, ",", ";")), "tab": []byte(strings.ReplaceAll(text, ",", "\t")),
		"title above": []byte("二〇二六年三月初面结果,,,,,,,\n" + text),
	} {
		t.Run("Q-04 "+name, func(t *testing.T) {
			rows := readRows(t, "a.csv", data, nil)
			require.Len(t, rows, 2)
			require.NoError(t, rows[0].Refusal)
			require.NoError(t, rows[1].Refusal)
			require.Equal(t, "王小喆", rows[0].Person.Name)
			require.Equal(t, "两行\n备注", rows[0].Report.Extra[0].Value)
			require.Equal(t, 2, rows[1].Line-rows[0].Line) // the quoted line break counts
			require.Equal(t, "teller", rows[1].Report.Position)
			require.Equal(t, 70.0, rows[1].Report.Overall.Value)
			require.Equal(t, "2026-03-02T01:05:00Z", rows[1].Report.InterviewedAt.Format(time.RFC3339))
			require.NotEqual(t, rows[0].Report.RawSHA256, rows[1].Report.RawSHA256)
		})
	}
}

func TestQ04_EveryWrongRowIsRefusedAndTheRestGoesOn(t *testing.T) {
	for name, c := range map[string]struct{ row, code, field string }{
		"too few cells":     {"r2,单思齐,19900000002", "import.ragged", ""},
		"too many cells":    {"r2,单思齐,19900000002,柜员,70,2026-03-02,80,x,y", "import.ragged", ""},
		"NaN":               {"r2,单思齐,19900000002,柜员,NaN,2026-03-02,80,", "import.bad_score", "总分"},
		"a word":            {"r2,单思齐,19900000002,柜员,很好,2026-03-02,80,", "import.bad_score", "总分"},
		"a formula":         {"r2,单思齐,19900000002,柜员,=80+5,2026-03-02,80,", "import.bad_score", "总分"},
		"over the range":    {"r2,单思齐,19900000002,柜员,120,2026-03-02,80,", "import.score_range", "总分"},
		"below the range":   {"r2,单思齐,19900000002,柜员,70,2026-03-02,-5,", "import.score_range", "逻辑思维"},
		"unknown position":  {"r2,单思齐,19900000002,宇航员,70,2026-03-02,80,", "import.unknown_position", "岗位"},
		"no such day":       {"r2,单思齐,19900000002,柜员,70,2026-02-30,80,", "import.bad_date", "面试时间"},
		"no name":           {"r2,,19900000002,柜员,70,2026-03-02,80,", "import.missing", "姓名"},
		"no report id":      {",单思齐,19900000002,柜员,70,2026-03-02,80,", "import.missing", "报告编号"},
		"no dimension":      {"r2,单思齐,19900000002,柜员,70,2026-03-02,,", "import.missing", "dimensions"},
		"phone of words":    {"r2,单思齐,不详,柜员,70,2026-03-02,80,", "import.bad_phone", "手机"},
		"same report again": {"r1,单思齐,19900000002,柜员,70,2026-03-02,80,", "import.duplicate_row", "report_id"},
		"endless cell":      {"r2,单思齐,19900000002,柜员,70,2026-03-02,80," + strings.Repeat("喆", 40_000), "import.too_long", "备注"},
		"stray quote":       {`r2,单"思齐,19900000002,柜员,70,2026-03-02,80,`, "import.bad_quote", ""},
	} {
		t.Run("Q-04 "+name, func(t *testing.T) {
			rows := readRows(t, "a.csv", []byte(tableHead+"r1,王小喆,19900000001,柜员,85,2026-03-02,80,\n"+c.row+"\nr3,解语花,19900000003,柜员,90,2026-03-02,80,\n"), nil)
			require.Len(t, rows, 3)
			require.NoError(t, rows[0].Refusal)
			require.NoError(t, rows[2].Refusal)
			require.Equal(t, 4, rows[2].Line)
			require.True(t, fault.HasCode(rows[1].Refusal, c.code), "%v", rows[1].Refusal)
			require.Equal(t, "3", fault.Of(rows[1].Refusal).Params["line"])
			require.Equal(t, c.field, fault.Of(rows[1].Refusal).Params["field"])
			require.NotContains(t, rows[1].Refusal.Error(), "19900000002")
			require.NotContains(t, rows[1].Refusal.Error(), "单思齐")
		})
	}
	rows := readRows(t, "a.csv", []byte(tableHead+"r1,王小喆,19900000001,柜员,85,2026-03-02,80,\nr2,\"never closed,19900000002\n"), nil)
	require.Len(t, rows, 2)
	require.NoError(t, rows[0].Refusal)
	require.True(t, fault.HasCode(rows[1].Refusal, "import.bad_quote"))
}

func TestQ04_AMillionRowsAreEnough(t *testing.T) {
	answered, last := 0, office.Row{}
	err := intake.New(smallCatalog()).Reports(context.Background(), "a.csv", strings.NewReader(tableHead+strings.Repeat("x,x\n", 1_000_010)), nil, func(row office.Row) bool {
		answered, last = answered+1, row
		return true
	})
	require.NoError(t, err)
	require.Equal(t, 1_000_001, answered)
	require.True(t, fault.HasCode(last.Refusal, "import.too_many_rows"), "%v", last.Refusal)
}

func TestQ04_PeekGuessesAndTheMappingCorrects(t *testing.T) {
	in := intake.New(smallCatalog())
	text := "编号,姓名,手机,岗位,分,初面时间,Logic score,结论,城市\nr1,王小喆,19900000001,RM,85,2026-03-02,80,建议进入复试，表现稳定,上海\n"
	shown, ok, err := in.Peek("a.csv", strings.NewReader(text))
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, 1, shown.Rows)
	require.Equal(t, "王小喆", shown.Sample[0][1])
	require.Equal(t, map[string]string{"编号": "report_id", "姓名": "name", "手机": "phone", "岗位": "position", "初面时间": "interviewed_at", "Logic score": "dimension:logic", "结论": "recommendation"}, shown.Guess.Columns)
	require.Equal(t, []string{"分", "城市"}, shown.Unknown)

	err = in.Reports(context.Background(), "a.csv", strings.NewReader(text), nil, func(office.Row) bool { return false })
	require.True(t, fault.HasCode(err, "import.no_column"), "%v", err)
	require.Equal(t, "overall", fault.Of(err).Params["field"])

	m := shown.Guess
	m.Columns["分"], m.Columns["城市"] = "overall", "ignore"
	row := readRows(t, "a.csv", []byte(text), &m)[0]
	require.NoError(t, row.Refusal)
	require.Equal(t, 85.0, row.Report.Overall.Value)
	require.Empty(t, row.Report.Extra)
	require.Nil(t, row.Report.Pass)

	for code, spoil := range map[string]func(*office.Mapping){
		"import.head_mismatch": func(m *office.Mapping) { m.Head = append([]string{"x"}, m.Head...) },
		"import.bad_mapping":   func(m *office.Mapping) { m.Columns["城市"] = "nonsense" },
		"import.mapped_twice":  func(m *office.Mapping) { m.Columns["城市"] = "overall" },
	} {
		wrong := office.Mapping{Head: m.Head, Columns: map[string]string{}}
		for k, v := range m.Columns {
			wrong.Columns[k] = v
		}
		spoil(&wrong)
		err := in.Reports(context.Background(), "a.csv", strings.NewReader(text), &wrong, func(office.Row) bool { return true })
		require.True(t, fault.HasCode(err, code), "%s %v", code, err)
	}
	_, _, err = in.Peek("a.csv", strings.NewReader("姓名,姓名\na,b\n"))
	require.True(t, fault.HasCode(err, "import.duplicate_column"))
	_, ok, err = in.Peek("a.json", strings.NewReader("[]"))
	require.NoError(t, err)
	require.False(t, ok)
}

func TestQ04_WorkbookAsPeopleMakeIt(t *testing.T) {
	f := excelize.NewFile()
	_, err := f.NewSheet("结果")
	require.NoError(t, err)
	head := []any{"报告编号", "姓名", "手机", "岗位", "总分", "面试时间", "逻辑思维", "备注"}
	require.NoError(t, f.SetSheetRow("结果", "A2", &head))
	require.NoError(t, f.SetSheetRow("结果", "A3", &[]any{"r1", "王小喆", 19900000001, "柜员", 85.5, time.Date(2026, 3, 2, 9, 5, 0, 0, time.UTC), 80}))
	require.NoError(t, f.SetSheetRow("结果", "A5", &[]any{"r2", "单思齐", "19900000002", "柜员", 0, "2026-03-02", 80, "=1+1"}))
	require.NoError(t, f.SetCellFormula("结果", "E5", "SUM(40,45)"))
	require.NoError(t, f.SetSheetRow("结果", "A6", &[]any{"r3", "解语花", "19900000003", "柜员", 90, "2026-03-02", 80}))
	require.NoError(t, f.SetCellFormula("结果", "H6", `HYPERLINK("http://x")`))
	var b bytes.Buffer
	require.NoError(t, f.Write(&b))
	rows := readRows(t, "a.xlsx", b.Bytes(), nil)
	require.Len(t, rows, 3)
	require.NoError(t, rows[0].Refusal)
	require.Equal(t, 3, rows[0].Line)
	require.Equal(t, "19900000001", rows[0].Person.Phone)
	require.Equal(t, 85.5, rows[0].Report.Overall.Value)
	require.Equal(t, "2026-03-02T01:05:00Z", rows[0].Report.InterviewedAt.Format(time.RFC3339))
	require.Equal(t, 5, rows[1].Line)
	require.True(t, fault.HasCode(rows[1].Refusal, "import.bad_score"), "a formula is text, never evaluated: %v", rows[1].Refusal)
	require.NoError(t, rows[2].Refusal)
	require.Equal(t, `=HYPERLINK("http://x")`, rows[2].Report.Extra[0].Value)
}

// zipBomb is a workbook whose sheet unpacks to so many bytes; lie: its table of contents says 1,000.
func zipBomb(t *testing.T, size int, lie bool) []byte {
	t.Helper()
	data := withSheet(t, `<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>`+strings.Repeat(" ", size))
	if lie {
		i := bytes.LastIndex(data, []byte("xl/worksheets/sheet1.xml")) - 46
		copy(data[i+24:i+28], []byte{0xe8, 0x03, 0, 0})
	}
	return data
}

func TestT11_BombsAreRefusedInBoundedMemory(t *testing.T) {
	in := intake.New(smallCatalog())
	wide := strings.Repeat(",", 60_000) + "x\n"
	for name, c := range map[string]struct {
		file string
		r    io.Reader
		code string
		mb   uint64
	}{
		"200 MB without a size":        {"a.json", io.LimitReader(neverEnding{}, 200<<20), "import.too_big", 220},
		"200 MB with a size":           {"a.csv", bytes.NewReader(make([]byte, 200<<20)), "import.too_big", 1},
		"workbook of 500 MB":           {"a.xlsx", bytes.NewReader(zipBomb(t, 500<<20, false)), "import.too_big_inside", 10},
		"workbook that lies":           {"a.xlsx", bytes.NewReader(zipBomb(t, 500<<20, true)), "import.not_xlsx", 20},
		"2 M deep":                     {"a.json", strings.NewReader(strings.Repeat("[", 2_000_000)), "import.too_deep", 20},
		"one report of 40 MB of lists": {"a.json", strings.NewReader("[" + strings.Repeat("[],", 1000) + "[" + strings.Repeat("[],", 13_000_000) + "1]]"), "", 260},
		"sixty thousand columns":       {"a.csv", strings.NewReader("a" + wide + "b" + wide), "import.too_many_columns", 40},
	} {
		t.Run("T11 "+name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			start := time.Now()
			refused := 0
			err := in.Reports(context.Background(), c.file, c.r, nil, func(row office.Row) bool {
				require.Error(t, row.Refusal)
				refused++
				if err := row.Refusal; c.code != "" {
					require.True(t, fault.HasCode(err, c.code), "%v", err)
				}
				return true
			})
			runtime.ReadMemStats(&after)
			require.Less(t, time.Since(start), 5*time.Second)
			require.Less(t, (after.TotalAlloc-before.TotalAlloc)>>20, c.mb)
			if err != nil {
				require.True(t, fault.HasCode(err, c.code), "%v", err)
			} else {
				require.Positive(t, refused)
			}
		})
	}
}

// TestT11_SmallWorkbooksThatGrow are within every size limit and would still take a gigabyte.
func TestT11_SmallWorkbooksThatGrow(t *testing.T) {
	for name, c := range map[string]struct{ part, text, code string }{
		"shared strings": {"xl/sharedStrings.xml", `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` + strings.Repeat(`<si><t>a</t></si>`, 1_500_000) + `</sst>`, "import.too_many"},
		"styles":         {"xl/styles.xml", `<styleSheet><cellXfs>` + strings.Repeat(`<xf/>`, 5_000_000) + `</cellXfs></styleSheet>`, "import.too_many"},
		"attributes":     {"xl/worksheets/sheet2.xml", `<worksheet ` + strings.Repeat(`a="" `, 5_000_000) + `/>`, "import.not_xlsx"},
	} {
		data := withPart(t, c.part, c.text)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		err := intake.New(smallCatalog()).Reports(context.Background(), "a.xlsx", bytes.NewReader(data), nil, func(office.Row) bool { return true })
		runtime.ReadMemStats(&after)
		require.True(t, fault.HasCode(err, c.code), "%s: %v", name, err)
		require.Less(t, (after.TotalAlloc-before.TotalAlloc)>>20, uint64(200), name)
	}
}

func TestT11_AMillionCellsInARowEndTheWorkbook(t *testing.T) {
	for name, cells := range map[string]string{"without names": strings.Repeat(`<c><v>1</v></c>`, 1_000_000), "of formulas": strings.Repeat(`<c><f>1</f></c>`, 1_000_000)} {
		sheet := `<worksheet><sheetData><row r="1">` + cells + `</row></sheetData></worksheet>`
		start := time.Now()
		err := intake.New(smallCatalog()).Reports(context.Background(), "a.xlsx", bytes.NewReader(withSheet(t, sheet)), nil, func(office.Row) bool { return true })
		require.True(t, fault.HasCode(err, "import.too_many_columns"), "%s: %v", name, err)
		require.Less(t, time.Since(start), 2*time.Second)
	}
}

func TestT11_WideRowsOfAWorkbookEndIt(t *testing.T) {
	var b strings.Builder
	b.WriteString(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`)
	for i := 1; i <= 20_000; i++ {
		fmt.Fprintf(&b, `<row r="%d"><c r="A%d" t="inlineStr"><is><t>a</t></is></c><c r="XFD%d" t="inlineStr"><is><t>b</t></is></c></row>`, i, i, i)
	}
	b.WriteString(`</sheetData></worksheet>`)
	start := time.Now()
	err := intake.New(smallCatalog()).Reports(context.Background(), "a.xlsx", bytes.NewReader(withSheet(t, b.String())), nil, func(office.Row) bool { return true })
	require.True(t, fault.HasCode(err, "import.too_many_columns"), "%v", err)
	require.Less(t, time.Since(start), 2*time.Second)
}

// withSheet is a workbook whose sheet is this XML.
func withSheet(t testing.TB, sheet string) []byte {
	return withPart(t, "xl/worksheets/sheet1.xml", sheet)
}

// withPart is a workbook with one part more, or another one.
func withPart(t testing.TB, name, text string) []byte {
	t.Helper()
	var good, b bytes.Buffer
	require.NoError(t, intake.WriteXLSX(&good, []string{"a", "b"}, nil))
	old, err := zip.NewReader(bytes.NewReader(good.Bytes()), int64(good.Len()))
	require.NoError(t, err)
	z := zip.NewWriter(&b)
	for _, part := range old.File {
		if part.Name != name {
			require.NoError(t, z.Copy(part))
		}
	}
	w, err := z.Create(name)
	require.NoError(t, err)
	_, err = io.WriteString(w, text)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.Bytes()
}

// TestNothingIsWrittenInClear holds that reading a long workbook makes no temporary file, which would hold people's data.
func TestNothingIsWrittenInClear(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	rows := [][]string{}
	for i := range 9000 { // above the 16 MB at which excelize starts to use files
		rows = append(rows, []string{fmt.Sprint("r", i), "王小喆", "19900000001", "柜员", "85", "2026-03-02", "80", strings.Repeat("x", 2000)})
	}
	var b bytes.Buffer
	require.NoError(t, intake.WriteXLSX(&b, strings.Split(strings.TrimSpace(tableHead), ","), rows))
	taken := 0
	err := intake.New(smallCatalog()).Reports(context.Background(), "a.xlsx", &b, nil, func(row office.Row) bool {
		require.NoError(t, row.Refusal)
		if taken++; taken%1000 == 0 {
			left, err := filepath.Glob(filepath.Join(dir, "*"))
			require.NoError(t, err)
			require.Empty(t, left)
		}
		return true
	})
	require.NoError(t, err)
	require.Equal(t, 9000, taken)
}

func TestT9_ACutSheetIsRefusedWhole(t *testing.T) {
	for name, sheet := range map[string]string{
		"cut":    `<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>b</t></is></c></row><row r="2"><c t="inlin`,
		"entity": `<worksheet><sheetData><row r="1"><c t="inlineStr"><is><t>a</t></is></c><c t="inlineStr"><is><t>b &bomb;</t></is></c></row></sheetData></worksheet>`,
	} {
		err := intake.New(smallCatalog()).Reports(context.Background(), "a.xlsx", bytes.NewReader(withSheet(t, sheet)), nil, func(office.Row) bool { return true })
		require.True(t, fault.HasCode(err, "import.not_xlsx"), "%s: %v", name, err)
	}
}
