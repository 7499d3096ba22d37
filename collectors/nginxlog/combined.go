package nginxlog

import (
	"strings"

	"hadash/record"
)

// Combined parses a line of the access log in nginx's default format, "combined". It holds nothing about upstreams.
//
//	172.28.44.50 - - [23/Nov/2026:05:00:17 +0000] "GET /profile/?id=2059 HTTP/1.1" 502 157 "-" "Grafana k6/1.8.1"
func Combined(text string) (record.Access, bool) {
	var a record.Access
	text = unwrapped(text)
	i := afterTimeLocal(text)
	if i < 0 || !strings.HasPrefix(text[i:], ` "`) {
		return a, false
	}
	// A quote inside the request is written as \x22, so the next one ends it.
	request, rest, ok := strings.Cut(text[i+2:], `" `)
	status, rest, _ := strings.Cut(rest, " ")
	size, rest, _ := strings.Cut(rest, " ")
	_, sized := natural(size)
	var known bool
	if a.Status, known = statusOf(status); !ok || !sized || !known {
		return record.Access{}, false
	}
	a.Method, a.URI = requested(request)
	a.Own = own(lastQuoted(rest))
	a.Untimed = true
	a.URI, _, _ = strings.Cut(a.URI, "?") // like $uri: a query may hold secrets
	return a, true
}

// lastQuoted returns the User-Agent of `"-" "Grafana k6/1.8.1"`. Quotes in it are escaped, as in the whole line.
func lastQuoted(rest string) string {
	rest, ok := strings.CutSuffix(strings.TrimRight(rest, " "), `"`)
	if !ok {
		return ""
	}
	return rest[strings.LastIndexByte(rest, '"')+1:]
}

// afterTimeLocal returns where "[23/Nov/2026:05:00:17 +0000]" ends in a line, or -1. A user's name may hold a bracket.
func afterTimeLocal(text string) int {
	const length = len("[23/Nov/2026:05:00:17 +0000]")
	for i := 0; i+length <= len(text); i++ {
		if text[i] == '[' && text[i+3] == '/' && text[i+7] == '/' && text[i+12] == ':' && text[i+21] == ' ' && text[i+length-1] == ']' {
			return i + length
		}
	}
	return -1
}
