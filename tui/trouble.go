package tui

import (
	"slices"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/tui/stats"
	"hadash/tui/ui"
)

// toTrouble chooses the next row below the chosen one that is in trouble, from the bottom on that at the top. The
// choice never jumps by itself: a key that is just being pressed would do to one node what was meant for another.
func (m *Model) toTrouble() {
	m.leavePage()
	m.setFocus(paneNodes)
	p := &m.nodes
	for i := range p.order {
		nth := (p.nth + 1 + i) % len(p.order)
		if !m.inTrouble(&p.order[nth]) {
			continue
		}
		if nth == p.nth {
			m.say(plainly, "no other row is in trouble")
		}
		p.pick(nth)
		m.cost.Follow()
		p.reveal(m.layout.nodes.Inner().H)
		return
	}
	m.say(plainly, "no row is in trouble")
}

// inTrouble reports a row that somebody broke, that does not do its work, or that not all say the same of.
func (m *Model) inTrouble(r *nodeRow) bool {
	switch {
	case r.kind == rowFold:
		return r.up < r.of
	case r.node < 0:
		return r.server >= 0 && stats.NotUp(m.frame.HAProxy.Servers[r.server].Status.State)
	}
	n := &m.frame.Nodes[r.node]
	return n.Health.Broken() && !ui.IdleLoad(n) || m.c.Disputed(n) || m.faulty(n.Name)
}

// faulty reports whether a fault is open on a node.
func (m *Model) faulty(node string) bool {
	return slices.ContainsFunc(m.frame.Faults, func(f stopwatch.Fault) bool { return f.Target == node })
}

// elsewhere is a node that does not do its work while the chosen one does; nil when there is none.
func (m *Model) elsewhere() *incident.Node {
	p := &m.nodes
	if len(p.order) == 0 || m.inTrouble(&p.order[p.nth]) {
		return nil
	}
	for i := range p.order {
		if r := &p.order[i]; r.node >= 0 && m.frame.Nodes[r.node].Health.Broken() && m.inTrouble(r) {
			return &m.frame.Nodes[r.node]
		}
	}
	return nil
}
