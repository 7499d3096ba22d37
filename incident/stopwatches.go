package incident

import (
	"slices"
	"time"

	"hadash/incident/event"
	"hadash/incident/rates"
	"hadash/incident/servers"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

const (
	maxWatches = 50

	// patience is how long after its heal a node may take to come back before its stopwatch gives up.
	patience = 2 * time.Minute
	// atOnce is how soon after a fault its stopwatch must start, so that hardly anything was counted before.
	atOnce = 2 * time.Second
	// warmUp is how long after the start every source has been asked.
	warmUp = 5 * time.Second
	// trafficWait is how long a node that is UP again may wait for traffic: connection pools send it some only as their
	// old connections expire.
	trafficWait = 20 * time.Second
)

// startWatch starts a fault's stopwatch and returns its ID.
func (f *folding) startWatch(fault stopwatch.Fault, by event.Witness) int {
	f.state.nextWatch++
	w := stopwatch.Stopwatch{ID: f.state.nextWatch, Fault: fault, Expected: f.Predict(fault.Fault), Around: f.around()}
	w.Traffic = f.busy(fault.Target)
	w.WatchedFrom = f.Begun
	if !w.Traffic && (fault.At.Before(f.Begun) || f.unasked(fault.Target)) {
		w.Traffic, w.Perhaps = true, true
	}
	if !fault.Already {
		w.Before = f.passedBy(fault.Earliest().Add(-fault.Within))
	}
	w.Felt.Log = f.Watched.Felt.Log
	w.Watch, w.Felt.HasNginx, w.Felt.HasAttempts = w.ID, f.Nginx.HasAccess || f.Watched.Felt.HasNginx, f.Nginx.HasAccess
	w.Felt.Partial = fault.Already || fault.At.Before(f.Begun)
	w.Quiet = f.quietBefore(&fault)
	f.blinds(&w)
	w.Moments[stopwatch.Injected] = stopwatch.Moment{At: fault.At, Witness: by, Within: fault.Within, Already: fault.Already, Says: fault.Says()}
	if n := f.Node(fault.Target); n != nil && !fault.Already && f.wasOut(n, w.Earliest()) {
		w.Out, w.OutAs = fault.At, n.Server.Status.Text // another fault took it out
	}
	f.copyStopwatches()
	all := f.Stopwatches
	for i := range all {
		if o := &all[i]; !o.Done && !o.Moments[stopwatch.Healed].Seen() {
			o.Overlap(fault.String())
			w.Overlap(o.String())
		}
	}
	f.upBefore(&w)
	f.notice(&w)
	all = append(all, w)
	if len(all) > maxWatches {
		all = all[len(all)-maxWatches:]
	}
	f.Stopwatches = all
	return w.ID
}

// wasOut reports whether it is known that HAProxy had given a node up, or was told to, before an instant: all its
// servers are out, and have been since before.
func (f *folding) wasOut(n *Node, at time.Time) bool {
	for s := range n.Servers {
		if s.Status.State.Serving() || s.Status.State == record.Unknown || !f.outBefore(s, at) {
			return false
		}
	}
	return n.Server != nil
}

func (f *folding) outBefore(s *record.Server, at time.Time) bool {
	r := f.state.servers.ReadingOf(s)
	if r == nil {
		return false
	}
	if i := f.last(func(e *event.Event) bool {
		return e.Kind == event.KindServer && e.Subject == s.Name() && e.Balancer == r.Node && e.To != weightChanged
	}, time.Time{}); i >= 0 {
		return f.Timeline[i].At.Before(at)
	}
	changed, known := r.Changed(s)
	return known && changed.Add(servers.LastchgWithin).Before(at) || f.steady(r, at)
}

// blinds records that a fault breaks the balancer whose log is the witness: it cannot log requests that do not reach it.
func (f *folding) blinds(w *stopwatch.Stopwatch) {
	n := f.Node(w.Target)
	if n == nil || w.Kind.AtBalancer() || w.Kind.Found() {
		return
	}
	witness := n.Runs(record.KindNginx) || n.Runs(record.KindHAProxy) && f.state.paths.First(n.Name) && f.modeHTTP(n.Name)
	if !witness {
		return
	}
	w.Felt.Blind = true
	if f.sinceWatching(w.At) {
		f.Watched.Felt.Gaps = true
	}
	if f.Drill.Covers(w.At) {
		f.Drill.Felt.Blind = true
	}
}

// busy reports whether a node gets traffic now, or did until its page fell silent, so that its return will show in it.
func (f *folding) busy(node string) bool {
	n := f.Node(node)
	if n == nil {
		return false
	}
	grew := n.Server != nil && f.At.Sub(n.grew[0]) <= rates.Stands
	return f.Load.On && f.Load.Rate != 0 || n.rateBefore(f.At) > 0 || grew
}

// rateBefore returns the rate of a node, or the last one before its page fell silent: Docker reports a fault when it is
// done, after the page's silence.
func (n *Node) rateBefore(now time.Time) float64 {
	if was := n.asked.Before(now); n.Rate < 0 && was > 0 {
		return was
	}
	return n.Rate
}

// unasked reports whether it is not known yet if a node gets traffic: its witness was not asked, or not often enough.
func (f *folding) unasked(node string) bool {
	n := f.Node(node)
	if n == nil || f.At.Sub(f.Begun) > warmUp {
		return false
	}
	for _, load := range f.Topology.Of(record.KindK6) {
		if f.Source(record.SourceK6, load.Name) == nil {
			return true
		}
	}
	asked := f.Source(record.SourcePage, node) != nil
	return n.Server == nil && (!f.unplaced(n).IsZero() || n.Rate < 0 && (n.Status != "" && !asked || n.Page != nil && n.Page.Requests >= 0))
}

// editWatch changes a copy of a stopwatch.
func (f *folding) editWatch(id int, with func(*stopwatch.Stopwatch)) {
	if i := f.watchAt(id); i >= 0 {
		f.copyStopwatches()
		with(&f.Stopwatches[i])
	}
}

// forgetWatch drops the stopwatch of a fault that was never made.
func (f *folding) forgetWatch(id int) {
	f.copyStopwatches()
	f.Stopwatches = slices.DeleteFunc(f.Stopwatches, func(w stopwatch.Stopwatch) bool { return w.ID == id })
}

// watchHealed records T5, and decides what is known by then.
func (f *folding) watchHealed(id int, at time.Time, by event.Witness, told int) {
	f.editWatch(id, func(w *stopwatch.Stopwatch) {
		w.Moments[stopwatch.Healed] = stopwatch.Moment{At: at, Witness: by, Says: w.HowHealed(), Event: told}
		if by == event.ByPoll {
			w.Moments[stopwatch.Healed].Within = f.pollGap
		}
		if at.Before(f.Begun) {
			w.EndedBefore, w.Traffic = f.Begun, true // its return is reported by a witness, or not known
			return
		}
		f.judge(w)
	})
	w := f.watchOf(id)
	if w != nil && w.Bygone() {
		f.recount(id)
	}
	if w = f.watchOf(id); w != nil && !w.Up.Seen() {
		f.backSince(id)
	}
}

// watchStopped records when the process of a node ended: a stop takes time.
func (f *folding) watchStopped(node string, at time.Time) {
	for _, i := range f.covering(at, node) {
		if w := &f.Stopwatches[i]; w.Target == node && w.Ended.IsZero() {
			f.editWatch(w.ID, func(w *stopwatch.Stopwatch) { w.Ended = at })
		}
	}
}

// anyRunning reports whether any stopwatch runs at all.
func (f *folding) anyRunning() bool {
	for i := range f.Stopwatches {
		if !f.Stopwatches[i].Done {
			return true
		}
	}
	return false
}

// each changes the stopwatches that an occurrence at a node belongs to.
func (f *folding) each(node string, at time.Time, with func(*stopwatch.Stopwatch)) {
	if !f.anyRunning() {
		return
	}
	which := f.covering(at, node)
	if len(which) == 0 {
		return
	}
	f.copyStopwatches()
	for _, i := range which {
		with(&f.Stopwatches[i])
	}
}

// endStopwatches ends the stopwatches that have nothing left to wait for.
func (f *folding) endStopwatches() {
	for i := range f.Stopwatches {
		w := &f.Stopwatches[i]
		healed, back := w.Moments[stopwatch.Healed], w.Moments[stopwatch.Back]
		if w.Done || !healed.Seen() {
			continue
		}
		if m, well := f.allBack(w); well {
			f.editWatch(w.ID, func(w *stopwatch.Stopwatch) { w.ServesAt(m) })
		}
		switch {
		case w.Bygone():
			coming := f.returning(w)
			if coming != w.Coming {
				f.editWatch(w.ID, func(w *stopwatch.Stopwatch) { w.Coming = coming })
			}
			if f.At.Sub(f.state.past) >= stopwatch.Settle && !coming {
				f.editWatch(w.ID, func(w *stopwatch.Stopwatch) { w.Done = true })
			}
		case f.brokenFor(w) >= stopwatch.Settle:
			f.editWatch(w.ID, func(w *stopwatch.Stopwatch) {
				if w.Done = true; !back.Seen() {
					w.AddFinding(wording.BrokenAgain.Of())
				}
			})
		case back.Seen() && f.At.Sub(back.At) >= stopwatch.Settle:
			f.editWatch(w.ID, func(w *stopwatch.Stopwatch) { w.Done = true })
		case !w.Up.Seen() && w.Page.Seen() && !f.mayBeLogged(f.Node(w.Target)):
			f.editWatch(w.ID, func(w *stopwatch.Stopwatch) { w.ServesAt(w.Page) })
		case !w.Up.Seen() && w.Page.Seen() && f.At.Sub(w.Page.At) >= trafficWait:
			f.editWatch(w.ID, func(w *stopwatch.Stopwatch) {
				w.ServesAt(w.Page)
				w.AddFinding(wording.NothingFromNginx.Of(trafficWait))
			})
		case !back.Seen() && w.Up.Seen() && f.standsBy(w):
			f.editWatch(w.ID, func(w *stopwatch.Stopwatch) { w.Moments[stopwatch.Back] = w.Up })
		case !back.Seen() && w.Up.Seen() && (!w.Traffic || f.At.Sub(w.Up.At) >= trafficWait):
			f.editWatch(w.ID, func(w *stopwatch.Stopwatch) {
				if w.Done = w.Perhaps; w.Perhaps {
					return // traffic is not known
				}
				w.Moments[stopwatch.Back] = w.Up
				if w.Traffic {
					w.AddFinding(wording.NoTraffic.Of(trafficWait))
				}
			})
		case f.unreported(w):
			f.editWatch(w.ID, func(w *stopwatch.Stopwatch) {
				w.Done, w.Unreported = true, true
				w.AddFinding(wording.BackUnreported.Of())
			})
		case !back.Seen() && f.At.Sub(healed.At) >= patience:
			f.editWatch(w.ID, func(w *stopwatch.Stopwatch) {
				w.Done = true
				w.AddFinding(wording.NotBack.Of(patience))
			})
		}
	}
}

// unreported reports whether a healed node runs again, and nothing that is watched would report that it serves. Its time
// ends after the usual wait: what happens later is not counted to it.
func (f *folding) unreported(w *stopwatch.Stopwatch) bool {
	n, wait := f.Node(w.Target), stopwatch.Settle
	if n == nil || w.Kind.OfCluster() || n.Health != Runs || w.Up.Seen() || w.Page.Seen() || w.Traffic && f.mayBeLogged(n) {
		return false
	}
	if w.Starts() {
		wait = trafficWait // a process needs some time
	}
	return f.At.Sub(w.Moments[stopwatch.Healed].At) >= wait
}

// returning reports whether a node that was healed before watching began is still on its way back, so that its return
// will be seen.
func (f *folding) returning(w *stopwatch.Stopwatch) bool {
	n := f.Node(w.Target)
	switch {
	case w.Moments[stopwatch.Back].Seen() || n == nil:
		return false
	case w.Up.Seen():
		return !w.Up.At.Before(w.EndedBefore) && f.At.Sub(w.Up.At) < trafficWait
	}
	comes := n.Health == Down || n.Health == GoingUp || n.Health == Failing || n.Health == Starting
	return comes && f.At.Sub(w.Moments[stopwatch.Healed].At) < patience
}

// Stopwatch finds the newest stopwatch of a node; nil if it was never broken.
func (f *Frame) Stopwatch(node string) *stopwatch.Stopwatch {
	for i := len(f.Stopwatches) - 1; i >= 0; i-- {
		if f.Stopwatches[i].Target == node {
			return &f.Stopwatches[i]
		}
	}
	return nil
}

// outageNew is how long an outage is new, so that its balancer is asked often: it may last for days.
const outageNew = 30 * time.Second

// Running reports whether some fault is open, or not yet back. A fault from long before watching began does not count, nor does an
// outage that has lasted for a while.
func (f *Frame) Running() bool {
	for i := range f.Stopwatches {
		w := &f.Stopwatches[i]
		if w.Kind.Found() && !w.Moments[stopwatch.Healed].Seen() && f.At.Sub(w.At) > outageNew {
			continue
		}
		if !w.Done && !w.Bygone() && (w.At.After(f.Begun.Add(-time.Minute)) || w.Moments[stopwatch.Healed].Seen()) {
			return true
		}
	}
	return false
}
