package stats

import (
	"strings"
	"time"

	"hadash/record"
	"hadash/tui/paint"
)

// words follow a value of a column, so that the two are a phrase: "9 sessions now".
var words = map[string]string{
	"qcur": "wait in its queue", "qmax": "waited at most", "scur": "open now", "smax": "open at most", "slim": "allowed", "stot": "in all",
	"bin": "bytes in", "bout": "bytes out", "dreq": "requests denied", "dresp": "responses denied", "ereq": "bad requests", "econ": "got no connection",
	"eresp": "broken off", "wretr": "tried again", "wredis": "moved away", "weight": "", "chkfail": "failed",
	"chkdown": "DOWN, so far", "lastchg": "in this state", "downtime": "down in all", "qlimit": "may wait", "iid": "of the proxy", "sid": "in the proxy",
	"throttle": "% after a start", "lbtot": "chosen", "rate": "in the last 1 s", "rate_lim": "new a second allowed",
	"rate_max": "a second at most", "check_code": "its code", "check_duration": "it took", "hrsp_1xx": "responses 1xx", "hrsp_2xx": "responses 2xx",
	"hrsp_3xx": "responses 3xx", "hrsp_4xx": "responses 4xx", "hrsp_5xx": "responses 5xx", "hrsp_other": "other responses", "cli_abrt": "cut by clients",
	"srv_abrt": "cut by the server", "lastsess": "since a session", "qtime": "mean queue", "ctime": "mean connect", "rtime": "mean answer",
	"ttime": "mean session", "check_rise": "good ones to UP", "check_fall": "bad ones to DOWN", "check_health": "of rise+fall-1", "connect": "attempts",
	"reuse": "used again", "act": "active", "bck": "backup", "conn_tot": "connections in all", "req_tot": "requests in all", "type": "",
	"status": "", "last_chk": "", "last_agt": "", "check_desc": "", "mode": "", "algo": "", "addr": "", "qtime_max": "in the queue, at most", "ctime_max": "to connect, at most",
	"rtime_max": "to answer, at most", "ttime_max": "a session, at most", "srv_icur": "connections idle", "used_conn_cur": "connections in use", "need_conn_est": "connections needed, about",
}

// checks are the results of a check in words.
var checks = map[string]string{
	"L4OK": "connected", "L4TOUT": "no answer", "L4CON": "refused", "L6OK": "TLS spoken", "L6TOUT": "no TLS in time", "L6RSP": "no valid TLS",
	"L7OK": "answered", "L7OKC": "leaves", "L7TOUT": "no answer", "L7RSP": "no valid answer", "L7STS": "bad answer", "INI": "not yet", "SOCKERR": "no socket",
}

// Words are those behind the value of a column.
func Words(column string, v record.Value) string {
	if column == "check_status" {
		return checks[v.Text]
	}
	if w, ok := words[column]; ok {
		return w
	}
	text := record.Meaning(column)
	if i := strings.IndexAny(text, ",;:("); i > 0 {
		text = strings.TrimSpace(text[:i])
	}
	return text
}

// lasting are the meanings of columns that are written as times.
var lasting = map[string]string{
	"check_duration": "how long the last check took", "lastchg": "how long it has been UP, or DOWN", "downtime": "how long it was down, in all",
	"lastsess": "since the last session", "agent_duration": "how long the last agent check took",
}

// Meaning is what a column holds, for a value as it is Written.
func Meaning(column string) string {
	if text, ok := lasting[column]; ok {
		return text
	}
	return strings.Replace(record.Meaning(column), ", ms", "", 1)
}

// Written is the value of a column in full.
func Written(column string, v record.Value) string {
	switch look := looks[column].look; {
	case !v.Number:
		return v.Text
	case look == bytesIn:
		return paint.Short(v.N)
	case column == "lastsess" && v.N < 0:
		return "never"
	case look == aged:
		return paint.Age(record.Times(v.N, time.Second))
	case look == took || milliseconds[column]:
		return paint.Took(record.Times(v.N, time.Millisecond))
	}
	return paint.Count(v.N)
}

// milliseconds are the other columns of times.
var milliseconds = map[string]bool{
	"qtime": true, "ctime": true, "rtime": true, "ttime": true, "qtime_max": true, "ctime_max": true, "rtime_max": true, "ttime_max": true,
}
