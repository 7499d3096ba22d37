package haproxycfg

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// units are those of configuration.txt 2.5, "Time format". A number alone is in milliseconds.
var units = map[string]time.Duration{
	"": time.Millisecond, "us": time.Microsecond, "ms": time.Millisecond,
	"s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour,
}

// longest is what HAProxy takes, "2147483647 ms or ~24.8 days"; it refuses to start with more.
const longest = math.MaxInt32 * time.Millisecond

// duration reads "200ms". It refuses what HAProxy does: signs, fractions, two units, and too much.
func duration(text string) (time.Duration, bool) {
	number := strings.TrimRight(text, "dhmsu")
	unit, ok := units[text[len(number):]]
	n, err := strconv.ParseUint(number, 10, 63)
	if err != nil || !ok || n > uint64(longest/unit) {
		return 0, false
	}
	return time.Duration(n) * unit, true
}

// setDuration leaves to as it is unless text is a duration of at least least.
func setDuration(to *time.Duration, text string, least time.Duration) {
	if d, ok := duration(text); ok && d >= least {
		*to = d
	}
}

// setCount leaves to as it is unless text is a number of at least least.
func setCount(to *int, text string, least int) {
	if n, err := strconv.ParseInt(text, 10, 32); err == nil && int(n) >= least {
		*to = int(n)
	}
}
