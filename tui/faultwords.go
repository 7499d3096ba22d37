package tui

import (
	"strconv"

	"hadash/record"
)

// does says what a fault does to its target, in a few words.
func does(f record.Fault) string {
	switch f.Kind {
	case record.Stop:
		return "SIGTERM, some grace, then SIGKILL"
	case record.Kill:
		return "SIGKILL: gone at once"
	case record.Crash:
		return "its process ends as if by itself"
	case record.Restart:
		return "stop and start; heals itself"
	case record.Pause:
		return "frozen: accepts, never answers"
	case record.Cut:
		return "off the network: no packet passes"
	case record.Slow:
		return amount(f) + " of one CPU"
	case record.Delay:
		return "each packet it sends " + amount(f) + " late"
	case record.Loss:
		return amount(f) + " of the packets it sends lost"
	case record.SetMaint:
		return "HAProxy sends and checks nothing"
	case record.SetDrain:
		return "HAProxy sends it nothing new"
	case record.SetWeight:
		return "HAProxy gives it " + amount(f) + " of its share"
	}
	return ""
}

// broken is what the target is while the fault is open: "stopped", "slowed to 2 %". What somebody else
// slowed down has no amount that anybody knows.
func broken(f record.Fault) string {
	word, how := string(f.Kind), ""
	switch f.Kind {
	case record.Stop:
		word = "stopped"
	case record.Kill:
		word = "killed"
	case record.Crash:
		word = "crashed"
	case record.Restart:
		word = "restarting"
	case record.Pause:
		word = "paused"
	case record.Cut:
		word = "cut off"
	case record.Slow:
		word, how = "slowed", " to "
	case record.Delay:
		word, how = "delayed", " by "
	case record.Loss:
		word, how = "losing", " "
	case record.SetMaint:
		word = "in maint"
	case record.SetDrain:
		word = "draining"
	case record.SetWeight:
		return "at weight " + amount(f)
	}
	if how == "" || f.Amount == 0 {
		return word
	}
	return word + how + amount(f)
}

// amount is a fault's Amount with its unit.
func amount(f record.Fault) string {
	if f.Kind == record.Delay {
		return strconv.Itoa(f.Amount) + " ms"
	}
	return strconv.Itoa(f.Amount) + " %"
}

// takesOut reports whether a fault ends its target's service, so that what is left must carry it.
func takesOut(f record.Fault) bool {
	switch f.Kind {
	case record.Delay:
		return false
	case record.Loss:
		return f.Amount >= f.Kind.Most()
	case record.SetWeight:
		return f.Amount == 0
	}
	return true
}

// The amounts that a fault can be given, step by step.
var (
	percents = []int{0, 1, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100}
	millis   = []int{10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 30000, 60000}
)

// step is the next amount in a direction, +1 or -1; the same where there is none. Only a weight can be 0.
func step(kind record.FaultKind, from, by int) int {
	ladder := percents
	if kind == record.Delay {
		ladder = millis
	}
	at := from
	for _, n := range ladder {
		if n > kind.Most() || n == 0 && kind != record.SetWeight {
			continue
		}
		if by > 0 && n > from {
			return n
		}
		if by < 0 && n < from {
			at = n
		}
	}
	return at
}
