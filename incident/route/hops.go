package route

import (
	"slices"

	"hadash/incident"
	"hadash/record"
)

// order is the chain of the roles in a stack whose nodes all have one. A role without nodes has no column.
var order = [...]record.Role{record.RoleLoad, record.RoleWeb, record.RoleApp, record.RoleBalancer, record.RoleReplica}

// chained reports whether the roles say where the nodes stand: all have one, and no edge leads back.
func chained(f *incident.Frame) bool {
	place := make(map[string]int, len(f.Nodes))
	for i := range f.Nodes {
		n := &f.Nodes[i]
		if role := roleOf(n); !role.Valid() || n.Kind != "" && n.Kind.Balances() != (role == record.RoleWeb || role == record.RoleBalancer) {
			return false
		}
		place[n.Name] = slices.Index(record.Roles, roleOf(n))
	}
	for i := range f.Nodes {
		for _, name := range f.Nodes[i].To {
			if to, ok := place[name]; ok && to <= place[f.Nodes[i].Name] {
				return false
			}
		}
	}
	return true
}

// roleOf is the role of a node: a probe stands where the load stands.
func roleOf(n *incident.Node) record.Role {
	if n.Role == "" && n.Runs(record.KindProbe) {
		return record.RoleLoad
	}
	return n.Role
}

// byRoles makes the columns of a stack whose roles say where the nodes stand.
func (r *Route) byRoles(f *incident.Frame) {
	with := func(role record.Role) (out []*incident.Node) {
		for i := range f.Nodes {
			if roleOf(&f.Nodes[i]) == role {
				out = append(out, &f.Nodes[i])
			}
		}
		return out
	}
	for _, role := range order {
		nodes := with(role)
		var aside []*incident.Node
		if role == record.RoleReplica {
			aside = with(record.RoleMaster)
			if len(nodes) == 0 {
				nodes, aside = aside, nil
			}
		}
		r.column(nodes, func(n *incident.Node) bool { return n.Software().Balances() })
		if len(aside) > 0 {
			r.Hops[len(r.Hops)-1].Aside = aside
		}
	}
	for c := 1; c < len(r.Columns); c++ {
		for from := range r.Columns[c-1].hops {
			for to := range r.Columns[c].hops {
				r.Edges = append(r.Edges, Edge{From: from, To: to})
			}
		}
	}
}

// byEdges makes the columns by who sends traffic to whom: nodes stand as far from the beginning as their longest way is, those
// that nothing leads to or from stand last, and those that only writes go to stand beside the last of the way.
func (r *Route) byEdges(f *incident.Frame) {
	g := graphOf(f)
	depth := g.depths()
	var columns [][]*incident.Node
	var orphans, written []*incident.Node
	edges := slices.ContainsFunc(g.to, func(to []int) bool { return len(to) > 0 })
	for i := range f.Nodes {
		n := &f.Nodes[i]
		switch {
		case g.joined(i), n.Runs(record.KindHAProxy), n.Runs(record.KindNginx) && !edges, n.Software().Asks():
			for len(columns) <= depth[i] {
				columns = append(columns, nil)
			}
			columns[depth[i]] = append(columns[depth[i]], n)
		case g.written[i]:
			written = append(written, n)
		default:
			orphans = append(orphans, n)
		}
	}
	at := make(map[string]int, len(f.Nodes))
	for i := range slices.Backward(f.Nodes) { // the first of a name counts
		at[f.Nodes[i].Name] = i
	}
	for _, nodes := range columns {
		r.column(nodes, func(n *incident.Node) bool {
			i := at[n.Name]
			return n.Software().Balances() && (len(g.to[i]) > 0 || !g.fed[i] || n.Runs(record.KindHAProxy))
		})
	}
	if last := len(r.Hops) - 1; len(written) > 0 && last >= 0 && r.Hops[last].Group {
		r.Hops[last].Aside = written
	} else if len(written) > 0 {
		r.column(written, func(*incident.Node) bool { return false })
	}
	r.column(orphans, func(*incident.Node) bool { return false })
	r.join(f, g)
}

// join adds the edges between the hops.
func (r *Route) join(f *incident.Frame, g *graph) {
	hop := make([]int, len(f.Nodes))
	at := make(map[*incident.Node]int, len(f.Nodes))
	for h := range r.Hops {
		for n := range r.Hops[h].All {
			at[n] = h
		}
	}
	for i := range f.Nodes {
		hop[i] = at[&f.Nodes[i]]
	}
	seen := map[[2]int]bool{}
	for i := range g.to {
		for _, k := range g.to[i] {
			if from, to := hop[i], hop[k]; r.Hops[from].Column < r.Hops[to].Column && !seen[[2]int{from, to}] {
				seen[[2]int{from, to}] = true
				r.Edges = append(r.Edges, Edge{From: from, To: to})
			}
		}
	}
	slices.SortFunc(r.Edges, func(a, b Edge) int {
		if a.From != b.From {
			return a.From - b.From
		}
		return a.To - b.To
	})
}

// column adds nodes that stand at one place: each balancer and each load as a hop, then the others as one.
func (r *Route) column(nodes []*incident.Node, balances func(*incident.Node) bool) {
	if len(nodes) == 0 {
		return
	}
	c := Column{First: len(r.Hops)}
	rest := Hop{Group: true, Column: len(r.Columns)}
	for _, n := range nodes {
		if balances(n) || n.Software().Asks() {
			r.Hops = append(r.Hops, Hop{Kind: n.Software(), What: n.What(), Nodes: []*incident.Node{n}, Column: rest.Column})
			continue
		}
		rest.Nodes = append(rest.Nodes, n)
	}
	if len(rest.Nodes) > 0 {
		rest.Kind, rest.What = rest.Nodes[0].Software(), rest.Nodes[0].What()
		for _, n := range rest.Nodes {
			if n.What() != rest.What {
				rest.What = ""
			}
			if n.Software() != rest.Kind {
				rest.Kind = ""
			}
		}
		r.Hops = append(r.Hops, rest)
	}
	c.N = len(r.Hops) - c.First
	r.Columns = append(r.Columns, c)
}
