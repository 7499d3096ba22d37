package clients

import (
	"time"

	"hadash/incident/rates"
	"hadash/record"
)

// Account is what one client's own record has within a span: that of the load script, or that of a probe.
type Account struct {
	Requests  int
	Failed    int            // of those
	By        map[string]int // Failed by request name
	Slowest   time.Duration
	SlowestAt time.Time
	Worst     Second // the second with the largest p99
	Others    int    // requests that the first balancer answered and this client did not send, by its log

	seconds int // whole seconds of the record
	told    int // requests that have their own line in it
}

// Any reports whether anything was recorded.
func (a *Account) Any() bool { return a.Requests > 0 || a.Failed > 0 }

// WithLine counts a request that has a line of its own.
func (a Account) WithLine(r *record.Request, at time.Time) Account {
	a.told++
	if a.seconds > 0 {
		a.Requests++
	}
	if r.Took > a.Slowest {
		a.Slowest, a.SlowestAt = r.Took, at
	}
	if r.Failed {
		a.Failed++
		a.By = rates.More(a.By, r.Name, 1)
	}
	return a
}

// WithSecond counts a whole second of the record, without what its lines have counted.
func (a Account) WithSecond(s Second) Account {
	a.seconds++
	if a.seconds == 1 {
		a.Requests = a.told
	}
	rest := max(s.Requests-s.told, 0)
	a.Requests += rest
	a.Failed += min(max(s.Failed-s.toldFailed, 0), rest)
	if s.Max > a.Slowest {
		if s.Max-a.Slowest > time.Millisecond { // else it is the request whose line gave its time
			a.SlowestAt = time.Time{}
		}
		a.Slowest = s.Max
	}
	if s.P99 > a.Worst.P99 {
		a.Worst = s
	}
	return a
}

// since returns what was recorded after an earlier account of the same span. It does not know the slowest request.
func (a *Account) since(was *Account) Account {
	return Account{Requests: max(a.Requests-was.Requests, 0), Failed: max(a.Failed-was.Failed, 0), Others: a.Others - was.Others, seconds: a.seconds - was.seconds}
}

// leaveSeconds removes the whole seconds reported so far from what is counted since a.
func (a *Account) leaveSeconds(now *Account) {
	a.Requests, a.seconds = now.Requests-(now.told-a.told), now.seconds
}

// lone is the number of requests by which a probe and the first balancer's log may always differ: a probe sends few.
const lone = 10

// alone reports whether a probe sent all requests that the first balancer answered, as far as the two can be compared: the lines of
// a log come in batches.
func (a *Account) alone() bool { return a.Others <= max(lone, a.Requests/10) }
