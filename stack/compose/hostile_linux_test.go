package compose

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"hadash/stack/testdir"
)

// Whatever is wrong with a compose file, one line within a second reports it. Every command reads the file.
func TestHostileComposeFiles(t *testing.T) {
	bomb := "x-a: &a [l, l, l, l, l, l, l, l, l]\n"
	for c := 'b'; c < 'm'; c++ {
		bomb += "x-" + string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+", ", 8) + "*" + string(c-1) + "]\n"
	}
	pipe := func(t *testing.T, path string) {
		if err := syscall.Mkfifo(path, 0o600); err != nil {
			t.Skip(err)
		}
	}
	huge := func(t *testing.T, path string) {
		if err := os.WriteFile(path, []byte("#"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, 100<<20); err != nil {
			t.Fatal(err)
		}
	}
	dir := func(t *testing.T, path string) {
		if err := os.Mkdir(path, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	tests := map[string]struct {
		text, other string
		make        func(t *testing.T, path string)
		file        string // --file
		project     string
		want        string
	}{
		"aliases":          {text: bomb + some, want: "compose.yaml"},
		"braces":           {text: "name: " + strings.Repeat("${A:-", 40_000) + "\n" + some, want: "compose.yaml"},
		"depth":            {text: "x-a: " + strings.Repeat("[", 200_000) + "\n" + some, want: "compose.yaml"},
		"a pipe":           {other: "compose.yaml", make: pipe, want: "not a regular file"},
		"a directory":      {other: "compose.yaml", make: dir, want: "is a directory"},
		"100 MB":           {other: "compose.yaml", make: huge, want: "bytes, more than"},
		"--file a pipe":    {text: some, other: "p", make: pipe, file: "p", want: "not a regular file"},
		"--file 100 MB":    {text: some, other: "p", make: huge, file: "p", project: "x", want: "bytes, more than"},
		".env a pipe":      {text: some, other: ".env", make: pipe, want: "not a regular file"},
		".env 100 MB":      {text: some, other: ".env", make: huge, want: "bytes, more than"},
		"includes a pipe":  {text: "include: [p]\n" + some, other: "p", make: pipe, want: "not a regular file"},
		"includes 100 MB":  {text: "include: [p]\n" + some, other: "p", make: huge, want: "bytes, more than"},
		"extends a pipe":   {text: "services: {a: {extends: {file: p, service: x}}}\n", other: "p", make: pipe, want: "not a regular file"},
		"includes its env": {text: "include: [{path: x.yaml, env_file: p}]\n" + some, other: "p", make: pipe, want: "compose.yaml"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			testdir.NoCompose(t)
			files := map[string]string{"x.yaml": some}
			if test.text != "" {
				files["compose.yaml"] = test.text
			}
			root := testdir.Lay(t, ".", files)
			if test.make != nil {
				test.make(t, filepath.Join(root, test.other))
			}
			// A separate process: a read that does not end is abandoned, and keeps using a processor.
			cmd := exec.CommandContext(t.Context(), os.Args[0])
			cmd.Env = append(os.Environ(), "HADASH_TEST_COMPOSE="+test.file, "COMPOSE_PROJECT_NAME="+test.project)
			began := time.Now()
			said, _ := cmd.CombinedOutput()
			if text := string(said); strings.Count(text, "\n") != 1 || !strings.Contains(text, test.want) || len(text) > 2000 {
				t.Errorf("got %.2000q, want %s in one line", said, test.want)
			}
			t.Logf("%v: %.200s", time.Since(began).Round(time.Millisecond), said)
		})
	}
}
