package attach

import (
	"testing"

	"hadash/host"
	"hadash/record"
)

// R1: by the processes, else by the words of the command, the environment, the image; never by a name.
func TestWhoRunsABalancer(t *testing.T) {
	for name, c := range map[string]struct {
		c    host.Container
		kind record.Kind
		rule Rule
	}{
		"a process":                    {box("x", "", haproxy("-f x.cfg")), record.KindHAProxy, "R1 process"},
		"a process below a shell":      {host.Container{Image: "odd/edge:7", Running: true, Processes: []string{"sh -c echo x > h.cfg && haproxy -f h.cfg", "haproxy -f h.cfg"}}, record.KindHAProxy, "R1 process"},
		"a process with a path":        {host.Container{Running: true, Processes: []string{"/usr/local/sbin/haproxy -Ws -f x"}}, record.KindHAProxy, "R1 process"},
		"nginx by its title":           {host.Container{Image: "odd/front", Running: true, Processes: []string{"forego start -r", "nginx: master process nginx"}}, record.KindNginx, "R1 process"},
		"another process":              {box("haproxy", "", func(c *host.Container) { c.Image = "haproxy:3.0" }), "", ""},
		"a check of the configuration": {host.Container{Running: true, Processes: []string{"sleep 9", "haproxy -c -f x", "nginx -s reload"}}, "", ""},
		"an exporter":                  {host.Container{Image: "prom/haproxy-exporter", Env: []string{"HAPROXY_VERSION=3"}}, "", ""},
		"a writer":                     {host.Container{Image: "nginxproxy/docker-gen"}, "", ""},
		"stopped: words":               {host.Container{Entrypoint: []string{"docker-entrypoint.sh"}, Command: []string{"haproxy", "-f", "x"}}, record.KindHAProxy, "R1 command"},
		"stopped: inside a shell":      {host.Container{Command: []string{"sh", "-c", "haproxy -c -f x; exec haproxy -W -f x"}}, record.KindHAProxy, "R1 command"},
		"stopped: a mere word":         {host.Container{Command: []string{"sh", "-c", "echo haproxy; sleep 1"}}, "", ""},
		"stopped: environment":         {host.Container{Image: "own/thing", Env: []string{"NGINX_VERSION=1.27"}, Command: []string{"/start.sh"}}, record.KindNginx, "R1 environment"},
		"stopped: image":               {host.Container{Image: "registry.lab:5000/haproxytech/haproxy-alpine:3.0@sha256:1"}, record.KindHAProxy, "R1 image"},
		"stopped: flow proxy":          {host.Container{Image: "vfarcic/docker-flow-proxy"}, record.KindHAProxy, "R1 image"},
		"stopped: nginx unprivileged":  {host.Container{Image: "nginxinc/nginx-unprivileged:1"}, record.KindNginx, "R1 image"},
		"stopped: its name alone":      {host.Container{Service: "haproxy", Name: "haproxy-1", Image: "busybox"}, "", ""},
	} {
		if kind, rule, _ := program(&c.c); kind != c.kind || rule != c.rule {
			t.Errorf("%s: %q by %q, want %q by %q", name, kind, rule, c.kind, c.rule)
		}
	}
}

// R2: an nginx that passes nothing on, or only to its own container, and a HAProxy without servers, are no balancers.
func TestWhoBalances(t *testing.T) {
	for text, want := range map[string]int{
		"http { server { location / { root /srv; } } }":                                               0,
		"http { server { location / { #proxy_pass http://app:80;\n return 200 x; } } }":               0,
		"http { server { location / { fastcgi_pass 127.0.0.1:9000; } } }":                             0,
		"http { server { location / { fastcgi_pass unix:/run/php.sock; } } }":                         0,
		"http { server { location / { proxy_pass http://app:80; } } }":                                1,
		"http { upstream g { server app:80; } server { location / { proxy_pass http://g; } } }":       1,
		"http { server { location / { proxy_pass https://api.example.org; } } }":                      1,
		"stream { upstream g { server 10.0.0.3:80; } server { listen 1; proxy_pass g; } }":            1,
		"http { server { location / { uwsgi_pass app:3031; } location /x { fastcgi_pass app:9; } } }": 1,
	} {
		f := discover(t, &fake{all: []host.Container{box("web", "10.0.0.2", nginx), box("app", "10.0.0.3")}, files: map[string]string{"web:/etc/nginx/nginx.conf": text}})
		if len(f.Balancers) != want {
			t.Errorf("%s\n%d balancers, want %d", text, len(f.Balancers), want)
		}
	}
	f := discover(t, &fake{all: []host.Container{box("lb", "10.0.0.2", haproxy("-f "+usualFile))}, files: map[string]string{"lb:" + usualFile: "listen stats\n bind :8404\n mode http\n stats enable\n"}})
	if len(f.Balancers) != 0 {
		t.Error("statistics alone are a balancer")
	}
	wantSays(t, f, "no service of the project is a balancer")
}
