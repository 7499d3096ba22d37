package incident

import (
	"fmt"
	"slices"
	"time"

	"hadash/incident/event"
	"hadash/incident/predict"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// judge says, when a fault is healed, whether it was noticed at all.
func (f *folding) judge(w *stopwatch.Stopwatch) {
	n := f.Node(w.Target)
	healed := w.Moments[stopwatch.Healed]
	if n == nil {
		return
	}
	if w.Moments[stopwatch.Detected].Seen() && len(n.also) > 0 && !w.Kind.AtBalancer() {
		f.keptOn(w, n)
	}
	if w.Moments[stopwatch.Detected].Seen() || w.Kind == record.SetWeight {
		return
	}
	if !f.sawAll(w, n, healed.At) {
		w.Blind = true
		return
	}
	w.Unnoticed = f.unnoticed(w, n, healed.At.Sub(w.At))
	w.Kept = n.Server != nil && w.OutAs == ""
	if w.Unnoticed != "" {
		w.AddFinding(w.Unnoticed)
	}
}

// sawAll reports whether a fault would have been seen to be noticed: whoever judges its node was watched for all of its
// time, or says itself that nothing has changed. Nobody notices a node that nobody judges.
func (f *folding) sawAll(w *stopwatch.Stopwatch, n *Node, healed time.Time) bool {
	switch {
	case w.SinceBefore():
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

// keptOn finds the servers of a node that were never given up while another one of it was.
func (f *folding) keptOn(w *stopwatch.Stopwatch, n *Node) {
	for s := range n.Servers {
		told := slices.ContainsFunc(f.Timeline, func(e event.Event) bool {
			return e.Kind == event.KindServer && e.Subject == s.Name() && !e.At.Before(w.Earliest()) && (GivesUp(e.To) || e.To == record.Maint.String())
		})
		if !told && s.Status.State.Serving() && f.keptUp(s, w.At, w.Moments[stopwatch.Healed].At) {
			w.AddFinding("HAProxy kept " + s.Name() + " " + s.Status.Text)
		}
	}
}

// unnoticed is the finding that a fault was never detected.
func (f *folding) unnoticed(w *stopwatch.Stopwatch, n *Node, lasted time.Duration) string {
	who, kept := "HAProxy", "kept it UP"
	switch {
	case n.Server != nil:
	case f.balanced(n):
		who, kept = "nginx", "never set it aside"
		if u := f.Upstream(n); u != nil && !u.Warns && u.MaxFails != 1 {
			kept = "does not tell whether it set it aside: its error_log is above warn"
		}
	default:
		if why := f.unplaced(n); why != "" {
			return w.Past() + " for " + predict.Brief(lasted) + ", and whether a balancer noticed is not known: " + why
		}
		return w.Past() + " for " + predict.Brief(lasted) + ", and nobody checks it: only its clients could notice"
	}
	if w.OutAs != "" {
		return fmt.Sprintf("%s for %s, while HAProxy had it out already (%s)", w.Past(), predict.Brief(lasted), w.OutAs)
	}
	if w.Soon(lasted) {
		return fmt.Sprintf("healed after %s, before %s had to notice (within %s)", predict.Brief(lasted), who, predict.Brief(w.Bound()))
	}
	text := fmt.Sprintf("%s for %s and %s %s", w.Past(), predict.Brief(lasted), who, kept)
	if w.Expected.Never {
		text += ": " + w.Expected.Why
	}
	return text
}
