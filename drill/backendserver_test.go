package drill

import (
	"strings"
	"testing"
	"time"

	"hadash/incident"
	"hadash/record"
)

// sameNames is a balancer with one server name in two backends; the servers stand for services of other names.
func sameNames(t *testing.T, web, api string) *incident.Frame {
	t.Helper()
	noon := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	topology := record.Topology{Project: "case", Nodes: []record.Node{
		{Name: "lb", Role: record.RoleBalancer, To: []string{"web1", "api1"}},
		{Name: "web1", Role: record.RoleApp, Addrs: []string{"10.9.0.11"}}, {Name: "api1", Role: record.RoleApp, Addrs: []string{"10.9.0.21"}},
	}}
	f := incident.Fold(incident.Frame{}, record.Sample{At: noon, Source: record.SourceTopology, Topology: &topology})
	for i, status := range [][2]string{{"UP", "UP"}, {web, api}} {
		f = incident.Fold(f, record.Sample{At: noon.Add(time.Duration(i) * time.Second), Source: record.SourceHAProxy, Node: "lb", HAProxy: &record.HAProxy{Servers: []record.Server{
			{Pxname: "web", Svname: "s1", Addr: "10.9.0.11:80", Status: record.ParseStatus(status[0])},
			{Pxname: "api", Svname: "s1", Addr: "10.9.0.21:80", Status: record.ParseStatus(status[1])},
		}}})
	}
	return &f
}

func TestServersOfOneName(t *testing.T) {
	f := sameNames(t, "UP", "DOWN")
	for condition, want := range map[string]bool{
		"api/s1 DOWN": true, "web/s1 DOWN": false, "web/s1 UP": true, "api/s1 is not UP": true,
	} {
		c, err := ParseCondition(condition)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.what.look(&view{f: f, from: f.At, past: true}); got.so != want {
			t.Errorf("%s: %+v", condition, got)
		}
	}
	for condition, want := range map[string]string{
		"api/s1 DOWN": "", "s1 DOWN": "s1 is a server of several backends: write web/s1 or api/s1", "old/s1 DOWN": "there is no old",
		"api1 DOWN": "", "api/s2 UP": "there is no api/s2",
	} {
		c, err := ParseCondition(condition)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, n := range c.what.names() {
			why := n.missing(f)
			found = found || why.String() == want
			if n.kind != aBackend && want == "" && !why.IsZero() {
				t.Errorf("%s: %s", condition, why)
			}
		}
		if want != "" && !found {
			t.Errorf("%s: it is not said that %s", condition, want)
		}
	}
}

// A server may be called as its backend likes: a drill that names the backend is not refused for it.
func TestServersNeedNotBeServices(t *testing.T) {
	d, all := Parse("x.drill", []byte("stop api1\nexpect api/s1 DOWN within 2s\nheal api1"))
	if d == nil {
		t.Fatal(all)
	}
	for _, p := range d.Check(&sameNames(t, "UP", "UP").Topology) {
		if !p.Warning {
			t.Error(p)
		}
	}
}

// A name that does not resolve is no maintenance that somebody asked for: HAProxy gave the server up.
func TestUnresolvedIsDown(t *testing.T) {
	f := sameNames(t, "MAINT", "MAINT (resolution)")
	for condition, want := range map[string]bool{
		"api/s1 DOWN": true, "api/s1 MAINT": true, "web/s1 DOWN": false, "web/s1 MAINT": true,
	} {
		c, err := ParseCondition(condition)
		if err != nil {
			t.Fatal(err)
		}
		got := c.what.look(&view{f: f, from: f.At, past: true})
		if got.so != want || want && !strings.Contains(got.saw.String(), condition[strings.Index(condition, " ")+1:]) {
			t.Errorf("%s: %+v", condition, got)
		}
	}
}

