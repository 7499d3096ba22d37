// Package serverwords has the plain words for the states of HAProxy's servers and for the results of its checks.
package serverwords

import (
	"strconv"
	"strings"

	"hadash/record"
)

// checks are the words for HAProxy's check_status, of at most nine cells.
var checks = map[string]string{
	"UNK": "unknown", "INI": "not yet", "SOCKERR": "no socket",
	"L4OK": "ok", "L6OK": "ok", "L7OK": "ok", "L7OKC": "ok", "PROCOK": "ok",
	"L4TOUT": "no answer", "L4CON": "refused", "L6TOUT": "TLS late", "L6RSP": "TLS error",
	"L7TOUT": "no reply", "L7RSP": "bad reply", "L7STS": "unhealthy",
	"PROCERR": "failed", "PROCTOUT": "too slow", "HANA": "observed",
}

// Check says what the last check of a server found, in at most nine cells: "ok", "no answer", "refused", "says 503". A
// result without a word is HAProxy's own; "" when there was no check.
func Check(s *record.Server) string {
	switch s.CheckStatus {
	case "L4CON":
		if strings.Contains(s.LastChk, "No route") || strings.Contains(s.LastChk, "unreachable") {
			return "no route"
		}
	case "L7STS":
		if s.CheckCode > 0 && s.CheckCode < 1000 {
			return "says " + strconv.FormatInt(s.CheckCode, 10)
		}
	}
	if word, ok := checks[s.CheckStatus]; ok {
		return word
	}
	return s.CheckStatus
}

// Passed reports whether a check_status is that of a check that passed.
func Passed(status string) bool { return checks[status] == "ok" }

// State returns the state of a server or a backend, in full and in at most twelve cells: "up, 1 of 3 checks failed",
// "up, 1 failed". HAProxy counts the failures that are left instead: UP 2/3. A text that this version does not know is
// HAProxy's own.
func State(s record.Status) (long, short string) {
	switch s.State {
	case record.Up:
		return beside(s, "up"), "up"
	case record.Down:
		return beside(s, "down"), "down"
	case record.GoingDown:
		if failed := s.Of - s.N; s.N > 0 && failed > 0 {
			n := strconv.Itoa(failed)
			return "up, " + n + " of " + strconv.Itoa(s.Of) + " checks failed", fit("up, "+n+" failed", "up, failing")
		}
		return "up, its checks fail", "up, failing"
	case record.GoingUp:
		if s.N > 0 && s.N < s.Of {
			n := strconv.Itoa(s.N)
			return "down, " + n + " of " + strconv.Itoa(s.Of) + " checks passed", fit("down, "+n+" ok", "down, rising")
		}
		return "down, its checks pass", "down, rising"
	case record.NoCheck:
		return "not checked", "not checked"
	case record.Nolb:
		return "up, gets nothing new", "not balanced"
	case record.Drain:
		return beside(s, "drain"), "drain"
	case record.Full:
		return "full", "full"
	case record.Maint:
		switch s.Cause() {
		case record.Unresolved:
			return "maint, its name has no address", "no address"
		case record.Inherited:
			return "maint, as " + s.Tracks(), "maint"
		}
		return "maint", "maint"
	}
	return s.Text, s.Text
}

// beside adds the reason that HAProxy gives in brackets: "down (agent)".
func beside(s record.Status, word string) string {
	if i := strings.IndexByte(s.Text, '('); i >= 0 {
		return word + " " + s.Text[i:]
	}
	return word
}

// mostCells is the most that a short word may take.
const mostCells = 12

func fit(text, shorter string) string {
	if len(text) > mostCells {
		return shorter
	}
	return text
}

// Gravity orders states: the larger one is the worse.
func Gravity(s record.Status) int {
	switch s.State {
	case record.Up:
		return 0
	case record.NoCheck:
		return 1
	case record.Drain, record.Nolb:
		return 2
	case record.Maint:
		if s.GivenUp() {
			return 7
		}
		return 3
	case record.Full, record.Unknown:
		return 4
	case record.GoingDown:
		return 5
	case record.GoingUp:
		return 6
	}
	return 7
}
