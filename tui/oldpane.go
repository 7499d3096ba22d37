package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"hadash/incident"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// view is what a page shows, and what keys mean while it is open.
type view interface {
	render(m *Model, r paint.Rect)                // all of r, its border too
	key(m *Model, msg tea.KeyMsg) (tea.Cmd, bool) // false: the key means here what it means everywhere
	help(k *keys.Map) []keys.Line                 // the key line
	subject(m *Model) (id ui.NodeID, ok bool)     // the node that keys act on
}

// oldPage is a view as a ui.Pane.
type oldPage struct {
	view
	m *Model
}

// performed is an Intent that was performed.
type performed struct {
	ui.Intent
	cmd tea.Cmd
}

func (o oldPage) Draw(_ *ui.Context, r paint.Rect) { o.render(o.m, r) }

func (o oldPage) Takes() []keys.Action {
	return append(append([]keys.Action{keys.Pick, keys.Larger, keys.Smaller}, ui.Moves...), keys.Zoom, keys.Blocks)
}

func (o oldPage) Do(_ *ui.Context, a keys.Action) ui.Intent {
	cmd, _ := o.key(o.m, keys.Press(a))
	return performed{cmd: cmd}
}

func (o oldPage) Node(*ui.Context) (ui.NodeID, bool) { return o.subject(o.m) }
func (o oldPage) Help(c *ui.Context) []keys.Line     { return o.help(c.Keys) }

func (o oldPage) Click(_ *ui.Context, l paint.Link, again bool) ui.Intent {
	if v, ok := o.view.(clickable); ok {
		return performed{cmd: v.pickRow(o.m, int(l.Row), again)}
	}
	return nil
}

func (o oldPage) Wheel(c *ui.Context, by, y int) ui.Intent {
	if v, ok := o.view.(scrollable); ok {
		v.wheel(o.m, by, y)
		return nil
	}
	a := keys.Down
	if by < 0 {
		a = keys.Up
	}
	for range max(by, -by) {
		o.Do(c, a)
	}
	return nil
}

// oldPane is a pane of the overview as a ui.Pane.
type oldPane struct {
	of pane
	m  *Model
}

func (o oldPane) Draw(_ *ui.Context, r paint.Rect) {
	switch m := o.m; o.of {
	case paneNodes:
		m.nodes.render(m, r)
	case paneLogs:
		m.logs.render(m, r)
	}
}

func (o oldPane) Takes() (out []keys.Action) {
	if o.of == paneNodes {
		out = o.m.sieve.Takes()
		if _, ok := o.m.nodes.folded(); ok {
			out = append(out, keys.Open)
		}
	}
	return append(out, ui.Moves...)
}

func (o oldPane) Do(_ *ui.Context, a keys.Action) ui.Intent {
	m := o.m
	if slices.Contains(ui.Moves, a) {
		m.move(ui.Step(a, max(m.paneHeight()-1, 1)))
		return nil
	}
	if id, ok := m.nodes.folded(); ok && a == keys.Open {
		m.sieve.Turn(id.Backend)
		return ui.Arrange{}
	}
	return m.sieve.Do(a)
}

func (o oldPane) Node(*ui.Context) (ui.NodeID, bool) { return o.m.nodes.chosen() }
func (o oldPane) Help(*ui.Context) []keys.Line       { return nil }

// chosen is the node that keys act on, if nothing is being done to it.
func (m *Model) chosen() *incident.Node {
	id, ok := m.subject()
	if !ok {
		m.say(badly, "%s", m.unchosen())
		return nil
	}
	return m.idle(id)
}

// moveBy is how far a key moves up or down; false when it is none of those.
func (m *Model) moveBy(msg tea.KeyMsg, page int) (by int, ok bool) {
	a := m.c.Keys.Which(msg, ui.Moves...)
	return ui.Step(a, page), a != keys.None
}

// pageRows is how far page up and page down go on a page.
func (m *Model) pageRows() int { return max(m.layout.page.H-4, 1) }

// clickable is a page with rows that can be clicked: one is chosen, or opened when it was clicked just before.
type clickable interface {
	pickRow(m *Model, row int, again bool) tea.Cmd
}

// scrollable is a page that the wheel scrolls otherwise than the keys for up and down.
type scrollable interface{ wheel(m *Model, by, y int) }
