package replay

import (
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"hadash/incident"
	"hadash/record"
)

const runs = "../../../incident/testdata/runs"

// captured are the Samples of a real run on the real stack, settled.
func captured(t testing.TB, run string) []record.Sample {
	t.Helper()
	f, err := os.Open(filepath.Join(runs, run, "samples.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	dec := json.NewDecoder(z)
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

// folded are the Frames of a live run.
func folded(samples []record.Sample) []incident.Frame {
	frames := make([]incident.Frame, 1, len(samples)+1) // Frame 0 is the zero Frame
	for _, s := range samples {
		frames = append(frames, incident.Fold(frames[len(frames)-1], s))
	}
	return frames
}

// written makes a recording of Samples and gives its path.
func written(t testing.TB, samples []record.Sample) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "run.hadash")
	w, err := record.Create(path, record.Header{Hadash: "test", Project: "demo", Started: samples[0].At.Add(-time.Millisecond)})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range samples {
		if err := w.Write(s); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func opener(path string) func() (*record.Recording, error) {
	return func() (*record.Recording, error) { return record.Open(path) }
}
