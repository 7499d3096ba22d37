package nginxlog

import (
	"strings"
	"time"

	"hadash/record"
)

// statusOf reads $status, which has three digits: "009" is an answer that is no HTTP, "000" none at all.
func statusOf(s string) (int, bool) {
	n, ok := natural(s)
	return n, ok && len(s) == 3 && n < 600
}

// seconds reads "0.119"; anything else is 0.
func seconds(s string) time.Duration {
	whole, ns, ok := decimal(s)
	if !ok || whole > int(record.MaxWait/time.Second) {
		return 0
	}
	return time.Duration(whole)*time.Second + time.Duration(ns)
}

// nanoseconds reads a whole number of them. With a point it is nginx's $request_time, put where Elastic's schema has
// nanoseconds: nginx cannot multiply.
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

// lastSecond is the end of the year 9999: later times cannot be written down.
const lastSecond = 253402300799

// instant reads $msec, "1795409604.355", the same in milliseconds without a point, $time_iso8601 and $time_local. within is
// a second for those that have no fractions.
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
	for _, layout := range []string{time.RFC3339, "02/Jan/2006:15:04:05 -0700"} {
		at, err := time.Parse(layout, s)
		if err != nil {
			continue
		}
		if !strings.Contains(s, ".") {
			within = time.Second
		}
		return record.Instant(at.UTC()), within
	}
	return time.Time{}, 0
}

// decimal reads a number of seconds in digits: the whole ones and the nanoseconds.
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

// natural reads a number that is only digits.
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
