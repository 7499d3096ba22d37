package incident

import (
	"testing"

	"hadash/incident/stopwatch"
	"hadash/record"
)

func refused(seconds float64) record.Sample {
	return record.Sample{At: at(seconds), Source: record.SourceHAProxy, Node: "haproxy", Err: "dial unix /run/haproxy/admin.sock: connect: connection refused"}
}

// A HAProxy without Docker that dies, and that nobody broke here, is an outage from its first missing answer on.
func TestDeadHAProxyIsAnOutage(t *testing.T) {
	alone := record.Topology{Project: "lab", NoDocker: true, Nodes: []record.Node{{Name: "haproxy", Kind: record.KindHAProxy, To: []string{"db1"}}, {Name: "db1", Kind: record.KindServer}}}
	f := Fold(Frame{}, record.Sample{At: start, Source: record.SourceTopology, Topology: &alone})
	run := func(all ...record.Sample) {
		for _, s := range all {
			f = Fold(f, s)
		}
	}
	for i := range 8 {
		run(haproxy(float64(i), server("db1", "UP", nil)))
	}
	run(refused(8))
	if n := len(f.Stopwatches); n > 0 {
		t.Errorf("one missing answer makes %d stopwatches", n)
	}
	run(refused(9), refused(10), refused(11))
	w := f.Stopwatch("haproxy")
	if w == nil || w.Kind != record.Outage || !w.At.Equal(at(8)) {
		t.Fatalf("at %v; want at %v", w.At, at(8))
	}
	for i := 12; i < 40; i++ {
		run(haproxy(float64(i), server("db1", "UP", nil)))
	}
	if w = f.Stopwatch("haproxy"); !w.Moments[stopwatch.Healed].At.Equal(at(12)) || len(f.Faults) > 0 {
		t.Errorf("over at %v; open %v", w.Moments[stopwatch.Healed].At, f.Faults)
	}
}

// One that is slow is none, and neither is one that somebody broke.
func TestNoOutageOfHAProxy(t *testing.T) {
	slow := record.Sample{Source: record.SourceHAProxy, Node: "haproxy", Err: record.NoAnswer + "800ms"}
	all := []record.Sample{containers(0, nil)}
	for i := range 8 {
		all = append(all, haproxy(float64(i), server("db1", "UP", nil)))
	}
	for i := range 6 {
		slow.At = at(8 + float64(i))
		all = append(all, slow)
	}
	if f := play(all...); len(f.Outages()) > 0 {
		t.Errorf("a slow one: %+v", f.Outages())
	}
	all = append(all[:9], docker(7.5, "haproxy", "kill", "9"), docker(7.6, "haproxy", "die", "137"))
	for i := range 6 {
		all = append(all, refused(8+float64(i)))
	}
	if f := play(all...); len(f.Outages()) > 0 {
		t.Errorf("a killed one: %+v", f.Outages())
	}
}
