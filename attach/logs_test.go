package attach

import (
	"slices"
	"strings"
	"testing"

	"hadash/host"
	"hadash/record"
)

// R11 and R12: what of nginx's logs can be read.
func TestNginxLogs(t *testing.T) {
	const linked = "-> /dev/stdout"
	for conf, c := range map[string]struct {
		access string // what /var/log/nginx/access.log is
		want   Logs
		say    string
	}{
		"":                       {linked, Logs{Own: true, Says: "own, combined: attempts unknown"}, "$upstream_addr"},
		"access_log off;":        {linked, Logs{Says: "access off; errors own"}, "access_log /dev/stdout"},
		"access_log /dev/null;":  {linked, Logs{Says: "access off; errors own"}, "access_log /dev/stdout"},
		"access_log /srv/a.log;": {"", Logs{Says: "to /srv/a.log; errors own"}, "requests are logged to /srv/a.log"},
		"access_log syslog:server=collector:514;":                                       {"", Logs{Says: "to collector; errors own", To: "collector"}, ""},
		"log_format f '$upstream_addr'; access_log /dev/stdout f;":                      {"", Logs{Own: true, Format: "$upstream_addr", Says: "own, addresses without results"}, "$upstream_status in log_format f"},
		"log_format f '$upstream_addr $upstream_status'; access_log /proc/self/fd/1 f;": {"", Logs{Own: true, Attempts: true, Format: "$upstream_addr $upstream_status", Says: "own, f"}, ""},
	} {
		files := map[string]string{"web:/etc/nginx/nginx.conf": "http { " + conf + " server { location / { proxy_pass http://app; } } }", "web:/var/log/nginx/error.log": "-> /dev/stderr"}
		if c.access != "" {
			files["web:/var/log/nginx/access.log"] = c.access
		}
		f := discover(t, &fake{all: []host.Container{box("web", "10.0.0.2", nginx), box("app", "10.0.0.3"), box("collector", "10.0.0.9")}, files: files})
		if got := f.Balancers[0].Logs; got != c.want {
			t.Errorf("%s: %+v, want %+v", conf, got, c.want)
		}
		if c.say != "" {
			wantSays(t, f, c.say)
		}
	}
}

// R13: where HAProxy's lines go, and that its changes of state come on standard error all the same.
func TestHAProxyLogs(t *testing.T) {
	syslogd := func(c *host.Container) { c.Processes = append(c.Processes, "/sbin/syslogd -n") }
	daemonized := func(c *host.Container) { c.Processes = []string{"confd", "haproxy -D -f " + usualFile} }
	for global, c := range map[string]struct {
		set       func(*host.Container)
		own       bool
		want, say string
	}{
		"log stdout format raw local0": {nil, true, "own", ""},
		"log fd@2 local0":              {nil, true, "own", ""},
		"log 127.0.0.1 local0":         {nil, false, "stderr states only", "log stdout format raw local0"},
		"log 127.0.0.1:514 local0":     {syslogd, false, "to a syslog server in its container; stderr states", ""},
		"log /dev/log local0":          {nil, false, "stderr states only", "log stdout format raw local0"},
		"log collector:514 local0":     {nil, false, "to collector; stderr states", ""},
		"log 10.0.0.9 local0":          {nil, false, "to collector; stderr states", ""},
		"log nobody:514 local0":        {nil, false, "stderr states only", "nobody is known to listen"},
		"log ring@r local0":            {nil, false, "stderr states only", "log stdout format raw local0"},
		"":                             {nil, false, "stderr states only", "no session is logged"},
		"maxconn 9":                    {daemonized, false, "none", "a daemon writes no changes of state"},
	} {
		f, b := lb(t, "global\n "+global+"\ndefaults\n log global\n mode http\nfrontend f\n bind :80\n default_backend b\nbackend b\n server s app:80\n", c.set, box("app", "10.0.0.3"), box("collector", "10.0.0.9"))
		if b.Logs.Says != c.want || b.Logs.Own != c.own {
			t.Errorf("%s: %+v, want %s", global, b.Logs, c.want)
		}
		if c.say != "" {
			wantSays(t, f, c.say)
		}
	}
}

// R13: two balancers that log to one service: a line does not say which, unless they send their names.
func TestTwoLogToOne(t *testing.T) {
	const cfg = "global\n log collector:514 local0\ndefaults\n log global\nfrontend f\n bind :80\n default_backend b\nbackend b\n server s app:80\n"
	f := discover(t, &fake{all: []host.Container{box("lb1", "10.0.0.2", haproxy("-f /x.cfg")), box("lb2", "10.0.0.4", haproxy("-f /x.cfg")), box("app", "10.0.0.3"), box("collector", "10.0.0.9")},
		files: map[string]string{"lb1:/x.cfg": cfg, "lb2:/x.cfg": cfg}})
	wantSays(t, f, "log-send-hostname")

	named := strings.Replace(cfg, "defaults", " log-send-hostname front\ndefaults", 1)
	f = discover(t, &fake{all: []host.Container{box("lb1", "10.0.0.2", haproxy("-f /x.cfg")), box("lb2", "10.0.0.4", haproxy("-f /x.cfg")), box("app", "10.0.0.3"), box("collector", "10.0.0.9")},
		files: map[string]string{"lb1:/x.cfg": named, "lb2:/x.cfg": strings.Replace(named, "hostname front", "hostname", 1)}})
	if says(f, "a line does not say which") {
		t.Errorf("%+v", f.Missing)
	}
	top := f.Topology("")
	if n, _ := top.Node("lb1"); !slices.Contains(n.Syslog.Names, "front") {
		t.Errorf("%+v", n.Syslog)
	}
}

// R13: what a balancer sends to another container comes out there, under the names that a header may have of it. What has its own output
// comes nowhere else.
func TestWhereLinesComeOut(t *testing.T) {
	const cfg = "global\n log collector:514 local0\ndefaults\n log global\nfrontend f\n bind :80\n default_backend b\nbackend b\n server s app:80\n"
	named := func(c *host.Container) { c.Hostname, c.Name, c.ID = "edge", "shop-lb-1", "5c1ab7ecd1f05c1ab7ecd1f0" }
	f := discover(t, &fake{all: []host.Container{box("lb", "10.0.0.2", haproxy("-f /x.cfg"), named), box("web", "10.0.0.4", nginx), box("own", "10.0.0.5", haproxy("-f /y.cfg")), box("app", "10.0.0.3"), box("collector", "10.0.0.9")},
		files: map[string]string{"5c1ab7ecd1f05c1ab7ecd1f0:/x.cfg": cfg, "own:/y.cfg": strings.Replace(cfg, "collector:514", "stdout format raw", 1),
			"web:/etc/nginx/nginx.conf": "http { access_log syslog:server=collector:514; server { location / { proxy_pass http://app; } } }"}})
	top := f.Topology("shop")
	for name, want := range map[string]record.Syslog{
		"lb": {Node: "collector", Names: []string{"edge", "shop-lb-1", "lb", "5c1ab7ecd1f0", "10.0.0.2"}}, "web": {Node: "collector", Names: []string{"web", "lab-web-1", "10.0.0.4"}}, "own": {},
	} {
		if n, _ := top.Node(name); n.Syslog.Node != want.Node || !slices.Equal(n.Syslog.Names, want.Names) {
			t.Errorf("%s: %+v, want %+v", name, n.Syslog, want)
		}
	}
}
