package attach

import (
	"slices"
	"strings"
	"testing"

	"hadash/host"
	"hadash/record"
)

// R9 and R10: where numbers are, the cheapest way first.
func TestWays(t *testing.T) {
	const servers = "backend b\n server s app:80\n"
	onHost := func(c *host.Container) { c.Network, c.Endpoints = "host", nil }
	far := func(c *host.Container) { c.Local, c.At = false, "engine.lab" }
	rooted := func(c *host.Container) { c.Root = "/proc/77/root" }
	for name, c := range map[string]struct {
		cfg  string
		set  func(*host.Container)
		want []string // rule and URL
	}{
		"a: a published page":                   {"listen s\n bind :6688\n mode http\n stats uri /x\n", publish(6688, 36688), []string{"R9a http://127.0.0.1:36688/x;csv"}},
		"a: behind a query":                     {"listen s\n bind :8404\n mode http\n stats enable\n", publish(8404, 18404), []string{"R9a http://127.0.0.1:18404/haproxy?stats;csv"}},
		"b: over TLS, though published":         {"listen s\n bind :8404 ssl crt /x.pem\n mode http\n stats enable\n stats uri /\n", publish(8404, 18404), []string{"R9b https://10.0.0.2:8404/;csv unchecked"}},
		"a: over TLS on another machine":        {"listen s\n bind :8404 ssl crt /x.pem\n mode http\n stats enable\n stats uri /\n", func(c *host.Container) { publish(8404, 18404)(c); far(c) }, []string{"R9a https://127.0.0.1:18404/;csv"}},
		"a: over TLS in the host's network":     {"listen s\n bind 127.0.0.1:8404 ssl crt /x.pem\n mode http\n stats enable\n stats uri /\n", onHost, []string{"R9a https://127.0.0.1:8404/;csv"}},
		"h: Prometheus over TLS":                {"frontend m\n bind :8405 ssl crt /x.pem\n mode http\n http-request use-service prometheus-exporter if { path /metrics }\n", nil, []string{"R9h https://10.0.0.2:8405/metrics unchecked"}},
		"a: in a backend that is reached":       {"frontend f\n bind :80\n mode http\n use_backend st if x\nbackend st\n mode http\n stats uri /st\n", publish(80, 8080), []string{"R9a http://127.0.0.1:8080/st;csv"}},
		"a: in defaults":                        {"defaults\n mode http\n stats uri /a?stats\nfrontend f\n bind :80\n default_backend b\n", publish(80, 8080), []string{"R9a http://127.0.0.1:8080/a?stats;csv"}},
		"a: in the host's network":              {"listen s\n bind 127.0.0.1:8404\n mode http\n stats enable\n stats uri /\n", onHost, []string{"R9a http://127.0.0.1:8404/;csv"}},
		"b: at the address":                     {"listen s\n bind :8404\n mode http\n stats enable\n stats uri /\n", nil, []string{"R9b http://10.0.0.2:8404/;csv"}},
		"f: at the address, of another machine": {"listen s\n bind :8404\n mode http\n stats enable\n stats uri /\n", far, []string{"R9f http://127.0.0.1:8404/;csv"}},
		"f: on loopback, though published":      {"listen s\n bind 127.0.0.1:8404\n mode http\n stats enable\n stats uri /\n", publish(8404, 18404), []string{"R9f http://127.0.0.1:8404/;csv"}},
		"none: not in a tcp proxy":              {"listen s\n bind :8404\n mode tcp\n stats enable\n", nil, nil},
		"none: stats socket is no page":         {"defaults\n mode http\n stats timeout 3s\nlisten s\n bind :8404\n", nil, nil},
		"c: a published Runtime API":            {"global\n stats socket :9999 level user\n", publish(9999, 19999), []string{"R9c tcp://127.0.0.1:19999"}},
		"c: a Runtime API at the address":       {"global\n stats socket ipv4@*:9999\n", nil, []string{"R9c tcp://10.0.0.2:9999"}},
		"c: a Runtime API on the host":          {"global\n stats socket ipv4@127.0.0.1:39390\n", onHost, []string{"R9c tcp://127.0.0.1:39390"}},
		"c: on loopback inside":                 {"global\n stats socket 127.0.0.1:9999\n", nil, []string{"R9f exec://127.0.0.1:9999"}},
		"d: a socket in a folder of the host":   {"global\n stats socket /run/h/api.sock\n", mount("/home/x/run", "/run/h", false), []string{"R9d unix:///home/x/run/api.sock"}},
		"d: a socket in a volume":               {"global\n stats socket /run/h/api.sock\n", func(c *host.Container) { rooted(c); mount("vol", "/run/h", true)(c); c.Mounts[0].Path = "/v/vol/_data" }, []string{"R9d unix:///v/vol/_data/api.sock"}},
		"f: a socket in a volume, no root":      {"global\n stats socket /run/h/api.sock\n", mount("vol", "/run/h", true), []string{"R9f exec:///run/h/api.sock"}},
		"e: a socket in the container, as root": {"global\n stats socket /var/lib/haproxy/stats level admin\n", rooted, []string{"R9e unix:///proc/77/root/var/lib/haproxy/stats"}},
		"f: a socket in the container":          {"global\n stats socket /var/lib/haproxy/stats\n", nil, []string{"R9f exec:///var/lib/haproxy/stats"}},
		"h: Prometheus alone":                   {"frontend m\n bind :8405\n mode http\n http-request use-service prometheus-exporter if { path /metrics }\n no log\n", publish(8405, 18405), []string{"R9h http://127.0.0.1:18405/metrics"}},
		"h: Prometheus, elsewhere":              {"frontend m\n bind :8405\n mode http\n http-request use-service prometheus-exporter if { path /numbers }\n", nil, []string{"R9h http://10.0.0.2:8405/numbers#metrics"}},
		"h: Prometheus, inside only":            {"frontend m\n bind 127.0.0.1:8405\n mode http\n http-request use-service prometheus-exporter if { path /metrics }\n", nil, []string{"R9h http://127.0.0.1:8405/metrics inside"}},
		"several": {"global\n stats socket :9999\n stats socket /run/x.sock\nfrontend m\n bind :8405\n mode http\n http-request use-service prometheus-exporter if { path /metrics }\n stats enable\n stats uri /\n", publish(8405, 18405),
			[]string{"R9a http://127.0.0.1:18405/;csv", "R9c tcp://10.0.0.2:9999", "R9f exec:///run/x.sock", "R9h http://127.0.0.1:18405/metrics"}},
	} {
		_, b := lb(t, c.cfg+servers, c.set, box("app", "10.0.0.3"))
		var got []string
		for _, w := range b.Status {
			text := string(w.Rule) + " " + w.URL
			if w.Exec && w.Rule == "R9h" {
				text += " inside"
			}
			if w.Unchecked {
				text += " unchecked"
			}
			if w.Unchecked != strings.Contains(w.Says, "certificate not checked") {
				t.Errorf("%s: %+v", name, w)
			}
			got = append(got, text)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// R9: what is missing is said with the line to add, where it is written, and how HAProxy is told.
func TestNoStatistics(t *testing.T) {
	for name, c := range map[string]struct {
		set  func(*host.Container)
		want []string
	}{
		"a mounted file":   {mount("/home/x/haproxy.cfg", usualFile, false), []string{"stats show-legends", "/home/x/haproxy.cfg", "docker kill -s USR2 lab-lb-1"}},
		"a mounted folder": {mount("/home/x/h", "/usr/local/etc/haproxy", false), []string{"/home/x/h/haproxy.cfg"}},
		"a volume":         {mount("conf", "/usr/local/etc/haproxy", true), []string{usualFile + " in the volume conf"}},
		"the image":        {nil, []string{usualFile + " in the image of lb", "up -d --build lb"}},
		"the command": {func(c *host.Container) {
			c.Command, c.Processes = []string{"sh", "-c", "echo 'x' > " + usualFile + " && haproxy -f " + usualFile}, []string{"sh -c x", "haproxy -f " + usualFile}
		}, []string{"the command of lb in the compose file", "docker compose up -d lb"}},
		"no master": {func(c *host.Container) {
			mount("/home/x/haproxy.cfg", usualFile, false)(c)
			c.Processes = []string{"haproxy -db -f " + usualFile}
		}, []string{"docker restart lab-lb-1"}},
		"a hashed login": {nil, []string{"only known hashed"}},
	} {
		cfg := "backend b\n server s app:80\n"
		if name == "a hashed login" {
			cfg += "listen s\n bind :1\n mode http\n stats enable\n stats http-request auth unless { http_auth(u) }\n"
		}
		f, _ := lb(t, cfg, c.set, box("app", "10.0.0.3"))
		for _, text := range c.want {
			if !says(f, text) {
				t.Errorf("%s: it does not say %q: %+v", name, text, f.Missing)
			}
		}
	}
}

// R9e: a link among the folders of a socket leads on inside the container, and never on this machine.
func TestSocketBehindALink(t *testing.T) {
	f := discover(t, &fake{all: []host.Container{box("lb", "10.0.0.2", haproxy("-f /x.cfg"), func(c *host.Container) { c.Root = "/proc/77/root" }), box("app", "10.0.0.3")},
		files: map[string]string{"lb:/x.cfg": "global\n stats socket /var/run/h/api.sock\nbackend b\n server s app:80\n", "lb:/var/run": "-> /run"}})
	if got := f.Balancers[0].Status[0].URL; got != "unix:///proc/77/root/run/h/api.sock" {
		t.Error(got)
	}
}

// R9f: what only a command in the container reads is offered, and not done.
func TestOnlyInside(t *testing.T) {
	f, _ := lb(t, "global\n stats socket /run/x.sock\nbackend b\n server s app:80\n", nil, box("app", "10.0.0.3"))
	wantSays(t, f, "hadash --exec")
}

// R10: stub_status that lets loopback in alone is not asked from here.
func TestStubStatus(t *testing.T) {
	for rules, want := range map[string]string{
		"":                           "R9a http://127.0.0.1:8080/st",
		"allow 127.0.0.1; deny all;": "R9f http://127.0.0.1:80/st",
		"allow 127.0.0.0/8; allow ::1; deny all;": "R9f http://127.0.0.1:80/st",
		"allow 172.16.0.0/12; deny all;":          "R9a http://127.0.0.1:8080/st",
		"deny 10.0.0.9;":                          "R9a http://127.0.0.1:8080/st",
	} {
		f := discover(t, &fake{all: []host.Container{box("web", "10.0.0.2", nginx, publish(80, 8080)), box("app", "10.0.0.3")}, files: map[string]string{
			"web:/etc/nginx/nginx.conf": "http { server { listen 80; location = /st { stub_status; " + rules + " } location / { proxy_pass http://app; } } }"}})
		b := f.Balancers[0]
		if len(b.Status) != 1 || string(b.Status[0].Rule)+" "+b.Status[0].URL != want {
			t.Errorf("%s: %+v, want %s", rules, b.Status, want)
		}
		if inside := strings.HasPrefix(want, "R9f"); inside != says(f, "only shown inside") {
			t.Errorf("%s: it says %v", rules, f.Missing)
		}
	}
	f := discover(t, &fake{all: []host.Container{box("web", "10.0.0.2", nginx), box("app", "10.0.0.3")}, files: map[string]string{"web:/etc/nginx/nginx.conf": "http { server { location / { proxy_pass http://app; } } }"}})
	wantSays(t, f, "stub_status")
}

// A line is to be added to a file that is the user's own: not to the image's, where another is mounted.
func TestWhichFileIsChanged(t *testing.T) {
	f := discover(t, &fake{
		all: []host.Container{box("web", "10.0.0.2", nginx, mount("/home/x/conf.d", "/etc/nginx/conf.d", false), mount("/home/x/stream.d", "/etc/nginx/a.d", false)), box("app", "10.0.0.3")},
		files: map[string]string{
			"web:/etc/nginx/nginx.conf":       "stream { include /etc/nginx/a.d/*.conf; } http { access_log /dev/stdout; include /etc/nginx/conf.d/*.conf; }",
			"web:/etc/nginx/a.d/tcp.conf":     "server { listen 81; proxy_pass app:81; }",
			"web:/etc/nginx/conf.d/site.conf": "server { location / { proxy_pass http://app:80; } }",
		},
	})
	wantSays(t, f, "/home/x/conf.d/site.conf")
	if says(f, "tcp.conf") || says(f, "in the image") {
		t.Errorf("%+v", f.Missing)
	}
}

// How a balancer is told: by Compose, by a swarm's stack, or by Docker alone.
func TestCommands(t *testing.T) {
	for name, c := range map[string]struct {
		set        func(*host.Container)
		what, want string
	}{
		"compose":        {nil, "kill -s USR2", "docker kill -s USR2 lab-lb-1"},
		"stack, signal":  {labels("com.docker.stack.namespace", "st"), "kill -s USR2", "docker kill -s USR2 lab-lb-1"},
		"stack, restart": {labels("com.docker.stack.namespace", "st"), "restart", "docker service update --force st_lb"},
		"stack, up":      {labels("com.docker.stack.namespace", "st"), "up -d", "docker stack deploy -c FILE st"},
		"alone, signal":  {labels(host.Alone, "true"), "kill -s HUP", "docker kill -s HUP lab-lb-1"},
		"alone, up":      {labels(host.Alone, "true"), "up -d --build", "make the container lab-lb-1 again"},
	} {
		b := box("lb", "")
		if c.set != nil {
			c.set(&b)
		}
		if got := do(&b, c.what); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// A HAProxy is changed by its Runtime API at level admin, the cheapest way; where that is not to be, the reason and the line that
// would change it are true for that HAProxy.
func TestAdmin(t *testing.T) {
	const backend = "backend b\n server s app:80\n"
	page := "listen s\n bind :8404\n mode http\n stats enable\n stats uri /\n"
	for name, c := range map[string]struct {
		cfg  string
		set  func(*host.Container)
		exec bool
		way  string // "" = none
		why  record.NoAdmin
	}{
		"TCP":              {cfg: "global\n stats socket ipv4@:9999 level admin\n", way: "tcp://10.0.0.2:9999"},
		"TCP, published":   {cfg: "global\n stats socket ipv4@:9999 level admin\n", set: publish(9999, 19999), way: "tcp://127.0.0.1:19999"},
		"the one that may": {cfg: "global\n stats socket ipv4@:9998 level user\n stats socket ipv4@:9999 level admin\n", way: "tcp://10.0.0.2:9999"},
		"in a folder":      {cfg: "global\n stats socket /run/h/api.sock level admin\n", set: mount("/home/x/h", "/run/h", false), way: "unix:///home/x/h/api.sock"},
		"inside":           {cfg: "global\n stats socket /run/x.sock mode 660 level admin\n", why: record.NoAdmin{Why: record.OnlyInside, At: "/run/x.sock", Level: "admin"}},
		"inside, agreed":   {cfg: "global\n stats socket /run/x.sock mode 660 level admin\n", exec: true, way: "exec:///run/x.sock"},
		"loopback":         {cfg: "global\n stats socket 127.0.0.1:9999 level admin\n", exec: true, way: "exec://127.0.0.1:9999"},
		"not said":         {cfg: "global\n stats socket /run/x.sock\n", exec: true, why: record.NoAdmin{Why: record.LowLevel, At: "/run/x.sock", Level: "operator", Line: "level admin"}},
		"user":             {cfg: "global\n stats socket ipv4@:9999 level user\n", why: record.NoAdmin{Why: record.LowLevel, At: ":9999", Level: "user", Line: "level admin"}},
		"a page":           {cfg: page, why: record.NoAdmin{Why: record.NoRuntimeAPI, Line: "stats socket ipv4@:9999 level admin"}},
		"its admin":        {cfg: page + " stats admin if TRUE\n", why: record.NoAdmin{Why: record.NoRuntimeAPI, Line: "stats socket ipv4@:9999 level admin", Page: true}},
		"abstract":         {cfg: "global\n stats socket abns@x level admin\n", why: record.NoAdmin{Why: record.Unreachable, At: "x", Level: "admin", Line: "stats socket ipv4@:9999 level admin"}},
		"no program": {cfg: "global\n stats socket /run/x.sock level admin\n", exec: true, way: "exec:///run/x.sock",
			why: record.NoAdmin{Why: record.NoProgram, At: "/run/x.sock", Level: "admin", Line: "stats socket ipv4@:9999 level admin"}},
		"host network": {set: func(c *host.Container) { c.Network, c.Endpoints = "host", nil }, why: record.NoAdmin{Why: record.NoRuntimeAPI, Line: "stats socket ipv4@127.0.0.1:9999 level admin"}},
		"elsewhere":    {set: func(c *host.Container) { c.Local = false }, why: record.NoAdmin{Why: record.NoRuntimeAPI, Line: "stats socket /tmp/haproxy.sock level admin"}},
	} {
		f, _ := lb(t, c.cfg+backend, c.set, box("app", "10.0.0.3"))
		if name == "no program" {
			f.Balancers[0].Status[0].failed = "exec in lb: its image has neither socat nor perl nor python3 to reach the socket with"
		}
		way, why := f.Balancers[0].Admin(c.exec)
		got := ""
		if way != nil {
			got = way.URL
		}
		if got != c.way || why != c.why {
			t.Errorf("%s: %q %+v", name, got, why)
		}
		f.Exec = c.exec
		top := f.Topology("p")
		if n, _ := top.Node("lb"); n.NoAdmin != c.why {
			t.Errorf("%s: the node says %+v", name, n.NoAdmin)
		}
		f, _ = lb(t, c.cfg+backend, func(h *host.Container) {
			if c.set != nil {
				c.set(h)
			}
			labels("hadash.admin", "tcp://:9990")(h)
		}, box("app", "10.0.0.3"))
		top = f.Topology("p")
		if n, _ := top.Node("lb"); n.NoAdmin.Why != "" {
			t.Errorf("%s: its label says where its Runtime API is, and the node says %+v", name, n.NoAdmin)
		}
	}
}

// R10: an exporter that names an nginx has its numbers, where no location that is reached shows them.
func TestExporterOfNginx(t *testing.T) {
	const conf = "http { server { location / { proxy_pass http://app; } } }"
	for name, c := range map[string]struct {
		set  func(*host.Container)
		want string
	}{
		"by its command": {func(c *host.Container) { c.Command = []string{"--nginx.scrape-uri=http://web:8080/stub_status"} }, "http://10.0.0.9:9113/metrics"},
		"two arguments":  {func(c *host.Container) { c.Command = []string{"-nginx.scrape-uri", "http://web:8080/stub_status"} }, "http://10.0.0.9:9113/metrics"},
		"two words": {func(c *host.Container) {
			c.Processes = []string{"/usr/bin/nginx-prometheus-exporter -nginx.scrape-uri http://web/status --web.listen-address=:9200"}
		}, "http://10.0.0.9:9200/metrics"},
		"by its environment": {func(c *host.Container) { c.Env = []string{"SCRAPE_URI=http://10.0.0.2/stub_status"} }, "http://10.0.0.9:9113/metrics"},
		"of another":         {func(c *host.Container) { c.Command = []string{"--nginx.scrape-uri=http://app:8080/stub_status"} }, ""},
		"nothing":            {func(*host.Container) {}, ""},
	} {
		f := discover(t, &fake{all: []host.Container{box("web", "10.0.0.2", nginx), box("app", "10.0.0.3"), box("numbers", "10.0.0.9", func(c *host.Container) { c.Local = true }, c.set)},
			files: map[string]string{"web:/etc/nginx/nginx.conf": conf}})
		got := ""
		if w := f.Balancers[0].Watchable(false); w != nil {
			got = w.URL
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if says(f, "no numbers") != (c.want == "") || says(f, "page for Prometheus, which has no addresses") {
			t.Errorf("%s: %+v", name, f.Missing)
		}
	}
}
