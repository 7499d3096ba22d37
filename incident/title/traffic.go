package title

import (
	"strings"

	"hadash/record"
	"hadash/wording"
)

// Retried describes connections that HAProxy repeated or moved.
func Retried(who string, moved int64) wording.Phrase {
	if moved > 0 {
		return wording.MovesSessions.Of(who)
	}
	return wording.TriesAgain.Of(who)
}

// Ending tells how a session ended badly, by the first two characters of its termination state.
func Ending(who, state string) wording.Phrase {
	switch {
	case state == "SC", state == "sC", state == "sQ":
		return wording.GivesUp.Of(who, state)
	case state[0] == 'D':
		return wording.CutsSession.Of(who, state)
	case state == "SD":
		return wording.BreaksSession.Of(state)
	}
	return wording.EndsSession.Of(wording.Ending(state), state)
}

// upstream are the failures of an upstream server as nginx sees them.
var upstream = map[record.UpstreamKind]*wording.Sentence{
	record.UpstreamRefused: wording.NginxRefused, record.UpstreamTimeout: wording.NginxWaited, record.UpstreamClosed: wording.NginxClosed,
	record.UpstreamReset: wording.NginxReset, record.UpstreamNoLive: wording.NginxNoLive, record.UpstreamDisabled: wording.NginxAsideIt,
	record.UpstreamUnresolved: wording.NginxUnresolved, record.UpstreamInvalid: wording.NginxInvalid, record.UpstreamTLS: wording.NginxTLS,
}

// refused is Linux's number of a connection that was refused.
const refused = 111

// Upstream tells what nginx saw of an instance; zero if its own words say most.
func Upstream(u *record.UpstreamError) wording.Phrase {
	s := upstream[u.Kind]
	if s == nil || u.Kind == record.UpstreamRefused && u.Errno != 0 && u.Errno != refused {
		return wording.Phrase{}
	}
	return s.Of()
}

// Access tells a failed request as nginx logged it, without its query: "GET /profile/ 503".
func Access(a *record.Access) wording.Phrase {
	path, _, _ := strings.Cut(a.URI, "?")
	if what := strings.TrimSpace(a.Method + " " + path); what != "" {
		return wording.Answered.Of(what, a.Status)
	}
	return wording.Number.Of(a.Status)
}

// Failed tells a failed request as HAProxy logged it: "w1 answered 500", or what HAProxy answered for a server and why.
func Failed(s *record.Session) wording.Phrase {
	server := s.Server
	if strings.HasPrefix(server, "<") {
		server = s.Backend
	}
	switch {
	case s.Code >= 500 && s.Termination[0] == '-':
		return wording.ServerAnswered.Of(server, s.Code)
	case s.Code >= 500:
		return wording.AnsweredForIt.Of(s.Code, server, wording.Ending(s.Termination))
	case s.Code == 0:
		return wording.ServerNoAnswer.Of(server)
	}
	return wording.ServerCutAnswer.Of(server)
}

// Request tells a failed request as the load script reported it: "profile 503".
func Request(r *record.Request) wording.Phrase {
	if r.Status == 0 {
		return wording.Unanswered.Of(r.Name)
	}
	return wording.Answered.Of(r.Name, r.Status)
}

// Drill tells how a line of a drill ended.
func Drill(line int, held bool, text string) wording.Phrase {
	text = strings.TrimPrefix(text, "expect ")
	if held {
		return wording.DrillHeld.Of(line, text)
	}
	return wording.DrillWanted.Of(line, text)
}
