package tui

import (
	"slices"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/tui/paint"
)

// grey is the nodes that stay disputed though nobody broke them: the failures that no fault explains. What the alert on
// the first line tells of is told there.
func (m *Model) grey() []*incident.Truth {
	var out []*incident.Truth
	for i := range m.c.Truths {
		t := &m.c.Truths[i]
		if t.Lasts && len(t.Disagree) > 0 && t.Node != m.alerted() && !slices.ContainsFunc(m.frame.Faults, func(f stopwatch.Fault) bool { return f.Target == t.Node }) {
			out = append(out, t)
		}
	}
	return out
}

// listGrey is the first line while the only trouble is that not all agree.
func (m *Model) listGrey(p *paint.Pen, grey []*incident.Truth) {
	p.Glyph(m.c.Theme.Warn, m.c.Theme.Differ, 1)
	p.Put(m.c.Theme.Warn, " "+paint.Plural(len(grey), "grey failure: ", "grey failures: "))
	for i, t := range grey {
		if i > 0 {
			p.Put(m.c.Theme.Faint, ", ")
		}
		p.Put(m.c.Theme.Strong, t.Node+": ")
		p.Put(m.c.Theme.Warn, t.Disagree[0])
	}
}
