package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"hadash/record"
	"hadash/tui/ui"
)

// perform carries out the intent of a pane.
func (m *Model) perform(i ui.Intent) tea.Cmd {
	switch i := i.(type) {
	case ui.Many:
		var cmds []tea.Cmd
		for _, one := range i {
			cmds = append(cmds, m.perform(one))
		}
		return tea.Batch(cmds...)
	case ui.Break:
		return m.breakIdle(i.Fault)
	case ui.Heal:
		return m.healIdle(i.Fault)
	case ui.Act:
		return m.act(i.Action)
	case ui.Keep:
		m.o.Prefs = i.Prefs
		if m.o.Keep != nil {
			return m.o.remember(i.Prefs)
		}
	case ui.Open:
		m.openNode(i.Node)
	case ui.Choose:
		m.nodes.Choose(i.Node)
		m.nodes.Reveal(m.layout.nodes.Under().H)
		m.cost.Follow(&m.c)
	case ui.Close:
		m.leavePage()
	case ui.Arrange:
		m.arrange()
	case ui.Say:
		m.say(i.Tone, "%s", i.Text)
	case ui.Type:
		m.typeFor(i)
	}
	return nil
}

// breakIdle breaks a node, after a question, unless an action runs on it.
func (m *Model) breakIdle(fault record.Fault) tea.Cmd {
	n := m.live.Node(fault.Target)
	if n == nil && !fault.Kind.OfCluster() || m.isBusy(fault.Target) {
		return nil
	}
	return m.breakNode(n, fault)
}

// healIdle heals a node of a fault and closes the page, unless an action runs on the node.
func (m *Model) healIdle(fault record.Fault) tea.Cmd {
	n := m.live.Node(fault.Target)
	if n == nil && !fault.Kind.OfCluster() || m.isBusy(fault.Target) {
		return nil
	}
	m.leavePage()
	return m.doHeal(fault)
}

// typeFor opens a typed line for a pane.
func (m *Model) typeFor(i ui.Type) {
	t := &typedLine{label: i.Label, text: []rune(i.Text), done: func(m *Model, text string) tea.Cmd { return m.perform(i.Done(text)) }}
	if i.Each != nil {
		t.each = func(m *Model, text string) {
			t.wrong = i.Each(text)
			m.arrange()
		}
	}
	if i.Drop != nil {
		t.drop = func(m *Model) {
			i.Drop()
			m.arrange()
		}
	}
	m.typing = t
}

// choose makes a node the chosen one of the overview, if that is open.
func (m *Model) choose(node string) ui.NodeID {
	id := m.nodes.Find(&m.live, node)
	if m.page == pageNone {
		m.nodes.Choose(id)
		m.nodes.Reveal(m.layout.nodes.Under().H)
	}
	return id
}
