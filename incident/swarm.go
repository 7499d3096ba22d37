package incident

import (
	"slices"
	"time"

	"hadash/incident/event"
	"hadash/incident/outage"
	"hadash/incident/stopwatch"
	"hadash/incident/swarmstate"
	"hadash/record"
	"hadash/record/swarm"
	"hadash/wording"
)

// foldSwarm processes what a manager of the swarm says.
func (f *folding) foldSwarm(at time.Time, is *swarm.State) {
	was := f.Swarm
	next, changes := was.Next(at, is)
	f.Swarm = next
	for i := range changes {
		switch c := &changes[i]; c.What {
		case swarmstate.Failed, swarmstate.Made, swarmstate.Waits:
			f.taskChanged(at, c)
		default:
			f.hostChanged(at, c, was.NodesOn(c.Host.Name))
		}
	}
	f.moved()
}

// swarmLate is how long before an answer the swarm may have reached the state that it tells the time of.
const swarmLate = 15 * time.Second

// taskTime is when a task came into its state: by the swarm's clock, if that can be true.
func (f *folding) taskTime(at time.Time, t *swarm.Task) (time.Time, time.Duration) {
	if ago := at.Sub(t.At); ago >= 0 && ago < swarmLate+f.pollGap {
		return t.At, 0
	}
	return at, f.pollGap
}

// taskChanged reports what became of a task.
func (f *folding) taskChanged(at time.Time, c *swarmstate.Change) {
	if f.Node(c.Node) == nil {
		return
	}
	t := &c.Task
	e := event.Event{Kind: event.KindTask, Severity: event.Warn, Node: c.Node, Subject: c.Node, Witness: event.BySwarm}
	e.At, e.Within = f.taskTime(at, t)
	host := f.hostName(t.On)
	switch c.What {
	case swarmstate.Failed:
		e.To = t.State
		e.Says, e.Title = wording.TaskFailed.Of(c.Node, wording.TaskState(t.State), host, t.Err), wording.TaskFailedIt.Of(wording.TaskState(t.State), host, t.Err)
	case swarmstate.Waits:
		e.To = t.State
		e.Says, e.Title = wording.TaskWaits.Of(c.Node, t.Err), wording.TaskWaitsIt.Of(t.Err)
	case swarmstate.Made:
		e.To, e.Severity = "remade", event.Good
		e.Says, e.Title = wording.TaskRemade.Of(c.Node, f.Swarm.Place(t)), wording.TaskRemadeIt.Of(f.Swarm.Place(t))
		if c.Was.On != t.On {
			e.From, e.To = f.hostName(c.Was.On), host
			e.Says, e.Title = wording.TaskMoved.Of(c.Node, f.Swarm.Place(t)), wording.TaskMovedIt.Of(f.Swarm.Place(t))
		}
	}
	f.tell(e)
	if c.What == swarmstate.Made {
		f.madeAgain(e.At, c.Node, host)
	}
}

// madeAgain heals the faults that ended the container of a node whose new task runs: nobody here did.
func (f *folding) madeAgain(at time.Time, node, host string) {
	f.heal(node, at, event.BySwarm, func(x stopwatch.Fault) bool { return slices.Contains(ending, x.Kind) })
	for i := range f.Stopwatches {
		w := &f.Stopwatches[i]
		healed := w.Moments[stopwatch.Healed]
		if w.Target != node || !slices.Contains(ending, w.Kind) || !healed.Seen() || at.Sub(healed.At).Abs() > swarmLate {
			continue
		}
		f.editWatch(w.ID, func(w *stopwatch.Stopwatch) {
			w.AddFinding(wording.RemadeOn.Of(host))
			w.Moments[stopwatch.Healed].Says = wording.TaskRemade.Of(node, host)
		})
		told := f.last(func(e *event.Event) bool { return w.HealedBy(e) && e.Witness != event.ByYou }, w.At)
		if told >= 0 {
			f.change(told, func(e *event.Event) {
				e.Says, e.Title = wording.TaskRemade.Of(node, host), wording.TaskRemadeIt.Of(host)
			})
		}
	}
}

