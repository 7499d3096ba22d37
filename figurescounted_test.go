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

func (a *account) add(requests, failed int) { a.requests, a.failed = a.requests+requests, a.failed+failed }

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
	last := map[string]record.Proxy{} // rows of HAProxy's frontends, by node and name
	for _, x := range all {
		if x.Topology != nil {
			nodes = x.Topology.Nodes
		}
		if x.HAProxy != nil && first(nodes, x.Node) {
			for _, row := range x.HAProxy.Proxies {
				key := x.Node + "/" + row.Pxname
				if !row.Frontend || row.Mode != "http" {
					continue
				}
				was, known := last[key]
				last[key] = row
				if known && spans(s, x.At) {
					w.counters.add(int(responses(&row)-responses(&was)), int(row.Hrsp5xx-was.Hrsp5xx))
				}
			}
		}
		if x.Logs != nil {
			w.addLogs(s, nodes, &x)
		}
	}
	return w
}

func responses(r *record.Proxy) int64 {
	return r.Hrsp1xx + r.Hrsp2xx + r.Hrsp3xx + r.Hrsp4xx + r.Hrsp5xx + r.HrspOther
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

// first reports whether no other balancer sends to a node.
func first(nodes []record.Node, name string) bool {
	return !slices.ContainsFunc(nodes, func(n record.Node) bool {
		return n.Name != name && n.Software().Balances() && slices.Contains(n.To, name)
	})
}
