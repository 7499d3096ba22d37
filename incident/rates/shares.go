package rates

import (
	"maps"
	"slices"
	"time"
)

// Failing is the share of failures from which a node's traffic is in trouble, and Few the smallest meaningful number of
// requests.
const (
	Failing       = 0.2
	Few           = 5
	RecentSeconds = 5 // what counts as recent
)

// share holds the results of one second's requests at a node.
type share struct {
	second   int64
	all, bad int
}

// Shares holds the recent results of requests or sessions by node. It is a value: adding some does not change copies.
type Shares struct{ by map[string][]share }

// Add adds requests or sessions to a node's recent results.
func (s *Shares) Add(node string, at time.Time, all, bad int) {
	if node == "" || all == 0 {
		return
	}
	s.by = maps.Clone(s.by)
	if s.by == nil {
		s.by = map[string][]share{}
	}
	of := slices.Clone(s.by[node])
	for len(of) > 0 && of[0].second <= at.Unix()-RecentSeconds {
		of = of[1:]
	}
	if n := len(of); n > 0 && of[n-1].second >= at.Unix() {
		of[n-1].all += all
		of[n-1].bad += bad
	} else {
		of = append(of, share{at.Unix(), all, bad})
	}
	s.by[node] = of
}

// Forget resets a node that is UP again: results from its failure no longer apply.
func (s *Shares) Forget(node string) {
	if _, ok := s.by[node]; ok {
		s.by = maps.Clone(s.by)
		delete(s.by, node)
	}
}

// From is the moment from which on what Of returns was counted: it counts by whole seconds.
func (s *Shares) From(now time.Time) time.Time { return time.Unix(now.Unix()-RecentSeconds+1, 0) }

// Empty reports whether nothing was added.
func (s *Shares) Empty() bool { return len(s.by) == 0 }

// Of returns how many requests a node got recently, and how many failed.
func (s *Shares) Of(node string, now time.Time) (all, bad int) {
	for _, x := range s.by[node] {
		if x.second > now.Unix()-RecentSeconds {
			all, bad = all+x.all, bad+x.bad
		}
	}
	return all, bad
}

// Failed returns the share of a node's traffic that failed recently, -1 if there was too little.
func (s *Shares) Failed(node string, now time.Time) float64 {
	all, bad := s.Of(node, now)
	if all < Few {
		return -1
	}
	return float64(bad) / float64(all)
}
