package report

import (
	"time"

	"hadash/incident"
)

// verdict is how the detection of a fault went.
type verdict struct {
	word  string // "after 0.23 s", "never", "not yet", "nothing to detect"
	judge string // against what was expected: "in time", "late by 9.38 s", "missed"; "" when nothing can be said
}

// detection judges T2 against what the configuration let expect.
func (l Lang) detection(sw *incident.Stopwatch) verdict {
	d, seen := sw.Detection()
	switch {
	case seen:
		return verdict{l.say("after %s", l.secs(d)), l.punctual(sw, d)}
	case sw.Kind.AtBalancer():
		return verdict{l.say("nothing to detect"), l.say("an order to HAProxy")}
	case sw.OutAlready() != "":
		return verdict{l.say("nothing to detect"), l.say("it was out already")}
	case sw.Moments[incident.Detected].Seen(), sw.Unwatched():
		return verdict{word: l.say("not known")}
	case !undetected(sw):
		return verdict{word: l.say("not yet")}
	}
	return verdict{l.say("never"), l.missed(sw)}
}

// undetected reports a fault that was healed, or is over, and nobody had noticed it.
func undetected(sw *incident.Stopwatch) bool {
	over := sw.Moments[incident.Healed].Seen() || sw.Done
	return over && !sw.Unwatched() && sw.OutAlready() == "" && !sw.Moments[incident.Detected].Seen() && !sw.Kind.AtBalancer()
}

func (l Lang) punctual(sw *incident.Stopwatch, d time.Duration) string {
	switch {
	case !sw.Expected.Known:
		return ""
	case sw.Expected.Never:
		return l.say("though nothing that is configured would notice")
	case sw.Late():
		return l.say("late by %s", l.secs(d-sw.Bound()))
	case d-sw.Moments[incident.Detected].Within > sw.Bound():
		return l.say("in time but for late timers")
	}
	return l.say("in time")
}

// missed judges a fault that was never detected: a short one need not have been.
func (l Lang) missed(sw *incident.Stopwatch) string {
	open, ok := sw.Since(incident.Healed)
	switch {
	case !sw.Expected.Known:
		return ""
	case sw.Expected.Never:
		return l.say("as expected")
	case ok && sw.Soon(open):
		return l.say("healed before it had to be noticed")
	}
	return l.say("missed")
}

// bound is the latest detection that was expected, in words.
func (l Lang) bound(sw *incident.Stopwatch) string {
	switch {
	case !sw.Expected.Known:
		return l.say("not known")
	case sw.Expected.Never:
		return l.say("never")
	}
	return l.say("at most %s", l.secs(sw.Bound()))
}

// begun is T0, or when the fault was asked for while Docker has not told of it.
func begun(sw *incident.Stopwatch) time.Time {
	if m := sw.Moments[incident.Injected]; m.Seen() {
		return m.At
	}
	return sw.At
}
