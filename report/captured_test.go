package report

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"hadash/record"
)

// captured is a run of the real stack, as it comes out of a recording of it.
func captured(t *testing.T, name string) *Run {
	t.Helper()
	rec, err := record.Open(recorded(t, name, nil))
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Close()
	r, err := Gather(rec)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// recorded writes the Samples of a captured run into a recording; what with changes in them is in it too.
func recorded(t *testing.T, name string, with func(*record.Sample)) string {
	t.Helper()
	in, err := os.Open(filepath.Join("..", "incident", "testdata", "runs", name, "samples.jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	lines, err := gzip.NewReader(in)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), name+".hadash")
	w, err := record.Create(path, record.Header{Hadash: "test", Project: "hadash"})
	if err != nil {
		t.Fatal(err)
	}
	for dec := json.NewDecoder(lines); ; {
		var s record.Sample
		err := dec.Decode(&s)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if with != nil {
			with(&s)
		}
		if err := w.Write(record.Settle(s)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}
