package report

import (
	"math"
	"slices"
	"strings"
	"time"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/record"
	"hadash/units"
	"hadash/wording"
)

// Count writes a number with thin groups of three, as HAProxy's page does: 10 639 628.
func Count(n int64) string { return string(units.AppendCount(nil, n, units.Thin)) }

// IfCounted formats a number, or "-" if nobody counted.
func IfCounted(n int64, counted bool) string {
	if !clients.Known(n, counted) {
		return "-"
	}
	return Count(n)
}

// AtLeast formats a number as a lower bound if there may have been more.
func AtLeast(n int64, least bool) string {
	if least {
		return "≥ " + Count(n)
	}
	return Count(n)
}

// WholeOf is the nearest int64: Go's own conversion turns a number that no int64 holds into the smallest one.
func WholeOf(v float64) int64 {
	n, ok := record.Whole(v)
	switch {
	case ok:
		return n
	case v > 0:
		return math.MaxInt64
	}
	return 0
}

// Length formats a duration for people: 850 ms, 12.3 s, 4 min 5 s, 3 h 8 min.
func Length(d time.Duration) string { return string(units.English.AppendTook(nil, d)) }

// Rate formats a rate, "-" if it is not known.
func Rate(r float64) string {
	if !units.KnownRate(r) {
		return "-"
	}
	return string(units.AppendRate(nil, r, units.Thin))
}

// Share formats a share with the digits that matter: 0.066 %.
func Share(percent float64) string {
	if math.IsNaN(percent) || math.IsInf(percent, 0) {
		return "-"
	}
	return string(units.AppendShare(nil, percent))
}

// Rate formats a rate per second with its unit: HAProxy's sessions are not requests.
func (l Lang) Rate(r float64, of incident.Unit) string {
	switch text := Rate(r); {
	case text == "-":
		return text
	case of == incident.Sessions:
		return l.Say("%s sess", text)
	default:
		return l.Say("%s req", text)
	}
}

func (l Lang) units() *units.Lang { return wording.Lang(l).Units() }

// Secs formats the distance between two moments: 9.47 s.
func (l Lang) Secs(d time.Duration) string { return string(l.units().AppendExact(nil, d)) }

// After is Secs as a part of a sentence: "after 9.47 s", or "at once" where that would be after nothing.
func (l Lang) After(d time.Duration) string {
	if d < 5*time.Millisecond {
		return l.Say("at once")
	}
	return l.Say("after %s", l.Secs(d))
}

// Apart formats the distance from a fault with its sign: +9.47 s.
func (l Lang) Apart(d time.Duration) string {
	if d < 0 {
		return "-" + l.Secs(d.Abs())
	}
	return "+" + l.Secs(d)
}

// AtMost formats a bound: ≤ 13.1 s.
func (l Lang) AtMost(d time.Duration) string { return string(l.units().AppendBound(nil, d)) }

// Set formats a configured duration: 250 ms, 2 s.
func (l Lang) Set(d time.Duration) string { return string(l.units().AppendSet(nil, d)) }

// Wait formats how long a request took: 14 ms, 8.7 s.
func (l Lang) Wait(d time.Duration) string { return string(l.units().AppendTook(nil, d)) }

// Lasted formats how long something took, in whole seconds or larger units: 39 s, 1 min 29 s.
func (l Lang) Lasted(d time.Duration) string { return string(l.units().AppendLong(nil, d)) }

// Join joins the nonempty parts.
func Join(sep string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(parts), func(s string) bool { return s == "" }), sep)
}
