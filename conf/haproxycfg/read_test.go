package haproxycfg

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"hadash/conf/balancer"
)

// places are left out of comparisons: each is tested once, in TestReadPlaces.
var places = cmpopts.IgnoreTypes(balancer.Place{})

func readText(text string, env ...string) balancer.Conf {
	return Read([]File{{Path: "h.cfg", Text: []byte(text)}}, env)
}

func TestReadGroups(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		env  []string
		want []balancer.Group
	}{
		"names, addresses and checks": {text: `
defaults
 mode tcp
listen db
 bind :3306
 balance leastconn
 server one a.b:3306 check
 server two [::1]:3306 backup check inter 2s
 server three unix@/run/x.sock
 server four 10.0.0.1`,
			want: []balancer.Group{{Name: "db", Mode: balancer.TCP, Balance: "leastconn", Servers: []balancer.Server{
				{Name: "one", Host: "a.b", Port: 3306},
				{Name: "two", Host: "::1", Port: 3306, Backup: true},
				{Name: "three", Unix: "/run/x.sock", Unchecked: true},
				{Name: "four", Host: "10.0.0.1", Unchecked: true},
			}}}},
		"a template": {text: `
backend web
 mode http
 server-template w 2-3 app:8080 check`,
			want: []balancer.Group{{Name: "web", Mode: balancer.HTTP, Servers: []balancer.Server{
				{Name: "w2", Host: "app", Port: 8080, Slot: true}, {Name: "w3", Host: "app", Port: 8080, Slot: true},
			}}}},
		"variables": {text: `
backend b
 server s localhost:"${PORT}"
 server u "${NOWHERE}":80`, env: []string{"PORT=39301"},
			want: []balancer.Group{{Name: "b", Mode: balancer.TCP, Servers: []balancer.Server{
				{Name: "s", Host: "localhost", Port: 39301, Unchecked: true},
				{Name: "u", Port: 80, Unknown: "${NOWHERE}", Unchecked: true},
			}}}},
		"a check of a role": {text: `
backend pg
 option httpchk OPTIONS /primary
 server a a:5432 check port 8008
backend redis
 option tcp-check
 tcp-check send info\ replication\r\n
 tcp-check expect string role:master
 server a a:6379 check
backend plain
 option httpchk GET /health
 server a a:80 check`,
			want: []balancer.Group{
				{Name: "pg", Mode: balancer.TCP, Role: "/primary", Servers: []balancer.Server{{Name: "a", Host: "a", Port: 5432}}},
				{Name: "redis", Mode: balancer.TCP, Role: "role:master", Servers: []balancer.Server{{Name: "a", Host: "a", Port: 6379}}},
				{Name: "plain", Mode: balancer.TCP, Servers: []balancer.Server{{Name: "a", Host: "a", Port: 80}}},
			}},
		"conditions, frontends and pages are no groups": {text: `
.if defined(NOT_THERE)
backend off
 server a a:1
.endif
frontend f
 bind :80
 default_backend b
listen stats
 bind :8404
 mode http
 stats enable
backend b
 server a a:1`,
			want: []balancer.Group{{Name: "b", Mode: balancer.TCP, Servers: []balancer.Server{{Name: "a", Host: "a", Port: 1, Unchecked: true}}}}},
	} {
		if diff := cmp.Diff(c.want, readText(c.text, c.env...).Groups, places); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

// Only the frontend f leads to servers. What turns the page on and where it then is was measured on HAProxy 2.6.
func TestReadPages(t *testing.T) {
	http := func(port int, proxy string) []balancer.Bind {
		return []balancer.Bind{{Proxy: proxy, Port: port, Mode: balancer.HTTP, Bare: proxy != "f" || port == 3}}
	}
	for name, c := range map[string]struct {
		text string
		want []balancer.Page
	}{
		"a uri alone": {"listen s\n mode http\n bind :1\n stats uri /x\n stats auth me:secret\n stats admin if TRUE",
			[]balancer.Page{{Kind: balancer.Stats, Path: "/x", Binds: http(1, "s"), Login: "me:secret", Admin: true}}},
		"enable alone": {"frontend s\n mode http\n bind *:1\n stats enable",
			[]balancer.Page{{Kind: balancer.Stats, Path: "/haproxy?stats", Binds: http(1, "s")}}},
		"in a backend": {"frontend f\n mode http\n bind :2\n default_backend b\nbackend b\n mode http\n stats uri /\n server a a:1",
			[]balancer.Page{{Kind: balancer.Stats, Path: "/", Binds: http(2, "f")}}},
		"in defaults": {"defaults\n mode http\n stats uri /adm?stats\nfrontend f\n bind :3\nbackend b\n server a a:1",
			[]balancer.Page{{Kind: balancer.Stats, Path: "/adm?stats", Binds: http(3, "f")}}},
		"none over TCP":    {"listen s\n bind :1\n stats uri /x", nil},
		"a socket is none": {"listen s\n mode http\n bind :1\n stats timeout 2s", nil},
		"for Prometheus": {"frontend p\n mode http\n bind :9\n http-request use-service prometheus-exporter if { path /m }",
			[]balancer.Page{{Kind: balancer.Prometheus, Path: "/m", Binds: http(9, "p")}}},
	} {
		if diff := cmp.Diff(c.want, readText(c.text).Pages, places); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

func TestReadSocketsAndLogs(t *testing.T) {
	got := readText(`
global
 log stdout format raw local0 notice
 stats socket /run/h.sock mode 600 level admin
 stats socket ipv4@127.0.0.1:9999
 stats socket /run/haproxy@edge.sock level user
defaults
 log global
 option tcplog
listen a
 bind :1
 server s s:1
listen b
 bind :2
 log 127.0.0.1 local5
 no log
 server s s:1
frontend c
 log syslog:514 local0
 log-format "%ci %ST"
 default_backend d`)
	want := balancer.Conf{
		Sockets: []balancer.Socket{{Unix: "/run/h.sock", Level: "admin"}, {Host: "127.0.0.1", Port: 9999, Level: "operator"}, {Unix: "/run/haproxy@edge.sock", Level: "user"}},
		Logs: []balancer.Log{
			{Own: true, Facility: "local0", Level: "notice"},
			{Own: true, Proxy: "a", Name: "tcplog", Facility: "local0", Level: "notice"},
			{Off: true, Proxy: "b"},
			{Host: "syslog", Port: 514, Proxy: "c", Name: "log-format", Format: "%ci %ST", Facility: "local0"},
			{Own: true, Proxy: "c", Name: "log-format", Format: "%ci %ST", Facility: "local0", Level: "notice"},
		},
	}
	if diff := cmp.Diff(want, balancer.Conf{Sockets: got.Sockets, Logs: got.Logs}, places); diff != "" {
		t.Error(diff)
	}
}

func TestReadPlaces(t *testing.T) {
	got := Read([]File{{Path: "a", Text: []byte("defaults\n mode http\n")}, {Path: "b", Text: []byte("\nlisten x\n server s s:1\n")}}, nil)
	if len(got.Groups) != 1 || got.Groups[0].From != (balancer.Place{File: "b", Line: 2}) || got.Groups[0].Servers[0].From.Line != 3 {
		t.Errorf("%+v", got.Groups)
	}
	if got.Groups[0].Mode != balancer.HTTP {
		t.Error("defaults of one file hold in the next")
	}
}

func TestReadLogsOfSyslog(t *testing.T) {
	got := Read([]File{{Text: []byte("global\n chroot /var/lib/haproxy\n log-tag edge\n log /dev/log len 4096 format rfc5424 local2 info\n log tcp@10.0.0.9:1514 local3\n")}}, nil)
	want := balancer.Conf{Chroot: "/var/lib/haproxy", Tag: "edge", Logs: []balancer.Log{
		{File: "/dev/log", Facility: "local2", Level: "info"},
		{Host: "10.0.0.9", Port: 1514, Stream: true, Facility: "local3"},
	}}
	if diff := cmp.Diff(want, balancer.Conf{Chroot: got.Chroot, Tag: got.Tag, Logs: got.Logs}, places); diff != "" {
		t.Error(diff)
	}
}
