// Package nginxlog parses nginx's access log, written as JSON or in nginx's default format, and the lines of its error
// log that concern upstreams.
package nginxlog

import (
	"strings"

	"hadash/collectors/lineform"
	"hadash/record"
)

// Access parses a line of the access log that is a JSON object, or nearly one: in the format of stack/tuned/nginx.conf,
// or with nginx's own variable names, or those of Elastic's and Logstash's schemas, in objects nested to any depth.
func Access(text string) (record.Access, bool) {
	text = unwrapped(text)
	if len(text) < 2 || text[0] != '{' {
		return record.Access{}, false
	}
	var f found
	if !lineform.Object(text, f.quick) {
		return nearly(text)
	}
	return f.read()
}

// nearly parses what lineform.Object cannot.
func nearly(text string) (record.Access, bool) {
	var f found
	if !f.slowly(text) {
		return record.Access{}, false
	}
	return f.read()
}

// quick does the same as take, and is fast for the names of stack/tuned/nginx.conf, which come by the thousand.
func (f *found) quick(key, value string) {
	var s slot
	switch key {
	case "time":
		s = ended
	case "status":
		s = status
	case "method":
		s = method
	case "uri":
		s = uri
	case "rt":
		s = took
	case "upstream_addr":
		s = addrs
	case "upstream_status":
		s = statuses
	case "upstream_response_time":
		s = times
	case "upstream_connect_time":
		return
	default:
		f.take(key, value)
		return
	}
	f.rank[s], f.value[s] = best, value
}

// slowly parses what lineform.Object cannot, and reports whether the line was complete.
func (f *found) slowly(text string) bool {
	l := loose{rest: text, each: f.take}
	return l.object("", 0) && lineform.Blank(l.rest) == ""
}

// read makes an Access of the values found.
func (f *found) read() (a record.Access, ok bool) {
	if a.Status, ok = statusOf(f.value[status]); !ok || !f.access() {
		return record.Access{}, false
	}
	a.At, a.Within = instant(f.value[ended])
	a.Method, a.URI = f.value[method], f.value[uri]
	if f.has(request) && (a.Method == "" || a.URI == "") {
		m, u := requested(f.value[request])
		a.Method, a.URI = firstOf(a.Method, m), firstOf(a.URI, u)
	}
	a.URI, _, _ = strings.Cut(a.URI, "?") // a query may hold secrets
	a.Method, a.URI = record.Clean(a.Method), record.Clean(a.URI)
	a.Own = own(f.value[agent])
	a.Took = seconds(f.value[took])
	if !f.has(took) {
		a.Took = nanoseconds(f.value[tookNS])
	}
	a.Untimed = !f.has(took) && !f.has(tookNS)
	a.Upstreams = attempts(f.value[addrs], f.value[statuses], f.value[times], f.has(statuses))
	a.Unsent = f.has(addrs) && len(a.Upstreams) == 0
	return a, true
}

// own reports whether a User-Agent is that of hadash itself, which polls nginx and other programs.
func own(agent string) bool { return agent == "hadash" || strings.HasPrefix(agent, "hadash/") }

// requested splits "GET /x?y HTTP/1.1".
func requested(line string) (method, uri string) {
	if line == "-" {
		return "", "" // nothing was read of the request
	}
	method, rest, _ := strings.Cut(line, " ")
	uri, _, _ = strings.Cut(rest, " ")
	return method, uri
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
