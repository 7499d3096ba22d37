package tui

import (
	"fmt"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident/consequence"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/palette"
	"hadash/tui/ui"
)

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
	for _, h := range consequence.Heals(&m.live, n) {
		if keys.Heals(h.Fault.Kind) == keys.None {
			out = append(out, palette.Item{Text: h.Fault.Kind.Inverse(), Does: m.c.HealText(h.Fault, h.Since), Run: func() tea.Cmd { return m.doHeal(h.Fault) }})
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
	item := palette.Item{Does: fault.Does(), Run: func() tea.Cmd {
		if node != "" {
			return m.breakAs(fault, given, m.choose(node))
		}
		id, ok := m.subject()
		if !ok {
			m.say(badly, "%s", m.unchosen())
			return nil
		}
		return m.breakAs(fault, given, id)
	}}
	if node == "" {
		item.Key = m.c.Keys.Key(keys.Breaks(kind))
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
	case !kind.Takes(amount):
		item.Why = fmt.Sprintf("%s: a whole number up to %d, please", kind, kind.Most())
		return item
	}
	if healed, ok := m.undoable(n, kind); ok && !given && toggles(kind) {
		item.Does = "heals " + healed.String()
		return item
	}
	item.Why = m.c.Refusal(n, kind)
	return item
}

// breakAs does what the key of a fault does, or the menu where it has none or an amount is given.
func (m *Model) breakAs(fault record.Fault, given bool, id ui.NodeID) tea.Cmd {
	if !given && m.c.Keys.On(keys.Breaks(fault.Kind)) {
		return m.toggle(fault.Kind, id)
	}
	n := m.idle(id)
	if n == nil {
		return nil
	}
	fault.Target = n.Name
	return m.breakNode(n, fault)
}
