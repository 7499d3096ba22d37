package drill

import (
	"math"
	"time"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// Without any request nothing is known: a drill without load must not hold because nothing failed.
var (
	noRequests = wording.NoRequests.Of()
	notTold    = wording.NotTold.Of()
	notTimed   = wording.NotTimed.Of()
)

// rounded is how much earlier than its event a Sample can be dated.
const rounded = 50 * time.Millisecond

// tally is the point from which the figures of a whole drill count.
type tally struct {
	at      time.Time
	count   *incident.Count
	watches int           // the newest stopwatch before it
	fault   *record.Fault // if set, only what belongs to this fault counts
}

// begin returns a tally that counts from an instant.
func begin(f *incident.Frame, at time.Time) *tally {
	return &tally{at: at, count: incident.NewCount(f, at), watches: lastStopwatch(f)}
}

// made returns the stopwatch of the fault that the tally is limited to; nil while it has not begun.
func (t *tally) made(f *incident.Frame) *stopwatch.Stopwatch {
	all := t.stopwatches(f)
	for i := range all {
		if all[i].Target == t.fault.Target && all[i].Kind == t.fault.Kind {
			return &all[i]
		}
	}
	return nil
}

// awaits says that the fault that the tally is limited to has not begun; zero if it has, or there is no such limit.
func (t *tally) awaits(f *incident.Frame) wording.Phrase {
	if t.fault == nil || t.made(f) != nil {
		return wording.Phrase{}
	}
	return wording.NoFault.Of(t.fault.Target)
}

// lastStopwatch is the newest stopwatch's ID, 0 when there is none.
func lastStopwatch(f *incident.Frame) int {
	if n := len(f.Stopwatches); n > 0 {
		return f.Stopwatches[n-1].ID
	}
	return 0
}

// stopwatches lists those of the drill.
func (t *tally) stopwatches(f *incident.Frame) []stopwatch.Stopwatch {
	for i := range f.Stopwatches {
		if f.Stopwatches[i].ID > t.watches {
			return f.Stopwatches[i:]
		}
	}
	return nil
}

// span is the time that counts: that of the fault it is limited to; else the drill's own span, as in its recording,
// once its first Frame has come.
func (t *tally) span(f *incident.Frame) clients.Span {
	if t.fault != nil {
		if w := t.made(f); w != nil {
			return clients.Span{From: w.At, Felt: w.Felt, Hidden: w.Hidden}
		}
		return clients.Span{}
	}
	if d := f.Drill; d.Began() && !d.From.Before(t.at.Add(-rounded)) {
		return d
	}
	return clients.Span{From: t.at, Felt: t.count.Felt(f), Hidden: t.count.Hidden(f)}
}

func (t *tally) felt(f *incident.Frame) clients.Felt { return t.span(f).Felt }

// The figures of what clients felt, for a fault or for the whole drill.
func failed(f *clients.Felt) number {
	c := f.Clients()
	if !c.Asked() {
		return none(noRequests)
	}
	return whole(c.Failed)
}

func requests(f *clients.Felt) number {
	switch c := f.Clients(); {
	case !c.Known():
		return none(noRequests)
	case !c.Counted:
		return none(notTold)
	default:
		return whole(c.Requests)
	}
}

func failedShare(f *clients.Felt) number {
	share, ok := f.Clients().Share()
	if n := requests(f); !n.lack.IsZero() {
		return n
	}
	if !ok {
		return none(noRequests)
	}
	return number{n: share}
}

func slowest(f *clients.Felt) number {
	c := f.Clients()
	d, ok := c.Longest()
	switch {
	case !c.Asked():
		return none(noRequests)
	case !ok:
		return none(notTimed)
	}
	return seconds(d)
}

func ofWorst(part func(*clients.Second) time.Duration) func(*clients.Felt) number {
	return func(f *clients.Felt) number {
		worst, c := f.WorstSecond(), f.Clients()
		if worst.Requests == 0 || !c.Recorded() && c.By != event.ByLog {
			return none(wording.NoSeconds.Of())
		}
		return seconds(part(&worst))
	}
}

// ofFault is a figure of what clients felt during one fault, ofAll during the drill.
func ofFault(of func(*clients.Felt) number) func(*stopwatch.Stopwatch) number {
	return func(w *stopwatch.Stopwatch) number { return of(&w.Felt) }
}

func ofAll(of func(*clients.Felt) number) func(*view) number {
	return func(v *view) number {
		if why := v.tally.awaits(v.f); !why.IsZero() {
			return none(why)
		}
		f := v.tally.felt(v.f)
		return of(&f)
	}
}

func hiddenInAll(of share) func(*view) number {
	return func(v *view) number {
		if why := v.tally.awaits(v.f); !why.IsZero() {
			return none(why)
		}
		return within(of(v.tally.span(v.f).Hidden, v.f.Counted()))
	}
}

// errorWindow is how long requests failed: zero if there were requests and none failed.
func errorWindow(w *stopwatch.Stopwatch) number {
	c := w.Felt.Clients()
	d, ok := w.ErrorWindow()
	switch {
	case !c.Asked():
		return none(noRequests)
	case c.Failed == 0:
		return number{}
	case !ok:
		return none(wording.NoWindow.Of())
	}
	return seconds(d)
}

// between is the time from one moment to another. If the second never came, it is infinite; if it has not come yet, it
// is more than the time since the first.
func between(of func(*stopwatch.Stopwatch) (time.Duration, bool), from stopwatch.Stage) func(*stopwatch.Stopwatch) number {
	return func(w *stopwatch.Stopwatch) number {
		if d, ok := of(w); ok {
			return seconds(d)
		}
		switch m := w.Moments[from]; {
		case w.Bygone():
			return none(wording.OverBefore.Of())
		case w.Unreported && from == stopwatch.Healed:
			return none(wording.BackUnreported.Of())
		case w.Unwatched() && w.Moments[stopwatch.Healed].Seen():
			return none(wording.NotAllWatched.Of())
		case w.Kind.AtBalancer() && from == stopwatch.Injected:
			return none(wording.NoDetection.Of())
		case m.Seen():
			return number{n: math.Inf(1), since: m.At}
		}
		return number{n: math.Inf(1)}
	}
}

// betweenAt is between for one server of the node. A node that is only one server has no such moments but its own.
func betweenAt(of func(*stopwatch.Stopwatch, *stopwatch.Notice) (time.Duration, bool), from stopwatch.Stage) ofServer {
	return func(w *stopwatch.Stopwatch, server string) number {
		n := w.NoticeOf(server)
		if n == nil && len(w.Notices) > 0 {
			return none(wording.OutBefore.Of(server))
		}
		return between(func(w *stopwatch.Stopwatch) (time.Duration, bool) {
			switch {
			case n != nil:
				return of(w, n)
			case from == stopwatch.Healed:
				return w.UpAgain()
			}
			return w.Detection()
		}, from)(w)
	}
}
