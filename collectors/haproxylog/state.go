package haproxylog

import (
	"strings"

	"hadash/record"
)

// phrases are the words with which HAProxy reports a server's new state (src/server.c), and the states. The first
// phrase that follows the server's name counts, so longer ones come first.
var phrases = []struct {
	text string
	to   record.State
}{
	{"is going DOWN for maintenance", record.Maint},
	{"is DOWN for maintenance", record.Maint}, // until 1.5
	{"was DOWN and now enters maintenance", record.Maint},
	{"remains in forced maintenance", record.Maint},
	{"is leaving forced maintenance but remains in maintenance", record.Maint},
	{"resolves again but remains in maintenance", record.Maint},
	{"enters drain state", record.Drain},
	{"remains in forced drain mode", record.Drain},
	{"remains in drain mode", record.Drain},
	{"is leaving forced drain but remains in drain mode", record.Drain},
	{"is UP/DRAIN", record.Drain},
	{"is UP/READY", record.Up},
	{"is DOWN/DRAIN", record.Down},
	{"is DOWN/READY", record.Down},
	{"is stopping", record.Nolb},
	{"is UP", record.Up},
	{"is DOWN", record.Down},
}

// State parses a sentence about a server's change, or about a backend without servers. It takes the sentence alone (see
// Body). The strings are parts of it.
//
//	Server be/s1 is DOWN, reason: Layer4 timeout, check duration: 2002ms. 2 active and 0 backup servers left. ...
//	Backup Server be/s3 enters drain state. 0 active and 0 backup servers online. ...
//	backend be has no server available!
func State(body string) (record.StateChange, bool) {
	if name, ok := emptied(body); ok {
		return record.StateChange{Backend: name, To: record.Down}, true
	}
	rest, ok := strings.CutPrefix(strings.TrimPrefix(body, "Backup "), "Server ")
	if !ok {
		return record.StateChange{}, false
	}
	name, rest, _ := strings.Cut(rest, " ")
	backend, server, ok := strings.Cut(name, "/")
	if !ok || backend == "" || server == "" {
		return record.StateChange{}, false
	}
	if host, after, ok := strings.Cut(rest, "') "); ok && strings.HasPrefix(host, "('") {
		rest = after // "Server be/s ('db.example') is UP/READY (resolves again)."
	}
	for _, p := range phrases {
		if after, ok := strings.CutPrefix(rest, p.text); ok {
			s := record.StateChange{Backend: backend, Server: server, To: p.to}
			describe(after, &s)
			if i := strings.Index(p.text, " but remains"); i >= 0 {
				s.Reason = join(strings.TrimPrefix(p.text[:i], "is "), s.Reason)
			}
			return s, true
		}
	}
	return record.StateChange{}, false
}

// join appends " via be/s1" to what a sentence says itself.
func join(said, more string) string {
	if more == "" {
		return said
	}
	return said + " " + more
}

// emptied parses "backend be has no server available!"; for a listen section it is "proxy l", and stderr has the name
// in quotes.
func emptied(body string) (string, bool) {
	name, ok := strings.CutSuffix(body, " has no server available!")
	if !ok {
		return "", false
	}
	kind, name, _ := strings.Cut(name, " ")
	ok = kind == "backend" || kind == "proxy"
	name = strings.Trim(name, "'")
	return name, ok && name != ""
}

// describe parses the rest: the reason, how many servers are left, what happened to the sessions.
//
//	, reason: Layer4 timeout, check duration: 2002ms. 2 active and 0 backup servers left. 4 sessions active, 0 requeued, ...
func describe(text string, s *record.StateChange) {
	if i := strings.LastIndex(text, " active and "); i >= 0 {
		from := i
		for from > 0 && text[from-1]-'0' <= 9 {
			from--
		}
		s.Active, _ = count(text[from:i])
		tail := text[i+len(" active and "):]
		backup, _, _ := strings.Cut(tail, " ")
		s.Backup, _ = count(backup)
		s.Cut = before(tail, " sessions active")
		s.Requeued = max(before(tail, " requeued"), before(tail, " sessions requeued"))
		text = strings.TrimRight(text[:from], " ")
	}
	text = strings.TrimSuffix(strings.TrimLeft(text, ", "), ".")
	text = strings.TrimPrefix(text, "reason: ")
	if len(text) > 2 && text[0] == '(' && strings.IndexByte(text, ')') == len(text)-1 {
		text = strings.TrimSpace(text[1 : len(text)-1]) // "(No IP for server )"
	} else if why, tracked, ok := strings.Cut(text, ") via "); ok && strings.HasPrefix(why, "(") {
		text = strings.TrimSpace(why[1:]) + " via " + tracked
	}
	s.Reason = text
}

// before returns the number before a word; 0 if there is none.
func before(text, word string) int {
	i := strings.Index(text, word)
	if i < 0 {
		return 0
	}
	from := i
	for from > 0 && text[from-1]-'0' <= 9 {
		from--
	}
	n, _ := count(text[from:i])
	return n
}

// count parses a number of servers, sessions or checks. With more digits than such a number can have it is 0, like a
// missing one.
func count(s string) (int, bool) {
	if s == "" || len(s) > 9 {
		return 0, false
	}
	return digits(s)
}
