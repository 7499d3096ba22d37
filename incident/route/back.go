package route

import (
	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/stopwatch"
	"hadash/incident/verdict"
	"hadash/record"
)

// Span is what was counted on the way in the span of the verdict: since the first of its faults, or since watching began.
type Span struct {
	Felt   clients.Felt
	Passed stopwatch.Passed
	Fault  bool            // it began with a fault, which is open or was back just now
	users  clients.Clients // by the verdict's witness
}

func spanOf(f *incident.Frame, v *verdict.Verdict) Span {
	s := Span{Felt: f.Watched.Felt, Passed: f.Passed(), users: v.Users.Clients}
	if w := v.Users.Since; w != nil {
		s.Felt, s.Passed, s.Fault = w.Felt, s.Passed.Since(w.Before), true
	}
	return s
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

// WayBack reports whether failures came back along any edge, in the time of a fault.
func (r *Route) WayBack() bool {
	for i := range r.Edges {
		if r.Span.Fault && r.Edges[i].Back.Any() {
			return true
		}
	}
	return false
}

// back returns the failures that came back from one hop to another. What nobody counted is not known.
func (s *Span) back(to, from record.Role) Back {
	switch {
	case to == record.RoleLoad:
		c := s.users
		return Back{Known: c.Known(), N: int64(c.Failed), Least: c.Least, Users: true}
	case to == record.RoleWeb && from == record.RoleApp:
		return s.fromApps()
	case to == record.RoleBalancer && s.Passed.Known:
		return Back{Known: true, N: s.Passed.GaveUp, Of: s.Passed.Attempts()}
	case from == record.RoleBalancer && s.Passed.Known:
		// HAProxy does not count what fails in a session that it had connected.
		return Back{Known: s.Passed.GaveUp > 0, N: s.Passed.GaveUp, Least: true}
	}
	return Back{}
}

// fromApps is the failed attempts at the instances. Where nginx's log names them, it is known how many nginx passed on.
func (s *Span) fromApps() Back {
	b := Back{Known: s.Passed.Known && s.Passed.Counted, N: s.Passed.Instances, Least: s.Passed.Least}
	if c := s.Felt.Logged(); b.Known && s.Felt.CountsAttempts() && !c.Least && !b.Least && int64(c.Failed) <= b.N {
		b.N, b.Of = int64(c.Failed), b.N
	}
	return b
}
