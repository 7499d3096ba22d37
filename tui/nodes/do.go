package nodes

import (
	"hadash/tui/keys"
	"hadash/tui/ui"
)

// Takes lists the actions that filter HAProxy's rows, that unfold a backend, and that choose a row.
func (p *Pane) Takes() []keys.Action {
	out := p.filter.Takes()
	if _, ok := p.folded(); ok {
		out = append(out, keys.Open)
	}
	return append(out, ui.Moves...)
}

// Do changes which rows are shown, or which is chosen.
func (p *Pane) Do(c *ui.Context, a keys.Action) ui.Intent {
	if by := ui.Step(a, c.Page()); by != 0 {
		if n := len(p.order); p.onPath && n > 0 && (a == keys.Up || a == keys.Down) {
			by = (p.nth+by+n)%n - p.nth // the path is above the servers, and goes on with the masters
		}
		p.pick(p.nth + by)
		return ui.Choose{Node: p.at}
	}
	if a == keys.Open {
		return p.open()
	}
	return p.filter.Do(a)
}

// open unfolds the chosen backend, or opens the page of the chosen node.
func (p *Pane) open() ui.Intent {
	if id, ok := p.folded(); ok {
		p.filter.Turn(id.Backend)
		return ui.Arrange{}
	}
	return ui.Act{Action: keys.Open}
}

// Node is the node of the chosen row.
func (p *Pane) Node(*ui.Context) (ui.NodeID, bool) { return p.Chosen() }

// Help is empty: the overview has one key line for all its panes.
func (p *Pane) Help(*ui.Context) []keys.Line { return nil }
