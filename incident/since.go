package incident

import (
	"time"

	"hadash/incident/servers"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// refresh updates every node's Health, and since when it is so.
func (f *folding) refresh() {
	mute := f.mute()
	for i := range f.Nodes {
		n := &f.Nodes[i]
		h, heard := healthOf(n, f.dockerHealth(n)), n.witnesses()
		if h == Down && n.Server != nil && f.Standby(n.Server) {
			h = Standby
		}
		silent, last := mute.to(f, n)
		if silent {
			h = HealthUnknown
		} else if (h == HealthUnknown || h == Runs) && f.isGone(n.Name) {
			h = Failing
		}
		first := heard&^n.heard != 0 // a source reports on it for the first time, and may give an earlier time
		if h == n.Health && !n.Since.IsZero() && (!n.unwatched || !first) && !n.AtLeast {
			continue
		}
		unwatched := n.Since.IsZero() || !n.Health.Known() || first || n.unwatched && h == n.Health
		at, exact := f.At, true
		byHAProxy := n.Server != nil && h != Slow && n.Health != Slow && h != Errs && n.Health != Errs // HAProxy does not report slow servers
		if silent {
			at = last
		} else if unwatched || byHAProxy && f.pollGap > servers.LastchgWithin {
			at, exact = f.healthSince(n, h, !unwatched)
		}
		if !exact && h == n.Health && n.AtLeast {
			at = n.Since // no source has a better time
		}
		if h == n.Health && at.Equal(n.Since) && n.AtLeast == !exact && n.heard == heard {
			continue
		}
		f.copyNodes()
		n = &f.Nodes[i]
		n.Health, n.Since, n.AtLeast, n.unwatched, n.heard = h, at, !exact, unwatched, heard
	}
}

// witnesses are the sources that report on a node.
func (n *Node) witnesses() (who uint8) {
	if n.Container.Node != "" {
		who |= 1
	}
	if n.Server != nil {
		who |= 2
	}
	if n.Page != nil || n.PageErr != "" {
		who |= 4
	}
	if n.voice == answering {
		who |= 8
	}
	return who
}

// healthSince returns when a node's health became h, by the source that decides it, which may be before watching began;
// false if no source knows, and it has been so at least since now. A change that was seen counts from now if no source
// has a better time.
func (f *folding) healthSince(n *Node, h Health, seen bool) (time.Time, bool) {
	switch {
	case h == Stopped && n.Container.Finished.After(n.Container.Started):
		return n.Container.Finished, true
	case h == Stopped:
		return f.At, seen // Docker's history has the previous end
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
		if n.Server.Lastchg > 0 { // since its process started, by lastchg
			return newest(r.At.Add(-record.Times(n.Server.Lastchg, time.Second)), f.healedAt(n.Name)), false
		}
	case (h == Up || h == Runs) && !seen && !n.Container.Started.IsZero():
		return newest(n.Container.Started, f.healedAt(n.Name)), true
	}
	return f.At, seen
}

// healedAt returns when the last known fault of a node was healed; zero if there is none.
func (f *folding) healedAt(node string) time.Time {
	if w := f.Stopwatch(node); w != nil {
		return w.Moments[stopwatch.Healed].At
	}
	return time.Time{}
}

// brokenBy lists the fault kinds that a health shows.
var brokenBy = map[Health]record.FaultKind{Paused: record.Pause, CutOff: record.Cut}

// mute are the HAProxies that do not answer any more, where nothing but a HAProxy reports on a server: without Docker.
type mute struct {
	some bool
}

func (f *folding) mute() (m mute) {
	if !f.Topology.NoDocker {
		return mute{}
	}
	for i := range f.Nodes {
		if n := &f.Nodes[i]; n.Runs(record.KindHAProxy) {
			m.some = m.some || n.voice == silenced
		}
	}
	return m
}

// to reports whether nobody says any more how a server is, and since when.
func (m mute) to(f *folding, n *Node) (silent bool, since time.Time) {
	if !m.some || n.Server == nil || n.Container.State != "" || n.Page != nil || n.voice == answering {
		return false, since
	}
	for b := range f.HAProxiesOf(n) {
		if b.voice != silenced {
			return false, since
		}
		if s := f.Source(record.SourceHAProxy, b.Name); s != nil && s.LastOK.After(since) {
			since = s.LastOK
		}
	}
	if since.IsZero() {
		since = f.At
	}
	return true, since
}
