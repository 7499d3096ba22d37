package incident

import (
	"maps"
	"time"

	"hadash/incident/event"
	"hadash/incident/rates"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// foldNginx processes one reading of stub_status.
func (f *folding) foldNginx(node string, at time.Time, n *record.Nginx) {
	if web := f.Topology.Of(record.KindNginx); len(web) > 0 && web[0].Name != node {
		return // of several, the first one is shown
	}
	if n == nil {
		f.state.latest.Forget(node)
		f.Nginx.Rate, f.Nginx.Recent = -1, -1
		f.setRate(record.KindNginx, -1)
		f.setRecent(record.KindNginx, -1)
		return
	}
	f.Nginx.Nginx = n
	f.ownAnswer(f.polled(record.SourceNginx, node, at, wording.Answers.Of(node)))
	others := f.state.web.Polled(n.Requests)
	f.Nginx.Recent = f.state.web.Recent(f.state.latest.Rate(node, at, others), at, &f.state.latest)
	f.setRecent(record.KindNginx, f.Nginx.Recent)
	rate, from, ok := f.state.nginx.Since(at, others)
	if !ok {
		return
	}
	f.state.web.Asked(rate)
	f.state.nginx, f.Nginx.Rate = from, f.state.web.Now(rate, at)
	if f.Nginx.Rate >= 0 {
		f.Nginx.History = rates.Push(f.Nginx.History, f.Nginx.Rate)
	}
	f.setRate(record.KindNginx, f.Nginx.Rate)
}

// foldProbe processes an application instance's own page.
func (f *folding) foldProbe(node string, at time.Time, p *record.Probe, why string) {
	n := f.edit(node)
	if n == nil {
		return
	}
	was := n.Probe
	n.Probe, n.ProbeErr = p, why
	switch {
	case p == nil:
	case p.Code >= 400:
		if s := f.Source(record.SourceProbe, node); s != nil {
			f.copySources()
			f.Source(record.SourceProbe, node).no = at
		}
	default:
		f.ownAnswer(f.polled(record.SourceProbe, node, at, wording.AnswersOnPage.Of(node)))
		if was != nil && p.Requests > 0 && p.Requests != was.Requests {
			f.ownTraffic(sighting{node: node, at: at, by: event.ByPoll, no: at.Add(-f.pollGap), says: wording.ServesByPage.Of(node)})
		}
	}
	if p != nil {
		n.ownRequests.Saw(p.Requests)
		n.ownErrors.Saw(p.Errors)
		n.Own = n.ownRequests.Sum
	}
	if p == nil || p.Requests < 0 {
		f.state.latest.Forget(node)
		n.Rate, n.Recent = -1, -1
		return
	}
	n.Recent = f.state.latest.Rate(node, at, p.Requests)
	rate, from, ok := f.state.probes[node].Since(at, p.Requests)
	if !ok {
		return
	}
	n.Rate = rate
	if rate >= 0 {
		n.asked = rates.Rate{At: at, PerSecond: rate}
	}
	f.state.probes = maps.Clone(f.state.probes)
	if f.state.probes == nil {
		f.state.probes = map[string]rates.Counter{}
	}
	f.state.probes[node] = from
}

// Unread counts lines that look like access log lines and could not be read. They are in no sum.
type Unread struct {
	Lines int
	Why   string // of the last of them, with the field that could not be read
}

// countUnread adds them up and reports the first: a log that is not read looks like one that does not exist.
func (f *folding) countUnread(node string, t *record.UnreadTally) {
	if t == nil || t.Lines <= 0 {
		return
	}
	if n := f.Node(node); n != nil && n.Runs(record.KindHAProxy) {
		f.sessionsUnread(node, t.Why)
		return
	}
	if f.Unread.Lines == 0 {
		f.tell(event.Event{At: f.At, Kind: event.KindSource, Node: node, Subject: record.SourceLogs, To: "unread", Witness: event.ByLog,
			Says: wording.AccessUnread.Of(node, t.Why)})
	}
	f.Unread.Lines += t.Lines
	f.Unread.Why = t.Why
	f.Watched.Felt.Unread += t.Lines
	if f.Drill.Open() {
		f.Drill.Felt.Unread += t.Lines
	}
	f.each("", f.At, func(w *stopwatch.Stopwatch) { w.Felt.Unread += t.Lines })
}

// sessionsUnread reports that sessions in a HAProxy's log could not be read, once.
func (f *folding) sessionsUnread(node, why string) {
	if f.state.sessionsUnread[node] {
		return
	}
	f.state.sessionsUnread = with(f.state.sessionsUnread, node, true)
	f.tell(event.Event{At: f.At, Kind: event.KindSource, Node: node, Subject: record.SourceLogs, To: "unread", Witness: event.ByLog,
		Says: wording.SessionsUnread.Of(node, why)})
}
