package attach

import (
	"slices"
	"testing"

	"hadash/host"
)

// R18: who names a balancer as a host, in the environment or the command, is supposed to send it traffic.
func TestCallers(t *testing.T) {
	for name, c := range map[string]struct {
		client func(*host.Container)
		want   bool
	}{
		"a flag":               {command("sh", "-c", "while sleep 1; do redis-cli -h lb -p 6380 incr x; done"), true},
		"an address":           {command("client", "lb:6380"), true},
		"a URL":                {env("DATABASE_URL=postgres://user:secret@lb:6380/db"), true},
		"a URL without a port": {env("API=http://lb/api"), true},
		"a whole value":        {env("DB_HOST=lb"), true},
		"together with a port": {command("nc", "-z", "x", ";", "nc lb 6380"), true},
		"its container's name": {env("DB_HOST=lab-lb-1"), true},
		"a mere word":          {command("sh", "-c", "mkdir -p /lb lb; echo lb > lb"), false},
		"a part of a word":     {env("X=lb2:6380", "Y=http://mylb:6380", "Z=lbs"), false},
		"the name of a key":    {env("lb=1"), false},
		"on another network":   {func(c *host.Container) { c.Env, c.Endpoints[0].Network = []string{"DB_HOST=lb"}, "other" }, false},
	} {
		f, _ := lb(t, "frontend f\n bind :6380\n default_backend b\nbackend b\n server s app:80\n", nil, box("app", "10.0.0.3"), box("client", "10.0.0.5", c.client))
		if got := slices.Contains(edgesOf(f), "client ~> lb"); got != c.want {
			t.Errorf("%s: %v", name, f.Edges)
		}
		if slices.Contains(f.Others, "client") == c.want {
			t.Errorf("%s: others are %q", name, f.Others)
		}
	}
}

// R18: the host leads to a balancer whose own ports are published, and not to one whose statistics alone are.
func TestPublished(t *testing.T) {
	const cfg = "listen s\n bind :8404\n mode http\n stats enable\nfrontend f\n bind :80\n default_backend b\nbackend b\n server s app:80\n"
	f, _ := lb(t, cfg, publish(80, 8080), box("app", "10.0.0.3"))
	wantEdges(t, f, "host -> lb", "lb -> app")
	f, _ = lb(t, cfg, publish(8404, 8404), box("app", "10.0.0.3"))
	wantEdges(t, f, "lb -> app")
}

// R17 and R18: columns by depth, whatever the programs are; a cycle ends where it closes.
func TestColumns(t *testing.T) {
	back := func(c *host.Container) { c.Env = []string{"CALLBACK=http://front:80"} }
	f := discover(t, &fake{all: []host.Container{
		box("app1", "10.0.0.5", back), box("app2", "10.0.0.6"), box("front", "10.0.0.2", nginx, publish(80, 8080)), box("mid", "10.0.0.3", haproxy("-f /x.cfg")),
	}, files: map[string]string{
		"front:/etc/nginx/nginx.conf": "http { server { location / { proxy_pass http://mid:90; } } }",
		"mid:/x.cfg":                  "frontend f\n bind :90\n default_backend b\nbackend b\n server s1 app1:80\n server s2 app2:80\nbackend c\n server t1 app1:81\n",
	}})
	wantEdges(t, f, "host -> front", "front -> mid", "mid -> app1", "mid -> app2", "app1 ~> front")
	top := f.Topology("lab")
	var order []string
	for _, n := range top.Nodes {
		order = append(order, n.Name)
	}
	if !slices.Equal(order, []string{"front", "mid", "app1", "app2"}) {
		t.Errorf("columns %q", order)
	}
	if n, _ := top.Node("app1"); !slices.Equal(n.Serves, []string{"b/s1", "c/t1"}) {
		t.Errorf("app1 is %q", n.Serves)
	}
}

// R0: an exporter asks the balancer for its numbers, and sends it no traffic.
func TestExportersAreNoClients(t *testing.T) {
	f, _ := lb(t, "backend b\n server a app:80\n", nil, box("app", "10.0.0.3"), box("numbers", "10.0.0.4", func(c *host.Container) {
		c.Image, c.Command = "prom/haproxy-exporter:v0.15", []string{"--haproxy.scrape-uri=http://lb:8404/;csv"}
	}))
	wantEdges(t, f, "lb -> app")
}
