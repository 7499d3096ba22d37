package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
)

var drawAgain = flag.Bool("screenshots", false, "draw docs/screens again; read the result")

// screens lists the pictures of the README. The screen's own code draws them from the recording of the experiment, so
// they show real observations.
var screens = []struct{ name, recording, at, size, keys, film string }{
	{"overview", "baseline", "fault1+11s", "120x36", "", ""},
	{"drill", "tuned", "fault1-2s", "110x30", "", "28s"},
	{"charts", "baseline", "fault1+20s", "120x36", "6", ""},
	{"stats", "baseline", "fault1+11s", "120x18", "5", ""},
	{"node", "baseline", "fault1+20s", "120x44", "enter", ""},
}

// The frames in the README and the manual are the screen of a recording, as text; -screenshots rewrites them.
func TestFrames(t *testing.T) {
	for page, size := range map[string]string{"README.md": "100x33", "docs/screen.md": "120x36"} {
		path := filepath.Join("..", "..", page)
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		head, rest, _ := strings.Cut(string(text), "<!-- frame -->\n```\n")
		frame, tail, ok := strings.Cut(rest, "\n```\n<!-- /frame -->")
		if !ok {
			t.Fatalf("%s has no <!-- frame --> part", page)
		}
		want := frameText(t, size)
		switch {
		case frame == want:
		case !*drawAgain:
			t.Errorf("the frame of %s is not today's screen: make screenshots writes\n%s", page, want)
		default:
			if err := os.WriteFile(path, []byte(head+"<!-- frame -->\n```\n"+want+"\n```\n<!-- /frame -->"+tail), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// frameText returns the screen while the first fault of the baseline's recording is open.
func frameText(t *testing.T, size string) string {
	t.Helper()
	root := newRoot()
	var out bytes.Buffer
	root.SetOut(&out)
	root.SetArgs([]string{"screenshot", filepath.Join("..", "..", "docs", "experiment", "baseline.hadash"), "--at", "fault1+11s", "--size", size})
	if err := root.ExecuteContext(t.Context()); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for line := range strings.Lines(ansi.Strip(out.String())) {
		lines = append(lines, strings.TrimRight(line, " \n"))
	}
	return strings.Join(lines, "\n")
}

// The screens in the manual have times in UTC. It is set before any goroutine could read it.
func init() { time.Local = time.UTC }

// The pictures show the present screen; 'make screenshots' redraws them.
func TestScreenshots(t *testing.T) {
	for _, s := range screens {
		for _, theme := range []string{"dark", "light"} {
			path := filepath.Join("..", "..", "docs", "screens", s.name+"-"+theme+".svg")
			drawn := filepath.Join(t.TempDir(), "drawn.svg")
			args := []string{"screenshot", filepath.Join("..", "..", "docs", "experiment", s.recording+".hadash"),
				"--at", s.at, "--size", s.size, "--press", s.keys, "--theme", theme, "-o", drawn}
			if s.film != "" {
				args = append(args, "--film", s.film, "--speed", "2")
			}
			root := newRoot()
			root.SetArgs(args)
			if err := root.ExecuteContext(t.Context()); err != nil {
				t.Fatal(err)
			}
			got, err := os.ReadFile(drawn)
			if err != nil {
				t.Fatal(err)
			}
			if *drawAgain {
				if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Fatal(err)
				}
				continue
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s is not today's screen: make screenshots draws it again", path)
			}
		}
	}
}

// Text is not written to a file with the name of a picture.
func TestScreenshotIsNoPNG(t *testing.T) {
	out := filepath.Join(t.TempDir(), "x.png")
	_, _, err := command(t, "screenshot", filepath.Join("..", "..", "docs", "experiment", "tuned.hadash"), "-o", out)
	if exitCode(err, true) != 2 || !strings.Contains(err.Error(), "use -o FILE.svg") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("it is written")
	}
}

// NO_COLOR applies to terminals: it removes the colours from text, but not from a picture.
func TestScreenshotWithoutColours(t *testing.T) {
	t.Setenv("NO_COLOR", "1")
	recording := filepath.Join("..", "..", "docs", "experiment", "tuned.hadash")
	text, _, err := command(t, "screenshot", recording)
	if err != nil || len(text) < 1000 || regexp.MustCompile(`\x1b\[[\d;]*[34]8;`).MatchString(text) {
		t.Errorf("%v, %.200q", err, text)
	}
	out := filepath.Join(t.TempDir(), "x.svg")
	if _, _, err := command(t, "screenshot", recording, "-o", out); err != nil {
		t.Fatal(err)
	}
	if svg, err := os.ReadFile(out); err != nil || !bytes.Contains(svg, []byte(`fill="#ff6e6e"`)) {
		t.Errorf("a picture without red: %v", err)
	}
}
