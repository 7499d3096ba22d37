package attach

import (
	"slices"
	"testing"

	"hadash/host"
)

// The hardest shapes, whole: each has what most rules miss.

// Slots of a template, a configuration of two files and a folder, and numbers only on a socket in the layer of an image that can
// run nothing.
func TestTemplateSlotsBehindASocket(t *testing.T) {
	proxy := box("door", "10.0.0.2", publish(80, 8080), func(c *host.Container) {
		c.Image, c.Command = "haproxy:3.0-alpine", []string{"sh", "-c", "mkdir -p /var/lib/haproxy && exec haproxy -W -db -f /etc/h/global.cfg -f /etc/h/defaults.cfg -f /etc/h/conf.d"}
		c.Processes = []string{"haproxy -W -db -f /etc/h/global.cfg -f /etc/h/defaults.cfg -f /etc/h/conf.d", "haproxy -sf 7 -x sockpair@5 -W -db -f /etc/h/global.cfg -f /etc/h/defaults.cfg -f /etc/h/conf.d"}
	})
	files := map[string]string{
		"door:/etc/h/global.cfg":      "global\n log stdout format raw local0\n stats socket /var/lib/haproxy/api.sock mode 600 level operator\n",
		"door:/etc/h/defaults.cfg":    "defaults\n log global\n mode http\n timeout connect 1s\nresolvers d\n nameserver a 127.0.0.11:53\n",
		"door:/etc/h/conf.d/20-b.cfg": "backend pool\n option httpchk GET /\n server-template web 6 app:80 check resolvers d init-addr none\nbackend fixed\n server-template old 2-3 app:81\n",
		"door:/etc/h/conf.d/10-f.cfg": "frontend f\n bind :80\n default_backend pool\n",
	}
	apps := []host.Container{scaled("app", "1"), scaled("app", "2"), scaled("app", "3")}
	state := stateText + "3 pool 5 web5 10.0.0.13 2 0 1 1 9 6 3 4 6 0 0 0 app 80 - 0 0 - - 0\n3 pool 6 web6 - 0 32 1 1 9 1 0 0 14 0 0 0 app 80 - 0 0 - - 0\n" +
		"4 fixed 1 old2 10.0.0.11 2 0 1 1 9 1 0 0 0 0 0 0 app 81 - 0 0 - - 0\n4 fixed 2 old3 10.0.0.11 2 0 1 1 9 1 0 0 0 0 0 0 app 81 - 0 0 - - 0\n"

	f := discover(t, &fake{all: append(apps, proxy), files: files})
	b := f.Balancers[0]
	if !slices.Equal(b.Conf.Files, []string{"/etc/h/global.cfg", "/etc/h/defaults.cfg", "/etc/h/conf.d/10-f.cfg", "/etc/h/conf.d/20-b.cfg"}) {
		t.Errorf("files %q", b.Conf.Files)
	}
	wantEdges(t, f, "host -> door", "door -> app")
	wantSays(t, f, "hadash --exec", "which container is in which slot is not known")
	if len(b.Status) != 1 || b.Status[0].Rule != "R9f" || b.Logs.Says != "own" || b.SlotsText("pool") != "not known, of 6" {
		t.Errorf("%+v %+v %s", b.Status, b.Logs, b.SlotsText("pool"))
	}

	proxy.Root = "/proc/7/root"
	f = discover(t, &fake{all: append(apps, proxy), files: files, says: map[string]Reading{"door": {Answered: 0, States: state, Numbers: page(99, "pool/web3=MAINT (resolution)", "pool/web1=UP", "fixed/old2=no check")}}})
	b = f.Balancers[0]
	if b.Status[0].Rule != "R9e" || b.SlotsText("pool") != "3 of 6" || b.SlotsText("fixed") != "2 of 2" {
		t.Errorf("%+v %s %s", b.Status, b.SlotsText("pool"), b.SlotsText("fixed"))
	}
	wantLeads(t, &b, "pool/web1=app_2", "pool/web2=app_1", "pool/web3=empty", "pool/web4=empty", "pool/web5=app_3", "pool/web6=empty", "fixed/old2=app_1", "fixed/old3=app_1")
	if len(f.Missing) != 1 || f.Missing[0].Line != "-S /run/haproxy/master.sock" { // "haproxy -W" has a master without a socket
		t.Errorf("it misses %+v", f.Missing)
	}
}

