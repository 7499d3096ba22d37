package nginxlog

import (
	"strings"

	"hadash/collectors/lineform"
)

// Unread says why neither Access nor Combined can parse a line that looks like one of the access log: "status is
// \"-\"". It returns false for a line that does not look like one.
func Unread(text string) (why string, ok bool) {
	text = unwrapped(text)
	if !strings.HasPrefix(text, "{") {
		return unreadText(text)
	}
	var f found
	l := loose{rest: text, each: f.take}
	whole := l.object("", 0) && lineform.Blank(l.rest) == ""
	switch {
	case !f.access():
		return "", false
	case !whole && l.last == "":
		return "it is not JSON", true
	case !whole && strings.HasSuffix(strings.TrimSpace(text), "}"):
		return "it is not valid JSON after " + lineform.Quote(l.last), true
	case !whole:
		return "it is cut off after " + lineform.Quote(l.last), true
	case !f.has(status):
		return "it has no status", true
	}
	return "status is " + lineform.Quote(f.value[status]), true
}

// unreadText does the same as Unread for a line in a custom format: one that holds a request or a session, together
// with nginx's $time_local, a protocol or a status.
func unreadText(text string) (why string, ok bool) {
	if strings.Contains(text, ", client: ") { // the rest of a message that spans lines
		return "", false
	}
	dated := afterTimeLocal(text) >= 0
	for _, m := range methods {
		for _, before := range [...]string{`"`, "'", "=", ":", " ", "\t", "|"} {
			if _, rest, found := strings.Cut(text, before+m+" /"); found && (dated || strings.Contains(rest, " HTTP/")) {
				return notRead, true
			}
		}
		// Such as method=GET uri=/ status=200, and the same in LTSV.
		if (strings.Contains(text, "method="+m) || strings.Contains(text, "method:"+m)) && hasStatus(text) {
			return notRead, true
		}
	}
	if dated && (strings.Contains(text, "] TCP ") || strings.Contains(text, "] UDP ")) { // of stream{}, as in its manual
		return notRead, true
	}
	return "", false
}

const notRead = "it is neither JSON nor nginx's default format"

var methods = [...]string{"GET", "POST", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"}

func hasStatus(text string) bool {
	for _, name := range [...]string{"status=", "status:", `status="`} {
		if _, rest, ok := strings.Cut(text, name); ok && len(rest) >= 3 {
			if _, ok := statusOf(rest[:3]); ok {
				return true
			}
		}
	}
	return false
}
