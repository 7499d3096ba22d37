package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// mouse is the state of the mouse. It can do only what a key can do, with the same questions.
type mouse struct {
	off  bool       // left to the terminal, to select text
	last paint.Link // the row that was clicked last: a second click opens it
}

// notch is how many lines one notch of the wheel scrolls.
const notch = 3

// moused handles a report of the mouse. With a modifier the mouse belongs to the terminal.
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

// clicked handles the left button at a cell.
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
			if m.typing.pick(int(link.Row), again) {
				return m.do(keys.Accept)
			}
		}
		return nil
	case m.help.Open:
		m.help.Open = false
		return nil
	}
	m.said = remark{}
	if m.page == pageNone {
		if p, ok := m.paneAt(x, y); ok {
			m.setFocus(p)
		}
	}
	if !ok {
		return nil
	}
	m.mouse.last = link
	return m.picked(link, x, again)
}

// picked handles a click on a row.
func (m *Model) picked(l paint.Link, x int, again bool) tea.Cmd {
	switch l.List {
	case paint.ReplayBar:
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

// turnMouse gives the mouse to the terminal or takes it back, and says so.
func (m *Model) turnMouse() tea.Cmd {
	m.mouse.off = !m.mouse.off
	if m.mouse.off {
		m.say(plainly, "the mouse selects text; %s returns it to hadash", m.c.Keys.Key(keys.Mouse))
	} else {
		m.say(plainly, "the mouse chooses and scrolls; shift+drag selects text")
	}
	return m.o.takeMouse(!m.mouse.off)
}

// wheeled scrolls the part under the pointer, wherever the focus is.
func (m *Model) wheeled(by, x, y int) tea.Cmd {
	switch {
	case m.asked.Quitting(), m.layout.tooSmall:
	case m.help.Open:
		m.help.Scroll(m.in(m.whole()), by)
	case m.typing != nil && m.typing.list != nil:
		m.typing.list.Move(by)
	case m.ask != nil: // the subject of the question stays
	case m.page != pageNone:
		return m.wheelPage(by, y)
	default:
		if p, ok := m.paneAt(x, y); ok && m.any {
			m.wheelPane(p, by)
		}
	}
	return nil
}

// wheelPage scrolls the page; one without a wheel of its own moves as by keys.
func (m *Model) wheelPage(by, y int) tea.Cmd {
	p, c := m.views[m.page], m.in(m.layout.page)
	if s, ok := p.(ui.Scrollable); ok {
		return m.perform(s.Wheel(c, by, y))
	}
	a := keys.Down
	if by < 0 {
		a = keys.Up
	}
	var cmds []tea.Cmd
	for range max(by, -by) {
		if slices.Contains(p.Takes(), a) {
			cmds = append(cmds, m.perform(p.Do(c, a)))
		}
	}
	return tea.Batch(cmds...)
}

func (m *Model) wheelPane(p pane, by int) {
	if s, ok := m.panes[p].(ui.Scrollable); ok {
		m.perform(s.Wheel(m.in(m.area(p)), by, 0))
	}
}
