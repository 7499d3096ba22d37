package incident

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/history"
	"hadash/incident/rates"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// lateK6 is how long k6 may be silent and still count as running while its container does: on a busy machine it sends
// requests but answers late.
const lateK6 = 10 * time.Second

// foldK6 processes the answer of k6's REST API. No answer means no load, unless it may be late: k6 runs only while load
// is requested.
func (f *folding) foldK6(at time.Time, k *record.K6, why string) {
	was := f.Load
	if late := strings.Contains(why, record.NoAnswer); late && was.On && at.Sub(f.state.k6answered) < lateK6 && f.k6Runs() {
		f.Load.Rate, f.Load.FailRate, f.Load.Recent = -1, -1, -1
		f.setRate(record.KindK6, -1)
		f.setRecent(record.KindK6, -1)
		return
	}
	if k == nil || !k.Running {
		f.Load.On, f.Load.Rate, f.Load.FailRate, f.Load.Recent = false, -1, -1, -1
		f.state.latest.Forget(record.SourceK6)
		f.state.k6, f.state.k6failed = rates.Counter{}, rates.Counter{}
		f.setRate(record.KindK6, -1)
		f.setRecent(record.KindK6, -1)
		return
	}
	f.Load.Recent = f.state.latest.Rate(record.SourceK6, at, k.Requests)
	f.setRecent(record.KindK6, f.Load.Recent)
	f.Load.On, f.Load.K6, f.state.k6answered = true, k, at
	if !was.On {
		f.state.loadOn = at
	}
	if s := f.k6Growth(was.K6, k); s != (stopwatch.K6Sums{}) {
		f.feel(at, s)
	}
	f.loadFlows(at, was.K6, k)
	if rate, from, ok := f.state.k6.Since(at, k.Requests); ok {
		failed, _, _ := f.state.k6failed.Since(at, k.Failed)
		f.state.k6, f.state.k6failed = from, rates.Counter{At: at, N: k.Failed}
		f.Load.Rate, f.Load.FailRate = rate, failed
		if rate >= 0 {
			f.Load.History = rates.Push(f.Load.History, rate)
		}
	}
	f.setRate(record.KindK6, f.Load.Rate)
	if was.K6 == nil || !was.On || was.VUs != k.VUs {
		f.tell(event.Event{At: at, Kind: event.KindLoad, Severity: event.Info, To: fmt.Sprint(k.VUs),
			Says: wording.LoadRuns.Of(k.VUs), Witness: event.ByPoll})
	}
}

// k6Runs reports whether k6 runs, by Docker.
func (f *folding) k6Runs() bool {
	for i := range f.Nodes {
		if n := &f.Nodes[i]; n.Runs(record.KindK6) {
			return n.Container.State == "running"
		}
	}
	return false
}

// k6Growth returns what k6 counted since the last reading. What an older load had counted before watching began is
// excluded.
func (f *folding) k6Growth(was, is *record.K6) (s stopwatch.K6Sums) {
	switch {
	case was != nil && was.Requests <= is.Requests:
		s = stopwatch.K6Sums{Requests: is.Requests - was.Requests, Failed: min(max(is.Failed-was.Failed, 0), is.Requests-was.Requests)}
		if is.Duration.Max > was.Duration.Max {
			s.Slowest = is.Duration.Max
		}
	case was != nil, f.loadIsNew():
		s = stopwatch.K6Sums{Requests: is.Requests, Failed: is.Failed, Slowest: is.Duration.Max} // it restarted
	}
	return s
}

// loadIsNew reports whether the load began after hadash did.
func (f *folding) loadIsNew() bool {
	return slices.ContainsFunc(f.Nodes, func(n Node) bool {
		return n.Runs(record.KindK6) && n.Container.Started.After(f.Begun)
	})
}

// loadFlows records traffic through the nodes that all of the load passes: no other source reports it.
func (f *folding) loadFlows(at time.Time, was, is *record.K6) {
	if was == nil || is.Requests-is.Failed == was.Requests-was.Failed || is.Requests == 0 {
		return
	}
	before := at.Add(-f.pollGap)
	for i := range f.Nodes {
		switch n := &f.Nodes[i]; {
		case n.Runs(record.KindK6):
			f.ownAnswer(f.polled(record.SourceK6, n.Name, at, wording.Answers.Of(n.Name)))
			f.ownTraffic(sighting{node: n.Name, at: at, by: event.ByPoll, no: before, says: wording.SendsRequests.Of(n.Name)})
		case n.Runs(record.KindNginx) && len(f.Topology.Of(record.KindNginx)) == 1 && !f.behind(n.Name, record.Kind.Balances):
			f.ownTraffic(sighting{node: n.Name, at: at, by: event.ByPoll, no: before, says: wording.AnsweredThrough.Of(n.Name)})
		}
	}
}

