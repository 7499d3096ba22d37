package collectors

import (
	"flag"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/incident/captured"
	"hadash/record"
)

var update = flag.Bool("update", false, "rewrite the recording of the captured pages")

// The two captured pages of a thousand servers are kept as a recording for the tests of the screen: it must hold what
// was parsed.
func TestThousandServersRecorded(t *testing.T) {
	var want []record.Sample
	var c statsCSV
	at := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	for _, name := range []string{"thousand-1.csv.gz", "thousand-2.csv.gz"} {
		h, err := c.parse(capture(t, "haproxy-2.6.12/"+name))
		if err != nil || len(h.Servers) != 1000 || len(h.Listeners) == 0 {
			t.Fatal(err)
		}
		h.Version = "2.6.12"
		want = append(want, record.Settle(record.Sample{At: at, Source: record.SourceHAProxy, Node: "haproxy", HAProxy: h}))
		at = at.Add(time.Second)
	}
	path := filepath.Join("..", "tui", "testdata", "thousand.hadash")
	if *update {
		captured.Recording(t, path, record.Header{}, want)
	}
	r, err := record.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var got []record.Sample
	for s := range r.Samples() {
		got = append(got, s)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
