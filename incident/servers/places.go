package servers

import (
	"slices"

	"hadash/record"
)

// places indexes the nodes of a topology. It is made with it and never changed, so that a thousand servers can be
// matched with a thousand nodes at each poll.
type places struct {
	nodes []record.Node
	names map[string]int
	addrs map[string]int            // of the first node that owns it
	local map[string]map[string]int // of several hosts: those that mean a node only there, by host

	serves map[string]string // nodes by "backend/server", of several balancers by "balancer/backend/server", too; "" where several serve it

	feeds map[string][]int // the nodes that send traffic to one, by its name, in order

	balancers int // HAProxies
}

func placesOf(t *record.Topology) *places {
	p := &places{nodes: t.Nodes, names: make(map[string]int, len(t.Nodes)), addrs: make(map[string]int, len(t.Nodes))}
	p.feeds = make(map[string][]int, len(t.Nodes))
	for i := range t.Nodes {
		for _, to := range t.Nodes[i].To {
			p.feeds[to] = append(p.feeds[to], i)
		}
	}
	for i := range slices.Backward(t.Nodes) { // the first of a name counts
		p.names[t.Nodes[i].Name] = i
		if t.Nodes[i].Runs(record.KindHAProxy) {
			p.balancers++
		}
		p.locate(i)
		for _, server := range t.Nodes[i].Serves {
			p.serve(server, t.Nodes[i].Name)
		}
	}
	if p.balancers < 2 || p.serves == nil {
		return p
	}
	for i := range t.Nodes {
		b := &t.Nodes[i]
		for _, to := range b.To {
			if k, ok := p.names[to]; ok && b.Runs(record.KindHAProxy) {
				for _, server := range t.Nodes[k].Serves {
					p.serve(of(b.Name, server), to)
				}
			}
		}
	}
	return p
}

// locate records the addresses of a node.
func (p *places) locate(i int) {
	n := &p.nodes[i]
	own := p.addrs
	if n.Host != "" {
		if p.local == nil {
			p.local = map[string]map[string]int{}
		}
		if own = p.local[n.Host]; own == nil {
			own = map[string]int{}
			p.local[n.Host] = own
		}
	}
	for _, addr := range n.Addrs {
		own[addr] = i
	}
	for _, addr := range n.Reached {
		p.addrs[addr] = i
	}
}

// serve records that a node is a server.
func (p *places) serve(server, node string) {
	if p.serves == nil {
		p.serves = map[string]string{}
	}
	if other, ok := p.serves[server]; ok && other != node {
		node = ""
	}
	p.serves[server] = node
}

// has reports whether the topology has a node of that name.
func (p *places) has(name string) bool {
	if p == nil {
		return false
	}
	_, ok := p.names[name]
	return ok
}

// beside is the node that a name stands for at a host; "" if none does.
func (p *places) beside(name, host string) string {
	if host == "" || p.has(name) {
		if p.has(name) {
			return name
		}
		return ""
	}
	if name = record.AtHost(name, host); p.has(name) {
		return name
	}
	return ""
}

// hostOf is the host of a node; "" where there is one.
func (p *places) hostOf(node string) string {
	if p == nil || p.local == nil {
		return ""
	}
	if i, ok := p.names[node]; ok {
		return p.nodes[i].Host
	}
	return ""
}

// at is the index of a node; -1 if there is none of that name.
func (p *places) at(name string) int {
	if p != nil {
		if i, ok := p.names[name]; ok {
			return i
		}
	}
	return -1
}

// serving returns the node that is a server by its balancer's configuration, "" where it may be several; false where no
// configuration says.
func (p *places) serving(s *record.Server) (node string, known bool) {
	if p == nil || p.serves == nil {
		return "", false
	}
	if node, known = p.serves[s.Name()]; known {
		return node, known
	}
	_, backend := Split(s.Pxname)
	node, known = p.serves[backend+"/"+s.Svname]
	return node, known
}

// At returns the index of a node in a topology of n nodes, -1 if it has none of that name; false if that is not the
// indexed topology.
func (m *Map) At(name string, n int) (i int, known bool) {
	if m.places == nil || len(m.places.nodes) != n {
		return -1, false
	}
	if i, ok := m.places.names[name]; ok {
		return i, true
	}
	return -1, true
}

// Owner is At for the node that owns an address, given as "ip" or "ip:port", as a node names it.
func (m *Map) Owner(addr, by string, n int) (i int, known bool) {
	if m.places == nil || len(m.places.nodes) != n {
		return -1, false
	}
	if i, ok := m.places.owner(addr, m.places.hostOf(by)); ok {
		return i, true
	}
	return -1, true
}

// owner is the index of the node that owns an address at a host: the program that has the port comes before the machine.
func (p *places) owner(addr, host string) (i int, ok bool) {
	if i, ok = p.holder(addr, host); ok {
		return i, true
	}
	return p.holder(record.HostOf(addr), host)
}

func (p *places) holder(addr, host string) (i int, ok bool) {
	if i, ok = p.local[host][addr]; ok {
		return i, true
	}
	i, ok = p.addrs[addr]
	return i, ok
}

// Fed reports whether a node sends traffic to both of two; false as second result if the topology of n nodes is not the indexed one.
func (m *Map) Fed(a, b string, n int) (both, known bool) {
	if m.places == nil || len(m.places.nodes) != n {
		return false, false
	}
	x, y := m.places.feeds[a], m.places.feeds[b]
	for len(x) > 0 && len(y) > 0 {
		switch {
		case x[0] == y[0]:
			return true, true
		case x[0] < y[0]:
			x = x[1:]
		default:
			y = y[1:]
		}
	}
	return false, true
}

// owner returns the name of the node that owns the address of a server.
func (m *Map) owner(s *record.Server) (string, bool) {
	if m.places == nil {
		return "", false
	}
	i, ok := m.places.owner(s.Addr, m.HostOf(s))
	if !ok {
		return "", false
	}
	return m.places.nodes[i].Name, true
}

// HostOf is the host of the balancer that has a server; "" where there is one.
func (m *Map) HostOf(s *record.Server) string {
	if m.places == nil || m.places.local == nil {
		return ""
	}
	balancer := balancerOf(s)
	if balancer == "" && len(m.readings) > 0 {
		balancer = m.readings[0].Node
	}
	return m.places.hostOf(balancer)
}