// probe returns the probe that speaks for the clients: the first on the path; nil if there is none.
func (f *Frame) probe() *clients.Probed {
	if len(f.Probes) == 0 {
		return nil
	}
	for i := range f.Topology.Nodes {
		if n := &f.Topology.Nodes[i]; n.Runs(record.KindProbe) {
			return f.Probed(n.Name)
		}
	}
	return nil
}

// Probed returns what a probe recorded; nil before it has reported, or if the node is no probe.
func (f *Frame) Probed(node string) *clients.Probed {
	for i := range f.Probes {
		if f.Probes[i].Node == node {
			return &f.Probes[i]
		}
	}
	return nil
}

// isProbe reports whether a node is a probe.
func (f *Frame) isProbe(node string) bool {
	n := f.Node(node)
	return n != nil && n.Runs(record.KindProbe)
}

// editProbe returns a probe's record for writing.
func (f *folding) editProbe(node string) *clients.Probed {
	copyOnce(&f.Probes, &f.copied.probes)
	if p := f.Probed(node); p != nil {
		p.Share()
		return p
	}
	f.Probes = append(f.Probes, clients.Probed{Node: node})
	return &f.Probes[len(f.Probes)-1]
}

// foldProbed processes a batch of a probe's record. The first probe of the project also speaks for the clients.
func (f *folding) foldProbed(node string, logs *record.Logs) {
	p := f.editProbe(node)
	first := f.probe() == p
	if logs.Sent != nil {
		p.Sent(logs.Sent)
	}
	within := time.Duration(0)
	if p.Rate > 0 {
		within = time.Second / time.Duration(p.Rate)
	}
	for i := range logs.Lines {
		if r := logs.Lines[i].Request; r != nil {
			f.probeLine(p, &logs.Lines[i], first, within)
		}
	}
	near, far := clients.Nearby(logs.Windows, f.At)
	f.Dropped += far
	for _, s := range p.Windows(near) {
		if !first {
			continue
		}
		f.feel(s.At.Add(clients.Overlap), stopwatch.ProbedSecond{Second: s})
		f.notProbed(p, s.At.Unix(), -s.Requests)
		if !f.Load.On && f.Watched.Felt.Clients().By == event.ByProbe {
			f.addFelt(s)
		}
	}
	n := f.edit(node)
	n.Recent = p.Recent(f.At)
	if n.Rate = -1; len(p.Seconds) > 0 && n.Recent >= 0 {
		n.Rate = float64(p.Seconds[len(p.Seconds)-1].Requests)
	}
}

// probeLine processes a failed or slow request of a probe.
func (f *folding) probeLine(p *clients.Probed, l *record.Line, first bool, within time.Duration) {
	r := *l.Request
	at := r.At
	if at.IsZero() {
		at = l.At
	}
	what := r.Name
	if r.Failed && r.Error != "" {
		r.Name = r.Error // failures are told apart by their reasons: a probe requests one thing
	}
	p.Line(&r, at)
	says := wording.ProbeFailed.Of(what, r.Error, wording.Took(r.Took))
	if first {
		f.feel(at, stopwatch.ProbeLine{Request: &r, At: at, Within: within, Says: says, Line: stopwatch.EvidenceOf(l, "client")})
	}
	if r.Failed {
		f.tell(event.Event{At: at, Within: within, Kind: event.KindClient, Severity: event.Bad, Node: l.Node, Subject: l.Node, To: r.Error, Says: says,
			Title: wording.ProbeGot.Of(what, r.Error), Witness: event.ByProbe})
	}
}

// notProbed adds to the balance of a second, and settles those that the probe reports on no more.
func (f *folding) notProbed(p *clients.Probed, second int64, n int) {
	if !p.Weigh(second, n) {
		f.feel(time.Unix(second, 0).Add(clients.Overlap), stopwatch.NotProbed(n))
		return
	}
	f.settleProbe(p, f.At.Unix()-clients.LateLines)
}

func (f *folding) settleProbe(p *clients.Probed, until int64) {
	for {
		second, n, ok := p.Settle(until)
		if !ok {
			return
		}
		if n != 0 {
			f.feel(time.Unix(second, 0).Add(clients.Overlap), stopwatch.NotProbed(n))
		}
	}
}

// addFelt puts down a second of the clients, by the witness that has it. Another may have had it already.
func (f *folding) addFelt(s clients.Second) {
	if s.At.Unix() <= f.state.feltTo {
		return
	}
	f.state.feltTo = s.At.Unix()
	f.History.AddFelt(history.FeltTick{At: s.At.Unix(), Span: 1, Requests: s.Requests, Failed: s.Failed,
		P50: s.P50, P95: s.P95, P99: s.P99, Max: s.Max})
}