// concernsNow reports whether an event of an Engine is about the container that a node is now, and not about that of an earlier task on
// another host. One that starts is what the node is from then on.
func (f *folding) concernsNow(at time.Time, host string, d *record.DockerEvent) bool {
	n := f.Node(d.Node)
	if n == nil || host == "" || n.Container.Host == "" || n.Container.Host == host {
		return true
	}
	if d.Action == "start" {
		n = f.edit(d.Node)
		n.Container = record.Container{Node: d.Node, Host: host, ID: d.ID, State: "running", Started: at, Networks: -1}
		return true
	}
	return d.ID == n.Container.ID
}

// hostName is a host of the swarm as the user calls it.
func (f *Frame) hostName(name string) string {
	if h := f.Swarm.Named(name); h != nil {
		return h.Called()
	}
	return name
}

// hostChanged reports what became of a host; on are the nodes that were on it.
func (f *folding) hostChanged(at time.Time, c *swarmstate.Change, on []string) {
	name := c.Host.Called()
	e := event.Event{At: at, Within: f.pollGap, Kind: event.KindHost, Severity: event.Info, Subject: name, To: c.Host.State, Witness: event.BySwarm}
	switch c.What {
	case swarmstate.HostDown:
		e.Severity, e.Says = event.Bad, wording.HostIsDown.Of(name)
		if c.Host.Says != "" {
			e.Says = wording.HostIsDownOf.Of(name, c.Host.Says)
		}
	case swarmstate.HostUp:
		e.Severity, e.Says = event.Good, wording.HostIsReady.Of(name)
	case swarmstate.Available:
		e.To = c.Host.Availability
		switch e.To {
		case "drain":
			e.Severity, e.Says = event.Warn, wording.HostDrained.Of(name)
		case "pause":
			e.Says = wording.HostPaused.Of(name)
		default:
			e.Says = wording.HostActive.Of(name)
		}
	case swarmstate.Leads:
		e.To, e.Says = swarm.Leader, wording.HostLeads.Of(name)
	case swarmstate.HostLeft:
		e.To, e.Severity, e.Says = "left", event.Warn, wording.HostLeft.Of(name)
	case swarmstate.HostCame:
		e.Says = wording.HostCame.Of(name)
	}
	if c.What == swarmstate.HostDown {
		f.hostFell(at, name, on)
	}
	f.tell(e)
	if c.What == swarmstate.HostUp {
		f.hostBack(at, name)
	}
}

// hostFell opens an outage of a host, unless somebody is known to have broken it. What its nodes did before belongs to it.
func (f *folding) hostFell(at time.Time, host string, on []string) {
	if slices.ContainsFunc(f.Faults, func(x stopwatch.Fault) bool { return x.Target == host }) {
		return
	}
	fault := stopwatch.Fault{Fault: record.Fault{Kind: record.Outage, Target: host}, At: at, Within: f.pollGap, Nodes: append([]string{}, on...),
		Outage: stopwatch.Outage{Shape: stopwatch.HostDown}}
	by := event.BySwarm
	from := at.Add(-2 * swarmLate)
	if s := f.Source(record.SourceDocker, host); s != nil {
		if s.LastOK.After(from) {
			from = s.LastOK.Add(-explainedBy)
		}
		if s.Stale() && s.Since.Before(fault.At) {
			fault.At, fault.Within, by = s.Since, 0, event.ByPoll
		}
	}
	for i := len(f.Timeline) - 1; i >= 0 && !f.Timeline[i].At.Before(from); i-- {
		e := &f.Timeline[i]
		if e.Severity >= event.Warn && e.Node != "" && slices.Contains(on, e.Node) && e.At.Before(fault.At) && e.Kind != event.KindTask {
			fault.At, fault.Within, by = e.At, e.Within, e.Witness
		}
	}
	takes := func(o outage.Open) bool {
		x := outage.Fall{Change: outage.Change{Server: o.First, Shape: o.Shape}}
		w := f.watchOf(o.Watch)
		return w != nil && !w.At.Before(from) && (slices.Contains(on, x.Node) || !w.At.Before(fault.At) && x.Shape != stopwatch.BalancerDown && f.fellWith(&x, on))
	}
	for i := slices.IndexFunc(f.state.outages.Open, takes); i >= 0; i = slices.IndexFunc(f.state.outages.Open, takes) {
		id := f.state.outages.Open[i].Watch
		if w := f.watchOf(id); w.At.Before(fault.At) {
			fault.At, fault.Within, by = w.At, w.Within, w.Moments[stopwatch.Injected].Witness
		}
		f.takeBack(id)
	}
	f.open(fault, by)
}

