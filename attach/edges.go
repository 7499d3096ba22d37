package attach

import (
	"maps"
	"slices"
	"strings"

	"hadash/host"
)

// FromHost is where an Edge begins whose traffic comes through a port that is published.
const FromHost = "host"

// edges lists who sends traffic to whom: balancers to their servers, the host to those of the balancers that it publishes, and,
// supposed, services whose environment or command names a balancer.
func (d *discovery) edges(all []Balancer) (out []Edge) {
	add := func(e Edge) {
		e.Supposed = e.Supposed && !slices.Contains(out, Edge{From: e.From, To: e.To})
		if !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	for i := range all {
		b := &all[i]
		if reached(b) {
			add(Edge{From: FromHost, To: b.Service})
		}
	}
	for i := range all {
		for _, s := range all[i].Servers {
			for _, to := range s.Services {
				add(Edge{From: all[i].Service, To: to, Supposed: s.Server.Maybe})
			}
		}
	}
	for i := range all {
		for _, c := range d.callers(&all[i]) {
			add(Edge{From: c, To: all[i].Service, Supposed: true})
		}
	}
	return out
}

// reached reports whether the host publishes one of the ports that a balancer's own traffic comes through, and not only that of
// its numbers.
func reached(b *Balancer) bool {
	if b.container.Network == "host" {
		return true
	}
	pages := map[int]bool{}
	for _, p := range b.Conf.Pages {
		for _, at := range p.Binds {
			pages[at.Port] = true
		}
	}
	return slices.ContainsFunc(b.container.Published, func(p host.Port) bool { return !pages[p.Port] })
}

// callers lists the services whose environment or command names a balancer, by one of its names as a host.
func (d *discovery) callers(b *Balancer) []string {
	names := map[string]bool{b.Service: true, b.container.Name: true}
	for _, e := range b.container.Endpoints {
		for _, n := range e.Names {
			names[n] = true
		}
	}
	found := map[string]bool{}
	for i := range d.all {
		c := &d.all[i]
		if c.Service == b.Service || !together(c, b.container) {
			continue
		}
		for _, e := range c.Env {
			_, value, _ := strings.Cut(e, "=")
			found[c.Service] = found[c.Service] || namesHost(value, names)
		}
		for _, w := range slices.Concat(c.Entrypoint, c.Command) {
			found[c.Service] = found[c.Service] || namesHost(w, names)
		}
	}
	maps.DeleteFunc(found, func(_ string, yes bool) bool { return !yes })
	return slices.Sorted(maps.Keys(found))
}

func together(a, b *host.Container) bool {
	return slices.ContainsFunc(a.Endpoints, func(x host.Endpoint) bool {
		return slices.ContainsFunc(b.Endpoints, func(y host.Endpoint) bool { return x.Network == y.Network })
	})
}

// namesHost reports whether a text names one of the hosts: as a whole, before a port, or in a URL.
func namesHost(text string, names map[string]bool) bool {
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\n,;'\"()=@/", r) }) {
		name, port, hasPort := strings.Cut(w, ":")
		if names[name] && (!hasPort || port == "" || port[0] >= '0' && port[0] <= '9') {
			return true
		}
	}
	return false
}

// parts counts the containers of the services on the path, and names the others.
func (d *discovery) parts(f *Found) {
	on := map[string]bool{}
	for _, e := range f.Edges {
		on[e.From], on[e.To] = true, true
	}
	for _, b := range f.Balancers {
		on[b.Service] = true
	}
	for i := range d.all {
		switch s := d.all[i].Service; {
		case on[s]:
			f.Containers[s]++
		case !slices.Contains(f.Others, s):
			f.Others = append(f.Others, s)
		}
	}
	slices.Sort(f.Others)
}
