// Package route derives from a Frame the way of requests through the nodes: columns of hops, and the edges along which traffic
// flows between them.
package route

import (
	"hadash/incident"
	"hadash/incident/verdict"
	"hadash/record"
)

// Route is the way of requests.
type Route struct {
	Columns []Column // in the order in which a request reaches them
	Hops    []Hop    // column by column
	Edges   []Edge   // between hops, in the order of their From
	Span    Span     // what was counted on the way
}

// Column is what stands equally far from the beginning of the way.
type Column struct {
	First, N int  // of Hops
	Next     Flow // to the columns after it
}

// hops yields the indexes of the hops of a column.
func (c *Column) hops(yield func(int) bool) {
	for i := c.First; i < c.First+c.N && yield(i); i++ {
	}
}

// Hop is what stands at one place of the way: a balancer, a load, or nodes that stand behind a balancer.
type Hop struct {
	Column int         // of Columns
	Group  bool        // it may have several nodes, none of which balances here
	Kind   record.Kind // of all of its nodes; "" where they differ
	What   string      // the role or the kind of all of its nodes; "" where they differ
	Nodes  []*incident.Node
	Aside  []*incident.Node // beside them: masters, which take writes
}

// Flow is the traffic along edges.
type Flow struct {
	To   bool    // there are edges
	Rate float64 // per second; negative: not known
	By   int     // the hop that counted Rate, one of them where there are several
	Dead bool    // it is known that no node to which it leads takes anything
	Back Back    // the failures that flow back
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

// Of returns the hops of a column.
func (r *Route) Of(c int) []Hop { return r.Hops[r.Columns[c].First:][:r.Columns[c].N] }

// Of returns the route of a Frame, on which v is the verdict.
func Of(f *incident.Frame, v *verdict.Verdict) Route {
	r := Route{Span: spanOf(f, v)}
	if chained(f) {
		r.byRoles(f)
	} else {
		r.byEdges(f)
	}
	ways := r.ways()
	for i := range r.Edges {
		e := &r.Edges[i]
		e.Dead = dead(r.Hops[e.To].Nodes)
		e.Rate, e.By = r.rate(f, ways, e)
		e.Back = r.back(e.From, e.To)
	}
	for c := range r.Columns {
		r.Columns[c].Next = r.flow(f, ways, c)
	}
	return r
}

// ways is how many edges leave each hop, and how many reach it.
type ways struct{ out, in []int }

func (r *Route) ways() ways {
	w := ways{make([]int, len(r.Hops)), make([]int, len(r.Hops))}
	for i := range r.Edges {
		w.out[r.Edges[i].From]++
		w.in[r.Edges[i].To]++
	}
	return w
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

// sent is the traffic that leaves a hop, as the hop counts it; negative if it does not.
func (r *Route) sent(f *incident.Frame, h *Hop) float64 {
	switch {
	case h.Group:
		return -1
	case h.Kind == record.KindK6:
		if f.Load.On && f.Load.K6 != nil {
			return f.Load.Recent
		}
		return -1
	}
	n := h.Nodes[0]
	if h.Kind == record.KindNginx && n.Stub == nil {
		if f.Nginx.Nginx == nil || r.Count(record.KindNginx) > 1 {
			return -1
		}
		return f.Nginx.Recent
	}
	return n.Recent
}

// rate is the traffic along an edge: of requests by the load and by nginx, which count what they send on, else by those that
// receive it, if they receive it from nobody else.
func (r *Route) rate(f *incident.Frame, w ways, e *Edge) (perSecond float64, by int) {
	from, to := &r.Hops[e.From], &r.Hops[e.To]
	own := -1.0
	if w.out[e.From] == 1 {
		own = r.sent(f, from)
	}
	switch {
	case from.Kind == record.KindK6 && !from.Group && !f.Load.On:
		return -1, e.From // what the first balancer gets, it gets from others
	case own >= 0 && (from.Kind != record.KindHAProxy || w.in[e.To] > 1):
		return own, e.From
	case w.in[e.To] > 1:
		return -1, e.From
	}
	if sum := Arriving(to.Nodes); sum >= 0 || from.Kind != record.KindHAProxy {
		return sum, e.To
	}
	return own, e.From
}

// flow is the traffic from a column to those after it.
func (r *Route) flow(f *incident.Frame, w ways, c int) Flow {
	col := &r.Columns[c]
	out := Flow{Rate: -1, By: col.First, Dead: true, Back: r.backTo(c)}
	only, inward, apart := -1, true, map[int]bool{}
	for i := range r.Edges {
		e := &r.Edges[i]
		if r.Hops[e.From].Column != c {
			continue
		}
		if only = i; out.To {
			only = -1
		}
		out.To, out.Dead = true, out.Dead && e.Dead
		apart[e.To] = true
	}
	if !out.To {
		out.Dead = false
		return out
	}
	if only >= 0 {
		out.Rate, out.By = r.Edges[only].Rate, r.Edges[only].By
		return out
	}
	sum := 0.0
	for i := range col.hops {
		switch s := r.sent(f, &r.Hops[i]); {
		case w.out[i] == 0:
		case s < 0:
			sum = -1
		case sum >= 0:
			sum += s
		}
	}
	if sum >= 0 {
		out.Rate = sum
		return out
	}
	for i := range r.Edges {
		inward = inward && (!apart[r.Edges[i].To] || r.Hops[r.Edges[i].From].Column == c)
	}
	if !inward || r.Hops[col.First].Kind.Asks() {
		return out
	}
	sum = 0
	for i := range apart {
		for _, n := range r.Hops[i].Nodes {
			if n.Recent < 0 {
				return out
			}
			sum += n.Recent
		}
		out.By = max(out.By, i)
	}
	out.Rate = sum
	return out
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