// nginx before HAProxy before three nginx that are only web servers. nginx's configuration is rendered from a template, HAProxy's
// is in an image of an odd name and its page inside only.
func TestNginxBeforeHAProxy(t *testing.T) {
	page := func(service, ip string) host.Container { return box(service, ip, nginx, env("NGINX_VERSION=1.27")) }
	f := discover(t, &fake{
		all: []host.Container{
			box("edge", "10.0.0.2", nginx, publish(80, 8080), env("UPSTREAM=inner:9000", "NGINX_VERSION=1.27")),
			box("inner", "10.0.0.3", func(c *host.Container) {
				c.Image, c.Processes = "registry.lab/team/spread:7", []string{"/bin/sh /start.sh", "/usr/sbin/haproxy -W -db -f /srv/spread.cfg"}
			}),
			page("haproxy", "10.0.0.4"), page("b", "10.0.0.5"), page("c", "10.0.0.6"),
		},
		files: map[string]string{
			"edge:/etc/nginx/nginx.conf":                      "user nginx; error_log /var/log/nginx/error.log notice; http { include /etc/nginx/mime.types; log_format main '$remote_addr'; access_log /var/log/nginx/access.log main; include /etc/nginx/conf.d/*.conf; }",
			"edge:/etc/nginx/conf.d/default.conf":             "server { listen 80; location / { proxy_pass http://inner:9000; } location = /nginx_status { stub_status; allow 127.0.0.1; deny all; } }",
			"edge:/etc/nginx/templates/default.conf.template": "server { listen 80; location / { proxy_pass http://${UPSTREAM}; } }",
			"edge:/var/log/nginx/access.log":                  "-> /dev/stdout",
			"edge:/var/log/nginx/error.log":                   "-> /dev/stderr",
			"inner:/srv/spread.cfg":                           "defaults\n mode http\nlisten numbers\n bind 127.0.0.1:8404\n stats enable\n stats uri /\nfrontend f\n bind :9000\n default_backend web\nbackend web\n server a haproxy:80 check\n server b b:80 check\n server c c:80 check\n",
			"haproxy:/etc/nginx/nginx.conf":                   "http { server { listen 80; root /usr/share/nginx/html; } }",
			"b:/etc/nginx/nginx.conf":                         "http { server { listen 80; location / { return 200 b; } } }",
			"c:/etc/nginx/nginx.conf":                         "http { server { listen 80; location ~ \\.php$ { fastcgi_pass 127.0.0.1:9000; } } }",
		},
	})
	if len(f.Balancers) != 2 {
		t.Fatalf("%d balancers", len(f.Balancers))
	}
	wantEdges(t, f, "host -> edge", "edge -> inner", "inner -> haproxy", "inner -> b", "inner -> c")
	edge, inner := f.Balancers[0], f.Balancers[1]
	wantLeads(t, &edge, "inner:9000=inner")
	wantLeads(t, &inner, "web/a=haproxy", "web/b=b", "web/c=c")
	if edge.Status[0].Rule != "R9f" || inner.Status[0].Rule != "R9f" || edge.Logs.Says != "own, main: attempts unknown" {
		t.Errorf("%+v %+v %+v", edge.Status, inner.Status, edge.Logs)
	}
	wantSays(t, f, "only shown inside the container", "hadash --exec", "$upstream_addr")
	for _, n := range f.Topology("lab").Nodes {
		if n.Status != "" {
			t.Errorf("%s would be asked at %s, which does not answer from here", n.Name, n.Status)
		}
	}
	if depth := f.depths(); depth["edge"] != 1 || depth["inner"] != 2 || depth["b"] != 3 {
		t.Errorf("columns %v", depth)
	}
}

// Servers without addresses: UNIX sockets in a volume, the configuration in the command, and no statistics. A file of the same
// name beside it is another one.
func TestSocketsInAVolume(t *testing.T) {
	const text = "global\n maxconn 99\ndefaults\n mode http\nfrontend f\n bind :9999\n default_backend both\nbackend both\n server one unix@/run/s/first.sock\n server two /run/s/second.sock\n"
	app := func(service, file string) host.Container {
		return box(service, "", mount("lab_s", "/socks", true), env("UDS=/socks/"+file))
	}
	f := discover(t, &fake{
		all: []host.Container{
			box("lb", "10.0.0.2", publish(9999, 9999), mount("lab_s", "/run/s", true), mount("/home/x/haproxy.cfg", "/haproxy.cfg", false), func(c *host.Container) {
				c.Image, c.Command = "haproxy:3.2-alpine", []string{"sh", "-c", "echo '" + text + "' > /tmp/h.cfg && haproxy -f /tmp/h.cfg"}
				c.Processes = []string{"sh -c echo '" + text + "' > /tmp/h.cfg && haproxy -f /tmp/h.cfg", "haproxy -f /tmp/h.cfg"}
			}),
			app("api-a", "second.sock"), app("api-b", "first.sock"), box("sweeper", "", mount("lab_s", "/socks", true), command("sh", "-c", "chmod 777 /socks/*")), box("db", "10.0.0.7"),
		},
		files: map[string]string{"lb:/tmp/h.cfg": text, "lb:/haproxy.cfg": "backend wrong\n server x db:1\n", "lb:" + usualFile: "backend wrong\n server x db:1\n"},
	})
	b := f.Balancers[0]
	wantLeads(t, &b, "both/one=api-b", "both/two=api-a")
	wantEdges(t, f, "host -> lb", "lb -> api-b", "lb -> api-a")
	if len(b.Status) != 0 || b.Logs.Says != "stderr states only" || !b.Servers[0].Server.Unchecked {
		t.Errorf("%+v %+v", b.Status, b.Logs)
	}
	if !slices.Equal(f.Others, []string{"db", "sweeper"}) {
		t.Errorf("others %q", f.Others)
	}
	wantSays(t, f, "no statistics page and no Runtime API", "the command of lb in the compose file, which writes /tmp/h.cfg", "docker compose up -d lb")
}

