package route

import (
	"slices"

	"hadash/incident"
	"hadash/incident/servers"
	"hadash/record"
	"hadash/record/probe"
)

// graph is who sends traffic to whom, by indexes of the Frame's nodes.
type graph struct {
	to      [][]int
	fed     []bool // somebody sends traffic to it
	written []bool // somebody's writes go to it
}

func graphOf(f *incident.Frame) *graph {
	g := &graph{make([][]int, len(f.Nodes)), make([]bool, len(f.Nodes)), make([]bool, len(f.Nodes))}
	at := make(map[string]int, len(f.Nodes))
	for i := range slices.Backward(f.Nodes) { // the first of a name counts
		at[f.Nodes[i].Name] = i
	}
	last := make([]int, len(f.Nodes)) // who sent traffic to a node last: an edge is added once
	for i := range last {
		last[i] = -1
	}
	for i := range f.Nodes {
		n := &f.Nodes[i]
		for _, name := range n.To {
			if k, ok := at[name]; ok && k != i && last[k] != i {
				g.to[i], g.fed[k], last[k] = append(g.to[i], k), true, i
			}
		}
		for _, name := range n.Writes {
			if k, ok := at[name]; ok && k != i {
				g.written[k] = true
			}
		}
	}
	g.byPages(f, at)
	g.byLoad(f)
	return g
}

func (g *graph) add(from, to int) {
	if from != to && !slices.Contains(g.to[from], to) {
		g.to[from], g.fed[to] = append(g.to[from], to), true
	}
}

// byPages adds the servers on the pages of HAProxies of which nobody has said whom they send their traffic to.
func (g *graph) byPages(f *incident.Frame, at map[string]int) {
	alone, some := -1, false
	mute := map[int]bool{}
	for i := range f.Nodes {
		if f.Nodes[i].Runs(record.KindHAProxy) {
			alone = i
			mute[i] = len(g.to[i]) == 0
			some = some || mute[i]
		}
	}
	if !some {
		return
	}
	for i := range f.Nodes {
		for s := range f.Nodes[i].Servers {
			from, ok := at[servers.Balancer(s)]
			if !ok && len(mute) == 1 {
				from, ok = alone, true
			}
			if to := g.to[from]; ok && mute[from] && (len(to) == 0 || to[len(to)-1] != i) && from != i {
				g.to[from], g.fed[i] = append(to, i), true
			}
		}
	}
}

// byLoad sends a load or a probe of which nobody has said where it goes to the balancers that nobody else sends traffic to. A probe's
// address may be that of a node.
func (g *graph) byLoad(f *incident.Frame) {
	for i := range f.Nodes {
		if !f.Nodes[i].Software().Asks() || len(g.to[i]) > 0 {
			continue
		}
		if k := probed(f, i); k >= 0 {
			g.add(i, k)
			continue
		}
		var first []int
		for k := range f.Nodes {
			if f.Nodes[k].Software().Balances() && !g.fed[k] {
				first = append(first, k)
			}
		}
		for _, k := range first {
			g.add(i, k)
		}
	}
}

// probed is the node at the address that a probe requests; -1 if none is known to be there.
func probed(f *incident.Frame, i int) int {
	if !f.Nodes[i].Runs(record.KindProbe) {
		return -1
	}
	t, err := probe.Parse(f.Nodes[i].Status)
	if err != nil {
		return -1
	}
	host, found := record.HostOf(t.Address), -1
	for k := range f.Nodes {
		n := &f.Nodes[k]
		if k == i || n.Name != host && !slices.Contains(n.Addrs, host) {
			continue
		}
		if found >= 0 {
			return -1 // several at one address: on one machine
		}
		found = k
	}
	return found
}

// joined reports whether traffic reaches a node or leaves it.
func (g *graph) joined(i int) bool { return g.fed[i] || len(g.to[i]) > 0 }

// depths is how many edges the longest way to each node has. An edge that closes a circle is left out.
func (g *graph) depths() []int {
	const (
		unseen = iota
		begun
		done
	)
	state := make([]uint8, len(g.to))
	var order []int // the last first
	cut := map[[2]int]bool{}
	var visit func(int)
	visit = func(i int) {
		state[i] = begun
		for _, k := range g.to[i] {
			switch state[k] {
			case begun:
				cut[[2]int{i, k}] = true
			case unseen:
				visit(k)
			}
		}
		state[i] = done
		order = append(order, i)
	}
	for _, fed := range []bool{false, true} { // a circle that is reached from outside begins where it is reached
		for i := range g.to {
			if state[i] == unseen && g.fed[i] == fed {
				visit(i)
			}
		}
	}
	depth := make([]int, len(g.to))
	for _, i := range slices.Backward(order) {
		for _, k := range g.to[i] {
			if !cut[[2]int{i, k}] {
				depth[k] = max(depth[k], depth[i]+1)
			}
		}
	}
	return depth
}
