package incident

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

// web counts the requests of the nginx that is shown.
type web struct {
	polls  int64     // our own that it answered
	logged int64     // lines of its access log since hadash watches
	heard  time.Time // when the last of them came
	last   time.Time // when nginx wrote it
	from   counted   // what the next rate is measured from
	busy   bool      // it was asked more than those who only look ask
	second float64   // the last rate over a second, -1 when there is none
}

// logKey is under which the log's lines are counted for the last seconds.
const logKey = "nginx's access log"

// logs takes in lines of nginx's access log that came now. What is read back of before says nothing of the rate.
func (f *folding) logs(node string, a *record.AnswerTally) {
	if web := f.Topology.With(record.RoleWeb); len(web) > 0 && web[0].Name != node {
		return
	}
	f.Nginx.Logs = true
	w := &f.memo.web
	if w.heard.IsZero() {
		w.second = -1
	}
	if f.At.Sub(a.Last) > lastFor*time.Second {
		return
	}
	w.logged, w.heard = record.Sum(w.logged, int64(a.Requests)), f.At
	if a.Last.After(w.last) {
		w.last = a.Last // by nginx's own clock, where the log has it
	}
	f.perSecond(logKey, w.last, w.logged)
	if rate, from, ok := w.from.since(w.last, w.logged); ok {
		w.from, w.second = from, rate
	}
}

// lately is the log's rate over the last seconds, -1 when it is not known.
func (w *web) lately(f *folding, at time.Time) float64 {
	switch {
	case w.heard.IsZero():
		return -1
	case at.Sub(w.heard) < rateOver: // a batch of lines is whole when it comes
		at = w.last
	}
	return f.memo.readouts[logKey].rate(at, w.logged)
}

// rate is the log's over the last second.
func (w *web) rate(at time.Time) float64 {
	switch {
	case w.heard.IsZero():
		return -1
	case at.Sub(w.heard) >= 2*rateOver:
		return 0 // lines come within half a second
	}
	return w.second
}

// asked chooses between what the page counts and what the log has.
func (w *web) asked(page, log float64) float64 {
	switch {
	case page < 0:
		return -1
	case log < 0 || page-log <= lateLog*page || page-log > watchers:
		return max(page, 0)
	}
	return log
}
