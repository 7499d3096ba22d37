package attach

import (
	"maps"
	"slices"
	"strconv"
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
		if labelled := d.labelEdges(&all[i]); labelled != nil {
			for _, to := range labelled {
				add(Edge{From: all[i].Service, To: to})
			}
			continue
		}
		for _, s := range all[i].Servers {
			for _, to := range s.Services {
				add(Edge{From: all[i].Service, To: to, Supposed: s.Server.Maybe})
			}
			for _, to := range s.Named {
				add(Edge{From: all[i].Service, To: to, Supposed: true})
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
	bare := map[int]bool{}
	for _, at := range b.Conf.Binds {
		bare[at.Port] = at.Bare
	}
	return slices.ContainsFunc(b.container.Published, func(p host.Port) bool { return !bare[p.Port] })
}

// callers lists the services whose environment or command names a balancer, by one of its names as a host.
func (d *discovery) callers(b *Balancer) []string {
	names := map[string]bool{bare(b.container): true, b.container.Name: true}
	for _, e := range b.container.Endpoints {
		for _, n := range e.Names {
			names[n] = true
		}
	}
	var ports []string
	for _, at := range b.Conf.Binds {
		ports = append(ports, strconv.Itoa(at.Port))
	}
	found := map[string]bool{}
	for i := range d.all {
		c := &d.all[i]
		if c.Service == b.Service || side(c.Image) || !together(c, b.container) {
			continue
		}
		for _, e := range c.Env {
			_, value, _ := strings.Cut(e, "=")
			found[c.Service] = found[c.Service] || names[strings.TrimSpace(value)] || namesHost(value, names, ports)
		}
		for _, w := range slices.Concat(c.Entrypoint, c.Command) {
			found[c.Service] = found[c.Service] || namesHost(w, names, ports)
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

// namesHost reports whether a text names one of the hosts as a host: before a port, in a URL, after a flag (-h lb), or together
// with one of its ports. A mere word of that name is none.
func namesHost(text string, names map[string]bool, ports []string) bool {
	words := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" \t\n,;'\"()=|&", r) })
	port := slices.ContainsFunc(words, func(w string) bool { return slices.Contains(ports, w) })
	for i, w := range words {
		_, after, isURL := strings.Cut(w, "://")
		if isURL {
			w = after
			if i := strings.IndexByte(w, '@'); i >= 0 {
				w = w[i+1:]
			}
			w, _, _ = strings.Cut(w, "/")
		}
		name, number, hasPort := strings.Cut(w, ":")
		number, _, _ = strings.Cut(number, "/")
		_, err := strconv.Atoi(number)
		flag := i > 0 && strings.HasPrefix(words[i-1], "-") && !isURL
		if names[name] && (isURL || hasPort && err == nil || !hasPort && (flag || port)) {
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
