package incident

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"hadash/record"
)

// Truth is one row of the truth table: everybody's word on one node, side by side. What somebody has no
// word on is "".
type Truth struct {
	Node        string
	Role        record.Role
	Docker      string   // container state: "running", "paused", "exited (137)"
	Health      string   // Docker's health check: "healthy"
	Admin       string   // HAProxy: what an admin decided: "ready", "maint", "drain"
	Oper        string   // HAProxy: what its checks say: "UP", "UP 1/3", "DOWN"; nginx: "used", "set aside"
	Check       string   // the last check: "L7OK 1 ms", or an instance's own page: "200"
	Replication string   // "IO Yes, SQL Yes, lag 0s"
	Traffic     float64  // requests or sessions per second, -1 when not known
	Errors      float64  // share of them that failed lately, 0..1, -1 when not known
	Disagree    []string // in words, what does not fit together, and what follows of it
}

// TruthTable puts everybody's word on every node side by side, in path order.
func (f *Frame) TruthTable() []Truth {
	out := make([]Truth, 0, len(f.Nodes))
	for i := range f.Nodes {
		out = append(out, f.Truth(&f.Nodes[i]))
	}
	return out
}

// Truth is one node's row.
func (f *Frame) Truth(n *Node) Truth {
	t := Truth{Node: n.Name, Role: n.Role, Traffic: n.Rate, Errors: f.errorShare(n.Name), Health: n.Container.Health}
	t.Docker = n.Container.State
	switch {
	case t.Docker == "exited":
		t.Docker = fmt.Sprintf("exited (%d)", n.Container.ExitCode)
	case t.Docker == "running" && n.Container.Networks == 0:
		t.Docker = "running, cut off"
	}
	switch s := n.Server; {
	case s != nil:
		t.Admin, t.Oper = "ready", s.Status.Text
		if s.Status.State == record.Maint || s.Status.State == record.Drain {
			t.Admin, t.Oper = lower(s.Status.State), ""
		}
		if s.CheckStatus != "" {
			t.Check = fmt.Sprintf("%s %d ms", s.CheckStatus, s.CheckDuration)
		}
	case f.balanced(n):
		t.Oper = "used"
		if f.aside(n) {
			t.Oper = "set aside"
		}
		if n.Probe != nil {
			t.Check = fmt.Sprint(n.Probe.Code)
		} else if n.ProbeErr != "" {
			t.Check = "no answer"
		}
	}
	if r := n.Replica; r != nil && !r.Master && f.answers(record.SourceReplication, n.Name) {
		t.Replication = threads(r)
		if r.LagKnown {
			t.Replication += ", lag " + r.Lag.String()
		}
	}
	for _, d := range disagreements {
		if f.quarrels(n)&d != 0 {
			t.Disagree = append(t.Disagree, f.quarrelText(n, d))
		}
	}
	return t
}

func lower(s record.State) string {
	if s == record.Drain {
		return "drain"
	}
	return "maint"
}

func (f *Frame) answers(source, node string) bool {
	s := f.Source(source, node)
	return s != nil && !s.Stale()
}

// aside reports whether nginx leaves an instance out now.
func (f *Frame) aside(n *Node) bool { return f.At.Before(n.Upstream.Aside) }

// quarrel is a way in which the words on one node do not fit together.
type quarrel uint8

const (
	deadButUp   quarrel = 1 << iota // its balancer sends traffic to what does not run
	runsButDown                     // it runs, and its balancer gave it up
	upButFails                      // its balancer calls it UP, and real traffic fails there
	illButUp                        // Docker's health check says no, its balancer yes
	staleButUp                      // it serves reads and does not replicate
	asideButOK                      // nginx set it aside, and its own page says all is well
	noWrites                        // the master is gone: log-ins fail, reads go on
)

var disagreements = []quarrel{deadButUp, upButFails, illButUp, staleButUp, noWrites, runsButDown, asideButOK}

