package nginxlog

import (
	"strings"
	"time"

	"hadash/record"
)

// statusOf parses $status, which has three digits: "009" is an answer that is not HTTP, "000" no answer.
func statusOf(s string) (int, bool) {
	n, ok := natural(s)
	return n, ok && len(s) == 3 && n < 600
}

// seconds parses "0.119"; anything else is 0.
func seconds(s string) time.Duration {
	whole, ns, ok := decimal(s)
	if !ok || whole > int(record.MaxWait/time.Second) {
		return 0
	}
	return time.Duration(whole)*time.Second + time.Duration(ns)
}

// nanoseconds parses a whole number of nanoseconds. With a point it is nginx's $request_time in seconds, put where
// Elastic's schema has nanoseconds: nginx cannot multiply.
func nanoseconds(s string) time.Duration {
	if strings.Contains(s, ".") {
		return seconds(s)
	}
	n, ok := natural(s)
	if !ok || n > int(record.MaxWait) {
		return 0
	}
	return time.Duration(n)
}

// lastSecond is the end of the year 9999: later times cannot be formatted.
const lastSecond = 253402300799

// instant parses $msec, "1795409604.355", the same in milliseconds without a point, $time_iso8601 and $time_local.
// within is one second for those without fractions.
func instant(s string) (at time.Time, within time.Duration) {
	if whole, ns, ok := decimal(s); ok {
		if whole > lastSecond && ns == 0 {
			whole, ns = whole/1000, whole%1000*int(time.Millisecond)
		}
		if whole == 0 || whole > lastSecond {
			return time.Time{}, 0
		}
		return record.Instant(time.Unix(int64(whole), int64(ns)).UTC()), 0
	}
	layout := time.RFC3339
	if len(s) > 2 && s[2] == '/' {
		layout = "02/Jan/2006:15:04:05 -0700"
	}
	at, err := time.Parse(layout, s)
	if err != nil {
		return time.Time{}, 0
	}
	if !strings.Contains(s, ".") {
		within = time.Second
	}
	return record.Instant(at.UTC()), within
}

// decimal parses a decimal number of seconds: the whole seconds and the nanoseconds.
func decimal(s string) (whole, ns int, ok bool) {
	left, right, _ := strings.Cut(s, ".")
	whole, ok = natural(left)
	if !ok || len(right) > 9 {
		return 0, 0, false
	}
	if right != "" {
		ns, ok = natural(right)
	}
	for range 9 - len(right) {
		ns *= 10
	}
	return whole, ns, ok
}

// natural parses a number that consists of digits only.
func natural(s string) (int, bool) {
	if s == "" || len(s) > 18 {
		return 0, false
	}
	n := 0
	for i := range len(s) {
		d := s[i] - '0'
		if d > 9 {
			return 0, false
		}
		n = n*10 + int(d)
	}
	return n, true
}
