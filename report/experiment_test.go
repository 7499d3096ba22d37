package report_test

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
	"hadash/report"
	"hadash/report/compare"
	"hadash/report/picture"
	"hadash/report/postmortem"
)

const experiment = "../docs/experiment"

// recordedIn is one of the experiment's recordings.
func recordedIn(t *testing.T, name string) *report.Run {
	t.Helper()
	rec, err := record.Open(filepath.Join(experiment, name+".hadash"))
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Close()
	r := report.Gather(rec)
	return r
}

// shipped compares a document of the experiment with what hadash makes of its recordings today.
func shipped(t *testing.T, name string, write func(io.Writer) error) []byte {
	t.Helper()
	got, path := written(t, write), filepath.Join(experiment, name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what its recording gives; go test ./report -update rewrites it: %s", path, cmp.Diff(string(want), string(got)))
	}
	return got
}

// What docs/experiment shows is what its recordings say, in the words of today, and reads as it was meant.
func TestExperiment(t *testing.T) {
	var runs []*report.Run
	for _, name := range []string{"baseline", "tuned"} {
		r := recordedIn(t, name)
		r.Name = "docs/experiment/" + name + ".hadash" // as make experiment names it
		for lang, suffix := range map[report.Lang]string{report.English: "", report.Russian: ".ru"} {
			image := name + suffix + ".svg"
			text := shipped(t, name+suffix+".md", postmortem.Report{Run: r, Lang: lang, Picture: image}.Markdown)
			whole(t, name+suffix, text)
			shipped(t, image, func(w io.Writer) error { return picture.Write(w, r, lang, time.UTC) })
		}
		runs = append(runs, r)
	}
	both := compare.Of(runs)
	for lang, suffix := range map[report.Lang]string{report.English: "", report.Russian: ".ru"} {
		image := "comparison" + suffix + ".svg"
		shipped(t, "comparison"+suffix+".md", func(w io.Writer) error { return both.Write(w, compare.Options{Lang: lang, Picture: image}) })
		shipped(t, image, func(w io.Writer) error { return both.WritePicture(w, lang) })
	}
}

// The figures that the documents quote from the experiment are those of its recordings.
func TestExperimentIsToldAsItWas(t *testing.T) {
	base, tuned := recordedIn(t, "baseline"), recordedIn(t, "tuned")
	row := func(what, then string, figure func(*report.Run) string) string {
		return "| " + what + " | " + then + " | " + figure(base) + " | " + figure(tuned) + " |"
	}
	rows := []string{
		row("requests", "29 120", func(r *report.Run) string {
			return strings.ReplaceAll(report.Count(int64(r.Clients().Requests)), "\u202f", " ")
		}),
		row("failed at the client", "5", func(r *report.Run) string { return report.Count(int64(r.Clients().Failed)) }),
		row("slowest request", "15.64 s", func(r *report.Run) string { return report.English.Secs(r.Clients().Slowest) }),
		row("stopped replica DOWN after", "not measured", func(r *report.Run) string { d, _ := r.Faults[0].Detection(); return report.English.Secs(d) }),
	}
	absorbed := row("failures absorbed on the way", "not measured", func(r *report.Run) string {
		a := r.Absorbed()
		if a.N() == 0 && a.More {
			return "none seen"
		}
		return a.Text()
	})
	if text, err := os.ReadFile(filepath.Join(experiment, "README.md")); err != nil || !strings.Contains(string(text), absorbed) {
		t.Errorf("the experiment's page does not say %s: %v", absorbed, err)
	}
	for _, file := range []string{filepath.Join(experiment, "README.md"), "../README.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if !strings.Contains(string(text), row) {
				t.Errorf("%s does not say %s", file, row)
			}
		}
	}
}
