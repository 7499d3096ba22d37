// Package route derives from a Frame the way of requests through the nodes: hops, and the edges along which traffic flows
// between them.
package route

import (
	"hadash/incident"
	"hadash/incident/verdict"
	"hadash/record"
)

// Route is the way of requests.
type Route struct {
	Hops  []Hop  // in the order in which a request reaches them
	Edges []Edge // between them, in the order of their From
	Span  Span   // what was counted on the way
}

// Hop is what stands at one place of the way: nodes that do the same work.
type Hop struct {
	Role  record.Role
	Nodes []*incident.Node // those that the traffic goes through
	Aside []*incident.Node // beside them: masters, which take writes
}

// Edge is the traffic from one hop to another.
type Edge struct {
	From, To int     // of Hops
	Rate     float64 // per second; negative: not known
	By       int     // the hop that counted Rate
	Dead     bool    // it is known that no node of To takes anything
	Back     Back    // the failures that flow along it towards the users
}

// All returns the nodes of a hop: those of the way, then those beside it.
func (h *Hop) All(yield func(*incident.Node) bool) {
	for _, nodes := range [...][]*incident.Node{h.Nodes, h.Aside} {
		for _, n := range nodes {
			if !yield(n) {
				return
			}
		}
	}
}

// Len is how many nodes a hop has.
func (h *Hop) Len() int { return len(h.Nodes) + len(h.Aside) }

// order is the chain of the roles. A role without nodes has no hop.
var order = [...]record.Role{record.RoleLoad, record.RoleWeb, record.RoleApp, record.RoleBalancer, record.RoleReplica}

// Of returns the route of a Frame, on which v is the verdict.
func Of(f *incident.Frame, v *verdict.Verdict) Route {
	r := Route{Span: spanOf(f, v)}
	for _, role := range order {
		h := Hop{Role: role, Nodes: with(f, role)}
		if role == record.RoleReplica {
			h.Aside = with(f, record.RoleMaster)
			if len(h.Nodes) == 0 {
				h = Hop{Role: record.RoleMaster, Nodes: h.Aside}
			}
		}
		if len(h.Nodes) > 0 {
			r.Hops = append(r.Hops, h)
		}
	}
	for to := 1; to < len(r.Hops); to++ {
		e := Edge{From: to - 1, To: to, Dead: dead(r.Hops[to].Nodes)}
		e.Rate, e.By = rate(f, r.Hops, to-1, to)
		e.Back = r.Span.back(r.Hops[to-1].Role, r.Hops[to].Role)
		r.Edges = append(r.Edges, e)
	}
	return r
}

func with(f *incident.Frame, role record.Role) (out []*incident.Node) {
	for i := range f.Nodes {
		if f.Nodes[i].Role == role {
			out = append(out, &f.Nodes[i])
		}
	}
	return out
}

// dead reports whether all of the nodes are known to take nothing. One that starts or is not known yet can take all.
func dead(nodes []*incident.Node) bool {
	for _, n := range nodes {
		if takes, known := n.Takes(); takes || !known {
			return false
		}
	}
	return true
}

// rate is the traffic from one hop to the next: of requests by the load and by nginx, which count what they send on, else
// by those that receive it.
func rate(f *incident.Frame, hops []Hop, from, to int) (perSecond float64, by int) {
	switch role := hops[from].Role; {
	case role == record.RoleLoad && f.Load.On && f.Load.K6 != nil && f.Load.Recent >= 0:
		return f.Load.Recent, from
	case role == record.RoleLoad && !f.Load.On:
		return -1, from // what nginx gets, it gets from others
	case role == record.RoleWeb && f.Nginx.Nginx != nil && f.Nginx.Recent >= 0:
		return f.Nginx.Recent, from
	}
	if sum := Arriving(hops[to].Nodes); sum >= 0 || hops[from].Role != record.RoleBalancer {
		return sum, to
	}
	return Arriving(hops[from].Nodes), from
}

// Arriving is the arrivals per second at some nodes; negative if not known.
func Arriving(nodes []*incident.Node) float64 {
	sum := -1.0
	for _, n := range nodes {
		if n.Recent >= 0 {
			sum = max(sum, 0) + n.Recent
		}
	}
	return sum
}
