package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hadash/drill"
)

// Errors repeat typed text and the mistakes of a file.
func TestHostileArguments(t *testing.T) {
	dir := t.TempDir()
	config := filepath.Join(dir, "hadash.toml")
	for _, text := range []string{"theme = \"a\\u001b]52;c;eA==\\u0007\"\n", "\"x\\u001b[2J\" = 1\n", "interval = \"\u202e5\"\n"} {
		if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		scanError(t, "config", "--config", config)
	}
	evil := strings.ReplaceAll(breaking, "\x00", "")
	for _, args := range [][]string{
		{evil}, {"--" + evil}, {"--interval", evil}, {"report", evil}, {"report", "--lang", evil, "x"}, {"compare", evil, evil}, {"replay", evil}, {"record", "cat", evil},
		{"drill", "check", evil}, {"drill", "run", evil, "--stack", evil}, {"wait", evil}, {"fault", evil, evil}, {"screenshot", evil}, {"screenshot", "--at", evil, "x"},
		{"--config", evil}, {"--theme", evil}, {"config", "--config", evil},
	} {
		scanError(t, args...)
	}
}

// scanError runs a command that fails, and scans the output that its process would write.
func scanError(t *testing.T, args ...string) {
	t.Helper()
	out, talk, err := command(t, args...)
	if err == nil && talk == "" {
		t.Errorf("%q: no error", args)
	}
	said, restore := stderr(t)
	exitCode(err, false)
	scan(t, strings.Join(args[:1], " ")+"'s output", out)
	scan(t, strings.Join(args[:1], " ")+"'s stderr", talk+restore(said))
}

// stderr replaces the standard error by a file, and returns the function that reads it.
func stderr(t *testing.T) (*os.File, func(*os.File) string) {
	t.Helper()
	was := os.Stderr
	f, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	os.Stderr = f
	return f, func(f *os.File) string {
		os.Stderr = was
		text, err := os.ReadFile(f.Name())
		if err := errors.Join(err, f.Close()); err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
}

// Typed text and answers may contain a password. An error that repeats them must not.
func TestErrorsHaveNoSecrets(t *testing.T) {
	for _, args := range [][]string{{"report", "redis://u:hunter2@host/x"}, {"wait", "password=hunter2"}, {"--config", "/x?token=hunter2"}} {
		_, talk, err := command(t, args...)
		said, restore := stderr(t)
		exitCode(err, false)
		if text := talk + restore(said); strings.Contains(text, "hunter2") || !strings.Contains(text, "[redacted]") {
			t.Errorf("%q: %s", args, text)
		}
	}
	_, problems := drill.Parse("x.drill", []byte("# password=hunter2\nnote the password is hunter2\nstip token=hunter2\n"))
	if text := problems.Error(); strings.Contains(text, "hunter2") {
		t.Error(text)
	}
	if d, _ := drill.Parse("x.drill", []byte("# password=hunter2\nnote the password is hunter2\n")); strings.Contains(d.Title+d.Steps[1].Text, "hunter2") {
		t.Errorf("%q, %+v", d.Title, d.Steps)
	}
}
