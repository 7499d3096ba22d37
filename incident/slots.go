package incident

import (
	"maps"
	"slices"
	"strings"
	"time"

	"hadash/incident/event"
	"hadash/incident/outage"
	"hadash/incident/servers"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

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

// joined is the state in the event of a slot that has got a server.
const joined = "joined"

// filled makes the event of a slot that has got a server; false if that is none, or is told as the return of a node from a fault.
func (f *folding) filled(p poll, s *record.Server, node string) bool {
	if !f.slot(s) || node != "" && f.awaits(node) {
		return false
	}
	f.gone(&p, s, outage.Rose)
	if node == "" { // the configuration is read again in a moment, and names it
		f.tell(event.Event{At: p.at, Kind: event.KindServer, Severity: event.Info, Subject: s.Name(), From: Unresolved, To: joined,
			Says: wording.SlotTaken.Of(s.Name()), Title: wording.SlotTaken.Of(s.Name()), Witness: event.ByPoll, Within: p.within, Balancer: p.balancer})
		return true
	}
	f.tell(event.Event{At: p.at, Kind: event.KindServer, Severity: event.Info, Node: node, Subject: s.Name(), From: Unresolved, To: joined,
		Says: wording.JoinedAs.Of(node, s.Name()), Title: wording.Joined.Of(s.Name()), Witness: event.ByPoll, Within: p.within, Balancer: p.balancer})
	return true
}

// awaits reports whether a stopwatch waits for a node.
func (f *folding) awaits(node string) bool {
	return slices.ContainsFunc(f.Stopwatches, func(w stopwatch.Stopwatch) bool { return w.Target == node && !w.Done })
}

// removed takes back that nodes were stopped that are in the project no more: that is how they leave when a service gets fewer
// containers. What else ended them was a fault, and is over.
func (f *folding) removed(at time.Time, before *record.Topology) {
	for name := range f.state.removed {
		if !f.absent(name) {
			f.state.removed = maps.Clone(f.state.removed)
			delete(f.state.removed, name)
		}
	}
	for i := range before.Nodes {
		name := before.Nodes[i].Name
		if _, stays := f.Topology.Node(name); stays || f.renamed(&before.Nodes[i], before) {
			continue
		}
		f.notStopped(name)
		f.state.removed = maps.Clone(f.state.removed)
		if f.state.removed == nil {
			f.state.removed = map[string]time.Time{}
		}
		f.state.removed[name] = at
		f.tell(event.Event{At: at, Kind: event.KindContainer, Severity: event.Info, Node: name, Subject: name, To: "removed",
			Says: wording.NodeLeft.Of(name), Title: wording.Left.Of(), Witness: event.ByDocker})
	}
}

// renamed reports whether a node of before has another name now: one container of a service is named without its number.
func (f *folding) renamed(was *record.Node, before *record.Topology) bool {
	return len(was.Addrs) > 0 && slices.ContainsFunc(f.Topology.Nodes, func(n record.Node) bool {
		_, old := before.Node(n.Name)
		return !old && n.Runs(was.Software()) && slices.Equal(n.Addrs, was.Addrs)
	})
}

// remade is how long after its removal a container may be made again, so that its fault goes on.
const remade = 30 * time.Second

// notRemade ends the faults of nodes that were removed and not made again: nothing can heal them.
func (f *folding) notRemade() {
	for name, at := range f.state.removed {
		if f.At.Sub(at) < remade {
			continue
		}
		f.over(at, func(x stopwatch.Fault) bool { return x.Target == name }, wording.RemovedBroken.Of(name))
		f.state.removed = maps.Clone(f.state.removed)
		delete(f.state.removed, name)
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
