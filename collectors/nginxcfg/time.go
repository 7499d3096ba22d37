package nginxcfg

import (
	"math"
	"strconv"
	"strings"
	"time"
)

const day = 24 * time.Hour

// units are nginx's ("Configuration file measurement units"). A number alone is in seconds.
var units = map[string]time.Duration{
	"": time.Second, "ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour,
	"d": day, "w": 7 * day, "M": 30 * day, "y": 365 * day,
}

// duration reads "75ms" or "1m30s".
func duration(text string) (sum time.Duration, ok bool) {
	rest := strings.TrimSpace(text)
	for rest != "" {
		var number, unit string
		number, rest = span(rest, func(c byte) bool { return c >= '0' && c <= '9' })
		unit, rest = span(rest, func(c byte) bool { return c >= 'A' && c <= 'z' })
		rest = strings.TrimLeft(rest, " ")
		n, err := strconv.ParseInt(number, 10, 64)
		each, known := units[unit]
		if err != nil || !known || n > int64((math.MaxInt64-sum)/each) {
			return 0, false
		}
		sum, ok = sum+time.Duration(n)*each, true
	}
	return sum, ok
}

// span cuts text where the first byte is that is not in.
func span(text string, in func(byte) bool) (head, tail string) {
	i := 0
	for i < len(text) && in(text[i]) {
		i++
	}
	return text[:i], text[i:]
}

// setDuration leaves to as it is unless text is a duration.
func setDuration(to *time.Duration, text string) {
	if d, ok := duration(text); ok {
		*to = d
	}
}

// setCount leaves to as it is unless text is a number, 0 or more.
func setCount(to *int, text string) {
	if n, err := strconv.ParseUint(text, 10, 31); err == nil {
		*to = int(n)
	}
}
