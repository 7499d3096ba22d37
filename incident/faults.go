package incident

import (
	"fmt"
	"slices"
	"time"

	"hadash/record"
)

// foldAct takes in what the user did. It only says that it was asked for: what came of it is told
// by Docker and the balancers.
func (f *Frame) foldAct(at time.Time, a record.Act) {
	switch {
	case a.Inject != nil:
		f.open(Fault{Fault: *a.Inject, At: at, You: true}, ByYou)
	case a.Heal != nil:
		f.tell(Event{At: at, Kind: KindHeal, Severity: Info, Node: a.Heal.Target, Subject: a.Heal.Target,
			To: a.Heal.Kind.Inverse(), Text: healText(*a.Heal) + " (you)", Witness: ByYou})
	case a.Failed != nil:
		f.drop(*a.Failed)
		f.tell(Event{At: at, Kind: KindNote, Severity: Warn, Node: a.Failed.Target, Subject: a.Failed.Target,
			Text: "could not " + a.Failed.String() + ": " + record.Clean(a.Why), Witness: ByYou})
	case a.VUs != nil:
		text := fmt.Sprintf("load: %d VUs asked for (you)", *a.VUs)
		if *a.VUs == 0 {
			text = "load: stop asked for (you)"
		}
		f.tell(Event{At: at, Kind: KindLoad, Severity: Info, Text: text, Witness: ByYou})
	case a.Note != "":
		f.tell(Event{At: at, Kind: KindNote, Severity: Info, Text: record.Clean(a.Note), Witness: ByYou})
	}
}

// healText is the heal in one line. A restart heals itself.
func healText(fault record.Fault) string {
	if fault.Kind == record.Restart {
		return "restarted " + fault.Target
	}
	return fault.Kind.Inverse() + " " + fault.Target
}

// open adds a fault and tells of it. The first one that was not there already keeps HAProxy's tables
// as they were.
func (f *Frame) open(fault Fault, by Witness) {
	if f.Before == nil && len(f.Faults) == 0 && f.HAProxy != nil && f.memo.readings[0].at.Before(fault.At) {
		f.Before = f.HAProxy
	}
	f.Faults = append(slices.Clone(f.Faults), fault)
	f.tell(Event{At: fault.At, Kind: KindFault, Severity: Bad, Node: fault.Target, Subject: fault.Target,
		To: string(fault.Kind), Text: fault.text(), Witness: by})
}

// openOn finds the newest open fault of a node; -1 when there is none.
func (f *Frame) openOn(node string) int {
	for i := len(f.Faults) - 1; i >= 0; i-- {
		if f.Faults[i].Target == node {
			return i
		}
	}
	return -1
}

// drop forgets a fault of ours that could not be made.
func (f *Frame) drop(fault record.Fault) {
	f.Faults = slices.DeleteFunc(slices.Clone(f.Faults), func(x Fault) bool { return x.You && x.Fault == fault })
}

// date gives an open fault Docker's own time in place of the moment of the keypress or the poll.
// Only the first time counts: a stop sends a second signal when its grace is over.
func (f *Frame) date(i int, at time.Time) {
	fault := f.Faults[i]
	fault.At = at
	f.exact(i, fault)
}

// exact replaces what is known of an open fault by what Docker told of it, unless Docker has
// told of it already.
func (f *Frame) exact(i int, fault Fault) {
	was := f.Faults[i]
	e := f.last(func(e *Event) bool { return e.Kind == KindFault && e.Node == was.Target }, was.At.Add(-sameChange))
	if e < 0 || f.Timeline[e].Witness == ByDocker || fault.At.Sub(was.At).Abs() > killGrace {
		return
	}
	f.retell(i, fault)
}

// retell replaces an open fault and its event.
func (f *Frame) retell(i int, fault Fault) {
	was := f.Faults[i]
	fault.You = was.You
	e := f.last(func(e *Event) bool { return e.Kind == KindFault && e.Node == was.Target }, was.At.Add(-sameChange))
	f.Faults = slices.Clone(f.Faults)
	f.Faults[i] = fault
	if e < 0 {
		return
	}
	f.change(e, func(e *Event) {
		e.At, e.Until, e.Witness, e.To, e.Text = fault.At, fault.At, ByDocker, string(fault.Kind), fault.text()
	})
}

// text is the fault in one line.
func (x Fault) text() string {
	if x.You {
		return x.String() + " (you)"
	}
	return x.String() + " (somebody else)"
}

// heal closes every open fault of a node that fits, and tells of it once.
func (f *Frame) heal(node string, at time.Time, by Witness, fits func(Fault) bool) {
	var left []Fault
	var done *Fault
	for _, fault := range f.Faults {
		if fault.Target != node || !fits(fault) {
			left = append(left, fault)
			continue
		}
		done = &fault
		f.memo.closed = append(slices.Clip(recent(f.memo.closed, at)), closed{fault, at})
	}
	if done == nil {
		return
	}
	f.Faults = left
	if i := f.last(func(e *Event) bool {
		return e.Kind == KindHeal && e.Node == node && e.Witness == ByYou
	}, done.At); i >= 0 {
		f.change(i, func(e *Event) { e.At, e.Until, e.Witness, e.Severity = at, at, by, Good })
		return
	}
	f.tell(Event{At: at, Kind: KindHeal, Severity: Good, Node: node, Subject: node,
		To: done.Kind.Inverse(), Text: healText(done.Fault), Witness: by})
}

// recent drops faults healed so long ago that nothing can belong to them any more.
func recent(all []closed, now time.Time) []closed {
	for len(all) > 0 && now.Sub(all[0].healed) > time.Hour {
		all = all[1:]
	}
	return all
}
