package incident

import (
	"slices"

	"hadash/record"
)

// places say where the nodes of a topology are. They are made with it and never changed, so that a thousand servers can
// be laid to a thousand nodes at each poll.
type places struct {
	nodes int
	names map[string]int
	addrs map[string]int // of the first node that owns it
}

func placesOf(t *record.Topology) *places {
	p := &places{len(t.Nodes), make(map[string]int, len(t.Nodes)), make(map[string]int, len(t.Nodes))}
	for i := range slices.Backward(t.Nodes) { // the first of a name counts
		p.names[t.Nodes[i].Name] = i
		for _, addr := range t.Nodes[i].Addrs {
			p.addrs[addr] = i
		}
	}
	return p
}

// Node finds a node by service name; nil when there is none.
func (f *Frame) Node(name string) *Node {
	if p := f.memo.places; p != nil && p.nodes == len(f.Nodes) {
		if i, ok := p.names[name]; ok {
			return &f.Nodes[i]
		}
		return nil
	}
	for i := range f.Nodes { // a Frame that was not folded
		if f.Nodes[i].Name == name {
			return &f.Nodes[i]
		}
	}
	return nil
}

// byAddr finds the node that owns an address, given as "ip" or "ip:port".
func (f *Frame) byAddr(addr string) (record.Node, bool) {
	p := f.memo.places
	if p == nil || p.nodes != len(f.Topology.Nodes) {
		return f.Topology.ByAddr(addr)
	}
	if i, ok := p.addrs[record.HostOf(addr)]; ok {
		return f.Topology.Nodes[i], true
	}
	return record.Node{}, false
}
