package incident

import (
	"slices"
	"time"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// judge decides, when a fault is healed, whether it was noticed at all.
func (f *folding) judge(w *stopwatch.Stopwatch) {
	n := f.Node(w.Target)
	healed := w.Moments[stopwatch.Healed]
	if n == nil {
		return
	}
	f.notice(w)
	if w.Moments[stopwatch.Detected].Seen() && len(n.also) > 0 && !w.Kind.AtBalancer() {
		f.keptOn(w, n)
	}
	if w.Moments[stopwatch.Detected].Seen() || w.Kind == record.SetWeight || w.Kind == record.ShutSessions || w.Outage.Door {
		return
	}
	if !f.sawAll(w, n, healed.At) {
		w.Blind = true
		return
	}
	w.Unnoticed = f.unnoticed(w, n, healed.At.Sub(w.At))
	w.Kept = n.Server != nil && w.OutAs == ""
	if !w.Unnoticed.IsZero() {
		w.AddFinding(w.Unnoticed)
	}
	w.Blind = n.Server == nil && !f.balanced(n) && !f.unplaced(n).IsZero() // nobody could see a balancer notice it
}

// sawAll reports whether a detection of the fault would have been seen: the source that decides was watched all the
// time, or reports that nothing has changed. A node that no source checks is never noticed.
func (f *folding) sawAll(w *stopwatch.Stopwatch, n *Node, healed time.Time) bool {
	switch {
	case w.SinceBefore(), f.interrupted(w, healed):
		return false
	case n.Server != nil:
		for s := range n.Servers {
			if s.Status.State != record.NoCheck && w.OutAs == "" && !f.keptUp(s, w.At, healed) {
				return false
			}
		}
	case f.balanced(n):
		return !w.At.Before(f.Begun) // nginx's log is read from there on
	}
	return true
}

// keptOn finds the servers of a node that stayed up while another of its servers was given up.
func (f *folding) keptOn(w *stopwatch.Stopwatch, n *Node) {
	for s := range n.Servers {
		told := slices.ContainsFunc(f.Timeline, func(e event.Event) bool {
			return e.Kind == event.KindServer && e.Subject == s.Name() && !e.At.Before(w.Earliest()) && (GivesUp(e.To) || e.To == record.Maint.String())
		})
		if !told && s.Status.State.Serving() && f.keptUp(s, w.At, w.Moments[stopwatch.Healed].At) {
			w.AddFinding(wording.KeptServer.Of(s.Name(), s.Status.Text))
		}
	}
}

// unnoticed is the finding that a fault was never detected.
func (f *folding) unnoticed(w *stopwatch.Stopwatch, n *Node, lasted time.Duration) wording.Phrase {
	who, kept := "HAProxy", wording.KeptUp
	switch {
	case n.Server != nil:
	case f.balanced(n):
		who, kept = "nginx", wording.NeverSetAside
		if u := f.Upstream(n); u != nil && !u.Warns && u.MaxFails != 1 {
			kept = wording.DoesNotTell
		}
	default:
		if why := f.unplaced(n); !why.IsZero() {
			return wording.LastedUnknown.Of(w.Past(), wording.Exact(lasted), why)
		}
		return wording.LastedUnseen.Of(w.Past(), wording.Exact(lasted))
	}
	if w.OutAs != "" {
		return wording.LastedOut.Of(w.Past(), wording.Exact(lasted), w.OutAs)
	}
	if w.Soon(lasted) {
		return wording.HealedBefore.Of(wording.Exact(lasted), who, wording.Bound(w.Bound()))
	}
	says := wording.LastedMissed.Of(w.Past(), wording.Exact(lasted), who, kept.Of())
	if w.Expected.Never {
		says = wording.Because.Of(says, w.Expected.Why)
	}
	return says
}
