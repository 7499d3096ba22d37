package incident

import (
	"maps"
	"slices"
	"time"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// foldDocker processes one message of the Engine's event stream. `docker stop` emits kill (signal 15), die, stop;
// `docker kill` emits kill (signal 9), die; a crash emits only die.
func (f *folding) foldDocker(at time.Time, d record.DockerEvent) {
	if f.DockerFrom.IsZero() || at.Before(f.DockerFrom) {
		f.DockerFrom = at
	}
	n := f.Node(d.Node)
	if n == nil {
		return
	}
	if n.Runs(record.KindK6) {
		f.loadEvent(at, d)
		if !f.loadBroken(d) {
			f.assume(at, d)
			return // the end of the load is no fault
		}
	}
	if (d.Action == "connect" || d.Action == "disconnect") && at.Before(n.Container.Started) {
		return // compose assigned its address before this start
	}
	switch d.Action {
	case "kill":
		f.signalled(at, d)
	case "die":
		f.died(at, d)
	case "pause":
		f.paused(at, d.Node)
	case "disconnect":
		f.leftNetwork(at, d.Node)
	case "start":
		f.forgetSignal(d.Node)
		f.heal(d.Node, at, event.ByDocker, func(x stopwatch.Fault) bool { return slices.Contains(ending, x.Kind) })
		f.tell(event.Event{At: at, Kind: event.KindContainer, Severity: event.Info, Node: d.Node, Subject: d.Node, To: "running",
			Says: wording.ContainerStarted.Of(d.Node), Title: wording.ItsContainerRuns.Of(), Witness: event.ByDocker})
	case "unpause":
		f.heal(d.Node, at, event.ByDocker, func(x stopwatch.Fault) bool { return x.Kind == record.Pause })
	case "connect":
		f.joined(d.Node, at)
		f.heal(d.Node, at, event.ByDocker, func(x stopwatch.Fault) bool { return x.Kind == record.Cut && !at.Before(x.At) })
	case "oom":
		f.tell(event.Event{At: at, Kind: event.KindContainer, Severity: event.Bad, Node: d.Node, Subject: d.Node, To: "oom",
			Says: wording.OutOfMemory.Of(d.Node), Witness: event.ByDocker})
	case "health_status":
		f.healthEvent(at, d)
	}
	f.assume(at, d)
}

// leftNetwork records that a container left a network. That alone is no fault: a container that ends leaves its
// networks, and so does one that compose gives a fixed address before its start. It is a cut if the next list of
// containers, requested at once, shows it running without a network.
func (f *folding) leftNetwork(at time.Time, node string) {
	if i := f.openAs(node, record.Cut); i >= 0 {
		f.date(i, at, event.ByDocker)
		return
	}
	f.state.left = maps.Clone(f.state.left)
	if f.state.left == nil {
		f.state.left = map[string]time.Time{}
	}
	f.state.left[node] = at
}

// joined records that a container is on a network again, so that an earlier leave no longer means a cut.
func (f *folding) joined(node string, at time.Time) {
	if left, ok := f.state.left[node]; ok && !at.Before(left) {
		f.state.left = maps.Clone(f.state.left)
		delete(f.state.left, node)
	}
}

// leftBefore dates the cuts that the first list showed by the event history read before it, once the past is completely
// reported.
func (f *folding) leftBefore() {
	for i := range f.Faults {
		x := &f.Faults[i]
		if left, ok := f.state.left[x.Target]; ok && x.Kind == record.Cut && x.Already && f.At.Sub(newest(x.At, f.state.past)) >= stopwatch.Settle {
			f.date(i, left, event.ByDocker)
		}
	}
}

// forgetSignal drops a kill event that was used, or had no effect.
func (f *folding) forgetSignal(node string) {
	if _, ok := f.state.signals[node]; ok {
		f.state.signals = maps.Clone(f.state.signals)
		delete(f.state.signals, node)
	}
}

// signalled records a kill. For a fault of ours it is the exact moment; for somebody else's it is kept until the
// process dies, since not every signal ends one. SIGHUP makes a server read its configuration again.
func (f *folding) signalled(at time.Time, d record.DockerEvent) {
	if d.Detail == "1" || d.Detail == "HUP" || d.Detail == "SIGHUP" {
		f.tell(event.Event{At: at, Kind: event.KindContainer, Severity: event.Info, Node: d.Node, Subject: d.Node, To: "reload",
			Says: wording.ToldToReload.Of(d.Node), Witness: event.ByDocker})
		return
	}
	if i := f.openAs(d.Node, record.Stop, record.Kill, record.Restart); i >= 0 && f.Faults[i].You {
		f.date(i, at, event.ByDocker)
		return
	}
	kind := record.Stop
	if d.Detail == "9" || d.Detail == "KILL" || d.Detail == "SIGKILL" {
		kind = record.Kill
	}
	f.state.signals = maps.Clone(f.state.signals)
	if f.state.signals == nil {
		f.state.signals = map[string]signal{}
	}
	if s, ok := f.state.signals[d.Node]; ok && at.Sub(s.at) < stopwatch.KillGrace && s.kind == record.Stop {
		return // the SIGKILL that ends the grace of a stop
	}
	f.state.signals[d.Node] = signal{at, kind}
}

// paused records a pause reported by Docker: ours gets Docker's time, somebody else's is opened.
func (f *folding) paused(at time.Time, node string) {
	if i := f.openAs(node, record.Pause); i >= 0 {
		f.date(i, at, event.ByDocker)
		return
	}
	if !f.brokenHere(node) {
		f.open(stopwatch.Fault{Fault: record.Fault{Kind: record.Pause, Target: node}, At: at}, event.ByDocker)
	}
}

// died reports the end of a process and opens the fault behind it if it is not open yet: a stop or a kill if a signal
// came before, else a crash.
func (f *folding) died(at time.Time, d record.DockerEvent) {
	fault := stopwatch.Fault{Fault: record.Fault{Kind: record.Crash, Target: d.Node}, At: at}
	if f.unheardOf(at, d.Detail) {
		fault.Kind, fault.Already = record.Stop, true
	}
	if s, ok := f.state.signals[d.Node]; ok && at.Sub(s.at) < stopwatch.KillGrace {
		fault.Kind, fault.At, fault.Already = s.kind, s.at, false
		if f.servedOn(fault, at) {
			fault.Ordered, fault.At = s.at, at
		}
	}
	switch i := f.openAs(d.Node, ending...); {
	case i < 0 && f.brokenHere(d.Node):
	case i < 0:
		f.open(fault, event.ByDocker)
	case !f.Faults[i].You:
		f.exact(i, fault, event.ByDocker)
	case f.Faults[i].Kind == record.Crash:
		f.date(i, at, event.ByDocker) // its end is all that is reported
	case f.servedOn(f.Faults[i], at):
		x := f.Faults[i]
		x.Ordered, x.At = x.At, at
		if e := f.faultEvent(f.Faults[i]); e >= 0 {
			f.begin(i, e, x, event.ByDocker)
		}
	}
	f.forgetSignal(d.Node)
	f.watchStopped(d.Node, at)
	f.supersede(d.Node, at)
	says, story := wording.Exited.Of(d.Node), wording.ItsContainerEnded.Of()
	if d.Detail != "" {
		says, story = wording.ExitedWith.Of(d.Node, d.Detail), wording.ItsContainerExit.Of(d.Detail)
	}
	f.tell(event.Event{At: at, Kind: event.KindContainer, Severity: event.Warn, Node: d.Node, Subject: d.Node, To: "exited",
		Says: says, Title: story, Witness: event.ByDocker})
}

// slowStop is how long a process may take to end until it matters whether it served meanwhile.
const slowStop = time.Second

// servedOn reports whether a process that was told to end served until it did: its balancer's counters showed traffic to it until
// then, and nothing showed before that it was gone. The time of such a stop is that of its end.
func (f *folding) servedOn(x stopwatch.Fault, ended time.Time) bool {
	n := f.Node(x.Target)
	if n == nil || x.Kind != record.Stop && x.Kind != record.Restart || ended.Sub(x.At) <= slowStop || !x.Ordered.IsZero() {
		return false
	}
	if w := f.watchOf(x.Watch); w != nil && (w.Moments[stopwatch.FirstSign].Seen() && w.Moments[stopwatch.FirstSign].At.Before(ended.Add(-slowStop/2)) || w.Moments[stopwatch.Detected].Seen()) {
		return false
	}
	return n.still() != nil && ended.Sub(n.grew[0]) <= slowStop && n.grew[0].Sub(x.At) >= slowStop/2
}

// stopGrace is Docker's default grace before it kills a process.
const stopGrace = 11 * time.Second

// unheardOf reports whether a process may have ended by a signal from before watching began: if Docker's event history
// does not reach back that far, how and when it was signalled is not known.
func (f *folding) unheardOf(at time.Time, code string) bool {
	grace := stopwatch.KillGrace
	switch code {
	case "0", "143":
	case "137":
		grace = stopGrace
	default:
		return false // it exited on its own
	}
	told := f.DockerFrom
	return at.Sub(f.Begun) < grace && (told.IsZero() || told.After(at.Add(-grace)))
}

func (f *folding) healthEvent(at time.Time, d record.DockerEvent) {
	severity := event.Warn
	if d.Detail == "healthy" {
		severity = event.Good
	}
	f.tell(event.Event{At: at, Kind: event.KindContainer, Severity: severity, Node: d.Node, Subject: d.Node, To: d.Detail,
		Says: wording.HealthCheck.Of(d.Node, d.Detail), Title: wording.DockerCallsIt.Of(d.Detail), Witness: event.ByDocker})
}

// assume updates the node's container from the event, so that the screen need not wait for the next poll of all
// containers. History (events older than the last poll) changes nothing.
func (f *folding) assume(at time.Time, d record.DockerEvent) {
	if f.state.containersAt.IsZero() || at.Before(f.state.containersAt) {
		return
	}
	states := map[string]string{
		"start": "running", "unpause": "running", "pause": "paused", "die": "exited", "stop": "exited", "restart": "running",
	}
	state, known := states[d.Action]
	if !known && d.Action != "health_status" {
		return
	}
	n := f.edit(d.Node)
	if n.Container.ID == "" {
		n.Container.Networks = -1 // not known before the first list
	}
	if known {
		n.Container.State = state
		n.Container.Node = d.Node
	} else {
		n.Container.Health, n.Container.Checked = d.Detail, time.Time{} // the next list has the time of the check
	}
}

// loadBroken reports whether an event of the load generator belongs to a fault. Its end alone does not, since it ends
// when the load is stopped; a pause does, and so does what we break.
func (f *folding) loadBroken(d record.DockerEvent) bool {
	if f.openAs(d.Node, record.FaultKinds...) >= 0 {
		return true
	}
	return d.Action == "pause" || d.Action == "unpause" || f.brokenHere(d.Node)
}

// loadEvent reports an event of the load generator's container.
func (f *folding) loadEvent(at time.Time, d record.DockerEvent) {
	switch d.Action {
	case "start":
		f.tell(event.Event{At: at, Kind: event.KindLoad, Severity: event.Info, Node: d.Node, To: "on", Says: wording.LoadStarted.Of(), Witness: event.ByDocker})
	case "die":
		f.tell(event.Event{At: at, Kind: event.KindLoad, Severity: event.Info, Node: d.Node, To: "off", Says: wording.LoadEnded.Of(), Witness: event.ByDocker})
	}
}

// foldContainers processes the list of all containers that an Engine has; host names it where there are several. It opens and heals
// the faults whose events were missed (the stream was down), at Docker's own times where it has them.
func (f *folding) foldContainers(at time.Time, host string, all []record.Container) {
	first := f.firstList(at, host)
	f.copyNodes()
	told := make(map[string]int, len(all))
	for i := range all {
		told[all[i].Node] = i
	}
	for i := range f.Nodes {
		n := &f.Nodes[i]
		if n.Runs(record.KindProbe) {
			continue // a client of our own is in no container
		}
		was := n.Container
		k, ok := told[n.Name]
		switch {
		case ok && elsewhere(n, &all[k]), !ok && host != "" && was.Host != host:
			continue
		case ok:
			n.Container = all[k]
		default:
			n.Container = record.Container{Node: n.Name, Host: was.Host}
		}
		if was.Started.IsZero() {
			f.tellNewer(n.Name, Changed{})
		}
		f.endedAt(n.Name, n.Container.Finished)
		if !n.Runs(record.KindK6) || f.openAs(n.Name, record.FaultKinds...) >= 0 || f.brokenHere(n.Name) {
			f.missed(at, first, was, n.Container)
		}
	}
}

// firstList notes when an Engine listed its containers, and reports whether that was the first time.
func (f *folding) firstList(at time.Time, host string) bool {
	first := f.state.containersAt.IsZero()
	if host != "" {
		_, before := f.state.listed[host]
		first = !before
		f.state.listed = maps.Clone(f.state.listed)
		if f.state.listed == nil {
			f.state.listed = map[string]time.Time{}
		}
		f.state.listed[host] = at
	}
	f.state.containersAt = at
	return first
}

// elsewhere reports whether a node has a newer container at another host than the listed one: a swarm keeps those of earlier tasks.
func elsewhere(n *Node, listed *record.Container) bool {
	now, left := &n.Container, n.Host != "" && n.Host != listed.Host && !listed.Running()
	return now.Host != listed.Host && (left || now.State != "" && !listed.Started.After(now.Started))
}

// missed compares two polls of one container with the open faults.
func (f *folding) missed(at time.Time, first bool, was, is record.Container) {
	gap := f.pollGap
	switch {
	case f.brokenHere(is.Node) && (!is.Running() || is.Networks == 0):
	case is.Running() && is.Networks == 0 && f.openAs(is.Node, record.Cut) < 0:
		fault := stopwatch.Fault{Fault: record.Fault{Kind: record.Cut, Target: is.Node}, At: at, Within: gap, Already: first}
		by := event.ByPoll
		if left, ok := f.state.left[is.Node]; ok && at.Sub(left) < sameChange {
			fault.At, fault.Within, fault.Already, by = left, 0, false, event.ByDocker
		}
		f.open(fault, by)
	case is.Running():
		f.heal(is.Node, at, event.ByPoll, func(x stopwatch.Fault) bool { return over(x, is, was, at) })
	case is.State == "paused" && f.openAs(is.Node, record.Pause) < 0:
		f.open(stopwatch.Fault{Fault: record.Fault{Kind: record.Pause, Target: is.Node}, At: at, Within: gap, Already: first}, event.ByPoll)
	case (is.State == "exited" || is.State == "dead") && f.openAs(is.Node, ending...) < 0:
		already := first
		if when := is.Finished; !when.IsZero() {
			at, gap = when, 0 // time of its end; the time of the signal is not known
		}
		kind := record.Crash
		if first {
			kind = record.Stop // it was so before watching began, and how is not known
		}
		f.open(stopwatch.Fault{Fault: record.Fault{Kind: kind, Target: is.Node}, At: at, Within: gap, Already: already}, event.ByPoll)
	}
}

// over reports whether a running container proves a fault of it healed. A poll may have been answered before the fault
// took effect, so a very recent fault stays open.
func over(x stopwatch.Fault, is, was record.Container, at time.Time) bool {
	if at.Sub(x.At) < sameChange {
		return false
	}
	switch x.Kind {
	case record.Pause:
		return true
	case record.Cut:
		return is.Networks > 0 && is.Task == ""
	case record.Slow, record.Delay, record.Loss, record.SetMaint, record.SetDrain, record.SetWeight, record.SetHealth, record.ShutSessions, record.Own,
		record.Scale, record.Update, record.DrainHost, record.Leave, record.CutHost:
		return false
	}
	return is.Started.After(x.At)
}

// endedAt dates a crash, and the end of a stopped or killed process, by Docker's record of its end: the event comes
// after the Engine's cleanup, half a second later on a busy machine.
func (f *folding) endedAt(node string, at time.Time) {
	for i := range f.Stopwatches {
		w := &f.Stopwatches[i]
		late := w.At.Sub(at)
		if w.Target == node && late <= 0 && late > -stopwatch.KillGrace && !w.Done && (w.Ended.IsZero() || at.Before(w.Ended)) {
			f.editWatch(w.ID, func(w *stopwatch.Stopwatch) { w.Ended = at }) // Docker's event of it comes later
			continue
		}
		if w.Done || w.Target != node || w.Kind != record.Crash || late <= 0 || late > stopwatch.KillGrace {
			continue
		}
		until := w.At
		f.editWatch(w.ID, func(w *stopwatch.Stopwatch) {
			w.At, w.Moments[stopwatch.Injected].At, w.Moments[stopwatch.Injected].Within = at, at, 0
		})
		f.copyFaults()
		for j := range f.Faults {
			if f.Faults[j].Watch == w.ID {
				f.Faults[j].At = at
			}
		}
		if e := f.last(func(e *event.Event) bool { return e.ID == w.Moments[stopwatch.Injected].Event }, at.Add(-time.Minute)); e >= 0 {
			f.change(e, func(e *event.Event) { e.At, e.Until = at, at })
		}
		f.catchUp(w.ID)
		f.takeIn(w.ID, until)
		f.belongAgain(at)
	}
}
