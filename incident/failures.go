package incident

import (
	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// Failures is the number of requests that failed at a node since watching began, from the best witness; By is ""
// if there is none.
type Failures struct {
	N     int64
	By    string
	Least bool // there may have been more: the witness does not see all failures, or was not read all the time
}

// The witnesses of failures at an instance.
const (
	ByAccessLog = "nginx's access log"
	ByOwnPage   = "its own page"
	ByErrorLog  = "nginx's error log"
)

// Failed returns the number of requests that failed at an instance. nginx's access log has every attempt. If it does
// not name the instances, the instance's own page has its 5xx answers and nginx's error log has the requests without an
// answer: neither is complete, so the larger number is returned.
func (f *Frame) Failed(n *Node) Failures {
	switch {
	case f.Nginx.HasAccess:
		return Failures{int64(n.Upstream.Errors), ByAccessLog, f.Unread.Lines > 0 || f.webSilent()}
	case n.ownErrors.Known && n.ownErrors.Sum >= int64(n.Upstream.Errors):
		return Failures{n.ownErrors.Sum, ByOwnPage, n.ownErrors.Sum > 0 || n.ProbeErr != ""}
	case f.Nginx.Errors > 0:
		return Failures{int64(n.Upstream.Errors), ByErrorLog, true}
	}
	return Failures{}
}

// webSilent reports whether the log of a web server cannot be read now.
func (f *Frame) webSilent() bool {
	for i := range f.Nodes {
		if n := &f.Nodes[i]; n.Runs(record.KindNginx) {
			if logs := f.Source(record.SourceLogs, n.Name); logs != nil && logs.Err != "" {
				return true
			}
		}
	}
	return false
}

// OwnFailed returns the number of 5xx answers of an instance since watching began, by its own page; false if the page
// does not report it.
func (n *Node) OwnFailed() (int64, bool) { return n.ownErrors.Sum, n.ownErrors.Known }

// Passed returns the failures that were counted on the way of requests since watching began.
func (f *Frame) Passed() stopwatch.Passed {
	p := stopwatch.Passed{Known: true, Hidden: f.Hidden, GaveUp: f.GaveUp}
	for i := range f.Nodes {
		n := &f.Nodes[i]
		if !n.Runs(record.KindHTTP) {
			continue
		}
		x := f.Failed(n)
		p.Instances, p.Counted, p.Least = record.Sum(p.Instances, x.N), p.Counted || x.By != "", p.Least || x.Least
	}
	return p
}

// TriesFailed returns how many tries at a fault's target failed by nginx's error log, on a timeline that still has them. Each
// is another request, which was then tried elsewhere or failed.
func (f *Frame) TriesFailed(s *stopwatch.Stopwatch) (n int) {
	name := s.String()
	for i := range f.Timeline {
		if e := &f.Timeline[i]; e.Kind == event.KindUpstream && e.Node == s.Target && e.Fault == name && tried(e) && !e.At.Before(s.Earliest()) {
			n += e.Count
		}
	}
	return n
}

// tried reports whether an event of nginx's error log is a failed try.
func tried(e *event.Event) bool {
	return e.To != string(record.UpstreamNoLive) && e.To != string(record.UpstreamDisabled)
}
