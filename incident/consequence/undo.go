package consequence

import (
	"slices"
	"time"

	"hadash/incident"
	"hadash/incident/servers"
	"hadash/record"
)

// Heal is a fault that can be undone.
type Heal struct {
	Fault record.Fault
	Since time.Time // zero if not known
}

// Shows reports whether a fault of that kind is visible on a node, whoever made it, in the reports of Docker or
// HAProxy.
func Shows(n *incident.Node, kind record.FaultKind) bool {
	c := n.Container
	switch kind {
	case record.Pause:
		return c.State == "paused"
	case record.Cut:
		return c.Networks == 0 && (c.State == "running" || c.State == "paused")
	case record.SetMaint:
		return askedFor(n, record.Maint)
	case record.SetDrain:
		return askedFor(n, record.Drain)
	}
	return false
}

// askedFor reports whether somebody put a node into a state at HAProxy; a server without an address is in maintenance
// without that.
func askedFor(n *incident.Node, s record.State) bool {
	return n.Server != nil && n.Server.Status.State == s && n.Server.Status.Cause() == record.Asked
}

// Out is a server that somebody took out at HAProxy.
type Out struct {
	Balancer string
	Name     string // "backend/server", as in HAProxy's commands
	Node     string // "" if no node is this server
	Status   string // HAProxy's word
}

// TakenOut lists the servers that somebody put into maintenance or drained at HAProxy. Those that share the state of another are not
// listed.
func TakenOut(f *incident.Frame) (all []Out) {
	if f.HAProxy == nil {
		return nil
	}
	nodes, known := f.ServerNodes()
	for i := range f.HAProxy.Servers {
		s := &f.HAProxy.Servers[i]
		if state := s.Status.State; state != record.Drain && (state != record.Maint || s.Status.Cause() != record.Asked) || s.Tracked != "" {
			continue
		}
		balancer, backend := servers.Split(s.Pxname)
		o := Out{Balancer: balancer, Name: backend + "/" + s.Svname, Status: s.Status.Text}
		if balancer == "" {
			o.Balancer = onlyHAProxy(f)
		}
		if known && nodes[i] >= 0 {
			o.Node = f.Nodes[nodes[i]].Name
		}
		all = append(all, o)
	}
	return all
}

// onlyHAProxy is the one HAProxy that answers.
func onlyHAProxy(f *incident.Frame) string {
	for balancer := range f.Pages {
		return balancer
	}
	return "HAProxy"
}

// Undoable finds the fault of that kind that a node has now, ours or somebody else's: one that is visible, else one
// that the Frame has open. Only Docker knows whether a node is paused.
func Undoable(f *incident.Frame, n *incident.Node, kind record.FaultKind) (record.Fault, bool) {
	plain := record.Fault{Kind: kind, Target: n.Name}
	if seen := Shows(n, kind); seen || kind == record.Pause {
		return plain, seen
	}
	for _, x := range slices.Backward(f.Faults) {
		if x.Target == n.Name && x.Kind == kind {
			return x.Fault, true
		}
	}
	return plain, false
}

// Heals lists the faults of a node that can be undone: those of the Frame, the newest first, then those that are only
// visible. Faults that one heal undoes are listed once.
func Heals(f *incident.Frame, n *incident.Node) []Heal {
	var out []Heal
	add := func(fault record.Fault, since time.Time) {
		known := slices.ContainsFunc(out, func(h Heal) bool { return h.Fault.HealedWith(fault) })
		if fault.Kind.Inverse() != "" && !known {
			out = append(out, Heal{Fault: fault, Since: since})
		}
	}
	for _, x := range slices.Backward(f.Faults) {
		if x.Target == n.Name || x.Kind.OfCluster() && x.Hits([]string{n.Name}) {
			add(x.Fault, x.At)
		}
	}
	for _, kind := range []record.FaultKind{record.Pause, record.Cut, record.SetMaint, record.SetDrain} {
		if Shows(n, kind) {
			add(record.Fault{Kind: kind, Target: n.Name}, time.Time{})
		}
	}
	if c := n.Container; c.State == "exited" || c.State == "created" || c.State == "dead" {
		add(record.Fault{Kind: record.Stop, Target: n.Name}, c.Finished)
	}
	return out
}
