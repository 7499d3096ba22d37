package incident

import (
	"slices"
	"time"

	"hadash/record"
)

// lined are the requests of a second that wrote lines of their own, as far as no second has counted them yet.
type lined struct {
	second    int64
	n, failed int
	slow      time.Duration
}

// lineOf notes a line of the load script, for the second that it is in.
func (f *folding) lineOf(at time.Time, r *record.Request) {
	own(&f.memo.lined, &f.mine.lined)
	all := f.memo.lined
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
	f.memo.lined = all
}

// linesOf leaves to the lines of a second what they have told of it.
func (f *folding) linesOf(s *Second) {
	i, found := slices.BinarySearchFunc(f.memo.lined, s.At.Unix(), func(l lined, at int64) int { return int(l.second - at) })
	if !found {
		return
	}
	own(&f.memo.lined, &f.mine.lined)
	l := &f.memo.lined[i]
	s.told, s.toldFailed, s.slow = min(l.n, s.Requests), min(l.failed, s.Failed), l.slow
	l.n, l.failed = l.n-s.told, l.failed-s.toldFailed
}
