package tui

import (
	"slices"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident"
	"hadash/incident/consequence"
	"hadash/record"
	"hadash/tui/cost"
	"hadash/tui/ui"
)

// nodePage is everything about one node, and the menu of what can be done to it.
type nodePage struct {
	cost    cost.Table // of its newest fault
	id      ui.NodeID
	at      menuID // the line chosen, across Frames
	nth     int
	amounts map[record.FaultKind]int // as changed on this page
	top     int                      // rows of what is known of it that are scrolled past
}

// menuID names a line of the menu.
type menuID struct {
	heal bool
	kind record.FaultKind
}

// menuItem is one line of the menu: a heal, or a fault.
type menuItem struct {
	menuID
	fault record.Fault
	since time.Time // of what a heal undoes; zero when that is not known
	why   string    // it cannot be done now
}

func newNodePage(id ui.NodeID) nodePage {
	return nodePage{id: id, amounts: map[record.FaultKind]int{}}
}

// menu is what can be done to the page's node as things are in f: heals first, then every fault.
func (m *Model) menu(f *incident.Frame) []menuItem {
	n := m.node.id.Node(f)
	if n == nil || m.o.Hands == nil {
		return nil
	}
	out := m.heals(f, n)
	for _, kind := range record.FaultKinds {
		fault := record.Fault{Kind: kind, Target: n.Name, Amount: kind.Usual()}
		if changed, ok := m.node.amounts[kind]; ok {
			fault.Amount = changed
		}
		out = append(out, menuItem{menuID: menuID{false, kind}, fault: fault, why: m.refuse(n, kind)})
	}
	return out
}

// heals is what is broken on a node and can be undone, the newest first: what is known as a fault, and
// what is only seen.
func (m *Model) heals(f *incident.Frame, n *incident.Node) []menuItem {
	var out []menuItem
	for _, h := range consequence.Heals(f, n) {
		out = append(out, menuItem{menuID: menuID{true, h.Fault.Kind}, fault: h.Fault, since: h.Since})
	}
	return out
}

// settle finds the chosen line again; when it is gone the one in its place is chosen.
func (p *nodePage) settle(m *Model) {
	m.concern()
	if m.page == pageNode {
		items := m.menu(&m.frame)
		p.pick(items, p.find(items))
	}
}

// find is the place of the chosen line.
func (p *nodePage) find(items []menuItem) int {
	for i := range items {
		if items[i].menuID == p.at {
			return i
		}
	}
	return max(min(p.nth, len(items)-1), 0)
}

func (p *nodePage) pick(items []menuItem, i int) {
	p.nth = max(min(i, len(items)-1), 0)
	if len(items) > 0 {
		p.at = items[p.nth].menuID
	}
}

func (p *nodePage) move(m *Model, by int) {
	items := m.menu(&m.frame)
	p.pick(items, p.find(items)+by)
}

// change makes the amount of the chosen fault larger or smaller.
func (p *nodePage) change(m *Model, by int) {
	items := m.menu(&m.frame)
	if len(items) == 0 {
		return
	}
	item := &items[p.find(items)]
	if item.heal || item.fault.Kind.Most() == 0 {
		m.say(plainly, "this has no amount that could be changed")
		return
	}
	p.amounts[item.fault.Kind] = step(item.fault.Kind, item.fault.Amount, by)
}

// pick does what the chosen line says, as things are now.
func (m *Model) pick() tea.Cmd {
	items := m.menu(&m.live)
	i := slices.IndexFunc(items, func(o menuItem) bool { return o.menuID == m.node.at })
	if i < 0 {
		m.say(badly, "that is no longer so: nothing done")
		return nil
	}
	n := m.chosen()
	switch item := &items[i]; {
	case n == nil:
		return nil
	case item.heal:
		m.leavePage()
		return m.doHeal(item.fault)
	default:
		return m.breakNode(n, item.fault)
	}
}
