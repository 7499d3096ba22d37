package rates

import (
	"time"

	"hadash/record"
)

// What nginx was asked. stub_status counts every request, those for itself too: one for each of our polls, which are known,
// and one for each of anybody else's, which are not. The access log has the requests of clients alone, where the page is
// polled with "access_log off", and hadash's own lines are left out where it is not. So the log is believed, as long as
// what it lacks is no more than polls can be: a log that has the failures only, or comes late, is no count of all.

const (
	// watchers is how many requests in a second others may send who only look: a few dashboards while a fault is open.
	watchers = 25
	// lateLog is the share of a page's rate by which the log's may differ because its lines come late, and in batches.
	lateLog = 0.1
)

// Requests counts the requests of the nginx that is shown.
type Requests struct {
	polls  int64     // our own that it answered
	logged int64     // lines of its access log since hadash watches
	heard  time.Time // when the last of them came
	last   time.Time // when nginx wrote it
	from   Counter   // what the next rate is measured from
	second float64   // the log's last rate over a second, -1 when there is none
	busy   bool      // it was asked more than those who only look ask
}

// Busy reports whether it was asked more than those who only look ask.
func (r *Requests) Busy() bool { return r.busy }

// Asked notes a rate of its page.
func (r *Requests) Asked(rate float64) { r.busy = r.busy || rate > watchers }

// Polled gives what others have asked of an nginx that has counted n requests: its page counts the request for itself.
func (r *Requests) Polled(n int64) int64 {
	r.polls++
	return n - r.polls
}

// logKey is under which the log's lines are counted for the last seconds.
const logKey = "nginx's access log"

// Logged takes in lines of nginx's access log that came now. What is read back of before says nothing of the rate.
func (r *Requests) Logged(now time.Time, a *record.AnswerTally, latest *LastSeconds) {
	if r.heard.IsZero() {
		r.second = -1
	}
	if now.Sub(a.Last) > Lately*time.Second {
		return
	}
	r.logged, r.heard = record.Sum(r.logged, int64(a.Requests)), now
	if a.Last.After(r.last) {
		r.last = a.Last // by nginx's own clock, where the log has it
	}
	latest.Rate(logKey, r.last, r.logged)
	if rate, from, ok := r.from.Since(r.last, r.logged); ok {
		r.from, r.second = from, rate
	}
}

// Lately is the rate over the last seconds, of which the page says what it is.
func (r *Requests) Lately(page float64, at time.Time, latest *LastSeconds) float64 {
	return choose(page, r.loggedLately(at, latest))
}

// Now is the rate over the last second.
func (r *Requests) Now(page float64, at time.Time) float64 { return choose(page, r.loggedNow(at)) }

// loggedLately is the log's rate over the last seconds, -1 when it is not known.
func (r *Requests) loggedLately(at time.Time, latest *LastSeconds) float64 {
	switch {
	case r.heard.IsZero():
		return -1
	case at.Sub(r.heard) < Over: // a batch of lines is whole when it comes
		at = r.last
	}
	return latest.by[logKey].rate(at, r.logged)
}

// loggedNow is the log's over the last second.
func (r *Requests) loggedNow(at time.Time) float64 {
	switch {
	case r.heard.IsZero():
		return -1
	case at.Sub(r.heard) >= 2*Over:
		return 0 // lines come within half a second
	}
	return r.second
}

// choose takes what the page counts, or what the log has.
func choose(page, log float64) float64 {
	switch {
	case page < 0:
		return -1
	case log < 0 || page-log <= lateLog*page || page-log > watchers:
		return max(page, 0)
	}
	return log
}
