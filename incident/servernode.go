package incident

import (
	"slices"

	"hadash/record"
)

// serverNode is the service a balancer's server stands for: the one of its name, else the one that owns its address;
// "" when the project has none. Where servers of several backends have one name, it is the service's whose address
// the service has.
func (f *Frame) serverNode(s *record.Server) string {
	owner, owned := f.home(s)
	n := f.Node(s.Svname)
	switch {
	case n == nil:
		return owner
	case owned && owner != n.Name && f.elsewhere(s):
		return owner
	}
	return n.Name
}

// elsewhere reports whether another server of the same name has the address of the node of that name.
func (f *Frame) elsewhere(s *record.Server) bool {
	h, ok := f.memo.servers.homes[s.Svname]
	return ok && (h.several || h.backend != s.Pxname)
}

// logServer is the node that a server in a line of a balancer's log stands for. A server is known by its backend and
// name: others may have the same name.
func (f *folding) logServer(balancer, backend, server string) string {
	if server == "" {
		return ""
	}
	if s := f.findServer(balancer, backend, server); s != nil {
		return f.serverNode(s)
	}
	namesake := f.memo.servers != nil && f.memo.servers.named[serverOf{balancer, server}]
	if n := f.Node(server); n != nil && !namesake {
		return n.Name // the page was not read yet, or does not show it
	}
	return ""
}

// named is the node that somebody calls by its own name or by that of its server, "" when that may be several.
func (f *folding) named(name string) string {
	if n := f.Node(name); n != nil || f.memo.servers == nil {
		return nameOf(n)
	}
	return f.memo.servers.nodes[name]
}

func nameOf(n *Node) string {
	if n == nil {
		return ""
	}
	return n.Name
}

// placeServers gives each node its rows. Of a node in several backends, Server is the first that carries traffic.
func (f *folding) placeServers(h *record.HAProxy) {
	if len(f.Nodes) == 0 {
		return
	}
	f.ownNodes()
	placed := map[string][]*record.Server{}
	for i := range h.Servers {
		if name := f.serverNode(&h.Servers[i]); name != "" {
			placed[name] = append(placed[name], &h.Servers[i])
		}
	}
	for name, rows := range placed {
		first := max(slices.IndexFunc(rows, func(s *record.Server) bool { return s.Stot > 0 }), 0)
		n := f.Node(name)
		n.Server, n.also = rows[first], nil
		if len(rows) > 1 {
			n.also = slices.Concat(rows[:first], rows[first+1:])
		}
		if n.Role == record.RoleReplica {
			n.Rate = float64(n.Server.Rate)
			if h.BlankOf(n.Server).Has("rate") {
				n.Rate = -1
			}
			n.Lately = n.Rate
		}
	}
	for i := range f.Nodes {
		if n := &f.Nodes[i]; n.Role == record.RoleBalancer {
			n.Rate = balancerRate(h, n.Node.Upstream)
			n.Lately = n.Rate
		}
	}
}

// Is reports whether a node is a server of HAProxy.
func (n *Node) Is(backend, server string) bool {
	for s := range n.Servers {
		if s.Svname == server && s.Pxname == backend {
			return true
		}
	}
	return false
}

// Servers are all servers of HAProxy that a node is.
func (n *Node) Servers(yield func(*record.Server) bool) {
	if n.Server == nil || !yield(n.Server) {
		return
	}
	for _, s := range n.also {
		if !yield(s) {
			return
		}
	}
}

// still is a server of a node that its balancer sends traffic to; nil when none is, or nobody looks.
func (n *Node) still() *record.Server {
	for s := range n.Servers {
		if s.Status.State.Serving() && s.Status.State != record.NoCheck {
			return s
		}
	}
	return nil
}
