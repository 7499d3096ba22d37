package incident

import (
	"testing"
	"time"

	"hadash/record"
)

// Each host has a HAProxy, with a server of one name at one address: each means the node on its own host. What an Engine that is silent
// said last contradicts no HAProxy.
func TestServersOfTwoHosts(t *testing.T) {
	at := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	top := record.Topology{Hosts: []record.Host{{Name: "east"}, {Name: "west"}}}
	for _, host := range []string{"east", "west"} {
		top.Nodes = append(top.Nodes,
			record.Node{Name: "lb@" + host, Host: host, Role: record.RoleBalancer, To: []string{"app@east", "app@west"}},
			record.Node{Name: "app@" + host, Host: host, Role: record.RoleApp, Addrs: []string{"172.18.0.2"}, Reached: []string{"10.0.0." + host[:1] + ":9081"}})
	}
	f := Fold(NewFrame(at), record.Sample{At: at, Source: record.SourceTopology, Topology: &top})
	take := func(after time.Duration, s record.Sample) { s.At = at.Add(after); f = Fold(f, s) }
	for _, host := range []string{"east", "west"} {
		take(time.Second, record.Sample{Source: record.SourceDocker, Node: host, Containers: []record.Container{
			{Node: "app@" + host, Host: host, ID: "a" + host, State: "running", Networks: 1, Started: at},
			{Node: "lb@" + host, Host: host, ID: "l" + host, State: "running", Networks: 1, Started: at}}})
	}
	page := func(after time.Duration, host, status string) {
		take(after, record.Sample{Source: record.SourceHAProxy, Node: "lb@" + host, HAProxy: &record.HAProxy{Uptime: 100,
			Servers: []record.Server{{Pxname: "web", Svname: "app", Addr: "172.18.0.2:80", Status: record.ParseStatus(status), CheckStatus: "L4TOUT"}}}})
	}
	page(2*time.Second, "east", "UP")
	page(2*time.Second, "west", "DOWN")
	for node, want := range map[string]record.State{"app@east": record.Up, "app@west": record.Down} {
		if s := f.Node(node).Server; s == nil || s.Status.State != want {
			t.Errorf("%s is the server %+v, want %v", node, s, want)
		}
	}
	disputed := func() bool {
		for _, x := range f.TruthTable() {
			if x.Node == "app@west" && len(x.Disagree) > 0 {
				return true
			}
		}
		return false
	}
	for i := range 30 {
		page(time.Duration(3+i)*time.Second, "west", "DOWN")
	}
	if !disputed() {
		t.Error("a running container that HAProxy calls DOWN is no contradiction")
	}
	for i := range 3 {
		take(time.Duration(36+3*i)*time.Second, record.Sample{Source: record.SourceDocker, Node: "west", Err: "no answer within 2.4s"})
	}
	page(45*time.Second, "west", "DOWN")
	if disputed() {
		t.Error("the last word of a silent Engine contradicts HAProxy")
	}
}
