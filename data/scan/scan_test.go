package scan_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/core/fault"
	"ruhang/core/hiring"
	"ruhang/data/scan"
	"ruhang/data/scan/scantest"
)

// tools stand for the press: pictures are written anew as PNG, a PDF is its words between two marks, a code is none.
func tools(engine func() *scan.Engine) scan.Tools {
	return scan.Tools{
		Clean: func(data []byte) ([]byte, string, error) {
			m, _, err := image.Decode(bytes.NewReader(data))
			if err != nil {
				return nil, "", fault.Wrap(err, fault.Invalid, "paper.bad_image", "test")
			}
			return scantest.PNG(m), ".png", nil
		},
		Pages: func([]byte, int, int) ([][]byte, int, error) { return [][]byte{scantest.PNG(white(600, 800))}, 1, nil },
		Text: func(pdf []byte, _ int) ([]string, error) {
			_, text, ok := strings.Cut(string(pdf), "\n")
			if !ok {
				return nil, errors.New("no words")
			}
			return []string{text}, nil
		},
		Code:   func([]byte) (string, error) { return "", fault.New(fault.Refused, "paper.no_qr") },
		Engine: engine,
	}
}

func white(w, h int) *image.Gray {
	m := image.NewGray(image.Rect(0, 0, w, h))
	draw.Draw(m, m.Rect, image.White, image.Point{}, draw.Src)
	return m
}

func TestZ18_WhatCannotBeTakenIsSaidWithWhatToDo(t *testing.T) {
	s := scan.New(tools(nil))
	for name, c := range map[string]struct {
		raw  string
		code string
	}{
		"nothing":               {"", "scan.empty"},
		"an iPhone's HEIC":      {"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1MiHEmiafMiHBheic", "scan.heic"},
		"HEIF of an Android":    {"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00", "scan.heic"},
		"AVIF":                  {"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00", "scan.heic"},
		"a film":                {"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00", "scan.type"},
		"a program":             {"MZ\x90\x00", "scan.type"},
		"a page of the web":     {"<html><script>", "scan.type"},
		"an SVG":                {"<svg xmlns='http://www.w3.org/2000/svg'>", "scan.type"},
		"a zip":                 {"PK\x03\x04", "scan.type"},
		"GIF":                   {"GIF89a", "scan.type"},
		"TIFF":                  {"II*\x00", "scan.type"},
		"a list for the engine": {"/etc/passwd\n", "scan.type"},
		"half a PNG":            {"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", "paper.bad_image"},
		"half a JPEG":           {"\xff\xd8\xff\xe0\x00\x10JFIF", "paper.bad_image"},
		"RIFF that is no WebP":  {"RIFF\x10\x00\x00\x00WEBPVP8 junk", "paper.bad_image"},
	} {
		_, err := s.Look(context.Background(), []byte(c.raw), "id_card")
		require.True(t, fault.HasCode(err, c.code), "%s: %v", name, err)
	}
}

func TestZ18_ABadPictureIsToldBeforeItIsSent(t *testing.T) {
	s := scan.New(tools(nil))
	for seed, draw := range []func(scantest.Person) *image.RGBA{scantest.Card, scantest.Diploma, scantest.BankCard,
		func(p scantest.Person) *image.RGBA { return scantest.Report(p, p.Link()) }} {
		m := draw(scantest.Holder(seed))
		for name, c := range map[string]struct {
			m    image.Image
			want []string
		}{
			"as printed":          {m, nil},
			"on a desk":           {scantest.OnDesk(m, 200), nil},
			"turned":              {scantest.Turn(m, 7), nil},
			"a little soft":       {scantest.Blur(m, 1), nil},
			"a grainy sensor":     {scantest.Noise(m, 20, 1), nil},
			"light from one side": {scantest.Shade(m, 0.6), nil},
			"out of focus":        {scantest.Blur(m, 6), []string{hiring.FlawBlurred}},
			"shaken":              {scantest.Shake(m, 25), nil}, // judged below: along one direction only
			"grain does not help": {scantest.Noise(scantest.Blur(m, 6), 12, 2), []string{hiring.FlawBlurred}},
			"at night":            {scantest.Dim(m, 0.15), []string{hiring.FlawDark}},
			"through fog":         {scantest.Fade(m, 0.1), []string{hiring.FlawFaint}},
			"a thumbnail":         {scantest.Scale(m, 0.2), []string{hiring.FlawSmall}},
		} {
			sheet, err := s.Look(context.Background(), scantest.PNG(c.m), "id_card")
			require.NoError(t, err)
			if name == "shaken" {
				continue
			}
			require.Equal(t, c.want, sheet.Flaws, "%s of document %d: sharpness %.2f", name, seed, scan.Sharpness(c.m))
		}
	}
	sheet, err := s.Look(context.Background(), scantest.PNG(scantest.Scale(scantest.Card(scantest.Holder(1)), 0.35)), "photo")
	require.NoError(t, err)
	require.NotContains(t, sheet.Flaws, hiring.FlawSmall, "a portrait has a rule of its own")
}