// fellWith reports whether a server may have fallen because of one of the nodes of a host.
func (f *folding) fellWith(x *outage.Fall, on []string) bool {
	return slices.ContainsFunc(on, func(node string) bool { return f.depends(x, f.Node(x.Node), node) })
}

// hostBack ends the outage of a host.
func (f *folding) hostBack(at time.Time, host string) {
	for _, x := range f.Faults {
		if x.Target == host && x.Kind.Found() {
			f.outageOver(x.Watch, outage.Change{At: at, By: event.BySwarm, Within: f.pollGap, Event: f.state.nextID})
		}
	}
}

// nodesOn lists the nodes on a host; nil if there is no such host.
func (f *Frame) nodesOn(host string) []string {
	_, watched := f.Topology.Host(host)
	h := f.Swarm.Named(host)
	if f.Node(host) != nil || !watched && h == nil {
		return nil
	}
	on := []string{}
	if h != nil {
		on = append(on, f.Swarm.NodesOn(h.Name)...)
	}
	for i := range f.Nodes {
		if n := &f.Nodes[i]; n.Container.Host == host && n.Container.Running() && !slices.Contains(on, n.Name) {
			on = append(on, n.Name)
		}
	}
	return on
}

// clockHost sets the moments of the fault of a host from one event.
func (f *folding) clockHost(w *stopwatch.Stopwatch, e *event.Event, m stopwatch.Moment) {
	healed := w.Moments[stopwatch.Healed]
	switch {
	case e.Kind == event.KindHost && e.Subject == w.Target:
		switch e.To {
		case "down", "drain", "left":
			if !healed.Seen() || e.At.Before(healed.At) {
				w.NoteFirst(stopwatch.FirstSign, m)
				w.NoteFirst(stopwatch.Detected, m)
				if !w.Given.Seen() {
					w.Given = m
				}
			}
		case "ready", "active":
			if healed.Seen() && w.Kind == record.DrainHost && !w.Up.Seen() {
				w.Traffic = false // it is back when the swarm uses it; others when their nodes serve
				w.ServesAt(m)
			}
		}
	case e.Severity >= event.Warn && e.Kind != event.KindFault && e.Kind != event.KindTruth && e.Kind != event.KindTask && !healed.Seen():
		w.NoteFirst(stopwatch.FirstSign, m)
	}
}

// moved notes when the last of the replicated tasks of a broken host runs elsewhere, and how long that took.
func (f *folding) moved() {
	for i := range f.Stopwatches {
		w := &f.Stopwatches[i]
		if w.Done || !w.OfHost() || w.Moved.Seen() || !w.Moments[stopwatch.Detected].Seen() {
			continue
		}
		last, where, all := f.movedFrom(w)
		if !all {
			continue
		}
		m := stopwatch.Moment{Witness: event.BySwarm}
		m.At, m.Within = f.taskTime(f.Swarm.At, &last)
		m.At = newest(m.At, w.At)
		m.Says = wording.HostMoved.Of(wording.Exact(m.At.Sub(w.At)), where)
		f.editWatch(w.ID, func(w *stopwatch.Stopwatch) {
			w.Moved = m
			if took, known := w.GivenUpAfter(); known {
				w.AddFinding(wording.HostNoticed.Of(wording.Exact(took)))
			}
			w.AddFinding(m.Says)
			if w.Out.IsZero() {
				w.Out = m.At
			}
		})
	}
}

