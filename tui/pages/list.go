// Package pages has the pages that cover the overview: the table of truth, the charts, nginx, replication and the load.
package pages

import (
	"hadash/incident"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// list is a page's list of some of the nodes, of which one is chosen.
type list struct {
	of   func(*incident.Frame, *incident.Node) bool // the nodes that are in it
	at   string
	full bool // what stands below the chosen row does below each, where there is room for all of it
}

// styled is a line of text below a row.
type styled struct {
	text string
	st   paint.Style
}

// pageRows is how far page up and page down go on a page.
func pageRows(c *ui.Context) int { return max(c.Area.H-4, 1) }

// all is the nodes of the list, in the topology's order.
func (l *list) all(c *ui.Context) []*incident.Node {
	var out []*incident.Node
	for i := range c.Frame.Nodes {
		if n := &c.Frame.Nodes[i]; l.of(c.Frame, n) {
			out = append(out, n)
		}
	}
	return out
}

// nth is the chosen one: the choice made here, else that of the overview, else the first.
func (l *list) nth(c *ui.Context, all []*incident.Node) int {
	id, _ := c.Overview()
	at := 0
	for i, n := range all {
		switch {
		case n.Name == l.at:
			return i
		case id.Node(c.Frame) == n:
			at = i
		}
	}
	return at
}

// Node implements ui.Pane.
func (l *list) Node(c *ui.Context) (ui.NodeID, bool) {
	all := l.all(c)
	if len(all) == 0 {
		return ui.NodeID{}, false
	}
	return ui.NodeID{Name: all[l.nth(c, all)].Name}, true
}

// move chooses another node by one of ui.Moves.
func (l *list) move(c *ui.Context, a keys.Action) {
	if all := l.all(c); len(all) > 0 {
		l.at = all[max(min(l.nth(c, all)+ui.Step(a, pageRows(c)), len(all)-1), 0)].Name
	}
}

// draw writes the rows that fit, with more lines below the chosen one. It returns how many lines it used.
func (l *list) draw(c *ui.Context, r paint.Rect, all []*incident.Node, row func(*paint.Pen, *incident.Node), more func(*incident.Node) []styled) int {
	nth := l.nth(c, all)
	below := more(all[nth])
	others := l.others(all, r.H, more)
	top := max(min(nth+len(below)-r.H+1, nth), 0) // the row itself before what belongs to it
	if others != nil {
		top = 0
	}
	lines := ui.Column{C: c, R: r}
	for i := top; i < len(all) && lines.Used < r.H; i++ {
		p := lines.Line()
		p.Pick(paint.PageRows, int64(i))
		c.Mark(&p, i == nth, c.Disputed(all[i]))
		row(&p, all[i])
		if p.Chosen {
			p.Fill()
		}
		text := below
		if i != nth {
			if others == nil {
				continue
			}
			text = others[i]
		}
		for _, text := range text {
			p := lines.Line()
			p.Space(ui.MarkCells + 2)
			p.Put(text.st, text.text)
		}
	}
	return lines.Used
}

// others is what stands below each row of a full list; nil where there is no room for all of it.
func (l *list) others(all []*incident.Node, h int, more func(*incident.Node) []styled) [][]styled {
	if !l.full || len(all) > h {
		return nil
	}
	lines := make([][]styled, len(all))
	for i, n := range all {
		lines[i] = more(n)
		if h -= 1 + len(lines[i]); h < 0 {
			return nil
		}
	}
	return lines
}

// unwatched is the line of a page that has nothing to show: what it would show, if that were watched.
func unwatched(c *ui.Context, would, target string) string {
	if c.Frame.Topology.NoDocker {
		return "nothing of this is watched: " + would + " would be here; a target adds it: `hadash attach ... " + target + "`"
	}
	only := c.Frame.HAProxy != nil
	for i := range c.Frame.Topology.Nodes {
		only = only && c.Frame.Topology.Nodes[i].Runs(record.KindHAProxy)
	}
	if only {
		return "only HAProxy is watched: " + would + " would be here"
	}
	return "nothing of this is watched: " + would + " would be here"
}

// Click implements ui.Clickable: a node clicked again is opened.
func (l *list) Click(c *ui.Context, link paint.Link, again bool) ui.Intent {
	row, all := int(link.Row), l.all(c)
	switch {
	case row >= len(all):
	case again && row == l.nth(c, all):
		return ui.Act{Action: keys.Open}
	default:
		l.at = all[row].Name
	}
	return nil
}

// nameCells is the width of the names, so that one long one leaves room for the rest.
func nameCells(all []*incident.Node) int {
	name := 8
	for _, n := range all {
		name = max(name, paint.Width(n.Name))
	}
	return min(name, 20)
}
