package recorder

import (
	"path/filepath"
	"sync"
	"testing"
	"time"

	"hadash/record"
)

func TestRecorderKeepsAllThatIsTapped(t *testing.T) {
	path := filepath.Join(t.TempDir(), "run.hadash")
	r, err := New(path, record.Header{Project: "demo", Hadash: "v1"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	const n = 500
	for i := range n {
		r.Tap(record.Sample{At: begun.Add(time.Duration(i) * time.Second), Source: record.SourceNginx, Nginx: &record.Nginx{Requests: int64(i)}})
	}
	var closing sync.WaitGroup
	for range 2 { // the key and the end of the dashboard may both close it
		closing.Go(func() {
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	r.Tap(record.Sample{At: begun, Source: record.SourceNginx}) // a fold that has not ended yet
	closing.Wait()
	rec, err := record.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Close()
	if rec.Header.Project != "demo" || rec.Header.Hadash != "v1" {
		t.Errorf("header %+v", rec.Header)
	}
	got := int64(0)
	for s := range rec.Samples() {
		if s.Nginx != nil && s.Nginx.Requests == got {
			got++
		}
	}
	if got != n {
		t.Errorf("%d of %d samples", got, n)
	}
}

func TestRecorderIsNotBegunWhereItCannotBe(t *testing.T) {
	if _, err := New(filepath.Join(t.TempDir(), "no", "such", "folder"), record.Header{}, nil); err == nil {
		t.Error("no error")
	}
}
