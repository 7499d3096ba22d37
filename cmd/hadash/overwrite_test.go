package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// No command writes over a file that it reads, by whatever name.
func TestNoResultOverwritesWhatIsRead(t *testing.T) {
	noVariables(t)
	dir := t.TempDir()
	path, link, drill := filepath.Join(dir, "run.hadash"), filepath.Join(dir, "run.svg"), filepath.Join(dir, "a.drill")
	whole, err := os.ReadFile(recording(t))
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{path: whole, drill: []byte("note x\n")} {
		if err := os.WriteFile(name, text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"screenshot", path, "-o", path}, {"screenshot", path, "-o", link}, {"report", path, "--format", "md", "-o", path}, {"report", path, "-o", filepath.Join(dir, "run.md")},
		{"compare", path, path, "--format", "html", "-o", link}, {"drill", "run", drill, "--json", drill}, {"drill", "run", drill, "--junit", drill},
	} {
		if _, _, err := command(t, args...); err == nil || !strings.Contains(err.Error(), "would overwrite ") || exitCode(err, false) != exitUsage {
			t.Errorf("%v: %v", args, err)
		}
	}
	if now, _ := os.ReadFile(path); !bytes.Equal(now, whole) {
		t.Error("the recording was changed")
	}
	if now, _ := os.ReadFile(drill); string(now) != "note x\n" {
		t.Errorf("the drill was changed: %q", now)
	}
}

func TestArgumentsThatMakeNoSense(t *testing.T) {
	noVariables(t)
	path := recording(t)
	for args, want := range map[string]string{
		"screenshot REC --size 120x36x4":                   "--size 120x36x4: ",
		"screenshot REC --size 120x36foo":                  "--size 120x36foo: ",
		"screenshot REC --size x":                          "--size x: ",
		"screenshot REC --speed 1e-300 --film 1s -o a.svg": "--speed 1e-300: must be between 0.01 and 100",
		"config --default --path":                          "--default and --path cannot be given together",
		"drill run x --json a --junit ./a":                 "--json a: the same file as --junit",
		"report EMPTY":                                     "the file name is empty",
		"record cat EMPTY":                                 "the file name is empty",
		"replay EMPTY":                                     "the file name is empty",
		"screenshot EMPTY":                                 "the file name is empty",
		"drill check EMPTY":                                "the file name is empty",
	} {
		all := strings.Fields(strings.ReplaceAll(args, "REC", path))
		for i := range all {
			all[i] = strings.TrimPrefix(all[i], "EMPTY")
		}
		if _, _, err := command(t, all...); err == nil || !strings.Contains(err.Error(), want) || exitCode(err, false) != exitUsage {
			t.Errorf("%s: %v, want %s", args, err, want)
		}
	}
}
