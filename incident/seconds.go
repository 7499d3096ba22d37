package incident

import (
	"time"

	"hadash/incident/clients"
	"hadash/incident/history"
	"hadash/incident/stopwatch"
	"hadash/record"
)

const maxSeconds = 600

// foldWindows takes in lines of the clients' own record. A second is told when lines of a much newer one
// come: until then its percentiles could be those of a few users. A line that comes when its second was told already is too
// late for its percentiles, and is counted all the same: a user whose request hung tells only then of the second before.
func (f *folding) foldWindows(all []record.Window) {
	all, far := clients.Nearby(all, f.At)
	f.Dropped += far
	for _, w := range all {
		if n := len(f.Load.Seconds); n > 0 && w.Second <= f.Load.Seconds[n-1].At.Unix() {
			f.feelSecond(f.memo.gather.Late(w))
		} else {
			f.memo.gather.Add(w)
		}
		if newest, ok := f.memo.gather.Newest(); ok {
			f.closeSeconds(newest - clients.LateLines)
		}
	}
}

// endSeconds tells the last seconds of a load that has ended.
func (f *folding) endSeconds() { f.closeSeconds(f.At.Unix() - 2*clients.LateLines) }

func (f *folding) closeSeconds(until int64) {
	for {
		s, ok := f.memo.gather.Close(until)
		if !ok {
			return
		}
		own(&f.Load.Seconds, &f.mine.seconds)
		f.Load.Seconds = append(f.Load.Seconds, s)
		f.Load.Seconds = f.Load.Seconds[max(len(f.Load.Seconds)-maxSeconds, 0):]
		f.History.AddFelt(history.FeltTick{At: s.At.Unix(), Span: 1, Requests: s.Requests, Failed: s.Failed,
			P50: s.P50, P95: s.P95, P99: s.P99, Max: s.Max})
		f.feelSecond(s)
	}
}

func (f *folding) feelSecond(s clients.Second) {
	f.feel(s.At.Add(clients.Overlap), stopwatch.WholeSecond{Second: s})
	f.weigh(s.At, -s.Requests)
}

// lateAnswer is how long the load script may be silent about a second while it runs: no request of it takes longer.
const lateAnswer = 35

// weigh adds to the balance of a second, and settles those of which the load script tells no more.
func (f *folding) weigh(at time.Time, n int) {
	second := at.Unix()
	if !f.memo.gather.Weigh(second, n) {
		f.feel(time.Unix(second, 0).Add(clients.Overlap), stopwatch.Unsent(n))
		return
	}
	until := f.At.Unix() - lateAnswer
	if _, told := f.Last(); !told {
		until = f.At.Unix() - 2*clients.LateLines
	}
	f.settleUntil(until)
}

// settleUntil ends the balances of the seconds up to one.
func (f *folding) settleUntil(until int64) {
	for {
		second, n, ok := f.memo.gather.Settle(until)
		if !ok {
			return
		}
		if n != 0 {
			f.feel(time.Unix(second, 0).Add(clients.Overlap), stopwatch.Unsent(n))
		}
	}
}
