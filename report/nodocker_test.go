package report_test

import (
	"bytes"
	"path/filepath"
	"regexp"
	"testing"

	"hadash/incident"
	"hadash/record"
	"hadash/report"
	"hadash/report/postmortem"
	"hadash/report/snapshot"
)

// dockers are words that mean nothing where there is no Docker.
var dockers = regexp.MustCompile(`(?i)docker|contain(er|s)?\b|контейнер|compose`)

// The report and the snapshot of what was watched without Docker, in both languages: without its columns, and without a word of it.
func TestGoldenNoDocker(t *testing.T) {
	open := func() *record.Recording {
		rec, err := record.Open(filepath.Join("..", "tui", "testdata", "loopback.hadash"))
		if err != nil {
			t.Fatal(err)
		}
		return rec
	}
	rec := open()
	run := report.Gather(rec)
	_ = rec.Close()
	rec = open()
	defer rec.Close()
	var f incident.Frame
	for s := range rec.Samples() {
		f = incident.Fold(f, s)
	}
	f.Watched.From = f.Begun
	for name, write := range map[string]func(b *bytes.Buffer) error{
		"loopback.md":    func(b *bytes.Buffer) error { return postmortem.Report{Run: run}.Markdown(b) },
		"loopback.ru.md": func(b *bytes.Buffer) error { return postmortem.Report{Run: run, Lang: report.Russian}.Markdown(b) },
		"loopback.json":  func(b *bytes.Buffer) error { return postmortem.Report{Run: run}.JSON(b) },
		"loopback-snapshot.md": func(b *bytes.Buffer) error {
			return snapshot.Snapshot{Frame: f, Made: f.At.UTC(), Version: "test"}.Write(b)
		},
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		golden(t, name, b.Bytes())
		if found := dockers.Find(b.Bytes()); found != nil {
			t.Errorf("%s: %q", name, found)
		}
	}
}