// grave are the grey failures: users feel them, and whoever should act does not.
const grave = deadButUp | upButFails | staleButUp

// quarrels says what does not fit together about a node now. It makes no text: it is asked after every Sample.
func (f *Frame) quarrels(n *Node) (q quarrel) {
	c := &n.Container
	known := c.Node != "" && c.State != ""
	alive := c.Running() && c.Networks != 0
	share := f.errorShare(n.Name)
	switch {
	case n.Server != nil && f.haproxyAnswers():
		serving := n.Server.Status.State.Serving()
		if known && !alive && serving && n.Server.Status.State != record.NoCheck {
			q |= deadButUp
		}
		if known && alive && n.Server.Status.State == record.Down {
			q |= runsButDown
		}
		if serving && alive && share >= failing {
			q |= upButFails
		}
		if serving && c.Health == "unhealthy" {
			q |= illButUp
		}
		if r := n.Replica; serving && alive && r != nil && !r.Master && f.answers(record.SourceReplication, n.Name) && (threads(r) != running || late(r)) {
			q |= staleButUp
		}
	case n.Role == record.RoleApp && f.balanced(n):
		if known && !alive && share > 0 && !f.aside(n) {
			q |= deadButUp
		}
		if alive && !f.aside(n) && share >= failing {
			q |= upButFails
		}
		if alive && f.aside(n) && n.Probe != nil && n.Probe.Code < 400 {
			q |= asideButOK
		}
	case n.Role == record.RoleMaster:
		if known && !alive {
			q |= noWrites
		}
	}
	return q
}

func (f *Frame) haproxyAnswers() bool {
	for i := range f.Sources {
		if f.Sources[i].Name == record.SourceHAProxy && !f.Sources[i].Stale() {
			return true
		}
	}
	return false
}

// quarrelText says one of them in words.
func (f *Frame) quarrelText(n *Node, q quarrel) string {
	docker := n.Container.State
	if n.Container.Running() && n.Container.Networks == 0 {
		docker = "cut off"
	}
	switch q {
	case deadButUp:
		if n.Server != nil {
			return fmt.Sprintf("Docker: %s, HAProxy: %s", docker, n.Server.Status.Text)
		}
		return fmt.Sprintf("Docker: %s, nginx still sends it requests", docker)
	case runsButDown:
		return fmt.Sprintf("Docker: %s, HAProxy: %s (%s)", docker, n.Server.Status.Text, n.Server.CheckStatus)
	case upButFails:
		what := "nginx uses it"
		if n.Server != nil {
			what = "HAProxy: " + n.Server.Status.Text
		}
		return fmt.Sprintf("%s, yet %.0f %% of its traffic fails", what, 100*f.errorShare(n.Name))
	case illButUp:
		return fmt.Sprintf("Docker's health check: unhealthy, HAProxy: %s", n.Server.Status.Text)
	case staleButUp:
		if threads(n.Replica) == running {
			return fmt.Sprintf("HAProxy: %s, yet its data is %s old", n.Server.Status.Text, n.Replica.Lag)
		}
		return fmt.Sprintf("HAProxy: %s, yet it does not replicate (%s): its data grows old", n.Server.Status.Text, threads(n.Replica))
	case asideButOK:
		return "its own page is well, yet nginx set it aside"
	case noWrites:
		text := "the master is " + docker + ": log-ins write to it and get 503"
		if w := f.Stopwatch(n.Name); w != nil && w.Felt.Failed > 0 {
			text += fmt.Sprintf(" (%d so far)", w.Felt.Failed)
		}
		return text + "; profiles are read from the replicas, which go on"
	}
	return ""
}

// failing is the share of failures from which a node's traffic is in trouble, and few the least number of
// requests that says anything.
const (
	failing  = 0.2
	few      = 5
	lastFor  = 5 // seconds that "lately" means
	greyFor  = 1500 * time.Millisecond
	quietFor = 8 * time.Second
)

