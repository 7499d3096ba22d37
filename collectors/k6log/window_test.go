package k6log

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

// real is a captured line of k6 1.8.1 with k6/profile.js.
const real = `{"second":1795522498,"n":4,"failed":0,"max":50.666,"b":{"86":1,"113":1,"114":1,"128":1}}`

func TestWindow(t *testing.T) {
	want := record.Window{Second: 1795522498, Requests: 4, Max: 50666 * time.Microsecond,
		Buckets: []record.Bucket{{N: 86, Count: 1}, {N: 113, Count: 1}, {N: 114, Count: 1}, {N: 128, Count: 1}}}
	got, ok := Window(real)
	if diff := cmp.Diff(want, got); !ok || diff != "" {
		t.Errorf("%v (-want +got)\n%s", ok, diff)
	}
	// The script and record use the same buckets: the longest of these four took 50.666 ms, which is in the last one.
	if last := got.Buckets[3].N; record.Edge(last) < got.Max || record.Edge(last-1) >= got.Max {
		t.Errorf("bucket %d ends at %v, and holds %v", last, record.Edge(last), got.Max)
	}
	for _, text := range []string{
		"", "{", `{"second":1}`, `{"second":-1,"n":1,"max":1,"b":{"1":1}}`, `{"second":1,"n":2,"max":1,"b":{"1":1}}`,
		`{"second":1,"n":1,"failed":2,"max":1,"b":{"1":1}}`, `{"second":1,"n":1,"max":1,"b":{"307":1}}`, `{"second":1,"n":1,"max":1,"b":{"x":1}}`,
		`{"second":1,"n":1,"max":-1,"b":{"1":1}}`, `{"second":1,"n":2,"max":1,"b":{"10":1,"010":1}}`, `{"second":1,"n":1,"max":1e99,"b":{"1":1}}`, `{"second":1,"n":0,"max":1,"b":{"1":1,"2":-1}}`,
		`{"second":99999999999999,"n":1,"max":1,"b":{"1":1}}`, slow,
	} {
		if w, ok := Window(text); ok {
			t.Errorf("%q was read as %+v", text, w)
		}
	}
}

// The counts of an accepted window add up, and its buckets are in order and within the limits.
func FuzzWindow(f *testing.F) {
	f.Add(real)
	f.Add(`{"second":1,"n":1,"failed":1,"max":0,"b":{"0":1}}`)
	f.Fuzz(func(t *testing.T, text string) {
		w, ok := Window(text)
		sum, last := 0, -1
		for _, b := range w.Buckets {
			if b.N <= last || b.N > record.MaxBucket {
				t.Errorf("buckets %v", w.Buckets)
			}
			sum, last = sum+b.Count, b.N
		}
		if ok && (sum != w.Requests || w.Failed > sum || w.Max < 0) {
			t.Errorf("%+v", w)
		}
	})
}

func BenchmarkWindow(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := Window(real); !ok {
			b.Fatal("not read")
		}
	}
}
