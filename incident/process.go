package incident

import (
	"time"

	"hadash/record"
)

// renewal is what became of a balancer's counters between two readings.
type renewal uint8

const (
	goOn    renewal = iota
	anew            // another process answers: they began at zero
	cleared         // the same process does, and somebody cleared them
	fell            // they began at zero, and which of the two it was is not known
)

// startsWithin is how far two answers of one process may seem to differ about when it began: HAProxy says it in whole
// seconds.
const startsWithin = 2500 * time.Millisecond

// renewed compares two readings of one balancer.
func renewed(was, is reading) renewal {
	pids := was.row.Pid != 0 && is.row.Pid != 0
	starts := was.row.Uptime > 0 && is.row.Uptime > 0
	switch {
	case pids && was.row.Pid != is.row.Pid:
		return anew
	case !totalsFell(was.row, is.row):
		return goOn
	case is.ages(was) == olderThan:
		return cleared
	case starts && is.began().Sub(was.began()) > startsWithin:
		return anew // in a container every process has the same pid
	case pids && starts:
		return cleared
	case is.ages(was) == begunAfter:
		return anew
	}
	return fell
}

// age is what a reading proves of the process's age.
type age uint8

const (
	noProof    age = iota
	olderThan      // it is older than the reading before
	begunAfter     // all that dates from its begin dates from after that one
)

// ages goes by when the backends changed: the first time is when the process begins. Clearing the counters leaves that
// alone, and a state file restores it for servers only (tried with 2.6).
func (r reading) ages(was reading) age {
	passed, before, now := r.at.Sub(was.at), time.Duration(0), time.Duration(0)
	for i := range r.row.Proxies {
		p := &r.row.Proxies[i]
		if p.Frontend || i >= len(was.row.Proxies) || was.row.Proxies[i].Pxname != p.Pxname {
			continue
		}
		now = max(now, record.Times(p.Lastchg, time.Second))
		before = max(before, record.Times(was.row.Proxies[i].Lastchg, time.Second))
	}
	switch {
	case now > passed+startsWithin:
		return olderThan
	case before > startsWithin:
		return begunAfter
	}
	return noProof
}

// began is when the process started, by its own word.
func (r reading) began() time.Time { return r.at.Add(-record.Times(r.row.Uptime, time.Second)) }

// totalsFell looks at what only grows: every answer to a poll adds to what the stats frontend sent.
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

// tellRenewed makes the event of counters that began at zero. The stopwatches that run go on with what was added up.
func (f *folding) tellRenewed(was, is reading) {
	e := Event{At: is.at, Kind: KindRestart, Severity: Warn, Node: is.node, Subject: is.node, Witness: ByPoll, Within: is.at.Sub(was.at)}
	found := is.node + " began anew in its time: what its counters said before was added up"
	switch renewed(was, is) {
	case goOn:
		return
	case anew:
		e.Text = is.node + " is a new process: its counters began at zero"
	case cleared:
		e.Severity, e.To = Info, "cleared"
		e.Text = is.node + ": counters cleared by somebody; it is the same process"
		found = is.node + "'s counters were cleared in its time: what they said before was added up"
	case fell:
		e.Text = is.node + ": its counters began at zero, in a new process or cleared by somebody"
	}
	f.tell(e)
	f.each("", is.at, func(w *Stopwatch) { w.find(found) })
}
