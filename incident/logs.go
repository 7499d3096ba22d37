package incident

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/rates"
	"hadash/incident/servers"
	"hadash/incident/stopwatch"
	"hadash/incident/title"
	"hadash/record"
	"hadash/wording"
)

// foldLogs processes a batch of log lines: the screen gets all of them, the snapshot those that are not plain traffic,
// the timeline the events in them.
func (f *folding) foldLogs(node string, logs record.Logs) {
	f.Dropped += logs.Dropped
	f.countUnread(node, logs.Unread)
	f.copyNodes() // the lines below write to them
	notable := f.Notable[:len(f.Notable):len(f.Notable)]
	held := f.state.notable
	for i := range logs.Lines {
		l := &logs.Lines[i]
		f.Lines = append(f.Lines, l)
		if !l.Traffic() {
			notable, held = append(notable, l), held+weight(l)
		}
		f.foldLine(l)
	}
	for len(notable) > maxNotable || len(notable) > 1 && held > maxNotableBytes {
		notable, held = notable[1:], held-weight(notable[0])
	}
	f.Notable, f.state.notable = notable, held
	f.countSessions(node, logs.Sessions)
	if len(logs.Upstreams) > 0 || logs.Answers != nil && logs.Answers.Unsent > 0 {
		f.namesUpstreams()
		f.nameWays(node, &logs)
		f.passes(node, func(w *stopwatch.Web) { w.Names = true })
	}
	f.countUpstreams(node, logs.Upstreams)
	if f.isProbe(node) {
		f.foldProbed(node, &logs)
	} else {
		f.foldWindows(logs.Windows)
	}
	f.foldRepeated(node, &logs)
	if logs.Answers != nil {
		f.Nginx.Logs = f.Nginx.Logs || f.door(node)
		f.passes(node, func(w *stopwatch.Web) {
			if w.Logs = true; f.sinceWatching(logs.Answers.Last) {
				w.Failed += int64(logs.Answers.Failed)
			}
		})
		w := f.webOf(node)
		w.Logged(f.At, logs.Answers, &f.state.latest)
		f.keepWeb(node, w)
		f.answered(node, record.KindNginx, logs.Answers, logs.Lines)
	}
	if logs.HTTP != nil {
		f.answered(node, record.KindHAProxy, logs.HTTP, logs.Lines)
	}
}

// weight returns roughly how many bytes a line holds.
func weight(l *record.Line) int {
	n := 256 + len(l.Text)
	if l.Access != nil {
		n += len(l.Access.URI) + 64*len(l.Access.Upstreams)
	}
	return n
}

// foldRepeated processes the reads that the application retried on another replica, each with the line that counted the
// last of them. That line is missing if it came too fast to be kept.
func (f *folding) foldRepeated(node string, logs *record.Logs) {
	if len(logs.Repeated) == 0 {
		return
	}
	lines := make(map[int64]*record.Line, len(logs.Lines))
	for i := range slices.Backward(logs.Lines) { // the first of an instant counts
		lines[logs.Lines[i].At.UnixNano()] = &logs.Lines[i]
	}
	f.repeatsLogged()
	for _, r := range logs.Repeated {
		proof := stopwatch.Evidence{}
		if l := lines[r.Last.UnixNano()]; l != nil {
			proof = stopwatch.EvidenceOf(l, "repeated")
			proof.Says = wording.RepeatsReads.Of(node)
			if r.Server != "" {
				proof.Says = wording.RepeatsReadsOf.Of(node, r.Server)
			}
		}
		f.absorb(r.Last, clients.Hidden{Repeated: int64(r.Reads)}, stopwatch.Proof{Evidence: proof, Most: 4}, f.state.servers.NodeNamed(r.Server), node)
	}
}

// countSessions adds up how sessions ended on each node.
func (f *folding) countSessions(balancer string, all []record.SessionTally) {
	for _, t := range all {
		ending, bad := abnormal(t.Termination)
		node := f.state.servers.NodeLogged(balancer, t.Backend, t.Server)
		f.loggedSessions(node, t.Last)
		f.state.shares.Add(node, t.Last, t.Sessions, max(failures(ending, t.Sessions), t.Failed))
		f.triedAgain(node, &t)
		if !bad {
			f.sessionsEnd(balancer, node, &t)
			continue
		}
		f.charge(t.Last, stopwatch.BadEndings{Ending: ending, Sessions: t.Sessions}, node)
		n := f.Node(node)
		if n == nil || !f.sinceWatching(t.Last) {
			continue
		}
		n.Endings = rates.More(n.Endings, ending, t.Sessions)
	}
}

