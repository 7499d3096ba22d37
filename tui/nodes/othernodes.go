package nodes

import (
	"time"

	"hadash/incident"
	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// The role of a node is shown if roleFrom cells are left beside its name; the path shows it too.
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

// otherRow writes a node that no balancer reports on, with its own figures.
func (d *drawing) otherRow(p *paint.Pen, n *incident.Node, name int) {
	p.Left(d.c.NameStyle(p), n.Name, name)
	p.Space(1)
	if p.Room() >= roleFrom {
		p.Left(d.c.Theme.Faint, n.What(), roleCells)
	}
	d.otherState(p, n)
	if s := d.c.Silent(n); s != nil && (!n.Runs(record.KindK6) || n.Container.Running()) {
		p.Put(d.c.Theme.Faint, d.c.Staleness(s))
		return
	}
	p.Put(d.c.Theme.Text, d.nowOf(n))
}

// otherState is a node's health; a load generator that does not run is off, not broken.
func (d *drawing) otherState(p *paint.Pen, n *incident.Node) {
	if n.Resting() {
		paint.State(p, paint.NewSign(d.c.Theme.NoCheck, d.c.Theme.Faint), n.State(), ui.StateCells)
		return
	}
	paint.State(p, d.c.Theme.Health(n.Health), heard(n.Health), ui.StateCells)
}

// nowOf shows a node's own figures in a few words.
func (d *drawing) nowOf(n *incident.Node) string {
	switch n.Software() {
	case record.KindK6:
		return d.loadNow()
	case record.KindProbe:
		return d.c.ProbeNow(n)
	case record.KindNginx:
		return d.webNow(n)
	case record.KindHAProxy:
		return ui.Words(d.c.Theme, n.Pair.Word(n.Address != "").String(), d.balancerNow(n))
	}
	return d.c.Replication(n)
}

func (d *drawing) loadNow() string {
	l := &d.c.Frame.Load
	if l.K6 == nil || !l.On {
		return ""
	}
	failed := ""
	if sent := d.c.Verdict.Users.Felt(d.c.Frame).Sent(); sent.Known() {
		failed = ui.Failed(d.c.Theme, sent) + " failed"
	}
	return ui.Words(d.c.Theme, paint.Plural(l.VUs, "user", "users"), "p95 "+ui.P95(d.c.Frame), failed)
}

func (d *drawing) webNow(n *incident.Node) string {
	g, recent := n.Stub, n.Recent
	if g == nil && len(d.c.Frame.Topology.Of(record.KindNginx)) < 2 {
		g, recent = d.c.Frame.Nginx.Nginx, d.c.Frame.Nginx.Recent
	}
	if g == nil {
		return ""
	}
	return ui.Words(d.c.Theme, paint.Rate(recent)+"/s", paint.Count(g.Active)+" active", paint.Count(g.Waiting)+" waiting")
}

func (d *drawing) balancerNow(n *incident.Node) string {
	h := d.c.Frame.Page(n.Name)
	if h == nil && !d.c.Frame.SeveralHAProxies() {
		h = d.c.Frame.HAProxy
	}
	if h == nil {
		return ""
	}
	up := ""
	if h.Uptime > 0 {
		up = "up " + paint.Age(record.Times(h.Uptime, time.Second))
	}
	return ui.Words(d.c.Theme, d.c.RateOf(n), paint.Count(ui.OpenSessions(h))+" open", up)
}
