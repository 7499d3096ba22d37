package history_test

import (
	"path/filepath"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/incident/history"
	"hadash/incident/index"
	"hadash/record"
)

// remembered is a History as values that can be compared.
func remembered(f *incident.Frame) (out []any) {
	for t := range f.History.Seen(time.Time{}) {
		out = append(out, t.At, t.Span, t.Requests, t.Failed, t.Nginx, t.Balancer, t.Hidden, t.Visible)
		for i := range f.Nodes {
			l, ok := t.Node(f.Nodes[i].Name)
			out = append(out, l, ok)
		}
	}
	for t := range f.History.Felt(time.Time{}) {
		out = append(out, *t)
	}
	return out
}

func folded(samples []record.Sample) (f incident.Frame, frames index.Frames) {
	for _, s := range samples {
		f = incident.Fold(f, s)
		frames.Add(f)
	}
	return f, frames
}

// A replay remembers what the live run did, wherever it is folded from, and leaves what it began with as it was.
func TestHistoryIsTheReplays(t *testing.T) {
	samples := captured.Samples(t, "tuned-kill-mysql-slave1")
	live, frames := folded(samples)
	want := remembered(&live)
	if len(want) < 100 {
		t.Fatalf("only %d values remembered", len(want))
	}
	for n := len(samples); n > 1; n -= len(samples) / 5 {
		from, f := frames.Before(n)
		before := remembered(&f)
		other := f
		for i, s := range samples[from:] {
			f = incident.Fold(f, s)
			if i%2 == 0 {
				s.At = s.At.Add(time.Hour)
				other = incident.Fold(other, s) // a sibling that goes its own way
			}
		}
		if diff := cmp.Diff(want, remembered(&f)); diff != "" {
			t.Fatalf("from Frame %d (-live +replay):\n%s", from, diff)
		}
		if _, again := frames.Before(n); !cmp.Equal(before, remembered(&again)) {
			t.Fatalf("Frame %d remembers something else than it did", from)
		}
	}
}

// What is written to a recording and read back is remembered alike.
func TestHistoryOfARecording(t *testing.T) {
	samples := captured.Samples(t, "tuned-pause-app1")
	live, _ := folded(samples)
	r, err := record.Open(captured.Recording(t, filepath.Join(t.TempDir(), "run.hadash"), record.Header{}, samples))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var f incident.Frame
	for s := range r.Samples() {
		f = incident.Fold(f, s)
	}
	if diff := cmp.Diff(remembered(&live), remembered(&f)); diff != "" {
		t.Errorf("(-live +recorded):\n%s", diff)
	}
}

// The clients' failures that are remembered are those that their own record counts.
func TestHistoryCountsWhatClientsFelt(t *testing.T) {
	f, _ := folded(captured.Samples(t, "tuned-kill-mysql-slave1"))
	var got, want [2]int
	for s := range f.History.Felt(time.Time{}) {
		got[0], got[1] = got[0]+s.Requests, got[1]+s.Failed
	}
	for _, s := range f.Load.Seconds {
		want[0], want[1] = want[0]+s.Requests, want[1]+s.Failed
	}
	if got != want || got[0] == 0 {
		t.Errorf("requests and failures %v, want %v", got, want)
	}
}

// Two hours of polls: half an hour is kept, the older the coarser, silence is a gap and no row of zeros.
func TestHistoryForgets(t *testing.T) {
	var f incident.Frame
	begun := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	reading := func(i int) record.Sample {
		h := &record.HAProxy{Servers: []record.Server{{Pxname: "db", Svname: "one",
			Counters: record.Counters{Scur: 7, Rate: 5, Econ: int64(i)}}}}
		return record.Sample{At: begun.Add(time.Duration(i) * time.Second), Source: record.SourceHAProxy, Node: "haproxy", HAProxy: h}
	}
	const whole, silent, spoke = 7200, 7000, 7060
	for i := range whole {
		s := reading(i)
		if i >= silent && i < spoke {
			s.HAProxy, s.Err = nil, "connection refused"
		}
		f = incident.Fold(f, s)
	}
	var spans []int32
	at := int64(0)
	for t1 := range f.History.Seen(time.Time{}) {
		if t1.At < at {
			t.Fatalf("a tick at %d comes after %d", t1.At, at)
		}
		at = t1.At + int64(t1.Span)
		spans = append(spans, t1.Span)
		l, ok := t1.Server("db/one")
		i := t1.At - begun.Unix()
		want := history.Lane{Sessions: 7, Rate: 5, Lost: float64(t1.Span)}
		if i >= silent && i < spoke {
			want = history.Lane{Sessions: -1, Rate: -1, Lost: -1, Errors: -1}
		}
		if i == spoke {
			want.Lost = spoke - silent + 1 // nobody saw when
		}
		if !ok || l != want {
			t.Fatalf("second %d: %+v, want %+v", i, l, want)
		}
	}
	if n := len(spans); n > 700 || slices.Max(spans) != 8 || spans[n-1] != 1 {
		t.Errorf("%d ticks, spans up to %d", n, slices.Max(spans))
	}
	seconds := int32(0)
	for _, s := range spans {
		seconds += s
	}
	if seconds < 1800 || seconds > 1800+128 {
		t.Errorf("%d seconds kept, want half an hour", seconds)
	}
}

// A History's version is another one whenever what it remembers is, and only then: a page is drawn again by it.
func TestHistoryVersion(t *testing.T) {
	samples := captured.Samples(t, "tuned-kill-mysql-slave1")
	var f incident.Frame
	seconds := func() []any { return remembered(&incident.Frame{History: f.History}) }
	before, was := f.History.Version(), seconds()
	changed := 0
	for _, later := range []time.Duration{0, 2 * time.Minute, 4 * time.Minute, 6 * time.Minute} {
		for _, s := range samples {
			s.At = s.At.Add(later)
			f = incident.Fold(f, s)
			now, is := f.History.Version(), seconds()
			if same := reflect.DeepEqual(was, is); same != (now == before) {
				t.Fatalf("at %s: the same %v, its version %v", s.At, same, now == before)
			} else if !same {
				changed++
			}
			before, was = now, is
		}
	}
	if changed < 129 { // seconds of one of its two lists were put away together, then
		t.Errorf("it changed only %d times", changed)
	}
}
