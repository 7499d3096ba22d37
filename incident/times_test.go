package incident_test

import (
	"testing"
	"time"

	"hadash/incident"
	"hadash/record"
)

func TestTimesOfAnInstance(t *testing.T) {
	const ms = time.Millisecond
	noon := time.Date(2026, 3, 14, 12, 0, 0, 0, time.UTC)
	at := func(s int) time.Time { return noon.Add(time.Duration(s) * time.Second) }
	app := record.Node{Name: "app1", Role: record.RoleApp, Addrs: []string{"172.28.44.31"}}
	f := incident.Fold(incident.Frame{}, record.Sample{At: noon, Source: record.SourceTopology, Topology: &record.Topology{Nodes: []record.Node{app}}})
	batch := func(s, attempts int, took, slowest time.Duration) {
		f = incident.Fold(f, record.Sample{At: at(s), Source: record.SourceLogs, Node: "nginx", Logs: &record.Logs{Upstreams: []record.UpstreamTally{
			{Addr: "172.28.44.31:9081", Attempts: attempts, FirstOK: at(s), LastOK: at(s), Took: took, Slowest: slowest}}}})
	}
	want := func(s int, mean, slowest time.Duration, known bool) {
		t.Helper()
		u := &f.Node("app1").Upstream
		if m, l, ok := u.Times(at(s)); m != mean || l != slowest || ok != known {
			t.Errorf("at %d s: %v %v %v, want %v %v %v", s, m, l, ok, mean, slowest, known)
		}
	}
	batch(0, 5, 0, 0) // a log without times
	want(0, 0, 0, false)
	batch(1, 10, 100*ms, 40*ms)
	batch(2, 10, 300*ms, 250*ms)
	old := f
	want(2, 20*ms, 250*ms, true)
	batch(7, 20, 100*ms, 9*ms)
	want(7, 500*ms/40, 250*ms, true)
	batch(12, 10, 20*ms, 3*ms) // the first window is too old now
	want(12, 4*ms, 9*ms, true)
	want(18, 2*ms, 3*ms, true)
	want(20, 0, 0, false)
	if m, _, ok := old.Node("app1").Upstream.Times(at(2)); m != 20*ms || !ok {
		t.Errorf("an older Frame was changed: %v %v", m, ok)
	}
}
