// Package nginxlog reads nginx's access log, written as JSON, and the lines of its error log that
// are about upstreams.
package nginxlog

import (
	"strings"
	"time"

	"hadash/record"
)

// Access reads a line of the access log that is a JSON object with a status and upstream_addr, as
// stack/tuned/nginx.conf writes it. What is about upstreams is a list, with one part for each that
// was tried.
func Access(text string) (record.Access, bool) {
	var a record.Access
	if len(text) < 2 || text[0] != '{' || !strings.Contains(text, `"upstream_addr"`) {
		return a, false
	}
	var addr, status, took string
	ended := false
	ok := flat(text, func(key, value string) {
		switch key {
		case "time":
			a.At = instant(value)
		case "status":
			a.Status, ended = natural(value)
		case "method":
			a.Method = record.Clean(value)
		case "uri":
			a.URI = record.Clean(value)
		case "rt":
			a.Took = seconds(value)
		case "upstream_addr":
			addr = value
		case "upstream_status":
			status = value
		case "upstream_response_time":
			took = value
		}
	})
	if !ok || !ended || !record.HTTPStatus(a.Status) {
		return record.Access{}, false
	}
	a.Upstreams = attempts(addr, status, took)
	return a, true
}

// attempts reads the lists of ngx_http_upstream_module: a comma comes before the next server of the
// same group, a colon between spaces before one of another group (an internal redirect).
func attempts(addr, status, took string) []record.Attempt {
	if addr == "" || addr == "-" {
		return nil
	}
	list := make([]record.Attempt, 0, 1+strings.Count(addr, ","))
	for addr != "" {
		var a record.Attempt
		var s, t string
		a.Addr, addr = next(addr)
		s, status = next(status)
		t, took = next(took)
		a.Addr = record.Clean(a.Addr)
		if n, ok := natural(s); ok && record.HTTPStatus(n) {
			a.Status = n // "-" when it never answered
		}
		a.Took = seconds(t)
		list = append(list, a)
	}
	return list
}

// next takes the first part off a list.
func next(list string) (part, rest string) {
	comma, colon := strings.Index(list, ", "), strings.Index(list, " : ")
	switch {
	case comma < 0 && colon < 0:
		return list, ""
	case colon < 0 || comma >= 0 && comma < colon:
		return list[:comma], list[comma+2:]
	}
	return list[:colon], list[colon+3:]
}

// seconds reads "0.119"; anything else is 0.
func seconds(s string) time.Duration {
	whole, ns, ok := decimal(s)
	took := time.Duration(ns)
	if !ok || int64(whole) > int64(record.MaxWait/time.Second) {
		return 0
	}
	return took + time.Duration(whole)*time.Second
}

// instant reads $msec: "1795409604.355"; anything that can be no time of a watch is the zero time.
func instant(s string) time.Time {
	whole, ns, ok := decimal(s)
	if !ok {
		return time.Time{}
	}
	return record.Instant(time.Unix(int64(whole), int64(ns)).UTC())
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
