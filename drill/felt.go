package drill

import (
	"time"

	"hadash/incident"
)

// What clients felt is counted by the load script's own record, and where there is none by nginx's access log.
// Where nobody sent a request, nothing is known: a drill without load must not hold because nothing failed.
const noRequests = "no client sent a request that anybody counted"

// tally is where the figures of a drill as a whole begin to count.
type tally struct {
	at      time.Time // of the clients' seconds
	failed  int
	visible int // answered 5xx, by nginx
	hidden  incident.Hidden
	watches int // the newest stopwatch of before
	felt    []incident.Second
}

// begin makes a tally that counts from a Frame on, and of seconds from an instant on.
func begin(f *incident.Frame, at time.Time) *tally {
	t := &tally{at: at, failed: f.Load.Failed, visible: f.Nginx.Visible, hidden: f.Hidden, watches: lastWatch(f)}
	t.take(f)
	return t
}

// lastWatch is the newest stopwatch's ID, 0 when there is none.
func lastWatch(f *incident.Frame) int {
	if n := len(f.Stopwatches); n > 0 {
		return f.Stopwatches[n-1].ID
	}
	return 0
}

// stopwatches lists those of the drill.
func (t *tally) stopwatches(f *incident.Frame) []incident.Stopwatch {
	for i := range f.Stopwatches {
		if f.Stopwatches[i].ID > t.watches {
			return f.Stopwatches[i:]
		}
	}
	return nil
}

// take adds the clients' seconds that a Frame tells of for the first time: it forgets them after a while.
func (t *tally) take(f *incident.Frame) {
	last := t.at.Add(-1)
	if n := len(t.felt); n > 0 {
		last = t.felt[n-1].At
	}
	for _, s := range f.Load.Seconds {
		if s.At.After(last) {
			t.felt = append(t.felt, s)
		}
	}
}

func clients(w *incident.Stopwatch) bool { return w.Felt.Requests > 0 || w.Felt.Failed > 0 }

func visible(w *incident.Stopwatch) number {
	switch {
	case clients(w):
		return whole(w.Felt.Failed)
	case w.Felt.NginxRequests > 0:
		return whole(w.Felt.NginxFailed)
	}
	return none(noRequests)
}

func requests(w *incident.Stopwatch) number {
	if clients(w) {
		return whole(w.Felt.Requests)
	}
	return whole(w.Felt.NginxRequests)
}

func share(failed, all number) number {
	switch {
	case failed.lack != "":
		return failed
	case all.n == 0:
		return none(noRequests)
	}
	return number{n: 100 * failed.n / all.n}
}

func failedShare(w *incident.Stopwatch) number { return share(visible(w), requests(w)) }

func slowest(w *incident.Stopwatch) number {
	switch {
	case clients(w):
		return seconds(w.Felt.Slowest)
	case w.Felt.NginxRequests > 0:
		return seconds(w.Felt.NginxSlowest)
	}
	return none(noRequests)
}

func ofWorst(part func(*incident.Second) time.Duration) func(*incident.Stopwatch) number {
	return func(w *incident.Stopwatch) number {
		if w.Felt.Worst.Requests == 0 {
			return none("the clients keep no record of their seconds")
		}
		return seconds(part(&w.Felt.Worst))
	}
}

func requestsInAll(v *view) number {
	n := 0
	for _, s := range v.tally.felt {
		n += s.Requests
	}
	return whole(n)
}

func visibleInAll(v *view) number {
	switch {
	case requestsInAll(v).n > 0:
		return whole(v.f.Load.Failed - v.tally.failed)
	case v.f.Nginx.HasAccess && v.f.Nginx.Rate > 0:
		return whole(v.f.Nginx.Visible - v.tally.visible)
	}
	return none(noRequests)
}

func failedShareInAll(v *view) number { return share(visibleInAll(v), requestsInAll(v)) }

// slowestInAll counts a request that took longer than the second it ended in is told of, too.
func slowestInAll(v *view) number {
	if requestsInAll(v).n == 0 {
		return none(noRequests)
	}
	var most time.Duration
	for _, s := range v.tally.felt {
		most = max(most, s.Max)
	}
	for _, w := range v.tally.stopwatches(v.f) {
		most = max(most, w.Felt.Slowest)
	}
	return seconds(most)
}

func ofWorstInAll(part func(*incident.Second) time.Duration) func(*view) number {
	return func(v *view) number {
		var worst incident.Second
		for _, s := range v.tally.felt {
			if s.P99 > worst.P99 {
				worst = s
			}
		}
		if worst.Requests == 0 {
			return none(noRequests)
		}
		return seconds(part(&worst))
	}
}

func hiddenInAll(part func(incident.Hidden) int64) func(*view) number {
	return func(v *view) number { return whole(part(v.f.Hidden) - part(v.tally.hidden)) }
}
