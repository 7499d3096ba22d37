package main

import (
	"bytes"
	"regexp"
	"testing"
	"testing/synctest"
	"time"

	"hadash/incident"
	"hadash/record"
)

// glanced returns the first Samples of a status: a running load, and a replica behind a balancer, as Docker lists them.
func glanced(more ...record.Sample) (f incident.Frame) {
	all := []record.Sample{
		{At: noon, Source: record.SourceTopology, Topology: &record.Topology{Project: "p", Nodes: []record.Node{
			{Name: "k6", Role: record.RoleLoad, Status: "http://:6565/"},
			{Name: "haproxy", Role: record.RoleBalancer, Status: "http://:4480/;csv"},
			{Name: "db1", Role: record.RoleReplica},
			{Name: "db2", Role: record.RoleReplica, Status: "mysql://hadash@:3306/"}}}},
		{At: noon, Source: record.SourceDocker, Containers: []record.Container{
			{Node: "k6", State: "running", Networks: 1}, {Node: "haproxy", State: "running", Networks: 1},
			{Node: "db1", State: "running", Networks: 1}, {Node: "db2", State: "exited"}}},
	}
	for _, s := range append(all, more...) {
		f = incident.Fold(f, s)
	}
	return f
}

func balancerAt(ms int) record.Sample {
	return record.Sample{At: noon.Add(time.Duration(ms) * time.Millisecond), Source: record.SourceHAProxy, Node: "haproxy", HAProxy: &record.HAProxy{
		Servers: []record.Server{{Pxname: "servers", Svname: "db1", Mode: "tcp", Status: record.ParseStatus("UP"), CheckStatus: "L4OK"}},
		Proxies: []record.Proxy{{Pxname: "servers", Svname: "BACKEND", Mode: "tcp", Act: 1}}}}
}

func k6At(ms int, requests int64) record.Sample {
	s := record.Sample{At: noon.Add(time.Duration(ms) * time.Millisecond), Source: record.SourceK6, Node: "k6"}
	if requests < 0 {
		s.Err = "poll k6: " + record.NoAnswer + "800ms"
	} else {
		s.K6 = &record.K6{Running: true, Requests: requests}
	}
	return s
}

// A status waits for two answers of every source, far enough apart for a rate. A failed attempt is not an answer, a
// container that does not run has none, and the wait for a running but silent one is bounded.
func TestStatusWaitsForAnswers(t *testing.T) {
	haproxy := []record.Sample{balancerAt(10), balancerAt(1010)}
	for name, c := range map[string]struct {
		more  []record.Sample
		heard bool
	}{
		"nobody":                   {nil, false},
		"the load answered once":   {[]record.Sample{k6At(10, 100)}, false},
		"one answer and a failure": {[]record.Sample{k6At(10, -1), k6At(1010, 100)}, false},
		"two within a moment":      {[]record.Sample{k6At(10, 100), k6At(60, 110)}, false},
		"two answers":              {[]record.Sample{k6At(10, -1), k6At(1010, 100), k6At(2010, 300)}, true},
		"never an answer":          {[]record.Sample{k6At(10, -1), k6At(1010, -1), k6At(2010, -1), k6At(3010, -1)}, true},
	} {
		f := glanced(append(c.more, haproxy...)...)
		if heardTwice(&f) != c.heard {
			t.Errorf("%s: heard %v", name, !c.heard)
		}
	}
}

// A status takes the state of a node from the right source: "runs" from Docker, UP from a balancer or the node itself.
// It also names the unit of a rate.
func TestStatusSaysWhoseWordItIs(t *testing.T) {
	lines := func(f incident.Frame) string {
		var text bytes.Buffer
		if err := writeStatus(&text, &f); err != nil {
			t.Fatal(err)
		}
		return text.String()
	}
	if got := lines(glanced()); !regexp.MustCompile(`(?m)^replica +db1 +runs +running +- +- +-$`).MatchString(got) || regexp.MustCompile(` UP `).MatchString(got) {
		t.Errorf("Docker alone has told:\n%s", got)
	}
	got := lines(glanced(k6At(10, 100), balancerAt(10), k6At(1010, 300), balancerAt(1010)))
	for _, want := range []string{`^replica +db1 +UP +running +UP +L4OK +0 sess$`, `^load +k6 +UP +running +- +- +200 req$`, `^balancer +haproxy +UP +running +- +- +0 sess$`} {
		if !regexp.MustCompile(`(?m)` + want).MatchString(got) {
			t.Errorf("no line %s in\n%s", want, got)
		}
	}
}

// A status of logs alone ends, though no source is asked and no line is written any more.
func TestStatusOfQuietLogs(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		f := incident.Fold(incident.Frame{}, record.Sample{At: begun, Source: record.SourceTopology, Topology: &record.Topology{NoDocker: true,
			Nodes: []record.Node{{Name: "lb", Kind: record.KindHAProxy}}}})
		f = incident.Fold(f, record.Sample{At: begun, Source: record.SourceLogs, Node: "lb", Logs: &record.Logs{Lines: []record.Line{{At: begun.Add(-time.Minute), Text: "x"}}}})
		if !f.Recalls() {
			t.Fatal("nothing is recalled")
		}
		frames := make(chan incident.Frame, 1)
		frames <- f
		o := &options{}
		o.interval = time.Second
		end := time.AfterFunc(time.Hour, func() { close(frames) })
		defer end.Stop()
		if got := o.settled(frames); len(got.Nodes) != 1 || time.Since(begun) > 2*quietAfter {
			t.Errorf("%d nodes after %v", len(got.Nodes), time.Since(begun))
		}
	})
}
