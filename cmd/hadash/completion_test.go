package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"
)

// completed returns the completions of the last of some arguments, and the directive for the shell.
func completed(t *testing.T, args ...string) ([]string, string) {
	t.Helper()
	root := newRoot()
	var out bytes.Buffer
	root.SetOut(&out)
	root.SetErr(io.Discard)
	root.SetArgs(append([]string{cobra.ShellCompNoDescRequestCmd}, args...))
	if err := root.ExecuteContext(t.Context()); err != nil {
		t.Fatalf("%v: %v", args, err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	return lines[:len(lines)-1], lines[len(lines)-1]
}

// Arguments with a list are completed from it, files by their extension, and others not at all: a shell must not offer
// files for them.
func TestCompletion(t *testing.T) {
	usual := completeWithin
	completeWithin = time.Minute
	defer func() { completeWithin = usual }()
	t.Setenv("DOCKER_HOST", "unix:///nobody/is/there.sock")
	const noFiles, byEnd = ":4", ":8"
	compose := filepath.Join("..", "..", "compose.yaml")
	for _, c := range []struct{ line, want, how string }{
		{"fault |", strings.Join(kinds(), " "), noFiles},
		{"-f " + compose + " fault stop |", "app1 app2 app3 haproxy k6 mysql-master mysql-slave1 mysql-slave2 mysql-slave3 nginx", noFiles},
		{"-f " + compose + " wait |", "app1 app2 app3 haproxy k6 mysql-master mysql-slave1 mysql-slave2 mysql-slave3 nginx", noFiles},
		{"fault slow app1 |", "2", noFiles},
		{"fault stop app1 |", "", noFiles},
		{"heal |", "", noFiles},
		{"-p |", "", noFiles},
		{"-f /nothing/here.yaml fault stop |", "", noFiles},
		{"up --stack |", "tuned baseline", noFiles},
		{"up --db |", "mariadb mysql", noFiles},
		{"demo --theme |", "auto dark light mono high-contrast colour-blind", noFiles},
		{"report a.hadash --format |", "md html json", noFiles},
		{"compare a.hadash b.hadash --lang |", "en ru", noFiles},
		{"drill run |", "drill", byEnd},
		{"drill check a.drill |", "drill", byEnd},
		{"report |", "hadash", byEnd},
		{"replay |", "hadash", byEnd},
		{"compare a.hadash |", "hadash", byEnd},
		{"screenshot |", "hadash", byEnd},
		{"record cat |", "hadash", byEnd},
	} {
		got, how := completed(t, strings.Split(strings.TrimSuffix(c.line, "|"), " ")...)
		if !slices.Equal(got, strings.Fields(c.want)) || how != c.how {
			t.Errorf("%s: %q %s, want %q %s", c.line, got, how, c.want, c.how)
		}
	}
}

// A shell shows completions, puts them on the command line, and evaluates that line when it completes the next word. So
// only valid names of Compose are completed.
func TestCompletionOfHostileNames(t *testing.T) {
	usual := completeWithin
	completeWithin = time.Minute
	defer func() { completeWithin = usual }()
	compose := filepath.Join(t.TempDir(), "compose.yaml")
	text := "services:\n"
	for _, name := range []string{"$(id)", "`id`", "a b", "a;b", "a\\tb", "a\\nb", "a\\eb", ":4", "_activeHelp_ x", "-rf", "../x", "ok", "Also_0.k-2"} {
		text += "  \"" + name + "\": {image: x}\n"
	}
	if err := os.WriteFile(compose, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"fault stop", "wait"} {
		got, how := completed(t, append([]string{"-f", compose}, append(strings.Fields(line), "")...)...)
		if want := []string{"Also_0.k-2", "ok"}; !slices.Equal(got, want) || how != ":4" {
			t.Errorf("%s: %q %s, want %q", line, got, how, want)
		}
	}
}
