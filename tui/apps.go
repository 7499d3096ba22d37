package tui

import (
	"hadash/incident"
	"hadash/tui/paint"
)

// appShape is what a table of application instances of some width is made of.
type appShape struct {
	probe, visits, last bool
}

const stateCells = 12

func appShapeFor(w, name int) appShape {
	spare := w - markCells - name - 1 - stateCells - 7 - 7 - 7 // req/s, failed, hidden
	return appShape{visits: spare >= 8, probe: spare >= 8+6, last: spare >= 8+6+12}
}

// appCells is the width of the table with all but the last error, for names of that length.
func appCells(name int) int { return markCells + name + 1 + stateCells + 6 + 7 + 8 + 7 + 7 }

// appHead is the heading. Tried, failed and hidden count nginx's attempts, of which one request may take several; without
// an access log that names them, what the instance itself or nginx's error log tells of.
func appHead(p *paint.Pen, name int) {
	s := appShapeFor(p.Room(), name)
	p.Space(markCells)
	p.Left(p.Th.Faint, "app", name+1)
	p.Left(p.Th.Faint, "state", stateCells)
	if s.probe {
		p.Right(p.Th.Faint, []byte("probe"), 6)
	}
	p.Right(p.Th.Faint, []byte("req/s"), 7)
	if s.visits {
		p.Right(p.Th.Faint, []byte("tried"), 8)
	}
	p.Right(p.Th.Faint, []byte("failed"), 7)
	p.Right(p.Th.Faint, []byte("hidden"), 7)
	if s.last {
		p.Put(p.Th.Faint, "  last error")
	}
}

// appRow is one instance as nginx and its own health page see it.
func (m *Model) appRow(p *paint.Pen, n *incident.Node, name int) {
	s := appShapeFor(p.Room()+markCells, name)
	p.Left(m.nameStyle(p), n.Name, name)
	p.Space(1)
	paint.State(p, m.c.Theme.Health(n.Health), n.Health.String(), stateCells)
	if s.probe {
		m.probeCell(p, n)
	}
	var buf [24]byte
	p.Right(m.c.RateStyle(n.Lately), paint.AppendRate(buf[:0], n.Lately, 6), 7)
	if s.visits {
		b, st := m.servedCell(buf[:0], n, 7)
		p.Right(st, b, 8)
	}
	b, st := m.failedCell(buf[:0], n)
	p.Right(st, b, 7)
	if m.frame.Nginx.HasAccess {
		p.Right(m.c.Worry(n.Upstream.Hidden), paint.AppendCount(buf[:0], int64(n.Upstream.Hidden), 6), 7)
	} else { // nobody can know: that takes an access log that names the upstreams
		p.Right(m.c.Theme.Faint, append(buf[:0], '-'), 7)
	}
	if s.last {
		p.Space(2)
		m.lastError(p, n)
	}
}

// failedCell is how many requests failed at an instance, by who knows best.
func (m *Model) failedCell(b []byte, n *incident.Node) ([]byte, paint.Style) {
	failed := m.frame.Failed(n)
	if failed.By == "" {
		return append(b, '-'), m.c.Theme.Faint
	}
	return paint.AppendCount(b, failed.N, 6), m.c.Worry(int(failed.N))
}

// servedCell is how many requests an instance was sent, or has served.
func (m *Model) servedCell(b []byte, n *incident.Node, room int) ([]byte, paint.Style) {
	served, known := m.frame.Served(n)
	if !known {
		return append(b, '-'), m.c.Theme.Faint
	}
	return paint.AppendCount(b, served, room), m.c.Zero(int(served))
}

// probeCell is the status that its own health page answered with.
func (m *Model) probeCell(p *paint.Pen, n *incident.Node) {
	var buf [24]byte
	switch {
	case n.Probe != nil && n.Probe.Code >= 400:
		p.Right(m.c.Theme.Bad, paint.AppendCount(buf[:0], int64(n.Probe.Code), 5), 6)
	case n.Probe != nil:
		p.Right(m.c.Theme.Text, paint.AppendCount(buf[:0], int64(n.Probe.Code), 5), 6)
	case n.ProbeErr != "":
		p.Right(m.c.Theme.Bad, append(buf[:0], "none"...), 6)
	default:
		p.Right(m.c.Theme.Faint, append(buf[:0], '-'), 6)
	}
}

func (m *Model) lastError(p *paint.Pen, n *incident.Node) {
	if n.Upstream.Last == "" {
		p.Put(m.c.Theme.Faint, n.ProbeErr)
		return
	}
	ago := paint.Age(m.frame.At.Sub(n.Upstream.LastAt))
	p.Put(m.c.Theme.Faint, ago+" ago ")
	p.Put(m.c.Theme.Text, n.Upstream.Last)
}
