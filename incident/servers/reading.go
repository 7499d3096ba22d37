package servers

import (
	"time"

	"hadash/record"
)

// Reading is the last answer of one balancer.
type Reading struct {
	Node string
	At   time.Time
	Row  *record.HAProxy

	blanks []record.Blank // of the servers
	worse  *trouble       // what is joined of the page, if not all of it is
}

// Lacks reports whether a number of the nth server of the page is not known, by the name of its column.
func (r *Reading) Lacks(nth int, column string) bool {
	return nth < len(r.blanks) && r.blanks[nth].Has(column)
}

// HAProxy counts for each server the seconds since it went UP or DOWN. So its page also covers times at which it was
// not read: before watching began, or while it did not answer.

// LastchgWithin is the precision of that: both ends are cut to whole seconds.
const LastchgWithin = time.Second

// Changed returns when a server entered its state by lastchg. It is not known within the first second, if the page does
// not show it, or for a server that has been so since its process started.
func (r *Reading) Changed(s *record.Server) (time.Time, bool) {
	if s.Lastchg <= 0 {
		return time.Time{}, false
	}
	at := r.At.Add(-record.Times(s.Lastchg, time.Second))
	if r.Row.Uptime > 0 && at.Sub(r.Began()) < startsWithin {
		return time.Time{}, false
	}
	return at, true
}

// Renewal is the relation of a balancer's counters in two readings.
type Renewal uint8

// The kinds of Renewal.
const (
	GoOn    Renewal = iota
	New             // another process answers: they restarted from zero
	Cleared         // the same process answers, and they were cleared
	Fell            // they restarted from zero, and the cause is not known
)

// startsWithin is how far two answers of one process may differ about its start: HAProxy reports whole seconds.
const startsWithin = 2500 * time.Millisecond

// Renewed compares two readings of one balancer.
func Renewed(was, is Reading) Renewal {
	pids := was.Row.Pid != 0 && is.Row.Pid != 0
	starts := was.Row.Uptime > 0 && is.Row.Uptime > 0
	switch {
	case pids && was.Row.Pid != is.Row.Pid:
		return New
	case !totalsFell(was.Row, is.Row):
		return GoOn
	case is.ages(was) == olderThan:
		return Cleared
	case starts && is.Began().Sub(was.Began()) > startsWithin:
		return New // in a container every process has the same pid
	case pids && starts:
		return Cleared
	case is.ages(was) == begunAfter:
		return New
	}
	return Fell
}

// age is what a reading shows about the age of the process.
type age uint8

const (
	noProof    age = iota
	olderThan      // it is older than the reading before
	begunAfter     // everything since its start is later than that reading
)

// ages uses the times of the backends' last change: the first is the start of the process. Clearing the counters does
// not change it, and a state file restores it for servers only (tried with 2.6).
func (r Reading) ages(was Reading) age {
	passed, before, now := r.At.Sub(was.At), time.Duration(0), time.Duration(0)
	for i := range r.Row.Proxies {
		p := &r.Row.Proxies[i]
		if p.Frontend || i >= len(was.Row.Proxies) || was.Row.Proxies[i].Pxname != p.Pxname {
			continue
		}
		now = max(now, record.Times(p.Lastchg, time.Second))
		before = max(before, record.Times(was.Row.Proxies[i].Lastchg, time.Second))
	}
	switch {
	case now > passed+startsWithin:
		return olderThan
	case before > startsWithin:
		return begunAfter
	}
	return noProof
}

// Began returns when the process started, by its own report.
func (r Reading) Began() time.Time { return r.At.Add(-record.Times(r.Row.Uptime, time.Second)) }

// totalsFell compares a counter that only grows: every answer to a poll adds to the bytes that the stats frontend sent.
func totalsFell(was, is *record.HAProxy) bool {
	for i := range is.Proxies {
		if i >= len(was.Proxies) {
			break
		}
		old, p := &was.Proxies[i], &is.Proxies[i]
		if old.Pxname == p.Pxname && old.Svname == p.Svname && (p.Stot < old.Stot || p.Bin < old.Bin || p.Bout < old.Bout) {
			return true
		}
	}
	return false
}

// Sessions returns how many sessions the servers of a reading had.
func (r Reading) Sessions() (n int64) {
	for i := range r.Row.Servers {
		n = record.Sum(n, r.Row.Servers[i].Scur)
	}
	return n
}
