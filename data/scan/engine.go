package scan

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"time"
)

const (
	passPatience = 15 * time.Second // for one look; a page takes half a second
	mostWords    = 256 << 10        // bytes of the engine's answer
)

// Engine is an installed Tesseract: a program of its own, that gets one PNG on its input and may take a while.
type Engine struct {
	Name string // "tesseract 5.3.0"
	path string
	han  bool // it knows Chinese
	wait time.Duration
}

// places are where installers put the program, beside the PATH: a Mac's windows do not know the shell's.
var places = map[string][]string{
	"windows": {`C:\Program Files\Tesseract-OCR\tesseract.exe`},
	"darwin":  {"/opt/homebrew/bin/tesseract", "/usr/local/bin/tesseract", "/opt/local/bin/tesseract"},
}

// Installed finds the engine, once; nil where there is none.
var Installed = sync.OnceValue(func() *Engine {
	found := []string{}
	if path, err := exec.LookPath("tesseract"); err == nil {
		found = append(found, path)
	}
	for _, path := range append(found, places[runtime.GOOS]...) {
		if e := EngineAt(path); e != nil {
			return e
		}
	}
	return nil
})

// EngineAt is the engine at a place; nil when nothing there answers as one.
func EngineAt(path string) *Engine {
	e := &Engine{path: path, wait: passPatience}
	version, err := e.run(context.Background(), nil, "--version")
	name, _, _ := strings.Cut(version, "\n")
	if name = strings.TrimSpace(name); err != nil || !strings.HasPrefix(name, "tesseract") {
		return nil
	}
	languages, err := e.run(context.Background(), nil, "--list-langs")
	if err != nil {
		return nil
	}
	e.Name, e.han = name, strings.Contains(languages, "chi_sim")
	return e
}

// letters reads everything that is written, digits only what can be a number; both as lines. Pictures are written here: given anything else,
// the program would take its input for a list of files to open.
func (e *Engine) letters(ctx context.Context, m *image.Gray) ([]string, error) {
	language := "eng"
	if e.han {
		language = "chi_sim+eng"
	}
	return e.read(ctx, m, "-l", language)
}

func (e *Engine) digits(ctx context.Context, m *image.Gray) ([]string, error) {
	return e.read(ctx, m, "-l", "eng", "-c", "tessedit_char_whitelist=0123456789X")
}

func (e *Engine) read(ctx context.Context, m *image.Gray, how ...string) ([]string, error) {
	var in bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&in, m); err != nil {
		return nil, err
	}
	// --psm 11: writing that stands about without columns, as on cards.
	words, err := e.run(ctx, &in, append([]string{"stdin", "stdout", "--psm", "11", "--dpi", "300"}, how...)...)
	if err != nil {
		return nil, err
	}
	var lines []string
	for line := range strings.Lines(words) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines, nil
}

// run starts the program alone in a group of its own, so that what it may start ends with it. It gets no secrets from this one's environment.
func (e *Engine) run(ctx context.Context, in *bytes.Buffer, arguments ...string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, e.wait)
	defer cancel()
	command := exec.CommandContext(ctx, e.path, arguments...)
	command.Env = []string{"OMP_THREAD_LIMIT=1", "LC_ALL=C"}
	for _, name := range []string{"PATH", "TESSDATA_PREFIX", "SYSTEMROOT", "TEMP", "TMP"} { // what it needs to find its own parts
		if value, ok := os.LookupEnv(name); ok {
			command.Env = append(command.Env, name+"="+value)
		}
	}
	if in != nil {
		command.Stdin = in
	}
	answer := &bounded{most: mostWords}
	command.Stdout = answer
	command.WaitDelay = time.Second
	alone(command)
	if err := command.Run(); err != nil {
		return "", err
	}
	return answer.String(), nil
}

// bounded takes so many bytes and then fails, which ends the program that writes.
type bounded struct {
	bytes.Buffer
	most int
}

var errTooMuch = errors.New("more words than a page has")

func (b *bounded) Write(p []byte) (int, error) {
	if b.Len()+len(p) > b.most {
		return 0, errTooMuch
	}
	return b.Buffer.Write(p)
}
