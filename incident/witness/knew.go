// Package witness reads from a Frame when each witness of a node knew of its fault, and what follows from what they say.
package witness

import (
	"time"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/incident/said"
	"hadash/incident/servers"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// Who may know of a fault.
type Who uint8

// The witnesses of a node.
const (
	Docker   Who = iota // of its container
	Swarm               // of its task
	Health              // its own health check
	Check               // the checks of its balancer
	Balancer            // HAProxy or nginx, which sends it traffic
	Database            // its replication
	Page                // its own page
	Traffic             // the sessions or requests that are sent to it
	Users               // whose requests failed
	All                 // their number
)

// Knew is when a witness came to know of a fault.
type Knew struct {
	Known  bool          // it knows, After the fault
	After  time.Duration // at most, if AtMost
	AtMost bool
	NotYet bool // it will, or may
	First  bool // it knew before all others

	least time.Duration // After at least
}

// Fault returns the stopwatch of the fault that the last minute of a node is about; nil if there is none, or its instant is
// not known.
func Fault(f *incident.Frame, node string) *stopwatch.Stopwatch {
	w := f.Stopwatch(node)
	if w == nil || w.SinceBefore() || w.Bygone() {
		return nil
	}
	if back := w.Moments[stopwatch.Back]; back.Seen() && f.At.Sub(back.At) > said.Kept {
		return nil
	}
	if healed := w.Moments[stopwatch.Healed]; w.Done && healed.Seen() && f.At.Sub(healed.At) > said.Kept {
		return nil
	}
	return w
}

// KnewOf returns when each witness of a node knew of its fault.
func KnewOf(f *incident.Frame, n *incident.Node, w *stopwatch.Stopwatch) (all [All]Knew) {
	open := !w.Moments[stopwatch.Healed].Seen() && !w.Done
	for who := range All {
		k := &all[who]
		at, within, seen := knewAt(f, n, w, who)
		switch {
		case seen:
			k.Known, k.After, k.AtMost = true, max(at.Sub(w.At), 0), within > 0
			k.least = max(k.After-within, 0)
		case open:
			k.NotYet = awaits(f, n, w, who)
		}
	}
	first := -1
	for i := range all {
		if all[i].Known && (first < 0 || all[i].After < all[first].After) {
			first = i
		}
	}
	others := 0
	for i := range all {
		if i == first || !all[i].Known {
			continue
		}
		if others++; all[i].least <= all[first].After {
			return all
		}
	}
	if others > 0 {
		all[first].First = true
	}
	return all
}

func knewAt(f *incident.Frame, n *incident.Node, w *stopwatch.Stopwatch, who Who) (at time.Time, within time.Duration, seen bool) {
	switch who {
	case Docker:
		return dockerKnew(f, w)
	case Swarm:
		if e := first(f, w, func(e *event.Event) bool { return e.Kind == event.KindTask && e.Severity >= event.Warn }); e != nil {
			return e.At, e.Within, true
		}
		return turnedIll(f, n, w, said.Swarm)
	case Health:
		if w.Kind.AtBalancer() {
			return at, 0, false
		}
		if e := first(f, w, func(e *event.Event) bool { return e.Kind == event.KindContainer && e.To == "unhealthy" }); e != nil {
			return e.At, e.Within, true
		}
		return turnedIll(f, n, w, said.Health)
	case Check:
		if n.Server != nil && !w.Kind.AtBalancer() {
			return serverTold(f, w, "", failing)
		}
	case Balancer:
		m := w.Moments[stopwatch.Detected]
		_, seen = w.Detection()
		return m.At, m.Within, seen
	case Database:
		return silentSince(f, n, w, said.Replication, record.SourceReplication)
	case Page:
		if at, within, seen = silentSince(f, n, w, said.Page, record.SourcePage); !seen {
			return turnedIll(f, n, w, said.Page)
		}
	case Traffic:
		if e := first(f, w, func(e *event.Event) bool {
			return e.Kind == event.KindMoved || e.Kind == event.KindEndings || e.Kind == event.KindUpstream
		}); e != nil {
			return e.At, e.Within, true
		}
	case Users:
		m := w.Moments[stopwatch.FirstFailed]
		_, seen = w.Since(stopwatch.FirstFailed)
		return m.At, m.Within, seen
	}
	return at, within, seen
}

// failing reports whether an event says that a check of a server failed.
func failing(e *event.Event) bool { return e.To == record.GoingDown.String() || incident.GivesUp(e.To) }

// takenOut reports whether an event says that a server gets no traffic any more.
func takenOut(e *event.Event) bool {
	return incident.GivesUp(e.To) || e.To == record.Maint.String() || e.To == record.Drain.String()
}

// serverTold is when a balancer, or any, first said something of the server that a fault broke.
func serverTold(f *incident.Frame, w *stopwatch.Stopwatch, balancer string, says func(*event.Event) bool) (at time.Time, within time.Duration, seen bool) {
	if e := first(f, w, func(e *event.Event) bool {
		return e.Kind == event.KindServer && (balancer == "" || e.Balancer == balancer) && says(e)
	}); e != nil {
		return e.At, e.Within, true
	}
	return at, 0, false
}

// KnewAt returns when one of several HAProxies, or its check, knew of the fault of a node, which is the server there.
func KnewAt(f *incident.Frame, n *incident.Node, w *stopwatch.Stopwatch, s *record.Server, who Who) Knew {
	says := takenOut
	if who == Check {
		says = failing
	}
	at, within, seen := serverTold(f, w, servers.Balancer(s), says)
	switch {
	case who == Check && w.Kind.AtBalancer():
	case seen:
		return Knew{Known: true, After: max(at.Sub(w.At), 0), AtMost: within > 0}
	case !w.Moments[stopwatch.Healed].Seen() && !w.Done:
		return Knew{NotYet: awaits(f, n, w, who)}
	}
	return Knew{}
}

// dockerKnew is when Docker reported the fault. Some faults Docker takes no part in.
func dockerKnew(f *incident.Frame, w *stopwatch.Stopwatch) (at time.Time, within time.Duration, seen bool) {
	switch w.Kind {
	case record.Stop, record.Kill, record.Crash, record.Restart:
		if e := first(f, w, func(e *event.Event) bool { return e.Kind == event.KindContainer && e.To == "exited" }); e != nil {
			return e.At, e.Within, true
		}
	case record.Pause, record.Cut:
		if m := w.Moments[stopwatch.Injected]; m.Witness == event.ByDocker || m.Witness == event.ByPoll {
			return m.At, m.Within, true
		}
	}
	return at, 0, false
}

// first returns the first event about the node of a fault, in its time until its heal, that fits.
func first(f *incident.Frame, w *stopwatch.Stopwatch, fits func(*event.Event) bool) *event.Event {
	until := f.At
	if healed := w.Moments[stopwatch.Healed]; healed.Seen() {
		until = healed.At
	}
	for i := range f.Timeline {
		e := &f.Timeline[i]
		early := w.At
		if e.Witness == event.ByLastchg {
			early = early.Add(-e.Within)
		}
		if e.Node == w.Target && !e.Already && !e.At.Before(early) && !e.At.After(until) && fits(e) {
			return e
		}
	}
	return nil
}

func turnedIll(f *incident.Frame, n *incident.Node, w *stopwatch.Stopwatch, by said.Witness) (time.Time, time.Duration, bool) {
	l := f.Said(n, by)
	at, seen := l.Turned(w.At, func(w said.Word) bool { return w == said.Ill })
	return at, at.Sub(w.At), seen
}

// silentSince is when a source of a node's own fell silent. It may have been silent since it was asked before.
func silentSince(f *incident.Frame, n *incident.Node, w *stopwatch.Stopwatch, by said.Witness, source string) (time.Time, time.Duration, bool) {
	if w.Kind.AtBalancer() {
		return time.Time{}, 0, false
	}
	if s := f.Source(source, n.Name); s != nil && s.Err != "" && !s.LastOK.IsZero() && !s.Since.Before(w.At) {
		return s.Since, s.Since.Sub(w.At), true
	}
	l := f.Said(n, by)
	at, seen := l.FellSilent(w.At)
	return at, at.Sub(w.At), seen
}

// awaits reports whether a witness that does not know of an open fault may come to know of it.
func awaits(f *incident.Frame, n *incident.Node, w *stopwatch.Stopwatch, who Who) bool {
	if w.Kind.AtBalancer() && who != Balancer {
		return false
	}
	switch who {
	case Docker:
		return w.Kind == record.Stop || w.Kind == record.Kill || w.Kind == record.Restart
	case Health:
		return n.Container.Health != ""
	case Check:
		return n.Server != nil && n.Server.CheckStatus != "" && !never(w)
	case Balancer:
		watched := n.Server != nil || f.Instance(n)
		return watched && w.OutAlready() == "" && !never(w)
	}
	return false
}

// never reports whether nothing that is configured would notice a fault.
func never(w *stopwatch.Stopwatch) bool { return w.Expected.Known && w.Expected.Never }
