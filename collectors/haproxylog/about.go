package haproxylog

import "strings"

// About returns a name for the thing whose state a sentence reports. Such a sentence cannot be said twice without
// another sentence about the same thing in between. About returns "" for texts of which that is not known. For the
// state of a server the name is backend/server, for that of a backend its name.
func About(body string) string {
	if name, ok := emptied(body); ok {
		return name
	}
	first, rest, _ := strings.Cut(strings.TrimPrefix(body, "Backup "), " ")
	switch first {
	case "Server":
		name, _, _ := strings.Cut(rest, " ")
		if strings.Contains(rest, "administratively") {
			return "resolver " + name
		}
		return name
	case "Health", "Agent":
		if text, ok := strings.CutPrefix(rest, "check for "); ok {
			name, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(text, "backup "), "server "), " ")
			return first + " " + name
		}
	case "Proxy", "Paused", "Resumed":
		return "proxy " + strings.TrimPrefix(first, "Proxy") + rest
	}
	if strings.HasPrefix(rest, "changed its ") && strings.Contains(first, "/") {
		return rest[:len("changed its FQ")] + " " + first
	}
	return ""
}
