package incident

import (
	"strings"
	"time"

	"hadash/incident/clients"
	"hadash/incident/rates"
	"hadash/incident/stopwatch"
	"hadash/record"
)

func (f *folding) around() stopwatch.Around {
	return stopwatch.Around{NoNginx: !f.has(record.KindNginx), NoHAProxy: !f.has(record.KindHAProxy) && f.HAProxy == nil, Log: f.state.sessions,
		NoApp: !f.has(record.KindHTTP), NoLoad: !f.has(record.KindK6) && f.Load.K6 == nil, NoPage: f.HAProxy == nil, Repeats: f.repeats()}
}

// pageRead records that a balancer's page is read in the time of the running faults.
func (f *folding) pageRead() {
	for i := range f.Stopwatches {
		if w := &f.Stopwatches[i]; !w.Done && w.Around.NoPage {
			f.editWatch(w.ID, func(w *stopwatch.Stopwatch) { w.Around.NoPage = false })
		}
	}
}

// repeatsLogged records that an application's log has the reads that it repeats.
func (f *folding) repeatsLogged() {
	for i := range f.Stopwatches {
		if w := &f.Stopwatches[i]; !w.Done && !w.Around.Repeats {
			f.editWatch(w.ID, func(w *stopwatch.Stopwatch) { w.Around.Repeats = true })
		}
	}
}

// Counted returns the parts whose absorbed failures are counted.
func (f *Frame) Counted() clients.Counted {
	return clients.Counted{HAProxy: f.HAProxy != nil, Nginx: f.Nginx.HasAccess, App: f.repeats()}
}

// repeats reports whether the log of an application has the reads that it repeats: that is known of our own application,
// and of one that wrote such a line.
func (f *Frame) repeats() bool {
	if f.Hidden.Repeated > 0 {
		return true
	}
	for i := range f.Nodes {
		n := &f.Nodes[i]
		name, _, _ := strings.Cut(n.Image, ":")
		if !n.Runs(record.KindHTTP) || name != "hadash/profile" {
			continue
		}
		if logs := f.Source(record.SourceLogs, n.Name); logs == nil || !logs.Stale() {
			return true
		}
	}
	return false
}

func (f *Frame) has(k record.Kind) bool {
	for i := range f.Nodes {
		if f.Nodes[i].Runs(k) {
			return true
		}
	}
	return false
}

// loggedSessions records that HAProxy's log reports the endings of sessions, and of those of a node at an instant.
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

// busyWeb reports whether an nginx gets more requests than monitors send.
func (f *Frame) busyWeb() bool {
	for _, w := range f.state.webs {
		if w.Busy() {
			return true
		}
	}
	return false
}

// NginxAsked reports whether a client's request to nginx, or one that nginx passed on, was seen. Without one an empty
// access log means nothing.
func (f *Frame) NginxAsked() bool {
	if !f.has(record.KindNginx) {
		return false
	}
	asked := f.Nginx.Logs || f.busyWeb() || f.Load.K6 != nil && f.Load.Requests > 0
	for i := range f.Nodes {
		asked = asked || f.Nodes[i].Runs(record.KindHTTP) && f.Nodes[i].Own >= rates.Few
	}
	return asked
}
