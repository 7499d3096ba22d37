package hadash

import (
	"slices"
	"testing"
	"time"

	"hadash/incident"
	"hadash/incident/clients"
	"hadash/record"
)

// account is what one witness of the clients has in a span.
type account struct{ requests, failed int }

func (a *account) add(requests, failed int) {
	a.requests, a.failed = a.requests+requests, a.failed+failed
}

// within is what each witness has in a span.
type within struct {
	script   account // the record of the load script
	probe    account // that of a probe
	log      account // the log of the first balancer
	counters account // the responses of a HAProxy that is first, by its counters
}

// counted compares with a second implementation: the record of each witness, added up from the Samples themselves.
func counted(t *testing.T, f *incident.Frame, all []record.Sample) {
	t.Helper()
	for what, s := range map[string]*clients.Span{"watched": &f.Watched, "drill": &f.Drill} {
		if !s.Began() {
			continue
		}
		want, felt := countedIn(s, all), &s.Felt
		got := within{
			script: account{felt.Requests, felt.Failed}, probe: account{felt.Probe.Requests, felt.Probe.Failed},
			log: account{felt.NginxRequests, felt.NginxFailed}, counters: account{int(felt.Answered), int(felt.AnsweredFailed)},
		}
		if got != want {
			t.Errorf("%s: %+v, and by the Samples %+v", what, got, want)
		}
	}
}

func countedIn(s *clients.Span, all []record.Sample) (w within) {
	var nodes []record.Node
	last := map[string]*record.HAProxy{} // by node
	for _, x := range all {
		if x.Topology != nil {
			nodes = x.Topology.Nodes
		}
		if x.HAProxy != nil {
			if was := last[x.Node]; was != nil && first(nodes, x.Node) && spans(s, x.At) {
				w.counters.add(grown(was, x.HAProxy))
			}
			last[x.Node] = x.HAProxy
		}
		if x.Logs != nil {
			w.addLogs(s, nodes, &x)
		}
	}
	return w
}

// grown is how many responses of backends, and how many of those of frontends with 5xx, a page has more than the one before. The
// backend of the page itself has no servers.
func grown(was, is *record.HAProxy) (requests, failed int) {
	type row struct{ answers, bad int64 }
	rows := func(h *record.HAProxy) map[string]row {
		all := map[string]row{}
		for _, p := range h.Proxies {
			switch {
			case p.Mode != "http":
			case p.Frontend:
				all["frontend "+p.Pxname] = row{0, p.Hrsp5xx}
			case slices.ContainsFunc(h.Servers, func(s record.Server) bool { return s.Pxname == p.Pxname }):
				all["backend "+p.Pxname] = row{p.Hrsp2xx + p.Hrsp3xx + p.Hrsp4xx + p.Hrsp5xx + p.HrspOther, 0}
			}
		}
		return all
	}
	before := rows(was)
	for name, now := range rows(is) {
		if old, known := before[name]; known {
			requests, failed = requests+int(max(now.answers-old.answers, 0)), failed+int(max(now.bad-old.bad, 0))
		}
	}
	return max(requests, failed), failed
}

// spans reports whether an instant is in a span.
func spans(s *clients.Span, at time.Time) bool {
	return !at.Before(s.From) && (s.Until.IsZero() || !at.After(s.Until))
}

func (w *within) addLogs(s *clients.Span, nodes []record.Node, x *record.Sample) {
	own := &w.script
	if i := slices.IndexFunc(nodes, func(n record.Node) bool { return n.Name == x.Node }); i >= 0 && nodes[i].Kind == record.KindProbe {
		own = &w.probe
	}
	for _, second := range x.Logs.Windows {
		begins := time.Unix(second.Second, 0)
		if begins.Add(time.Second).After(s.From) && (s.Until.IsZero() || !begins.After(s.Until)) {
			own.add(second.Requests, second.Failed)
		}
	}
	for _, a := range []*record.AnswerTally{x.Logs.Answers, x.Logs.HTTP} {
		if a != nil && first(nodes, x.Node) && spans(s, a.Last) {
			w.log.add(a.Requests, a.Failed)
		}
	}
}

// first reports whether no balancer leads to a node.
func first(nodes []record.Node, name string) bool {
	reached := map[string]bool{}
	var reach func(of []string)
	reach = func(of []string) {
		for _, n := range nodes {
			if slices.Contains(of, n.Name) && !reached[n.Name] {
				reached[n.Name] = true
				reach(n.To)
			}
		}
	}
	for _, n := range nodes {
		if n.Name != name && n.Software().Balances() {
			reach(n.To)
		}
	}
	return !reached[name]
}
