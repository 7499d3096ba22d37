package tui

import (
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
	o.m.logs.render(o.m, r)
}

func (o oldPane) Takes() []keys.Action {
	return ui.Moves
}

func (o oldPane) Do(_ *ui.Context, a keys.Action) ui.Intent {
	o.m.logs.Scroll(ui.Step(a, max(o.m.layout.logs.Inner().H-1, 1)))
	return nil
}

func (o oldPane) Node(*ui.Context) (ui.NodeID, bool) { return o.m.nodes.Chosen() }
func (o oldPane) Help(*ui.Context) []keys.Line       { return nil }