// Two balancers on the same servers: each says its own, one server is in two groups, and one of the two shows its numbers to
// Prometheus alone. Both log to one service.
func TestTwoOnTheSameServers(t *testing.T) {
	base := "global\n log logs:514 local0\n stats socket /run/h/api.sock level user\ndefaults\n log global\n mode tcp\nresolvers r\n nameserver d 127.0.0.11:53\n"
	ro := "listen read\n bind :3307\n server n1 db1:3306 check\n server n2 db2:3306 check\nlisten write\n bind :3306\n server w1 db1:3306 check\n server w2 db2:3306 check backup\n"
	metrics := "frontend numbers\n bind :8405\n mode http\n http-request use-service prometheus-exporter if { path /metrics }\n"
	left := func(c *host.Container) { c.Root = "/proc/5/root" }
	f := discover(t, &fake{
		all: []host.Container{
			box("left", "10.0.0.2", haproxy("-f /usr/local/etc/haproxy/conf.d"), left, publish(3306, 13306), func(c *host.Container) {
				c.Mounts = []host.Mount{{Source: "lab_api", Path: "/v/lab_api/_data", Volume: true, Destination: "/run/h"}}
			}),
			box("right", "10.0.0.3", haproxy("-f /usr/local/etc/haproxy/conf.d"), publish(3306, 23306), publish(8405, 28405)),
			box("db1", "10.0.0.4"), box("db2", "10.0.0.5"), box("logs", "10.0.0.6"),
		},
		files: map[string]string{
			"left:/usr/local/etc/haproxy/conf.d/00-base.cfg": base, "left:/usr/local/etc/haproxy/conf.d/10-db.cfg": ro,
			"right:/usr/local/etc/haproxy/conf.d/00-base.cfg": base[:len("global\n log logs:514 local0\n")] + "defaults\n log global\n mode tcp\n", "right:/usr/local/etc/haproxy/conf.d/10-db.cfg": ro, "right:/usr/local/etc/haproxy/conf.d/20-m.cfg": metrics,
		},
		says: map[string]Reading{"left": {Answered: 0, Numbers: page(99, "read/n1=UP", "read/n2=DOWN", "write/w1=UP", "write/w2=DOWN")}},
	})
	if len(f.Balancers) != 2 {
		t.Fatalf("%d balancers", len(f.Balancers))
	}
	for i := range f.Balancers {
		wantLeads(t, &f.Balancers[i], "read/n1=db1", "read/n2=db2", "write/w1=db1", "write/w2=db2")
		if got := f.Balancers[i].Logs.Says; got != "to logs; stderr states" {
			t.Errorf("log %s", got)
		}
		for _, g := range f.Balancers[i].Conf.Groups {
			if g.Mode != "tcp" {
				t.Errorf("%s is %s: the defaults of another file are lost", g.Name, g.Mode)
			}
		}
	}
	wantEdges(t, f, "host -> left", "host -> right", "left -> db1", "left -> db2", "right -> db1", "right -> db2")
	l, r := f.Balancers[0], f.Balancers[1]
	if l.Status[0].URL != "unix:///v/lab_api/_data/api.sock" || l.Servers[1].State != Down || r.Servers[1].State != NotKnown {
		t.Errorf("left %+v, %q; right %q", l.Status, l.Servers[1].State, r.Servers[1].State)
	}
	if len(r.Status) != 1 || r.Status[0].Rule != "R9h" {
		t.Errorf("right %+v", r.Status)
	}
	wantSays(t, f, "log-send-hostname", "a page for Prometheus")
}
