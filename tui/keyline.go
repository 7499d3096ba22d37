package tui

import (
	"slices"

	"hadash/incident"
	"hadash/incident/consequence"
	"hadash/incident/verdict"
	"hadash/record"
	"hadash/tui/asked"
	"hadash/tui/keys"
	"hadash/tui/ui"
)

// keyLine lists the keys that apply on the open page at this moment.
func (m *Model) keyLine() []keys.Line {
	if m.page != pageNone {
		line := m.possible(m.views[m.page].Help(m.in(m.layout.page)))
		if m.page == pageTruth {
			return urgent(&m.c, m.chosenNode(), line)
		}
		return line
	}
	line := m.c.Keys.ShortHelp()
	switch {
	case m.o.Replay != nil:
		line = m.c.Keys.ReplayHelp()
	case m.frame.HAProxy != nil && len(m.frame.Nodes) == 0:
		line = m.c.Keys.ServersHelp()
	}
	if m.frame.Topology.NoDocker {
		line = balancerFirst(line)
	}
	line = urgent(&m.c, m.chosenNode(), m.possible(line))
	if m.nodes.Elsewhere(&m.c) != nil {
		line = append([]keys.Line{m.c.Keys.Line(keys.Trouble)}, line...)
	}
	if words := enterDoes[m.focus]; words != "" {
		rename(line, keys.Open, words)
	}
	if m.focus == paneLogs {
		without := func(l keys.Line) bool { return l.Actions[0] == keys.Filter }
		line = append(m.logs.Help(&m.c), slices.DeleteFunc(line, without)...)
	}
	return line
}

// balancerFirst puts the keys first that change servers at HAProxy: without Docker no others do.
func balancerFirst(line []keys.Line) []keys.Line {
	rank := func(l keys.Line) int {
		if keys.Fault(l.Actions[0]).AtBalancer() {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(line, func(a, b keys.Line) int { return rank(a) - rank(b) })
	return line
}

// enterDoes is what the key of keys.Open does in a pane where it opens no node.
var enterDoes = [paneCount]string{paneTimeline: "logs around it", paneLogs: "as written"}

// possible leaves out the keys that do nothing now: what the chosen node refuses, and what there is not.
func (m *Model) possible(line []keys.Line) []keys.Line {
	n := m.chosenNode()
	return slices.DeleteFunc(line, func(l keys.Line) bool {
		switch a := l.Actions[0]; a {
		case keys.Start:
			return refuses(&m.frame, n, a) || healing(&m.c, n.Name)
		case keys.HealAll:
			return len(m.asked.Ours(&m.live)) == 0 && len(asked.Foreign(&m.live)) == 0
		case keys.Load, keys.More, keys.Less:
			return len(m.live.Topology.Of(record.KindK6)) == 0
		default:
			return refuses(&m.frame, n, a)
		}
	})
}

// refuses reports whether a key does nothing to a node, nil for none.
func refuses(f *incident.Frame, n *incident.Node, a keys.Action) bool {
	kind := keys.Fault(a)
	switch {
	case a != keys.Start && a != keys.Open && kind == "":
		return false
	case n == nil:
		return true
	case a == keys.Start:
		return n.Container.State == "running" || n.Container.State == "paused"
	case a == keys.Open:
		return false
	case keys.Toggles(kind) && consequence.Shows(n, kind):
		return false // the same key undoes it
	}
	return consequence.Refuse(f, n, kind).Refused()
}

// The keys that come first while a fault is open, and when it is over.
var (
	whileOpen = []keys.Action{keys.Start, keys.HealAll, keys.Open, keys.TruthPage, keys.ChartsPage, keys.Export, keys.Note}
	whenBack  = []keys.Action{keys.Export, keys.Open, keys.TruthPage, keys.ChartsPage}
)

// urgent puts the keys first that help at this moment, and names them by what they help with.
func urgent(c *ui.Context, n *incident.Node, line []keys.Line) []keys.Line {
	var first []keys.Action
	switch {
	case len(c.Frame.Faults) > 0:
		first = append(undoing(c, n, line), whileOpen...)
		if n != nil && n.Health.Broken() {
			rename(line, keys.Open, "why")
		}
	case c.Verdict.State == verdict.Healing:
		first = whenBack
	case c.Back() != nil:
		first = whenBack
		rename(line, keys.Export, "report of this")
	default:
		return line
	}
	if c.Keys.On(keys.Play) { // the keys of a recording stay first
		return line
	}
	rank := func(l keys.Line) int {
		if i := slices.Index(first, l.Actions[0]); i >= 0 {
			return i
		}
		return len(first)
	}
	slices.SortStableFunc(line, func(a, b keys.Line) int { return rank(a) - rank(b) })
	return line
}

type undo struct {
	key  keys.Action
	does string
}

// undone are the faults whose key also undoes them, and what it does then.
var undone = []undo{{keys.Pause, "unpause"}, {keys.Cut, "rejoin"}}

// undoneWithout are those where there is no Docker.
var undoneWithout = []undo{{keys.Maint, "ready"}, {keys.Drain, "ready"}}

// undoing are the keys that undo a fault of a node, which it names so.
func undoing(c *ui.Context, n *incident.Node, line []keys.Line) (all []keys.Action) {
	undone := undone
	if c.Frame.Topology.NoDocker {
		undone = undoneWithout
	}
	for _, u := range undone {
		if n != nil && consequence.Shows(n, keys.Fault(u.key)) {
			rename(line, u.key, u.does)
			all = append(all, u.key)
		}
	}
	return all
}

// rename gives the key of an action other words.
func rename(line []keys.Line, a keys.Action, does string) {
	for i := range line {
		if line[i].Actions[0] == a {
			line[i].Does = does
		}
	}
}
