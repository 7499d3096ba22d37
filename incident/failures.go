package incident

import (
	"fmt"
	"maps"
	"strings"

	"hadash/incident/event"
	"hadash/incident/stopwatch"
	"hadash/incident/title"
	"hadash/record"
	"hadash/wording"
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

// Failed returns the number of requests that failed at an instance. nginx's access log has every attempt, except those
// of another nginx or of stream{} whose log does not name the instances: the error log has some of these. If no log names
// them, the instance's own page has its 5xx answers and nginx's error log has the requests without an answer: neither is
// complete, so the larger number is returned.
func (f *Frame) Failed(n *Node) Failures {
	byErrorLog := f.state.errorLog.of(n.Name)
	switch {
	case byErrorLog > 0 && n.Upstream.Requests == 0 && f.Nginx.HasAccess:
		return Failures{int64(n.Upstream.Errors), ByErrorLog, true}
	case f.Nginx.HasAccess:
		return Failures{int64(n.Upstream.Errors), ByAccessLog, byErrorLog > 0 || f.Unread.Lines > 0 || f.webSilent()}
	case n.ownErrors.Known && n.ownErrors.Sum >= int64(n.Upstream.Errors):
		return Failures{n.ownErrors.Sum, ByOwnPage, n.ownErrors.Sum > 0 || n.PageErr != ""}
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
	p := stopwatch.Passed{Known: true, Hidden: f.Hidden, GaveUp: f.GaveUp, Balancers: f.state.tries, Webs: f.state.passed, Onward: f.state.onward}
	if p.Balancers == nil && f.state.servers.Several() {
		p.Balancers = noTries
	}
	for i := range f.Nodes {
		n := &f.Nodes[i]
		if !n.Runs(record.KindHTTP) && n.Upstream.Requests == 0 && n.Upstream.Errors == 0 {
			continue
		}
		x := f.Failed(n)
		p.Instances, p.Counted, p.Least = record.Sum(p.Instances, x.N), p.Counted || x.By != "", p.Least || x.Least
	}
	return p
}

// passOn counts failures that a balancer passed on.
func (f *folding) passOn(balancer string, n int64) {
	if n <= 0 {
		return
	}
	f.state.onward = maps.Clone(f.state.onward)
	if f.state.onward == nil {
		f.state.onward = map[string]int64{}
	}
	f.state.onward[balancer] = record.Sum(f.state.onward[balancer], n)
}

var noTries = map[string]stopwatch.Tries{}

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

// way is http{} or stream{} of one nginx. Each has access logs of its own.
type way struct {
	node   string
	stream bool
}

// errorLog counts the failed attempts that only nginx's error log has: those on ways whose access log does not name the
// upstream servers. Like all of foldstate it is never changed in place.
type errorLog struct {
	named map[way]bool // its access log names them, so it has every attempt
	only  map[onlyBy]int
}

// onlyBy is whose attempts failed on a way.
type onlyBy struct {
	way      way
	instance string
}

// of returns how many attempts at an instance failed by the error log alone.
func (e *errorLog) of(instance string) (n int) {
	for by, count := range e.only {
		if by.instance == instance {
			n += count
		}
	}
	return n
}

// failedBy counts a failed attempt at an instance by a line of the error log, unless the access log has it, too.
func (f *folding) failedBy(l *record.Line, instance string) {
	by := onlyBy{way{l.Node, l.Upstream.Request == ""}, instance}
	e := &f.state.errorLog
	if e.named[by.way] {
		return
	}
	f.Node(instance).Upstream.Errors++
	e.only = with(e.only, by, e.only[by]+1)
}

// nameWays records which access logs name the upstream servers, by a batch of lines of a node that has attempts. A recording
// may lack the lines: then they were those of http{}.
func (f *folding) nameWays(node string, logs *record.Logs) {
	known := false
	for i := range logs.Lines {
		if a := logs.Lines[i].Access; a != nil && len(a.Upstreams) > 0 {
			known = true
			f.nameWay(way{node, asked(a) == ""})
		}
	}
	if !known {
		f.nameWay(way{node: node})
	}
}

// nameWay takes back what the error log alone had so far: the access log has it as well.
func (f *folding) nameWay(w way) {
	e := &f.state.errorLog
	if e.named[w] {
		return
	}
	e.named = with(e.named, w, true)
	left := map[onlyBy]int{}
	for by, n := range e.only {
		switch instance := f.Node(by.instance); {
		case by.way != w:
			left[by] = n
		case instance != nil:
			instance.Upstream.Errors -= n
		}
	}
	e.only = left
}

// with returns a copy of a map with another value.
func with[K comparable, V any](m map[K]V, key K, value V) map[K]V {
	m = maps.Clone(m)
	if m == nil {
		m = map[K]V{}
	}
	m[key] = value
	return m
}

// answeredBy returns the server whose answer an nginx passed on; "" if the answer is nginx's own, or the server is no node.
func (f *folding) answeredBy(nginx string, a *record.Access) string {
	last := len(a.Upstreams) - 1
	if last < 0 || a.Upstreams[last].Status != a.Status || a.Status == 502 || a.Status == 504 { // as nginx answers when it has no answer
		return ""
	}
	n, ok := f.ByAddr(a.Upstreams[last].Addr, nginx)
	if !ok {
		return ""
	}
	return n.Name
}

// requestFailed reports a request that failed at HAProxy: the client felt it.
func (f *folding) requestFailed(l *record.Line) {
	s := l.Session
	if !f.speaks(l.Node) {
		return
	}
	server := s.Backend + "/" + s.Server
	says, to := wording.AnsweredClientFrom.Of(l.Node, s.Code, server), fmt.Sprint(s.Code)
	if strings.HasPrefix(s.Server, "<") { // it reached none
		says = wording.AnsweredClientNone.Of(l.Node, s.Code, s.Backend)
	}
	switch {
	case s.Code == 0:
		says, to = wording.AnsweredNothing.Of(l.Node, server), "no answer"
	case s.Code < 500:
		says, to = wording.CutAnswer.Of(l.Node, server), "cut"
	}
	f.feel(l.At, stopwatch.Answered5xx{Took: max(s.Tt, 0), Says: says, Line: stopwatch.EvidenceOf(l, "access"), At: l.At, Hung: s.Code == 504, Log: record.KindHAProxy})
	f.tell(event.Event{At: l.At, Kind: event.KindClient, Severity: event.Bad, Node: l.Node, Subject: server, To: to, Says: says, Title: title.Failed(s), Witness: event.ByLog})
}
