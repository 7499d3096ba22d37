package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
	"time"
)

var drawAgain = flag.Bool("screenshots", false, "draw docs/screens again; read the result")

// screens are the pictures of the README. They are drawn from the recording of the experiment, by the screen's own
// code, so what they show was seen.
var screens = []struct{ name, recording, at, size, keys, film string }{
	{"overview", "baseline", "fault1+11s", "120x36", "", ""},
	{"drill", "tuned", "fault1-2s", "110x30", "", "28s"},
}

// The pictures are those that today's screen gives; 'make screenshots' draws them again.
func TestScreenshots(t *testing.T) {
	local := time.Local
	time.Local = time.UTC
	defer func() { time.Local = local }()
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
