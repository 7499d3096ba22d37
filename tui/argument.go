package tui

import (
	"fmt"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/record"
	"hadash/tui/paint"
	"hadash/tui/palette"
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
			m.leavePage()
			m.setFocus(paneLogs)
			m.logs.setFilter(rest)
			return nil
		}}}
	case name == "note" && rest != "" && m.o.Note != nil:
		return []palette.Item{{Text: name + " " + rest, Does: "on the timeline", Run: func() tea.Cmd { return m.note(rest) }}}
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
		m.say(plainly, "load: %d VUs %s", n, m.th.Ellipsis)
		return m.wish(n)
	}}
	if err != nil || n < 0 || n > maxVUs {
		item.Why = fmt.Sprintf("load %s: a whole number up to %d, please", rest, maxVUs)
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
			return m.on(node, func() tea.Cmd { return m.do(name) })
		}}
		out = append(out, item)
	}
	return out
}

// on does something to a node as if it were the chosen one, and chooses it.
func (m *Model) on(node string, do func() tea.Cmd) tea.Cmd {
	id := rowID{name: node}
	for _, r := range m.nodes.order {
		if n := nodeOf(&m.live, r.id); n != nil && n.Name == node {
			id = r.id
			break
		}
	}
	if m.page == pageNone {
		m.nodes.choose(id)
		m.nodes.reveal(m.layout.nodes.Inner().H)
	}
	m.aim = &id
	defer func() { m.aim = nil }()
	return do()
}

// amountHint is what may follow the name of a fault, or that and a node.
func amountHint(kind record.FaultKind) string {
	switch {
	case kind.Most() == 0:
		return ""
	case kind == record.Delay:
		return "[MS]"
	}
	return "[PERCENT]"
}

// faultCommands is every fault, of the chosen node.
func (m *Model) faultCommands() []palette.Item {
	if m.o.Hands == nil {
		return nil
	}
	var out []palette.Item
	for _, kind := range record.FaultKinds {
		item := m.faultItem(kind, "", kind.Usual(), false)
		item.Text, item.Takes = string(kind), strings.TrimSpace("[NODE] "+amountHint(kind))
		out = append(out, item)
	}
	return out
}

// healCommands is the heals of the chosen node that no key makes.
func (m *Model) healCommands() []palette.Item {
	n := m.chosenNode()
	if n == nil || m.o.Hands == nil {
		return nil
	}
	var out []palette.Item
	for _, h := range m.heals(&m.live, n) {
		if m.menuKey(&h) == "" {
			out = append(out, palette.Item{Text: h.fault.Kind.Inverse(), Does: m.healWord(&h), Run: func() tea.Cmd { return m.doHeal(h.fault) }})
		}
	}
	return out
}

// faultOn is a fault of each node, or of the chosen one with another amount: "slow app1", "slow app1 5", "delay 500".
func (m *Model) faultOn(kind record.FaultKind, rest string) []palette.Item {
	amount, given, number := kind.Usual(), "", false
	for _, word := range strings.Fields(rest) {
		n, err := strconv.Atoi(strings.TrimRight(word, "%ms"))
		if err == nil && kind.Most() > 0 {
			amount, given, number = n, " "+word, true
		}
	}
	var out []palette.Item
	if number && len(strings.Fields(rest)) == 1 {
		item := m.faultItem(kind, "", amount, true)
		item.Text = string(kind) + given
		out = append(out, item)
	}
	for _, node := range m.nodeNames() {
		item := m.faultItem(kind, node, amount, number)
		item.Text = string(kind) + " " + node + given
		if !number {
			item.Takes = amountHint(kind)
		}
		out = append(out, item)
	}
	return out
}

// faultItem is a fault of a node, of the chosen one where node is "". Without an amount of its own it does what the
// fault's key does, which heals where that is so.
func (m *Model) faultItem(kind record.FaultKind, node string, amount int, given bool) palette.Item {
	fault := record.Fault{Kind: kind, Target: node, Amount: amount}
	item := palette.Item{Does: does(fault), Run: func() tea.Cmd {
		if node == "" {
			return m.breakAs(kind, amount, given)
		}
		return m.on(node, func() tea.Cmd { return m.breakAs(kind, amount, given) })
	}}
	if node == "" {
		item.Key = m.keys.breaks(kind).Help().Key
		if strings.HasPrefix(item.Key, ":") {
			item.Key = ""
		}
	}
	n := m.live.Node(node)
	if node == "" {
		n = m.chosenNode()
	}
	switch {
	case n == nil:
		return item
	case amount > kind.Most(), amount < 0, amount == 0 && kind.Most() > 0 && kind != record.SetWeight:
		item.Why = fmt.Sprintf("%s: a whole number up to %d, please", kind, kind.Most())
		return item
	}
	if healed, ok := m.undoable(n, kind); ok && !given && m.toggles(kind) {
		item.Does = "heals " + healed.String()
		return item
	}
	item.Why = m.refuse(n, kind)
	return item
}

// toggles reports whether a fault's key heals it, too.
func (m *Model) toggles(kind record.FaultKind) bool {
	switch kind {
	case record.Pause, record.Cut, record.Slow, record.SetMaint, record.SetDrain:
		return true
	}
	return false
}

// breakAs does what the key of a fault does, or the menu where it has none or an amount is given.
func (m *Model) breakAs(kind record.FaultKind, amount int, given bool) tea.Cmd {
	if !given && m.keys.breaks(kind).Enabled() {
		return m.do(string(kind))
	}
	n := m.chosen()
	if n == nil {
		return nil
	}
	return m.breakNode(n, record.Fault{Kind: kind, Target: n.Name, Amount: amount})
}
