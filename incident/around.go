package incident

import (
	"time"

	"hadash/incident/rates"
	"hadash/incident/stopwatch"
	"hadash/record"
)

func (f *folding) around() stopwatch.Around {
	return stopwatch.Around{NoNginx: !f.has(record.RoleWeb), NoHAProxy: !f.has(record.RoleBalancer) && f.HAProxy == nil, Log: f.state.sessions}
}

func (f *Frame) has(r record.Role) bool {
	for i := range f.Nodes {
		if f.Nodes[i].Role == r {
			return true
		}
	}
	return false
}

// loggedSessions notes that HAProxy's log tells how sessions end, of those of a node at an instant.
func (f *folding) loggedSessions(node string, at time.Time) {
	if !f.state.sessions {
		f.state.sessions = true
		f.copyStopwatches()
		for i := range f.Stopwatches {
			f.Stopwatches[i].Around.Log = true
		}
	}
	for i := range f.Stopwatches {
		if w := &f.Stopwatches[i]; !w.Around.Sessions && w.Covers(at) {
			f.editWatch(w.ID, func(w *stopwatch.Stopwatch) { w.Around.Sessions = true })
		}
	}
	if n := f.Node(node); n != nil {
		n.Logged = true
	}
}

// NginxAsked reports whether anybody saw a request of a client come to nginx, or come from behind it. Without one it says
// nothing that its access log is empty.
func (f *Frame) NginxAsked() bool {
	if !f.has(record.RoleWeb) {
		return false
	}
	asked := f.Nginx.Logs || f.state.web.Busy() || f.Load.K6 != nil && f.Load.Requests > 0
	for i := range f.Nodes {
		asked = asked || f.Nodes[i].Role == record.RoleApp && f.Nodes[i].Own >= rates.Few
	}
	return asked
}

// Failures is how many requests failed at a node since hadash watches, by who knows best; By is "" where nobody does.
type Failures struct {
	N  int64
	By string
}

// The witnesses of what failed at an instance.
const (
	ByAccessLog = "nginx's access log"
	ByOwnPage   = "its own page"
	ByErrorLog  = "nginx's error log"
)

// Failed is how many requests failed at an instance. nginx's access log has every attempt. Without one that names the
// instances, its own page knows what it answered with 5xx, and nginx's error log what it did not answer: neither has all, so
// the larger is told.
func (f *Frame) Failed(n *Node) Failures {
	switch {
	case f.Nginx.HasAccess:
		return Failures{int64(n.Upstream.Errors), ByAccessLog}
	case n.ownErrors.Known && n.ownErrors.Sum >= int64(n.Upstream.Errors):
		return Failures{n.ownErrors.Sum, ByOwnPage}
	case f.Nginx.Errors > 0:
		return Failures{int64(n.Upstream.Errors), ByErrorLog}
	}
	return Failures{}
}

// OwnFailed is how many requests an instance has answered 5xx since hadash watches, by its own page; false where that does
// not tell.
func (n *Node) OwnFailed() (int64, bool) { return n.ownErrors.Sum, n.ownErrors.Known }
