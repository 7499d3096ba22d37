package tui

import (
	"time"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// The role of a node is shown where that many cells are left beside its name: the path says it too.
const (
	roleCells = 9
	roleFrom  = roleCells + ui.StateCells + 28
)

func otherHead(p *paint.Pen, name int) {
	p.Space(ui.MarkCells)
	p.Left(p.Th.Faint, "other", name+1)
	if p.Room() >= roleFrom {
		p.Left(p.Th.Faint, "role", roleCells)
	}
	p.Left(p.Th.Faint, "state", ui.StateCells)
	p.Put(p.Th.Faint, "now")
}

// otherRow is a node that no balancer reports on: what it says of itself.
func (m *Model) otherRow(p *paint.Pen, n *incident.Node, name int) {
	p.Left(m.c.NameStyle(p), n.Name, name)
	p.Space(1)
	if p.Room() >= roleFrom {
		p.Left(m.c.Theme.Faint, string(n.Role), roleCells)
	}
	m.otherState(p, n)
	if s := m.c.Silent(n); s != nil && (n.Role != record.RoleLoad || n.Container.Running()) {
		p.Put(m.c.Theme.Faint, m.c.Staleness(s))
		return
	}
	p.Put(m.c.Theme.Text, m.nowOf(n))
}

// otherState is a node's health; a load generator that does not run is off, not broken.
func (m *Model) otherState(p *paint.Pen, n *incident.Node) {
	if n.Resting() {
		paint.State(p, paint.NewSign(m.c.Theme.NoCheck, m.c.Theme.Faint), n.State(), ui.StateCells)
		return
	}
	paint.State(p, m.c.Theme.Health(n.Health), n.State(), ui.StateCells)
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
	return m.c.Replication(n)
}

func (m *Model) loadNow() string {
	l := &m.frame.Load
	if l.K6 == nil || !l.On {
		return ""
	}
	return ui.Words(m.c.Theme, paint.Count(int64(l.VUs))+" VU", "p95 "+ui.P95(&m.frame), ui.Failed(m.frame.Watched.Felt.Sent())+" failed")
}

func (m *Model) webNow(n *incident.Node) string {
	if m.frame.Nginx.Nginx == nil {
		return ""
	}
	g := &m.frame.Nginx
	return ui.Words(m.c.Theme, paint.Rate(g.Lately)+"/s", paint.Count(g.Active)+" active", paint.Count(g.Waiting)+" waiting")
}

func (m *Model) balancerNow(n *incident.Node) string {
	h := m.frame.HAProxy
	if h == nil {
		return ""
	}
	up := ""
	if h.Uptime > 0 {
		up = "up " + paint.Age(record.Times(h.Uptime, time.Second))
	}
	return ui.Words(m.c.Theme, m.c.RateOf(n), paint.Count(ui.OpenSessions(h))+" open", up)
}
