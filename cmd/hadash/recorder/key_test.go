package recorder

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"hadash/incident"
	"hadash/incident/captured"
	"hadash/record"
)

// A recording that starts in the middle of a run begins with the state on the screen at that moment.
func TestRecordingFromTheMiddle(t *testing.T) {
	samples := captured.Samples(t, "tuned-kill-mysql-slave1")
	for _, part := range []float64{0.1, 0.4, 0.5, 0.9} { // before the fault, while it is open, and after it
		t.Chdir(t.TempDir())
		middle := int(part * float64(len(samples)))
		k := NewKey(func() record.Header { return record.Header{Project: "demo"} })
		var live incident.Frame
		for _, s := range samples[:middle] {
			k.Tap(s)
			live = incident.Fold(live, s)
		}
		began := len(k.known.samples())
		if text, err := k.Press(); err != nil || !k.On() || !strings.Contains(text, ".hadash") {
			t.Fatalf("first R: %q %v %v", text, k.On(), err)
		}
		for _, s := range samples[middle:] {
			k.Tap(s)
		}
		if text, err := k.Press(); err != nil || k.On() || !strings.Contains(text, "hadash replay") {
			t.Fatalf("second R: %q %v %v", text, k.On(), err)
		}
		got := readBack(t)
		if want := began + len(samples) - middle; len(got) != want {
			t.Fatalf("%d Samples in the recording, want %d", len(got), want)
		}
		var f incident.Frame
		for _, s := range got[:began] {
			f = incident.Fold(f, s)
		}
		if f.Begun.Before(live.Begun) || f.At.After(live.At) {
			t.Errorf("at %d the recording says %v to %v, the run is from %v to %v", middle, f.Begun, f.At, live.Begun, live.At)
		}
		for _, cmpd := range []struct {
			what      string
			want, got any
		}{
			{"HAProxy", live.HAProxy, f.HAProxy}, {"settings", live.Settings, f.Settings}, {"nginx", live.Nginx.Nginx, f.Nginx.Nginx},
			{"topology", live.Topology, f.Topology}, {"k6", live.Load.K6, f.Load.K6}, {"nodes", lookOf(&live), lookOf(&f)},
			{"faults", faultsOf(&live), faultsOf(&f)},
		} {
			if diff := cmp.Diff(cmpd.want, cmpd.got); diff != "" {
				t.Errorf("after %d Samples %s (-live +recorded):\n%s", middle, cmpd.what, diff)
			}
		}
		if len(f.Nodes) < 10 || f.HAProxy == nil || len(f.Settings) < 2 {
			t.Errorf("%d nodes, HAProxy %v, settings of %d balancers", len(f.Nodes), f.HAProxy != nil, len(f.Settings))
		}
	}
}

// readBack reads the one recording of this folder.
func readBack(t *testing.T) (all []record.Sample) {
	t.Helper()
	paths, err := filepath.Glob("*.hadash")
	if err != nil || len(paths) != 1 {
		t.Fatalf("recordings: %v %v", paths, err)
	}
	rec, err := record.Open(paths[0])
	if err != nil {
		t.Fatal(err)
	}
	defer rec.Close()
	for s := range rec.Samples() {
		all = append(all, s)
	}
	if rec.Torn() != "" || rec.Header.Project != "demo" {
		t.Errorf("torn %q, %+v", rec.Torn(), rec.Header)
	}
	return all
}

// look returns what the screen shows of a node, without the totals that count since hadash started to watch.
type look struct {
	Name      string
	Health    string
	Container record.Container
	Server    *record.Server
	Probe     *record.Page
	PageErr   string
	Replica   *record.Replica
}

func lookOf(f *incident.Frame) (all []look) {
	for _, n := range f.Nodes {
		all = append(all, look{n.Name, n.Health.String(), n.Container, n.Server, n.Page, n.PageErr, n.Replica})
	}
	return all
}

func faultsOf(f *incident.Frame) (all []string) {
	for _, fault := range f.Faults {
		all = append(all, fault.String())
	}
	return all
}

// Of more servers than are kept a recording begins without the pages, and says so; the next ones are in it.
func TestRecordingOfManyServers(t *testing.T) {
	t.Chdir(t.TempDir())
	k := NewKey(func() record.Header { return record.Header{Project: "demo"} })
	page := func(lb string, second int) record.Sample {
		h := &record.HAProxy{Servers: make([]record.Server, 500)}
		for i := range h.Servers {
			h.Servers[i] = record.Server{Pxname: "web", Svname: fmt.Sprint("s", i)}
		}
		return record.Settle(record.Sample{At: time.Unix(1700000000+int64(second), 0), Source: record.SourceHAProxy, Node: lb, HAProxy: h})
	}
	for i := range 70 {
		k.Tap(page(fmt.Sprint("lb", i), 0))
	}
	if n := len(k.known.samples()); n != 0 || k.known.rows != 0 {
		t.Errorf("%d answers of %d rows are kept", n, k.known.rows)
	}
	if text, err := k.Press(); err != nil || !strings.HasSuffix(text, "it begins without HAProxy's pages: each follows when it is read next") {
		t.Errorf("%q, %v", text, err)
	}
	k.Tap(page("lb7", 1))
	if _, err := k.Press(); err != nil {
		t.Fatal(err)
	}
	if all := readBack(t); len(all) != 1 || all[0].Node != "lb7" {
		t.Errorf("%d samples are in the recording", len(all))
	}
}

// A disk that is too slow for many servers makes samples be left out, and not be kept in memory until it has time.
func TestRecorderBoundsTheRowsThatWait(t *testing.T) {
	r := &Recorder{queue: make(chan record.Sample, recorderQueue)}
	page := record.Sample{HAProxy: &record.HAProxy{Servers: make([]record.Server, 1000)}}
	for range 100 {
		r.Tap(page)
	}
	if r.Tap(record.Sample{}); len(r.queue) != 41 || r.lost.Load() != 60 {
		t.Errorf("%d samples wait and %d are left out", len(r.queue), r.lost.Load())
	}
}
