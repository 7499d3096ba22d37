package logs

import (
	"strings"

	"hadash/record"
	"hadash/wording"
)

// meaning is the meaning of a line in words, and the part of its text that must stay visible beside them.
type meaning struct {
	said     string
	from, to int // of the text as it is shown
}

// explain explains a line: how a session ended, why nginx gave up an upstream, what a change of state means.
func explain(l *record.Line, text string) meaning {
	switch {
	case l.Session != nil:
		return explainSession(l.Session, text)
	case l.Upstream != nil:
		return explainUpstream(l.Upstream, text)
	case l.State != nil:
		return explainState(l.State, text)
	case l.Access != nil && l.Access.Absorbed() > 0:
		return meaning{"another server answered: the client never saw the failure", 0, before(text, `,"upstream_addr`)}
	}
	return meaning{}
}

func explainSession(s *record.Session, text string) meaning {
	if s.Normal() || s.Termination == "" {
		return meaning{}
	}
	m := meaning{from: max(strings.Index(text, s.Backend+"/"), 0), to: before(text, " "+s.Termination+" ")}
	if m.to < len(text) {
		m.to += 1 + len(s.Termination)
	}
	switch plain := strings.HasPrefix(s.Termination, "--"); {
	case plain && s.Redispatched:
		m.said = "the server chosen first failed: moved to this one"
	case plain:
		m.said = "connected on a retry"
	default:
		m.said = wording.Ending(s.Termination).String()
	}
	return m
}

// upstreamWords describe the failures of an upstream server.
var upstreamWords = map[record.UpstreamKind]string{
	record.UpstreamRefused:  "refused: nothing listens there",
	record.UpstreamTimeout:  "timed out: it is frozen, cut off or too slow",
	record.UpstreamClosed:   "it closed the connection before an answer: it died, or a kept connection was idle too long",
	record.UpstreamReset:    "it reset the connection: it died, or closed a kept connection",
	record.UpstreamNoLive:   "no server left: all are set aside, down, full, or already tried by this request",
	record.UpstreamDisabled: "failed too often: nginx sets it aside for a while",

	record.UpstreamUnresolved: "its name has no address",
	record.UpstreamInvalid:    "nginx does not accept its answer",
	record.UpstreamTLS:        "it speaks no TLS, or its certificate is not trusted",
}

// connectWords describe Linux's error numbers of a failed connect(), except for a refused connection.
var connectWords = map[int]string{
	2:   "its socket is not there: it is not running",
	11:  "its queue is full: it is frozen or too slow",
	13:  "nginx has no permission to open its socket",
	99:  "nginx has no local address or port left",
	101: "no route to it: it is cut off or gone",
	110: "no route to it: it is cut off or gone",
	112: "no route to it: it is cut off or gone",
	113: "no route to it: it is cut off or gone",
}

func explainUpstream(u *record.UpstreamError, text string) meaning {
	m := meaning{said: upstreamWords[u.Kind]}
	if m.said == "" {
		return meaning{}
	}
	if said := connectWords[u.Errno]; u.Kind == record.UpstreamRefused && said != "" {
		m.said = said
	}
	m.to = before(text, " while ")
	if m.to == len(text) {
		m.to = before(text, ", client: ")
	}
	for _, begin := range []string{"connect()", "upstream ", "recv()", "readv()", "send()", "writev()", "peer closed", "no live"} {
		if i := strings.Index(text[:m.to], begin); i >= 0 {
			m.from = i
			break
		}
	}
	return m
}

// checkWords describe the reasons of failed checks.
var checkWords = []struct{ reason, said string }{
	{"Connection refused", "its port is closed: the process is gone, or does not listen yet"},
	{"Layer4 timeout", "no answer on the network: it is cut off, or its queue is full"},
	{"Layer4 connection problem", "no route to it: it is cut off or gone"},
	{"Layer6 timeout", "it accepts connections but does not answer (TLS)"},
	{"Layer6 invalid", "HAProxy does not accept its TLS answer"},
	{"Layer7 timeout", "it accepts connections but does not answer"},
	{"Layer7 invalid", "its answer is invalid, or it closed the connection without one"},
	{"Layer7 wrong status", "it answers that it is not healthy"},
	{"Health analyze", "real traffic to it failed (observe)"},
	{"External check timeout", "the check program took too long"},
	{"External check error", "the check program says so"},
	{"Socket error", "HAProxy could not check it"},
}

func explainState(s *record.StateChange, text string) meaning {
	m := meaning{from: max(strings.Index(text, "Server "), 0), to: before(text, ". ")}
	if i := strings.Index(text, "reason: "); i >= 0 {
		m.to = i + before(text[i:], ", ")
	}
	switch {
	case s.Server == "":
		m.said = "no server left: every new session fails"
	case s.To.Serving():
		m.said = "it gets sessions again"
	case s.Cause() == record.Unresolved:
		m.said = "its name does not resolve"
	case s.Cause() == record.Inherited:
		m.said = "follows the server that it tracks"
	case s.To == record.Maint:
		m.said = "taken out by an admin"
	case s.To == record.Drain:
		m.said = "new sessions only by persistence; open ones may finish"
	}
	for _, w := range checkWords {
		if m.said == "" && strings.Contains(s.Reason, w.reason) {
			m.said = w.said
		}
	}
	if m.said == "" {
		return meaning{}
	}
	return m
}

// before is where a word begins in a text, or its end.
func before(text, word string) int {
	if i := strings.Index(text, word); i >= 0 {
		return i
	}
	return len(text)
}
