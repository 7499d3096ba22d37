// Package clients computes what the clients felt: requests, failures and times, from the witnesses that saw them.
package clients

import (
	"time"

	"hadash/incident/event"
	"hadash/record"
)

// Clients holds what the clients felt within a span. All its figures come from one witness and count the same requests.
// Reports of a fault and of a whole run both use it, so they agree.
type Clients struct {
	By       event.Witness // ByClient: the load script's record; ByProbe: the probe's; ByLog: a balancer's log; ByCounters: HAProxy's counters; ByPoll: k6's own sums; "": no witness
	Log      record.Kind   // ByLog: whose log it is, nginx's access log or HAProxy's HTTP log
	Counted  bool          // Requests is known: a load script reports failures at once and the number of requests later
	Requests int
	Failed   int            // of those
	Least    bool           // more may have failed: not all of the span was watched, or lines of the log could not be read
	Names    map[string]int // Failed by request name, where the witness reports it
	Slowest  time.Duration  // 0: not timed
	Left     int            // ByLog: given up by the client before an answer; Failed has none of them
	Untimed  bool           // ByLog: the log does not say how long requests took
	At       time.Time      // when the slowest request ended; zero where that is known only to the second, or not at all
}

// Witness names the witness in words; "" if there is none.
func (c Clients) Witness() string {
	switch c.By {
	case event.ByClient:
		return "the load script's record"
	case event.ByProbe:
		return "the probe's record"
	case event.ByLog:
		return LogOf(c.Log)
	case event.ByCounters:
		return "HAProxy's counters"
	case event.ByPoll:
		return "k6's own sums"
	}
	return ""
}

// Short names the witness in few words, after figures; "" for the load script, which is a client itself.
func (c Clients) Short() string {
	switch c.By {
	case event.ByProbe:
		return "the probe"
	case event.ByLog:
		return program(c.Log) + "'s log"
	case event.ByCounters:
		return "HAProxy's counters"
	case event.ByPoll:
		return "k6's sums"
	}
	return ""
}

// Program names the program that counted: nginx, HAProxy, k6 or the probe; "" for the load script.
func (c Clients) Program() string {
	switch c.By {
	case event.ByProbe:
		return "the probe"
	case event.ByLog:
		return program(c.Log)
	case event.ByCounters:
		return "HAProxy"
	case event.ByPoll:
		return "k6"
	}
	return ""
}

func program(k record.Kind) string {
	if k == record.KindHAProxy {
		return "HAProxy"
	}
	return "nginx"
}

// LogOf names the log of a balancer.
func LogOf(k record.Kind) string {
	if k == record.KindHAProxy {
		return "HAProxy's HTTP log"
	}
	return "nginx's access log"
}

// Recorded reports whether the witness is a client's own record, of which each second is known: that of the load script, or of a
// probe.
func (c Clients) Recorded() bool { return c.By == event.ByClient || c.By == event.ByProbe }

// Known reports whether there is a witness.
func (c Clients) Known() bool { return c.By != "" }

// Asked reports whether any client request is known.
func (c Clients) Asked() bool { return c.Requests > 0 || c.Failed > 0 }

// NoneFailed reports whether it is known that no request failed.
func (c Clients) NoneFailed() bool { return c.Asked() && c.Failed == 0 && !c.Least }

// Share returns the percentage of requests that failed; false if it is not known.
func (c Clients) Share() (percent float64, ok bool) {
	if !c.Counted || c.Requests == 0 {
		return 0, false
	}
	return 100 * float64(c.Failed) / float64(c.Requests), true
}

// Longest returns the duration of the slowest request; false if it is not known.
func (c Clients) Longest() (time.Duration, bool) { return c.Slowest, c.Slowest > 0 }

// Clients chooses the witness; no other code does. The load script sees its requests as clients do, but cannot speak
// for requests that others sent. Nor can a probe, which is the witness where no load script recorded anything. The log of the first balancer on the path has all requests, unless the balancer itself was
// broken; where it was for a part of the span and nobody else counted, or a client saw more requests fail, the log says how many failed at least. Without either, k6's sums give the number of requests and of failures, and HAProxy's counters those that it
// answered: connections that broke without an answer are not among them.
func (f *Felt) Clients() Clients {
	c := f.witness()
	c.Least = c.Known() && (f.Partial || c.By == event.ByLog && (f.Unread > 0 || f.Gaps || f.moreFailed()) || c.By == event.ByCounters)
	return c
}

