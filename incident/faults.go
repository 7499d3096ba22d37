package incident

import (
	"slices"
	"time"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// foldAct processes an action of the user. It only records the request: the result is reported by Docker and the
// balancers. Only what neither of them reports is taken from hadash itself.
func (f *folding) foldAct(at time.Time, a record.Act) {
	switch {
	case a.Inject != nil && a.Inject.Kind.Found(): // nobody can make one
	case a.Inject != nil:
		f.open(stopwatch.Fault{Fault: *a.Inject, At: at, You: true}, event.ByYou)
	case a.Made != nil:
		f.made(at, *a.Made)
	case a.Heal != nil:
		f.tell(event.Event{At: at, Kind: event.KindHeal, Severity: event.Info, Node: a.Heal.Target, Subject: a.Heal.Target,
			To: a.Heal.Inverse(), Says: wording.ByHadash.Of(stopwatch.HealPhrase(*a.Heal)), Title: stopwatch.HealTitle(*a.Heal, true), Witness: event.ByYou})
	case a.Healed != nil:
		f.undone(at, *a.Healed)
	case a.Failed != nil:
		f.drop(*a.Failed)
		f.tell(event.Event{At: at, Kind: event.KindNote, Severity: event.Warn, Node: a.Failed.Target, Subject: a.Failed.Target,
			Says: wording.CouldNot.Of(a.Failed.String(), record.Clean(a.Why)), Witness: event.ByYou})
	case a.Unhealed != nil:
		f.tell(event.Event{At: at, Kind: event.KindNote, Severity: event.Bad, Node: a.Unhealed.Target, Subject: a.Unhealed.Verb(), To: event.NotHealed,
			Says: wording.NotHealed.Of(a.Unhealed.String(), record.Clean(a.Why)), Witness: event.ByYou})
	case a.VUs != nil:
		asked := wording.LoadAsked.Of(*a.VUs)
		if *a.VUs == 0 {
			asked = wording.LoadStopAsked.Of()
		}
		f.tell(event.Event{At: at, Kind: event.KindLoad, Severity: event.Info, Says: wording.ByHadash.Of(asked), Witness: event.ByYou})
	case a.Step != nil:
		f.foldStep(at, a.Step)
	case a.Over:
		f.Drill.End(at)
	case a.Others != nil:
		f.state.others = a.Others.Faults
		for i := range f.Faults {
			f.credit(i)
		}
	case a.Abort != nil:
		f.tell(event.Event{At: at, Kind: event.KindAbort, Severity: event.Bad, Subject: record.Clean(a.Abort.When),
			Says: wording.Aborted.Of(record.Clean(a.Abort.Saw)), Witness: event.ByYou})
	case a.Note != "":
		f.tell(event.Event{At: at, Kind: event.KindNote, Severity: event.Info, Says: wording.Text(record.Clean(a.Note)), Witness: event.ByYou})
	}
}

// made dates a fault that only its maker reports by the moment at which it took effect. When a command of the user's own did is
// not known: from its beginning on. Cut sessions are over with that.
func (f *folding) made(at time.Time, fault record.Fault) {
	if i := f.openAs(fault.Target, fault.Kind); i >= 0 && fault.Kind.Silent() && fault.Kind != record.Own && fault.Kind != record.Update {
		f.date(i, at, event.ByYou)
	}
	if fault.Kind == record.ShutSessions || fault.Kind == record.Update {
		f.undone(at, fault)
	}
}

// undone heals a fault that only its maker reports, and any other whose witness is late to report the heal: the moment
// may become exact later.
func (f *folding) undone(at time.Time, fault record.Fault) {
	if fault.Kind == record.Own {
		at = f.healBegun(at, fault)
	}
	f.heal(fault.Target, at, event.ByYou, func(x stopwatch.Fault) bool {
		return (x.Kind.Silent() || x.Kind == record.Cut && f.ofTask(x.Target)) && x.HealedWith(fault)
	})
}

// ofTask reports whether a node is a task of a swarm. It stays on its networks when it is cut off, so that Docker reports nothing.
func (f *Frame) ofTask(node string) bool {
	n := f.Node(node)
	return n != nil && n.Container.Task != ""
}

// healBegun is when the heal of a fault of the user's own was begun: its command may take long, and its check longer, and the node
// may be back before both have ended.
func (f *folding) healBegun(at time.Time, fault record.Fault) time.Time {
	begun := f.last(func(e *event.Event) bool {
		return e.Kind == event.KindHeal && e.Node == fault.Target && e.To == fault.Inverse() && e.Witness == event.ByYou
	}, at.Add(-2*time.Minute))
	if begun < 0 {
		return at
	}
	return f.Timeline[begun].At
}

// open adds a fault, reports it and starts its stopwatch. The first fault that is not already there when watching
// begins keeps HAProxy's tables as they were.
func (f *folding) open(fault stopwatch.Fault, by event.Witness) {
	if !f.follows(fault.At) {
		return
	}
	switch {
	case fault.Nodes != nil:
	case fault.Kind.AtService():
		fault.Nodes = f.Topology.Hit(fault.Fault)
	default:
		fault.Nodes = f.nodesOn(fault.Target)
	}
	if !f.state.outages.Idle() {
		f.explains(&fault)
	}
	if f.KeepsServers() && f.Before == nil && len(f.Faults) == 0 && f.HAProxy != nil && f.state.servers.Readings()[0].At.Before(fault.At) {
		f.Join()
		f.Before = f.HAProxy
	}
	if fault.You {
		fault.Asked = fault.At
	}
	fault.Hadash = f.byAnother(fault)
	fault.Watch = f.startWatch(fault, by)
	f.copyFaults()
	f.Faults = append(f.Faults, fault)
	f.tell(event.Event{At: fault.At, Kind: event.KindFault, Severity: event.Bad, Node: fault.Target, Subject: fault.Target,
		To: fault.Verb(), Says: fault.Says(), Title: fault.Title(), Witness: by, Within: fault.Within, Already: fault.Already})
	f.downSince(fault.Target)
	f.catchUp(fault.Watch)
	f.takeIn(fault.Watch, stopwatch.EndOfTime)
	f.cede(fault.Watch)
	f.belongAgain(fault.Earliest())
}

// byAnother reports whether a fault that is not ours is in the journal of another hadash. Of a process that ended the Engine does not
// say how.
func (f *folding) byAnother(x stopwatch.Fault) bool {
	return !x.You && !x.Kind.Found() && slices.ContainsFunc(f.state.others, func(o record.Fault) bool {
		return o.Target == x.Target && (o.Kind == x.Kind || !x.Kind.AtBalancer() && o.Kind.Inverse() == x.Kind.Inverse())
	})
}

// credit tells that another hadash made an open fault, if its journal says so: the journal may be read later than the fault is
// reported.
func (f *folding) credit(i int) {
	if f.Faults[i].Hadash || !f.byAnother(f.Faults[i]) {
		return
	}
	f.copyFaults()
	f.Faults[i].Hadash = true
	x := f.Faults[i]
	f.editWatch(x.Watch, func(w *stopwatch.Stopwatch) { w.Hadash = true })
	if e := f.faultEvent(x); e >= 0 {
		f.change(e, func(e *event.Event) { e.Says, e.Title = x.Says(), x.Title() })
	}
}

// brokenHere reports whether a fault of the user's own is open on a node: then what Docker reports of it is the command's effect.
// So it is of one of its service or of its host.
func (f *folding) brokenHere(node string) bool {
	return f.openAs(node, record.Own) >= 0 || f.underCluster(node)
}

// ending lists the faults that end a container's process.
var ending = []record.FaultKind{record.Stop, record.Kill, record.Crash, record.Restart}

// openAs finds the newest open fault of a node of one of some kinds; -1 if there is none.
func (f *folding) openAs(node string, kinds ...record.FaultKind) int {
	for i := len(f.Faults) - 1; i >= 0; i-- {
		if f.Faults[i].Target == node && slices.Contains(kinds, f.Faults[i].Kind) {
			return i
		}
	}
	return -1
}

// drop forgets a fault of ours that could not be made.
func (f *folding) drop(fault record.Fault) {
	for _, x := range f.Faults {
		if w := f.watchOf(x.Watch); w != nil && x.You && x.Fault == fault {
			never := *w
			f.forgetWatch(x.Watch)
			f.returnTo(&never)
		}
	}
	f.copyFaults()
	f.Faults = slices.DeleteFunc(f.Faults, func(x stopwatch.Fault) bool { return x.You && x.Fault == fault })
}

// date gives an open fault the time from its witness, in place of that of the keypress or the poll. Only the first time
// counts: a stop sends a second signal when its grace is over.
func (f *folding) date(i int, at time.Time, by event.Witness) {
	fault := f.Faults[i]
	fault.At = at
	f.exact(i, fault, by)
}

// exact replaces what is known of an open fault by its witness's report, unless one has come already.
func (f *folding) exact(i int, fault stopwatch.Fault, by event.Witness) {
	was := f.Faults[i]
	e := f.faultEvent(was)
	if e < 0 || f.Timeline[e].Witness == event.ByDocker || f.Timeline[e].Witness == event.ByLog {
		return
	}
	reported := was.At
	if !was.Told.IsZero() { // a sign has dated it since
		reported = was.Told
	}
	if apart := fault.At.Sub(reported); apart.Abs() > stopwatch.KillGrace && (!was.Already || apart > 0) {
		return
	}
	f.begin(i, e, fault, by)
}

// begin sets an open fault to what it turned out to be, with its event e.
func (f *folding) begin(i, e int, fault stopwatch.Fault, by event.Witness) {
	was := f.Faults[i]
	fault.You, fault.Watch, fault.Asked, fault.Within, fault.Already = was.You, was.Watch, was.Asked, 0, false
	fault.Hadash = was.Hadash || f.byAnother(fault)
	unsigned, told := false, fault.At
	var until time.Time // what came before it is not yet counted
	f.editWatch(was.Watch, func(w *stopwatch.Stopwatch) {
		later := fault.At.After(w.At)
		until = w.At
		fault = w.Begin(fault)
		if later {
			until = stopwatch.EndOfTime // everything is counted again
		}
		unsigned = !w.Moments[stopwatch.FirstSign].Seen()
	})
	f.copyFaults()
	f.Faults[i] = fault
	f.change(e, func(e *event.Event) {
		e.At, e.Until, e.Witness, e.To, e.Says, e.Title = fault.At, fault.At, by, fault.Verb(), fault.Says(), fault.Title()
		e.Within, e.Already = told.Sub(fault.At), false
	})
	if unsigned {
		f.catchUp(was.Watch) // the first sign was not one, and there may be a later one
	}
	f.takeIn(was.Watch, until)
	f.cede(was.Watch)
	f.belongAgain(was.Earliest())
}

// redate gives each open fault the time of its stopwatch: a failed request may have dated it after Docker's event.
func (f *folding) redate() {
	for i := range f.Faults {
		x := &f.Faults[i]
		if w := f.watchOf(x.Watch); w != nil && !w.At.Equal(x.At) {
			f.copyFaults()
			if e := f.faultEvent(*x); x.Kind.Found() && e >= 0 {
				f.change(e, func(e *event.Event) { e.At, e.Until, e.Within = w.At, w.At, w.Within })
			}
			f.Faults[i].At, f.Faults[i].Told = w.At, w.Told
		}
	}
}

// faultEvent returns the index of the event of an open fault; -1 if it is no longer on the timeline.
func (f *folding) faultEvent(x stopwatch.Fault) int {
	return f.last(func(e *event.Event) bool {
		return e.Kind == event.KindFault && e.Node == x.Target && e.To == x.Verb()
	}, x.At.Add(-sameChange))
}

// heal closes every open fault of a node that fits, and reports it once.
func (f *folding) heal(node string, at time.Time, by event.Witness, fits func(stopwatch.Fault) bool) {
	healed := func(x *stopwatch.Fault) bool { return x.Target == node && !at.Before(x.Earliest()) && fits(*x) }
	var done []stopwatch.Fault
	for i := range f.Faults {
		if x := &f.Faults[i]; healed(x) {
			done = append(done, *x)
		}
	}
	if len(done) == 0 {
		f.exactHeal(node, at, by, fits)
		return
	}
	f.state.closed = slices.Clip(recent(f.state.closed, at))
	for _, x := range done {
		f.state.closed = append(f.state.closed, closed{x, at, by})
	}
	f.state.closed = f.state.closed[max(len(f.state.closed)-maxClosed, 0):]
	f.copyFaults()
	f.Faults = slices.DeleteFunc(f.Faults, func(x stopwatch.Fault) bool { return healed(&x) })
	last := done[len(done)-1]
	id := f.tellHeal(last, at, by)
	for _, x := range done {
		f.watchHealed(x.Watch, at, by, id)
	}
}

// exactHeal dates a heal that a poll has seen already by the witness that reports it a moment later: a container runs
// before Docker's start event.
func (f *folding) exactHeal(node string, at time.Time, by event.Witness, fits func(stopwatch.Fault) bool) {
	if by == event.ByPoll {
		return
	}
	for i := len(f.state.closed) - 1; i >= 0; i-- {
		x := &f.state.closed[i]
		if x.by != event.ByPoll || x.Target != node || at.Before(x.Earliest()) || !fits(x.Fault) || at.Sub(x.healed).Abs() >= sameChange {
			continue
		}
		e := f.last(func(e *event.Event) bool {
			return x.HealedBy(e) && (e.Witness == event.ByPoll || e.Witness == event.ByYou)
		}, x.At)
		if e < 0 {
			return
		}
		f.state.closed = slices.Clone(f.state.closed)
		f.state.closed[i].healed, f.state.closed[i].by = at, by
		if f.Timeline[e].Witness == event.ByPoll { // that of a request stays where it is
			f.change(e, func(e *event.Event) { e.At, e.Until, e.Witness, e.Within = at, at, by, 0 })
		}
		f.watchHealed(x.Watch, at, by, f.Timeline[e].ID)
		return
	}
}

// tellHeal reports that a fault is healed. If the user requested it, that event is the report, and keeps the time of the
// request: it has been read.
func (f *folding) tellHeal(x stopwatch.Fault, at time.Time, by event.Witness) (id int) {
	if i := f.last(func(e *event.Event) bool {
		return x.HealedBy(e) && e.Witness == event.ByYou
	}, x.At); i >= 0 {
		id = f.Timeline[i].ID
		f.change(i, func(e *event.Event) { e.Severity = event.Good })
		return id
	}
	f.tell(event.Event{At: at, Kind: event.KindHeal, Severity: event.Good, Node: x.Target, Subject: x.Target,
		To: x.Inverse(), Says: stopwatch.HealPhrase(x.Fault), Title: stopwatch.HealTitle(x.Fault, false), Witness: by})
	return f.state.nextID
}

// supersede closes the faults that ended with a container's process: a frozen process is dead now, and changes to its
// network are gone.
func (f *folding) supersede(node string, at time.Time) {
	gone := func(x stopwatch.Fault) bool {
		return x.Target == node && (x.Kind == record.Pause || x.Kind == record.Delay || x.Kind == record.Loss)
	}
	f.over(at, gone, wording.EndedWithProcess.Of(node))
}

// over closes faults that ended without a heal.
func (f *folding) over(at time.Time, gone func(stopwatch.Fault) bool, finding wording.Phrase) {
	for _, x := range f.Faults {
		if gone(x) {
			f.watchHealed(x.Watch, at, event.ByDocker, 0)
			f.editWatch(x.Watch, func(w *stopwatch.Stopwatch) {
				w.Done, w.Moments[stopwatch.Healed].Says = true, finding
				w.AddFinding(finding)
			})
		}
	}
	if slices.ContainsFunc(f.Faults, gone) {
		f.copyFaults()
		f.Faults = slices.DeleteFunc(f.Faults, gone)
	}
}

// recent drops faults healed so long ago that nothing can belong to them any more.
func recent(all []closed, now time.Time) []closed {
	for len(all) > 0 && now.Sub(all[0].healed) > time.Hour {
		all = all[1:]
	}
	return all
}
