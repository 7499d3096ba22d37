package stopwatch

import (
	"slices"
	"strings"
	"time"

	"hadash/incident/predict"
)

// Notice is when a balancer took one of several servers that the node of a fault is out of service, and when it was UP there
// again after the heal.
type Notice struct {
	Balancer string // as it is called on the screen
	Server   string // backend/server
	Expected predict.Prediction
	Out, Up  Moment // Out is not seen while the balancer sends to it
}

// OutEverywhere returns the time from the fault until the last of its node's servers was taken out of service; false if one is
// not, or that is not known. Of a node that is one server it is Detection.
func (s *Stopwatch) OutEverywhere() (time.Duration, bool) {
	most, ok := s.Detection()
	for i := range s.Notices {
		d, seen := s.OutAfter(&s.Notices[i])
		most, ok = max(most, d), ok && seen
	}
	return most, ok
}

// OutAfter returns the time from the fault until a server was taken out of service.
func (s *Stopwatch) OutAfter(n *Notice) (time.Duration, bool) {
	return s.between(s.Moments[Injected], n.Out)
}

// UpAfter returns the time from the heal until a server was UP again.
func (s *Stopwatch) UpAfter(n *Notice) (time.Duration, bool) {
	return s.between(s.Moments[Healed], n.Up)
}

// NoticeOf finds a server by its name; nil where the node is only one, or the balancer had it out before the fault.
func (s *Stopwatch) NoticeOf(server string) *Notice {
	if i := slices.IndexFunc(s.Notices, func(n Notice) bool { return n.Server == server }); i >= 0 {
		return &s.Notices[i]
	}
	return nil
}

// ByBalancer returns, where several balancers send to the node, one Notice of each: of its last server. The first to notice
// comes first.
func (s *Stopwatch) ByBalancer() (all []Notice) {
	for _, n := range s.Notices {
		switch i := slices.IndexFunc(all, func(o Notice) bool { return o.Balancer == n.Balancer }); {
		case i < 0:
			all = append(all, n)
		case all[i].Out.Seen() && (!n.Out.Seen() || n.Out.At.After(all[i].Out.At)):
			all[i] = n
		}
	}
	if len(all) < 2 {
		return nil
	}
	slices.SortStableFunc(all, func(a, b Notice) int {
		switch {
		case a.Out.Seen() && b.Out.Seen():
			return a.Out.At.Compare(b.Out.At)
		case a.Out.Seen():
			return -1
		case b.Out.Seen():
			return 1
		}
		return 0
	})
	return all
}

// StillSends reports whether a balancer goes on sending to the node after another has noticed the fault.
func (s *Stopwatch) StillSends() bool {
	return s.Moments[Detected].Seen() && slices.ContainsFunc(s.Notices, func(n Notice) bool { return !n.Out.Seen() })
}

// JudgedAt reports whether the detection by one balancer has a bound.
func (s *Stopwatch) JudgedAt(n *Notice) bool {
	return n.Expected.Known && !n.Expected.Never && s.OutAs == ""
}

// BoundAt is Bound by the configuration of one balancer.
func (s *Stopwatch) BoundAt(n *Notice) time.Duration { return n.Expected.Detect + s.Ending() }

// LateAt reports whether one balancer noticed the fault later than its configuration says, as Late does.
func (s *Stopwatch) LateAt(n *Notice) bool {
	d, ok := s.OutAfter(n)
	return ok && s.JudgedAt(n) && d-n.Out.Within > s.BoundAt(n)+s.allowed(n.Expected.Timers.Detect)
}

// TriesAt are the attempts that failed at the servers of one of several HAProxies.
func (s *Stopwatch) TriesAt(balancer string) (sum Tries) {
	for server, t := range s.Tries {
		if strings.HasPrefix(server, balancer+"/") {
			sum = sum.Plus(t)
		}
	}
	return sum
}

// TriedAt lists, of several HAProxies, those with attempts that failed, by name.
func (s *Stopwatch) TriedAt() (balancers []string) {
	for server := range s.Tries {
		if balancer, row, _ := strings.Cut(server, "/"); strings.Contains(row, "/") && !slices.Contains(balancers, balancer) {
			balancers = append(balancers, balancer)
		}
	}
	slices.Sort(balancers)
	return balancers
}

// LeftOutBy records that one of several nginxes stopped choosing the node.
func (s *Stopwatch) LeftOutBy(nginx string, m Moment) {
	for i := range s.Notices {
		if n := &s.Notices[i]; nginx != "" && n.Balancer == nginx && (!n.Out.Seen() || m.At.Before(n.Out.At)) {
			s.Notices = slices.Clone(s.Notices)
			s.Notices[i].Out = m
			return
		}
	}
}