// share is how the requests of one second went at a node.
type share struct {
	second   int64
	all, bad int
}

// went adds requests or sessions to what a node did lately.
func (f *Frame) went(node string, at time.Time, all, bad int) {
	if node == "" || all == 0 {
		return
	}
	f.memo.lately = maps.Clone(f.memo.lately)
	if f.memo.lately == nil {
		f.memo.lately = map[string][]share{}
	}
	s := slices.Clone(f.memo.lately[node])
	for len(s) > 0 && s[0].second <= at.Unix()-lastFor {
		s = s[1:]
	}
	if n := len(s); n > 0 && s[n-1].second >= at.Unix() {
		s[n-1].all += all
		s[n-1].bad += bad
	} else {
		s = append(s, share{at.Unix(), all, bad})
	}
	f.memo.lately[node] = s
}

// forgetLately begins anew for a node that is UP again: how its sessions ended when it broke says nothing of
// now.
func (f *Frame) forgetLately(node string) {
	if _, ok := f.memo.lately[node]; ok {
		f.memo.lately = maps.Clone(f.memo.lately)
		delete(f.memo.lately, node)
	}
}

// errorShare is the share of a node's traffic that failed lately, -1 when too little came.
func (f *Frame) errorShare(node string) float64 {
	var all, bad int
	for _, s := range f.memo.lately[node] {
		if s.second > f.At.Unix()-lastFor {
			all, bad = all+s.all, bad+s.bad
		}
	}
	if all < few {
		return -1
	}
	return float64(bad) / float64(all)
}

// grey is a disagreement that lasts.
type grey struct {
	what  quarrel
	since time.Time
	told  bool
}

// compare tells of disagreements once they have lasted longer than the normal course of things takes, and of
// their end.
func (f *Frame) compare() {
	for i := range f.Nodes {
		n := &f.Nodes[i]
		is, was := f.quarrels(n), f.memo.greys[n.Name]
		if is == was.what && (is == 0 || was.told || f.At.Sub(was.since) < f.tolerance(n, is)) {
			continue
		}
		next := grey{what: is, since: f.At}
		switch {
		case is == was.what:
			next.since, next.told = was.since, true
			f.tellGrey(n, next)
		case was.told && was.what&is == 0:
			f.tell(Event{At: f.At, Kind: KindTruth, Severity: Good, Node: n.Name, Subject: n.Name, To: "agree", Witness: ByPoll,
				Text: n.Name + ": Docker, its balancer and its traffic agree again"})
		case was.what&is != 0:
			next.since, next.told = was.since, was.told && is&^was.what == 0
		}
		f.memo.greys = maps.Clone(f.memo.greys)
		if f.memo.greys == nil {
			f.memo.greys = map[string]grey{}
		}
		f.memo.greys[n.Name] = next
	}
}

// tolerance is how long a disagreement may last before it is told: what is being detected, or comes back, is
// no grey failure.
func (f *Frame) tolerance(n *Node, q quarrel) time.Duration {
	if q&noWrites != 0 {
		return 0
	}
	if q&(deadButUp|upButFails|illButUp|staleButUp) == 0 {
		return quietFor
	}
	if w := f.Stopwatch(n.Name); w != nil && !w.Done && w.Expected.Known && !w.Expected.Never {
		return max(greyFor, w.Bound()*6/5)
	}
	return greyFor
}

func (f *Frame) tellGrey(n *Node, g grey) {
	severity := Warn
	if g.what&grave != 0 {
		severity = Bad
	}
	text := ""
	for _, d := range disagreements {
		if g.what&d != 0 {
			if text != "" {
				text += "; "
			}
			text += f.quarrelText(n, d)
		}
	}
	f.tell(Event{At: g.since, Kind: KindTruth, Severity: severity, Node: n.Name, Subject: n.Name, To: "disagree", Text: n.Name + ": " + text, Witness: ByPoll})
}
