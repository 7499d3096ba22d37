package incident

import (
	"strings"
	"testing"
	"time"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// paired is a pair of HAProxies with an address, as stack/pair has them.
var paired = record.Topology{Project: "lab", Nodes: []record.Node{
	{Name: "app1", Role: record.RoleApp, To: []string{"haproxy", "haproxy2"}, Addrs: []string{"172.28.44.31"}},
	{Name: "haproxy", Role: record.RoleBalancer, Address: "172.28.44.9", To: []string{"db1"}, Addrs: []string{"172.28.44.10"}},
	{Name: "haproxy2", Role: record.RoleBalancer, Address: "172.28.44.9", To: []string{"db1"}, Addrs: []string{"172.28.44.11"}},
	{Name: "db1", Role: record.RoleReplica, Addrs: []string{"172.28.44.21"}},
}}

func playPair(samples ...record.Sample) Frame {
	var f Frame
	for _, s := range append([]record.Sample{{At: start, Source: record.SourceTopology, Topology: &paired}}, samples...) {
		f = Fold(f, s)
	}
	return f
}

// said is a line of keepalived's; to "" announces the address.
func saidVRRP(seconds float64, node string, to record.VRRPState) record.Sample {
	v := &record.VRRP{Instance: "pair", To: to}
	if to == "" {
		v.Addr = "172.28.44.9"
	}
	return record.Sample{At: at(seconds), Source: record.SourceLogs, Node: node, Logs: &record.Logs{Lines: []record.Line{{At: at(seconds), Node: node, Text: "keepalived", VRRP: v}}}}
}

func pairPage(seconds float64, node string) record.Sample {
	s := haproxy(seconds, server("db1", "UP", nil))
	s.Node = node
	return s
}

func pairRuns(seconds float64, state map[string]string) record.Sample {
	var all []record.Container
	for _, n := range paired.Nodes {
		c := record.Container{Node: n.Name, State: "running", Networks: 1, Started: at(-3600)}
		if s := state[n.Name]; s != "" {
			c.State = s
		}
		all = append(all, c)
	}
	return record.Sample{At: at(seconds), Source: record.SourceDocker, Containers: all}
}

func settledPair(tuned record.VRRPSettings, node string) record.Sample {
	tuned.Addrs = []string{"172.28.44.9"}
	return record.Sample{At: start, Source: record.SourceSettings, Node: node, Settings: &record.Settings{VRRP: []record.VRRPSettings{tuned}}}
}

var tunedPair = record.VRRPSettings{Instance: "pair", Version: 3, Priority: 100, Advert: 100 * time.Millisecond}

func atRest() []record.Sample {
	return []record.Sample{
		pairRuns(0, nil), settledPair(tunedPair, "haproxy"), settledPair(tunedPair, "haproxy2"), pairPage(0.1, "haproxy"), pairPage(0.1, "haproxy2"),
		saidVRRP(0.2, "haproxy", ""), saidVRRP(5.2, "haproxy", ""), saidVRRP(10.2, "haproxy", ""),
	}
}

func TestWhoHasTheAddress(t *testing.T) {
	f := playPair(atRest()[:6]...)
	if one, two := f.Node("haproxy").Pair, f.Node("haproxy2").Pair; !one.Active() || !one.AtLeast || two.Known() {
		t.Errorf("after one announcement: %+v and %+v", one, two)
	}
	f = playPair(atRest()...)
	if two := f.Node("haproxy2").Pair; !two.Waits() || !two.AtLeast {
		t.Errorf("the other one, which announces nothing: %+v", two)
	}
	p := f.Predict(record.Fault{Kind: record.Kill, Target: "haproxy"})
	if want := 360937500 * time.Nanosecond; !p.Known || p.Never || p.Detect != want || !strings.Contains(p.Why.String(), "haproxy2 takes the address") {
		t.Errorf("of its death it says %+v, %s", p, p.Why)
	}
	if p := f.Predict(record.Fault{Kind: record.Kill, Target: "haproxy2"}); !p.Never {
		t.Errorf("of the standby's death it says %+v, %s", p, p.Why)
	}
	if p := f.Predict(record.Fault{Kind: record.Slow, Target: "haproxy", Amount: 2}); p.Known {
		t.Errorf("of a slow one it says %+v", p)
	}
}

// Docker reports the death after keepalived of the other one has taken the address.
func TestTheAddressMoves(t *testing.T) {
	for name, order := range map[string][]record.Sample{
		"Docker first":     {docker(20, "haproxy", "kill", "9"), docker(20.1, "haproxy", "die", "137"), saidVRRP(20.4, "haproxy2", record.VRRPMaster)},
		"keepalived first": {saidVRRP(20.4, "haproxy2", record.VRRPMaster), docker(20, "haproxy", "kill", "9"), docker(20.1, "haproxy", "die", "137")},
	} {
		f := playPair(append(atRest(), order...)...)
		w := f.Stopwatch("haproxy")
		if w == nil {
			t.Fatalf("%s: no stopwatch", name)
		}
		if d, ok := w.Detection(); !ok || d < 300*time.Millisecond || d > 400*time.Millisecond || w.Moments[stopwatch.Detected].Witness != event.ByLog {
			t.Errorf("%s: detected after %v, %v: %+v", name, d, ok, w.Moments[stopwatch.Detected])
		}
		if w.Expected.Never || w.Expected.Detect != 360937500*time.Nanosecond {
			t.Errorf("%s: expected %+v", name, w.Expected)
		}
		if w.Late() {
			t.Errorf("%s: late", name)
		}
		if one, two := f.Node("haproxy").Pair, f.Node("haproxy2").Pair; one.Known() || !two.Active() || two.AtLeast || !two.Since.Equal(at(20.4)) {
			t.Errorf("%s: %+v and %+v", name, one, two)
		}
		told := false
		for _, e := range f.Timeline {
			told = told || e.Kind == event.KindAddress && e.Says.String() == "haproxy2 took the address 172.28.44.9"
		}
		if !told {
			t.Errorf("%s: the timeline does not say so: %+v", name, f.Timeline)
		}
	}
}

// The one that comes back stands by: no traffic is awaited.
func TestBackAsStandby(t *testing.T) {
	f := playPair(append(atRest(), docker(20, "haproxy", "kill", "9"), docker(20.1, "haproxy", "die", "137"), saidVRRP(20.4, "haproxy2", record.VRRPMaster),
		docker(30, "haproxy", "start", ""), pairRuns(30.1, nil), saidVRRP(30.3, "haproxy", record.VRRPBackup), pairPage(30.5, "haproxy"), pairPage(31, "haproxy"))...)
	w := f.Stopwatch("haproxy")
	if d, ok := w.Recovery(); !ok || d != 500*time.Millisecond {
		t.Errorf("back after %v, %v: %+v", d, ok, w.Moments[stopwatch.Back])
	}
	if !f.Node("haproxy").Pair.Waits() {
		t.Errorf("%+v", f.Node("haproxy").Pair)
	}
}

// A frozen one that had the address goes on announcing it when it runs again, if it has the higher priority.
func TestItTakesItBack(t *testing.T) {
	f := playPair(append(atRest(), docker(20, "haproxy", "pause", ""), saidVRRP(20.4, "haproxy2", record.VRRPMaster), docker(30, "haproxy", "unpause", ""),
		saidVRRP(30.1, "haproxy", ""), saidVRRP(30.2, "haproxy2", record.VRRPBackup), pairPage(30.5, "haproxy"))...)
	one, two := f.Node("haproxy").Pair, f.Node("haproxy2").Pair
	if !one.Active() || one.AtLeast || !one.Since.Equal(at(30.1)) || !two.Waits() || two.AtLeast {
		t.Errorf("%+v and %+v", one, two)
	}
	if w := f.Stopwatch("haproxy"); w.Moments[stopwatch.Detected].At != at(20.4) {
		t.Errorf("detected at %v", w.Moments[stopwatch.Detected].At)
	}
}

// Where no address is known, the nodes of one vrrp_instance are a pair.
func TestPairByItsName(t *testing.T) {
	var nameless record.Topology
	for _, n := range paired.Nodes {
		n.Address = ""
		nameless.Nodes = append(nameless.Nodes, n)
	}
	f := Fold(Frame{}, record.Sample{At: start, Source: record.SourceTopology, Topology: &nameless})
	for _, s := range []record.Sample{saidVRRP(1, "haproxy2", record.VRRPBackup), saidVRRP(1, "haproxy", record.VRRPMaster), docker(20, "haproxy", "pause", ""), saidVRRP(24, "haproxy2", record.VRRPMaster)} {
		f = Fold(f, s)
	}
	if w := f.Stopwatch("haproxy"); w.Moments[stopwatch.Detected].At != at(24) {
		t.Errorf("%+v", w.Moments)
	}
	if active, standby := f.Pair(); active != "haproxy2" || standby != "haproxy" {
		t.Errorf("%q and %q", active, standby)
	}
}

// What the keepalived in a container of its own says is about its HAProxy.
func TestKeepalivedBeside(t *testing.T) {
	top := record.Topology{Project: "lab", Others: []string{"vrrp1", "vrrp2"}}
	for _, n := range paired.Nodes {
		switch n.Name {
		case "haproxy":
			n.Keepalived.Node = "vrrp1"
		case "haproxy2":
			n.Keepalived.Node = "vrrp2"
		}
		top.Nodes = append(top.Nodes, n)
	}
	f := Fold(Frame{}, record.Sample{At: start, Source: record.SourceTopology, Topology: &top})
	for _, s := range []record.Sample{saidVRRP(1, "vrrp1", record.VRRPMaster), saidVRRP(1, "vrrp2", record.VRRPBackup)} {
		f = Fold(f, s)
	}
	if active, standby := f.Pair(); active != "haproxy" || standby != "haproxy2" {
		t.Errorf("%q and %q", active, standby)
	}
	if last := f.Timeline[len(f.Timeline)-1]; last.Node != "haproxy2" {
		t.Errorf("%+v", last)
	}
}
