package verdict

import (
	"slices"
	"time"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/incident/servers"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// Step is what a balancer does next about a fault.
type Step uint8

// The steps, and what Next has in each.
const (
	Nothing    Step = iota
	TakesOut        // Watcher takes Node out of service within In, by its configuration
	Overdue         // it should have by now: by In, which is negative
	Unknown         // when, is not known
	Never           // nothing that is configured would notice
	TookOut         // Watcher took it out of service, After its fault
	TriesAgain      // nginx set it aside for a while, and now tries it again with requests of users
	Starts          // Node was healed and starts; no check has passed
	Checks          // Passed of Of checks have passed since it was healed
	Returns         // Watcher says UP again, and traffic is awaited
)

// Next is the step of a balancer: the one that is due first, else that of the newest fault that has one.
type Next struct {
	Step       Step
	Node       string
	Watcher    string   // "HAProxy", "nginx", of several HAProxies the name of one; "" where none watches the node
	Still      []string // of several HAProxies those that send to Node after Watcher took it out
	In, After  time.Duration
	Moves      bool             // Watcher takes the address that it shares with Node, and Node itself is the balancer
	Last       stopwatch.Notice // of several HAProxies the last that took Node out, in all of its time; the zero value where one still sends
	Whole      time.Duration    // until that one did
	Passed, Of int
}

// nextOf returns what comes next: the step that is due first, else that of the newest fault that is not settled.
func nextOf(f *incident.Frame, faults []*stopwatch.Stopwatch) Next {
	var due, newest, took Next
	for i := len(faults) - 1; i >= 0; i-- {
		switch next := NextOf(f, faults[i]); {
		case next.Step == TakesOut && (due.Step == Nothing || next.In < due.In):
			due = next
		case next.Step == Nothing, next.Step == TakesOut:
		case next.Step != TookOut && next.Step != TriesAgain:
			if newest.Step == Nothing {
				newest = next
			}
		case took.Step == Nothing:
			took = next
		}
	}
	for _, next := range [...]Next{due, newest} {
		if next.Step != Nothing {
			return next
		}
	}
	return took
}

// NextOf returns what comes next of one fault.
func NextOf(f *incident.Frame, s *stopwatch.Stopwatch) Next {
	next := Next{Node: s.Target}
	n := f.Node(s.Target)
	if n == nil {
		return next
	}
	next.Watcher = watcher(f, n, s)
	if next.Watcher == "" {
		next.Watcher = f.PairedWith(n)
		next.Moves = next.Watcher != ""
	}
	switch {
	case s.Moments[stopwatch.Back].Seen():
	case s.Moments[stopwatch.Healed].Seen():
		next.returning(n, s)
	default:
		next.detection(f, s)
		if next.Step == TookOut {
			next.took(f, n, s)
		}
		if _, _, aside := n.SetAside(f.At); next.Step == TookOut && next.Watcher == "nginx" && !aside {
			next.Step = TriesAgain
		}
	}
	return next
}

// detection is what an open fault waits for.
func (x *Next) detection(f *incident.Frame, s *stopwatch.Stopwatch) {
	d, seen := s.Detection()
	e := &s.Expected
	switch {
	case seen:
		x.Step, x.After = TookOut, d
	case s.Moments[stopwatch.Detected].Seen(), s.OutAlready() != "", s.Kind.AtBalancer(), s.SinceBefore(), x.Watcher == "":
	case e.Known && e.Never:
		x.Step = Never
	case !e.Known || e.Detect == 0:
		if !e.Why.IsZero() {
			x.Step = Unknown
		}
	default:
		x.Step, x.In = TakesOut, s.Bound()-f.At.Sub(s.At)
		if x.In < 0 && !f.Overdue(s) {
			x.In = 0
		} else if x.In < 0 {
			x.Step = Overdue
		}
	}
}

// returning is what a healed fault waits for.
func (x *Next) returning(n *incident.Node, s *stopwatch.Stopwatch) {
	switch {
	case s.Up.Seen():
		x.Step = Returns
	case rising(n) != nil:
		r := rising(n)
		x.Step, x.Passed, x.Of, x.Watcher = Checks, r.Status.N, r.Status.Of, servers.Who(r)
	case n.Health == incident.Starting, s.Starts():
		x.Step = Starts
	}
}

// watcher names the balancer that takes the node of a fault out of service; "" if the project has none.
func watcher(f *incident.Frame, n *incident.Node, s *stopwatch.Stopwatch) string {
	switch {
	case n.Server != nil:
		return servers.Who(f.FirstToNotice(n, s.Fault.Fault))
	case n.IsReplica() && !s.Around.NoHAProxy:
		return "HAProxy"
	case f.Instance(n) && !s.Around.NoNginx:
		return "nginx"
	}
	return ""
}

// took finds out which of several HAProxies took a node out first, and which still send to it.
func (x *Next) took(f *incident.Frame, n *incident.Node, s *stopwatch.Stopwatch) {
	if !f.SeveralHAProxies() || n.Server == nil {
		return
	}
	out := s.Moments[stopwatch.Detected].Event
	if i := slices.IndexFunc(f.Timeline, func(e event.Event) bool { return e.ID == out }); i >= 0 && f.Timeline[i].Balancer != "" {
		x.Watcher = f.Timeline[i].Balancer
	}
	for r := range n.Servers {
		if who := servers.Who(r); r.Status.State.Serving() && who != x.Watcher && !slices.Contains(x.Still, who) {
			x.Still = append(x.Still, who)
		}
	}
	if all, whole := s.ByBalancer(), time.Duration(0); len(all) > 0 && len(x.Still) == 0 {
		last := &all[len(all)-1]
		if whole, _ = s.OutAfter(last); whole > 0 {
			x.Last, x.Whole = *last, whole
		}
	}
}

// rising is the first row of a node that passes checks again; nil if there is none, or one gets traffic.
func rising(n *incident.Node) *record.Server {
	for r := range n.Servers {
		if r.Status.State == record.GoingUp {
			return r
		}
	}
	return nil
}
