package node

import (
	"hadash/incident"
	"hadash/record"
	"hadash/record/swarm"
	"hadash/tui/paint"
	"hadash/tui/ui"
	"hadash/wording"
)

// mostTasks is how many earlier tasks of a node are listed.
const mostTasks = 3

// task is the section of where a node runs, and what the swarm has made of it.
func task(c *ui.Context, n *incident.Node, w int) ui.Section {
	rows := taskRows(c, n)
	if len(rows) == 0 {
		return ui.Section{}
	}
	return list(c, titled(c, "where it runs"), w, rows)
}

// taskRows are where a node is, what the swarm says of its task, and the tasks before it.
func taskRows(c *ui.Context, n *incident.Node) (rows []fact) {
	f, th := c.Frame, c.Theme
	if on := f.HostOf(n); on != "" {
		text := on
		if h := f.Swarm.On(n.Name); h != nil && h.Host == "" {
			text += ", whose Engine is not watched: --context"
		}
		rows = append(rows, fact{"host", text, th.Text})
	}
	of, ok := f.Swarm.Of(n.Name)
	if !ok {
		return rows
	}
	text := f.Swarm.Says(n.Name).String()
	if !of.Task.At.IsZero() {
		text = ui.Words(th, text, "for "+paint.Age(max(f.At.Sub(of.Task.At), 0)))
	}
	if of.Restarts > 0 {
		text = ui.Words(th, text, "made again "+paint.Plural(of.Restarts, "time", "times"))
	}
	st := th.Text
	if !of.Task.Runs() {
		st = th.Warn
	}
	if s := f.Source(record.SourceSwarm, ""); s != nil && s.Stale() {
		text, st = ui.Words(th, text, c.Staleness(s)), th.Faint
	}
	rows = append(rows, fact{"swarm", text, st})
	for i := range of.Before[:min(len(of.Before), mostTasks)] {
		rows = append(rows, fact{"before", before(c, &of.Before[i]), th.Faint})
	}
	return rows
}

// before is an earlier task of a node.
func before(c *ui.Context, t *swarm.Task) string {
	text := wording.TaskState(t.State).String() + " on " + t.On
	if h := c.Frame.Swarm.Named(t.On); h != nil {
		text = wording.TaskState(t.State).String() + " on " + h.Called()
	}
	if !t.At.IsZero() && swarm.Ended(t.State) {
		text += " " + paint.Age(max(c.Frame.At.Sub(t.At), 0)) + " ago"
	}
	if t.Err != "" {
		text += ": " + t.Err
	}
	return text
}
