package incident

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/rates"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// web is the requests of one nginx.
type web struct {
	page rates.Counter
	rates.Requests
}

// foldNginx processes one reading of stub_status.
func (f *folding) foldNginx(node string, at time.Time, g *record.Nginx) {
	shown := f.shows(node)
	if g == nil {
		f.state.latest.Forget(node)
		f.setNginx(node, shown, -1, -1)
		return
	}
	if n := f.edit(node); n != nil {
		n.Stub = g
	}
	if shown {
		f.Nginx.Nginx = g
	}
	f.ownAnswer(f.polled(record.SourceNginx, node, at, wording.Answers.Of(node)))
	w := f.webOf(node)
	others := w.Polled(g.Requests)
	recent := w.Recent(f.state.latest.Rate(node, at, others), at, &f.state.latest)
	now, told := f.nginxRate(node, shown), false // of several it is its own
	if rate, from, ok := w.page.Since(at, others); ok {
		w.Asked(rate)
		w.page, now, told = from, w.Now(rate, at), true
	}
	f.keepWeb(node, w)
	f.setNginx(node, shown, now, recent)
	if told && shown && now >= 0 {
		f.Nginx.History = rates.Push(f.Nginx.History, f.Nginx.Rate)
	}
}

// shows reports whether an nginx is the one whose page is shown: of several the first of those that no balancer sends
// traffic to, which is where the clients' requests come in.
func (f *folding) shows(node string) bool {
	first := ""
	for i := range f.Topology.Nodes {
		n := &f.Topology.Nodes[i]
		switch {
		case !n.Runs(record.KindNginx):
		case !f.behind(n.Name, record.Kind.Balances):
			return n.Name == node
		case first == "":
			first = n.Name
		}
	}
	return first == "" || first == node
}

// door reports whether an nginx gets the requests of clients before any other nginx does.
func (f *folding) door(node string) bool {
	if f.SeveralNginxes() {
		return slices.Contains(f.state.paths.NginxDoors(), node)
	}
	return f.shows(node)
}

// SeveralNginxes reports whether there are several, so that what one did is to be told with its name.
func (f *Frame) SeveralNginxes() bool { return f.state.paths.SeveralNginxes() }

// passes changes what the access log of one of several nginxes has of failures.
func (f *folding) passes(nginx string, with func(*stopwatch.Web)) {
	if !f.SeveralNginxes() {
		return
	}
	w := f.state.passed[nginx]
	was := w
	if with(&w); w == was {
		return
	}
	f.state.passed = maps.Clone(f.state.passed)
	if f.state.passed == nil {
		f.state.passed = map[string]stopwatch.Web{}
	}
	f.state.passed[nginx] = w
}

// cameIn is what the nginxes that get the requests of clients first have of a rate; -1 while it is not known of one.
func (f *folding) cameIn(of func(*Node) float64) float64 {
	sum := 0.0
	for _, name := range f.state.paths.NginxDoors() {
		n := f.Node(name)
		if n == nil || f.Source(record.SourceNginx, name) == nil {
			continue
		}
		rate := of(n)
		if rate < 0 {
			return -1
		}
		sum += rate
	}
	return sum
}

// behind reports whether a node of a kind sends traffic to a node.
func (f *Frame) behind(node string, of func(record.Kind) bool) bool {
	for i := range f.Topology.Nodes {
		if n := &f.Topology.Nodes[i]; n.Name != node && of(n.Software()) && slices.Contains(n.To, node) {
			return true
		}
	}
	return false
}

// webOf is the requests of an nginx until now, to be given to keepWeb.
func (f *folding) webOf(node string) web {
	w, ok := f.state.webs[node]
	if !ok {
		w.Of = node
	}
	return w
}

func (f *folding) keepWeb(node string, w web) {
	f.state.webs = maps.Clone(f.state.webs)
	if f.state.webs == nil {
		f.state.webs = map[string]web{}
	}
	f.state.webs[node] = w
}

func (f *folding) nginxRate(node string, shown bool) float64 {
	if n := f.Node(node); n != nil {
		return n.Rate
	}
	if shown {
		return f.Nginx.Rate
	}
	return -1
}

// setNginx sets the rates of an nginx.
func (f *folding) setNginx(node string, shown bool, now, recent float64) {
	if shown {
		f.Nginx.Rate, f.Nginx.Recent = now, recent
	}
	if n := f.edit(node); n != nil {
		n.Rate, n.Recent = now, recent
	}
	if f.SeveralNginxes() && f.door(node) {
		f.Nginx.Rate, f.Nginx.Recent = f.cameIn(func(n *Node) float64 { return n.Rate }), f.cameIn(func(n *Node) float64 { return n.Recent })
	}
}

