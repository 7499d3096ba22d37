package record_test

import (
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// back is a Sample as a reader gets it.
func back(t *testing.T, s record.Sample) record.Sample {
	t.Helper()
	s.At = noon
	got, torn := read(t, written(t, []record.Sample{s}))
	if len(got) != 1 || torn != "" {
		t.Fatalf("%d samples, torn %q", len(got), torn)
	}
	return got[0]
}

// packed is a recording of Samples as they are written.
func packed(t *testing.T, raw []byte) *record.Recording {
	t.Helper()
	return opened(t, record.Packed(raw))
}

// opened is a recording that is made already.
func opened(t *testing.T, data []byte) *record.Recording {
	t.Helper()
	r, err := record.New("forged", reader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// last reads a recording to its end, and says how many Samples it gave.
func last(r *record.Recording) (n int) {
	for range r.Samples() {
		n++
	}
	return n
}

// What no clock, no wait and no count can be is not in any Sample, so that nobody who reads one has to ask again.
func TestRecordingBoundsEveryValue(t *testing.T) {
	far := time.Date(12034, 1, 1, 0, 0, 0, 0, time.UTC)
	early := time.Date(1969, 12, 31, 23, 59, 59, 0, time.UTC)
	got := back(t, record.Sample{Source: record.SourceDocker, Containers: []record.Container{{Node: "a", Started: far, Finished: early, ExitCode: 137}}})
	if want := (record.Container{Node: "a", ExitCode: 137}); got.Containers[0] != want {
		t.Errorf("instants: %+v", got.Containers[0])
	}
	for _, x := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
		if got := back(t, record.Sample{Source: record.SourceK6, K6: &record.K6{Checks: x}}); got.K6.Checks != -1 {
			t.Errorf("%g is read as %g, want -1: not known", x, got.K6.Checks)
		}
	}
	k := back(t, record.Sample{Source: record.SourceK6, Took: math.MinInt64, K6: &record.K6{Requests: math.MaxInt64, Failed: math.MinInt64 + 1, Duration: record.Trend{Max: math.MaxInt64}}})
	if k.Took != -time.Millisecond || k.K6.Requests != 1<<60 || k.K6.Failed != -1<<60 || k.K6.Duration.Max != 10*365*24*time.Hour {
		t.Errorf("numbers: %+v, took %v", k.K6, k.Took)
	}
	h := record.HAProxy{Rows: []record.Row{{Blank: math.MaxInt64}}, More: []record.Column{{Name: "x", Numbers: []int64{record.Empty, 7, -1}}}}
	if got := back(t, record.Sample{Source: record.SourceHAProxy, HAProxy: &h}); !cmp.Equal(*got.HAProxy, h) {
		t.Errorf("an empty cell and a set of bits are no numbers: %+v", got.HAProxy)
	}
	long := strings.Repeat("я", 1<<20)
	lines := strings.Repeat("server a 10.0.0.1:80 check inter\n", 1<<16)
	if n := len(back(t, record.Sample{Err: long}).Err); n != 4096 {
		t.Errorf("an error of %d bytes", n)
	}
	texts := back(t, record.Sample{Source: record.SourceSettings, Settings: &record.Settings{Files: []record.File{{Path: long, Text: lines}}}})
	if m, k := len(texts.Settings.Files[0].Path), len(texts.Settings.Files[0].Text); m != 4096 || k != 1<<20 {
		t.Errorf("texts of %d and %d bytes", m, k)
	}
}

// Values that are bounded are differences from bounded ones: what comes after them is right.
func TestRecordingGoesOnAfterWhatIsBounded(t *testing.T) {
	var want []record.Sample
	for i := range 3 {
		for _, n := range []int64{7, math.MaxInt64, math.MinInt64 + 1, 8} {
			want = append(want, record.Sample{At: noon.Add(time.Duration(len(want)) * time.Second), Source: record.SourceDocker, Took: time.Duration(n),
				Containers: []record.Container{{Restarts: int(max(n-int64(i), math.MinInt64+1)), Started: time.Unix(n/4+1e6, 0).UTC()}}})
		}
	}
	got, _ := read(t, written(t, want))
	for i, s := range got {
		if i%4 == 0 && !cmp.Equal(s, want[i]) {
			t.Error(cmp.Diff(want[i], s))
		}
	}
}

// A Sample of no time that can be is left out, and that is said.
func TestRecordingOfNoTime(t *testing.T) {
	raw := record.Forged([]record.Sample{{At: noon, Source: "nginx"}, {At: time.Date(12034, 1, 1, 0, 0, 0, 0, time.UTC), Source: "nginx"}, {At: noon, Source: "k6"}})
	r := packed(t, raw)
	got := all(r)
	if len(got) != 2 || got[1].Source != "k6" || r.Torn() != "samples left out, because their time is impossible: 1" {
		t.Errorf("%d samples, torn %q", len(got), r.Torn())
	}
	w, err := record.Create(filepath.Join(t.TempDir(), "x"), record.Header{})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.Write(record.Sample{At: time.Date(12034, 1, 1, 0, 0, 0, 0, time.UTC)}); !errors.Is(err, record.ErrTooLarge) {
		t.Errorf("%v", err)
	}
}

// wide are log lines that each say of which of 16 000 servers a request was answered: a few bytes in a file, since each
// line differs from the one before in one of them.
func wide(lines int) record.Sample {
	l := record.Logs{Lines: make([]record.Line, lines)}
	for i := range l.Lines {
		a := record.Access{Upstreams: make([]record.Attempt, 16_000)}
		a.Upstreams[0].Status = i
		l.Lines[i] = record.Line{At: noon, Access: &a}
	}
	return record.Sample{At: noon, Source: record.SourceLogs, Logs: &l}
}

// A file cannot ask for more memory than its Samples may need, however much it promises.
func TestReadingTakesBoundedMemory(t *testing.T) {
	text := strings.Repeat(strings.Repeat("0", 1<<10-1)+"\n", 1<<10)
	var settings []record.Sample
	for i := range 150 {
		settings = append(settings, record.Sample{At: noon, Source: record.SourceSettings, Node: fmt.Sprint(i), Settings: &record.Settings{Files: []record.File{{Text: text}}}})
	}
	var sources []record.Sample
	for i := range 5000 {
		sources = append(sources, record.Sample{At: noon, Source: record.SourcePage, Node: fmt.Sprint(i)})
	}
	for name, c := range map[string]struct {
		samples []record.Sample
		want    string
		most    uint64 // bytes
	}{
		"one sample":  {[]record.Sample{wide(20)}, "needs more memory than a sample may", 64 << 20},
		"one block":   {[]record.Sample{wide(100)}, "cannot be read: it claims to hold", 64 << 20},
		"all sources": {settings, "needs more memory than all sources together may", 512 << 20},
		"sources":     {sources, "line 4098 has one source more", 64 << 20},
	} {
		r := packed(t, record.Forged(c.samples))
		took := allocated(func() {
			_ = last(r)
			if torn := r.Torn(); !strings.Contains(torn, c.want) || strings.Contains(torn, "\n") {
				t.Errorf("%s: %s", name, torn)
			}
		})
		if took > c.most {
			t.Errorf("%s: %d MB allocated", name, took>>20)
		}
	}
}

// What is promised is not made before it is there: a frame that says how much it holds is not believed.
func TestReadingTrustsNoLength(t *testing.T) {
	for _, raw := range [][]byte{record.Promising(8 << 20), record.Promising(1 << 40)} {
		if took := allocated(func() { _ = last(opened(t, raw)) }); took > 2<<20 {
			t.Errorf("%d kB allocated for %d bytes", took>>10, len(raw))
		}
	}
}

// A Writer leaves out what a reader would not take, and the rest can be read.
func TestWriterKeepsToTheBounds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "run")
	w, err := record.Create(path, record.Header{})
	if err != nil {
		t.Fatal(err)
	}
	text, kept, left := strings.Repeat("0", 1<<20), 0, 0
	put := func(s record.Sample) {
		switch err := w.Write(s); {
		case err == nil:
			kept++
		case errors.Is(err, record.ErrTooLarge):
			left++
		default:
			t.Fatal(err)
		}
	}
	put(wide(500))
	for i := range 200 {
		put(record.Sample{At: noon, Source: record.SourceSettings, Node: fmt.Sprint(i % 150), Settings: &record.Settings{Files: []record.File{{Text: text}}}})
	}
	for i := range 5000 {
		put(record.Sample{At: noon, Source: record.SourcePage, Node: fmt.Sprint(i)})
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := record.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if n := last(r); n != kept || left < 900 || r.Torn() != "" {
		t.Errorf("%d of %d read, %d left out, torn %q", n, kept, left, r.Torn())
	}
}

// A thousand Samples in five bytes end, and it is said where.
func TestReadingEndsAtItsBound(t *testing.T) {
	var all []record.Sample
	for i := range 500 {
		all = append(all, record.Sample{At: noon.Add(time.Duration(i) * time.Second), Source: "a"})
	}
	for steps, want := range map[int64]int{100: 100, 500: 500, 1000: 500} {
		n, told := record.Steps(record.Raw(all), steps)
		if n != want || !strings.Contains(told, fmt.Sprintf("first %d samples", want)) {
			t.Errorf("%d steps: %d samples, %q", steps, n, told)
		}
	}
	topology := record.Topology{Nodes: make([]record.Node, 800)}
	wide := append([]record.Sample{{At: noon, Source: record.SourceTopology, Topology: &topology}}, all...)
	if n, _ := record.Steps(record.Raw(wide), 5000); n < 40 || n > 60 {
		t.Errorf("%d samples of a project of 800 nodes are as much work as 5000 small ones", n)
	}
}

// Rows that are not there are not looked for.
func TestTableOfRowsThatAreNotThere(t *testing.T) {
	for _, rows := range [][]record.Row{{{Kind: record.RowServer}}, {{Kind: record.RowListener}}, {{Kind: 77}}, {}} {
		h := record.HAProxy{Columns: []string{"svname", "qcur", "odd"}, Rows: rows, Proxies: []record.Proxy{{Pxname: "p", Svname: "BACKEND"}},
			More: []record.Column{{Name: "odd", Numbers: []int64{1}}}}
		table := h.Table()
		for row := range table.Len() {
			for _, name := range table.Names() {
				_ = table.Value(row, table.Find(name)).String()
			}
		}
		if table.Len() != 1 || table.Proxy(0) == nil {
			t.Errorf("%v: %d rows", rows, table.Len())
		}
	}
}

// allocated is how many bytes that takes, those that are given back too.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// A day of the demo stack that is calm but for a fault each half hour can be read: not much more would be.
func TestADayCanBeRead(t *testing.T) {
	all := thinned(t, "tuned-kill-mysql-slave1")
	whole, calm := all[len(all)-1].At.Sub(all[0].At), 8*time.Second // the fault comes then
	n := 0
	for n < len(all) && all[n].At.Sub(all[0].At) <= calm {
		n++
	}
	faulty := 48 * float64(whole) / float64(24*time.Hour)
	share := (1-faulty)*record.Day(record.Raw(all[:n]), calm) + faulty*record.Day(record.Raw(all), whole)
	if share > 0.9 {
		t.Errorf("a day takes %.0f %% of the work that a small file may", 100*share)
	}
}
