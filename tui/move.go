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

func (m *Model) move(by int) {
	switch m.focus {
	case paneNodes:
		m.nodes.move(by)
		m.cost.Follow()
		m.nodes.reveal(m.layout.nodes.Inner().H)
	case paneLogs:
		m.logs.Scroll(by)
	}
}

func (m *Model) paneHeight() int {
	switch m.focus {
	case paneLogs:
		return m.layout.logs.Inner().H
	}
	return m.layout.nodes.Inner().H
}
