package nginxlog

import (
	"strings"

	"hadash/record"
)

// kinds are the beginnings of what nginx says of an upstream (src/http/ngx_http_upstream.c,
// src/event/ngx_event_connect.c).
var kinds = []struct {
	begin string
	kind  record.UpstreamKind
}{
	{"connect() failed", record.UpstreamRefused},
	{"upstream timed out", record.UpstreamTimeout},
	{"upstream prematurely closed", record.UpstreamClosed},
	{"recv() failed", record.UpstreamReset},
	{"readv() failed", record.UpstreamReset},
	{"no live upstreams", record.UpstreamNoLive},
	{"upstream server temporarily disabled", record.UpstreamDisabled},
}

// Upstream reads a line of the error log that tells of trouble with an upstream.
//
//	2026/11/23 02:43:24 [error] 26715#26715: *6 connect() failed (111: Connection refused) while connecting to upstream,
//	client: 127.0.0.1, server: , request: "GET /x HTTP/1.1", upstream: "http://127.0.0.1:28081/x", host: "127.0.0.1:28080"
func Upstream(text string) (record.UpstreamError, bool) {
	var e record.UpstreamError
	level, rest, ok := Level(text)
	if !ok {
		return e, false
	}
	message, facts, ok := strings.Cut(rest, ", client: ")
	url, told := quotedFact(facts, "upstream: ")
	if !ok || !told {
		return e, false
	}
	e.Level, e.Addr = level, addrOf(url)
	e.Request, _ = quotedFact(facts, "request: ")
	if i := strings.LastIndex(message, " while "); i >= 0 {
		message, e.While = message[:i], message[i+len(" while "):]
	}
	e.Kind, e.Errno = kindOf(message), errno(message)
	// "an upstream response is buffered to a temporary file" and the like are no trouble.
	return e, e.Kind != record.UpstreamOther || Grave(level)
}

// Level takes the date, the level, the process and the connection off a line of the error log.
func Level(text string) (level, rest string, ok bool) {
	const date = len("2026/11/23 02:43:24 ")
	if len(text) < date+3 || text[4] != '/' || text[7] != '/' || text[13] != ':' || text[date] != '[' {
		return "", text, false
	}
	level, rest, ok = strings.Cut(text[date+1:], "] ")
	if !ok || len(level) > len("notice") {
		return "", text, false
	}
	if _, after, ok := strings.Cut(rest, ": "); ok {
		rest = after
	}
	if strings.HasPrefix(rest, "*") {
		if _, after, ok := strings.Cut(rest, " "); ok {
			rest = after
		}
	}
	return level, rest, true
}

// Grave reports whether a level is error or worse.
func Grave(level string) bool {
	switch level {
	case "error", "crit", "alert", "emerg":
		return true
	}
	return false
}

func kindOf(message string) record.UpstreamKind {
	for _, k := range kinds {
		if strings.HasPrefix(message, k.begin) {
			return k.kind
		}
	}
	return record.UpstreamOther
}

// errno is the number of "(111: Connection refused)".
func errno(message string) int {
	_, rest, ok := strings.Cut(message, " (")
	number, _, colon := strings.Cut(rest, ": ")
	if !ok || !colon {
		return 0
	}
	n, _ := natural(number)
	return n
}

// quotedFact finds `name"value"` among what follows the message. A request may have quotes in it, so
// it ends where the next fact begins.
func quotedFact(facts, name string) (string, bool) {
	_, rest, ok := strings.Cut(facts, ", "+name+`"`)
	if !ok {
		return "", false
	}
	end := len(rest)
	for _, after := range [...]string{`", subrequest: "`, `", upstream: "`, `", host: "`, `", referrer: "`} {
		if i := strings.Index(rest, after); i >= 0 {
			end = min(end, i)
		}
	}
	if end == len(rest) {
		return strings.TrimSuffix(rest, `"`), true
	}
	return rest[:end], true
}

// addrOf is the part of an upstream's URL that $upstream_addr would be.
func addrOf(url string) string {
	if _, after, ok := strings.Cut(url, "://"); ok {
		url = after
	}
	if path, ok := strings.CutPrefix(url, "unix:"); ok {
		path, _, _ = strings.Cut(path, ":")
		return "unix:" + path
	}
	addr, _, _ := strings.Cut(url, "/")
	return addr
}
