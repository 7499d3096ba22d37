package record

import (
	"slices"
	"strings"
	"testing"
)

func TestByAddr(t *testing.T) {
	topology := Topology{Nodes: []Node{
		{Name: "app1", Addrs: []string{"172.28.44.31"}},
		{Name: "db6", Addrs: []string{"172.28.44.61", "fd00::61"}},
	}}
	for addr, want := range map[string]string{
		"172.28.44.31:9081": "app1", "172.28.44.31": "app1", "[fd00::61]:3306": "db6", "fd00::61": "db6",
		"172.28.44.3:9081": "", "service": "", "": "", ":9081": "", "[": "",
	} {
		if n, ok := topology.ByAddr(addr, ""); n.Name != want || ok != (want != "") {
			t.Errorf("ByAddr(%q) = %q, %v, want %q", addr, n.Name, ok, want)
		}
	}
}

// Two balancers beside each other stand in for one another; one that leads elsewhere does not.
func TestBalancersBesideEachOther(t *testing.T) {
	top := Topology{Nodes: []Node{
		{Name: "lb", Kind: KindHAProxy, To: []string{"web1", "web2"}}, {Name: "lb2", Kind: KindHAProxy, To: []string{"web1", "web2"}},
		{Name: "db", Kind: KindHAProxy, To: []string{"mysql"}}, {Name: "web1", Kind: KindServer}, {Name: "web2", Kind: KindServer}, {Name: "mysql", Kind: KindServer},
	}}
	for pair, want := range map[[2]int]bool{{0, 1}: true, {0, 2}: false, {3, 4}: true, {3, 5}: false, {0, 0}: false} {
		if got := top.Siblings(&top.Nodes[pair[0]], &top.Nodes[pair[1]]); got != want {
			t.Errorf("%s and %s: %v", top.Nodes[pair[0]].Name, top.Nodes[pair[1]].Name, got)
		}
	}
}

// A stopped container keeps the addresses that it had, until another has one of them.
func TestKeepsAddresses(t *testing.T) {
	before := Topology{Nodes: []Node{{Name: "web1", Addrs: []string{"10.0.0.2"}}, {Name: "web2", Addrs: []string{"10.0.0.3"}}}}
	now := Topology{Nodes: []Node{{Name: "web1"}, {Name: "web2"}, {Name: "web3", Addrs: []string{"10.0.0.3"}}}}
	sample := now.Nodes
	now.KeepAddresses(&before)
	if !slices.Equal(now.Nodes[0].Addrs, []string{"10.0.0.2"}) || now.Nodes[1].Addrs != nil {
		t.Errorf("%+v", now.Nodes)
	}
	if sample[0].Addrs != nil {
		t.Error("the nodes that were given are changed")
	}
}

// Where a node is needed, and a server of a balancer is written, it is said which node that is.
func TestBehind(t *testing.T) {
	top := Topology{Nodes: []Node{{Name: "lb"}, {Name: "web1", Serves: []string{"shop/a", "api/a"}}, {Name: "web2", Serves: []string{"shop/b"}}, {Name: "db1"}}}
	for server, want := range map[string]string{
		"web1": "", "a/b/c/d": "",
		"shop/a":    "write its node, web1, which stands for all of its servers: shop/a, api/a",
		"lb/shop/b": "write its node, web2",
		"mysql/db1": "write its node, db1",
		"shop/web1": "no node of this project is known to be it",
	} {
		if got := top.Behind(server); (got == "") != (want == "") || !strings.HasSuffix(got, want) {
			t.Errorf("%s: %q, want %q", server, got, want)
		}
	}
}
