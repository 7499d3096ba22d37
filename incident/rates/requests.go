package rates

import (
	"time"

	"hadash/record"
)

// Requests to nginx. stub_status counts every request, also those for itself: one for each of our polls, which are
// known, and one for each of anybody else's, which are not. The access log has only client requests if the page has
// "access_log off", and hadash's own lines are skipped otherwise. So the log is used, as long as the difference can be
// polls: a log with only the failures, or a late one, is not complete.

const (
	// watchers is how many requests per second other monitors may send: a few dashboards while a fault is open.
	watchers = 25
	// lateLog is the share of a page's rate by which the log's may differ because its lines come late, and in batches.
	lateLog = 0.1
)

// Requests counts the requests of one nginx.
type Requests struct {
	Of     string    // the nginx
	polls  int64     // our own that it answered
	logged int64     // lines of its access log since hadash watches
	heard  time.Time // when the last of them arrived
	last   time.Time // when nginx wrote it
	from   Counter   // what the next rate is measured from
	second float64   // the log's last rate over a second, -1 when there is none
	busy   bool      // it gets more requests than monitors send
}

// Busy reports whether it gets more requests than monitors send.
func (r *Requests) Busy() bool { return r.busy }

// Asked records a rate of its page.
func (r *Requests) Asked(rate float64) { r.busy = r.busy || rate > watchers }

// Polled returns the requests of others to an nginx that has counted n: its page counts the poll itself.
func (r *Requests) Polled(n int64) int64 {
	r.polls++
	return n - r.polls
}

// logKey is the key of the log's lines in the last seconds.
func (r *Requests) logKey() string { return r.Of + ": access log" }

// Logged adds new lines of nginx's access log. Lines read back from before do not affect the rate.
func (r *Requests) Logged(now time.Time, a *record.AnswerTally, latest *LastSeconds) {
	if r.heard.IsZero() {
		r.second = -1
	}
	if now.Sub(a.Last) > RecentSeconds*time.Second {
		return
	}
	r.logged, r.heard = record.Sum(r.logged, int64(a.Requests)), now
	if a.Last.After(r.last) {
		r.last = a.Last // by nginx's own clock, where the log has it
	}
	latest.Rate(r.logKey(), r.last, r.logged)
	if rate, from, ok := r.from.Since(r.last, r.logged); ok {
		r.from, r.second = from, rate
	}
}

// Recent returns the rate over the last seconds, given that of the page.
func (r *Requests) Recent(page float64, at time.Time, latest *LastSeconds) float64 {
	return choose(page, r.loggedRecent(at, latest))
}

// Now returns the rate over the last second.
func (r *Requests) Now(page float64, at time.Time) float64 { return choose(page, r.loggedNow(at)) }

// loggedRecent returns the log's rate over the last seconds, -1 if not known.
func (r *Requests) loggedRecent(at time.Time, latest *LastSeconds) float64 {
	switch {
	case r.heard.IsZero():
		return -1
	case at.Sub(r.heard) < Over: // a batch of lines arrives whole
		at = r.last
	}
	return latest.by[r.logKey()].rate(at, r.logged)
}

// loggedNow returns the log's rate over the last second.
func (r *Requests) loggedNow(at time.Time) float64 {
	switch {
	case r.heard.IsZero():
		return -1
	case at.Sub(r.heard) >= 2*Over:
		return 0 // lines come within half a second
	}
	return r.second
}

// choose returns the page's rate or the log's.
func choose(page, log float64) float64 {
	switch {
	case page < 0:
		return -1
	case log < 0 || page-log <= lateLog*page || page-log > watchers:
		return max(page, 0)
	}
	return log
}
