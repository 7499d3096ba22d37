package tui

import (
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// renderInFull says on the status line what a pane with the focus had to cut; false when there is nothing to say.
func (m *Model) renderInFull(p *paint.Pen) bool {
	if m.logs.IsAround() && m.focus != paneCost && m.logs.Explain(m.in(m.layout.logs), p) {
		return true
	}
	e, ok := m.panes[m.focus].(ui.Explainer)
	return ok && e.Explain(m.in(m.area(m.focus)), p)
}
