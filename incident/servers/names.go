package servers

import (
	"slices"
	"strings"

	"hadash/record"
)

// Where there are several HAProxies, two of them may have the same backends and the same servers. There the name of a
// backend is "balancer/backend" everywhere, and that of a server "balancer/backend/server". HAProxy takes no slash in a name.

// Split returns the balancer and HAProxy's own name in the name of a backend; the balancer is "" where there is only one.
func Split(backend string) (balancer, own string) {
	if i := strings.LastIndexByte(backend, '/'); i >= 0 {
		return backend[:i], backend[i+1:]
	}
	return "", backend
}

// SplitServer returns the backend and the server in "backend/server" or "balancer/backend/server"; false if there is none.
func SplitServer(name string) (backend, server string, ok bool) {
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		return name[:i], name[i+1:], true
	}
	return "", name, false
}

// Called reports whether a backend has a name: its whole one, or HAProxy's own.
func Called(backend, name string) bool {
	_, own := Split(backend)
	return name == backend || name == own
}

// Beside returns the backend and the server of a name in the configuration of a server's balancer, as in `track`.
func Beside(s *record.Server, name string) (backend, server string) {
	backend, server, _ = strings.Cut(name, "/")
	return of(balancerOf(s), backend), server
}

func balancerOf(s *record.Server) string {
	balancer, _ := Split(s.Pxname)
	return balancer
}

// Balancer is the balancer that a row is of; "" where there is only one.
func Balancer(s *record.Server) string { return balancerOf(s) }

// Who is what the balancer that a row is of is called: by its name where there are several.
func Who(s *record.Server) string { return WhoHas(s.Pxname) }

// WhoHas is what the balancer that has a backend is called.
func WhoHas(backend string) string {
	if balancer, _ := Split(backend); balancer != "" {
		return balancer
	}
	return "HAProxy"
}

func of(balancer, backend string) string {
	if balancer == "" {
		return backend
	}
	return balancer + "/" + backend
}

// Several reports whether there are several HAProxies.
func (m *Map) Several() bool { return m.several }

// Backend is the name of a backend in the log of a balancer.
func (m *Map) Backend(balancer, backend string) string {
	if backend == "" || !m.several || !m.places.has(balancer) && m.Page(balancer) == nil {
		return backend
	}
	return of(balancer, backend)
}

// named returns a page with the names of the balancer in it; of no balancer, those that HAProxy gave them.
func named(balancer string, h *record.HAProxy) *record.HAProxy {
	out := *h
	out.Proxies, out.Servers, out.Listeners = slices.Clone(h.Proxies), slices.Clone(h.Servers), slices.Clone(h.Listeners)
	var last, name string // neighbours have one backend
	rename := func(pxname *string) {
		if name == "" || last != *pxname {
			_, own := Split(*pxname)
			last, name = *pxname, of(balancer, own)
		}
		*pxname = name
	}
	for i := range out.Proxies {
		rename(&out.Proxies[i].Pxname)
	}
	for i := range out.Servers {
		rename(&out.Servers[i].Pxname)
	}
	for i := range out.Listeners {
		rename(&out.Listeners[i].Pxname)
	}
	return &out
}

// name gives a page that was read the names that its rows have now.
func (m *Map) name(r *Reading) {
	if m.several {
		r.Row = named(r.Node, r.Row)
	}
}

// count finds out whether there are several balancers, and renames all rows when that has changed.
func (m *Map) count() {
	n := len(m.readings)
	if m.places != nil {
		n = max(n, m.places.balancers)
	}
	if is := n > 1; is != m.several {
		m.several = is
		m.readings = slices.Clone(m.readings)
		for i := range m.readings {
			r, balancer := &m.readings[i], ""
			if is {
				balancer = m.readings[i].Node
			}
			r.Row = named(balancer, r.Row)
			r.worse = &trouble{}
		}
	}
}
