// Package timeline draws the events, the newest at the bottom.
package timeline

import (
	"hadash/incident"
	"hadash/incident/event"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// Pane shows the events of a Frame. One is chosen: the newest, until the user goes up.
type Pane struct {
	lines  []digestLine
	of     of      // what they were made of
	base   int     // the oldest event that lines were made of
	home   []int   // of each event from it on, the one at which its line stands
	ends   []int64 // of drop, kept for the next
	at     int     // ID of the chosen event; 0 = the newest
	anchor int     // ID of the event at the bottom while another than the newest is chosen; 0 = follow
}

// find is the index of an event, the newest when it is not there.
func find(f *incident.Frame, id int) int {
	last := len(f.Timeline) - 1
	for i := last; i >= 0 && id != 0; i-- {
		if f.Timeline[i].ID == id {
			return i
		}
	}
	return last
}

// bottom is the index of the event on the last line.
func (p *Pane) bottom(f *incident.Frame) int { return find(f, p.anchor) }

// Chosen is the event that is marked, nil when nothing has happened.
func (p *Pane) Chosen(f *incident.Frame) *event.Event {
	if len(f.Timeline) == 0 {
		return nil
	}
	return &f.Timeline[find(f, p.at)]
}

// move chooses another event, and scrolls so that it is among the h lines shown. With the newest the pane
// follows again.
func (p *Pane) move(by int, f *incident.Frame, h int) {
	last := len(f.Timeline) - 1
	to := max(min(find(f, p.at)+by, last), 0)
	if to >= last {
		p.at, p.anchor = 0, 0
		return
	}
	bottom := p.bottom(f)
	if first := max(bottom-h+1, 0); to < first {
		bottom = to + h - 1
	}
	bottom = min(max(bottom, to), last)
	p.at, p.anchor = f.Timeline[to].ID, f.Timeline[bottom].ID
}

// scroll shows older events (-) or newer ones; the chosen one stays in sight. At the end the pane follows again.
func (p *Pane) scroll(by int, f *incident.Frame, h int) {
	last := len(f.Timeline) - 1
	bottom := max(min(p.bottom(f)+by, last), min(h-1, last))
	if bottom >= last {
		p.at, p.anchor = 0, 0
		return
	}
	at := max(min(find(f, p.at), bottom), bottom-h+1)
	p.at, p.anchor = f.Timeline[at].ID, f.Timeline[bottom].ID
}

// pick chooses the nth event, which is in sight: nothing moves under the pointer.
func (p *Pane) pick(nth int, f *incident.Frame, h int) {
	if p.anchor == 0 && nth < len(f.Timeline) {
		if p.at = f.Timeline[nth].ID; nth == len(f.Timeline)-1 {
			p.at = 0
		}
		return
	}
	p.move(nth-find(f, p.at), f, h)
}

var takes = append([]keys.Action{keys.Open}, ui.Moves...)

// Takes lists the actions that choose an event, and the one that shows the logs around it.
func (p *Pane) Takes() []keys.Action { return takes }

// Do chooses another event, or shows the logs around the chosen one.
func (p *Pane) Do(c *ui.Context, a keys.Action) ui.Intent {
	if a == keys.Open {
		return ui.Act{Action: keys.Around}
	}
	p.move(ui.Step(a, c.Page()), c.Frame, c.Area.Under().H)
	return takeAlong(c)
}

// takeAlong moves the logs to the chosen event, if they are around one.
func takeAlong(c *ui.Context) ui.Intent {
	if c.Around {
		return ui.Act{Action: keys.Around}
	}
	return nil
}

// Click chooses an event; clicked again, the logs show what was written around it.
func (p *Pane) Click(c *ui.Context, l paint.Link, again bool) ui.Intent {
	p.pick(int(l.Row), c.Frame, c.Area.Under().H)
	if again {
		return ui.Act{Action: keys.Around}
	}
	return takeAlong(c)
}

// Wheel scrolls.
func (p *Pane) Wheel(c *ui.Context, by, _ int) ui.Intent {
	if len(c.Frame.Timeline) > 0 {
		p.scroll(by, c.Frame, c.Area.Under().H)
	}
	return nil
}

// Node is the node chosen in the overview.
func (p *Pane) Node(c *ui.Context) (ui.NodeID, bool) { return c.Overview() }

// Help is empty: the overview has one key line for all its panes.
func (p *Pane) Help(*ui.Context) []keys.Line { return nil }
