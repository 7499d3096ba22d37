package incident

import (
	"slices"

	"hadash/record"
)

// serverNode is the service a balancer's server stands for: the one of its name, else the one that owns its address;
// "" when the project has none. Where servers of several backends have one name, it is the service's whose address
// the service has.
func (f *Frame) serverNode(s *record.Server) string {
	owner, owned := record.Node{}, false
	if s.Addr != "" {
		owner, owned = f.byAddr(s.Addr)
	}
	n := f.Node(s.Svname)
	switch {
	case n == nil && owned:
		return owner.Name
	case n == nil:
		return ""
	case owned && owner.Name != n.Name && f.elsewhere(s, n):
		return owner.Name
	}
	return n.Name
}

// elsewhere reports whether another server of the same name has the address of the node of that name.
func (f *Frame) elsewhere(s *record.Server, n *Node) bool {
	for _, r := range f.memo.readings {
		for i := range r.row.Servers {
			if o := &r.row.Servers[i]; o.Svname == s.Svname && o.Pxname != s.Pxname && o.Addr != "" {
				if owner, ok := f.byAddr(o.Addr); ok && owner.Name == n.Name {
					return true
				}
			}
		}
	}
	return false
}

// logServer is the node that a server in a line of a balancer's log stands for. A server is known by its backend and
// name: others may have the same name.
func (f *Frame) logServer(balancer, backend, server string) string {
	if server == "" {
		return ""
	}
	namesake := false
	for _, r := range f.memo.readings {
		if r.node != balancer && balancer != "" {
			continue
		}
		if s := r.row.Find(backend, server); s != nil {
			return f.serverNode(s)
		}
		namesake = namesake || slices.ContainsFunc(r.row.Servers, func(s record.Server) bool { return s.Svname == server })
	}
	if n := f.Node(server); n != nil && !namesake {
		return n.Name // the page was not read yet, or does not show it
	}
	return ""
}

// named is the node that somebody calls by its own name or by that of its server, "" when that may be several.
func (f *Frame) named(name string) string {
	if n := f.Node(name); n != nil || f.HAProxy == nil {
		return nameOf(n)
	}
	found := ""
	for i := range f.HAProxy.Servers {
		if f.HAProxy.Servers[i].Svname != name {
			continue
		}
		node := f.serverNode(&f.HAProxy.Servers[i])
		if found != "" && node != found {
			return ""
		}
		found = node
	}
	return found
}

func nameOf(n *Node) string {
	if n == nil {
		return ""
	}
	return n.Name
}

// placeServers gives each node its rows. Of a node in several backends, Server is the first that carries traffic.
func (f *Frame) placeServers(h *record.HAProxy) {
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
