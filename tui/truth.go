package tui

import (
	"slices"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// truthPage is the table of what everybody says of every node, and the row chosen in it.
type truthPage struct {
	rows []incident.Truth // of the Frame on the screen
	nth  int
}

func (t *truthPage) move(by int) { t.nth = max(min(t.nth+by, len(t.rows)-1), 0) }

func (t *truthPage) chosen() (ui.NodeID, bool) {
	if len(t.rows) == 0 {
		return ui.NodeID{}, false
	}
	return ui.NodeID{Name: t.rows[min(t.nth, len(t.rows)-1)].Node}, true
}

// choose makes the row of a node the chosen one, where it has one.
func (t *truthPage) choose(node string) {
	if i := slices.IndexFunc(t.rows, func(r incident.Truth) bool { return r.Node == node }); i >= 0 {
		t.nth = i
	}
}

// of is the row of a node, nil when there is none.
func (t *truthPage) of(node string) *incident.Truth {
	for i := range t.rows {
		if t.rows[i].Node == node {
			return &t.rows[i]
		}
	}
	return nil
}

// grey is the nodes that stay disputed though nobody broke them: the failures that no fault explains. What the alert on
// the first line tells of is told there.
func (m *Model) grey() []*incident.Truth {
	var out []*incident.Truth
	for i := range m.truth.rows {
		t := &m.truth.rows[i]
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

// truthColumn is one witness of the table.
type truthColumn struct {
	title string
	w     int
	right bool
	put   func(m *Model, t *incident.Truth) (string, paint.Style)
}

// The witnesses, in the order of the table and, as they are left out of a narrow one, of their weight.
var (
	truthDocker  = truthColumn{"docker", 13, false, func(m *Model, t *incident.Truth) (string, paint.Style) { return t.Docker, m.c.Theme.Text }}
	truthHealth  = truthColumn{"health", 10, false, func(m *Model, t *incident.Truth) (string, paint.Style) { return t.Health, m.c.Theme.Text }}
	truthAdmin   = truthColumn{"admin", 7, false, func(m *Model, t *incident.Truth) (string, paint.Style) { return t.Admin, m.c.Theme.Text }}
	truthOper    = truthColumn{"oper", 10, false, func(m *Model, t *incident.Truth) (string, paint.Style) { return t.Oper, m.c.Theme.Text }}
	truthCheck   = truthColumn{"check", 15, false, func(m *Model, t *incident.Truth) (string, paint.Style) { return t.Check, m.c.Theme.Text }}
	truthReplica = truthColumn{"replication", 25, false, func(m *Model, t *incident.Truth) (string, paint.Style) { return t.Replication, m.c.Theme.Text }}
	truthTraffic = truthColumn{"per sec", 10, true, func(m *Model, t *incident.Truth) (string, paint.Style) {
		if t.Traffic < 0 {
			return "", m.c.Theme.Faint
		}
		return string(paint.AppendRate(nil, t.Traffic, 4)) + " " + string(t.Unit), m.c.RateStyle(t.Traffic)
	}}
	truthErrors = truthColumn{"errors", 7, true, func(m *Model, t *incident.Truth) (string, paint.Style) {
		return share(t.Errors), m.shareStyle(t.Errors)
	}}

	truthOrder   = []*truthColumn{&truthDocker, &truthHealth, &truthAdmin, &truthOper, &truthCheck, &truthReplica, &truthTraffic, &truthErrors}
	truthLightly = []*truthColumn{&truthReplica, &truthHealth, &truthAdmin, &truthTraffic, &truthErrors, &truthCheck}
)

// truthColumns is the columns that fit into w cells.
func truthColumns(w int) []*truthColumn {
	return ui.FitColumns(truthOrder, truthLightly, func(c *truthColumn) int { return c.w }, w)
}

// share is a part of 1 in percent: "0 %", "0.4 %", "12 %".
func share(v float64) string {
	if v < 0 {
		return ""
	}
	return string(append(paint.AppendRate(nil, v*100, 5), " %"...))
}

func (m *Model) shareStyle(v float64) paint.Style {
	if v > 0 {
		return m.c.Theme.Bad
	}
	return m.c.Theme.Faint
}
