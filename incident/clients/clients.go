// Package clients says what the clients felt, by whoever saw their requests.
package clients

import (
	"time"

	"hadash/incident/event"
	"hadash/record"
)

// Clients is what the clients felt within a span, by one witness: all its figures are of the same requests. Whoever tells
// what clients felt, of a fault or of a whole run, takes it from here, so that all say the same.
type Clients struct {
	By       event.Witness // ByClient: the load script's record; ByLog: nginx's access log; ByPoll: k6's own sums; "": nobody tells
	Counted  bool          // Requests is known: a load script's failures are told at once, of how many requests only later
	Requests int
	Failed   int            // of those
	Names    map[string]int // Failed by what was asked, where the witness says
	Slowest  time.Duration  // 0: no witness timed one
	At       time.Time      // when that ended; zero where it is known to the second only, or not at all
}

// Witness is who tells, in words; "" where nobody does.
func (c Clients) Witness() string {
	switch c.By {
	case event.ByClient:
		return "the load script's record"
	case event.ByLog:
		return "nginx's access log"
	case event.ByPoll:
		return "k6's own sums"
	}
	return ""
}

// Known reports whether anybody tells what clients felt.
func (c Clients) Known() bool { return c.By != "" }

// Asked reports whether any client is known to have asked for anything.
func (c Clients) Asked() bool { return c.Requests > 0 || c.Failed > 0 }

// Share is how many percent of the requests failed; false where that is not known.
func (c Clients) Share() (percent float64, ok bool) {
	if !c.Counted || c.Requests == 0 {
		return 0, false
	}
	return 100 * float64(c.Failed) / float64(c.Requests), true
}

// Longest is how long the slowest request took; false where that is not known.
func (c Clients) Longest() (time.Duration, bool) { return c.Slowest, c.Slowest > 0 }

// Clients is the one rule by which a witness is chosen. The load script saw its requests as clients do; but where others
// sent requests, too, it cannot speak for them. nginx's access log has everybody's, unless nginx was what was broken.
// Where there is neither, k6's sums say how many requests it sent and how many failed.
func (f *Felt) Clients() Clients {
	switch {
	case f.script() && (!f.HasNginx || f.Blind || f.alone()):
		return Clients{By: event.ByClient, Counted: f.Requests > 0, Requests: f.Requests, Failed: f.Failed, Names: f.By, Slowest: f.Slowest, At: f.SlowestAt}
	case f.NginxRequests > 0 && !f.Blind:
		return Clients{By: event.ByLog, Counted: true, Requests: f.NginxRequests, Failed: f.NginxFailed, Slowest: f.NginxSlowest}
	case f.K6Requests > 0:
		return Clients{By: event.ByPoll, Counted: true, Requests: int(f.K6Requests), Failed: int(f.K6Failed), Slowest: f.K6Slowest}
	case f.HasNginx && !f.Blind:
		return Clients{By: event.ByLog, Counted: true}
	}
	return Clients{}
}

// script reports whether the load script told of anything.
func (f *Felt) script() bool { return f.Requests > 0 || f.Failed > 0 }

// differ is how many requests two witnesses may differ by, however few there were.
const differ = 50

// alone reports whether the load script sent what nginx answered, as far as the two can be compared: one counts whole
// seconds and the other batches of lines, so that they may differ by a second's requests.
func (f *Felt) alone() bool {
	return f.Others <= max(differ, f.Requests/10, f.Requests/max(f.seconds, 1))
}

// Sent is what the load itself tells of its requests, whoever else sent some: its script's record, else k6's sums.
func (f *Felt) Sent() Clients {
	own := Felt{Requests: f.Requests, Failed: f.Failed, By: f.By, Slowest: f.Slowest, SlowestAt: f.SlowestAt,
		K6Requests: f.K6Requests, K6Failed: f.K6Failed, K6Slowest: f.K6Slowest}
	return own.Clients()
}

// Logged is what nginx's access log alone tells of what clients felt.
func (f *Felt) Logged() Clients {
	own := Felt{HasNginx: f.HasNginx, NginxRequests: f.NginxRequests, NginxFailed: f.NginxFailed, NginxSlowest: f.NginxSlowest}
	return own.Clients()
}

// Again is the account of the same span, begun anew.
func (f *Felt) Again() Felt {
	return Felt{HasNginx: f.HasNginx, HasAttempts: f.HasAttempts, Blind: f.Blind}
}

// Span is a time that has a name, and what was felt and absorbed in it.
type Span struct {
	From, Until time.Time // zero: it has not begun, or not ended
	Felt        Felt
	Hidden      Hidden
}

// Began reports whether there is such a span.
func (s *Span) Began() bool { return !s.From.IsZero() }

// Open reports whether it has begun and not ended.
func (s *Span) Open() bool { return s.Began() && s.Until.IsZero() }

// End ends it, once.
func (s *Span) End(at time.Time) {
	if s.Open() {
		s.Until = at
	}
}

// Overlaps reports whether what was from one instant to another lies in it, or a part of it.
func (s *Span) Overlaps(from, to time.Time) bool {
	return s.Began() && !to.Before(s.From) && (s.Until.IsZero() || !from.After(s.Until))
}

// Covers reports whether an instant lies in it.
func (s *Span) Covers(at time.Time) bool { return s.Overlaps(at, at) }

// Felt is what each witness tells of what the clients felt within a span. Clients chooses among them: whoever wants to know
// what the clients felt asks that.
type Felt struct {
	Requests  int            // by the load script's own record; 0 when it keeps none, or has not told of it yet
	Failed    int            // of those
	By        map[string]int // Failed by what was asked: login, profile
	Slowest   time.Duration
	SlowestAt time.Time
	Worst     Second // the second with the largest p99
	// nginx's access log is the second witness; HasNginx says that there is one, HasAttempts that it names the
	// upstream servers of each request, so that what nginx absorbed is counted.
	HasNginx      bool
	HasAttempts   bool
	Unread        int // lines of it that could not be read, and are in no number
	NginxRequests int
	NginxFailed   int
	NginxSlowest  time.Duration
	Others        int  // requests that nginx answered and the load script did not send
	Blind         bool // nginx itself was broken: of requests that did not come to it its log says nothing
	// k6's own sums, which need no record of its script; its slowest is only known where it was slower than all before.
	K6Requests, K6Failed int64
	K6Slowest            time.Duration

	seconds int // whole seconds of the load script's record
	told    int // requests that have a line of their own in it
}

// Hidden counts failures that were absorbed on the way, since hadash watches.
type Hidden struct {
	Retried      int64 // HAProxy: connection retries (Wretr)
	Redispatched int64 // HAProxy: sessions moved to another server (Wredis)
	NextUpstream int64 // nginx: requests that another instance answered after one failed
	Repeated     int64 // the application: reads it repeated on another connection, as its log says
}

// Total is every failure that the client never saw.
func (h Hidden) Total() int64 {
	return record.Sum(h.Retried, h.Redispatched, h.NextUpstream, h.Repeated)
}

// Add counts more of them.
func (h *Hidden) Add(o Hidden) {
	h.Retried = record.Sum(h.Retried, o.Retried)
	h.Redispatched = record.Sum(h.Redispatched, o.Redispatched)
	h.NextUpstream = record.Sum(h.NextUpstream, o.NextUpstream)
	h.Repeated = record.Sum(h.Repeated, o.Repeated)
}
