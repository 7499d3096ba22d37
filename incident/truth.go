package incident

import (
	"fmt"
	"strings"
	"time"

	"hadash/incident/said"
	"hadash/record"
	"hadash/wording"
)

// Truth is one row of the truth table: what each source reports about one node, side by side. "" means that a source
// reports nothing.
type Truth struct {
	Node        string
	What        string           // its role, or its kind
	Docker      string           // container state: "running", "paused", "exited (137)"
	Swarm       wording.Phrase   // its task: "running at 10.0.1.8"
	Health      string           // Docker's health check: "healthy"
	Admin       string           // HAProxy: set by an admin: "ready", "maint", "drain"
	Oper        string           // HAProxy: result of its checks: "UP", "UP 1/3", "DOWN"; nginx: "used", "set aside"
	Check       string           // the last check: "L7OK 1 ms", or an instance's own page: "200"
	Replication string           // "IO Yes, SQL Yes, lag 0s"
	Traffic     float64          // per second, -1 when not known
	Unit        Unit             // unit of Traffic
	Errors      float64          // share of them that failed lately, 0..1, -1 when not known
	Disagree    []wording.Phrase // the contradictions, and their consequences
	Since       time.Time        // when the first of them began
	Lasts       bool             // one of them outlasts normal transitions

	split witnesses // those that contradict others
}

// Contradicts reports whether a witness of the node contradicts another.
func (t *Truth) Contradicts(by said.Witness) bool { return t.split&(1<<by) != 0 }

// TruthTable returns a row for every node, in path order.
func (f *Frame) TruthTable() []Truth {
	out := make([]Truth, 0, len(f.Nodes))
	for i := range f.Nodes {
		out = append(out, f.Truth(&f.Nodes[i]))
	}
	return out
}

// Truth returns one node's row.
func (f *Frame) Truth(n *Node) Truth {
	t := Truth{Node: n.Name, What: n.What(), Traffic: n.Recent, Unit: f.Unit(n), Errors: f.state.shares.Failed(n.Name, f.At), Health: n.Container.Health}
	t.Docker, t.Swarm = n.Container.State, f.Swarm.Says(n.Name)
	switch {
	case t.Docker == "exited":
		t.Docker = fmt.Sprintf("exited (%d)", n.Container.ExitCode)
	case t.Docker == "running" && n.Container.Networks == 0:
		t.Docker = "running, cut off"
	case t.Docker == "running" && f.containerWord(n) == said.Ill:
		t.Docker = "ended"
	}
	switch s := n.Server; {
	case s != nil:
		t.Admin, t.Oper = "ready", s.Status.Text
		if (s.Status.State == record.Maint || s.Status.State == record.Drain) && s.Status.Cause() == record.Asked {
			t.Admin, t.Oper = lower(s.Status.State), ""
		}
		if s.CheckStatus != "" {
			t.Check = fmt.Sprintf("%s %d ms", s.CheckStatus, s.CheckDuration)
		}
	case n.Paired() && !f.balanced(n):
		t.Oper = n.Pair.Word(true).String()
		if addr := n.SharedAddress(); addr != "" && n.Pair.Active() {
			t.Oper += ", has " + addr
		}
	case f.balanced(n):
		t.Oper = "used"
		if f.ejected(n) {
			t.Oper = "set aside"
		}
		if n.Page != nil {
			t.Check = fmt.Sprint(n.Page.Code)
		} else if n.PageErr != "" {
			t.Check = "no answer"
		}
	}
	if r := n.Replica; r != nil && !r.Master && f.answers(record.SourceReplication, n.Name) {
		t.Replication = threads(r)
		if r.LagKnown {
			t.Replication += ", lag " + r.Lag.String()
		}
	}
	if b := n.Pair.Shares(); b != nil {
		t.split |= 1 << said.Balancer
		t.Disagree, t.Since, t.Lasts = append(t.Disagree, wording.HasItToo.Of(strings.Join(b.Others(n.Name), ", "))), b.Since, true
	}
	g := f.state.greys[n.Name]
	t.Lasts = t.Lasts || g.told != 0
	for _, d := range disagreements {
		if (g.told|g.what&loud)&d != 0 {
			t.split |= split[d]
			if d&(runsButDown|deadButUp) != 0 && f.Swarm.Word(n.Name) != said.Nothing {
				t.split |= 1 << said.Swarm
			}
			if t.Disagree = append(t.Disagree, f.contradictionPhrase(n, d)); t.Since.IsZero() {
				t.Since = g.began
			}
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

// Pages are the last pages of the balancers, by node.
func (f *Frame) Pages(yield func(balancer string, page *record.HAProxy) bool) {
	for _, r := range f.state.servers.Readings() {
		if !yield(r.Node, r.Row) {
			return
		}
	}
}

// Current reports whether a balancer answered when it was last asked.
func (f *Frame) Current(balancer string) bool { return f.answers(record.SourceHAProxy, balancer) }

func (f *Frame) answers(source, node string) bool {
	s := f.Source(source, node)
	return s != nil && !s.Stale()
}

// ejected reports whether nginx sets an instance aside now. When that time is over, nginx tries it with one request
// each fail_timeout until one is answered: an instance that answers nothing stays set aside. Without an access log the
// answers are not seen.
func (f *Frame) ejected(n *Node) bool {
	u := &n.Upstream
	if f.At.Before(u.Aside) {
		return true
	}
	return f.Nginx.HasAccess && n.mute() && !u.Aside.IsZero() && !u.answered.After(u.Aside)
}
