package stack

import (
	"archive/tar"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/runtimeapi"

	"github.com/docker/go-connections/nat"
)

func TestLocate(t *testing.T) {
	published := func(ip, port string) nat.PortMap {
		return nat.PortMap{"9081/tcp": {{HostIP: ip, HostPort: port}}}
	}
	tests := map[string]struct {
		node   string
		label  string // "" = as recorded
		host   string // of the Engine
		change func(f *fakeEngine)
		want   string // with a space it is part of an error
	}{
		"published":          {node: "app1", want: "http://127.0.0.1:8081/healthz"},
		"with a path":        {node: "haproxy", want: "http://127.0.0.1:5480/;csv"},
		"with a user":        {node: "mysql-master", want: "mysql://hadash@127.0.0.1:5410/"},
		"stopped":            {node: "mysql-slave1", want: "mysql://hadash@127.0.0.1:5411/"},
		"not started so far": {node: "k6", want: "http://127.0.0.1:5565/"},
		"elsewhere":          {node: "app1", label: "http://10.0.0.7:80/x", want: "http://10.0.0.7:80/x"},
		"another machine":    {node: "app1", host: "lab.example", want: "http://lab.example:8081/healthz"},
		"on every address": {node: "app1", want: "http://127.0.0.1:18081/healthz", change: func(f *fakeEngine) {
			f.of("app1").NetworkSettings.Ports = published("0.0.0.0", "18081")
		}},
		"on every address of another machine": {
			node: "app1", host: "lab.example", want: "http://lab.example:18081/healthz", change: func(f *fakeEngine) {
				f.of("app1").NetworkSettings.Ports = published("0.0.0.0", "18081")
			},
		},
		"on one address": {
			node: "app1", host: "lab.example", want: "http://192.0.2.7:18081/healthz", change: func(f *fakeEngine) {
				f.of("app1").NetworkSettings.Ports = published("192.0.2.7", "18081")
			},
		},
		"IPv4 before IPv6": {node: "app1", want: "http://127.0.0.1:2/healthz", change: func(f *fakeEngine) {
			f.of("app1").NetworkSettings.Ports = nat.PortMap{"9081/tcp": {{HostIP: "::", HostPort: "1"}, {HostIP: "0.0.0.0", HostPort: "2"}}}
		}},
		"not published": {node: "app1", want: "http://172.28.55.31:9081/healthz", change: func(f *fakeEngine) {
			f.of("app1").NetworkSettings.Ports, f.of("app1").HostConfig.PortBindings = nil, nil
		}},
		"no label": {node: "init", want: "locate init: it has no label hadash.status"},
		"no port":  {node: "app1", label: "http:///x", want: `locate app1: label hadash.status "http:///x" has no port`},
		"nowhere": {
			node: "app1", want: "locate app1: its port 9081 is not published, and it has no address while it is stopped",
			change: func(f *fakeEngine) {
				c := f.of("app1")
				c.NetworkSettings.Ports, c.HostConfig.PortBindings, c.NetworkSettings.Networks = nil, nil, nil
			},
		},
		"no such service": {node: "x", want: "no container of service x in project hadash-up; `docker compose up -d x` creates it"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFakeEngine(t)
			if test.change != nil {
				test.change(f)
			}
			if test.label != "" {
				f.of(test.node).Config.Labels["hadash.status"] = test.label
			}
			p := f.project()
			p.host = test.host
			u, err := p.Locate(t.Context(), test.node)
			got := ""
			if err != nil {
				got = err.Error()
			} else {
				got = u.String()
			}
			if got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestSecret(t *testing.T) {
	f := newFakeEngine(t)
	p := f.project()
	if got, err := p.Secret(t.Context(), "mysql-slave1"); got != "lab-monitor" || err != nil {
		t.Errorf("mysql-slave1: got %q, %v; want lab-monitor", got, err)
	}
	if env, err := p.Environment(t.Context(), "mysql-slave1"); err != nil || !slices.ContainsFunc(env, func(e string) bool { return strings.HasSuffix(e, "=lab-monitor") }) {
		t.Errorf("environment %q, %v", env, err)
	}
	if _, err := p.Environment(t.Context(), "nobody"); err == nil {
		t.Error("the environment of a service that is not there")
	}
	if got, err := p.Secret(t.Context(), "app1"); got != "" || err != nil {
		t.Errorf("app1, which has no label: got %q, %v; want nothing", got, err)
	}
	f.of("nginx").Config.Labels["hadash.password-env"] = "NOT_THERE"
	if _, err := p.Secret(t.Context(), "nginx"); err == nil || !strings.Contains(err.Error(), "NOT_THERE") {
		t.Errorf("nginx: got error %v; want it to name the variable", err)
	}
}

// Many polls begin with Locate: they share an inspection until an event reports a change.
func TestInspectIsShared(t *testing.T) {
	f := newFakeEngine(t)
	p := f.project()
	for range 5 {
		if _, err := p.Locate(t.Context(), "app1"); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(f.asked); n != 1 {
		t.Errorf("asked for the list %d times, want once", n)
	}
	p.forget("app1")
	if _, err := p.Locate(t.Context(), "app1"); err != nil || len(f.asked) != 2 {
		t.Errorf("asked %d times after it was forgotten, error %v; want twice", len(f.asked), err)
	}
}

func TestConfig(t *testing.T) {
	changed := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	archive := func(head tar.Header, text string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Docker-Container-Path-Stat", "e30=")
			out := tar.NewWriter(w)
			head.Mode, head.Name, head.ModTime = 0o644, "x", changed
			_ = out.WriteHeader(&head)
			_, _ = out.Write([]byte(text))
			_ = out.Close()
		}
	}
	file := func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("path") == "/etc/x.conf" {
			archive(tar.Header{Typeflag: tar.TypeSymlink, Linkname: "y.conf"}, "")(w, r)
			return
		}
		text := "it is " + r.URL.Query().Get("path")
		archive(tar.Header{Typeflag: tar.TypeReg, Size: int64(len(text))}, text)(w, r)
	}
	f := newFakeEngine(t)
	p := f.project()
	f.answers["GET /containers/"+f.of("mysql-slave1").ID+"/archive"] = file
	if got, err := p.Config(t.Context(), "mysql-slave1", "/etc/x.conf"); string(got.Text) != "it is /etc/y.conf" || !got.Changed.Equal(changed) || err != nil {
		t.Errorf("got %q of %s, %v; want the file that the link leads to", got.Text, got.Changed, err)
	}
	for what, answer := range map[string]http.HandlerFunc{
		"not a file":  archive(tar.Header{Typeflag: tar.TypeDir}, ""),
		"bytes, more": archive(tar.Header{Typeflag: tar.TypeReg, Size: maxConfig + 1}, ""),
		"links":       archive(tar.Header{Typeflag: tar.TypeSymlink, Linkname: "x"}, ""),
		"no such":     refuses(http.StatusNotFound, "no such file"),
	} {
		f.answers["GET /containers/"+f.of("nginx").ID+"/archive"] = answer
		if _, err := p.Config(t.Context(), "nginx", "/etc/nginx.conf"); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("got error %v, want one with %q", err, what)
		}
	}
}

// Containers are asked directly: a proxy of the environment would see the logins of their pages.
func TestContainersAreAskedWithoutAProxy(t *testing.T) {
	through, ok := direct.Transport.(*http.Transport)
	if !ok || through != runtimeapi.Direct || through.Proxy != nil {
		t.Errorf("%+v", direct.Transport)
	}
}
