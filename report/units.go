package report

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/record"
)

// Count writes a number with thin groups of three, as HAProxy's page does: 10 639 628.
func Count(n int64) string {
	s := strconv.FormatInt(n, 10)
	neg := strings.HasPrefix(s, "-")
	s = strings.TrimPrefix(s, "-")
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u202f" + s[i:] // a narrow space that does not break
	}
	if neg {
		return "-" + s
	}
	return s
}

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

// Length formats a duration for people: 850ms, 12.3s, 4m05s, 3h08m, 2d03h.
func Length(d time.Duration) string {
	switch {
	case d < time.Second:
		return d.Round(time.Millisecond).String()
	case d < time.Minute:
		return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + "s"
	case d < time.Hour:
		return fmt.Sprintf("%dm%02ds", d/time.Minute, d%time.Minute/time.Second)
	case d < 24*time.Hour:
		return fmt.Sprintf("%dh%02dm", d/time.Hour, d%time.Hour/time.Minute)
	}
	return fmt.Sprintf("%dd%02dh", d/(24*time.Hour), d%(24*time.Hour)/time.Hour)
}

func Rate(r float64) string {
	if !(r >= 0) || math.IsInf(r, 0) {
		return "-"
	}
	return strconv.FormatFloat(r, 'f', 1, 64)
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

// Secs formats a duration in seconds, as for all distances between moments.
func (l Lang) Secs(d time.Duration) string { return l.Say("%.2f s", d.Seconds()) }

// Wait formats how long a request took, with no more digits than the clients' record has.
func (l Lang) Wait(d time.Duration) string {
	switch {
	case d < 10*time.Millisecond:
		return l.Say("%.1f ms", float64(d)/float64(time.Millisecond))
	case d < time.Second:
		return l.Say("%d ms", d.Round(time.Millisecond).Milliseconds())
	}
	return l.Secs(d)
}

// Ms writes milliseconds as k6 does.
func (l Lang) Ms(d time.Duration) string {
	return l.Say("%.2f ms", float64(d)/float64(time.Millisecond))
}

// Lasted formats how long something took, with its units.
func (in Lang) Lasted(d time.Duration) string {
	switch s := int(d.Seconds() + 0.5); {
	case d < time.Minute:
		return in.Say("%d s", s)
	case d < time.Hour:
		return Join(" ", in.Say("%d min", s/60), in.unlessZero("%d s", s%60))
	default:
		return Join(" ", in.Say("%d h", s/3600), in.unlessZero("%d min", s/60%60))
	}
}

func (in Lang) unlessZero(format string, n int) string {
	if n == 0 {
		return ""
	}
	return in.Say(format, n)
}

// Join joins the nonempty parts.
func Join(sep string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(parts), func(s string) bool { return s == "" }), sep)
}
