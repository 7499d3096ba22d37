package tui

func (m *Model) setFocus(p pane) {
	m.focus = p
	if p != paneNodes {
		m.second = p
	}
	if p == paneTimeline || p == paneCost {
		m.upper = p
	}
}