// Before HAProxy's servers were read nobody's word is HAProxy's: a replica that answers of itself is not yet UP.
func TestNobodySpeaksForHAProxy(t *testing.T) {
	noon := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	topology := record.Topology{Project: "case", Nodes: []record.Node{
		{Name: "lb", Role: record.RoleBalancer, To: []string{"db1"}}, {Name: "db1", Role: record.RoleReplica}, {Name: "db2", Role: record.RoleReplica},
	}}
	f := incident.Fold(incident.Frame{}, record.Sample{At: noon, Source: record.SourceTopology, Topology: &topology})
	for i, db := range []string{"db1", "db2", "db1", "db2"} {
		f = incident.Fold(f, record.Sample{At: noon.Add(time.Duration(i) * time.Second), Source: record.SourceReplication, Node: db, Replica: &record.Replica{IO: "Yes", SQL: "Yes"}})
	}
	look := func(condition string) sight {
		c, err := ParseCondition(condition)
		if err != nil {
			t.Fatal(err)
		}
		return c.what.look(&view{f: &f, from: noon, past: true})
	}
	if got := look("db2 UP"); !got.so {
		t.Errorf("db2, which no balancer is known to judge: %+v", got)
	}
	for _, condition := range []string{"db1 UP", "db1 is not UP", "db1 DOWN", "servers/db1 UP", "servers/db1 is not DOWN"} {
		if got := look(condition); got.so || !got.lack || got.saw.String() != "HAProxy's servers have not been read" {
			t.Errorf("%s before HAProxy was read: %+v", condition, got)
		}
	}
	f = incident.Fold(f, record.Sample{At: noon.Add(5 * time.Second), Source: record.SourceHAProxy, Node: "lb", HAProxy: &record.HAProxy{
		Servers: []record.Server{{Pxname: "servers", Svname: "db1", Status: record.ParseStatus("UP")}},
	}})
	for _, condition := range []string{"db1 UP", "servers/db1 UP"} {
		if got := look(condition); !got.so || got.saw.String() != "HAProxy says UP" {
			t.Errorf("%s: %+v", condition, got)
		}
	}
}

// Where two balancers have the same servers, a server is named with its balancer, or said to be one of two.
func TestServersOfTwoBalancers(t *testing.T) {
	noon := time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC)
	topology := record.Topology{Project: "case", Nodes: []record.Node{
		{Name: "lb1", Kind: record.KindHAProxy, To: []string{"web_1"}}, {Name: "lb2", Kind: record.KindHAProxy, To: []string{"web_1"}},
		{Name: "web_1", Kind: record.KindServer},
	}}
	f := incident.Fold(incident.Frame{}, record.Sample{At: noon, Source: record.SourceTopology, Topology: &topology})
	for i, status := range []string{"DOWN", "UP"} {
		f = incident.Fold(f, record.Sample{At: noon.Add(time.Second), Source: record.SourceHAProxy, Node: topology.Nodes[i].Name, HAProxy: &record.HAProxy{
			Proxies: []record.Proxy{{Pxname: "web", Svname: "BACKEND", Status: record.ParseStatus(status), Act: 1}},
			Servers: []record.Server{{Pxname: "web", Svname: "web_1", Status: record.ParseStatus(status)}},
		}})
	}
	for condition, want := range map[string]bool{
		"lb1/web/web_1 DOWN": true, "lb2/web/web_1 DOWN": false, "lb2/web/web_1 UP": true, "web_1 UP": true,
		"backend lb1/web DOWN": true, "backend lb2/web UP": true,
	} {
		c, err := ParseCondition(condition)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.what.look(&view{f: &f, from: f.At, past: true}); got.so != want {
			t.Errorf("%s: %+v", condition, got)
		}
		for _, n := range c.what.names() {
			if why := n.missing(&f); !why.IsZero() {
				t.Errorf("%s: %s", condition, why)
			}
		}
	}
	for condition, want := range map[string]string{
		"web/web_1 UP":   "web_1 is a server of several backends: write lb1/web/web_1 or lb2/web/web_1",
		"backend web UP": "web is a backend of several HAProxies: write lb1/web or lb2/web",
	} {
		c, err := ParseCondition(condition)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, n := range c.what.names() {
			all = append(all, n.missing(&f).String())
		}
		if !strings.Contains(strings.Join(all, "; "), want) {
			t.Errorf("%s: %q", condition, all)
		}
	}
}