// triedAgain counts the sessions that HAProxy tried again, now that their end is known. A session that was moved names the
// server that it was moved to, not the one that failed.
func (f *folding) triedAgain(node string, t *record.SessionTally) {
	saved, known := t.Saved()
	switch h := (clients.Hidden{Saved: int64(saved), Settled: int64(t.Retries)}); {
	case t.Retries == 0 || !known:
	case t.Redispatched > 0:
		f.absorb(t.Last, h, stopwatch.Proof{})
	default:
		f.absorb(t.Last, h, stopwatch.Proof{}, node)
	}
}

// sessionsEnd records that sessions on a server ended normally: traffic reached it by then. Others may have begun
// before, and go on.
func (f *folding) sessionsEnd(balancer, node string, t *record.SessionTally) {
	for _, end := range []time.Time{t.First, t.Last} {
		if node != "" && !end.IsZero() {
			f.flows(sighting{node: node, at: end, by: event.ByLog, says: wording.GetsSessions.Of(f.state.servers.Backend(balancer, t.Backend), t.Server)})
		}
	}
}

// failures counts the sessions of an ending that are the server's failure, not the client's or the queue's.
func failures(ending string, sessions int) int {
	if ending != "" && strings.ContainsAny(ending[:1], "SsD") && ending[1] != 'Q' {
		return sessions
	}
	return 0
}

// answersNginx records that attempts at an instance succeeded: of a batch the first and the last are dated. If HAProxy
// also checks the instance, HAProxy decides instead.
func (f *folding) answersNginx(node string, t *record.UpstreamTally) {
	if f.Node(node).judgedByChecks() {
		return
	}
	first := sighting{node: node, at: t.FirstOK, by: event.ByLog, no: t.FirstOK, says: wording.AnswersNginx.Of(node)}
	last := sighting{node: node, at: t.LastOK, by: event.ByLog, no: t.FirstOK, says: first.says}
	for _, good := range []sighting{first, last} {
		if !good.at.IsZero() {
			f.serves(good)
			f.flows(good)
		}
	}
}

func newest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// abnormal returns the first two characters of a termination state, and whether they mean trouble. HAProxy's own
// answers (L: a redirect, its stats page, its cache) do not.
func abnormal(termination string) (string, bool) {
	if len(termination) < 2 {
		return "", false
	}
	return termination[:2], termination[:2] != "--" && termination[0] != 'L'
}

func (f *folding) foldLine(l *record.Line) {
	switch {
	case l.VRRP != nil:
		f.foldVRRP(l)
	case l.State != nil:
		f.foldState(l)
	case l.Check != nil:
		f.foldCheck(l)
	case l.Session != nil:
		f.foldSession(l)
	case l.Upstream != nil:
		f.foldUpstream(l)
	case l.Access != nil:
		f.foldAccess(l)
	case l.Request != nil && !f.isProbe(l.Node):
		f.foldRequest(l)
	}
}

// foldSession reports a session that ended badly. Retries come from HAProxy's counters, which name the server that
// failed; the log names the one that answered.
func (f *folding) foldSession(l *record.Line) {
	s := l.Session
	if s.Failed() {
		f.requestFailed(l)
	}
	ending, bad := abnormal(s.Termination)
	if !bad || s.Unused() {
		return
	}
	node := f.state.servers.NodeLogged(l.Node, s.Backend, s.Server)
	severity := event.Warn
	if strings.ContainsAny(ending[:1], "CcKR") {
		severity = event.Info // the client or an admin ended it
	} else {
		proof := stopwatch.EvidenceOf(l, "session "+ending)
		proof.Means = wording.Ending(ending)
		f.charge(l.At, stopwatch.Proof{Evidence: proof, Most: 2}, node)
	}
	backend := f.state.servers.Backend(l.Node, s.Backend)
	name := backend + "/" + s.Server
	f.tell(event.Event{At: l.At, Kind: event.KindEndings, Severity: severity, Node: node, Subject: name, To: ending,
		Says: wording.SessionEnded.Of(name, ending, wording.Ending(ending)), Title: f.atHAProxy(l.Node, title.Ending(servers.WhoHas(backend), ending)), Witness: event.ByLog})
}

