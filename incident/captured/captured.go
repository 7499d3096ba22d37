// Package captured gives tests the runs of the real stack that were written down in incident/testdata/runs, and makes
// recordings of Samples.
package captured

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"hadash/record"
)

// known holds the Samples of the runs that were read: the tests of a package ask for few runs, often.
var known sync.Map

// Samples returns the Samples of a run, settled. What they point to is shared with later callers.
func Samples(t testing.TB, run string) []record.Sample {
	t.Helper()
	return samples(t, filepath.Join("runs", run, "samples.jsonl.gz"))
}

func samples(t testing.TB, file string) []record.Sample {
	t.Helper()
	all, ok := known.Load(file)
	if !ok {
		all, _ = known.LoadOrStore(file, decoded(t, file))
	}
	return slices.Clone(all.([]record.Sample))
}

// decoded reads the Samples of a file.
func decoded(t testing.TB, file string) []record.Sample {
	t.Helper()
	f, err := os.Open(filepath.Join(root(t), "incident", "testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }() // it was only read
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	var all []record.Sample
	for dec := json.NewDecoder(bufio.NewReader(z)); dec.More(); {
		var s record.Sample
		if err := dec.Decode(&s); err != nil {
			t.Fatal(err)
		}
		all = append(all, record.Settle(s))
	}
	return all
}

// Recording writes Samples into a recording at path, which it gives back.
func Recording(t testing.TB, path string, h record.Header, all []record.Sample) string {
	t.Helper()
	w, err := record.Create(path, h)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		if err := w.Write(s); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// root is the module's folder: above that of the package whose test runs.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	for err == nil {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); !errors.Is(err, os.ErrNotExist) {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			err = errors.New("no go.mod above")
		}
		dir = up
	}
	t.Fatal(err)
	return ""
}
