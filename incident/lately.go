package incident

import (
	"maps"
	"slices"
	"time"
)

// failing is the share of failures from which a node's traffic is in trouble, and few the least number of
// requests that says anything.
const (
	failing = 0.2
	few     = 5
	lastFor = 5 // seconds that "lately" means
)

// share is how the requests of one second went at a node.
type share struct {
	second   int64
	all, bad int
}

// went adds requests or sessions to what a node did lately.
func (f *folding) went(node string, at time.Time, all, bad int) {
	if node == "" || all == 0 {
		return
	}
	f.memo.lately = maps.Clone(f.memo.lately)
	if f.memo.lately == nil {
		f.memo.lately = map[string][]share{}
	}
	s := slices.Clone(f.memo.lately[node])
	for len(s) > 0 && s[0].second <= at.Unix()-lastFor {
		s = s[1:]
	}
	if n := len(s); n > 0 && s[n-1].second >= at.Unix() {
		s[n-1].all += all
		s[n-1].bad += bad
	} else {
		s = append(s, share{at.Unix(), all, bad})
	}
	f.memo.lately[node] = s
}

// forgetLately begins anew for a node that is UP again: how its sessions ended when it broke says nothing of
// now.
func (f *folding) forgetLately(node string) {
	if _, ok := f.memo.lately[node]; ok {
		f.memo.lately = maps.Clone(f.memo.lately)
		delete(f.memo.lately, node)
	}
}

// errorShare is the share of a node's traffic that failed lately, -1 when too little came.
func (f *Frame) errorShare(node string) float64 {
	var all, bad int
	for _, s := range f.memo.lately[node] {
		if s.second > f.At.Unix()-lastFor {
			all, bad = all+s.all, bad+s.bad
		}
	}
	if all < few {
		return -1
	}
	return float64(bad) / float64(all)
}
