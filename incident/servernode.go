package incident

import (
	"iter"
	"slices"
	"strings"
	"time"

	"hadash/incident/event"
	"hadash/incident/servers"
	"hadash/incident/stopwatch"
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
	of, known := f.state.servers.Nodes(len(f.Nodes))
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

// slot reports whether a server is a slot of a template, which gets its address from DNS.
func (f *Frame) slot(s *record.Server) bool {
	c := f.Check(s)
	return c != nil && c.Slot
}

// Free reports whether a row is a slot of a template that no server has now: none has taken it since HAProxy began, or the one
// that had it was removed, or serves from another slot. It is nothing that broke.
func (f *Frame) Free(s *record.Server) bool {
	if s.Status.Cause() != record.Unresolved || !f.slot(s) {
		return false
	}
	node, was := f.state.servers.Vacated(s)
	return s.Stot == 0 && !was || was && f.freed(node)
}

// freed reports whether a node that had a slot broke nothing by leaving it; a node of "" is in the project no more.
func (f *Frame) freed(node string) bool {
	n := f.Node(node)
	if n == nil {
		return slices.ContainsFunc(f.Nodes, func(b Node) bool { return b.Runs(record.KindHAProxy) && len(b.To) > 0 })
	}
	return !n.Health.Broken() && !slices.ContainsFunc(f.Faults, func(x stopwatch.Fault) bool { return x.Target == node })
}

// filled makes the event of a slot that has got a server; false if that is none, or is told as the return of a node from a fault.
func (f *folding) filled(p poll, s *record.Server, node string) bool {
	if node == "" || !f.slot(s) || f.awaits(node) {
		return false
	}
	f.tell(event.Event{At: p.at, Kind: event.KindServer, Severity: event.Info, Node: node, Subject: s.Name(), From: Unresolved, To: "joined",
		Says: wording.JoinedAs.Of(node, s.Name()), Title: wording.Joined.Of(s.Name()), Witness: event.ByPoll, Within: p.within, Balancer: p.balancer})
	return true
}

// awaits reports whether a stopwatch waits for a node.
func (f *folding) awaits(node string) bool {
	return slices.ContainsFunc(f.Stopwatches, func(w stopwatch.Stopwatch) bool { return w.Target == node && !w.Done })
}

// removed takes back that nodes were stopped that are in the project no more: that is how they leave when a service gets fewer
// containers. What else ended them stays a fault.
func (f *folding) removed(at time.Time, before *record.Topology) {
	for i := range before.Nodes {
		name := before.Nodes[i].Name
		if _, stays := f.Topology.Node(name); stays {
			continue
		}
		f.notStopped(name)
		f.tell(event.Event{At: at, Kind: event.KindContainer, Severity: event.Info, Node: name, Subject: name, To: "removed",
			Says: wording.NodeLeft.Of(name), Title: wording.Left.Of(), Witness: event.ByDocker})
	}
}

// notStopped forgets the fault of a node that somebody else stopped, and its events.
func (f *folding) notStopped(name string) {
	at := f.openAs(name, record.Stop)
	if at < 0 || f.Faults[at].You {
		return
	}
	x := f.Faults[at]
	if w := f.watchOf(x.Watch); w != nil {
		never := *w
		f.forgetWatch(x.Watch)
		f.returnTo(&never)
	}
	f.copyFaults()
	f.Faults = slices.Delete(f.Faults, at, at+1)
	f.copyTimeline()
	f.Timeline = slices.DeleteFunc(f.Timeline, func(e event.Event) bool {
		own := e.Kind == event.KindFault || e.Kind == event.KindContainer || e.Kind == event.KindServer || e.Kind == event.KindTruth
		return own && e.Node == name && !e.At.Before(x.Earliest())
	})
	f.belongAgain(x.Earliest())
}

// Elsewhere counts the servers of a HAProxy that are no node of the project. They are on other hosts where the page has their
// addresses; without those a node may be one of them.
func (f *Frame) Elsewhere(balancer string) (n int, sure bool) {
	page := f.Page(balancer)
	if page == nil && !f.SeveralHAProxies() {
		page = f.HAProxy
	}
	if page == nil {
		return 0, false
	}
	sure = true
	for i := range page.Servers {
		if s := &page.Servers[i]; f.state.servers.Node(s) == "" && !f.Free(s) {
			n++
			sure = sure && s.Addr != ""
		}
	}
	return n, sure
}

// youth is how long after its beginning HAProxy may have taken a server for UP that never was: until its checks failed, and until
// its name resolved, which makes it UP, and DOWN a second time.
const youth = 10

// Standby reports whether a server fails a check of its role, such as "role:master", and never was UP since HAProxy began: another
// one has the role, and nothing broke.
func (f *Frame) Standby(s *record.Server) bool {
	if !s.Status.GivenUp() || s.Downtime <= 0 || s.Chkdown > 2 || strings.HasSuffix(strings.TrimPrefix(s.CheckStatus, "* "), "CON") {
		return false
	}
	c := f.Check(s)
	if c == nil || c.Role == "" {
		return false
	}
	page := f.Page(servers.Balancer(s))
	if page == nil {
		page = f.HAProxy
	}
	if page == nil || page.Uptime > 0 && s.Downtime+youth < page.Uptime {
		return false
	}
	n := f.Node(f.state.servers.Node(s))
	return n == nil || n.Container.State == "" || n.Container.Running()
}

// AllTrouble is Trouble, and the Strays. A drill ignores those: it breaks nodes.
func (f *Frame) AllTrouble() []wording.Phrase {
	all := f.Trouble()
	for _, s := range f.Strays() {
		all = append(all, wording.IsInState.Of(s.Name(), wording.Text(s.Status.State.String())))
	}
	return all
}
