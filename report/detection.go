package report

import (
	"time"

	"hadash/incident/stopwatch"
)

// Detection says when a fault was noticed.
type Detection struct {
	Word  string // "after 0.23 s", "never", "not yet", "nothing to notice"
	Judge string // against the expectation: "in time", "late by 9.38 s", "missed"; "" without a judgement
}

// Detection compares T2 with what the configuration predicted.
func (l Lang) Detection(sw *stopwatch.Stopwatch) Detection {
	d, seen := sw.Detection()
	switch by := sw.ByBalancer(); {
	case seen && len(by) > 0:
		var words []string
		for i := range by {
			words = append(words, l.Say("by %s %s", by[i].Balancer, l.DetectionBy(sw, &by[i]).Word))
		}
		return Detection{Word: Join(", ", words...)}
	case seen:
		return Detection{l.After(d) + l.inGroups(sw, d), l.punctual(sw, d)}
	case sw.Kind.AtBalancer():
		return Detection{l.Say("nothing to notice"), l.Say("an order to HAProxy")}
	case sw.Outage.Door:
		return Detection{Word: l.Say("nothing to notice")}
	case sw.OutAlready() != "":
		return Detection{l.Say("nothing to notice"), l.Say("it was out already")}
	case sw.Moments[stopwatch.Detected].Seen(), sw.Unwatched():
		return Detection{Word: l.Say("not known")}
	case !sw.Undetected():
		return Detection{Word: l.Say("not yet")}
	}
	return Detection{l.Say("never"), l.missed(sw)}
}

// DetectionBy compares when one of several balancers noticed with what its configuration predicted.
func (l Lang) DetectionBy(sw *stopwatch.Stopwatch, n *stopwatch.Notice) Detection {
	d, seen := sw.OutAfter(n)
	e := &n.Expected
	switch over := sw.Moments[stopwatch.Healed].Seen() || sw.Done; {
	case seen && sw.LateAt(n):
		return Detection{l.After(d), l.Say("late by %s", l.Secs(d-sw.BoundAt(n)))}
	case seen && sw.JudgedAt(n):
		return Detection{l.After(d), l.Say("in time")}
	case seen && e.Known && e.Never:
		return Detection{l.After(d), l.Say("though nothing that is configured would notice")}
	case seen:
		return Detection{Word: l.After(d)}
	case n.Out.Seen(), over && sw.Bygone():
		return Detection{Word: l.Say("not known")}
	case over && e.Known && e.Never:
		return Detection{l.Say("never"), l.Say("as expected")}
	case over && sw.JudgedAt(n):
		return Detection{l.Say("never"), l.Say("missed")}
	case over:
		return Detection{Word: l.Say("never")}
	}
	return Detection{Word: l.Say("not yet")}
}

// inGroups says, of a node that is several servers of one HAProxy, when the last of them was taken out.
func (l Lang) inGroups(sw *stopwatch.Stopwatch, first time.Duration) string {
	last, all := sw.OutEverywhere()
	n := Count(int64(len(sw.Notices)))
	switch {
	case len(sw.Notices) < 2:
		return ""
	case !all:
		return l.Say(", not in all of its %s backends", n)
	case last-first >= 5*time.Millisecond:
		return l.Say(", in all of its %s backends %s", n, l.After(last))
	}
	return ""
}

func (l Lang) punctual(sw *stopwatch.Stopwatch, d time.Duration) string {
	switch {
	case !sw.Expected.Known:
		return ""
	case sw.Expected.Never:
		return l.Say("though nothing that is configured would notice")
	case sw.Late():
		return l.Say("late by %s", l.Secs(d-sw.Bound()))
	case d-sw.Moments[stopwatch.Detected].Within > sw.Bound():
		return l.Say("in time, allowing for late timers")
	}
	return l.Say("in time")
}

// missed judges a fault that was never noticed: a short one need not have been.
func (l Lang) missed(sw *stopwatch.Stopwatch) string {
	open, ok := sw.Since(stopwatch.Healed)
	switch {
	case !sw.Expected.Known:
		return ""
	case sw.Expected.Never:
		return l.Say("as expected")
	case ok && sw.Soon(open):
		return l.Say("healed before it had to be noticed")
	}
	return l.Say("missed")
}

// Bound is the latest expected detection, in words.
func (l Lang) Bound(sw *stopwatch.Stopwatch) string {
	switch {
	case !sw.Expected.Known:
		return l.Say("not known")
	case sw.Expected.Never:
		return l.Say("never")
	}
	return l.AtMost(sw.Bound())
}

// BoundBy is the latest expected detection by one of several balancers, in words.
func (l Lang) BoundBy(sw *stopwatch.Stopwatch, n *stopwatch.Notice) string {
	switch {
	case !n.Expected.Known:
		return l.Say("not known")
	case n.Expected.Never:
		return l.Say("never")
	}
	return l.AtMost(sw.BoundAt(n))
}

// Begun is T0, or when the fault was requested if Docker has not reported it.
func Begun(sw *stopwatch.Stopwatch) time.Time {
	if m := sw.Moments[stopwatch.Injected]; m.Seen() {
		return m.At
	}
	return sw.At
}

// Meaning is a moment of a fault in words.
func (l Lang) Meaning(s stopwatch.Stage) string {
	switch s {
	case stopwatch.Injected:
		return l.Say("broken")
	case stopwatch.FirstSign:
		return l.Say("first sign")
	case stopwatch.Detected:
		return l.Say("noticed")
	case stopwatch.FirstFailed:
		return l.Say("first failed request")
	case stopwatch.LastFailed:
		return l.Say("last failed request")
	case stopwatch.Healed:
		return l.Say("healed")
	}
	return l.Say("back")
}
