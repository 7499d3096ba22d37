package logs

import (
	"time"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// Pane is a Panel on the screen, with its actions and remarks.
type Pane struct {
	Panel
	of   ui.NodeID // the node whose lines are shown
	told bool      // that lines are left to be judged
	view View
}

// NewPane makes a pane without a line.
func NewPane() Pane { return Pane{Panel: New()} }

// Due reports that lines are left to judge, and does so again after the next FilterMore.
func (p *Pane) Due() bool {
	if p.told || !p.Filtering() {
		return false
	}
	p.told = true
	return true
}

// FilterMore judges the next lines.
func (p *Pane) FilterMore() {
	p.told = false
	p.Panel.FilterMore()
}

// Searching reports whether there is a search.
func (p *Pane) Searching() bool { return p.find.pattern != nil }

var (
	usualTakes  = append([]keys.Action{keys.Open}, ui.Moves...)
	searchTakes = append(append([]keys.Action{}, ui.Moves...), keys.Again, keys.Back)
)

// Takes lists the actions that scroll, and the one that shows JSON as it was written; in a search those that go from match to
// match.
func (p *Pane) Takes() []keys.Action {
	if p.Searching() {
		return searchTakes
	}
	return usualTakes
}

// Do scrolls, searches and filters. Besides those of Takes it does most of keys.Logs, which mean the same everywhere.
func (p *Pane) Do(c *ui.Context, a keys.Action) ui.Intent {
	switch a {
	case keys.Again:
		return p.nextMatch(-1)
	case keys.Back:
		return p.nextMatch(+1)
	case keys.Filter:
		before, _ := p.Finding()
		p.Begin()
		return typePattern("search logs", before, p.Find)
	case keys.Keep:
		before, _ := p.Keeping()
		return typePattern("keep lines with", before, p.Keep)
	case keys.Clear:
		p.Peel()
	case keys.Open:
		p.raw = !p.raw
	case keys.Least:
		p.MoreGrave()
	case keys.All:
		p.toggleAll()
	case keys.Follow:
		p.Follow()
	case keys.Left:
		p.Shift(-20, c.Area.Under().W)
	case keys.Right:
		p.Shift(+20, c.Area.Under().W)
	default:
		p.Scroll(ui.Step(a, c.Page()))
	}
	return nil
}

// toggleAll shows every line, or what is notable.
func (p *Pane) toggleAll() {
	if p.least == Quiet {
		p.SetLeast(Notable)
		return
	}
	p.SetLeast(Quiet)
}

func (p *Pane) nextMatch(by int) ui.Intent {
	around, ok := p.Next(by)
	switch {
	case !ok:
		return ui.Say{Tone: ui.Badly, Text: "no line matches"}
	case around && by < 0:
		return ui.Say{Text: "no match above: went on from the newest"}
	case around:
		return ui.Say{Text: "no match below: went on from the oldest"}
	}
	return nil
}

// Click marks a line, where one is marked.
func (p *Pane) Click(_ *ui.Context, l paint.Link, _ bool) ui.Intent {
	p.Mark(l.Row)
	return nil
}

// Wheel scrolls.
func (p *Pane) Wheel(_ *ui.Context, by, _ int) ui.Intent {
	p.Scroll(by)
	return nil
}

// OnlyOf keeps the lines that concern a node; again, only its own; again, all.
func (p *Pane) OnlyOf(c *ui.Context, id ui.NodeID) ui.Intent {
	switch {
	case p.who == nil || p.of != id:
		p.of = id
		p.Only(NamesAt(c.Frame, id))
		return ui.Say{Text: "only lines about " + p.who.Node + "; " + c.Keys.Key(keys.Only) + " again: only its own"}
	case !p.who.Own:
		own := *p.who
		own.Own = true
		p.Only(&own)
	default:
		p.Only(nil)
	}
	return nil
}

// NamesAt is a node with its names in log lines.
func NamesAt(f *incident.Frame, id ui.NodeID) *NodeNames {
	return NamesOf(id.Name, id.Backend, id.Node(f))
}

// Relearn updates the names of the node whose lines are shown: it may have been restarted. The column of the names is as
// wide as the longest, and what is slow is judged by how long requests take while nothing is broken.
func (p *Pane) Relearn(f *incident.Frame) {
	for i := range f.Nodes {
		p.node = max(p.node, min(paint.Width(f.Nodes[i].Name), mostNode))
	}
	if k := f.Load.K6; k != nil && len(f.Faults) == 0 {
		p.Usually(k.Duration.P95)
	}
	if p.who != nil {
		p.Learn(NamesAt(f, p.of))
	}
}

// farOff is the distance from which the nearest line is too far from an event to be relevant.
const farOff = 10 * time.Second

// GoTo shows the lines from around the time of an event.
func (p *Pane) GoTo(c *ui.Context, e *event.Event) ui.Intent {
	near, ok := p.Around(e.At)
	switch {
	case !ok:
		return ui.Say{Tone: ui.Badly, Text: "no line shown; " + c.Keys.Key(keys.Clear) + " shows all"}
	case near >= farOff:
		return ui.Say{Text: "the nearest line is " + paint.Age(near) + " away"}
	}
	return nil
}

// Node is the node chosen in the overview.
func (p *Pane) Node(c *ui.Context) (ui.NodeID, bool) { return c.Overview() }

// Help comes first on the key line of the overview.
func (p *Pane) Help(c *ui.Context) []keys.Line { return c.Keys.LogsHelp(p.Searching()) }