// TestZ18_TheLimitPartsWhatIsReadFromWhatIsNot: sharpness falls steadily with the blur, says the same of every kind of paper, and grain does not raise it.
func TestZ18_SharpnessFallsWithTheBlurAndNothingElse(t *testing.T) {
	sigmas := []float64{0.5, 1, 2, 3, 4, 6}
	for seed, draw := range []func(scantest.Person) *image.RGBA{scantest.Card, scantest.Diploma, scantest.BankCard} {
		m, last := draw(scantest.Holder(seed)), 1.0
		var row []string
		for _, sigma := range sigmas {
			now := scan.Sharpness(scantest.Blur(m, sigma))
			require.Less(t, now, last, "document %d, blur %v", seed, sigma)
			last = now
			row = append(row, strings.TrimSpace(strings.Join([]string{num(sigma), num(now)}, ": ")))
			if sigma <= 2 {
				require.Greater(t, now, scan.SharpEnough)
			}
			if sigma >= 4 {
				require.Less(t, now, scan.SharpEnough)
			}
		}
		t.Logf("document %d, sharpness by blur: %s", seed, strings.Join(row, "  "))
		sharp := scan.Sharpness(m)
		for name, same := range map[string]image.Image{"half the light": scantest.Dim(m, 0.5), "half the contrast": scantest.Fade(m, 0.5), "shaded": scantest.Shade(m, 0.5)} {
			require.InDelta(t, sharp, scan.Sharpness(same), 0.08, name)
		}
	}
}

func num(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }

func TestZ19_OnlyWholeTokensAreNumbers(t *testing.T) {
	for line, want := range map[string][]string{
		"994312199902254567":                 {"994312199902254567"},
		"公民身份号码 994312199902254567":          {"994312199902254567"},
		"公民身份号码994312199902254567":           {"994312199902254567"},
		"4994312199902254567":                {"4994312199902254567"}, // nineteen: no window slides over it
		"99431219990225456x":                 {"99431219990225456X"},
		"99431219X902254567":                 nil,
		"629999 0551503564094":               {"0551503564094", "6299990551503564094"},
		"6299 9905 5150 3564 094":            {"6299990551503564094"},
		"证书编号:990901202105662607 2021年6月30日": {"990901202105662607"},
		"a994312199902254567b":               nil,
		"2021年6月30日":                         nil,
		"tel 0371-6595-0000":                 nil,
		"":                                   nil,
		strings.Repeat("9", 5000):            {strings.Repeat("9", 5000)},
	} {
		require.Equal(t, want, scan.Tokens(line), line)
	}
}

func TestZ19_WithoutAnEngineNothingIsReadAndNothingBreaks(t *testing.T) {
	for name, s := range map[string]*scan.Scanner{"none": scan.New(tools(nil)), "not found": scan.New(tools(func() *scan.Engine { return nil }))} {
		require.Empty(t, s.Engine(), name)
		sheet, err := s.Look(context.Background(), scantest.PNG(scantest.Card(scantest.Holder(1))), "id_card")
		require.NoError(t, err)
		r, err := s.Read(context.Background(), sheet, "id_card")
		require.NoError(t, err)
		require.Empty(t, r.Engine)
		require.Empty(t, r.Values)
		require.Equal(t, 1011, r.Width)
	}
	require.Nil(t, scan.EngineAt(filepath.Join(t.TempDir(), "tesseract")))
}

// program writes a shell script that stands where the engine would.
func program(t *testing.T, script string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("a shell script is no program there")
	}
	path := filepath.Join(t.TempDir(), "tesseract")
	require.NoError(t, os.WriteFile(path, []byte("#!/bin/sh\ncase $1 in --version) echo tesseract 9; exit;; --list-langs) echo chi_sim; exit;; esac\n"+script), 0o700))
	return path
}

func TestZ19_AnEngineThatMisbehavesIsStoppedAndTheDocumentStands(t *testing.T) {
	for name, script := range map[string]string{
		"sleeps, and its child too": "sleep 60 & sleep 60",
		"fails":                     "exit 3",
		"never stops writing":       "yes 99999999",
		"dies":                      "kill -9 $$",
	} {
		e := scan.EngineAt(program(t, script)).Impatient(300 * time.Millisecond)
		s := scan.New(tools(func() *scan.Engine { return e }))
		sheet, err := s.Look(context.Background(), scantest.PNG(scantest.Card(scantest.Holder(1))), "id_card")
		require.NoError(t, err)
		begun := time.Now()
		r, err := s.Read(context.Background(), sheet, "id_card")
		require.True(t, fault.HasCode(err, "scan.engine"), "%s: %v", name, err)
		require.Less(t, time.Since(begun), 10*time.Second, name)
		require.Empty(t, r.Values, name)
		require.Equal(t, 1011, r.Width, "what was known before stands")
	}
}

