package incident

import (
	"time"

	"hadash/incident/servers"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// refresh decides every node's Health again, and since when it is so.
func (f *folding) refresh() {
	for i := range f.Nodes {
		n := &f.Nodes[i]
		h, heard := healthOf(n, f.dockerHealth(n)), n.witnesses()
		first := heard&^n.heard != 0 // somebody speaks of it for the first time, and may say what was so long before
		if h == n.Health && !n.Since.IsZero() && (!n.unwatched || !first) && !n.AtLeast {
			continue
		}
		unwatched := n.Since.IsZero() || !n.Health.Known() || first || n.unwatched && h == n.Health
		at, exact := f.At, true
		byHAProxy := n.Server != nil && h != Slow && n.Health != Slow // that a server is slow is not its word
		if unwatched || byHAProxy && f.pollGap > servers.LastchgWithin {
			at, exact = f.healthSince(n, h, !unwatched)
		}
		if !exact && h == n.Health && n.AtLeast {
			at = n.Since // nobody knows better than before
		}
		if h == n.Health && at.Equal(n.Since) && n.AtLeast == !exact && n.heard == heard {
			continue
		}
		f.copyNodes()
		n = &f.Nodes[i]
		n.Health, n.Since, n.AtLeast, n.unwatched, n.heard = h, at, !exact, unwatched, heard
	}
}

// witnesses are those who speak of a node.
func (n *Node) witnesses() (who uint8) {
	if n.Container.Node != "" {
		who |= 1
	}
	if n.Server != nil {
		who |= 2
	}
	if n.Probe != nil || n.ProbeErr != "" {
		who |= 4
	}
	if n.voice == answering {
		who |= 8
	}
	return who
}

// healthSince is when a node's health became h by the word of who decides it, which may be of before hadash looked; false where
// nobody says, and it has been so at least since now. A change that was seen is of now, if nobody knows better.
func (f *folding) healthSince(n *Node, h Health, seen bool) (time.Time, bool) {
	switch {
	case h == Stopped && n.Container.Finished.After(n.Container.Started):
		return n.Container.Finished, true
	case h == Stopped:
		return f.At, seen // what Docker remembers is the end before
	case h == Paused || h == CutOff:
		for i := range f.Faults {
			if x := &f.Faults[i]; x.Target == n.Name && x.Kind == brokenBy[h] && !x.Already {
				return x.At, true
			}
		}
		return f.At, seen
	case n.Server != nil:
		r := f.state.servers.ReadingOf(n.Server)
		if r == nil {
			return f.At, seen
		}
		if at, known := r.Changed(n.Server); known {
			return newest(at, f.healedAt(n.Name)), true
		}
		if n.Server.Lastchg > 0 { // since its process began, by its own word
			return newest(r.At.Add(-record.Times(n.Server.Lastchg, time.Second)), f.healedAt(n.Name)), false
		}
	case (h == Up || h == Runs) && !seen && !n.Container.Started.IsZero():
		return newest(n.Container.Started, f.healedAt(n.Name)), true
	}
	return f.At, seen
}

// healedAt is when the last fault of a node was healed that is known of; zero when there is none.
func (f *folding) healedAt(node string) time.Time {
	if w := f.Stopwatch(node); w != nil {
		return w.Moments[stopwatch.Healed].At
	}
	return time.Time{}
}

// brokenBy are the faults that a health shows.
var brokenBy = map[Health]record.FaultKind{Paused: record.Pause, CutOff: record.Cut}
