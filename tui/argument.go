package tui

import (
	"fmt"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/record"
	"hadash/tui/asked"
	"hadash/tui/keys"
	"hadash/tui/logs"
	"hadash/tui/paint"
	"hadash/tui/palette"
	"hadash/tui/ui"
)

// withArgument is the commands that begin with a name and go on with rest; nil where that name takes nothing.
func (m *Model) withArgument(name, rest string) []palette.Item {
	hands := m.o.Hands != nil
	switch kind := record.FaultKind(name); {
	case kind.Valid() && hands:
		return m.faultOn(kind, rest)
	case name == "open", name == "start" && hands:
		return m.nodeCommands(name)
	case name == "theme":
		return m.themeCommands()
	case name == "filter" && rest != "":
		return []palette.Item{{Text: name + " " + rest, Does: "only log lines that match", Run: func() tea.Cmd {
			m.toLogs()
			p, err := logs.Compile(rest)
			if err != nil {
				p = logs.Plain(rest)
			}
			m.logs.Keep(p)
			return nil
		}}}
	case name == "note" && rest != "" && m.o.Note != nil:
		return []palette.Item{{Text: name + " " + rest, Does: "on the timeline", Run: func() tea.Cmd { return m.note(rest) }}}
	case (name == limitName || name == "abort") && rest != "" && m.canLimit():
		return m.limitSet(strings.TrimPrefix(rest, "when ")) // a drill's line is "abort when visible > 20"
	case name == "load" && rest != "" && hands:
		return []palette.Item{m.loadCommand(rest)}
	}
	return nil
}

func (m *Model) themeCommands() []palette.Item {
	var out []palette.Item
	for _, name := range paint.ThemeNames {
		out = append(out, palette.Item{Text: "theme " + name, Does: "colours", Run: func() tea.Cmd { m.useTheme(name); return nil }})
	}
	return out
}

// loadCommand asks for that many users; 0 stops the load.
func (m *Model) loadCommand(rest string) palette.Item {
	n, err := strconv.Atoi(rest)
	item := palette.Item{Text: "load " + rest, Does: paint.Plural(n, "virtual user", "virtual users"), Run: func() tea.Cmd {
		m.say(plainly, "load: %d VUs %s", n, m.c.Theme.Ellipsis)
		return m.wish(n)
	}}
	if err != nil || n < 0 || n > asked.MaxVUs {
		item.Why = fmt.Sprintf("load %s: a whole number up to %d, please", rest, asked.MaxVUs)
	}
	return item
}

// nodeNames is every node, the chosen one first.
func (m *Model) nodeNames() []string {
	var out []string
	chosen := m.chosenNode()
	if chosen != nil {
		out = append(out, chosen.Name)
	}
	for i := range m.live.Nodes {
		if name := m.live.Nodes[i].Name; chosen == nil || name != chosen.Name {
			out = append(out, name)
		}
	}
	return out
}

// nodeCommands is an action that has a key, once for each node.
func (m *Model) nodeCommands(name string) []palette.Item {
	var out []palette.Item
	for _, node := range m.nodeNames() {
		item := palette.Item{Text: name + " " + node, Does: longer[name], Run: func() tea.Cmd {
			return m.actOn(keys.Named(name), m.choose(node))
		}}
		out = append(out, item)
	}
	return out
}

// choose makes a node the chosen one of the overview, where that is open.
func (m *Model) choose(node string) ui.NodeID {
	id := m.nodes.Find(&m.live, node)
	if m.page == pageNone {
		m.nodes.Choose(id)
		m.nodes.Reveal(m.layout.nodes.Inner().H)
	}
	return id
}
