package journal

import (
	"slices"

	"hadash/record"
)

// Several hadash processes, or several faults of one process, may change the same thing of a container or of a server:
// its CPU limit, its networks, whether it runs. Then
//   - undoing restores the state before the first of them, whichever process made it: each later fault inherits it;
//   - the newest open fault is in force, and when it is healed the one before it: the thing stays changed while one
//     fault on it is open, and the last heal restores it.
//
// A fault that a dead hadash left holds nothing back: nobody needs it any more.

// sameThing reports whether two kinds of fault change the same thing.
func sameThing(a, b record.FaultKind) bool { return a.Inverse() != "" && a.Inverse() == b.Inverse() }

// on returns the entries that change the same thing of the same container.
func (e Entry) on(all []Entry) (out []Entry) {
	for _, o := range all {
		if o.ID == e.ID && sameThing(o.Fault.Kind, e.Fault.Kind) {
			out = append(out, o)
		}
	}
	return out
}

// Inherit replaces the current state in e.Undo by the state before the first of the open faults.
func (e *Entry) Inherit(all []Entry) {
	same := e.on(all)
	if e.Undo.Balancer != nil {
		servers := e.Undo.Balancer.Servers
		for i := range servers {
			servers[i].inherit(same)
		}
		return
	}
	for _, o := range same {
		if o.Undo.CPU != nil || len(o.Undo.Networks) > 0 || o.Undo.Swarm != nil && o.Fault.Kind.OfCluster() {
			e.Undo = o.Undo
			return
		}
	}
}

func (s *Server) inherit(all []Entry) {
	for _, o := range all {
		if was, ok := o.server(*s); ok {
			s.Ready, s.State = was.Ready, was.State
			if was.Weight != "" {
				s.Weight = was.Weight
			}
			return
		}
	}
}

// server returns the earlier state of a server in a fault at a balancer, whatever name its target had.
func (e Entry) server(s Server) (Server, bool) {
	if e.Undo.Balancer == nil {
		return Server{}, false
	}
	for _, o := range e.Undo.Balancer.Servers {
		if o.Balancer == s.Balancer && o.Backend == s.Backend && o.Server == s.Server {
			return o, true
		}
	}
	return Server{}, false
}

// Newest returns the fault that stays in force when e is healed; false if there is none.
func (e Entry) Newest(all []Entry) (Entry, bool) {
	same := e.on(all)
	if len(same) == 0 {
		return Entry{}, false
	}
	return same[len(same)-1], true
}

// NewestAt does the same for one server of a balancer.
func (e Entry) NewestAt(s Server, all []Entry) (record.Fault, bool) {
	for _, o := range slices.Backward(e.on(all)) {
		if _, ok := o.server(s); ok {
			return o.Fault, true
		}
	}
	return record.Fault{}, false
}
