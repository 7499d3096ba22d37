package nodes

import (
	"slices"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/tui/stats"
	"hadash/tui/ui"
)

// NextTrouble chooses the next row below the chosen one that is in trouble, and goes on from the top. Only this key moves
// the choice there: if it moved when a node fails, a key just being pressed would act on the wrong node.
func (p *Pane) NextTrouble(c *ui.Context) ui.Intent {
	for i := range p.order {
		nth := (p.nth + 1 + i) % len(p.order)
		if !inTrouble(c, &p.order[nth]) {
			continue
		}
		here := nth == p.nth
		p.pick(nth)
		if here {
			return ui.Many{ui.Choose{Node: p.at}, ui.Say{Text: "no other row is in trouble"}}
		}
		return ui.Choose{Node: p.at}
	}
	return ui.Say{Text: "no row is in trouble"}
}

// inTrouble reports a row that is broken, that does not do its work, or on which the sources disagree.
func inTrouble(c *ui.Context, r *row) bool {
	switch {
	case r.kind == rowFold:
		return r.trouble
	case r.node < 0:
		return r.server >= 0 && (stats.NotUp(c.Frame.HAProxy.Servers[r.server].Status.State) || c.Frame.Errs(&c.Frame.HAProxy.Servers[r.server]))
	}
	n := &c.Frame.Nodes[r.node]
	return n.Health.Broken() && !ui.IdleLoad(n) || c.Disputed(n) || faulty(c, n.Name)
}

// faulty reports whether a fault is open on a node.
func faulty(c *ui.Context, node string) bool {
	return slices.ContainsFunc(c.Frame.Faults, func(f stopwatch.Fault) bool { return f.Target == node })
}

// Elsewhere is a node in trouble while the chosen one is not; nil when there is none.
func (p *Pane) Elsewhere(c *ui.Context) *incident.Node {
	if len(p.order) == 0 || inTrouble(c, &p.order[p.nth]) {
		return nil
	}
	for i := range p.order {
		if r := &p.order[i]; r.node >= 0 && c.Frame.Nodes[r.node].Health.Broken() && inTrouble(c, r) {
			return &c.Frame.Nodes[r.node]
		}
	}
	return nil
}
