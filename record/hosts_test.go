package record

import "testing"

// Two hosts have a network of the same addresses: one of these means the node on the host of the one who names it. A port that a host
// publishes means its node from everywhere.
func TestByAddrOfSeveralHosts(t *testing.T) {
	top := Topology{Nodes: []Node{
		{Name: "app@east", Host: "east", Addrs: []string{"172.18.0.2"}},
		{Name: "app@west", Host: "west", Addrs: []string{"172.18.0.2"}, Reached: []string{"10.0.0.2:9081"}},
		{Name: "task", Host: "west", Addrs: []string{"10.1.0.8", "172.19.0.2"}, Reached: []string{"10.1.0.8"}},
		{Name: "probe", Addrs: []string{"10.0.0.9"}},
	}}
	for _, tt := range []struct{ addr, from, want string }{
		{"172.18.0.2:80", "east", "app@east"}, {"172.18.0.2:80", "west", "app@west"}, {"172.18.0.2", "", ""},
		{"10.0.0.2:9081", "east", "app@west"}, {"10.0.0.2:9082", "east", ""}, {"10.0.0.2", "west", ""},
		{"10.1.0.8:80", "east", "task"}, {"172.19.0.2:80", "east", ""}, {"10.0.0.9:1", "east", "probe"},
	} {
		if n, _ := top.ByAddr(tt.addr, tt.from); n.Name != tt.want {
			t.Errorf("%s at %q is %q, want %q", tt.addr, tt.from, n.Name, tt.want)
		}
	}
	if n, _ := top.Beside("app", "west"); n.Name != "app@west" {
		t.Errorf("app at west is %q", n.Name)
	}
	gone := Topology{Nodes: []Node{{Name: "app@east", Host: "east"}, {Name: "app@west", Host: "west", Addrs: []string{"172.18.0.2"}}}}
	gone.KeepAddresses(&top)
	if n, _ := gone.ByAddr("172.18.0.2", "east"); n.Name != "app@east" {
		t.Errorf("the address of a stopped node is that of %q: it was taken on another host only", n.Name)
	}
}
