// Package hadash holds the tests that go through several rooms.
package hadash

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCases plays every scenario of testdata/cases, and those of the folder that HADASH_CASES names, through the
// parsers and the fold. The expected results of a scenario are in a file beside it that ends in .want; without one, the
// results are only printed. testdata/cases/README.md describes both.
func TestCases(t *testing.T) {
	folders := []string{filepath.Join("testdata", "cases")}
	if more := os.Getenv("HADASH_CASES"); more != "" {
		folders = append(folders, more)
	}
	for _, folder := range folders {
		scenarios, err := scenariosIn(folder)
		if _, gone := os.Stat(folder); err != nil || len(scenarios) == 0 {
			t.Errorf("%s: no scenario (*.scn) in it: %v", folder, errors.Join(err, gone))
		}
		for _, file := range scenarios {
			t.Run(strings.TrimSuffix(filepath.Base(file), ".scn"), func(t *testing.T) { playCase(t, file) })
		}
	}
}

// scenariosIn lists the scenarios of a folder and its subfolders. For the path of a scenario it returns that scenario.
func scenariosIn(folder string) (all []string, err error) {
	err = filepath.WalkDir(folder, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && filepath.Ext(path) == ".scn" {
			all = append(all, path)
		}
		return err
	})
	return all, err
}

// playCase plays one scenario and compares the results with the expected ones.
func playCase(t *testing.T, file string) {
	text, err := os.ReadFile(file) //nolint:gosec // the scenario the test is about
	if err != nil {
		t.Fatal(err)
	}
	s := newScenario(filepath.Dir(file))
	defer func() { t.Logf("\n%s", s.found.String()) }() // after a panic too: the results so far
	for i, line := range strings.Split(string(text), "\n") {
		if err := s.do(line); err != nil {
			t.Errorf("%s:%d: %v", file, i+1, err)
		}
	}
	want, err := os.ReadFile(strings.TrimSuffix(file, ".scn") + ".want") //nolint:gosec // beside the scenario
	if os.IsNotExist(err) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(string(want), "\n") {
		if problem := s.judge(line); problem != "" {
			t.Errorf("%s:%d: %s", strings.TrimSuffix(file, ".scn")+".want", i+1, problem)
		}
	}
}
