package attach

import (
	"strings"
	"testing"

	"hadash/host"
)

// R7: every kind of name leads to its container, and a server's own name never does.
func TestAddresses(t *testing.T) {
	alias := func(names ...string) func(*host.Container) {
		return func(c *host.Container) { c.Endpoints[0].Names = append(c.Endpoints[0].Names, names...) }
	}
	app, other := box("app", "10.0.0.3"), box("other", "10.0.0.4")
	far := box("far", "", func(c *host.Container) {
		c.Endpoints = []host.Endpoint{{Network: "another", IPs: []string{"10.9.0.9"}, Names: []string{"far", "pool"}}}
	})
	scaled := func(n string) host.Container {
		return box("web", "10.0.0.1"+n, func(c *host.Container) { c.ID, c.Node, c.Name = "web"+n, "web_"+n, "lab-web-"+n })
	}
	for address, c := range map[string]struct {
		want   string
		rule   Rule
		set    func(*host.Container)
		others []host.Container
	}{
		"app:80":                  {"app", "R7 name on a shared network", nil, []host.Container{app, other}},
		"APP:80":                  {"app", "R7 name on a shared network", nil, []host.Container{app, other}},
		"10.0.0.4:80":             {"other", "R7 address", nil, []host.Container{app, other}},
		"10.0.0.77:80":            {"?", "R7 address", nil, []host.Container{app}},
		"192.0.2.17:8080":         {"out", "R7 address", nil, []host.Container{app}},
		"carla.db.lab:80":         {"app", "R7 name on a shared network", nil, []host.Container{box("app", "10.0.0.3", alias("carla.db.lab")), other}},
		"pool:80":                 {"app,other", "R7 name on a shared network", nil, []host.Container{box("app", "10.0.0.3", alias("pool")), box("other", "10.0.0.4", alias("pool")), far}},
		"far:80":                  {"far", "R7 service", nil, []host.Container{far}},
		"web:80":                  {"web_1,web_2", "R7 name on a shared network", nil, []host.Container{scaled("1"), scaled("2")}},
		"lab-web-2:80":            {"web_2", "R7 container name", nil, []host.Container{scaled("1"), scaled("2")}},
		"lab_web_2:80":            {"web_2", "R7 container name", nil, []host.Container{scaled("1"), scaled("2")}},
		"bruno:80":                {"app", "R7 hostname", nil, []host.Container{box("app", "10.0.0.3", func(c *host.Container) { c.Hostname = "bruno" }), other}},
		"db:80":                   {"app", "R7 link", func(c *host.Container) { c.Links = []string{"/lab-app-1:/lb/db"} }, []host.Container{app, other}},
		"old.example:80":          {"other", "R7 extra_hosts", func(c *host.Container) { c.Hosts = map[string]string{"old.example": "10.0.0.4"} }, []host.Container{app, other}},
		"gone.example:80":         {"out", "R7 extra_hosts", func(c *host.Container) { c.Hosts = map[string]string{"gone.example": "192.0.2.1"} }, []host.Container{app}},
		"tasks.app:80":            {"app", "R7 service", nil, []host.Container{app}},
		"stack_app:80":            {"app", "R7 service", nil, []host.Container{app}},
		"host.docker.internal:80": {"out", "R7 outside", nil, []host.Container{app}},
		"api.example.org:80":      {"out", "R7 outside", nil, []host.Container{app}},
		"nobody:80":               {"?", "R7", nil, []host.Container{app}},
		"127.0.0.1:80":            {"own", "R7 loopback", nil, []host.Container{app}},
		"localhost:81":            {"app", "R7 loopback", nil, []host.Container{box("app", "", func(c *host.Container) { c.Network = "container:lb" }), other}},
	} {
		f, b := lb(t, "backend b\n server app "+address+"\n", c.set, c.others...)
		wantLeads(t, &b, "b/app="+c.want)
		if got := b.Servers[0].Rule; got != c.rule {
			t.Errorf("%s: by %q, want %q", address, got, c.rule)
		}
		if c.want == "?" {
			wantSays(t, f, "unresolved: "+strings.Split(address, ":")[0])
		}
	}
}

// R7: on the host's network nobody has an address. The port that stands in the environment, the command, or among the exposed ones
// decides, and only if it is of one.
func TestHostNetwork(t *testing.T) {
	onHost := func(c *host.Container) { c.Network, c.Endpoints = "host", nil }
	f, b := lb(t, `backend b
 server one localhost:"${BASE}"
 server two 127.0.0.1:82
 server three 127.0.0.1:83
 server four 127.0.0.1:84
 server five 127.0.0.1:85
`, func(c *host.Container) { onHost(c); c.Env = []string{"BASE=81"} },
		box("a", "", onHost, env("PORT=81", "OTHER=183")), box("b", "", onHost, command("serve", "--port=82")), box("c", "", onHost, func(c *host.Container) { c.Exposed = []int{83} }),
		box("d", "", onHost, env("PORT=85")), box("e", "", onHost, env("PORT=85")))
	wantLeads(t, &b, "b/one=a", "b/two=b", "b/three=c", "b/four=?", "b/five=?")
	wantSays(t, f, "unresolved: 2 containers may be 127.0.0.1:85", "unresolved: 0 containers may be 127.0.0.1:84")
	wantEdges(t, f, "host -> lb", "lb -> a", "lb -> b", "lb -> c")
}

