package cost

import (
	"testing"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/tui/keys"
	"hadash/tui/ui"
)

// The pane does not stay at a fault that is over when the next one begins, unless the user has chosen it.
func TestNextFaultIsShown(t *testing.T) {
	fault := func(id int, node string, over bool) stopwatch.Stopwatch {
		return stopwatch.Stopwatch{ID: id, Fault: stopwatch.Fault{Fault: record.Fault{Kind: record.Kill, Target: node}}, Done: over}
	}
	frame := func(all ...stopwatch.Stopwatch) *incident.Frame {
		return &incident.Frame{Stopwatches: all, Nodes: []incident.Node{{Node: record.Node{Name: "db1"}}, {Node: record.Node{Name: "db2"}}, {Node: record.Node{Name: "db3"}}}}
	}
	before, open := frame(fault(1, "db1", true)), frame(fault(1, "db1", false))
	after, both := frame(fault(1, "db1", true), fault(2, "db2", false)), frame(fault(1, "db1", false), fault(2, "db2", false))
	for name, c := range map[string]struct {
		chosen      string
		was, is     *incident.Frame
		do          func(p *Pane, c *ui.Context)
		then, shown int
	}{
		"none was chosen":              {"db1", before, after, nil, 1, 2},
		"the node was chosen before":   {"db1", before, after, (*Pane).Follow, 1, 2},
		"its fault is still open":      {"db1", open, both, (*Pane).Follow, 1, 1},
		"the node is chosen later":     {"db1", after, after, (*Pane).Follow, 1, 1},
		"the fault was picked":         {"db1", before, after, func(p *Pane, c *ui.Context) { p.Do(c, keys.Up) }, 1, 1},
		"the node was never broken":    {"db3", before, after, (*Pane).Follow, 1, 2},
		"the new one is of the chosen": {"db2", before, after, (*Pane).Follow, 1, 2},
	} {
		var p Pane
		at := contextOf(c.was)
		at.Chosen = ui.NodeID{Name: c.chosen}
		if c.do != nil {
			c.do(&p, at)
		}
		if got := p.shown(at).ID; got != c.then {
			t.Errorf("%s: at first %d, want %d", name, got, c.then)
		}
		at.Frame = c.is
		if got := p.shown(at).ID; got != c.shown {
			t.Errorf("%s: then %d, want %d", name, got, c.shown)
		}
	}
}
