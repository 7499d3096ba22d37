package nginxcfg

import (
	"math"
	"strconv"
	"strings"
	"time"
)

const day = 24 * time.Hour

// unit is one of nginx's units of time ("Configuration file measurement units"). In a value the longer ones come first.
type unit struct {
	name string
	is   time.Duration
}

// The units of the directives that count in seconds, and of those that count in milliseconds (ngx_parse_time).
var (
	inSeconds = []unit{{"y", 365 * day}, {"M", 30 * day}, {"w", 7 * day}, {"d", day}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}}
	inMillis  = []unit{{"w", 7 * day}, {"d", day}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}, {"ms", time.Millisecond}}
)

// duration parses "75ms" or "1m 30s". A number without a unit is in seconds, and must be the last.
func duration(text string, units []unit) (sum time.Duration, ok bool) {
	rest := text
	for rest != "" {
		var number, name string
		number, rest = span(rest, func(c byte) bool { return c >= '0' && c <= '9' })
		name, rest = span(rest, func(c byte) bool { return c >= 'A' && c <= 'z' })
		each := time.Second
		if name != "" {
			i := 0
			for i < len(units) && units[i].name != name {
				i++
			}
			if i == len(units) {
				return 0, false
			}
			each, units = units[i].is, units[i+1:]
		} else if units = nil; rest != "" {
			return 0, false
		}
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil || n > int64((math.MaxInt64-sum)/each) {
			return 0, false
		}
		rest = strings.TrimLeft(rest, " ")
		sum, ok = sum+time.Duration(n)*each, true
	}
	return sum, ok
}

// span splits text before the first byte for which in is false.
func span(text string, in func(byte) bool) (head, tail string) {
	i := 0
	for i < len(text) && in(text[i]) {
		i++
	}
	return text[:i], text[i:]
}

// count parses a number that is 0 or more.
func count(text string) (int, bool) {
	n, err := strconv.ParseUint(text, 10, 31)
	return int(n), err == nil
}
