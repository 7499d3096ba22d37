package record

import (
	"strings"
	"time"
)

// Logs is a batch of log lines of one container, in the order it wrote them.
type Logs struct {
	Lines   []Line `json:",omitzero"`
	Dropped int    `json:",omitzero"` // lines that the collector read but dropped, because they came too fast to show
	Plain   int    `json:",omitzero"` // lines of plain traffic that a recording leaves out (Thin)

	// Counted over every line of the batch, dropped ones included: these are for sums, the lines for people.
	Sessions  []SessionTally  `json:",omitzero"`
	Upstreams []UpstreamTally `json:",omitzero"`
	Answers   *AnswerTally    `json:",omitzero"` // nginx's access log; nil when the batch has no line of it
	HTTP      *AnswerTally    `json:",omitzero"` // HAProxy's HTTP log (option httplog); nil when the batch has no line of it
	Unread    *UnreadTally    `json:",omitzero"` // lines of it that could not be read; nil when there are none
	Windows   []Window        `json:",omitzero"` // the own record of the load script or of a probe, one per second, by Second
	Sent      *SentTally      `json:",omitzero"` // what a probe sent; nil for all others
	Repeated  []RepeatTally   `json:",omitzero"`
}

// AnswerTally counts what a balancer answered to clients, by its access log: the second witness of what the clients felt.
type AnswerTally struct {
	Requests  int
	Failed    int // answered 5xx; of HAProxy those that Session.Failed counts
	Left      int `json:",omitzero"` // given up by the client before an answer, which is no failure that the log knows of
	Untimed   int `json:",omitzero"` // of Requests, those of which the log does not say how long they took
	Slowest   time.Duration
	SlowestAt time.Time // when the balancer ended that one
	Last      time.Time // when it ended the last of all
	Unsent    int       `json:",omitzero"` // of Requests, those that were sent to no upstream server, by a log that names them
	Seconds   []Window  `json:",omitzero"` // how long they took, by the second in which they ended
}

// UnreadTally counts lines that look like those of an access log and could not be read: they are in no other sum.
type UnreadTally struct {
	Lines int
	Why   string // of the last of them, with the field that could not be read
}

// RepeatTally counts reads that an application retried on another connection because a database server was lost to it,
// by its log.
type RepeatTally struct {
	Server string // "" when no server was reached
	Reads  int
	Last   time.Time // Docker's time of the last line that reported some
}

// SessionTally counts the sessions of a batch that ended in the same way on one server of HAProxy.
type SessionTally struct {
	Backend, Server string // as in Session
	Termination     string
	Sessions        int
	Failed          int           `json:",omitzero"` // of them, HTTP requests that the server itself failed (Session.ServerFailed)
	Retries         int           // connection retries of all of them; a redispatch is one
	Again           int           `json:",omitzero"` // sessions that were tried again after a try had failed
	Redispatched    int           // sessions that were first assigned to another server
	Longest         time.Duration // of the longest of them
	First, Last     time.Time     // when the first and the last of them ended: Docker's time of their lines
}

// Saved returns how many of the sessions reached a server after a try had failed; false if that is not known: older
// recordings have the number of retries only. "C" and "Q" mean that a session ended before it had a connection.
func (t *SessionTally) Saved() (n int, known bool) {
	switch {
	case len(t.Termination) < 2:
		return 0, false
	case t.Termination[1] == 'C' || t.Termination[1] == 'Q':
		return 0, true
	case t.Again > 0 || t.Retries == 0:
		return t.Again, true
	case t.Retries == t.Redispatched: // each was tried again once
		return t.Redispatched, true
	case t.Sessions == 1:
		return 1, true
	}
	return 0, false
}

// UpstreamTally counts one upstream server's attempts in the access lines of a batch.
type UpstreamTally struct {
	Addr     string `text:"address"`
	Attempts int
	Failures int // attempts that nginx gave up or that were answered 5xx
	Hidden   int // of those, attempts of requests that another server then answered
	Left     int // of Failures, those after which nginx tried another server of the group: max_fails counts them
	// Attempts that the server itself answered, by a log that has the statuses, and of those the answers of 5xx (Attempt.Answered).
	Answers int `json:",omitzero"`
	Hrsp5xx int `json:",omitzero"`
	// Ends of the first and the last successful attempt, and of the first and the last failed one; zero when none.
	FirstOK, LastOK     time.Time
	FirstLost, LastLost time.Time
	// Total and maximum duration of the attempts, failed ones too ($upstream_response_time, whole milliseconds); both
	// zero if the log does not have them.
	Took, Slowest time.Duration
}