// foldUpstream processes a line of nginx's error log about an instance.
func (f *folding) foldUpstream(l *record.Line) {
	u := l.Upstream
	counts := f.sinceWatching(l.At)
	if counts {
		f.Nginx.Errors++
	}
	node := ""
	if n, ok := f.ByAddr(u.Addr, l.Node); ok {
		node = n.Name
	}
	what := string(u.Kind)
	if u.Kind == record.UpstreamOther {
		what = "failed"
	}
	if u.While != "" {
		what += " while " + u.While
	}
	if n := f.Node(node); n != nil {
		if u.Kind != record.UpstreamDisabled && counts {
			f.failedBy(l, node)
		}
		n.Upstream.LastAt, n.Upstream.Last = l.At, what
	}
	e := event.Event{At: l.At, Kind: event.KindUpstream, Severity: event.Warn, Node: node, Subject: u.Addr, To: string(u.Kind), Witness: event.ByLog,
		Title: f.atNginx(l.Node, title.Upstream(u)), Waited: f.waited(node, u)}
	proof := stopwatch.EvidenceOf(l, "upstream "+string(u.Kind))
	proof.Waited = e.Waited
	f.charge(e.WentWrong(), stopwatch.Proof{Evidence: proof, Most: 2}, node)
	defer f.setAside(sends{l.Node, node}, l.At, u)
	if n := f.Node(node); n != nil && len(f.state.paths.Nginxes(n.Name)) > 1 {
		e.Balancer = l.Node
	}
	e.Says = wording.UpstreamFailed.Of(orName(node, u.Addr), what)
	switch u.Kind {
	case record.UpstreamDisabled:
		e.Says = wording.StopsChoosing.Of(orName(node, u.Addr))
	case record.UpstreamNoLive:
		e.Severity = event.Bad
	}
	e.Says = f.atNginx(l.Node, e.Says)
	f.tell(e)
}

// waited returns how long nginx waits before it logs that an instance timed out.
func (f *folding) waited(node string, u *record.UpstreamError) time.Duration {
	n := f.Node(node)
	if u.Kind != record.UpstreamTimeout || n == nil {
		return 0
	}
	set := f.Upstream(n)
	if set == nil {
		return 0
	}
	wait, of := set.ReadTimeout, record.SettingTimeoutRead
	if strings.HasPrefix(u.While, "connecting") {
		wait, of = set.ConnectTimeout, record.SettingTimeoutConnect
	}
	if _, is := set.Doubt(of); is {
		return 0
	}
	return wait
}

func orName(node, addr string) string {
	if node != "" {
		return node
	}
	return addr
}

// foldAccess reports a request that nginx could not answer: the client felt it.
func (f *folding) foldAccess(l *record.Line) {
	a := l.Access
	if a.Status < 500 || a.Own || !f.speaks(l.Node) {
		return
	}
	says := wording.AnsweredClient.Of(l.Node, a.Status)
	if what := asked(a); what != "" {
		says = wording.AnsweredClientTo.Of(l.Node, a.Status, what)
	}
	at, within := answeredAt(l)
	f.feel(at, stopwatch.Answered5xx{Took: a.Took, Says: says, Line: stopwatch.EvidenceOf(l, "access"), At: at, Within: within, Hung: a.Status == 504, Log: record.KindNginx})
	e := event.Event{At: at, Within: within, Kind: event.KindClient, Severity: event.Bad, Node: l.Node, Subject: l.Node, To: fmt.Sprint(a.Status), Says: says, Title: title.Access(a), Witness: event.ByLog}
	if server := f.answeredBy(l.Node, a); server != "" && len(f.Topology.Of(record.KindK6)) == 0 { // a load script names its requests
		e.Subject, e.Title = server, wording.ServerAnswered.Of(server, a.Status)
	}
	f.tell(e)
}

// answeredAt returns when nginx ended a request, and how late that may be: by its own clock if the log has the exact
// time, else when the line was written. A line that nginx held back (access_log buffer=) is later than the whole second in
// which the request ended.
func answeredAt(l *record.Line) (at time.Time, within time.Duration) {
	a := l.Access
	switch late := l.At.Sub(a.At); {
	case a.At.IsZero():
		return l.At, 0
	case a.Within == 0:
		return a.At, 0
	case late < a.Within+time.Second:
		return l.At, 0
	default:
		return a.At.Add(a.Within), a.Within
	}
}

// asked returns what was requested; "" if the request was not read, or it is a session of stream{}.
func asked(a *record.Access) string { return strings.TrimSpace(a.Method + " " + a.URI) }

// foldRequest processes a failed or slow request from the load script.
func (f *folding) foldRequest(l *record.Line) {
	r := l.Request
	at := r.At
	if at.IsZero() {
		at = l.At // its own time cannot be read
	}
	took := wording.Took(r.Took)
	says := wording.RequestFailed.Of(r.Name, r.Status, took)
	if r.Status == 0 {
		says = wording.NoAnswer.Of(r.Name, took)
	}
	f.state.gather.Line(at, r)
	f.feel(at, stopwatch.ScriptLine{Request: r, At: at, Says: says, Line: stopwatch.EvidenceOf(l, "client")})
	if !r.Failed {
		return
	}
	f.tell(event.Event{At: at, Kind: event.KindClient, Severity: event.Bad, Node: l.Node, Subject: l.Node, To: r.Name, Says: says, Title: title.Request(r), Witness: event.ByClient})
}
