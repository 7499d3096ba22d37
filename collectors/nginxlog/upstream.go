package nginxlog

import (
	"strings"

	"hadash/record"
)

// Upstream parses a line of the error log that reports a problem with an upstream, of http{} or stream{}.
//
//	2026/11/23 02:43:24 [error] 26715#26715: *6 connect() failed (111: Connection refused) while connecting to upstream,
//	client: 127.0.0.1, server: , request: "GET /x HTTP/1.1", upstream: "http://127.0.0.1:28081/x", host: "127.0.0.1:28080"
//
//	2026/11/29 12:00:03 [error] 12#12: *69 connect() failed (111: Connection refused) while connecting to upstream,
//	client: 10.1.1.4, server: 0.0.0.0:443, upstream: "10.9.0.11:443", bytes from/to client:0/0, bytes from/to upstream:0/0
func Upstream(text string) (record.UpstreamError, bool) {
	var e record.UpstreamError
	level, rest, ok := Level(text)
	if !ok {
		return e, false
	}
	message, facts, ok := cutClient(rest)
	if !ok {
		return e, false
	}
	e.Level = level
	var named bool
	e.Request, e.Addr, named = requestAndUpstream(facts)
	if i := strings.LastIndex(message, " while "); i >= 0 {
		message, e.While = message[:i], message[i+len(" while "):]
	}
	e.Errno = errno(message)
	e.Kind = kindOf(message, e.Errno)
	switch {
	case e.Kind == record.UpstreamUnresolved:
		e.Addr, e.Errno = strings.TrimSpace(message[:strings.Index(message, unresolved)]), 0
	case e.Addr == "":
		e.Addr = connectedTo(message)
	}
	return e, about(&e, message, named)
}

// about reports whether a line says that an attempt at an upstream failed. Output of a program behind FastCGI, slow or
// large answers, and problems with the client do not count.
func about(e *record.UpstreamError, message string, named bool) bool {
	switch {
	case e.Kind == record.UpstreamDisabled, e.Kind == record.UpstreamUnresolved && Grave(e.Level):
		return true
	case !Grave(e.Level), strings.HasPrefix(message, "FastCGI sent in stderr"):
		return false
	case e.Kind == record.UpstreamOther, e.Kind == record.UpstreamReset, e.Kind == record.UpstreamTLS:
		return !strings.Contains(e.While, " client") && (named || strings.Contains(e.While, "upstream"))
	}
	return true
}

// connectedTo returns the address in "connect() to 10.9.0.11:80 failed": there is no other when the rest of a line is
// cut off.
func connectedTo(message string) string {
	addr, ok := strings.CutPrefix(message, "connect() to ")
	if end := strings.LastIndex(addr, " failed ("); ok && end >= 0 {
		return addr[:end]
	}
	return ""
}

// Level splits the date, the level, the process and the connection off a line of the error log.
func Level(text string) (level, rest string, ok bool) {
	text = unwrapped(text)
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

// errno returns the number of "(111: Connection refused)".
func errno(message string) int {
	i := strings.LastIndex(message, " (")
	if i < 0 {
		return 0
	}
	number, _, colon := strings.Cut(message[i+2:], ": ")
	n, ok := natural(number)
	if !colon || !ok || n > 1<<16 {
		return 0
	}
	return n
}
