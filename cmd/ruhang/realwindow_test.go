package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"github.com/stretchr/testify/require"

	"ruhang/core/hiring"
	"ruhang/resources"
	"ruhang/ui/hand"
	"ruhang/ui/kit"
	"ruhang/ui/model"
)

// windowChild names the bank that this process, started by the test below, shows in a real window; windowClock is a file with
// the time it is there.
const (
	windowChild = "RUHANG_WINDOW_CHILD"
	windowClock = "RUHANG_WINDOW_CLOCK"
)

// showWindow is the real program on the real driver; a question on standard input is answered with where a thing is.
func showWindow(dir string) int {
	words, err := model.LoadWords(resources.Lang)
	must(err)
	now := func() time.Time {
		raw, _ := os.ReadFile(os.Getenv(windowClock))
		t, err := time.Parse(time.RFC3339, string(raw))
		must(err)
		return t
	}
	c := &call{data: dir, lang: "zh", words: words, now: now, in: os.Stdin, out: os.Stdout, err: os.Stderr}
	go answerWhere(os.Stdin, os.Stdout)
	return c.answer(c.window(context.Background()))
}

func answerWhere(in io.Reader, out io.Writer) {
	for lines := bufio.NewScanner(in); lines.Scan(); {
		answer := "no"
		if fyne.CurrentApp() != nil {
			fyne.DoAndWait(func() { answer = where(lines.Text()) })
		}
		fmt.Fprintln(out, "answer", answer)
	}
}

// where is the middle of what shows some words, in pixels of the window; "#login" is a form's field.
func where(words string) string {
	for _, win := range fyne.CurrentApp().Driver().AllWindows() {
		h := hand.Of(win)
		if win.Content() == nil {
			continue
		}
		var found fyne.CanvasObject
		if name, field := strings.CutPrefix(words, "#"); field {
			if form := h.Form(); form != nil {
				found, _ = form.Input(name).(fyne.CanvasObject)
			}
		} else {
			for _, b := range hand.Find[*kit.Button](h.Front()) {
				if b.Text == words && !b.Disabled() && found == nil {
					found = b
				}
			}
			for _, t := range hand.Find[*canvas.Text](h.Front()) {
				if strings.TrimSpace(t.Text) == words && found == nil {
					found = t
				}
			}
		}
		if found == nil {
			return "no"
		}
		at, size, scale := fyne.CurrentApp().Driver().AbsolutePositionForObject(found), found.Size(), win.Canvas().Scale()
		return fmt.Sprintf("%d %d", int((at.X+size.Width/2)*scale), int((at.Y+size.Height/2)*scale))
	}
	return "no"
}

// screen is a virtual display with the program's window on it, worked with mouse and keyboard.
type screen struct {
	t       *testing.T
	display string
	ask     io.Writer
	answers *bufio.Scanner
	window  string
}

func (s *screen) xdo(args ...string) string {
	s.t.Helper()
	cmd := exec.Command("xdotool", args...)
	cmd.Env = append(os.Environ(), "DISPLAY="+s.display)
	out, err := cmd.CombinedOutput()
	require.NoError(s.t, err, "xdotool %v: %s", args, out)
	return strings.TrimSpace(string(out))
}

// find waits until something shows the words and stands still.
func (s *screen) find(words string) (x, y string) {
	s.t.Helper()
	last := ""
	for end := time.Now().Add(40 * time.Second); time.Now().Before(end); time.Sleep(150 * time.Millisecond) {
		fmt.Fprintln(s.ask, words)
		require.True(s.t, s.answers.Scan(), "the window has gone")
		f := strings.Fields(s.answers.Text())
		if len(f) != 3 || f[0] != "answer" {
			continue
		}
		if here := f[1] + " " + f[2]; here == last {
			return f[1], f[2]
		} else {
			last = here
		}
	}
	require.Fail(s.t, "nothing shows these words", words)
	return "", ""
}

func (s *screen) click(words string) {
	s.t.Helper()
	x, y := s.find(words)
	s.xdo("mousemove", "--window", s.window, x, y, "click", "1")
	time.Sleep(300 * time.Millisecond)
}

func (s *screen) write(field, text string) {
	s.t.Helper()
	s.click("#" + field)
	s.xdo("type", "--delay", "15", text)
}