func TestZ19_TheEngineGetsOnePNGAndNoSecrets(t *testing.T) {
	t.Setenv("RUHANG_PASSWORD", "a quiet autumn river")
	kept := t.TempDir()
	e := scan.EngineAt(program(t, "cat > "+kept+"/in; env > "+kept+"/env; echo \"$@\" > "+kept+"/how"))
	_, err := e.Letters(context.Background(), scantest.Card(scantest.Holder(2)))
	require.NoError(t, err)
	raw, err := os.ReadFile(filepath.Join(kept, "in"))
	require.NoError(t, err)
	_, err = png.Decode(bytes.NewReader(raw))
	require.NoError(t, err)
	env, err := os.ReadFile(filepath.Join(kept, "env"))
	require.NoError(t, err)
	require.NotContains(t, string(env), "autumn")
	how, err := os.ReadFile(filepath.Join(kept, "how"))
	require.NoError(t, err)
	require.Contains(t, string(how), "stdin stdout")
}

func TestZ19_TheNumberOfAnotherThatProvesItselfMakesBothUnsure(t *testing.T) {
	a, b := scantest.Holder(1), scantest.Holder(2)
	answers := filepath.Join(t.TempDir(), "n")
	// Every second look sees somebody else's number.
	e := scan.EngineAt(program(t, "cat > /dev/null; if [ -e "+answers+" ]; then rm "+answers+"; echo "+b.ID+"; else touch "+answers+"; echo "+a.ID+"; fi"))
	s := scan.New(tools(func() *scan.Engine { return e }))
	sheet, err := s.Look(context.Background(), scantest.PNG(scantest.Card(a)), "id_card")
	require.NoError(t, err)
	r, err := s.Read(context.Background(), sheet, "id_card")
	require.NoError(t, err)
	v, _ := r.Value("id_no")
	require.False(t, v.Sure)
	_, derived := r.Value("birth_date")
	require.False(t, derived)
}

func TestN18_NamesOfRareCharactersAndDotsAreProposedAsTheyStand(t *testing.T) {
	s := scan.New(tools(nil))
	for want, words := range map[string]string{
		"赵䶮":       "%PDF-1.7\n姓 名 赵䶮\n性别 男",
		"阿依古丽·买买提": "%PDF-1.7\n姓名：阿依古丽·买买提",
		"欧阳若溪":     "%PDF-1.7\n姓名\n欧阳若溪\n",
		"𠮷野太郎":     "%PDF-1.7\n学生 𠮷野太郎 性别男, 1999年2月25日生",
	} {
		sheet, err := s.Look(context.Background(), []byte(words), "diploma")
		require.NoError(t, err)
		r, err := s.Read(context.Background(), sheet, "diploma")
		require.NoError(t, err)
		v, ok := r.Value("name")
		require.True(t, ok, words)
		require.Equal(t, want, v.Text)
		require.False(t, v.Sure, "a name carries no proof")
	}
}

func TestY05_APDFsOwnWordsGiveItsCode(t *testing.T) {
	s := scan.New(tools(nil))
	p := scantest.Holder(3)
	sheet, err := s.Look(context.Background(), []byte("%PDF-1.7\n教育部学历证书电子注册备案表\n在线验证码 "+p.Code+"\n证书编号："+p.Diploma+"\n"), "diploma")
	require.NoError(t, err)
	r, err := s.Read(context.Background(), sheet, "diploma")
	require.NoError(t, err)
	code, _ := r.Value("chsi_code")
	require.Equal(t, p.Code, code.Text)
	require.False(t, code.Sure, "anybody can write a PDF")
	number, _ := r.Value("number")
	require.Equal(t, p.Diploma, number.Text)
	require.Nil(t, sheet.Flaws)
}

func FuzzLook(f *testing.F) {
	f.Add(scantest.PNG(white(8, 8)))
	f.Add(scantest.JPEG(image.NewRGBA(image.Rect(0, 0, 9, 5)), 50))
	f.Add([]byte("%PDF-1.7\n姓名 赵䶮\n994312199902254567"))
	f.Add([]byte("\x00\x00\x00\x24ftypheic"))
	one := image.NewRGBA(image.Rect(0, 0, 1, 1))
	one.Set(0, 0, color.White)
	f.Add(scantest.PNG(one))
	f.Add(scantest.PNG(image.NewGray(image.Rect(0, 0, 3000, 1))))
	s := scan.New(tools(nil))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if c, _, err := image.DecodeConfig(bytes.NewReader(raw)); err == nil && c.Width*c.Height > 1<<20 {
			return // the real one measures before it unpacks
		}
		sheet, err := s.Look(context.Background(), raw, "diploma")
		if err != nil {
			require.NotEqual(t, fault.Internal, fault.Of(err).Kind)
			return
		}
		_, err = s.Read(context.Background(), sheet, "diploma")
		require.NoError(t, err)
	})
}
