package incident

import (
	"slices"
	"time"
)

// unsent is how many requests nginx answered that the load script did not send: fewer than none where it sent some that
// nginx did not answer.
type unsent int

func (n unsent) count(to Felt) Felt {
	to.Others += int(n)
	return to
}

func (n unsent) lay(w *Stopwatch, at time.Time) {
	if !w.after(at) {
		w.Felt = n.count(w.Felt)
		w.timeLosses()
	}
}

// balance is how many more requests nginx answered in a second than the load script told of.
type balance struct {
	second int64
	n      int
}

// lateAnswer is how long the load script may be silent about a second while it runs: no request of it takes longer.
const lateAnswer = 35

// weigh adds to the balance of a second, and settles those of which the load script tells no more.
func (f *folding) weigh(at time.Time, n int) {
	second := at.Unix()
	if second <= f.memo.settled {
		f.feel(time.Unix(second, 0).Add(overlap), unsent(n))
		return
	}
	own(&f.memo.balances, &f.mine.balances)
	all := f.memo.balances
	i, found := slices.BinarySearchFunc(all, second, func(b balance, s int64) int { return int(b.second - s) })
	if !found {
		all = slices.Insert(all, i, balance{second: second})
	}
	all[i].n += n
	f.memo.balances = all
	until := f.At.Unix() - lateAnswer
	if _, told := f.Last(); !told {
		until = f.At.Unix() - 2*lateLines
	}
	f.settleUntil(until)
}

// settleUntil ends the balances of the seconds up to one.
func (f *folding) settleUntil(second int64) {
	for len(f.memo.balances) > 0 && f.memo.balances[0].second <= second {
		b := f.memo.balances[0]
		f.memo.balances, f.memo.settled = f.memo.balances[1:], b.second
		if b.n != 0 {
			f.feel(time.Unix(b.second, 0).Add(overlap), unsent(b.n))
		}
	}
}
