package nginxlog

import (
	"strings"

	"hadash/collectors/lineform"
)

// longestHeader is the longest syslog prefix of a line: priority, date, host and program.
const longestHeader = 160

// unwrapped removes syslog's header from a line, as nginx writes it ("access_log syslog:...") and as syslog daemons do, and
// the name that a process manager puts before it:
//
//	nginx.1 | 127.0.0.1 - - ...
//	<187>Nov 29 12:00:18 web1 nginx: 2026/11/29 12:00:18 [error] ...
//	2026-11-29T12:00:18.123456+00:00 web1 nginx[7]: {"time":...}
//	<190>1 2026-11-29T12:00:18+00:00 web1 edge - - -  {"time":...}
func unwrapped(text string) string {
	if text == "" || text[0] == '{' {
		return text
	}
	if bare, ok := lineform.CutName(text); ok {
		text = bare
	}
	text = strings.TrimPrefix(text, lineform.ByteOrderMark)
	rest, _, marked := lineform.CutPriority(text)
	if marked {
		if bare, _, ok := lineform.CutHeader(rest); ok {
			return bare
		}
	}
	after, _, dated := lineform.CutDate(rest)
	if !marked && (!dated || strings.HasPrefix(after, "[")) { // the date of the error log
		return text
	}
	i := strings.Index(after[:min(len(after), longestHeader)], ": ")
	switch {
	case i < 0 && !marked:
		return text
	case i < 0:
		return after
	case marked, sent(after[:i]):
		return strings.TrimPrefix(after[i+2:], lineform.ByteOrderMark)
	}
	return text
}

// sent reports whether the text between a date and ": " is the host and the tag of syslog: "web1 nginx[7]".
func sent(header string) bool {
	host, tag, ok := strings.Cut(header, " ")
	if !ok {
		host, tag = "-", header // without a host
	}
	return host != "" && tag != "" && !strings.ContainsAny(host, `/"'()[]`) && !strings.ContainsAny(tag, ` /"'()`)
}
