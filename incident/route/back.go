package route

import (
	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/incident/verdict"
	"hadash/record"
)

// Span is what was counted on the way in the span of the verdict: since the first of its faults, or since watching began.
type Span struct {
	Felt   clients.Felt
	Passed stopwatch.Passed
	Fault  bool            // it began with a fault, which is open or was back just now
	Hurt   bool            // users are hurt now
	users  clients.Clients // by the verdict's witness
}

func spanOf(f *incident.Frame, v *verdict.Verdict) Span {
	s := Span{Felt: *v.Users.Felt(f), Passed: f.Passed(), Hurt: v.Users.Feel == verdict.Hurt, users: v.Users.Clients}
	if w := v.Users.Since; w != nil {
		s.Passed, s.Fault = s.Passed.Since(w.Before), true
		s.logged(v.Faults)
	}
	return s
}

// logged adds the sessions that HAProxy's log has and its page, which is polled, has not yet.
func (s *Span) logged(faults []*stopwatch.Stopwatch) {
	var gaveUp int64
	for _, w := range faults {
		gaveUp += int64(w.Blast.Refused)
	}
	if s.Passed.Known {
		s.Passed.GaveUp = max(s.Passed.GaveUp, gaveUp)
	}
}

// Back is the failures that came back along an edge. N of Of were passed on by the hop that they came to.
type Back struct {
	Known bool
	N     int64
	Of    int64 // 0: how many came is not known apart from N
	Least bool  // there may have been more
	Users bool  // they reached the users
}

// Any reports whether a failure came back.
func (b *Back) Any() bool { return b.Known && (b.N > 0 || b.Of > 0) }

// WayBack reports whether failures came back along any edge, in the time of a fault or while users are hurt.
func (r *Route) WayBack() bool {
	for i := range r.Edges {
		if (r.Span.Fault || r.Span.Hurt) && r.Edges[i].Back.Any() {
			return true
		}
	}
	return false
}

// back returns the failures that came back from one hop to another. What nobody counted is not known.
func (r *Route) back(to, from int) Back {
	a, b := &r.Hops[to], &r.Hops[from]
	passed := &r.Span.Passed
	switch {
	case a.Kind == record.KindK6 && !a.Group:
		return r.Span.toUsers()
	case a.Kind == record.KindProbe && !a.Group:
		return r.Span.toProbe()
	case a.Kind == record.KindNginx && !a.Group && b.Group:
		if r.Count(record.KindNginx) == 1 {
			return r.Span.fromApps()
		}
		return r.Span.toWeb(a.Nodes[0].Name)
	case a.Kind == record.KindHAProxy && !a.Group && passed.Known:
		t, n := r.Span.onward(a.Nodes[0].Name)
		return Back{Known: true, N: n, Of: record.Sum(t.Retried, t.Redispatched, n)}
	case b.Kind == record.KindHAProxy && !b.Group && passed.Known:
		// HAProxy does not count what fails in a session of TCP mode that it had connected.
		_, n := r.Span.onward(b.Nodes[0].Name)
		return Back{Known: n > 0, N: n, Least: true}
	case a.Group && b.Kind == record.KindNginx && !b.Group:
		w, several := passed.Webs[b.Nodes[0].Name]
		return Back{Known: several && w.Logs && passed.Known, N: w.Failed}
	}
	return Back{}
}

// onward is how often a HAProxy could not connect, and how many failures it passed on.
func (s *Span) onward(balancer string) (stopwatch.Tries, int64) {
	t := s.Passed.Tries(balancer)
	return t, max(t.GaveUp, s.Passed.Onward[balancer])
}

// toWeb is the failures that came to one of several nginxes: those that it absorbed, where its log tells, and those that it did
// not.
func (s *Span) toWeb(name string) Back {
	w := s.Passed.Webs[name]
	b := Back{Known: w.Logs && s.Passed.Known, N: w.Failed, Least: !w.Names}
	if w.Names {
		b.Of = record.Sum(w.Failed, w.Absorbed)
	}
	return b
}

// Count is how many hops are a balancer of a kind.
func (r *Route) Count(kind record.Kind) (n int) {
	for i := range r.Hops {
		if h := &r.Hops[i]; !h.Group && h.Kind == kind {
			n++
		}
	}
	return n
}

// backTo returns the failures that came back to a column. Those of balancers beside each other are added up: each has counted
// its own.
func (r *Route) backTo(c int) Back {
	var sum Back
	added := map[[2]int]bool{} // by the hop that counted them, and whether it is in the column
	for i := range r.Edges {
		e := &r.Edges[i]
		from, to := &r.Hops[e.From], &r.Hops[e.To]
		if from.Column != c {
			continue
		}
		by := [2]int{-1, 0}
		switch {
		case from.Group && !to.Group && (to.Kind == record.KindHAProxy || to.Kind == record.KindNginx):
			by = [2]int{e.To, 0}
		case !from.Group:
			by = [2]int{e.From, 1}
			if from.Kind == record.KindNginx && !to.Group { // counted by the next, if at all
				by = [2]int{e.To, 0}
			}
		}
		if added[by] {
			continue
		}
		added[by] = true
		if len(added) == 1 {
			sum = e.Back
			continue
		}
		if sum.Users || e.Back.Users {
			return Back{}
		}
		sum = sum.plus(e.Back)
	}
	return sum
}

// plus adds up the failures of two balancers. Of one that says nothing there may have been any number.
func (b Back) plus(o Back) Back {
	sum := Back{Known: b.Known || o.Known, N: b.N + o.N, Least: b.Least || o.Least || b.Known != o.Known}
	if b.Known && o.Known && (b.Of > 0 || b.N == 0) && (o.Of > 0 || o.N == 0) {
		sum.Of = b.Of + o.Of
	}
	return sum
}

// toUsers is the failures that reached the users.
func (s *Span) toUsers() Back {
	c := s.users
	return Back{Known: c.Known(), N: int64(c.Failed), Least: c.Least, Users: true}
}

// toProbe is the failures that reached the probe. Others may be the witness of what reached the users.
func (s *Span) toProbe() Back {
	if s.users.By == event.ByProbe {
		return s.toUsers()
	}
	c := s.Felt.Probed()
	return Back{Known: c.Known(), N: int64(c.Failed), Least: c.Least}
}

// fromApps is the failed attempts at the instances. Where nginx's log names them, it is known how many nginx passed on.
func (s *Span) fromApps() Back {
	b := Back{Known: s.Passed.Known && s.Passed.Counted, N: s.Passed.Instances, Least: s.Passed.Least}
	if c := s.Felt.Logged(); b.Known && s.Felt.CountsAttempts() && !c.Least && !b.Least && int64(c.Failed) <= b.N {
		b.N, b.Of = int64(c.Failed), b.N
	}
	return b
}
