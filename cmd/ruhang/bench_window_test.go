package main

import (
	"bufio"
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ruhang/data/demo"
)

// firstFrame is what the app may take until its first frame.
const firstFrame = 1500 * time.Millisecond

// mostMemory is what the app may hold in memory, MB, without what stands in for a graphics card.
const mostMemory = 300

// softGL is how much of a process's memory, MB, is the libraries that draw in place of a graphics card.
func softGL(b *testing.B, pid string) float64 {
	b.Helper()
	raw, err := os.ReadFile(filepath.Join("/proc", pid, "smaps"))
	require.NoError(b, err)
	kb, counted := 0.0, false
	for line := range strings.Lines(string(raw)) {
		f := strings.Fields(line)
		switch {
		case !strings.HasSuffix(f[0], ":"): // a mapping's own line
			file := f[len(f)-1]
			counted = strings.Contains(file, "libLLVM") || strings.Contains(file, "_dri.so") || strings.Contains(file, "libgallium")
		case f[0] == "Rss:" && counted:
			n, err := strconv.ParseFloat(f[1], 64)
			require.NoError(b, err)
			kb += n
		}
	}
	return kb / 1024
}

// BenchmarkManyWindow starts the real program on a virtual display over the bank of many cases, until its first frame is
// really on the display; then HR signs in, and the search is loaded. The display draws without a graphics card, so both the
// frame's time and the memory hold what a card would take over.
func BenchmarkManyWindow(b *testing.B) {
	display := os.Getenv("RUHANG_TEST_DISPLAY")
	if display == "" {
		b.Skip("no RUHANG_TEST_DISPLAY: make bench brings a virtual display along")
	}
	_, dir := manyFolder(b)
	b.Run("first frame", func(b *testing.B) {
		started(b, display, dir).end() // what the system reads from disk is there from now on: a warm start
		b.ResetTimer()
		for range b.N {
			w := started(b, display, dir)
			b.StopTimer()
			w.end()
			b.StartTimer()
		}
		target(b, firstFrame)
	})
	b.Run("memory", func(b *testing.B) {
		w := started(b, display, dir)
		defer w.end()
		shut := resident(b, w.pid())
		w.signIn()
		for range b.N {
			time.Sleep(10 * time.Second) // the heads are loaded beside the first page
		}
		b.ReportMetric(shut, "MB-signed-out")
		all, soft := resident(b, w.pid()), softGL(b, w.pid())
		b.ReportMetric(all, "MB")
		b.ReportMetric(soft, "MB-software-GL")
		b.ReportMetric((all-soft)/mostMemory, "of-target")
	})
}

// program is the app in a process of its own.
type program struct {
	b       *testing.B
	cmd     *exec.Cmd
	display string
	window  string
	ask     io.WriteCloser
	answers *bufio.Scanner
}

// started starts the app and returns when its window shows something.
func started(b *testing.B, display, dir string) *program {
	b.Helper()
	room := b.TempDir()
	require.NoError(b, os.WriteFile(filepath.Join(room, "clock"), []byte(time.Now().Format(time.RFC3339)), 0o600))
	p := &program{b: b, display: display, cmd: exec.Command(os.Args[0])}
	p.cmd.Env = append(os.Environ(), "DISPLAY="+display, "LIBGL_ALWAYS_SOFTWARE=1", "FYNE_PLATFORM=x11", windowChild+"="+dir,
		windowClock+"="+filepath.Join(room, "clock"), "RUHANG_LANG=zh", "XDG_CONFIG_HOME="+room)
	in, err := p.cmd.StdinPipe()
	require.NoError(b, err)
	out, err := p.cmd.StdoutPipe()
	require.NoError(b, err)
	p.ask, p.answers = in, bufio.NewScanner(out)
	require.NoError(b, p.cmd.Start())
	for end := time.Now().Add(time.Minute); !p.painted(); time.Sleep(5 * time.Millisecond) {
		require.True(b, time.Now().Before(end), "no window came")
	}
	return p
}

func (p *program) pid() string { return strconv.Itoa(p.cmd.Process.Pid) }

func (p *program) end() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
}

func (p *program) tool(name string, args ...string) []byte {
	cmd := exec.Command(name, args...) // #nosec G204 -- the tools of the virtual display
	cmd.Env = append(os.Environ(), "DISPLAY="+p.display)
	out, _ := cmd.Output() // nothing while there is no window yet
	return out
}

// painted says whether the window is there and shows words: more than a ground of one or two colours.
func (p *program) painted() bool {
	ids := strings.Fields(string(p.tool("xdotool", "search", "--onlyvisible", "--pid", p.pid())))
	if len(ids) == 0 {
		return false
	}
	p.window = ids[len(ids)-1]
	shot, err := png.Decode(bytes.NewReader(p.tool("import", "-silent", "-window", p.window, "-crop", "640x400+320+200", "png:-")))
	return err == nil && colours(shot) > 8
}

func colours(m image.Image) int {
	seen := map[color.Color]bool{}
	for y := m.Bounds().Min.Y; y < m.Bounds().Max.Y; y += 2 {
		for x := m.Bounds().Min.X; x < m.Bounds().Max.X; x++ {
			seen[m.At(x, y)] = true
		}
	}
	return len(seen)
}

// signIn types HR's name and password into the window.
func (p *program) signIn() {
	for _, f := range [][2]string{{"field:login", "hr"}, {"field:password", demo.Password}} {
		x, y := p.where(f[0])
		p.tool("xdotool", "mousemove", "--window", p.window, x, y, "click", "1")
		time.Sleep(300 * time.Millisecond)
		p.tool("xdotool", "type", "--delay", "15", f[1])
	}
	p.tool("xdotool", "key", "Return")
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if x, _ := p.look("field:login"); x == "" {
			return
		}
	}
	require.Fail(p.b, "the sign-in page stays")
}

func (p *program) where(words string) (x, y string) {
	for end := time.Now().Add(30 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if x, y = p.look(words); x != "" {
			return x, y
		}
	}
	require.Fail(p.b, "nothing shows these words", words)
	return "", ""
}

// look asks the program where something stands; "" when it is nowhere.
func (p *program) look(words string) (x, y string) {
	fmt.Fprintln(p.ask, words)
	if p.answers.Scan() {
		if f := strings.Fields(p.answers.Text()); len(f) == 4 && f[1] == "at" {
			return f[2], f[3]
		}
	}
	return "", ""
}
