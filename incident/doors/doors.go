// Package doors finds the first balancers on the path: what clients ask comes in through them, so that their logs and
// counters know best what clients felt.
package doors

import (
	"slices"

	"hadash/record"
)

// Paths knows which balancers lead to which others. It is never modified, so Frames share it; nil is that of no topology.
type Paths struct {
	leads   map[pair]bool
	behind  map[string]bool     // the nodes that an nginx sends requests to
	nginxes []string            // in the topology's order
	doors   []string            // of several, those that no other one leads to
	sentBy  map[string][]string // the nginxes that send requests to a node, where there are several nginxes
}

type pair struct{ from, to string }

// Of returns the paths of a topology.
func Of(t *record.Topology) *Paths {
	p := &Paths{leads: map[pair]bool{}, behind: map[string]bool{}}
	to := make(map[string]*record.Node, len(t.Nodes))
	for i := range t.Nodes {
		to[t.Nodes[i].Name] = &t.Nodes[i]
	}
	for i := range t.Nodes {
		n := &t.Nodes[i]
		if !n.Software().Balances() {
			continue
		}
		seen := map[string]bool{n.Name: true}
		for next := slices.Clone(n.To); len(next) > 0; next = next[1:] {
			o := to[next[0]]
			if o == nil || seen[o.Name] {
				continue
			}
			seen[o.Name] = true
			if o.Software().Balances() {
				p.leads[pair{n.Name, o.Name}] = true
			}
			next = append(next, o.To...)
		}
	}
	p.several(t)
	return p
}

// BehindNginx reports whether an nginx sends requests to a node.
func (p *Paths) BehindNginx(node string) bool { return p != nil && p.behind[node] }

// several notes what nginxes send to, and what is asked for only where there are several.
func (p *Paths) several(t *record.Topology) {
	for i := range t.Nodes {
		if n := &t.Nodes[i]; n.Runs(record.KindNginx) {
			p.nginxes = append(p.nginxes, n.Name)
			for _, to := range n.To {
				p.behind[to] = true
			}
		}
	}
	if len(p.nginxes) < 2 {
		return
	}
	p.sentBy = map[string][]string{}
	for i := range t.Nodes {
		n := &t.Nodes[i]
		if !n.Runs(record.KindNginx) {
			continue
		}
		for _, to := range n.To {
			p.sentBy[to] = append(p.sentBy[to], n.Name)
		}
		if !slices.ContainsFunc(p.nginxes, func(o string) bool { return p.Lead(o, n.Name) && !p.Lead(n.Name, o) }) {
			p.doors = append(p.doors, n.Name)
		}
	}
}

// SeveralNginxes reports whether there are several, so that what one did is to be told with its name.
func (p *Paths) SeveralNginxes() bool { return p != nil && len(p.nginxes) > 1 }

// NginxDoors lists, of several nginxes, those that get the requests of clients first: a HAProxy may be before them.
func (p *Paths) NginxDoors() []string { return p.doors }

// Nginxes lists the nginxes that send requests to a node, where there are several in the project.
func (p *Paths) Nginxes(node string) []string {
	if p == nil {
		return nil
	}
	return p.sentBy[node]
}

// Lead reports whether traffic that reaches a balancer may reach another one through it.
func (p *Paths) Lead(from, to string) bool { return p != nil && p.leads[pair{from, to}] }

// First reports whether no other balancer leads to one. In a circle no balancer is before another.
func (p *Paths) First(balancer string) bool {
	if p == nil {
		return true
	}
	for l := range p.leads {
		if l.to == balancer && !p.leads[pair{balancer, l.from}] {
			return false
		}
	}
	return true
}

// Speaking are the balancers whose logs have requests and that no other such balancer leads to. It is a value.
type Speaking struct{ names []string }

// Heard adds a balancer whose log has requests. It returns whether its log is a witness of what clients felt, and whether
// that makes those heard so far none: it is before one of them.
func (s *Speaking) Heard(p *Paths, balancer string) (witness, instead bool) {
	if slices.Contains(s.names, balancer) {
		return true, false
	}
	if slices.ContainsFunc(s.names, func(o string) bool { return p.Lead(o, balancer) }) {
		return false, false
	}
	var kept []string
	for _, o := range s.names {
		if !p.Lead(balancer, o) {
			kept = append(kept, o)
		}
	}
	instead = len(kept) < len(s.names)
	s.names = append(kept, balancer)
	return true, instead
}

// Has reports whether the log of a balancer is a witness.
func (s *Speaking) Has(balancer string) bool { return slices.Contains(s.names, balancer) }
