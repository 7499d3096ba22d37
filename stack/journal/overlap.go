package journal

import (
	"slices"

	"hadash/record"
)

// Several hadash, and several faults of one, may change the same thing of a container or of a server: its CPU limit, its
// networks, whether it runs. Then
//   - what undoing restores is the state before the first of them, whoever made it: each later one inherits it;
//   - the newest that is open is in force, and when it is healed the one before it: the thing stays changed as long as
//     one fault on it is open, and the last heal restores.
//
// A fault that a dead hadash left does not hold anything back: nobody wants it any more.

// sameThing reports whether two faults change the same thing, as far as their kinds tell.
func sameThing(a, b record.FaultKind) bool { return a.Inverse() != "" && a.Inverse() == b.Inverse() }

// on picks the entries that change the same thing of the same container.
func (e Entry) on(all []Entry) (out []Entry) {
	for _, o := range all {
		if o.ID == e.ID && sameThing(o.Fault.Kind, e.Fault.Kind) {
			out = append(out, o)
		}
	}
	return out
}

// Inherit puts what was before the first of the open faults in the place of what is now.
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
		if o.Undo.CPU != nil || len(o.Undo.Networks) > 0 {
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

// server is what a fault at a balancer knows of a server, whatever name its target had.
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

// Newest is the fault that holds a container's thing when e is healed; false when none does.
func (e Entry) Newest(all []Entry) (Entry, bool) {
	same := e.on(all)
	if len(same) == 0 {
		return Entry{}, false
	}
	return same[len(same)-1], true
}

// NewestAt is the same for one server of a balancer.
func (e Entry) NewestAt(s Server, all []Entry) (record.Fault, bool) {
	for _, o := range slices.Backward(e.on(all)) {
		if _, ok := o.server(s); ok {
			return o.Fault, true
		}
	}
	return record.Fault{}, false
}
