package incident

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"hadash/incident/event"
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
