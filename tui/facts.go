package tui

import (
	"time"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/paint"
)

// facts is what a fault would do to a node as things are in f, the weightiest first, and whether the
// node is the last of its role that serves.
func (m *Model) facts(f *incident.Frame, n *incident.Node, fault record.Fault) (out []fact, last bool) {
	left := others(f, n)
	one, many := n.Role.Words()
	switch {
	case !n.Health.Serving():
		out = append(out, fact{"it serves nothing now: " + n.Health.String(), "now " + n.Health.String()})
	case n.Role == record.RoleLoad && left == 0:
		out = append(out, loadFact(fault))
	case left > 0:
		out = append(out, fact{paint.Plural(left, one+" stays UP", many+" stay UP"), paint.Plural(left, "stays UP", "stay UP")})
	case takesOut(fault):
		last = true
		out = append(out, fact{"the LAST " + one + " that serves", "the LAST " + one})
	default:
		out = append(out, fact{"no other " + one + " serves", "no other " + one})
	}
	if hit := m.impact(f, n, fault); hit.long != "" {
		out = append(out, hit)
	}
	if seen := m.expected(f, n, fault); seen.long != "" {
		out = append(out, seen)
	}
	return out, last
}

// others counts the nodes of the same role that would still serve.
func others(f *incident.Frame, n *incident.Node) int {
	left := 0
	for i := range f.Nodes {
		if o := &f.Nodes[i]; o.Role == n.Role && o.Name != n.Name && o.Health.Serving() {
			left++
		}
	}
	return left
}

// loadFact is what becomes of the load when its only generator is broken.
func loadFact(fault record.Fault) fact {
	switch fault.Kind {
	case record.Pause:
		return fact{"the load stands still", "no load"}
	case record.Cut:
		return fact{"no request gets through", "no load"}
	case record.Slow, record.Delay, record.Loss:
		return fact{"the load itself gets slow", "slow load"}
	}
	return fact{"the load ends", "no load"}
}

// impact is what happens to what is going on at the node this very moment.
func (m *Model) impact(f *incident.Frame, n *incident.Node, fault record.Fault) fact {
	switch {
	case n.Server != nil && n.Health.Serving():
		how := hurt(f, n, fault)
		if how.long == "" || f.HAProxy != nil && f.HAProxy.BlankOf(n.Server).Has("scur") {
			return fact{}
		}
		sessions := paint.Plural(int(n.Server.Scur), "session ", "sessions ")
		return fact{sessions + how.long, paint.Count(n.Server.Scur) + " " + how.short}
	case n.Lately > 0 && n.Role != record.RoleLoad:
		return fact{"it serves " + m.c.RateOf(n), m.c.RateOf(n)}
	}
	return fact{}
}

// hurt is what a fault does to the sessions on a server of HAProxy.
func hurt(f *incident.Frame, n *incident.Node, fault record.Fault) fact {
	switch fault.Kind {
	case record.Pause, record.Cut:
		return fact{"will hang", "hang"}
	case record.Slow, record.Delay, record.Loss:
		return fact{"will be slow", "slow"}
	case record.SetMaint:
		if c := f.Check(n.Server); c != nil && c.ShutdownDown {
			break
		}
		return fact{"may finish", "finish"}
	case record.SetDrain:
		return fact{"may finish", "finish"}
	case record.SetWeight:
		return fact{}
	}
	return fact{"will be cut", "cut"}
}

// expected is when the fault is to be noticed, as the configuration has it.
func (m *Model) expected(f *incident.Frame, n *incident.Node, fault record.Fault) fact {
	switch {
	case n.Server != nil && !n.Server.Status.State.Serving():
		return fact{} // it is out already
	case fault.Kind.AtBalancer():
		return fact{} // HAProxy is told: it has nothing to detect
	}
	p := m.o.predict(f, fault)
	switch {
	case !p.Known && p.Why == "":
		return fact{}
	case !p.Known:
		return fact{"detection not known: " + p.Why, "detection not known"}
	case p.Never:
		return fact{unnoticed(n), "unnoticed"}
	}
	most := m.atMost(p.Detect)
	if n.Server != nil && (fault.Kind == record.Stop || fault.Kind == record.Restart) {
		return fact{"detected " + most + " after its end", "detected " + most} // checks pass until then
	}
	return fact{"detection expected " + most, "detected " + most}
}

// unnoticed says who will not notice that a node is broken.
func unnoticed(n *incident.Node) string {
	switch {
	case n.Server != nil, n.Role == record.RoleReplica:
		return "HAProxy will not notice"
	case n.Role == record.RoleApp:
		return "nginx will not notice"
	}
	return "no balancer watches it"
}

// atMost is a bound: "≤ 0.90 s".
func (m *Model) atMost(d time.Duration) string {
	return m.c.Theme.AtMost + " " + string(paint.AppendSeconds(nil, d))
}

// takesOut reports whether a fault ends its target's service, so that what is left must carry it.
func takesOut(f record.Fault) bool {
	switch f.Kind {
	case record.Delay:
		return false
	case record.Loss:
		return f.Amount >= f.Kind.Most()
	case record.SetWeight:
		return f.Amount == 0
	}
	return true
}