// moreFailed reports whether a client saw more requests fail than the log has: one that is given up while its server hangs is in no
// log as failed, if at all.
func (f *Felt) moreFailed() bool {
	return max(f.Failed, f.Probe.Failed, int(f.K6Failed)) > f.NginxFailed
}

func (f *Felt) witness() Clients {
	blind := f.Blind || f.Gaps
	own := f.script()
	switch {
	case own.Any() && (!f.HasNginx || blind || f.alone()):
		return Clients{By: event.ByClient, Counted: f.Requests > 0, Requests: f.Requests, Failed: f.Failed, Names: f.By, Slowest: f.Slowest, At: f.SlowestAt}
	case !own.Any() && f.K6Requests == 0 && f.Probe.Any() && (blind || f.Probe.alone() && f.counted() <= f.Probe.Failed+lone):
		return f.byProbe()
	case f.NginxRequests > 0 && !blind:
		return f.byLog()
	case f.K6Requests > 0:
		return Clients{By: event.ByPoll, Counted: true, Requests: int(f.K6Requests), Failed: int(f.K6Failed), Slowest: f.K6Slowest}
	case f.NginxRequests > 0 && !f.Blind:
		return f.byLog()
	case f.Answered > 0 && !f.Blind:
		return Clients{By: event.ByCounters, Counted: true, Requests: int(f.Answered), Failed: int(f.AnsweredFailed)}
	case f.HasNginx && !f.Blind:
		return Clients{By: event.ByLog, Log: f.Log, Counted: true}
	}
	return Clients{}
}

// counted is how many requests failed by HAProxy's counters, where its log is not read: more of them than a probe saw were others'.
func (f *Felt) counted() int {
	if f.HasNginx {
		return 0
	}
	return int(f.AnsweredFailed)
}

func (f *Felt) byProbe() Clients {
	p := &f.Probe
	return Clients{By: event.ByProbe, Counted: p.Requests > 0, Requests: p.Requests, Failed: p.Failed, Names: p.By, Slowest: p.Slowest, At: p.SlowestAt}
}

func (f *Felt) byLog() Clients {
	return Clients{By: event.ByLog, Log: f.Log, Counted: true, Requests: f.NginxRequests, Failed: f.NginxFailed, Slowest: f.NginxSlowest,
		Left: f.Left, Untimed: f.Untimed > 0 && f.Untimed >= f.NginxRequests}
}

// differ is the number of requests by which two witnesses may always differ.
const differ = 50

// alone reports whether the load script sent all requests that nginx answered, as far as the two can be compared: one
// counts whole seconds and the other batches of lines, so they may differ by one second's requests.
func (f *Felt) alone() bool {
	return f.Others <= max(differ, f.Requests/10, f.Requests/max(f.seconds, 1))
}

// Sent returns what the load recorded of its own requests, even if others sent requests too: its script's record, else
// k6's sums.
func (f *Felt) Sent() Clients {
	own := Felt{Requests: f.Requests, Failed: f.Failed, By: f.By, Slowest: f.Slowest, SlowestAt: f.SlowestAt,
		K6Requests: f.K6Requests, K6Failed: f.K6Failed, K6Slowest: f.K6Slowest, Partial: f.Partial}
	return own.Clients()
}

// Probed returns what the probe recorded of its own requests, even if others sent requests too.
func (f *Felt) Probed() Clients {
	if !f.Probe.Any() {
		return Clients{}
	}
	c := f.byProbe()
	c.Least = f.Partial
	return c
}

// Logged returns what the log of the first balancer recorded about the clients.
func (f *Felt) Logged() Clients {
	own := Felt{HasNginx: f.HasNginx, Log: f.Log, NginxRequests: f.NginxRequests, NginxFailed: f.NginxFailed, NginxSlowest: f.NginxSlowest,
		Left: f.Left, Untimed: f.Untimed, Unread: f.Unread, Partial: f.Partial}
	return own.Clients()
}

