package record

import "testing"

func TestByAddr(t *testing.T) {
	topology := Topology{Nodes: []Node{
		{Name: "app1", Addrs: []string{"172.28.44.31"}},
		{Name: "db6", Addrs: []string{"172.28.44.61", "fd00::61"}},
	}}
	for addr, want := range map[string]string{
		"172.28.44.31:9081": "app1", "172.28.44.31": "app1", "[fd00::61]:3306": "db6", "fd00::61": "db6",
		"172.28.44.3:9081": "", "service": "", "": "", ":9081": "", "[": "",
	} {
		if n, ok := topology.ByAddr(addr); n.Name != want || ok != (want != "") {
			t.Errorf("ByAddr(%q) = %q, %v, want %q", addr, n.Name, ok, want)
		}
	}
}
