package title

import (
	"strings"

	"hadash/record"
	"hadash/wording"
)

// Retried tells of connections that HAProxy repeated or moved.
func Retried(moved int64) wording.Phrase {
	if moved > 0 {
		return wording.MovesSessions.Of()
	}
	return wording.TriesAgain.Of()
}

// Ending tells how a session ended badly, by the first two characters of its termination state.
func Ending(state string) wording.Phrase {
	switch {
	case state == "SC", state == "sC", state == "sQ":
		return wording.GivesUp.Of(state)
	case state[0] == 'D':
		return wording.CutsSession.Of(state)
	case state == "SD":
		return wording.BreaksSession.Of(state)
	}
	return wording.EndsSession.Of(state, wording.Ending(state))
}

// Upstream tells what nginx saw of an instance.
func Upstream(u *record.UpstreamError) wording.Phrase {
	switch u.Kind {
	case record.UpstreamDisabled:
		return wording.NginxStops.Of()
	case record.UpstreamOther:
		return wording.Phrase{}
	}
	return wording.NginxSees.Of(string(u.Kind))
}

// Access tells a failed request as nginx logged it, without its query: "GET /profile/ 503".
func Access(a *record.Access) wording.Phrase {
	path, _, _ := strings.Cut(a.URI, "?")
	if what := strings.TrimSpace(a.Method + " " + path); what != "" {
		return wording.Answered.Of(what, a.Status)
	}
	return wording.Number.Of(a.Status)
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