// Losses returns the failed requests that all witnesses counted together: a number that only shows whether there were more.
func (f *Felt) Losses() int64 {
	return int64(f.Failed) + int64(f.Probe.Failed) + int64(f.NginxFailed) + f.K6Failed + f.AnsweredFailed
}

// HAProxyLogged reports whether HAProxy's HTTP log is the second witness.
func (f *Felt) HAProxyLogged() bool { return f.HasNginx && f.Log == record.KindHAProxy }

// WorstSecond returns the second with the largest p99, by the witness of all that clients felt; zero if it has none.
func (f *Felt) WorstSecond() Second {
	switch f.Clients().By {
	case event.ByLog:
		return f.LogWorst
	case event.ByProbe:
		return f.Probe.Worst
	}
	return f.Worst
}

// CountsAttempts reports whether what nginx absorbed is counted: its access log was read and names the upstream servers.
func (f *Felt) CountsAttempts() bool { return f.HasNginx && f.HasAttempts }

// Again starts a new account of the same span.
func (f *Felt) Again() Felt {
	return Felt{HasNginx: f.HasNginx, Log: f.Log, HasAttempts: f.HasAttempts, Blind: f.Blind, Gaps: f.Gaps, Partial: f.Partial}
}

// Span is a named period with what was felt and absorbed in it.
type Span struct {
	From, Until time.Time // zero: not begun, or not ended
	Felt        Felt
	Hidden      Hidden
}

// Began reports whether the span has begun.
func (s *Span) Began() bool { return !s.From.IsZero() }

// Open reports whether the span has begun and not ended.
func (s *Span) Open() bool { return s.Began() && s.Until.IsZero() }

// End ends the span. Later calls change nothing.
func (s *Span) End(at time.Time) {
	if s.Open() {
		s.Until = at
	}
}

// Overlaps reports whether the period between two instants overlaps the span.
func (s *Span) Overlaps(from, to time.Time) bool {
	return s.Began() && !to.Before(s.From) && (s.Until.IsZero() || !from.After(s.Until))
}

// Covers reports whether an instant lies in the span.
func (s *Span) Covers(at time.Time) bool { return s.Overlaps(at, at) }

// Felt holds what each witness recorded about the clients within a span. Readers use Clients, which chooses among the
// witnesses.
type Felt struct {
	Requests  int            // by the load script's own record; 0 when it keeps none, or has not reported yet
	Failed    int            // of those
	By        map[string]int // Failed by request name: login, profile
	Slowest   time.Duration
	SlowestAt time.Time
	Worst     Second // the second with the largest p99
	// The log of the first balancer on the path is the second witness: nginx's access log, or HAProxy's HTTP log (Log), which
	// names no tries at servers: it has retries of its own. HasNginx: there is such a log. HasAttempts: it names the upstream
	// servers of each request, so that what nginx absorbed is counted.
	HasNginx      bool
	HasAttempts   bool
	Unread        int // lines of it that could not be read and are not counted
	NginxRequests int
	NginxFailed   int
	NginxSlowest  time.Duration
	Left          int // of NginxRequests, given up by the client before an answer
	Untimed       int // of NginxRequests, those of which the log does not say how long they took
	Log           record.Kind
	LogWorst      Second  // the second with the largest p99, by that log
	Others        int     // requests that nginx answered and the load script did not send
	Probe         Account // the record of a probe
	Partial       bool    // the span began before watching: what was felt until then may not be known
	Blind         bool    // that balancer itself was broken: its log lacks the requests that did not reach it
	Gaps          bool    // it was broken for a part of the span only: its log has the requests of the rest
	// k6's own sums, which need no record of its script. Its slowest request is known only if it was slower than all
	// before.
	K6Requests, K6Failed int64
	K6Slowest            time.Duration
	// The HTTP responses of the frontends of a HAProxy that is first on the path, by its counters, and those of them that were 5xx.
	Answered, AnsweredFailed int64

	seconds int // whole seconds of the load script's record
	told    int // requests that have their own line in it
}
