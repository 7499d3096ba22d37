package tui

import (
	"slices"

	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

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
