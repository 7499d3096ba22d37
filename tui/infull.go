package tui

import "hadash/tui/paint"

// renderInFull says on the status line what a pane with the focus had to cut; false when there is nothing to say.
func (m *Model) renderInFull(p *paint.Pen) bool {
	switch m.focus {
	case paneTimeline:
		return m.logs.IsAround() && m.renderMarked(p) || m.timeline.Explain(m.in(m.layout.timeline), p)
	case paneCost:
		return m.cost.Explain(m.in(m.layout.cost), p)
	}
	return m.renderMarked(p)
}
