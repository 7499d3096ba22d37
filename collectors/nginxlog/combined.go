package nginxlog

import (
	"strings"

	"hadash/record"
)

// Combined reads a line of the access log in nginx's own format, "combined", which it writes when no
// other is asked for. There is nothing about upstreams in it.
//
//	172.28.44.50 - - [23/Nov/2026:05:00:17 +0000] "GET /profile/?id=2059 HTTP/1.1" 502 157 "-" "Grafana k6/1.8.1"
func Combined(text string) (record.Access, bool) {
	var a record.Access
	_, rest, ok := strings.Cut(text, " [")
	if !ok || len(rest) < 29 || rest[2] != '/' || rest[26:29] != `] "` {
		return a, false
	}
	// A quote inside the request is written as \x22, so the next one ends it.
	request, rest, ok := strings.Cut(rest[29:], `" `)
	status, rest, _ := strings.Cut(rest, " ")
	size, _, _ := strings.Cut(rest, " ")
	a.Status, _ = natural(status)
	if _, sized := natural(size); !ok || !sized || a.Status == 0 && status != "000" || !record.HTTPStatus(a.Status) {
		return record.Access{}, false
	}
	a.Method, rest, _ = strings.Cut(request, " ")
	a.URI, _, _ = strings.Cut(rest, " ")
	a.URI, _, _ = strings.Cut(a.URI, "?") // as $uri: a query may hold what nobody should read
	return a, true
}
