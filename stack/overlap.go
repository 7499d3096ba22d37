package stack

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
func (e entry) on(all []entry) (out []entry) {
	for _, o := range all {
		if o.ID == e.ID && sameThing(o.Fault.Kind, e.Fault.Kind) {
			out = append(out, o)
		}
	}
	return out
}

// inherit puts what was before the first of the open faults in the place of what is now.
func (e *entry) inherit(all []entry) {
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

func (s *serverWas) inherit(all []entry) {
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
func (e entry) server(s serverWas) (serverWas, bool) {
	if e.Undo.Balancer == nil {
		return serverWas{}, false
	}
	for _, o := range e.Undo.Balancer.Servers {
		if o.Balancer == s.Balancer && o.Backend == s.Backend && o.Server == s.Server {
			return o, true
		}
	}
	return serverWas{}, false
}

// newest is the fault that holds a container's thing when e is healed; false when none does.
func (e entry) newest(all []entry) (entry, bool) {
	same := e.on(all)
	if len(same) == 0 {
		return entry{}, false
	}
	return same[len(same)-1], true
}

// newestAt is the same for one server of a balancer.
func (e entry) newestAt(s serverWas, all []entry) (record.Fault, bool) {
	for _, o := range slices.Backward(e.on(all)) {
		if _, ok := o.server(s); ok {
			return o.Fault, true
		}
	}
	return record.Fault{}, false
}
