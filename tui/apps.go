package tui

import "hadash/incident"

// appShape is what a table of application instances of some width is made of.
type appShape struct {
	probe, visits, last bool
}

const stateCells = 12

func appShapeFor(w, name int) appShape {
	spare := w - markCells - name - 1 - stateCells - 7 - 6 - 7 // req/s, err, hidden
	return appShape{visits: spare >= 8, probe: spare >= 8+6, last: spare >= 8+6+12}
}

// appCells is the width of the table with all but the last error, for names of that length.
func appCells(name int) int { return markCells + name + 1 + stateCells + 6 + 7 + 8 + 6 + 7 }

func appHead(p *pen, name int) {
	s := appShapeFor(p.room(), name)
	p.space(markCells)
	p.left(p.th.Faint, "app", name+1)
	p.left(p.th.Faint, "state", stateCells)
	if s.probe {
		p.right(p.th.Faint, []byte("probe"), 6)
	}
	p.right(p.th.Faint, []byte("req/s"), 7)
	if s.visits {
		p.right(p.th.Faint, []byte("total"), 8)
	}
	p.right(p.th.Faint, []byte("err"), 6)
	p.right(p.th.Faint, []byte("hidden"), 7)
	if s.last {
		p.put(p.th.Faint, "  last error")
	}
}

// appRow is one instance as nginx and its own health page see it.
func (m *Model) appRow(p *pen, n *incident.Node, name int) {
	s := appShapeFor(p.room()+markCells, name)
	p.left(m.nameStyle(p), n.Name, name)
	p.space(1)
	state(p, m.th.health(n.Health), n.Health.String(), stateCells)
	if s.probe {
		m.probeCell(p, n)
	}
	var buf [24]byte
	p.right(m.rateStyle(n.Rate), appendRate(buf[:0], n.Rate, 6), 7)
	if s.visits {
		served := n.Served()
		p.right(m.zero(int(served)), appendCount(buf[:0], served, 7), 8)
	}
	p.right(m.worry(n.Upstream.Errors), appendCount(buf[:0], int64(n.Upstream.Errors), 5), 6)
	if m.frame.Nginx.HasAccess {
		p.right(m.worry(n.Upstream.Hidden), appendCount(buf[:0], int64(n.Upstream.Hidden), 6), 7)
	} else { // nobody can know: that takes an access log that names the upstreams
		p.right(m.th.Faint, append(buf[:0], '-'), 7)
	}
	if s.last {
		p.space(2)
		m.lastError(p, n)
	}
}

// probeCell is the status that its own health page answered with.
func (m *Model) probeCell(p *pen, n *incident.Node) {
	var buf [24]byte
	switch {
	case n.Probe != nil && n.Probe.Code >= 400:
		p.right(m.th.Bad, appendCount(buf[:0], int64(n.Probe.Code), 5), 6)
	case n.Probe != nil:
		p.right(m.th.Text, appendCount(buf[:0], int64(n.Probe.Code), 5), 6)
	case n.ProbeErr != "":
		p.right(m.th.Bad, append(buf[:0], "none"...), 6)
	default:
		p.right(m.th.Faint, append(buf[:0], '-'), 6)
	}
}

func (m *Model) lastError(p *pen, n *incident.Node) {
	if n.Upstream.Last == "" {
		p.put(m.th.Faint, n.ProbeErr)
		return
	}
	ago := age(m.frame.At.Sub(n.Upstream.LastAt))
	p.put(m.th.Faint, ago+" ago ")
	p.put(m.th.Text, n.Upstream.Last)
}

// rateStyle lets an unknown or zero rate step back.
func (m *Model) rateStyle(r float64) style {
	if r <= 0 {
		return m.th.Faint
	}
	return m.th.Text
}

func (m *Model) zero(n int) style {
	if n == 0 {
		return m.th.Faint
	}
	return m.th.Text
}

// worry colours a count that should be zero.
func (m *Model) worry(n int) style {
	if n == 0 {
		return m.th.Faint
	}
	return m.th.Warn
}
