// Package title tells what happened in the words of a story: who did what, without the name of the node that it is about.
package title

import (
	"strings"

	"hadash/record"
	"hadash/wording"
)

// In all that follows who is the HAProxy, by its name where there are several.

// Server tells a server's new state as HAProxy's page has it. It is zero where the state's own name says most.
func Server(who string, s *record.Server, from, to record.State) wording.Phrase {
	return server(who, from, to, &s.Status, checkSaid(s.CheckStatus, s.LastChk))
}

// TakenForUp tells that a new process takes a server for UP that it has not checked.
func TakenForUp(who string) wording.Phrase { return wording.SendsUnchecked.Of(who) }

// Logged tells a server's new state as HAProxy's log has it.
func Logged(who string, s *record.StateChange) wording.Phrase {
	return server(who, record.Unknown, s.To, &record.Status{}, checkSaid("", s.Reason))
}

// FailedCheck tells a failed check of HAProxy's log.
func FailedCheck(who string, status *record.Status, reason string) wording.Phrase {
	return server(who, record.Unknown, status.State, status, checkSaid("", reason))
}

func server(who string, from, to record.State, now *record.Status, check wording.Phrase) wording.Phrase {
	switch {
	case to == record.GoingDown && now.Of >= now.N && now.N > 0:
		return with(wording.CheckWas, wording.ChecksFailed.Of(who, now.Of-now.N, now.Of), check)
	case to == record.GoingUp && now.N > 0:
		return wording.ChecksPassed.Of(who, now.N, now.Of)
	case to == record.Down:
		return with(wording.OutSince, wording.TakesOut.Of(who), check)
	case to == record.Up && from == record.GoingDown:
		return wording.CheckPassedAgain.Of(who)
	case to == record.Up:
		return wording.SendsAgain.Of(who)
	}
	return wording.Phrase{}
}

func with(s *wording.Sentence, says, why wording.Phrase) wording.Phrase {
	if why.IsZero() {
		return says
	}
	return s.Of(says, why)
}

// checkSaid tells how a check failed, by its code on the stats page and HAProxy's description, or by the log's reason;
// zero if neither tells.
func checkSaid(code, reason string) wording.Phrase {
	code = strings.TrimPrefix(code, "* ")
	switch has := func(part string) bool { return strings.Contains(reason, part) }; {
	case has("refused"):
		return wording.CheckRefused.Of()
	case strings.HasSuffix(code, "TOUT"), has("timeout"):
		return wording.CheckNoAnswer.Of()
	case code == "L4CON", has("connection problem"):
		return wording.CheckNoRoute.Of()
	case code == "L7STS", has("wrong status"):
		return wording.CheckStatus.Of()
	case code == "L6RSP", code == "L7RSP", has("invalid response"):
		return wording.CheckInvalid.Of()
	}
	return wording.Phrase{}
}
