package incident

import (
	"iter"
	"slices"

	"hadash/incident/servers"
	"hadash/record"
	"hadash/wording"
)

// placeServers assigns the rows of all balancers to the nodes that are servers of one, or of any where it is "". For a node in
// several backends, Server is the first that carries traffic; for one behind several balancers, that of the first balancer that
// answers and sends traffic to it.
func (f *folding) placeServers(balancer string) {
	all := f.state.servers.Readings()
	if len(f.Nodes) == 0 || len(all) == 0 {
		return
	}
	f.copyNodes()
	live := make([]bool, len(all))
	for i := range all {
		live[i] = f.answers(record.SourceHAProxy, all[i].Node)
	}
	var at placement
	for i, nodes := range f.state.servers.Served {
		if balancer != "" && all[i].Node != balancer {
			continue
		}
		for _, name := range nodes {
			at.take(all, f.state.servers.Rows(name), live)
			at.place(f, f.Node(name))
		}
	}
	for i := range f.Nodes {
		n := &f.Nodes[i]
		if !n.Runs(record.KindHAProxy) || balancer != "" && n.Name != balancer && len(all) > 1 {
			continue
		}
		page := f.state.servers.Page(n.Name)
		if len(all) == 1 && !f.state.servers.Several() {
			page = all[0].Row
		}
		if page != nil {
			n.Rate = balancerRate(page, n.Node.Upstream)
			n.Recent = n.Rate
		}
	}
}

// pageOf is the page that a row is on, of its own balancer.
func (f *Frame) pageOf(s *record.Server) *record.HAProxy {
	if at, ok := f.state.servers.PlaceOf(s); ok {
		return f.state.servers.Readings()[at.Reading].Row
	}
	return f.HAProxy // of a Frame that was not folded
}

// row is the row of a server; nil if there is none.
func (f *Frame) row(backend, server string) *record.Server {
	if len(f.state.servers.Readings()) == 0 {
		return f.HAProxy.Find(backend, server)
	}
	return f.state.servers.Find("", backend, server)
}

// Lacks reports whether a number of a server is not known, by the name of its column. The row may be of any page that has it.
func (f *Frame) Lacks(s *record.Server, column string) bool {
	if at, ok := f.state.servers.PlaceOf(s); ok {
		return f.state.servers.Readings()[at.Reading].Lacks(at.Row, column)
	}
	return f.HAProxy != nil && f.HAProxy.BlankOf(s).Has(column)
}

// ServerNodes returns the index of the node that each server of HAProxy is, in its order, -1 where it is none; false if that is not
// known.
func (f *Frame) ServerNodes() ([]int32, bool) {
	of, known := f.state.servers.Nodes(f.HAProxy, len(f.Nodes))
	return of, known && f.HAProxy != nil && len(of) >= len(f.HAProxy.Servers)
}

// countsItself reports whether a node that is a balancer counts its own traffic.
func (f *folding) countsItself(n *Node) bool {
	switch {
	case n.Runs(record.KindNginx):
		return f.Source(record.SourceNginx, n.Name) != nil
	case n.Runs(record.KindHAProxy):
		return f.state.servers.Page(n.Name) != nil
	}
	return n.Software().Balances()
}

// placement is the rows of one node at all balancers.
type placement struct {
	rows []*record.Server
	of   []int  // the reading that each is of
	live []bool // whether its balancer answers

	uncounted []bool // whether its sessions are not counted
}

// take makes it that of the rows at some places.
func (p *placement) take(all []servers.Reading, places []servers.Place, live []bool) {
	p.rows, p.of, p.live, p.uncounted = p.rows[:0], p.of[:0], p.live[:0], p.uncounted[:0]
	for _, at := range places {
		r := &all[at.Reading]
		p.rows, p.of = append(p.rows, &r.Row.Servers[at.Row]), append(p.of, at.Reading)
		p.live, p.uncounted = append(p.live, live[at.Reading]), append(p.uncounted, r.Lacks(at.Row, "rate"))
	}
}

// place gives a node its rows.
func (p *placement) place(f *folding, n *Node) {
	first := p.first()
	n.Server, n.also = p.rows[first], nil
	if len(p.rows) > 1 {
		n.also = slices.Concat(p.rows[:first], p.rows[first+1:])
	}
	if !f.countsItself(n) {
		n.Rate = p.sessions()
		n.Recent = n.Rate
	}
}

// first is the row that stands for the node: see placeServers.
func (p *placement) first() int {
	best, rank := 0, -1
	for i := 0; i < len(p.rows); {
		own, end := i, i
		for ; end < len(p.rows) && p.of[end] == p.of[i]; end++ {
			if p.rows[own].Stot == 0 && p.rows[end].Stot > 0 {
				own = end
			}
		}
		is := 0
		if p.live[own] {
			is++
		}
		if p.rows[own].Status.State.Serving() {
			is += 2
		}
		if is > rank {
			best, rank = own, is
		}
		i = end
	}
	return best
}

// sessions is how many sessions in a second all balancers that answer send to a node; -1 if that is not known of one. With
// none that answers it is what they said last.
func (p *placement) sessions() float64 {
	silent := !slices.Contains(p.live, true)
	sum := int64(0)
	for i, s := range p.rows {
		if !p.live[i] && !silent {
			continue
		}
		if p.uncounted[i] {
			return -1
		}
		sum = record.Sum(sum, s.Rate)
	}
	return float64(sum)
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

// AtOthers returns, of a node behind several balancers, its first server at each of those that Server is not of.
func (n *Node) AtOthers(yield func(*record.Server) bool) {
	if len(n.also) == 0 {
		return
	}
	told := map[string]bool{}
	for s := range n.Servers {
		balancer := servers.Balancer(s)
		if first := len(told) == 0; told[balancer] {
			continue
		} else if told[balancer] = true; first {
			continue
		}
		if !yield(s) {
			return
		}
	}
}

// HAProxiesOf yields the HAProxies that a node is a server of, by their pages or by their configurations.
func (f *Frame) HAProxiesOf(n *Node) iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		for i := range f.Nodes {
			b := &f.Nodes[i]
			if b.Runs(record.KindHAProxy) && b.Name != n.Name && f.serves(b, n) && !yield(b) {
				return
			}
		}
	}
}

// serves reports whether a node is a server of a HAProxy.
func (f *Frame) serves(b, n *Node) bool {
	if slices.Contains(b.To, n.Name) {
		return true
	}
	for s := range n.Servers {
		if of := servers.Balancer(s); of == b.Name || of == "" && len(b.To) == 0 {
			return true
		}
	}
	return false
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
	var found *record.Server
	f.check("", func(balancer string, c *record.Check) bool {
		if c.Server != n.Name || c.Backend == "" {
			return false
		}
		found = &record.Server{Pxname: f.state.servers.Backend(balancer, c.Backend), Svname: c.Server}
		return true
	})
	return found
}

// Strays returns the servers of HAProxy that are DOWN and that no node's state accounts for: no node is that server, or
// its node serves all the same, by another backend.
func (f *Frame) Strays() (out []*record.Server) {
	if f.HAProxy == nil {
		return nil
	}
	for i := range f.HAProxy.Servers {
		s := &f.HAProxy.Servers[i]
		if st := &s.Status; st.State != record.Down && st.State != record.GoingUp && !st.GivenUp() || f.Free(s) || f.Standby(s) {
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
		if s.Status.Cause() == record.Unresolved {
			all = append(all, wording.HasNoAddress.Of(s.Name()))
			continue
		}
		all = append(all, wording.IsInState.Of(s.Name(), wording.Text(s.Status.State.String())))
	}
	return all
}
