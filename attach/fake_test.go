package attach

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"hadash/conf/balancer"
	"hadash/host"
	"hadash/record"
)

// fake is an Engine with a few containers, and files by "service:path"; "-> x" is a link to x.
type fake struct {
	all   []host.Container
	files map[string]string
	says  map[string]Reading // by service
	last  map[string][]string
	times map[string]time.Time // when files were changed
	asked []Way
}

func (f *fake) Containers(context.Context) ([]host.Container, error) { return f.all, nil }

func (f *fake) Read(_ context.Context, id, path string) (host.File, error) {
	text, ok := f.files[id+":"+path]
	if !ok {
		return host.File{}, errors.New("no such file")
	}
	if to, link := strings.CutPrefix(text, "-> "); link {
		return host.File{Target: to}, nil
	}
	return host.File{Text: []byte(text), Changed: f.times[id+":"+path]}, nil
}

func (f *fake) Last(_ context.Context, id string) []string { return f.last[id] }

func (f *fake) Folder(_ context.Context, id, path string) (out []balancer.File, err error) {
	for name, text := range f.files {
		if file, ok := strings.CutPrefix(name, id+":"); ok && strings.HasPrefix(file, strings.TrimSuffix(path, "/")+"/") && !strings.HasPrefix(text, "-> ") {
			out = append(out, balancer.File{Path: file, Text: []byte(text)})
		}
	}
	if out == nil {
		return nil, errors.New("no such folder")
	}
	slices.SortFunc(out, func(a, b balancer.File) int { return strings.Compare(a.Path, b.Path) })
	return out, nil
}

func (f *fake) Ask(_ context.Context, id string, ways []Way) Reading {
	f.asked = append(f.asked, ways...)
	if r, ok := f.says[id]; ok {
		return r
	}
	return Reading{Answered: -1}
}

// box is a running container of a service, whose ID and hostname are its name, on the network "net" at an address.
func box(service, ip string, set ...func(*host.Container)) host.Container {
	c := host.Container{ID: service, Name: "lab-" + service + "-1", Node: service, Service: service, Number: 1, Image: "busybox", Running: true, Hostname: service,
		Processes: []string{"sh -c something"}, At: "127.0.0.1", Local: true}
	if ip != "" {
		c.Endpoints = []host.Endpoint{{Network: "net", IPs: []string{ip}, Names: []string{c.Name, service, c.ID}, Subnet: "10.0.0.0/24"}}
	}
	for _, f := range set {
		f(&c)
	}
	return c
}

// haproxy makes a container run HAProxy with these words.
func haproxy(words string) func(*host.Container) {
	return func(c *host.Container) {
		c.Image, c.Processes = "haproxy:3.0", []string{"haproxy -W -db " + words}
		c.Command = strings.Fields("haproxy -W -db " + words)
	}
}

func nginx(c *host.Container) {
	c.Image, c.Processes = "nginx:1.27", []string{"nginx: master process nginx -g daemon off;", "nginx: worker process"}
}

func publish(port, on int) func(*host.Container) {
	return func(c *host.Container) {
		c.Published = append(c.Published, host.Port{Port: port, Host: "127.0.0.1", HostPort: on})
	}
}

func mount(source, destination string, volume bool) func(*host.Container) {
	return func(c *host.Container) {
		c.Mounts = append(c.Mounts, host.Mount{Source: source, Path: source, Volume: volume, Destination: destination})
	}
}

func env(all ...string) func(*host.Container) {
	return func(c *host.Container) { c.Env = append(c.Env, all...) }
}

func command(words ...string) func(*host.Container) {
	return func(c *host.Container) { c.Command = words }
}

func stopped(c *host.Container) { c.Running, c.Processes = false, nil }

// usualFile is where the official image keeps HAProxy's configuration.
const usualFile = "/usr/local/etc/haproxy/haproxy.cfg"

func discover(t *testing.T, f *fake) *Found {
	t.Helper()
	found, err := Discover(t.Context(), f)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// lb discovers a project with one HAProxy called lb, of this configuration.
func lb(t *testing.T, cfg string, set func(*host.Container), others ...host.Container) (*Found, Balancer) {
	t.Helper()
	if set == nil {
		set = func(*host.Container) {}
	}
	f := &fake{all: append([]host.Container{box("lb", "10.0.0.2", haproxy("-f "+usualFile), set)}, others...), files: map[string]string{"lb:" + usualFile: cfg}}
	found := discover(t, f)
	if len(found.Balancers) != 1 {
		t.Fatalf("%d balancers; missing %v", len(found.Balancers), found.Missing)
	}
	return found, found.Balancers[0]
}

// leads lists where the servers of a balancer lead: "group/server=node,node", "=?" for nobody, "=out", "=own".
func leads(b *Balancer) (out []string) {
	for i := range b.Servers {
		s := &b.Servers[i]
		to := strings.Join(s.Nodes, ",")
		switch {
		case s.Outside:
			to = "out"
		case s.Own:
			to = "own"
		case s.Empty:
			to = "empty"
		case to == "":
			to = "?"
		}
		out = append(out, shown(s)+"="+to)
	}
	return out
}

func wantLeads(t *testing.T, b *Balancer, want ...string) {
	t.Helper()
	if got := leads(b); !slices.Equal(got, want) {
		t.Errorf("servers lead to %q, want %q", got, want)
	}
}

func edgesOf(f *Found) (out []string) {
	for _, e := range f.Edges {
		arrow := " -> "
		if e.Supposed {
			arrow = " ~> "
		}
		out = append(out, e.From+arrow+e.To)
	}
	return out
}

func wantEdges(t *testing.T, f *Found, want ...string) {
	t.Helper()
	if got := edgesOf(f); !slices.Equal(got, want) {
		t.Errorf("edges %q, want %q", got, want)
	}
}

// says reports whether something that is missing has this in what it says, or in the line to add.
func says(f *Found, text string) bool {
	return slices.ContainsFunc(f.Missing, func(m Missing) bool {
		return strings.Contains(m.What+" | "+m.Line+" | "+m.File+" | "+m.Then, text)
	})
}

func wantSays(t *testing.T, f *Found, all ...string) {
	t.Helper()
	for _, text := range all {
		if !says(f, text) {
			t.Errorf("it does not say %q: %+v", text, f.Missing)
		}
	}
}

// page is what a HAProxy says of its servers: "group/server=STATUS", with an address behind "@".
func page(uptime int64, servers ...string) *record.HAProxy {
	h := &record.HAProxy{Uptime: uptime}
	for _, text := range servers {
		name, status, _ := strings.Cut(text, "=")
		status, addr, _ := strings.Cut(status, "@")
		group, server, _ := strings.Cut(name, "/")
		h.Servers = append(h.Servers, record.Server{Pxname: group, Svname: server, Addr: addr, Status: record.ParseStatus(status)})
	}
	return h
}
