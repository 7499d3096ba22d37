package tui

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident"
	"hadash/tui/asked"
	"hadash/tui/commands"
	"hadash/tui/keys"
	"hadash/tui/logs"
	"hadash/tui/paint"
)

// openPalette opens a typed line below a list of all commands.
func (m *Model) openPalette() {
	list := &commands.List{}
	list.Show(m.scene().All(""), "")
	m.typing = &typedLine{
		label: "command", list: list,
		each: func(m *Model, text string) { list.Typed(); list.Show(m.scene().All(text), text) },
		done: func(m *Model, text string) tea.Cmd { return m.command(list, strings.TrimSpace(text)) },
	}
}

// scene is the present state that commands depend on.
func (m *Model) scene() *commands.Scene {
	s := &commands.Scene{
		C: &m.c, Acts: m.o.Hands != nil, Notes: m.o.Note != nil, Limits: m.o.Hands != nil && m.o.Limit != nil, Replays: m.o.Replay != nil,
		Page: m.page != pageNone, Menu: m.page == pageNode, Charts: slices.Contains([]page{pageNode, pageCharts, pageNginx, pageLoad}, m.page),
		MaxVUs: asked.MaxVUs, Chosen: m.chosenNode(), Undoable: m.undoable,
		CheckLimit: func(text string) error { _, err := m.readLimit(text); return err },
	}
	if l := m.asked.Limit.Limit; l != nil {
		s.Armed = l.String()
	}
	return s
}

// chosenNode is the node that commands act on unless they name one; nil if there is none.
func (m *Model) chosenNode() *incident.Node {
	id, ok := m.subject()
	if !ok {
		return nil
	}
	return id.Node(&m.live)
}

// command runs the picked command.
func (m *Model) command(list *commands.List, text string) tea.Cmd {
	switch item := list.Chosen(); {
	case item != nil && item.Why != "":
		m.say(badly, "%s", item.Why)
	case item != nil:
		return m.obey(&item.Order)
	case text != "":
		m.say(badly, "%s", m.scene().Unknown(text))
	}
	return nil
}

// obey carries out an order.
func (m *Model) obey(o *commands.Order) tea.Cmd {
	switch o.Kind {
	case commands.Do:
		if o.Node == "" {
			return m.do(o.Action)
		}
		return m.actOn(o.Action, m.choose(o.Node))
	case commands.Break:
		return m.breakOrdered(o)
	case commands.Heal:
		return m.doHeal(o.Fault)
	case commands.Note:
		return m.o.note(o.Text)
	case commands.Load:
		m.say(plainly, "load: %s %s", ofUsers(o.Users), m.c.Theme.Ellipsis)
		return m.wish(o.Users)
	case commands.Theme:
		m.useTheme(o.Text)
	case commands.Filter:
		m.toLogs()
		p, err := logs.Compile(o.Text)
		if err != nil {
			p = logs.Plain(o.Text)
		}
		m.logs.Keep(p)
	case commands.Go:
		if err := goTo(m.o.Replay, m.bar.Begun.In(m.c.Zone), o.Text); err != nil {
			m.say(badly, "%v", err)
		}
	case commands.Limit:
		m.setLimit(o.Text)
	case commands.TypeLimit:
		m.typing = &typedLine{label: commands.LimitName, done: func(m *Model, text string) tea.Cmd { m.setLimit(text); return nil }}
	}
	return nil
}

// breakOrdered does what the key of a fault does, or what the menu does if it has no key or an amount is given.
func (m *Model) breakOrdered(o *commands.Order) tea.Cmd {
	if o.Fault.Kind.OfCluster() {
		return m.breakIdle(o.Fault)
	}
	id, ok := m.subject()
	switch {
	case o.Node != "":
		id = m.choose(o.Node)
	case !ok:
		m.say(badly, "%s", m.unchosen())
		return nil
	}
	if !o.Given && m.c.Keys.On(keys.Breaks(o.Fault.Kind)) {
		return m.toggle(o.Fault.Kind, id)
	}
	n := m.idle(id)
	if n == nil {
		return nil
	}
	fault := o.Fault
	fault.Target = n.Name
	return m.breakNode(n, fault)
}

// renderPalette draws the list over the lowest lines of the open view.
func (m *Model) renderPalette() {
	if m.typing == nil || m.typing.list == nil || m.layout.tooSmall {
		return
	}
	page := m.layout.page
	h := m.typing.list.Rows(min(12, page.H-4)) + 2
	m.typing.list.Draw(&m.c, paint.Area(0, page.Y+page.H-h, m.w, h), m.chosenNode())
}
