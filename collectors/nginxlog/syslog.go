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
func unwrapped(text string) string {
	if text == "" || text[0] == '{' {
		return text
	}
	if bare, ok := lineform.CutName(text); ok {
		text = bare
	}
	i := strings.Index(text[:min(len(text), longestHeader)], ": ")
	if i < 0 {
		return text
	}
	header := text[:i]
	if i > 0 && text[0] == '<' || strings.HasSuffix(header, " nginx") || strings.Contains(header, " nginx[") {
		return text[i+2:]
	}
	return text
}