// Line is one line of a container's log. Text has no control characters in it.
type Line struct {
	At     time.Time // Docker's own timestamp
	Node   string    `json:",omitzero"`
	Stderr bool      `json:",omitzero"`
	Minor  bool      `json:",omitzero"` // text that its program does not mark as a warning or worse
	Text   string    `json:",omitzero"`

	// How the line was understood; at most one is set, none for a line that is only text.
	Session  *Session       `json:",omitzero"` // HAProxy TCP or HTTP log line
	State    *StateChange   `json:",omitzero"` // HAProxy says a server or backend changed
	Check    *HealthCheck   `json:",omitzero"` // HAProxy says a check failed or succeeded (option log-health-checks)
	Upstream *UpstreamError `json:",omitzero"` // nginx error log line about an upstream
	Access   *Access        `json:",omitzero"` // nginx access log line as JSON (the tuned stack)
	VRRP     *VRRP          `json:",omitzero"` // keepalived says who has an address
	Request  *Request       `json:",omitzero"` // a failed or slow request, as the load script or a probe reports it
}

// Traffic reports whether the line is about a request or session that succeeded at the first try: such lines come by
// the hundred and say nothing new.
func (l *Line) Traffic() bool {
	switch {
	case l.Session != nil:
		return l.Session.Normal() && !l.Session.Failed()
	case l.Access != nil:
		return l.Access.Own || l.Access.Status < 500 && !l.Access.Troubled()
	}
	return false
}

// Quiet reports whether the line is unimportant during a failure: plain traffic and routine messages.
func (l *Line) Quiet() bool { return l.Minor || l.Traffic() }

// Session is one line of HAProxy's tcplog (configuration.txt 8.2.2) or httplog (8.2.3).
type Session struct {
	Accepted     time.Time // [accept date], local to HAProxy
	Client       string    `text:"address"` // ip:port
	Frontend     string
	Backend      string
	Server       string        // "<NOSRV>" when none was reached
	Tw, Tc, Tt   time.Duration // queue, connect, total; -1 ms = never got there, or of the total: the log does not say
	Bytes        int64
	Termination  string // two characters (TCP) or four (HTTP); "" where the format of the log does not have it
	Retries      int
	Redispatched bool // "+n": the server named is not the one that failed
	Conns        int  // sessions on that server when this one ended
	Code         int  // HTTP status, 0 for TCP
}

// Normal reports whether the session ended normally, on the first server it was sent to. Where the format of the log has no
// termination state, the status decides.
func (s *Session) Normal() bool {
	if s.Termination == "" {
		return s.Retries == 0 && s.Code < 500
	}
	if s.Retries != 0 || s.Redispatched || len(s.Termination) < 2 {
		return false
	}
	// L: HAProxy itself answered, as configured: its stats page, a redirect, its cache.
	return s.Termination[:2] == "--" || s.Termination[0] == 'L'
}

// HTTP reports whether the session is one request of HAProxy's HTTP log: its termination state has four characters.
func (s *Session) HTTP() bool { return len(s.Termination) == 4 }

// Asked reports whether the session is a client's request. One that the client ended, or that took too long, before the
// request was there is not ("CR--", "cR--"), nor is one for HAProxy's own statistics.
func (s *Session) Asked() bool {
	if !s.HTTP() || s.Server == "<STATS>" {
		return false
	}
	return s.Termination[1] != 'R' || s.Code > 0 && s.Termination[0]|0x20 != 'c'
}

// Unused reports whether the client closed a connection on which it had asked nothing: browsers and pools of connections open some
// ahead of need. HAProxy logs these without `option dontlognull`, and "CR--" has nothing else to say.
func (s *Session) Unused() bool { return s.HTTP() && s.Termination[:2] == "CR" && !s.Asked() }

// Failed reports whether a client's request failed: it was answered 5xx, it was answered nothing and not because the
// client left, or its answer was cut short by the server or by HAProxy ("SD--", "sD--").
func (s *Session) Failed() bool {
	switch {
	case !s.Asked():
		return false
	case s.Code >= 500:
		return true
	case s.Code == 0:
		return notByClient(s.Termination[0])
	}
	return s.Termination[1] == 'D' && notByClient(s.Termination[0])
}

