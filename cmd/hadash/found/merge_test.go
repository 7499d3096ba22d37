package found

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"hadash/record"
)

// What labels say counts, field by field; what they leave out is found; the load has no part in what is found and comes first.
func TestMerged(t *testing.T) {
	noAPI := record.NoAdmin{Why: record.NoRuntimeAPI}
	labels := record.Topology{
		Project: "lab", Stack: "own", Others: []string{"app_1", "init", "web"},
		Nodes: []record.Node{
			{Name: "k6", Role: record.RoleLoad, Status: "http://:6565/", To: []string{"lb"}},
			{Name: "lb", Role: record.RoleBalancer, Status: "http://me:word@:8404/;csv", Addrs: []string{"10.0.0.2"}},
			{Name: "app_2", Role: record.RoleApp, Status: "http://:81/health"},
			{Name: "old", Kind: record.KindMySQL},
		},
	}
	found := record.Topology{Project: "lab", Others: []string{"k6", "init", "old"}, Nodes: []record.Node{
		{Name: "web", Kind: record.KindNginx, To: []string{"lb"}, Config: []string{"/etc/nginx/nginx.conf"}},
		{Name: "lb", Kind: record.KindHAProxy, Status: "tcp://10.0.0.2:9999", To: []string{"app_1", "app_2"}, Upstream: []string{"b"}, Config: []string{"/h.cfg"}, Addrs: []string{"10.0.0.2"}, Master: "unix:///m", NoAdmin: noAPI, Syslog: record.Syslog{Node: "log"}},
		{Name: "app_1", Kind: record.KindServer, Serves: []string{"b/s1"}},
		{Name: "app_2", Kind: record.KindServer, Serves: []string{"b/s2"}, SoughtAt: "10.0.0.9"},
	}}
	want := record.Topology{Project: "lab", Stack: "own", Others: []string{"init"}, Nodes: []record.Node{
		labels.Nodes[0],
		found.Nodes[0],
		{Name: "lb", Role: record.RoleBalancer, Status: "http://me:word@:8404/;csv", To: []string{"app_1", "app_2"}, Upstream: []string{"b"}, Config: []string{"/h.cfg"}, Addrs: []string{"10.0.0.2"}, Master: "unix:///m", NoAdmin: noAPI, Syslog: record.Syslog{Node: "log"}},
		found.Nodes[2],
		{Name: "app_2", Role: record.RoleApp, Status: "http://:81/health", Serves: []string{"b/s2"}, SoughtAt: "10.0.0.9"},
		labels.Nodes[3],
	}}
	if d := cmp.Diff(want, merged(&labels, &found)); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// A project whose labels say all is not looked through.
func TestWhole(t *testing.T) {
	full := func() record.Topology {
		return record.Topology{Nodes: []record.Node{
			{Name: "lb", Role: record.RoleBalancer, Status: "http://:8404/", To: []string{"db"}, Config: []string{"/h.cfg"}}, {Name: "db", Role: record.RoleReplica},
		}}
	}
	for name, c := range map[string]struct {
		change func(*record.Topology)
		want   bool
	}{
		"all":              {func(*record.Topology) {}, true},
		"nothing":          {func(t *record.Topology) { t.Nodes = nil }, false},
		"no numbers":       {func(t *record.Topology) { t.Nodes[0].Status = "" }, false},
		"no configuration": {func(t *record.Topology) { t.Nodes[0].Config = nil }, false},
		"no servers":       {func(t *record.Topology) { t.Nodes[0].To = nil }, false},
		"a server without": {func(t *record.Topology) { t.Nodes = t.Nodes[:1] }, false},
		"no balancer":      {func(t *record.Topology) { t.Nodes = t.Nodes[1:] }, false},
	} {
		top := full()
		c.change(&top)
		if got := whole(&top); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
