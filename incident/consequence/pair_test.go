package consequence

import (
	"testing"
	"time"

	"hadash/incident"
	"hadash/record"
)

// A fault of the HAProxy that has the address of a pair makes the other one take it; one of the other is not missed.
func TestConsequencesInAPair(t *testing.T) {
	at := time.Date(2026, 11, 30, 22, 54, 54, 0, time.UTC)
	const address = "172.28.44.9"
	f := incident.Frame{}
	set := &record.Settings{VRRP: []record.VRRPSettings{{Addrs: []string{address}, Version: 3, Priority: 101, Advert: 100 * time.Millisecond}}}
	line := func(node string, to record.VRRPState) record.Sample {
		return record.Sample{At: at, Source: record.SourceLogs, Node: node, Logs: &record.Logs{Lines: []record.Line{{At: at, Node: node, VRRP: &record.VRRP{To: to}}}}}
	}
	for _, s := range []record.Sample{
		{At: at, Source: record.SourceTopology, Topology: &record.Topology{Nodes: []record.Node{
			{Name: "haproxy", Role: record.RoleBalancer, Address: address}, {Name: "haproxy2", Role: record.RoleBalancer, Address: address}}}},
		{At: at, Source: record.SourceSettings, Node: "haproxy", Settings: set}, {At: at, Source: record.SourceSettings, Node: "haproxy2", Settings: set},
		{At: at, Source: record.SourceDocker, Containers: []record.Container{{Node: "haproxy", State: "running", Networks: 1}, {Node: "haproxy2", State: "running", Networks: 1}}},
		line("haproxy", record.VRRPBackup), line("haproxy2", record.VRRPMaster),
	} {
		f = incident.Fold(f, s)
	}
	for node, want := range map[string]Fact{
		"haproxy2": {Kind: TakesOver, Watcher: "haproxy", Within: 360546875 * time.Nanosecond},
		"haproxy":  {Kind: NotMissed, Watcher: "haproxy2"},
	} {
		fault := record.Fault{Kind: record.Kill, Target: node}
		if got := Of(&f, f.Node(node), fault, f.Predict(fault)).Detection(); got.Kind != want.Kind || got.Watcher != want.Watcher || got.Within != want.Within {
			t.Errorf("%s: got %+v, want %+v", node, got, want)
		}
	}
}