// ClientLeft reports whether the client gave the request up before it was answered ("CH--", "CQ--", "cQ--").
func (s *Session) ClientLeft() bool {
	return s.Asked() && s.Termination[0]|0x20 == 'c' && strings.IndexByte("QCH", s.Termination[1]) >= 0
}

// notByClient reports whether a session was ended by another than the client ("C", "c"), and not as it should ("-").
func notByClient(by byte) bool { return strings.IndexByte("SsPRIDKU", by) >= 0 }

// ServerFailed reports whether the failure was that of the server named: it answered 5xx itself, or gave no whole answer.
// What HAProxy answered for itself (no server, a full queue, a rule) is not.
func (s *Session) ServerFailed() bool {
	if !s.Failed() || strings.HasPrefix(s.Server, "<") {
		return false
	}
	by, at := s.Termination[0], s.Termination[1]
	switch by {
	case '-':
		return true
	case 'P':
		return at == 'H' // what it answered is no HTTP
	}
	return strings.IndexByte("SsD", by) >= 0 && at != 'Q'
}

// StateChange is HAProxy's sentence about a server ("Server b/s is DOWN, reason: ...") or a backend ("backend b has no
// server available!").
type StateChange struct {
	Backend, Server string // Server is "" when the sentence is about the backend
	To              State
	Reason          string // "Layer4 timeout, check duration: 2002ms", "" when not said
	Active, Backup  int    // servers left
	Cut             int    // sessions active on it at that moment (DOWN)
	Requeued        int
}

// HealthCheck is a line of "option log-health-checks", or of an agent's check.
type HealthCheck struct {
	Backend, Server string
	Agent           bool `json:",omitzero"` // the server's agent was asked ("agent-check")
	OK              bool
	Reason          string
	Status          Status // "2/3 UP" read as UP 2/3
}

// UpstreamKind is the problem between nginx and an upstream, one name per message.
type UpstreamKind string

// nginx's messages about an upstream (src/http/ngx_http_upstream.c).
const (
	UpstreamRefused  UpstreamKind = "connect() failed"
	UpstreamTimeout  UpstreamKind = "timed out"
	UpstreamClosed   UpstreamKind = "prematurely closed"
	UpstreamReset    UpstreamKind = "recv() failed"
	UpstreamNoLive   UpstreamKind = "no live upstreams"
	UpstreamDisabled UpstreamKind = "temporarily disabled"
	// The request's server name has no address; Addr is that name.
	UpstreamUnresolved UpstreamKind = "could not be resolved"
	// Its answer violates the protocol, or exceeds nginx's limits.
	UpstreamInvalid UpstreamKind = "sent an invalid answer"
	UpstreamTLS     UpstreamKind = "TLS handshake failed"
	UpstreamOther   UpstreamKind = "other"
)

// UpstreamError is a line of nginx's error log that names an upstream.
type UpstreamError struct {
	Level   string // error, warn, ...
	Kind    UpstreamKind
	Errno   int    // 111 for "(111: Connection refused)"; 0 when none
	While   string // "connecting to upstream"
	Addr    string `text:"address"` // "172.28.44.31:9081", or the group's name when no server could be chosen
	Request string // "GET /profile/?id=19 HTTP/1.1"
}

// Request is one failed or slow request as the client saw it.
type Request struct {
	At       time.Time // when it ended
	Name     string    // request name: login, profile
	Status   int       // 0 = no answer at all
	Took     time.Duration
	Failed   bool
	Instance string // the instance that answered, "" when none did or the answer does not name it
	Replica  string // the database server behind it
	Error    string
}

// VRRPState is the state of a VRRP router, in keepalived's words.
type VRRPState string

// The states.
const (
	VRRPMaster VRRPState = "MASTER" // it has the address
	VRRPBackup VRRPState = "BACKUP" // it waits for the other one to fall silent
	VRRPFault  VRRPState = "FAULT"  // its interface is gone, or a script that it tracks fails: it cannot take the address
	VRRPStop   VRRPState = "STOP"   // keepalived ends, and gives the address away
)

// VRRP is what a line of keepalived's log says about the address that two machines share.
type VRRP struct {
	Instance string    // vrrp_instance: "VI_1"
	To       VRRPState `json:",omitzero"`                // what it enters; "" = no other state: it has the address, and announces it
	Addr     string    `json:",omitzero" text:"address"` // that it announces
}
