package incident

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/incident/stopwatch"
	"hadash/record"
)

// The stopwatch and two referees who know nothing of it: HAProxy's own log, and k6's record of every request
// (its NDJSON output), both written down beside the Samples of real runs (make referees). All must agree within
// the precision that the stopwatch states.
func TestReferees(t *testing.T) {
	runs, err := filepath.Glob("testdata/runs/*")
	if err != nil || len(runs) < 4 {
		t.Fatalf("%d runs, %v", len(runs), err)
	}
	for _, dir := range runs {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			w := replayed(t, filepath.Join(dir, "samples.jsonl.gz"))
			t.Logf("%s: %+v", w.Fault.Fault, w.Felt)
			balancer(t, dir, w)
			client(t, dir, w)
		})
	}
}

// lines reads a compressed file line by line.
func lines(t *testing.T, path string, each func(text []byte)) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	r := bufio.NewReaderSize(z, 1<<20)
	for {
		text, err := r.ReadBytes('\n')
		if len(text) > 0 {
			each(text)
		}
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// replayed folds a run's Samples and gives the stopwatch of its fault.
func replayed(t *testing.T, path string) *stopwatch.Stopwatch {
	t.Helper()
	var f Frame
	lines(t, path, func(text []byte) {
		var s record.Sample
		if err := json.Unmarshal(text, &s); err != nil {
			t.Fatal(err)
		}
		f = Fold(f, s)
	})
	f = Fold(f, record.Sample{At: f.At.Add(stopwatch.Settle), Source: record.SourceYou, Act: &record.Act{Note: "nothing more"}})
	if n := len(f.Stopwatches); n != 1 || !f.Stopwatches[0].Done {
		t.Fatalf("%d stopwatches, want one that is done", n)
	}
	return &f.Stopwatches[0]
}

// balancer compares T2 and the return to UP with HAProxy's sentences, read here by nothing but their words.
func balancer(t *testing.T, dir string, w *stopwatch.Stopwatch) {
	var down, up time.Time
	lines(t, filepath.Join(dir, "haproxy.log.gz"), func(text []byte) {
		stamp, said, _ := strings.Cut(string(text), " ")
		at, err := time.Parse(time.RFC3339Nano, stamp)
		if err != nil {
			return
		}
		switch {
		case strings.HasPrefix(said, "Server servers/"+w.Target+" is DOWN") && down.IsZero():
			down = at
		case strings.HasPrefix(said, "Server servers/"+w.Target+" is UP"):
			up = at
		}
	})
	if strings.HasPrefix(w.Target, "app") {
		return // nginx notices that
	}
	detected := w.Moments[stopwatch.Detected]
	if !within(detected.At, down, detected.Within) {
		t.Errorf("detected at %v (%s), HAProxy's log says %v", detected.At, detected.Precision(), down)
	}
	if !up.IsZero() && !within(w.Up.At, up, w.Up.Within) {
		t.Errorf("UP at %v (%s), HAProxy's log says %v", w.Up.At, w.Up.Precision(), up)
	}
}

// within reports whether a moment that may be late by so much is another one's.
func within(stated, truth time.Time, late time.Duration) bool {
	const exact = time.Millisecond // what "exact" promises
	d := stated.Sub(truth)
	return stated.IsZero() == truth.IsZero() && d >= -exact && d <= late+exact
}

// client compares what was felt with every single request.
func client(t *testing.T, dir string, w *stopwatch.Stopwatch) {
	var first, last time.Time
	failed := 0
	var slowest time.Duration
	seconds := map[int64][]time.Duration{}
	end := w.Moments[stopwatch.Back].At.Add(stopwatch.Settle)
	lines(t, filepath.Join(dir, "requests.txt.gz"), func(text []byte) {
		var us int64
		var ms float64
		var status int
		if _, err := fmt.Sscan(string(text), &us, &ms, &status); err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		at, took := time.UnixMicro(us), time.Duration(ms*float64(time.Millisecond))
		seconds[at.Unix()] = append(seconds[at.Unix()], took)
		if at.Before(w.At) || at.After(end) {
			return
		}
		slowest = max(slowest, took)
		if status == 0 || status >= 400 {
			failed++
			if first.IsZero() {
				first = at
			}
			last = at
		}
	})
	if w.Felt.Failed != failed {
		t.Errorf("%d failed, k6 says %d", w.Felt.Failed, failed)
	}
	const clock = 20 * time.Millisecond // k6 dates a request by its end, the script's line by when it came to write it
	for s, truth := range map[stopwatch.Stage]time.Time{stopwatch.FirstFailed: first, stopwatch.LastFailed: last} {
		if m := w.Moments[s]; m.At.IsZero() != truth.IsZero() || m.At.Sub(truth).Abs() > clock && !truth.IsZero() {
			t.Errorf("%s at %v, k6 says %v", s, m.At, truth)
		}
	}
	if d := w.Felt.Slowest - slowest; d.Abs() > 2*time.Millisecond {
		t.Errorf("slowest %v, k6 says %v", w.Felt.Slowest, slowest)
	}
	// A request near the edge of a second may be counted in the next: the worst second of either is looked for
	// in the other's neighbourhood.
	all := seconds[w.Felt.Worst.At.Unix()]
	slices.Sort(all)
	if n := len(all); n > 0 {
		p50, p99 := all[n/2], all[(n*99+99)/100-1]
		if off(w.Felt.Worst.P99, p99) > 0.15 || off(w.Felt.Worst.P50, p50) > 0.15 || (n-w.Felt.Worst.Requests)*20 > n {
			t.Errorf("worst second %+v, k6 has %d requests, p50 %v, p99 %v", w.Felt.Worst, n, p50, p99)
		}
	}
}

// off is how far apart two durations are, as a share of the second.
func off(a, b time.Duration) float64 {
	return (a - b).Abs().Seconds() / max(b.Seconds(), 0.001)
}
