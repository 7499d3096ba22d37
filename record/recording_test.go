package record_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

// captured are the Samples of a real run on the real stack, settled.
func captured(t testing.TB, run string) []record.Sample {
	t.Helper()
	f, err := os.Open(filepath.Join("../incident/testdata/runs", run, "samples.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(bufio.NewReader(z))
	var all []record.Sample
	for dec.More() {
		var s record.Sample
		if err := dec.Decode(&s); err != nil {
			t.Fatal(err)
		}
		all = append(all, record.Settle(s))
	}
	return all
}

func TestRecordingGivesBackWhatWasWritten(t *testing.T) {
	want := captured(t, "tuned-kill-mysql-slave1")
	path := filepath.Join(t.TempDir(), "run.hadash")
	w, err := record.Create(path, record.Header{Hadash: "test", Title: "a title"})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range want {
		if err := w.Write(s); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := record.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if r.Header.Title != "a title" {
		t.Errorf("header: %+v", r.Header)
	}
	var got []record.Sample
	for s, err := range r.Samples() {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, s)
	}
	if diff := cmp.Diff(want, got); diff != "" || r.Torn() != "" {
		t.Errorf("torn %q, %s", r.Torn(), diff)
	}
}
