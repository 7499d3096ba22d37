package tui

import (
	"strings"
	"time"

	"hadash/incident"
	"hadash/record"
)

// The role of a node is shown where that many cells are left beside its name: the path says it too.
const (
	roleCells = 9
	roleFrom  = roleCells + stateCells + 28
)

func otherHead(p *pen, name int) {
	p.space(markCells)
	p.left(p.th.Faint, "other", name+1)
	if p.room() >= roleFrom {
		p.left(p.th.Faint, "role", roleCells)
	}
	p.left(p.th.Faint, "state", stateCells)
	p.put(p.th.Faint, "now")
}

// otherRow is a node that no balancer reports on: what it says of itself.
func (m *Model) otherRow(p *pen, n *incident.Node, name int) {
	p.left(m.nameStyle(p), n.Name, name)
	p.space(1)
	if p.room() >= roleFrom {
		p.left(m.th.Faint, string(n.Role), roleCells)
	}
	m.otherState(p, n)
	if s := m.silent(n); s != nil && (n.Role != record.RoleLoad || n.Container.Running()) {
		p.put(m.th.Faint, m.staleness(s))
		return
	}
	p.put(m.th.Text, m.nowOf(n))
}

// otherState is a node's health; a load generator that does not run is off, not broken.
func (m *Model) otherState(p *pen, n *incident.Node) {
	if n.Role == record.RoleLoad && !n.Container.Running() && n.Container.State != "paused" {
		state(p, sign{m.th.NoCheck, m.th.Faint}, "off", stateCells)
		return
	}
	state(p, m.th.health(n.Health), n.Health.String(), stateCells)
}

// nowOf is a node's own figures in a few words.
func (m *Model) nowOf(n *incident.Node) string {
	switch n.Role {
	case record.RoleLoad:
		return m.loadNow()
	case record.RoleWeb:
		return m.webNow(n)
	case record.RoleBalancer:
		return m.balancerNow(n)
	}
	return m.databaseNow(n)
}

func (m *Model) loadNow() string {
	l := &m.frame.Load
	if l.K6 == nil || !l.On {
		return ""
	}
	return words(m.th, count(int64(l.VUs))+" VU", "p95 "+took(p95(&m.frame)), count(l.K6.Failed)+" failed")
}

func (m *Model) webNow(n *incident.Node) string {
	if m.frame.Nginx.Nginx == nil {
		return ""
	}
	g := &m.frame.Nginx
	return words(m.th, rate(g.Rate)+"/s", count(g.Active)+" active", count(g.Waiting)+" waiting")
}

func (m *Model) balancerNow(n *incident.Node) string {
	h := m.frame.HAProxy
	if h == nil {
		return ""
	}
	up := ""
	if h.Uptime > 0 {
		up = "up " + age(time.Duration(h.Uptime)*time.Second)
	}
	c := traffic(h)
	return words(m.th, count(c.rate)+"/s", plural(int(c.sessions), "session", "sessions"), up)
}

// databaseNow is a server's own word on replication.
func (m *Model) databaseNow(n *incident.Node) string {
	r := n.Replica
	if r == nil {
		return ""
	}
	if r.Master {
		mode := "read-write"
		if r.ReadOnly {
			mode = "read-only"
		}
		return words(m.th, mode, versionOf(r.Version))
	}
	lag := "lag ?"
	if r.LagKnown {
		lag = "lag " + age(r.Lag)
	}
	return words(m.th, "IO "+r.IO, "SQL "+r.SQL, lag)
}

// traffic sums what HAProxy does for its backends now.
func traffic(h *record.HAProxy) (sum struct{ rate, sessions int64 }) {
	for i := range h.Servers {
		s := &h.Servers[i]
		sum.rate += s.Rate
		sum.sessions += s.Scur
	}
	return sum
}

// versionOf is the number a version begins with: "11.8.3-MariaDB" is 11.8.3.
func versionOf(v string) string {
	if i := strings.IndexAny(v, "-+~ "); i > 0 {
		return v[:i]
	}
	return v
}

// words joins what there is with dots.
func words(th *Theme, parts ...string) string {
	var b strings.Builder
	for _, s := range parts {
		if s == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(" " + th.Dot + " ")
		}
		b.WriteString(s)
	}
	return b.String()
}
