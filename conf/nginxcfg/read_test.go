package nginxcfg

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"hadash/conf/balancer"
)

var places = cmpopts.IgnoreTypes(balancer.Place{})

func TestReadGroups(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []balancer.Group
	}{
		"http and stream": {`
http { upstream web { least_conn; server a:3000 max_fails=0; server [::1]:8080 backup; server unix:/run/x.sock; server gone down; }
 server { location / { proxy_pass http://web; } } }
stream { upstream caches { server c; } server { listen 6399; proxy_pass caches; } }`,
			[]balancer.Group{
				{Name: "web", Mode: balancer.HTTP, Balance: "least_conn", Servers: []balancer.Server{
					{Name: "a:3000", Host: "a", Port: 3000, Unchecked: true},
					{Name: "[::1]:8080", Host: "::1", Port: 8080, Backup: true},
					{Name: "unix:/run/x.sock", Unix: "/run/x.sock"},
				}},
				{Name: "caches", Mode: balancer.TCP, Servers: []balancer.Server{{Name: "c", Host: "c"}}},
			}},
		"every kind of pass": {`
http { server { location /a { proxy_pass http://app:1/x; } location /b { uwsgi_pass py:2; } location /c { fastcgi_pass php:9000; } location /d { grpc_pass grpc://g:5; } } }`,
			[]balancer.Group{
				{Mode: balancer.HTTP, Servers: []balancer.Server{{Name: "app:1", Host: "app", Port: 1}}},
				{Mode: balancer.HTTP, Servers: []balancer.Server{{Name: "py:2", Host: "py", Port: 2}}},
				{Mode: balancer.HTTP, Servers: []balancer.Server{{Name: "php:9000", Host: "php", Port: 9000}}},
				{Mode: balancer.HTTP, Servers: []balancer.Server{{Name: "g:5", Host: "g", Port: 5}}},
			}},
		"variables": {`
http { upstream writers { server w:1; } map $request_method $pick { default writers; GET "query:4100"; }
 server { location / { proxy_pass http://$pick$request_uri; } location /r/ { set $where reports:9000; proxy_pass http://$where/; } location /p { proxy_pass http://fixed:1$request_uri; } } }`,
			[]balancer.Group{
				{Name: "writers", Mode: balancer.HTTP, Servers: []balancer.Server{{Name: "w:1", Host: "w", Port: 1}}},
				{Mode: balancer.HTTP, Servers: []balancer.Server{{Name: "query:4100", Host: "query", Port: 4100, Variable: "$pick", Maybe: true}}},
				{Mode: balancer.HTTP, Servers: []balancer.Server{{Name: "reports:9000", Host: "reports", Port: 9000, Variable: "$where"}}},
				{Mode: balancer.HTTP, Servers: []balancer.Server{{Name: "fixed:1", Host: "fixed", Port: 1}}},
			}},
		"a web server": {`http { server { listen 80; root /srv; } }`, nil},
	} {
		got := Read([]File{{Path: "/etc/nginx/nginx.conf", Text: []byte(c.text)}})
		if diff := cmp.Diff(c.want, got.Groups, places); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
	}
}

func TestReadWithIncludes(t *testing.T) {
	got := Read([]File{
		{Path: "/etc/nginx/nginx.conf", Text: []byte("error_log stderr warn;\nhttp {\n access_log off;\n include conf.d/*.conf;\n include more/*.conf;\n}")},
		{Path: "/etc/nginx/conf.d/site.conf", Text: []byte(`log_format site "$host $status \"$upstream_addr\"";
upstream u { server u1:80; }
server {
 listen 127.0.0.1:8080 ssl; server_name shop;
 access_log /var/log/nginx/access.log site;
 location = /status { stub_status; }
 location / { proxy_pass http://u; }
}`)},
	})
	binds := []balancer.Bind{{Proxy: "shop", Host: "127.0.0.1", Port: 8080, TLS: true, Mode: balancer.HTTP}}
	want := balancer.Conf{
		Groups: []balancer.Group{{Name: "u", Mode: balancer.HTTP, Servers: []balancer.Server{{Name: "u1:80", Host: "u1", Port: 80}}}},
		Binds:  binds,
		Pages:  []balancer.Page{{Kind: balancer.StubStatus, Path: "/status", Binds: binds}},
		Logs: []balancer.Log{
			{Errors: true, Own: true, Level: "warn"},
			{File: "/var/log/nginx/access.log", Name: "site", Format: `$host $status "$upstream_addr"`},
		},
		Serves: []balancer.Log{{File: "/var/log/nginx/access.log", Name: "site", Format: `$host $status "$upstream_addr"`}},
		Files:  []string{"/etc/nginx/nginx.conf", "/etc/nginx/conf.d/site.conf"},
		Unread: []balancer.Unread{{What: "include more/*.conf: not given"}},
	}
	if diff := cmp.Diff(want, got, places); diff != "" {
		t.Error(diff)
	}
	if at := got.Groups[0].Servers[0].From; at != (balancer.Place{File: "/etc/nginx/conf.d/site.conf", Line: 2}) {
		t.Errorf("%+v", at)
	}
}

// Without a line about it nginx logs to the files that its packages and images name.
func TestReadDefaultLogs(t *testing.T) {
	got := Read([]File{{Path: "/etc/nginx/nginx.conf", Text: []byte("http { server { location / { proxy_pass http://a; } } }")}})
	want := []balancer.Log{{Errors: true, File: "/var/log/nginx/error.log"}, {File: "/var/log/nginx/access.log", Name: "combined"}}
	if diff := cmp.Diff(want, got.Logs, places); diff != "" {
		t.Error(diff)
	}
}

// A web server that passes nothing on logs its requests, too.
func TestReadServes(t *testing.T) {
	got := Read([]File{{Path: "/etc/nginx/nginx.conf", Text: []byte(`
http { access_log /a.log; server { listen 80 default_server; root /srv; } server { access_log syslog:server=unix:/dev/log,facility=local6,tag=web; }
 server { access_log syslog:server=127.0.0.1; } }
stream { server { listen 6399; proxy_pass c:1; } }`)}})
	want := []balancer.Log{{File: "/a.log", Name: "combined"}, {File: "/dev/log", Name: "combined", Facility: "local6", Tag: "web"}, {Host: "127.0.0.1", Port: 514, Name: "combined"}}
	if diff := cmp.Diff(want, got.Serves, places); diff != "" {
		t.Error(diff)
	}
	if !got.Binds[0].First || got.Binds[1].First {
		t.Errorf("%+v", got.Binds)
	}
	if got := Read([]File{{Text: []byte("http { server { root /srv; } }")}}).Serves; len(got) != 1 || got[0].File != defaultAccess {
		t.Errorf("by default %+v", got)
	}
}
