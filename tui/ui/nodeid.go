package ui

import "hadash/incident"

// NodeID names a node, or a server of HAProxy, across Frames.
type NodeID struct {
	Backend string // "" = not a server of HAProxy
	Name    string
}

func (id NodeID) String() string {
	if id.Backend == "" {
		return id.Name
	}
	return id.Backend + "/" + id.Name
}

// Node finds a node in a Frame; nil for a server that is no container of the project.
func (id NodeID) Node(f *incident.Frame) *incident.Node {
	if id.Backend == "" {
		return f.Node(id.Name)
	}
	for i := range f.Nodes {
		if f.Nodes[i].Is(id.Backend, id.Name) {
			return &f.Nodes[i]
		}
	}
	return f.Node(id.Name)
}
