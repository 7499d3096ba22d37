package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hadash/cmd/hadash/config"
)

// For a configuration file with any content, the error is a few lines that name the place and the mistake.
func TestConfigurationThatIsNone(t *testing.T) {
	noVariables(t)
	unknown := ""
	for i := range 1000 {
		unknown += fmt.Sprintf("unknown%d = %d\n", i, i)
	}
	for text, want := range map[string]string{
		"[drill]\nout = \"x\"":                  ":2: [drill] has no settings of its own: put it under [drill.check] or [drill.run]",
		"[[drill]]\nout = \"x\"":                ":1: [drill] has no settings of its own: put it under [drill.check] or [drill.run]",
		"[[drill.run]]\nout = \"x\"":            ":1: [[drill.run]]: a section is written once, as [drill.run]",
		"drill = 3":                             ":1: drill: no such setting",
		"[drill.run.out]\nx = 1":                ":1: [drill.run.out]: no such section",
		"[record]\nx = 1":                       ":1: [record]: no such section; did you mean report?",
		"keys = 1":                              ":1: keys: no such setting",
		"[keys.stop]\nx = 1":                    ":1: [keys.stop]: no such section",
		"[keys]\nstop = 1":                      ":2: stop: must be a list of keys",
		"interval = 1979-05-27T07:32:00Z":       ":1: interval: must be a duration",
		"interval = inf":                        ":1: interval: must be a duration",
		"interval = [1]":                        ":1: interval: must be a duration",
		"vus = 99999999999999999999":            ":1: ",
		"a = " + strings.Repeat("[", 100_000):   ":1: the line is longer than 4096 bytes",
		"a" + strings.Repeat(".a", 100_000):     ":1: the line is longer than 4096 bytes",
		"[a" + strings.Repeat(".a", 500) + "]":  "tables more than 16 deep",
		"a = " + strings.Repeat("[\n", 100_000): ":100000: ",
		strings.Repeat("# long\n", 100_000):     "longer than 262144 bytes",
		unknown:                                 "too many problems: 980 more settings were not checked",
	} {
		_, _, err := filled(t, []string{"config"}, fileWith(t, text))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Count(err.Error(), "\n") > 20 {
			t.Errorf("%.60q: %.3000v\nwant %s", text, err, want)
		}
	}
	for _, path := range []string{"/dev/zero", t.TempDir(), pipe(t)} {
		if _, _, err := filled(t, []string{"config"}, path); err == nil || !strings.Contains(err.Error(), "not a regular file") {
			t.Errorf("%s: %v", path, err)
		}
	}
}

// A value of a section never reaches another one, an error has the file's name, nothing panics, and no error is long.
func FuzzConfiguration(f *testing.F) {
	for _, seed := range []string{
		"interval = \"1s\"\n[drill.run]\nout = \"x\"", "[drill]\nout = 1", "[[drill.run]]\n", "[keys]\nstop = [\"x\"]\n", "[up]\nvus = 7\n[wait]\n",
		"a = {b = {c = [1, {d = 2}]}}", "\"drill.run\".out = \"x\"", "theme = \"\"\"\ndark\"\"\"\n", "[keys]\n\"\" = []\n", "vus = 0x10\nyes = true",
	} {
		f.Add(seed)
	}
	path := filepath.Join(f.TempDir(), "hadash.toml")
	f.Fuzz(func(t *testing.T, text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		root := newRoot()
		c, err := config.Fill(root, path, true)
		if err != nil {
			if lines := strings.Split(err.Error(), "\n"); len(lines) > 22 || !strings.Contains(err.Error(), path) {
				t.Errorf("%d lines: %.400v", len(lines), err)
			}
			return
		}
		var out strings.Builder
		if err := c.Write(&out, root); err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		if err := os.WriteFile(path, []byte(out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		again := newRoot()
		if _, err := config.Fill(again, path, true); err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, out.String())
		}
		if a, b := root.Flags().Lookup("vus").Value.String(), again.Flags().Lookup("vus").Value.String(); a != b {
			t.Errorf("vus: %s, and %s when it is read again", a, b)
		}
	})
}

// Commands read only regular files: a pipe may never end.
func TestCommandsReadRegularFiles(t *testing.T) {
	noVariables(t)
	good := recording(t)
	for _, args := range [][]string{
		{"report", "PIPE"}, {"compare", good, "PIPE"}, {"screenshot", "PIPE"}, {"record", "cat", "PIPE"}, {"replay", "PIPE"},
		{"drill", "check", "PIPE"}, {"drill", "run", "PIPE"}, {"--config", "PIPE", "config"},
	} {
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			file := pipe(t)
			for i := range args {
				if args[i] == "PIPE" {
					args[i] = file
				}
			}
			if _, talk, err := command(t, args...); err == nil || !strings.Contains(talk+err.Error(), "it is a pipe, not a regular file") {
				t.Errorf("%v: %v %s", args, err, talk)
			}
		}()
		select {
		case <-ended:
		case <-time.After(20 * time.Second):
			t.Fatalf("%v waits for the pipe", args)
		}
	}
}
