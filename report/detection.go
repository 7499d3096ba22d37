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
	switch {
	case seen:
		return Detection{l.After(d), l.punctual(sw, d)}
	case sw.Kind.AtBalancer():
		return Detection{l.Say("nothing to notice"), l.Say("an order to HAProxy")}
	case sw.OutAlready() != "":
		return Detection{l.Say("nothing to notice"), l.Say("it was out already")}
	case sw.Moments[stopwatch.Detected].Seen(), sw.Unwatched():
		return Detection{Word: l.Say("not known")}
	case !sw.Undetected():
		return Detection{Word: l.Say("not yet")}
	}
	return Detection{l.Say("never"), l.missed(sw)}
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