// R7: a UNIX socket leads to who shares its volume or folder and names its file.
func TestUnixSockets(t *testing.T) {
	for name, c := range map[string]struct {
		server string
		lb     func(*host.Container)
		others []host.Container
		want   string
	}{
		"a volume": {"/socks/one.sock", mount("socks", "/socks", true), []host.Container{
			box("one", "", mount("socks", "/run/app", true), env("LISTEN=/run/app/one.sock")),
			box("someone", "", mount("socks", "/s", true), command("serve", "/s/someone.sock")),
			box("elsewhere", "", mount("other", "/s", true), command("serve", "/s/one.sock"))}, "one"},
		"unix@": {"unix@/socks/two.sock", mount("socks", "/socks", true), []host.Container{
			box("one", "", mount("socks", "/s", true), command("sh", "-c", "serve --socket /s/one.sock")),
			box("two", "", mount("socks", "/s", true), command("sh", "-c", "serve --socket '/s/two.sock'; chmod 777 /s/two.sock"))}, "two"},
		"a folder below another": {"/var/s/deep/one.sock", mount("/home/x/s", "/var/s", false), []host.Container{
			box("one", "", mount("/home/x/s/deep", "/d", false), env("SOCKET=/d/one.sock")), box("two", "", mount("/home/x/t", "/d", false), env("SOCKET=/d/one.sock"))}, "one"},
		"by the processes":    {"/s/one.sock", mount("v", "/s", true), []host.Container{box("one", "", mount("v", "/s", true), func(c *host.Container) { c.Processes = []string{"app --bind unix:/s/one.sock"} }), box("two", "", mount("v", "/s", true))}, "one"},
		"the only other one":  {"/s/x.sock", mount("v", "/s", true), []host.Container{box("one", "", mount("v", "/s", true)), box("two", "")}, "one"},
		"nobody names it":     {"/s/x.sock", mount("v", "/s", true), []host.Container{box("one", "", mount("v", "/s", true)), box("two", "", mount("v", "/s", true))}, "?"},
		"another balancer":    {"/s/x.sock", mount("v", "/s", true), []host.Container{box("lb2", "", haproxy("-f /x"), mount("v", "/s", true), env("X=/s/x.sock")), box("two", "", mount("v", "/s", true))}, "two"},
		"in no volume at all": {"/run/x.sock", nil, []host.Container{box("one", "", env("X=/run/x.sock"))}, "own"},
	} {
		_, b := lb(t, "backend b\n server s "+c.server+"\n", c.lb, c.others...)
		if got := leads(&b)[0]; got != "b/s="+c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// A name of the balancer's own is its own container, not a server behind it; and a name may be written with the dot at its end.
func TestOwnName(t *testing.T) {
	f, b := lb(t, "backend b\n server a lb:81\n server b lab-lb-1:82\n server c app.:80\n", nil, box("app", "10.0.0.3"))
	wantLeads(t, &b, "b/a=own", "b/b=own", "b/c=app")
	wantEdges(t, f, "lb -> app")
}

// A socket's server may be an nginx, if its environment or command names the socket.
func TestSocketOfAnotherNginx(t *testing.T) {
	_, b := lb(t, "backend b\n server a /socks/web.sock\n server c /socks/x.sock\n", mount("v", "/socks", true),
		box("web", "", nginx, mount("v", "/run/s", true), env("LISTEN=unix:/run/s/web.sock")), box("twin", "", nginx, mount("v", "/run/s", true)))
	wantLeads(t, &b, "b/a=web", "b/c=?")
}

// Compose v1 left the "-" out of the name of a project.
func TestNamesOfComposeV1(t *testing.T) {
	named := func(name string) func(*host.Container) { return func(c *host.Container) { c.Name = name } }
	_, b := lb(t, "backend b\n server a redisha_master_1:6379\n server b redisha_slave_1:6379\n server c redishaslave:6379\n", nil,
		box("master", "10.0.0.3", named("redis-ha-master-1")), box("slave", "10.0.0.4", named("redis-ha-slave-1")))
	wantLeads(t, &b, "b/a=master", "b/b=slave", "b/c=?")
	if e := b.Servers[0].Evidence; e != "redisha_master_1: written for the names of another Compose, the container is redis-ha-master-1" {
		t.Error(e)
	}
}
