package main

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"hadash/drill"
	"hadash/record"
	"hadash/report"
	"hadash/report/compare"
	"hadash/report/postmortem"
	"hadash/report/snapshot"
	"hadash/tui/keys"
)

// unwanted are words that readers have to look up. docs/faults.md has those that take their place.
var unwanted = regexp.MustCompile(`(?i)\b(visible (failures|requests)|hidden (failures|requests)|failures hidden|VUs?|virtual users|error window|(was|not|never|be|is) detected|detected (after|at)|not tied|clients? felt)\b`)

// former are the places that may name them: the names that figures of drills had, a flag, and lines of drills that were
// recorded.
var former = regexp.MustCompile(`(?m)^Former names remain good:.*$|--vus\b|^\| \d+ \|.*$`)

// What people read uses one plain word for one thing.
func TestPlainWords(t *testing.T) {
	baseline, tuned := readRun(t, "../../docs/experiment/baseline.hadash"), readRun(t, "../../docs/experiment/tuned.hadash")
	texts := map[string]string{"drill --help": drill.Help()}
	write := func(name string, f func(*bytes.Buffer) error) {
		var b bytes.Buffer
		if err := f(&b); err != nil {
			t.Fatal(err)
		}
		texts[name] = b.String()
	}
	for name, r := range map[string]*report.Run{"baseline": baseline, "tuned": tuned} {
		write("report of "+name, func(b *bytes.Buffer) error { return postmortem.Report{Run: r}.Markdown(b) })
		write("snapshot of "+name, func(b *bytes.Buffer) error {
			return snapshot.Snapshot{Frame: r.Frame, Made: time.Unix(0, 0).UTC()}.Write(b)
		})
		write("status of "+name, func(b *bytes.Buffer) error { return writeStatus(b, &r.Frame) })
	}
	write("comparison", func(b *bytes.Buffer) error {
		return compare.Of([]*report.Run{baseline, tuned}).Write(b, compare.Options{Lang: report.English})
	})
	for _, page := range []string{"commands", "drills", "faults", "keys", "reports", "your-project"} {
		text, err := os.ReadFile("../../docs/" + page + ".md")
		if err != nil {
			t.Fatal(err)
		}
		texts["docs/"+page] = string(text)
	}
	var help strings.Builder
	for _, column := range keys.New(nil).FullHelp() {
		for _, group := range column {
			for _, line := range group.Lines {
				help.WriteString(group.Title + ": " + line.Does + "\n")
			}
		}
	}
	texts["help page"] = help.String()
	for name, text := range texts {
		for line := range strings.Lines(former.ReplaceAllString(text, "")) {
			if word := unwanted.FindString(line); word != "" && !strings.Contains(line, "`VUs`") {
				t.Errorf("%s says %q: %s", name, word, line)
			}
		}
	}
}

func readRun(t *testing.T, path string) *report.Run {
	t.Helper()
	rec, err := record.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rec.Close() }()
	return report.Gather(rec)
}
