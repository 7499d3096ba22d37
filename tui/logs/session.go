package logs

import (
	"strconv"
	"strings"

	"hadash/record"
	"hadash/tui/paint"
	"hadash/wording"
)

// sessionWords is a session that did not simply succeed: "a session to mysql-slave1 found no connection: 8.0 s, 3 retries".
func sessionWords(s *record.Session) string {
	if s.Normal() && !s.Failed() || s.Termination == "" {
		return ""
	}
	to := " to " + s.Server
	if s.Server == "" || strings.HasPrefix(s.Server, "<") {
		to = " to " + s.Backend
	}
	text := ""
	switch ending := s.Termination[:min(2, len(s.Termination))]; {
	case ending == "--" && s.Failed():
		text = "a request" + to + " was answered " + strconv.Itoa(s.Code) + ": "
	case ending == "--" && s.Redispatched:
		text = "a session moved" + to + ", the server chosen first failed: "
	case ending == "--":
		text = "a session" + to + " connected at last: "
	case ending == "SC", ending == "sC":
		text = "a session" + to + " found no connection: "
	default:
		text = "a session" + to + ": " + wording.Ending(s.Termination).String() + ", after "
	}
	if s.Tt >= 0 {
		text += paint.Took(s.Tt)
	} else { // the log does not say
		text = strings.TrimSuffix(strings.TrimSuffix(text, ": "), ", after ")
	}
	if s.Retries > 0 {
		text += ", " + paint.Plural(s.Retries, "retry", "retries")
	}
	return record.Clean(text)
}

// sessionTail is how HAProxy wrote the ending, and the sessions open then: "SC 19/17/16/10/3".
func sessionTail(s *record.Session, text string) string {
	at := strings.Index(text, " "+s.Termination+" ")
	if at < 0 || s.Termination == "" {
		return ""
	}
	rest := text[at+1:]
	if end := strings.IndexByte(rest[len(s.Termination)+1:], ' '); end >= 0 {
		rest = rest[:len(s.Termination)+1+end]
	}
	return rest
}

// stateWords is a change of a server: "mysql-slave1 is DOWN, 9 sessions on it: Layer4 timeout, check duration: 1999ms".
func stateWords(s *record.StateChange) string {
	if s.Server == "" {
		return record.Clean(s.Backend + " has no server left")
	}
	text := s.Server + " is " + s.To.String()
	if s.Cut > 0 {
		text += ", " + paint.Plural(s.Cut, "session", "sessions") + " on it"
	}
	reason := s.Reason
	if s.To.Serving() {
		reason, _, _ = strings.Cut(reason, ",")
	}
	if reason != "" {
		text += ": " + reason
	}
	return record.Clean(text)
}

// upstreamDid is what an upstream server did, in few words.
var upstreamDid = map[record.UpstreamKind]string{
	record.UpstreamRefused: "refused", record.UpstreamTimeout: "timed out", record.UpstreamClosed: "closed the connection before an answer",
	record.UpstreamReset: "reset the connection", record.UpstreamNoLive: "no server left", record.UpstreamDisabled: "failed too often",
	record.UpstreamUnresolved: "has no address", record.UpstreamInvalid: "sent an invalid answer", record.UpstreamTLS: "failed in the TLS handshake",
}

// failedWords is what became of a request at an upstream server, whose name stands before it.
func failedWords(u *record.UpstreamError) string {
	did := upstreamDid[u.Kind]
	if did == "" {
		return ""
	}
	if request, _, _ := strings.Cut(u.Request, " HTTP/"); request != "" {
		did += ": " + request
	}
	return record.Clean(did)
}

// plainWords is a line of text without the level that its sign tells, and without the numbers of processes that stand
// after that: it is the end of the text.
func plainWords(text string) string {
	rest := strings.TrimLeft(text, "0123456789 ")
	if !strings.HasPrefix(rest, "[") {
		return ""
	}
	level := false
	for rest != "" {
		switch end := strings.IndexByte(rest, ' '); {
		case rest[0] == ' ' || rest[0] == ':':
			rest = rest[1:]
			continue
		case end < 0 && level && rest[0] != '[':
			return rest
		case end < 0:
			return ""
		case rest[0] == '[' && strings.HasSuffix(rest[:end], "]"):
			level, rest = true, rest[end:]
		case level && strings.Trim(rest[:end], "#:*()0123456789") == "":
			rest = rest[end:]
		default:
			return rest
		}
	}
	return ""
}
