// Package alerts finds failures that nobody asked for.
package alerts

import (
	"maps"
	"math"
	"slices"
	"time"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// How long an alert is shown at most, and how often the bell rings.
const (
	shownFor     = time.Minute
	explainedFor = 5 * time.Second // when the rest of the first line shows its cause
	rest         = 2 * time.Second
	forever      = math.MaxInt64 // a heal that failed

	// Memory is how long an alert is remembered and not repeated: the fold looks back for ten minutes.
	Memory = 15 * time.Minute
)

// Alerts are the failures that nobody asked for, until they are over. The zero Alerts is empty.
type Alerts struct {
	List []event.Event // the newest last

	told map[string]time.Time // earlier alerts, and when each was last announced
	rung time.Time
	due  bool // the bell should ring
}

// Scene is the state besides the Frame that alerts depend on.
type Scene struct {
	First    bool                   // nothing came before the Frame: its events are of the past
	Seeking  bool                   // a recording is being read to a place: its events are not shown
	LoadRuns bool                   // k6 is expected to answer
	Asked    func(node string) bool // reports whether a fault of the node was requested that no Frame shows yet
}

// See looks for alerts in a Frame.
func (a *Alerts) See(f *incident.Frame, s Scene) {
	if s.First {
		a.told = nil // after a jump back, earlier alerts are news again
	}
	if s.First || s.Seeking {
		a.List = nil
		return
	}
	for i := range f.Events {
		e := &f.Events[i]
		key := s.alarming(f, e)
		if key == "" || e.At.Before(f.Begun) {
			continue // it was over before the screen began: the timeline has it
		}
		if !a.tell(key, f.At) {
			a.List = append(a.List, *e)
			a.due = a.due || f.At.Sub(a.rung) >= rest
		}
	}
	a.forget(f)
	a.List = slices.DeleteFunc(a.List, func(e event.Event) bool { return f.At.Sub(e.At) > stands(f, &e) || over(f, &e) })
	if a.due && len(a.List) == 0 {
		a.due = false
	}
}

// stands is how long an alert is shown: a node that went down is not shown for long beside the open fault of
// others that took it down. What clients felt of a healed fault is not shown for long either, and not once all is back.
func stands(f *incident.Frame, e *event.Event) time.Duration {
	switch e.Kind {
	case event.KindNote: // it stays until that fault is healed
		if slices.ContainsFunc(f.Faults, func(o stopwatch.Fault) bool { return o.Target == e.Node && o.Verb() == e.Subject }) {
			return forever
		}
		return 0
	case event.KindAddress: // it was told some seconds after it began
		return 2 * explainedFor
	case event.KindServer, event.KindContainer, event.KindReplica:
		if slices.ContainsFunc(f.Faults, func(o stopwatch.Fault) bool { return o.Target == e.Node }) {
			return explainedFor
		}
	case event.KindClient:
		if e.Fault == "" || slices.ContainsFunc(f.Faults, func(o stopwatch.Fault) bool { return o.String() == e.Fault }) {
			break
		}
		if back(f, e.Fault) {
			return 0
		}
		return explainedFor
	}
	return shownFor
}

// back reports whether the node of the newest of a fault's stopwatches is back.
func back(f *incident.Frame, fault string) bool {
	for i := range slices.Backward(f.Stopwatches) {
		if w := &f.Stopwatches[i]; w.String() == fault {
			return w.Moments[stopwatch.Back].Seen()
		}
	}
	return false
}

// tell remembers an alert, and reports whether it is a repetition.
func (a *Alerts) tell(key string, at time.Time) bool {
	if a.told == nil {
		a.told = map[string]time.Time{}
	}
	_, was := a.told[key]
	a.told[key] = at
	return was
}

// Told is how many alerts are remembered, so that they are not repeated.
func (a *Alerts) Told() int { return len(a.told) }

// forget drops old alerts that cannot come again: an event is refined for some minutes at most, and what clients
// feel belongs to its fault.
func (a *Alerts) forget(f *incident.Frame) {
	maps.DeleteFunc(a.told, func(key string, at time.Time) bool {
		if f.At.Sub(at) < Memory {
			return false
		}
		return !slices.ContainsFunc(f.Faults, func(o stopwatch.Fault) bool { return key == felt(f, o.String()) })
	})
}

// felt is the key of what clients felt of a fault: the same fault again has another key.
func felt(f *incident.Frame, fault string) string {
	for i := range slices.Backward(f.Stopwatches) {
		if w := &f.Stopwatches[i]; w.String() == fault {
			return "client " + fault + " " + w.At.String()
		}
	}
	return "client " + fault
}

// alarming returns the key of an alert: for a node that goes down, a source that falls
// silent, a grey failure, a limit that is near, a reload that failed, the first failure of a fault that a client saw. The effects on a node that was just broken
// here are expected; those on the clients are not. "" = not an alert.
func (s *Scene) alarming(f *incident.Frame, e *event.Event) string {
	bad := e.Severity == event.Bad
	id := string(e.Kind) + " " + e.Subject + " " + e.At.String()
	switch e.Kind {
	case event.KindClient:
		if bad {
			return felt(f, e.Fault)
		}
	case event.KindAbort:
		return id
	case event.KindNote:
		if e.To == event.NotHealed {
			return id
		}
	case event.KindTruth, event.KindLimit:
		if e.Severity >= event.Warn {
			return id
		}
	case event.KindBackend, event.KindRestart, event.KindAddress:
		if bad {
			return id
		}
	case event.KindServer, event.KindContainer, event.KindReplica:
		if bad && !s.brokenHere(f, e.Node) {
			return id
		}
	case event.KindSource:
		if e.Severity >= event.Warn && !s.brokenHere(f, e.Node) && (e.Subject != record.SourceK6 || s.LoadRuns) {
			return id
		}
	}
	return ""
}

// brokenHere reports whether a fault of this screen broke a node.
func (s *Scene) brokenHere(f *incident.Frame, node string) bool {
	return s.Asked(node) || slices.ContainsFunc(f.Faults, func(o stopwatch.Fault) bool { return o.You && o.Target == node })
}

// over reports whether the cause of an alert is over.
func over(f *incident.Frame, e *event.Event) bool {
	return slices.ContainsFunc(f.Events, func(o event.Event) bool {
		switch {
		case o.Severity != event.Good || o.At.Before(e.At):
			return false
		case e.Kind == event.KindClient:
			return o.Kind == event.KindHeal && o.Fault == e.Fault
		case e.Kind == event.KindContainer:
			return o.Node == e.Node && (o.Kind == e.Kind || o.Kind == event.KindServer)
		}
		return o.Kind == e.Kind && o.Subject == e.Subject && o.Node == e.Node
	})
}