// movedFrom returns the task that ran last of those that took the place of a host's, and where they all are; false while one is missing.
func (f *folding) movedFrom(w *stopwatch.Stopwatch) (last swarm.Task, where wording.Phrase, all bool) {
	for _, node := range w.Nodes {
		of, ok := f.Swarm.Of(node)
		if !ok || of.Task.Slot == 0 {
			continue // it has one on each host
		}
		t := of.Task
		if !t.Runs() || f.hostName(t.On) == w.Target || t.At.Before(w.Moments[stopwatch.Injected].At) {
			return last, wording.Phrase{}, false
		}
		if t.At.After(last.At) {
			last = t
		}
		switch on := wording.NodeMovedTo.Of(node, f.hostName(t.On)); {
		case where.IsZero():
			where = on
		default:
			where = wording.MovedAndMoved.Of(where, on)
		}
	}
	return last, where, !where.IsZero()
}

// swarmDiffers says that a task runs whose server is DOWN, and why that may be.
func (f *Frame) swarmDiffers(n *Node) wording.Phrase {
	why := wording.Text(n.Server.CheckStatus)
	if n.Server.Status.Cause() == record.Unresolved {
		why = wording.NoName.Of()
	}
	if at, _, elsewhere := f.LooksElsewhere(n); elsewhere {
		why = wording.LooksYet.Of(at)
		if f.LacksResolvers(n) {
			why = wording.LooksBare.Of(at)
		}
	}
	return wording.SwarmSays.Of(f.Swarm.Says(n.Name), n.Server.Status.Text, why)
}

// LacksResolvers reports whether a balancer looks for a node where it was, and its configuration has it resolve the name only once.
func (f *Frame) LacksResolvers(n *Node) bool {
	if n.Server == nil {
		return false
	}
	_, _, elsewhere := f.LooksElsewhere(n)
	c := f.Check(n.Server)
	return elsewhere && c != nil && !c.Resolvers
}

// Host is a machine that the project runs on: by its Engine, by the swarm, or both.
type Host struct {
	Name   string
	Engine *Source     // its Engine's answers; nil where that is not watched, or was not asked yet
	Swarm  *swarm.Host // the swarm's word; nil without one
	Nodes  []string    // those that are on it, by name: by the swarm, else by its Engine
}

// EngineWord is what is known of its Engine: answers, silent, not watched.
func (h *Host) EngineWord() string {
	switch {
	case h.Engine == nil && h.Swarm != nil && h.Swarm.Host == "":
		return "not watched"
	case h.Engine == nil || h.Engine.Stale():
		return "silent"
	}
	return "answers"
}

// Words are the swarm's: its state, its availability, and what it is as a manager; "" without a swarm.
func (h *Host) Words() (state, availability, manager string) {
	if h.Swarm == nil {
		return "", "", ""
	}
	return h.Swarm.State, h.Swarm.Availability, h.Swarm.Manager
}

// Hosts lists the machines where they are known by name: several Engines, or a swarm.
func (f *Frame) Hosts() (all []Host) {
	for _, h := range f.Topology.Hosts {
		all = append(all, Host{Name: h.Name, Engine: f.Source(record.SourceDocker, h.Name), Swarm: f.Swarm.Named(h.Name)})
	}
	if f.Swarm.Known() {
		for i := range f.Swarm.Hosts {
			if h := &f.Swarm.Hosts[i]; !slices.ContainsFunc(all, func(o Host) bool { return o.Swarm == h }) {
				all = append(all, Host{Name: h.Called(), Swarm: h})
			}
		}
	}
	for i := range f.Nodes {
		n := &f.Nodes[i]
		on := n.Container.Host
		if h := f.Swarm.On(n.Name); h != nil {
			on = h.Called()
		}
		for k := range all {
			if all[k].Name == on && on != "" {
				all[k].Nodes = append(all[k].Nodes, n.Name)
			}
		}
	}
	return all
}

// HostOf is where a node is, by name: by the swarm, else by the Engine that has it; "" where there is only one.
func (f *Frame) HostOf(n *Node) string {
	if h := f.Swarm.On(n.Name); h != nil {
		return h.Called()
	}
	return n.Container.Host
}
