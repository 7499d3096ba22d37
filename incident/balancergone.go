package incident

import (
	"slices"
	"time"

	"hadash/incident/event"
	"hadash/incident/outage"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// Nothing checks the first balancer of a path, and a page with its numbers that does not come says nothing of its requests. So a
// balancer that is silent is gone only where another witness says so as well: keepalived calls it unfit, or the other one of its
// pair takes its address, or requests of users fail from then on. A container that ends is a fault by Docker's word.

// goneWithin is how far apart the silence of a balancer and what the other witness saw may be: a script of keepalived's needs some
// runs, and a user waits until a time limit.
const goneWithin = 15 * time.Second

// silence is the source of a balancer's numbers, if it has not answered twice in a row, and had answered before; else nil.
func (f *folding) silence(n *Node) *Source {
	name := record.SourceHAProxy
	if n.Runs(record.KindNginx) {
		name = record.SourceNginx
	}
	if s := f.Source(name, n.Name); s != nil && s.Err != "" && s.told && s.LastOK.After(n.Container.Started) {
		return s
	}
	return nil
}

// balancerGone takes note that a balancer is gone, if there are two witnesses.
func (f *folding) balancerGone(name string) {
	n := f.Node(name)
	if n == nil || !n.Software().Balances() || f.isGone(name) {
		return
	}
	s := f.silence(n)
	if s == nil || s.Since.Before(f.watchedFrom()) || !f.replaced(n, s.Since) && !f.userless(n, s) {
		return
	}
	f.turns = append(f.turns, outage.Change{Server: outage.Server{Name: name, Balancer: name, Node: name}, Shape: stopwatch.BalancerDown,
		At: s.Since, By: event.ByPoll, Within: s.Since.Sub(s.LastOK)})
}

// hurtBySilence takes note of silent balancers, as requests of users fail.
func (f *folding) hurtBySilence() {
	if !f.hurt() {
		return
	}
	for i := range f.Sources {
		if s := &f.Sources[i]; s.told && s.Err != "" && s.Name != record.SourceDocker {
			f.balancerGone(s.Node)
		}
	}
}

// replaced reports whether keepalived says that a node cannot have its address, or that another one took it at about an instant.
func (f *folding) replaced(n *Node, at time.Time) bool {
	if n.Pair.Known() && n.Pair.Is == record.VRRPFault {
		return true
	}
	if n.Pair.Active() || n.Pair.Waits() {
		return false
	}
	for o := range f.pairOf(n) {
		if o.Pair.Active() && !o.Pair.AtLeast && o.Pair.Since.Sub(at).Abs() <= goneWithin {
			return true
		}
	}
	return false
}

// hurt reports whether requests of users fail now: far more than before, or most of them.
func (f *folding) hurt() bool {
	b := &f.state.outages.Users
	is, _ := b.Now()
	return is || b.Most()
}

// userless reports whether requests of users fail since about when a balancer on their way fell silent, and no other balancer or
// Engine did: then it is not hadash that reaches nothing.
func (f *folding) userless(n *Node, s *Source) bool {
	u := &f.state.outages
	began, is := u.Users.First, false
	if i := slices.IndexFunc(u.Open, isUsers); i >= 0 {
		began, is = u.Open[i].T0, true
	} else if is = f.hurt(); is && len(f.covering(u.Users.Last, "")) > 0 {
		return false // a fault explains it
	}
	if !is || began.Sub(s.Since).Abs() > goneWithin || !f.door(n.Name) && !f.state.paths.First(n.Name) && !f.behindDoor(n) {
		return false
	}
	return !slices.ContainsFunc(f.Sources, func(o Source) bool { return o.Err != "" && knows(o.Name) && (o.Name != s.Name || o.Node != s.Node) })
}

// behindDoor reports whether requests that come in at a first balancer may reach a node.
func (f *folding) behindDoor(n *Node) bool {
	for i := range f.Nodes {
		if b := &f.Nodes[i]; b.Software().Balances() && b.Name != n.Name && (f.door(b.Name) || f.state.paths.First(b.Name)) && f.leads(b, n.Name, map[string]bool{}) {
			return true
		}
	}
	return false
}

// answersAgain takes note that a balancer's numbers come again.
func (f *folding) answersAgain(was Source, is *Source) {
	if was.Err != "" && f.isGone(is.Node) {
		f.turns = append(f.turns, outage.Change{What: outage.Rose, Server: outage.Server{Name: is.Node, Balancer: is.Node, Node: is.Node}, Shape: stopwatch.BalancerDown,
			At: is.At, By: event.ByPoll, Within: is.At.Sub(was.At)})
	}
}

// isGone reports whether a balancer is gone by an outage that is open.
func (f *folding) isGone(name string) bool {
	return slices.ContainsFunc(f.Faults, func(x stopwatch.Fault) bool { return x.Target == name && x.OfBalancer() })
}

// firstFailed dates a balancer's end by the first request that failed at a client after its numbers came last, or by those that fail
// already; the zero time if none did.
func (f *folding) firstFailed(x *outage.Fall) (at time.Time, by event.Witness) {
	if i := slices.IndexFunc(f.state.outages.Open, isUsers); i >= 0 {
		if w := f.watchOf(f.state.outages.Open[i].Watch); w != nil && x.At.Sub(w.At) <= goneWithin {
			return w.At, w.Moments[stopwatch.Injected].Witness
		}
	}
	for _, c := range f.state.costs.Between(x.At.Add(-x.Within), x.At) {
		if _, who := lostBy(c.Effect); who != "" && (at.IsZero() || c.At.Before(at)) {
			at, by = c.At, who
		}
	}
	return at, by
}

// lostBy returns which client recorded that a request of its own failed, and how long that took; "" if none did.
func lostBy(effect stopwatch.Effect) (took time.Duration, by event.Witness) {
	switch e := effect.(type) {
	case stopwatch.ProbeLine:
		if e.Failed {
			return e.Took, event.ByProbe
		}
	case stopwatch.ScriptLine:
		if e.Failed {
			return e.Took, event.ByClient
		}
	}
	return 0, ""
}
