package incident

import (
	"fmt"
	"strings"

	"hadash/incident/event"
	"hadash/record"
)

// foldState takes in HAProxy's own sentence that a server or backend changed.
func (f *folding) foldState(l *record.Line) {
	st := l.State
	node := f.memo.servers.NodeLogged(l.Node, st.Backend, st.Server)
	if st.Requeued > 0 {
		f.charge(l.At, requeued(st.Requeued), node)
	}
	sort := "state"
	if st.To == record.Up {
		sort = wellAgain
	}
	f.charge(l.At, said{evidence(l, sort, ""), 4}, node)
	if st.Server == "" {
		f.tell(event.Event{At: l.At, Kind: event.KindBackend, Severity: event.Bad, Node: l.Node, Subject: st.Backend, To: st.To.String(),
			Text: emptied(l), Witness: event.ByLog})
		return
	}
	f.checkSaid(node, st.Reason, l.At)
	c := f.changeSaid(st)
	f.tellServer(event.Event{At: l.At, Node: node, Subject: st.Backend + "/" + st.Server, Text: c.sentence(st), Witness: event.ByLog, Balancer: l.Node}, c)
}

// emptied is HAProxy's sentence that nobody is left, alike for all copies of it: a listen section is a proxy to it.
func emptied(l *record.Line) string {
	kind := "backend"
	if strings.Contains(l.Text, "proxy "+l.State.Backend+" has") || strings.Contains(l.Text, "proxy '"+l.State.Backend+"' has") {
		kind = "proxy"
	}
	return kind + " " + l.State.Backend + " has no server available!"
}

// foldCheck takes in a failed check (option log-health-checks): the first sign of a fault.
func (f *folding) foldCheck(l *record.Line) {
	c := l.Check
	if c.OK {
		return
	}
	node, what := f.memo.servers.NodeLogged(l.Node, c.Backend, c.Server), "check"
	f.checkSaid(node, c.Reason, l.At)
	if c.Status.State != record.GoingDown {
		return
	}
	if c.Agent {
		what = "agent check"
	}
	f.charge(l.At, said{evidence(l, "check", ""), 2}, node)
	f.tellServer(event.Event{At: l.At, Node: node, Subject: c.Backend + "/" + c.Server, Witness: event.ByLog, Balancer: l.Node,
		Text: fmt.Sprintf("%s/%s %s failed (%s): %s", c.Backend, c.Server, what, c.Status.Text, c.Reason)}, change{to: c.Status.State})
}
