package main

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

var errFull = errors.New("no space left")

// full is a standard output on a full disk.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

// A command whose result cannot be written says so, once, and fails.
func TestResultsThatCannotBeWritten(t *testing.T) {
	noVariables(t)
	path := recording(t)
	drill := filepath.Join("..", "..", "drills", "kill.drill")
	for _, args := range [][]string{
		{"version"}, {"--version"}, {"help"}, {"help", "report"}, {"--help"}, {"report", "--help"}, {"record"}, {"drill"}, {"completion"},
		{"config"}, {"config", "--default"}, {"config", "--path"},
		{"report", path}, {"report", path, "--format", "json"}, {"report", path, "--format", "html"}, {"compare", path, path}, {"record", "cat", path},
		{"screenshot", path, "--at", "+0s"}, {"drill", "check", drill}, {"__complete", "rep"},
	} {
		root := newRoot()
		root.SetArgs(args)
		var talk strings.Builder
		root.SetErr(&talk)
		err := execute(t.Context(), root, full{})
		if !errors.Is(err, errFull) || strings.Count(err.Error(), errFull.Error()) != 1 || strings.Contains(talk.String(), errFull.Error()) || exitCode(err, false) != exitBroken {
			t.Errorf("%v: %v, %q", args, err, talk.String())
		}
	}
}

// A command that has failed anyway keeps its exit code, and says that its result is not whole.
func TestFailureThatCannotBeWritten(t *testing.T) {
	root := newRoot()
	root.RunE = func(cmd *cobra.Command, _ []string) error {
		_, _ = cmd.OutOrStdout().Write([]byte("verdict"))
		return &exitError{code: exitUnreachable}
	}
	root.SetArgs([]string{})
	if err := execute(t.Context(), root, full{}); coded(err) != exitUnreachable || !errors.Is(err, errFull) || err.Error() != errFull.Error() {
		t.Errorf("%v", err)
	}
}

func TestScreenshotOfNoTheme(t *testing.T) {
	noVariables(t)
	_, _, err := command(t, "screenshot", recording(t), "--theme", "nosuch")
	if want := "--theme nosuch: no such theme; the themes are auto, dark, light, high-contrast, colour-blind, mono"; err == nil || err.Error() != want || exitCode(err, false) != exitUsage {
		t.Errorf("%v", err)
	}
}

func TestAmountsOfFaults(t *testing.T) {
	for args, want := range map[string]string{
		"weight a 101": "weight 101: must be a whole number from 0 to 100 %", "weight a -1": "weight -1: must be", "weight a 256": "weight 256: must be",
		"weight a 10ms": "weight 10ms: must be", "delay a 10%": "delay 10%: must be a whole number from 1 to 60000 ms", "slow a 2%%": "slow 2%%: must be",
		"weight a 10%": "", "delay a 10ms": "", "loss a 7": "", "weight a 0": "", "stop a 3": "stop takes no amount", "weight a 99999999999999999999": "must be",
	} {
		if _, err := parseFault(strings.Fields(args)); (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", args, err, want)
		}
	}
}
