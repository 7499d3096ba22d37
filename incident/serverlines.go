package incident

import (
	"strconv"
	"strings"
	"time"

	"hadash/incident/event"
	"hadash/incident/outage"
	"hadash/incident/servers"
	"hadash/incident/stopwatch"
	"hadash/incident/title"
	"hadash/record"
	"hadash/wording"
)

// foldState processes HAProxy's sentence that a server or backend changed.
func (f *folding) foldState(l *record.Line) {
	st, backend := l.State, f.state.servers.Backend(l.Node, l.State.Backend)
	node := f.state.servers.NodeLogged(l.Node, st.Backend, st.Server)
	if st.Requeued > 0 {
		f.charge(l.At, stopwatch.Requeued(st.Requeued), node)
	}
	sort := "state"
	if st.To == record.Up {
		sort = stopwatch.WellAgain
	}
	f.charge(l.At, stopwatch.Proof{Evidence: stopwatch.EvidenceOf(l, sort), Most: 4}, node)
	if st.Server == "" {
		f.tell(event.Event{At: l.At, Kind: event.KindBackend, Severity: event.Bad, Node: l.Node, Subject: backend, To: st.To.String(),
			Says: emptied(l, backend), Balancer: l.Node, Witness: event.ByLog})
		f.emptied = append(f.emptied, outage.Server{Balancer: l.Node, Backend: backend})
		return
	}
	f.checkSaid(node, l.Node, st.Reason, l.At)
	c, name := f.changeSaid(l.Node, st), backend+"/"+st.Server
	if s := f.state.servers.Find(l.Node, backend, st.Server); s != nil && f.slot(s) && f.ofSlot(l.Node, s, c, node) {
		return
	}
	f.tellServer(event.Event{At: l.At, Node: node, Subject: name, Says: c.phrase(name, st), Title: title.Logged(servers.WhoHas(backend), st), Witness: event.ByLog, Balancer: l.Node}, c)
}

// ofSlot reports whether a sentence only says that a slot gets an address, whose node the page names or has named, or that it loses the one of
// a node that is well, or removed.
func (f *folding) ofSlot(balancer string, s *record.Server, c change, node string) bool {
	if c.label() == Unresolved {
		return f.Free(s) || s.Status.Cause() != record.Unresolved && f.freed(node)
	}
	return s.Status.Cause() == record.Unresolved || c.to.Serving() && f.lastOf(balancer, s) == joined
}

// emptied is HAProxy's sentence that no server is left, equal for all its variants: a listen section is called a proxy
// in it.
func emptied(l *record.Line, backend string) wording.Phrase {
	kind := "backend"
	if strings.Contains(l.Text, "proxy "+l.State.Backend+" has") || strings.Contains(l.Text, "proxy '"+l.State.Backend+"' has") {
		kind = "proxy"
	}
	return wording.NoServerLeft.Of(kind, backend)
}

// foldCheck processes a failed check (option log-health-checks): the first sign of a fault.
func (f *folding) foldCheck(l *record.Line) {
	c := l.Check
	if c.OK {
		return
	}
	node := f.state.servers.NodeLogged(l.Node, c.Backend, c.Server)
	backend := f.state.servers.Backend(l.Node, c.Backend)
	name := backend + "/" + c.Server
	failed, story := wording.CheckFailed, title.FailedCheck(servers.WhoHas(backend), &c.Status, c.Reason)
	f.checkSaid(node, l.Node, c.Reason, l.At)
	if c.Status.State != record.GoingDown {
		return
	}
	if c.Agent {
		failed, story = wording.AgentFailed, wording.Phrase{}
	}
	f.charge(l.At, stopwatch.Proof{Evidence: stopwatch.EvidenceOf(l, "check"), Most: 2}, node)
	f.tellServer(event.Event{At: l.At, Node: node, Subject: name, Witness: event.ByLog, Balancer: l.Node,
		Says: failed.Of(name, c.Status.Text, c.Reason), Title: story}, change{to: c.Status.State})
}

// checkSaid processes a log's report of a failed check.
func (f *folding) checkSaid(node, balancer, reason string, at time.Time) {
	if took, ok := tookSaid(reason); ok {
		f.timed(stopwatch.TimedCheck{Node: node, Balancer: balancer, Layer: timeoutLayer(reason), Took: took}, at)
	}
}

// checkSeen processes the last check of a server's row, if it is a new one.
func (f *folding) checkSeen(node string, was, is *record.Server, p *poll) {
	if was.CheckDuration != is.CheckDuration || was.Chkfail != is.Chkfail || was.CheckHealth != is.CheckHealth {
		f.timed(stopwatch.TimedCheck{Node: node, Balancer: p.balancer, Layer: timeoutLayer(strings.TrimPrefix(is.CheckStatus, "* ")),
			Took: record.Times(is.CheckDuration, time.Millisecond)}, p.at)
	}
}

func (f *folding) timed(c stopwatch.TimedCheck, at time.Time) {
	if c.Layer != "" && c.Node != "" {
		f.charge(at, c, c.Node)
	}
}

// timeoutLayer returns the layer of a check that timed out, by its code on the stats page or by the log's reason: "4",
// "6" or "7"; "" if it ended in another way.
func timeoutLayer(text string) string {
	for _, form := range []struct{ begins, ends string }{{"Layer", " timeout"}, {"L", "TOUT"}} {
		if rest, ok := strings.CutPrefix(text, form.begins); ok && len(rest) > 0 && strings.HasPrefix(rest[1:], form.ends) {
			return rest[:1]
		}
	}
	return ""
}

// tookSaid returns the check's duration in a reason of HAProxy's log: "Layer7 timeout, check duration: 282ms"; false if
// there is none.
func tookSaid(reason string) (time.Duration, bool) {
	_, rest, ok := strings.Cut(reason, "check duration: ")
	digits, _, ended := strings.Cut(rest, "ms")
	ms, err := strconv.ParseUint(digits, 10, 31)
	return time.Duration(ms) * time.Millisecond, ok && ended && err == nil
}
