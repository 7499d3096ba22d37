package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// mouse is what the screen knows of it. It does nothing that a key would not do: the same questions are asked.
type mouse struct {
	off  bool       // left to the terminal, to select text with
	last paint.Link // the row that was clicked last: clicking it again opens it
}

// notch is how many lines one notch of the wheel scrolls.
const notch = 3

// moused is a report of the mouse. With a modifier the mouse belongs to the terminal.
func (m *Model) moused(e tea.MouseEvent) tea.Cmd {
	if m.mouse.off || e.Action != tea.MouseActionPress || e.Shift || e.Alt || e.Ctrl {
		return nil
	}
	switch e.Button {
	case tea.MouseButtonLeft:
		return m.clicked(e.X, e.Y)
	case tea.MouseButtonWheelUp:
		return m.wheeled(-notch, e.X, e.Y)
	case tea.MouseButtonWheelDown:
		return m.wheeled(+notch, e.X, e.Y)
	}
	return nil
}

// clicked is the left button at a cell.
func (m *Model) clicked(x, y int) tea.Cmd {
	link, ok := m.c.Screen.LinkAt(x, y)
	again := ok && link == m.mouse.last
	m.mouse.last = paint.Link{}
	if ok && link.Action != "" {
		return m.do(keys.Named(link.Action))
	}
	switch {
	case m.asked.Quitting(), m.ask != nil, m.layout.tooSmall:
		return nil
	case m.typing != nil:
		if ok && link.List == paint.Commands {
			m.mouse.last = link
			return m.pickCommand(int(link.Row), again)
		}
		return nil
	case m.helping:
		m.helping = false
		return nil
	}
	m.said = remark{}
	if m.page == pageNone {
		m.focusAt(x, y)
	}
	if !ok {
		return nil
	}
	m.mouse.last = link
	return m.picked(link, x, again)
}

// picked is a click on a row.
func (m *Model) picked(l paint.Link, x int, again bool) tea.Cmd {
	switch l.List {
	case paint.Reel:
		m.o.Replay.Part(float64(x-l.From) / float64(max(l.To-l.From-1, 1)))
	case paint.PageRows:
		if p, ok := m.views[m.page].(ui.Clickable); ok {
			return m.perform(p.Click(m.in(m.layout.page), l, again))
		}
	case paint.Nodes, paint.Path:
		m.setFocus(paneNodes)
		return m.perform(m.nodes.Click(m.in(m.layout.nodes), l, again))
	case paint.Events:
		return m.perform(m.timeline.Click(m.in(m.layout.timeline), l, again))
	case paint.LogLines:
		return m.perform(m.logs.Click(m.in(m.layout.logs), l, again))
	}
	return nil
}

// pickCommand chooses a line of the palette; clicked again it is done.
func (m *Model) pickCommand(nth int, again bool) tea.Cmd {
	list := m.typing.list
	if list == nil || nth >= len(list.Items) {
		return nil
	}
	if again && nth == list.At {
		return m.do(keys.Accept)
	}
	list.Move(nth - list.At)
	return nil
}

// focusAt gives the focus to the pane at a cell.
func (m *Model) focusAt(x, y int) {
	if p, ok := m.paneAt(x, y); ok {
		m.setFocus(p)
	}
}

// paneAt is the pane that is seen at a cell.
func (m *Model) paneAt(x, y int) (pane, bool) {
	for p := range paneCount {
		if m.seen(p) && m.area(p).Has(x, y) {
			return p, true
		}
	}
	return 0, false
}

// turnMouse leaves the mouse to the terminal, or takes it back, and says so.
func (m *Model) turnMouse() tea.Cmd {
	m.mouse.off = !m.mouse.off
	if m.mouse.off {
		m.say(plainly, "the mouse selects text now; %s takes it back", m.c.Keys.Key(keys.Mouse))
	} else {
		m.say(plainly, "the mouse chooses and scrolls again; shift+drag selects text")
	}
	return m.takeMouse(!m.mouse.off)
}