// onScreen opens the shell's bank in the real window. A display comes from the test runner, else one is started here.
func (s *shell) onScreen(folder string) *screen {
	t := s.t
	display := os.Getenv("RUHANG_TEST_DISPLAY")
	if display == "" {
		if os.Getenv("CI") == "" {
			t.Skip("no RUHANG_TEST_DISPLAY: make test brings a virtual display along")
		}
		require.Fail(t, "RUHANG_TEST_DISPLAY is missing")
	}
	cmd := exec.Command(os.Args[0])
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "DISPLAY="+display, "LIBGL_ALWAYS_SOFTWARE=1", "FYNE_PLATFORM=x11", windowChild+"="+s.dir, windowClock+"="+filepath.Join(folder, ".clock"),
		"XDG_CONFIG_HOME="+t.TempDir())
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Log(errs.String())
		}
		require.NotContains(t, errs.String(), "Error in Fyne call thread")
	})
	sc := &screen{t: t, display: display, ask: in, answers: bufio.NewScanner(out)}
	sc.find("#login")
	sc.window = strings.Fields(sc.xdo("search", "--pid", strconv.Itoa(cmd.Process.Pid)))[0]
	for _, id := range strings.Fields(sc.xdo("search", "--onlyvisible", "--pid", strconv.Itoa(cmd.Process.Pid))) {
		sc.window = id
	}
	return sc
}

// TestTheRealWindowIsWorkedWithMouseAndKeyboard opens the real build on a virtual display: sign-in by keyboard, import through
// the file dialog, the case from the board, and at the end the confirmation, by mouse; what lies between is given by script to
// the same bank while the window is open.
func TestTheRealWindowIsWorkedWithMouseAndKeyboard(t *testing.T) {
	s := newShell(t)
	folder := t.TempDir()
	s.tellTime(folder)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "report.json"), []byte(oneReport), 0o600))
	sc := s.onScreen(folder)
	sc.write("login", "hr")
	sc.write("password", testPassword)
	sc.xdo("key", "Return")
	sc.click("导入")
	sc.click("选择文件")
	sc.click("report") // the dialog shows the ending in the picture
	sc.click("打开")
	sc.click("导入 1 份")
	sc.click("到看板")
	sc.click("林喆堃")
	sc.click("AI 报告")
	sc.find("能力雷达")
	id := s.ok("hr", "case", "list", "--find", "林喆堃")["cases"].([]any)[0].(map[string]any)["id"].(string)
	s.assess(id)
	s.interview(id)
	s.check(id)
	s.offer(id)
	s.onboard(id)
	s.almost(id)
	s.tellTime(folder)
	sc.write("login", "hr") // months have passed on the window's clock: it has locked itself
	sc.write("password", testPassword)
	sc.xdo("key", "Return")
	sc.click("验证") // a page without the word that is looked for next in the navigation
	sc.find("开始验证")
	sc.click("试用期")
	sc.click("林喆堃")
	sc.click("转正")
	time.Sleep(time.Second) // the question comes up
	sc.click("转正")
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end) && s.show(id).Status != hiring.Confirmed; {
		time.Sleep(300 * time.Millisecond)
	}
	require.Equal(t, hiring.Confirmed, s.show(id).Status)
	sc.picture()
}

// tellTime brings the shell's clock to the window.
func (s *shell) tellTime(folder string) {
	require.NoError(s.t, os.WriteFile(filepath.Join(folder, ".clock"), []byte(s.now.Format(time.RFC3339)), 0o600))
}

// almost is probation up to its last decision.
func (s *shell) almost(id string) {
	p := s.show(id).Probation
	s.now = p.End.AddDays(-9).Time().Add(10 * time.Hour)
	for _, r := range p.Reviews {
		s.ok("hr", "do", id, "review_probation", "review="+r.ID, "rating=4", "text=合格")
	}
}

// picture holds that the window is not one empty colour.
func (s *screen) picture() {
	cmd := exec.Command("import", "-window", s.window, "png:-")
	cmd.Env = append(os.Environ(), "DISPLAY="+s.display)
	raw, err := cmd.Output()
	require.NoError(s.t, err)
	img, err := png.Decode(bytes.NewReader(raw))
	require.NoError(s.t, err)
	seen := map[string]bool{}
	for x := 0; x < img.Bounds().Dx(); x += 3 {
		for y := 0; y < img.Bounds().Dy(); y += 3 {
			r, g, b, _ := img.At(x, y).RGBA()
			seen[fmt.Sprint(r>>12, g>>12, b>>12)] = true
		}
	}
	require.Greater(s.t, len(seen), 8)
}
