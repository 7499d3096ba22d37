package record

import "testing"

// Programs on one machine are told apart by their ports; a machine that is alone with its address has every port.
func TestNodeByAddress(t *testing.T) {
	top := Topology{Nodes: []Node{
		{Name: "host", Addrs: []string{"127.0.0.1"}}, {Name: "a", Addrs: []string{"127.0.0.1:9001"}}, {Name: "b", Addrs: []string{"127.0.0.1:9002", "10.0.0.5"}},
	}}
	for addr, want := range map[string]string{
		"127.0.0.1:9001": "a", "127.0.0.1:9002": "b", "127.0.0.1:9003": "host", "127.0.0.1": "host", "10.0.0.5:80": "b", "10.0.0.6:80": "",
	} {
		if n, ok := top.ByAddr(addr, ""); n.Name != want || ok != (want != "") {
			t.Errorf("%s: %q, want %q", addr, n.Name, want)
		}
	}
}
