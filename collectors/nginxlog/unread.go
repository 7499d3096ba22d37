package nginxlog

import (
	"strings"

	"hadash/record"
)

// longestField is how much is quoted of a field that could not be read.
const longestField = 40

// Unread says why a line that looks like one of the access log is none that Access or Combined can read: "status is
// \"-\"". It is false for a line that does not look like one.
func Unread(text string) (why string, ok bool) {
	text = unwrapped(text)
	if !strings.HasPrefix(text, "{") {
		return unreadText(text)
	}
	var f found
	l := loose{rest: text, each: f.take}
	whole := l.object("", 0) && blank(l.rest) == ""
	switch {
	case !f.access():
		return "", false
	case !whole && l.last == "":
		return "it is no JSON", true
	case !whole && strings.HasSuffix(strings.TrimSpace(text), "}"):
		return "it is no JSON after " + field(l.last), true
	case !whole:
		return "it breaks off after " + field(l.last), true
	case !f.has(status):
		return "it has no status", true
	}
	return "status is " + field(f.value[status]), true
}

// unreadText is Unread for a line in a format of its own: one that has nginx's $time_local and a request.
func unreadText(text string) (why string, ok bool) {
	if afterTimeLocal(text) < 0 {
		return "", false
	}
	for _, m := range [...]string{"GET ", "POST ", "HEAD ", "PUT ", "DELETE ", "PATCH ", "OPTIONS "} {
		if strings.Contains(text, `"`+m+"/") {
			return "it is neither JSON nor nginx's own format", true
		}
	}
	return "", false
}

// field quotes a key or a value of a line.
func field(s string) string {
	s = record.Clean(s)
	if len(s) > longestField {
		s = strings.ToValidUTF8(s[:longestField], "") + "..."
	}
	return `"` + s + `"`
}
