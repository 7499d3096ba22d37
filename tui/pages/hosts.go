package pages

import (
	"strings"

	"hadash/incident"
	"hadash/tui/keys"
	"hadash/tui/paint"
	"hadash/tui/ui"
)

// Hosts lists the machines that the project runs on.
type Hosts struct{ top int }

// NewHosts makes the page of the hosts.
func NewHosts() *Hosts { return &Hosts{} }

// Takes implements ui.Pane.
func (p *Hosts) Takes() []keys.Action { return ui.Moves }

// Do implements ui.Pane.
func (p *Hosts) Do(c *ui.Context, a keys.Action) ui.Intent {
	p.top = max(min(p.top+ui.Step(a, pageRows(c)), len(c.Frame.Hosts())-1), 0)
	return nil
}

// Node implements ui.Pane.
func (p *Hosts) Node(c *ui.Context) (ui.NodeID, bool) { return c.Overview() }

// Help implements ui.Pane.
func (p *Hosts) Help(c *ui.Context) []keys.Line { return c.Keys.ListHelp() }

// The columns of the table.
const (
	engineCells  = 16
	swarmCells   = 10
	takesCells   = 10
	managerCells = 13
	tasksCells   = 6
)

// Draw implements ui.Pane.
func (p *Hosts) Draw(c *ui.Context, area paint.Rect) {
	th, all := c.Theme, c.Frame.Hosts()
	beside := "as their Engines report"
	if c.Frame.Swarm.Known() {
		beside = "as the swarm and their Engines report"
	}
	c.Screen.Rule(th, area, true, []paint.TitlePart{paint.NewPart("hosts", th.Title), paint.NewPart(beside, th.Faint)}, c.HintPart(c.Keys.Line(keys.Close)))
	col := ui.Column{C: c, R: area.Under()}
	if c.Frame.Topology.NoDocker {
		col.Say(th.Faint, "nothing of this is watched: several hosts would be here")
		return
	}
	if len(all) == 0 {
		col.Say(th.Faint, "one Docker Engine is watched, which is in no swarm: with --context a,b,c the hosts of several would be here")
		return
	}
	name := 6
	for i := range all {
		name = min(max(name, paint.Width(all[i].Name)), 20)
	}
	pen := col.Line()
	pen.Space(ui.MarkCells)
	pen.Left(th.Faint, "host", name+1)
	pen.Left(th.Faint, "engine", engineCells)
	if c.Frame.Swarm.Known() {
		pen.Left(th.Faint, "swarm", swarmCells)
		pen.Left(th.Faint, "takes", takesCells)
		pen.Left(th.Faint, "manager", managerCells)
	}
	pen.Right(th.Faint, []byte("nodes"), tasksCells)
	top := min(p.top, len(all)-1)
	for i := range all[top:] {
		if col.Used >= col.R.H {
			return
		}
		pen := col.Line()
		hostRow(c, &pen, &all[top+i], name)
	}
	col.Blank()
	for _, text := range p.services(c) {
		col.Say(th.Faint, text)
	}
}

func hostRow(c *ui.Context, p *paint.Pen, h *incident.Host, name int) {
	th := c.Theme
	p.Space(ui.MarkCells)
	p.Left(th.Strong, h.Name, name)
	p.Space(1)
	switch {
	case h.Engine == nil && h.Swarm != nil && h.Swarm.Host == "":
		paint.State(p, paint.NewSign(th.NoCheck, th.Faint), "not watched", engineCells)
	case h.Engine == nil:
		paint.State(p, paint.NewSign(th.Unknown, th.Faint), "no answer yet", engineCells)
	case h.Engine.Stale():
		paint.State(p, paint.NewSign(th.Unknown, th.Warn), "silent "+paint.Lasted(c.Frame.At.Sub(h.Engine.Since)), engineCells)
	default:
		paint.State(p, paint.NewSign(th.OK, th.Good), "answers", engineCells)
	}
	if s := h.Swarm; s != nil {
		state := paint.NewSign(th.Broken, th.Bad)
		if s.State == "ready" {
			state = paint.NewSign(th.OK, th.Good)
		}
		paint.State(p, state, s.State, swarmCells)
		takes, st := "tasks", th.Text
		switch s.Availability {
		case "drain":
			takes, st = "drained", th.Warn
		case "pause":
			takes, st = "none new", th.Warn
		}
		p.Left(st, takes, takesCells)
		st = th.Text
		if s.Manager == "unreachable" {
			st = th.Warn
		}
		p.Left(st, s.Manager, managerCells)
	} else if c.Frame.Swarm.Known() {
		p.Left(th.Faint, "not in the swarm", swarmCells+takesCells+managerCells)
	}
	p.Right(th.Text, paint.AppendCount(nil, int64(len(h.Nodes)), tasksCells-1), tasksCells)
	p.Space(2)
	p.Put(th.Faint, strings.Join(h.Nodes, ", "))
}

// services lists those of the swarm that do not run as they are wanted, or are updated.
func (p *Hosts) services(c *ui.Context) (out []string) {
	if !c.Frame.Swarm.Known() {
		return nil
	}
	for i := range c.Frame.Swarm.Services {
		s := &c.Frame.Swarm.Services[i]
		if !s.Global && s.Running != s.Replicas {
			out = append(out, "service "+s.Name+": "+paint.Count(int64(s.Running))+" of "+paint.Count(int64(s.Replicas))+" tasks run")
		}
		if s.Update != "" && s.Update != "completed" {
			out = append(out, "service "+s.Name+": "+strings.ReplaceAll(s.Update, "_", " ")+", "+s.Says)
		}
	}
	return out
}
