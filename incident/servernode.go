package incident

import (
	"slices"

	"hadash/record"
	"hadash/wording"
)

// placeServers assigns the rows to the nodes. For a node in several backends, Server is the first that carries traffic.
func (f *folding) placeServers(h *record.HAProxy) {
	if len(f.Nodes) == 0 {
		return
	}
	f.copyNodes()
	placed := map[string][]*record.Server{}
	for i := range h.Servers {
		if name := f.state.servers.Node(&h.Servers[i]); name != "" {
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
		if !n.Software().Balances() {
			n.Rate = float64(n.Server.Rate)
			if h.BlankOf(n.Server).Has("rate") {
				n.Rate = -1
			}
			n.Recent = n.Rate
		}
	}
	for i := range f.Nodes {
		if n := &f.Nodes[i]; n.Runs(record.KindHAProxy) {
			n.Rate = balancerRate(h, n.Node.Upstream)
			n.Recent = n.Rate
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

// Servers returns all servers of HAProxy that a node is.
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

// still returns a server of a node that its balancer sends traffic to; nil if there is none, or its state is not known.
func (n *Node) still() *record.Server {
	for s := range n.Servers {
		if s.Status.State.Serving() && s.Status.State != record.NoCheck {
			return s
		}
	}
	return nil
}

// forgetGone removes the row of a node that no balancer lists any more, as if it could not be read: its last state is
// no longer current.
func (f *folding) forgetGone() {
	for i := range f.Nodes {
		s := f.Nodes[i].Server
		if s == nil || f.state.servers.Find("", s.Pxname, s.Svname) != nil {
			continue
		}
		f.copyNodes()
		f.Nodes[i].Server = nil
	}
}

// unplaced returns why it is not known whether a balancer checks a node that has no row; zero if it is known that none
// does. HAProxy's page shows a server's address only with `stats show-legends` or a socket's level, and a server may
// have any name.
func (f *Frame) unplaced(n *Node) wording.Phrase {
	for i := range f.Nodes {
		b := &f.Nodes[i]
		if !b.Runs(record.KindHAProxy) || b.Name == n.Name || len(b.To) > 0 && !slices.Contains(b.To, n.Name) {
			continue
		}
		switch row := f.state.servers.Page(b.Name); {
		case row == nil && len(b.To) > 0:
			return wording.ServersNotRead.Of(b.Name)
		case row != nil && slices.ContainsFunc(row.Servers, func(s record.Server) bool { return f.state.servers.Node(&s) == "" }):
			return wording.WhichServerIsThat.Of(b.Name)
		}
	}
	return wording.Phrase{}
}

// Unheard reports whether a balancer that sends traffic to a node has not been read yet: its state is awaited, and no
// other source replaces it.
func (f *Frame) Unheard(n *Node) bool {
	return n.Server == nil && slices.ContainsFunc(f.Nodes, func(b Node) bool {
		return b.Runs(record.KindHAProxy) && slices.Contains(b.To, n.Name) && f.state.servers.Page(b.Name) == nil
	})
}

// configured returns the first server in HAProxy's configuration that has the name of a node; nil if there is none.
func (f *Frame) configured(n *Node) *record.Server {
	c := f.check(func(c *record.Check) bool { return c.Server == n.Name && c.Backend != "" })
	if c == nil {
		return nil
	}
	return &record.Server{Pxname: c.Backend, Svname: c.Server}
}

// Strays returns the servers of HAProxy that are DOWN and that no node's state accounts for: no node is that server, or
// its node serves all the same, by another backend.
func (f *Frame) Strays() (out []*record.Server) {
	if f.HAProxy == nil {
		return nil
	}
	for i := range f.HAProxy.Servers {
		s := &f.HAProxy.Servers[i]
		if st := &s.Status; st.State != record.Down && st.State != record.GoingUp && !st.GivenUp() {
			continue
		}
		if n := f.Node(f.state.servers.Node(s)); n == nil || n.Health.Serving() {
			out = append(out, s)
		}
	}
	return out
}

// AllTrouble is Trouble, and the Strays. A drill ignores those: it breaks nodes.
func (f *Frame) AllTrouble() []wording.Phrase {
	all := f.Trouble()
	for _, s := range f.Strays() {
		all = append(all, wording.IsInState.Of(s.Name(), wording.Text(s.Status.State.String())))
	}
	return all
}
