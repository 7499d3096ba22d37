// Package consequence computes what a fault would do to a node in a Frame, whether it may be made, and what undoes it.
package consequence

import (
	"strings"

	"hadash/incident"
	"hadash/incident/predict"
	"hadash/incident/servers"
	"hadash/record"
)

// Of returns what a fault would do to n, which may be nil for a fault of a service or of a host. The prediction is that of the Frame for this fault.
func Of(f *incident.Frame, n *incident.Node, fault record.Fault, p predict.Prediction) Consequences {
	if fault.Kind.OfCluster() {
		return ofCluster(f, fault, p)
	}
	first := serving(f, n, fault)
	c := Consequences{Last: first.Kind == LastOfRole, Facts: make([]Fact, 0, 4)}
	for _, fact := range []Fact{first, elsewhere(f, n, fault), impact(f, n, fault), detection(f, n, fault, p), again(f, n, fault)} {
		if fact.Kind != None {
			c.Facts = append(c.Facts, fact)
		}
	}
	return c
}

// elsewhere returns the HAProxies that a fault at HAProxy does not reach.
func elsewhere(f *incident.Frame, n *incident.Node, fault record.Fault) Fact {
	if !fault.Kind.AtBalancer() {
		return Fact{}
	}
	var names []string
	for b := range f.HAProxiesOf(n) {
		if b.NoAdmin.Why != "" {
			names = append(names, b.Name)
		}
	}
	if len(names) == 0 {
		return Fact{}
	}
	return Fact{Kind: StillSends, Watcher: strings.Join(names, ", ")}
}

// serving returns which nodes serve while the fault is open.
func serving(f *incident.Frame, n *incident.Node, fault record.Fault) Fact {
	left := others(f, n)
	switch {
	case !n.Health.Serving():
		return Fact{Kind: Idle, Health: n.Health}
	case n.Runs(record.KindK6) && left == 0:
		return Fact{Kind: loadKind(fault.Kind)}
	case left > 0:
		return Fact{Kind: OthersStay, What: n.What(), Count: left}
	case takesOut(fault):
		return Fact{Kind: LastOfRole, What: n.What()}
	}
	return Fact{Kind: NoOther, What: n.What()}
}

// others counts the nodes that serve and do the same work.
func others(f *incident.Frame, n *incident.Node) (left int64) {
	for i := range f.Nodes {
		if o := &f.Nodes[i]; f.Siblings(o, n) && o.Health.Serving() {
			left++
		}
	}
	return left
}

// takesOut reports whether a fault ends its target's service, so that the others must carry it.
func takesOut(f record.Fault) bool {
	switch f.Kind {
	case record.Delay, record.ShutSessions:
		return false
	case record.Loss:
		return f.Amount >= f.Kind.Most()
	case record.SetWeight:
		return f.Amount == 0
	}
	return true
}

// loadKind returns what happens to the load when its only generator is broken.
func loadKind(k record.FaultKind) Kind {
	switch k {
	case record.Pause:
		return LoadStalls
	case record.Cut:
		return LoadUnreached
	case record.Slow, record.Delay, record.Loss:
		return LoadSlows
	case record.Own:
		return None
	}
	return LoadEnds
}

// impact returns what happens to the sessions and requests at the node now.
func impact(f *incident.Frame, n *incident.Node, fault record.Fault) Fact {
	switch {
	case n.Server != nil && n.Health.Serving():
		kind, open := sessions(f, n, fault.Kind), int64(0)
		for s := range n.Servers {
			if f.Lacks(s, "scur") {
				return Fact{}
			}
			open = record.Sum(open, s.Scur)
		}
		if kind == None {
			return Fact{}
		}
		return Fact{Kind: kind, Count: open}
	case n.Recent > 0 && !n.Runs(record.KindK6):
		return Fact{Kind: Serves, Rate: n.Recent, Unit: f.Unit(n)}
	}
	return Fact{}
}

// sessions returns what a fault does to the sessions on a server of HAProxy.
func sessions(f *incident.Frame, n *incident.Node, k record.FaultKind) Kind {
	switch k {
	case record.Pause, record.Cut:
		return SessionsHang
	case record.Slow, record.Delay, record.Loss:
		return SessionsSlow
	case record.SetMaint, record.SetHealth:
		if c := f.Check(n.Server); c != nil && c.ShutdownDown {
			return SessionsCut
		}
		return SessionsFinish
	case record.SetDrain:
		return SessionsFinish
	case record.SetWeight, record.Own:
		return None
	}
	return SessionsCut
}

// detection returns when a balancer notices the fault. HAProxy has nothing to detect in its own commands, nor at a
// server that is already out.
func detection(f *incident.Frame, n *incident.Node, fault record.Fault, p predict.Prediction) Fact {
	switch {
	case fault.Kind == record.SetHealth && !p.Why.IsZero():
		return Fact{Kind: UntilChecked, Why: p.Why}
	case n.Server != nil && !n.Server.Status.State.Serving(), fault.Kind.AtBalancer():
		return Fact{}
	}
	if fault.Kind == record.Own {
		return Fact{Kind: DetectionUnknown, Why: p.Why}
	}
	last := ""
	for _, x := range f.WouldNotice(n, fault) { // users are hurt until the last has noticed
		if e := x.Expected; last == "" || !p.Never && (!e.Known || e.Never || p.Known && e.Detect > p.Detect) {
			p, last = e, x.Balancer
		}
	}
	switch {
	case !p.Known && p.Why.IsZero():
		return Fact{}
	case !p.Known:
		return Fact{Kind: DetectionUnknown, Why: p.Why}
	case n.Server == nil && n.Paired() && p.Never && f.PairedWith(n) != "":
		return Fact{Kind: NotMissed, Watcher: f.PairedWith(n)}
	case n.Server == nil && n.Paired() && f.PairedWith(n) != "":
		return Fact{Kind: TakesOver, Within: p.Detect, Watcher: f.PairedWith(n)}
	case p.Never && last != "":
		return Fact{Kind: Unnoticed, Watcher: last}
	case p.Never:
		return Fact{Kind: Unnoticed, Watcher: watcher(f, n, fault)}
	case n.Server != nil && (fault.Kind == record.Stop || fault.Kind == record.Restart):
		return Fact{Kind: DetectedAfterStop, Within: p.Detect, Watcher: last} // checks pass until then
	}
	return Fact{Kind: Detected, Within: p.Detect, Watcher: last}
}

// watcher returns the balancer that would notice a fault of the node; "" if there is none.
func watcher(f *incident.Frame, n *incident.Node, fault record.Fault) string {
	switch {
	case n.Server != nil:
		return servers.Who(f.FirstToNotice(n, fault))
	case n.IsReplica():
		return "HAProxy"
	case f.Instance(n):
		return "nginx"
	}
	return ""
}
