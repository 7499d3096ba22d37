package ui

import (
	"slices"

	"hadash/incident"
	"hadash/tui/paint"
)

// PickRest makes the rest of a cell choose a node when it is clicked, and pickSpan what was written from a column on.
func (c *Context) PickRest(p *paint.Pen, name string) {
	if i := c.nodeIndex(name); i >= 0 {
		p.Pick(paint.Path, int64(i))
	}
}

// PickSpan makes what was written since a column a click on a node.
func (c *Context) PickSpan(p *paint.Pen, from int, name string) {
	if i := c.nodeIndex(name); i >= 0 {
		p.PickFrom(from, paint.Path, int64(i))
	}
}

func (c *Context) nodeIndex(name string) int {
	return slices.IndexFunc(c.Frame.Nodes, func(n incident.Node) bool { return n.Name == name && name != "" })
}
