package incident

import (
	"slices"
	"time"

	"hadash/incident/event"
	"hadash/incident/outage"
	"hadash/incident/servers"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// followOutages follows what fails though nobody is known to have made it fail. It does nothing where nothing fails.
func (f *folding) followOutages() {
	w := &f.state.outages
	if f.feltBad {
		f.hurtBySilence()
	}
	if len(f.turns) > 0 {
		next, acts := w.Take(f.turns, f.awaitsUntil)
		f.turns, *w = nil, next
		for i := range acts {
			f.act(&acts[i])
		}
	}
	if f.feltBad {
		f.burst()
	}
	if w.Idle() {
		return
	}
	if len(w.Falls) > 0 {
		next, due := w.Due(f.At)
		*w = next
		f.openAll(due)
	}
	for i := range f.emptied {
		if g := w.Whole(&f.emptied[i]); g.Whole {
			f.begins(g)
		}
	}
	f.failNoMore()
	if slices.ContainsFunc(w.Open, f.pastOutage) {
		f.forgetUnwatched()
		*w = w.Without(func(o *outage.Open) bool { return f.pastOutage(*o) })
	}
}

// pastOutage reports whether an outage cannot go on: it has been over for long enough, or another fault explained it.
func (f *folding) pastOutage(o outage.Open) bool {
	return f.watchOf(o.Watch) == nil || !o.Up.IsZero() && f.At.Sub(o.Up) >= outage.Steady
}

// forgetUnwatched forgets the outages that have no stopwatch any more, for want of room: nothing would end them.
func (f *folding) forgetUnwatched() {
	gone := func(x stopwatch.Fault) bool { return x.Kind.Found() && f.watchOf(x.Watch) == nil }
	if slices.ContainsFunc(f.Faults, gone) {
		f.copyFaults()
		f.Faults = slices.DeleteFunc(f.Faults, gone)
	}
}

// openAll opens the outages of falls that nothing explains.
func (f *folding) openAll(due []outage.Fall) {
	due = slices.DeleteFunc(due, func(x outage.Fall) bool { return f.explained(&x) })
	if len(due) == 0 {
		return
	}
	f.falling = map[string]bool{}
	for i := range due {
		f.falling[due[i].Balancer+" "+due[i].Name] = true
	}
	all := f.state.outages.Groups(due, func(s *outage.Server) (int, int) { return f.usable(s, false) })
	for _, g := range f.state.outages.Crowd(all) {
		f.begins(g)
	}
}

// begins opens one outage.
func (f *folding) begins(g outage.Group) {
	x := &g.Falls[0]
	fault := stopwatch.Fault{Fault: record.Fault{Kind: record.Outage, Target: x.Node}, Already: x.Already,
		Outage: stopwatch.Outage{Shape: x.Shape, Balancer: x.Balancer, Empty: g.Empty}}
	by := f.dateOutage(&fault, g.Falls)
	if at, who := f.firstFailed(x); x.Shape == stopwatch.BalancerDown && who != "" && at.Before(fault.At) {
		fault.At, fault.Within, by = at, 0, who
	}
	if at, took, who := f.failedClient(fault.At); who != "" && fault.Within == 0 && !fault.Already {
		fault.At, by = at, who
		if took > oneRequest { // it failed while it was waited for
			fault.Within = took
		}
	}
	names := make([]string, 0, len(g.Falls))
	for i := range g.Falls {
		names = append(names, g.Falls[i].Name)
	}
	for _, id := range g.Takes {
		if o, w := f.state.outages.Find(id), f.watchOf(id); o != nil && w != nil {
			names = append(names, o.Names()...)
			if w.At.Before(fault.At) {
				fault.At, fault.Within, by = w.At, w.Within, w.Moments[stopwatch.Injected].Witness
			}
		}
	}
	slices.Sort(names)
	fault.Outage = fault.Outage.WithServers(slices.Compact(names))
	switch n := f.Node(x.Node); {
	case x.Name == usersOf:
		fault.Outage.Door, fault.Outage.Servers, fault.Outage.Fell = true, nil, 0
	case x.Shape == stopwatch.Failing:
		fault.Outage.Answers = slices.ContainsFunc(f.Erring, func(e Erring) bool { return e.Node == x.Node && x.Node != "" || e.Server == x.Name })
		if n == nil {
			fault.Target = x.Name
		}
	case x.Shape == stopwatch.BalancerDown:
		fault.Outage.Servers, fault.Outage.Fell = nil, 0
	case g.Whole:
		_, own := servers.Split(x.Backend)
		fault.Target, fault.Outage.Shape, fault.Outage.Backend = x.Balancer+"/"+own, stopwatch.GroupDown, own
	case n == nil:
		fault.Target = x.Name
	case len(n.also) > 0:
		fault.Server = x.Name
	}
	t0, opened := fault.At, len(f.Faults)
	for _, id := range g.Takes {
		f.takeBack(id)
		opened = len(f.Faults)
	}
	f.open(fault, by)
	if len(f.Faults) == opened && !slices.ContainsFunc(f.Faults, func(y stopwatch.Fault) bool { return y.Target == fault.Target && y.Kind == record.Outage }) {
		return // too many at once
	}
	opens := &f.Faults[len(f.Faults)-1]
	id := opens.Watch
	f.state.outages = f.state.outages.Begun(id, t0, g)
	f.editWatch(id, func(w *stopwatch.Stopwatch) { f.noted(w, g.Falls) })
	for i := range g.Falls {
		if rise := &g.Falls[i].Rise; !rise.At.IsZero() {
			f.turns = append(f.turns, *rise)
		}
	}
	if len(f.turns) > 0 {
		next, acts := f.state.outages.Take(f.turns, f.awaitsUntil)
		f.turns, f.state.outages = nil, next
		for i := range acts {
			f.act(&acts[i])
		}
	}
}

// oneRequest is how much later than a client a balancer may write down that a request failed.
const oneRequest = 100 * time.Millisecond

// failedClient returns when the request whose failure was the first sign failed at its client, whose clock is ours, and how long it
// had taken; "" if no client recorded one.
func (f *folding) failedClient(sign time.Time) (at time.Time, took time.Duration, by event.Witness) {
	for _, c := range f.state.costs.Between(sign.Add(-oneRequest), sign) {
		if took, by := lostBy(c.Effect); by != "" {
			return c.At, took, by
		}
	}
	return at, 0, ""
}

// noted sets the moments of an outage that no event of its node tells: of a group, and of requests that fail.
func (f *folding) noted(w *stopwatch.Stopwatch, falls []outage.Fall) {
	if w.Outage.Shape == stopwatch.ServerDown {
		return
	}
	first := stopwatch.Moment{At: w.At, Witness: w.Moments[stopwatch.Injected].Witness, Within: w.Within, Already: w.Already, Says: w.Says()}
	w.NoteFirst(stopwatch.FirstSign, first)
	if w.Outage.Shape == stopwatch.GroupDown {
		x := &falls[0]
		w.NoteFirst(stopwatch.Detected, stopwatch.Moment{At: newest(x.At, w.At), Witness: x.By, Within: x.Within, Already: x.Already, Event: x.Event,
			Says: wording.ServerIs.Of(x.Name, wording.Text(record.Down.String()))})
	}
}

// act does to the stopwatch of an outage what a change means for it.
func (f *folding) act(a *outage.Act) {
	w := f.watchOf(a.Watch)
	if w == nil {
		return
	}
	switch a.Do {
	case outage.End:
		f.outageOver(a.Watch, a.Change)
	case outage.Lose:
		f.outageOver(a.Watch, a.Change)
		f.editWatch(a.Watch, func(w *stopwatch.Stopwatch) {
			w.AddFinding(wording.GoneFromConfig.Of(w.Target))
			w.Done = true
		})
	case outage.Serve:
		if o := f.state.outages.Find(a.Watch); o != nil {
			f.editWatch(a.Watch, func(w *stopwatch.Stopwatch) {
				w.AddFinding(wording.ServesSome.Of(w.Target, wording.Exact(max(a.At.Sub(o.Out), 0))))
			})
		}
	case outage.Resume:
		f.resume(a.Watch, a.At)
	case outage.Join:
		f.joins(a.Watch)
	}
}

// outageOver ends an outage: what failed serves again. Nobody healed it here, so that T5 is when it was seen to serve.
func (f *folding) outageOver(id int, c outage.Change) {
	i := slices.IndexFunc(f.Faults, func(x stopwatch.Fault) bool { return x.Watch == id })
	if i < 0 {
		return
	}
	x := f.Faults[i]
	f.state.closed = append(slices.Clip(recent(f.state.closed, c.At)), closed{x, c.At, c.By})
	f.state.closed = f.state.closed[max(len(f.state.closed)-maxClosed, 0):]
	f.copyFaults()
	f.Faults = slices.Delete(f.Faults, i, i+1)
	f.watchHealed(id, newest(c.At, x.At), c.By, c.Event)
	f.catchUp(id)
	defer f.countAgain(id)
	f.editWatch(id, func(w *stopwatch.Stopwatch) {
		w.Moments[stopwatch.Healed].Within = c.Within
		if w.Outage.Shape != stopwatch.ServerDown {
			w.Traffic = false // it is back when it serves
		}
		if !w.Up.Seen() {
			w.ServesAt(stopwatch.Moment{At: newest(c.At, x.At), Witness: c.By, Within: c.Within, Says: x.Over(), Event: c.Event})
		}
	})
}

// countAgain counts again what belongs to an outage that turns out to have been over for a while.
func (f *folding) countAgain(id int) {
	w := f.watchOf(id)
	if w == nil || f.At.Sub(w.Moments[stopwatch.Healed].At) < stopwatch.Settle || !f.state.costs.Reach(w.At) {
		return
	}
	f.editWatch(id, (*stopwatch.Stopwatch).Retake)
	f.catchUp(id)
	f.takeIn(id, stopwatch.EndOfTime)
}

// resume goes on with an outage that seemed to be over.
func (f *folding) resume(id int, at time.Time) {
	w := f.watchOf(id)
	f.editWatch(id, func(w *stopwatch.Stopwatch) {
		w.Resume()
		w.Flaps++
	})
	f.state.closed = slices.DeleteFunc(slices.Clone(f.state.closed), func(x closed) bool { return x.Watch == id })
	f.copyFaults()
	f.Faults = append(f.Faults, w.Fault)
	f.catchUp(id)
	f.belongAgain(at)
}

// joins gives an outage of a group the servers that it has now.
func (f *folding) joins(id int) {
	o := f.state.outages.Find(id)
	i := slices.IndexFunc(f.Faults, func(x stopwatch.Fault) bool { return x.Watch == id })
	if o == nil || i < 0 {
		return
	}
	if serve, all := f.usable(&o.First, false); serve == 0 && all > 1 && o.Shape == stopwatch.GroupDown && !o.Empty {
		f.state.outages.Open = slices.Clone(f.state.outages.Open)
		o = f.state.outages.Find(id)
		o.Empty = true
	}
	f.copyFaults()
	is := &f.Faults[i].Outage
	empty := is.Empty || o.Empty
	*is = is.WithServers(o.Names())
	is.Empty = empty
	x := f.Faults[i]
	f.editWatch(id, func(w *stopwatch.Stopwatch) { w.Outage = x.Outage })
	if e := f.faultEvent(x); e >= 0 && !f.Timeline[e].Says.Equal(x.Says().Bounded(maxEvent)) {
		f.change(e, func(e *event.Event) { e.Says, e.Title = x.Says(), x.Title() })
	}
}

// takeBack forgets an outage that is a part of another, or that a fault explains.
func (f *folding) takeBack(id int) {
	w := f.watchOf(id)
	if w == nil {
		return
	}
	never := *w
	f.forgetWatch(id)
	f.returnTo(&never)
	f.copyFaults()
	f.Faults = slices.DeleteFunc(f.Faults, func(x stopwatch.Fault) bool { return x.Watch == id })
	f.state.closed = slices.DeleteFunc(slices.Clone(f.state.closed), func(x closed) bool { return x.Watch == id })
	own := func(e event.Event) bool {
		return e.Kind == event.KindFault && e.Node == never.Target && e.To == string(record.Outage) && e.At.Sub(never.At).Abs() < sameChange
	}
	f.copyTimeline()
	f.Timeline = slices.DeleteFunc(f.Timeline, own)
	f.Events = slices.DeleteFunc(slices.Clone(f.Events), own)
	f.belongAgain(never.At)
	f.state.outages = f.state.outages.Without(func(o *outage.Open) bool { return o.Watch == id })
}

// usersOf stands for the server of an outage that is known from what clients felt.
const usersOf = "clients"

func isUsers(o outage.Open) bool { return o.First.Name == usersOf && o.Up.IsZero() }

// burst opens an outage of requests that fail at the first balancer, if no fault explains them.
func (f *folding) burst() {
	b, w := &f.state.outages.Users, &f.state.outages
	is, known := b.Now()
	if len(f.covering(b.Last, "")) > 0 && !slices.ContainsFunc(w.Open, isUsers) {
		*b = b.Forgive()
		return
	}
	if !is || len(w.Falls) > 0 || slices.ContainsFunc(w.Open, isUsers) {
		return
	}
	door := ""
	for i := range f.Nodes {
		if n := &f.Nodes[i]; n.Software().Balances() && (f.state.paths.First(n.Name) || f.door(n.Name)) {
			door = n.Name
			break
		}
	}
	if door == "" {
		return
	}
	already := !known && b.First.Sub(f.Begun) < signsIn
	f.begins(outage.Group{Falls: []outage.Fall{{Change: outage.Change{Server: outage.Server{Name: usersOf, Balancer: door, Node: door}, Shape: stopwatch.Failing,
		At: b.First, By: f.Watched.Felt.Clients().By, Already: already}}}})
}

// failNoMore ends the outages of requests that fail no more.
func (f *folding) failNoMore() {
	for i := range f.state.outages.Open {
		o := f.state.outages.Open[i]
		if o.Shape != stopwatch.Failing || !o.Up.IsZero() {
			continue
		}
		last, over := f.lastFailing(&o)
		if !over {
			continue
		}
		f.state.outages = f.state.outages.Ended(o.Watch, f.At)
		f.outageOver(o.Watch, outage.Change{At: last, By: event.ByPoll})
		if o.First.Name == usersOf {
			f.state.outages.Users = f.state.outages.Users.Forgive()
		}
	}
}

// lastFailing returns when requests last failed of an outage, and whether none has for long enough.
func (f *folding) lastFailing(o *outage.Open) (time.Time, bool) {
	if o.First.Name == usersOf {
		b := &f.state.outages.Users
		return newest(b.Last, o.T0), b.Over(f.At)
	}
	fails := f.state.greys[o.First.Node].what&upButFails != 0 && o.First.Node != ""
	for i := range f.Erring {
		e := &f.Erring[i]
		fails = fails || o.First.Node == "" && e.Server == o.First.Name || o.First.Node != "" && e.Node == o.First.Node
	}
	at := f.state.failing[o.Watch]
	if fails || at.IsZero() {
		f.state.failing = with(f.state.failing, o.Watch, f.At)
		return time.Time{}, false
	}
	if w := f.watchOf(o.Watch); w != nil && w.Moments[stopwatch.LastFailed].Seen() {
		at = w.Moments[stopwatch.LastFailed].At // that they fail is seen for some seconds more
	}
	return at, f.At.Sub(at) >= outage.Quiet
}

// Outages lists the stopwatches of outages, oldest first.
func (f *Frame) Outages() (all []*stopwatch.Stopwatch) {
	for i := range f.Stopwatches {
		if f.Stopwatches[i].Kind.Found() {
			all = append(all, &f.Stopwatches[i])
		}
	}
	return all
}
