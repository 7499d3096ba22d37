package clients

import (
	"slices"
	"time"

	"hadash/record"
)

// Gather merges, second by second, what the load script and nginx report about requests. It is a value: after Share a
// copy is not changed by writes to another.
type Gather struct {
	seconds  []gatheredSecond // of the clients' record, may still grow
	lined    []lined          // by second
	balances []balance        // by second
	settled  int64            // second up to which balances are settled

	mine struct{ seconds, lined, balances bool } // the lists that are copied
}

// lined counts the requests of a second that have their own lines, until a second has counted them.
type lined struct {
	second    int64
	n, failed int
	slow      time.Duration
}

// balance is the number of requests in a second that nginx answered beyond those the load script reported.
type balance struct {
	second int64
	n      int
}

// writable copies a list before it is written to for the first time.
func writable[T any](list *[]T, already *bool) {
	if !*already {
		*list, *already = slices.Clone(*list), true
	}
}

// Share marks the lists as shared with a copy.
func (g *Gather) Share() { g.mine.seconds, g.mine.lined, g.mine.balances = false, false, false }

// Add adds a line of the record to its second.
func (g *Gather) Add(w record.Window) {
	writable(&g.seconds, &g.mine.seconds)
	g.seconds = addSecond(g.seconds, w)
}

// Late returns a line for a second that was already reported, as a second of its own.
func (g *Gather) Late(w record.Window) Second {
	late := gatheredSecond{Window: record.Window{Second: w.Second}}
	late.add(w)
	s := Second{At: time.Unix(w.Second, 0), Requests: late.Requests, Failed: late.Failed, Max: late.Max}
	g.leave(&s)
	return s
}

// Newest returns the newest second that may still grow; false if there is none.
func (g *Gather) Newest() (int64, bool) {
	n := len(g.seconds)
	if n == 0 {
		return 0, false
	}
	return g.seconds[n-1].Second, true
}

// Growing returns the number of seconds that may still grow.
func (g *Gather) Growing() int { return len(g.seconds) }

// Close ends the oldest second that may still grow; false if all such seconds are later than the given one.
func (g *Gather) Close(until int64) (Second, bool) {
	if len(g.seconds) == 0 || g.seconds[0].Second > until {
		return Second{}, false
	}
	s := g.seconds[0].sum()
	g.seconds = g.seconds[1:]
	g.leave(&s)
	return s, true
}

// Line records a line of the load script for its second.
func (g *Gather) Line(at time.Time, r *record.Request) {
	writable(&g.lined, &g.mine.lined)
	all := g.lined
	i, found := slices.BinarySearchFunc(all, at.Unix(), func(l lined, s int64) int { return int(l.second - s) })
	if !found {
		all = slices.Insert(all, i, lined{second: at.Unix()})
	}
	all[i].n++
	if r.Failed {
		all[i].failed++
	}
	all[i].slow = max(all[i].slow, r.Took)
	for len(all) > 1 && all[0].second < all[len(all)-1].second-lateUser {
		all = all[1:]
	}
	g.lined = all
}

// leave removes from a second what its own lines have already counted.
func (g *Gather) leave(s *Second) {
	i, found := slices.BinarySearchFunc(g.lined, s.At.Unix(), func(l lined, at int64) int { return int(l.second - at) })
	if !found {
		return
	}
	writable(&g.lined, &g.mine.lined)
	l := &g.lined[i]
	s.told, s.toldFailed, s.slow = min(l.n, s.Requests), min(l.failed, s.Failed), l.slow
	l.n, l.failed = l.n-s.told, l.failed-s.toldFailed
}

// Weigh adds to the balance of a second; false if that second is already settled.
func (g *Gather) Weigh(second int64, n int) bool {
	if second <= g.settled {
		return false
	}
	writable(&g.balances, &g.mine.balances)
	all := g.balances
	i, found := slices.BinarySearchFunc(all, second, func(b balance, s int64) int { return int(b.second - s) })
	if !found {
		all = slices.Insert(all, i, balance{second: second})
	}
	all[i].n += n
	g.balances = all
	return true
}

// Settle ends the oldest balance and returns how many more requests nginx answered in its second; false if all are
// later than the given second.
func (g *Gather) Settle(until int64) (second int64, more int, ok bool) {
	if len(g.balances) == 0 || g.balances[0].second > until {
		return 0, 0, false
	}
	b := g.balances[0]
	g.balances, g.settled = g.balances[1:], b.second
	return b.second, b.n, true
}

// Unsettled returns the newest second that has a balance; false if there is none.
func (g *Gather) Unsettled() (int64, bool) {
	n := len(g.balances)
	if n == 0 {
		return 0, false
	}
	return g.balances[n-1].second, true
}