// foldPage processes an application instance's own page.
func (f *folding) foldPage(node string, at time.Time, p *record.Page, why string) {
	n := f.Node(node)
	if n == nil || p == nil && n.Page == nil && n.PageErr == why && n.Rate == -1 && n.Recent == -1 {
		return // still no answer
	}
	n = f.edit(node)
	was := n.Page
	n.Page, n.PageErr = p, why
	switch {
	case p == nil:
	case p.Code >= 400:
		if s := f.Source(record.SourcePage, node); s != nil {
			f.copySources()
			f.Source(record.SourcePage, node).no = at
		}
	default:
		f.ownAnswer(f.polled(record.SourcePage, node, at, wording.AnswersOnPage.Of(node)))
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
	rate, from, ok := f.state.pages[node].Since(at, p.Requests)
	if !ok {
		return
	}
	n.Rate = rate
	if rate >= 0 {
		n.asked = rates.Rate{At: at, PerSecond: rate}
	}
	f.state.pages = maps.Clone(f.state.pages)
	if f.state.pages == nil {
		f.state.pages = map[string]rates.Counter{}
	}
	f.state.pages[node] = from
}

// Unread counts lines of a log that look like requests or sessions and could not be read. They are in no sum.
type Unread struct {
	Lines int
	Why   string // of the last of them, with the field that could not be read
}

// countUnread adds them up and reports the first of a node: a log that is not read looks like one that does not exist. What the
// clients felt is known by the log of HAProxy only if it is in HTTP mode and first on the path.
func (f *folding) countUnread(node string, t *record.UnreadTally) {
	if t == nil || t.Lines <= 0 {
		return
	}
	n := f.Node(node)
	sessions := n != nil && n.Runs(record.KindHAProxy)
	was := f.UnreadOf[node]
	if was.Lines == 0 {
		says := wording.AccessUnread
		if sessions {
			says = wording.SessionsUnread
		}
		f.tell(event.Event{At: f.At, Kind: event.KindSource, Node: node, Subject: record.SourceLogs, To: "unread", Witness: event.ByLog, Says: says.Of(node, t.Why)})
	}
	was = Unread{was.Lines + t.Lines, t.Why}
	f.UnreadOf = with(f.UnreadOf, node, was)
	if f.Source(record.SourceLogs, node) != nil {
		f.copySources()
		f.Source(record.SourceLogs, node).Unread = was.String()
	}
	switch {
	case !sessions:
		f.Unread.Lines += t.Lines
		f.Unread.Why = t.Why
	case !f.state.paths.First(node) || !f.modeHTTP(node):
		return
	}
	f.Watched.Felt.Unread += t.Lines
	if f.Drill.Open() {
		f.Drill.Felt.Unread += t.Lines
	}
	f.each("", f.At, func(w *stopwatch.Stopwatch) { w.Felt.Unread += t.Lines })
}

// String is what a source of them says.
func (u Unread) String() string {
	if u.Lines == 1 {
		return "1 line: " + u.Why
	}
	return fmt.Sprintf("%d lines, the last of them: %s", u.Lines, u.Why)
}

// Instance reports whether a node answers requests that an nginx passes on, and is judged by them: it has a page of its own, or
// an nginx sends to it and it sends on to nobody.
func (f *Frame) Instance(n *Node) bool {
	return n.Runs(record.KindHTTP) || !n.Runs(record.KindHAProxy) && len(n.To) == 0 && f.balanced(n)
}

// namesUpstreams records that nginx's access log names the upstream servers. That is so of all its lines, also of those
// in the time of earlier faults.
func (f *folding) namesUpstreams() {
	if f.Nginx.HasAccess {
		return
	}
	f.Nginx.HasAccess, f.Watched.Felt.HasAttempts, f.Drill.Felt.HasAttempts = true, true, f.Drill.Began()
	f.copyStopwatches()
	for i := range f.Stopwatches {
		f.Stopwatches[i].Felt.HasAttempts = true
	}
}

// countUpstreams adds up the attempts at each instance in nginx's access log.
func (f *folding) countUpstreams(nginx string, all []record.UpstreamTally) {
	for _, t := range all {
		last := newest(t.LastOK, t.LastLost)
		n, ok := f.ByAddr(t.Addr, nginx)
		if t.Hidden > 0 {
			f.absorb(t.LastLost, clients.Hidden{NextUpstream: int64(t.Hidden)}, stopwatch.Proof{}, n.Name)
			if f.SeveralNginxes() {
				f.charge(t.LastLost, stopwatch.RescuedBy{Nginx: nginx, Requests: int64(t.Hidden)}, n.Name)
				if f.sinceWatching(t.LastLost) {
					f.passes(nginx, func(w *stopwatch.Web) { w.Absorbed += int64(t.Hidden) })
				}
			}
		}
		if ok {
			by := sends{nginx, n.Name}
			if t.Left > 0 {
				f.countFails(by, t.LastLost, failsOf{left: t.Left})
			}
			f.usedAgain(by, t.LastOK)
			f.state.shares.Add(n.Name, last, t.Attempts, t.Failures)
			f.state.logged5xx.Add(n.Name, last, t.Answers, t.Hrsp5xx)
			f.answersNginx(n.Name, &t)
			up := &f.Node(n.Name).Upstream
			if f.sinceWatching(last) {
				up.Requests += t.Attempts
				up.Errors += t.Failures
				up.Hidden += t.Hidden
				up.Answers += t.Answers
				up.Hrsp5xx += t.Hrsp5xx
			}
			up.Took(&t, last)
		}
	}
}

// atNginx says of several nginxes at which one something was seen.
func (f *folding) atNginx(node string, says wording.Phrase) wording.Phrase {
	if says.IsZero() || !f.SeveralNginxes() {
		return says
	}
	return wording.AtOne.Of(node, says)
}

// atHAProxy says of several HAProxies at which one something was seen, where that is not said.
func (f *folding) atHAProxy(node string, says wording.Phrase) wording.Phrase {
	if !f.SeveralHAProxies() || strings.HasPrefix(says.String(), node+" ") {
		return says
	}
	return wording.AtOne.Of(node, says)
}
