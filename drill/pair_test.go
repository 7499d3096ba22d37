package drill

import (
	"strings"
	"testing"
	"time"

	"hadash/incident"
	"hadash/record"
)

const killActive = "stack tuned pair\nkill @active\nexpect @standby active within 2s\nheal @active\nexpect @active standby within 9s\nassert noticed(@active) < 1s\n"

var pairOfTwo = record.Topology{Project: "lab", Nodes: []record.Node{
	{Name: "haproxy", Role: record.RoleBalancer, Address: "172.28.44.9"}, {Name: "haproxy2", Role: record.RoleBalancer, Address: "172.28.44.9"},
}}

// pairAt is a Frame in which a node has the address.
func pairAt(holder string) incident.Frame {
	at := time.Date(2026, 11, 23, 14, 48, 55, 0, time.UTC)
	var f incident.Frame
	for _, s := range []record.Sample{
		{At: at, Source: record.SourceTopology, Topology: &pairOfTwo},
		{At: at, Source: record.SourceDocker, Containers: []record.Container{
			{Node: "haproxy", State: "running", Networks: 1}, {Node: "haproxy2", State: "running", Networks: 1}}},
		{At: at, Source: record.SourceLogs, Node: holder, Logs: &record.Logs{Lines: []record.Line{{At: at, Node: holder, VRRP: &record.VRRP{To: record.VRRPMaster}}}}},
	} {
		f = incident.Fold(f, s)
	}
	return f
}

func TestBindNamesThePair(t *testing.T) {
	d, problems := Parse("pair.drill", []byte(killActive))
	if problems.Fatal() || !d.Pair || d.Stack != "tuned" || !d.Bound() {
		t.Fatalf("%v: %+v", problems, d)
	}
	if all := d.Check(&pairOfTwo); len(all) > 0 {
		t.Error(all)
	}
	f := pairAt("haproxy2")
	bound, err := d.Bind(&f)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, s := range bound.Steps {
		lines = append(lines, s.Text)
	}
	want := "stack tuned pair\nkill haproxy2\nexpect haproxy active within 2s\nheal haproxy2\nexpect haproxy2 standby within 9s\nassert noticed(haproxy2) < 1s"
	if got := strings.Join(lines, "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if bound.Text != killActive {
		t.Errorf("the drill is written as %q", bound.Text)
	}
	if _, err := d.Bind(&incident.Frame{}); err == nil {
		t.Error("nodes were found where there are none")
	}
}

// Without a pair, and without a line that asks for it, there is no such node.
func TestNoPair(t *testing.T) {
	d, problems := Parse("pair.drill", []byte("kill @active\nheal @active\nexpect @active UP within 2s\n"))
	if problems.Fatal() {
		t.Fatal(problems)
	}
	alone := record.Topology{Project: "lab", Nodes: []record.Node{{Name: "haproxy", Role: record.RoleBalancer}}}
	if all := d.Check(&alone); !all.Fatal() {
		t.Errorf("nothing is wrong with it: %v", all)
	}
}

func TestPartsAsStates(t *testing.T) {
	f := pairAt("haproxy2")
	for node, want := range map[string]map[string]bool{"haproxy2": {"active": true, "standby": false}, "haproxy": {"active": false, "standby": false}} {
		for word, is := range want {
			s, _ := findState(word)
			p := nodeState{node: node}.place(&f)
			if s.so(&p) != is {
				t.Errorf("%s is %s: %v", node, word, !is)
			}
		}
	}
}
