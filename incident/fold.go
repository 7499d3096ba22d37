package incident

import (
	"slices"
	"strings"
	"time"

	"hadash/incident/doors"
	"hadash/incident/event"
	"hadash/incident/outage"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// folding is a Fold in progress. It owns the Frame that it makes; only its methods change that Frame.
type folding struct {
	Frame
	copied  copied          // the lists that are copied
	pollGap time.Duration   // between the Sample and the one of its source before it
	turns   []outage.Change // of servers, by this Sample
	emptied []outage.Server // backends that have no server left, by their logs
	falling map[string]bool // servers that are about to have an outage, as "balancer backend/server"
	feltBad bool            // the Sample has a request that failed
}

// Fold returns the Frame after a Sample. It is pure: prev and what it points to are not changed, and the same Samples
// give the same Frames.
func Fold(prev Frame, s record.Sample) Frame {
	f := FoldApart(prev, s)
	f.Join()
	return f
}

// FoldApart is Fold for a Frame that may not be looked at: one that is needs Join.
func FoldApart(prev Frame, s record.Sample) Frame {
	f := begin(prev)
	f.remember(s.At)
	if f.Begun.IsZero() {
		f.Nginx.Rate, f.Load.Rate, f.Load.FailRate, f.Nginx.Recent, f.Load.Recent = -1, -1, -1, -1, -1
	}
	if s.At.After(f.At) {
		f.At = s.At
	}
	if !f.state.observed {
		f.Begun, f.state.observed = f.At, s.Topology == nil && s.Settings == nil && s.Act == nil
	}
	f.Watched.From = f.watchedFrom()
	f.heard(s)
	f.hearPast(s)
	switch {
	case s.Topology != nil:
		f.foldTopology(s.At, *s.Topology)
	case s.Docker != nil:
		if f.concernsNow(s.At, s.Node, s.Docker) {
			f.foldDocker(s.At, *s.Docker)
		}
	case s.Logs != nil:
		f.foldLogs(s.Node, *s.Logs)
	case s.Act != nil:
		f.foldAct(s.At, *s.Act)
	case s.Settings != nil:
		f.foldSettings(s.Node, s.Settings)
	default:
		f.foldPoll(s)
	}
	f.findErringLogged()
	f.lags()
	f.refresh()
	f.endSeconds()
	f.followPairs()
	f.compare(s.At)
	f.leftBefore()
	f.notRemade()
	f.followOutages()
	f.endStopwatches()
	f.redate()
	f.leaveReading()
	f.keepSaid(&prev, &s)
	f.keepCounts()
	return f.Frame
}

// begin returns a folding that has changed nothing yet.
func begin(prev Frame) folding {
	f := folding{Frame: prev}
	f.Events, f.Lines = nil, nil
	f.state.gather.Share()
	f.state.logged.Share()
	return f
}

// foldPoll processes the answer of a polled source, or the lack of one.
func (f *folding) foldPoll(s record.Sample) {
	switch s.Source {
	case record.SourceHAProxy:
		if s.HAProxy != nil {
			f.foldHAProxy(s.Node, s.At, s.HAProxy)
		}
	case record.SourceNginx:
		f.foldNginx(s.Node, s.At, s.Nginx)
	case record.SourceK6:
		f.foldK6(s.At, s.K6, s.Err)
	case record.SourceReplication:
		f.foldReplica(s.Node, s.At, s.Replica)
	case record.SourcePage:
		f.foldPage(s.Node, s.At, s.Page, s.Err)
	case record.SourceWorkers:
		if s.Workers != nil {
			f.foldWorkers(s.Node, s.At, s.Workers)
		}
	case record.SourceSwarm:
		if s.Swarm != nil {
			f.foldSwarm(s.At, s.Swarm)
		}
	case record.SourceDocker:
		if s.Err == "" {
			f.foldContainers(s.At, s.Node, s.Containers)
		}
	}
}

// foldTopology creates the nodes, keeping what is known of those that stay.
func (f *folding) foldTopology(at time.Time, t record.Topology) {
	before := f.Topology
	t.KeepAddresses(&before)
	nodes := make([]Node, len(t.Nodes))
	for i, n := range t.Nodes {
		if old := f.Node(n.Name); old != nil {
			nodes[i] = *old
		} else {
			nodes[i].Rate, nodes[i].Recent = -1, -1
		}
		nodes[i].Node = n
	}
	f.Topology, f.Nodes, f.copied.nodes = t, nodes, true
	f.state.servers.Place(&t)
	f.state.paths = doors.Of(&t)
	f.reread()
	f.placeServers("")
	f.removed(at, &before)
	f.Sources = slices.DeleteFunc(slices.Clone(f.Sources), func(s Source) bool { return f.absent(s.Node) })
	f.copied.sources = true
}

// absent reports whether a node, or a host, is not in the project, of which it is known what is.
func (f *Frame) absent(node string) bool {
	if node == "" || len(f.Topology.Nodes) == 0 {
		return false
	}
	_, is := f.Topology.Node(node)
	_, host := f.Topology.Host(node)
	return !is && !host
}

// unattended is how long a source may go without a poll and still count as watched.
const unattended = 15 * time.Second

// heard records when each source was asked and when it last answered. A source that is not polled (the topology, you)
// has no health.
func (f *folding) heard(s record.Sample) {
	f.pollGap = 0
	if s.Source == record.SourceTopology || s.Source == record.SourceYou || s.Err != "" && f.absent(s.Node) {
		return
	}
	f.copySources()
	src := f.Source(s.Source, s.Node)
	if src == nil {
		f.Sources = append(f.Sources, Source{Name: s.Source, Node: s.Node})
		src = &f.Sources[len(f.Sources)-1]
	}
	was := *src
	f.pollGap = s.At.Sub(was.At)
	if was.At.IsZero() {
		f.pollGap = 0
	}
	src.At, src.Took, src.Err = s.At, s.Took, s.Err
	src.Asked++
	if s.Err == "" {
		src.LastOK, src.Since = s.At, time.Time{}
		if src.First.IsZero() {
			src.First = s.At
		}
		if src.steady.IsZero() || f.pollGap > unattended {
			src.steady = s.At
		}
	} else {
		if was.Err == "" {
			src.Since = s.At
		}
		src.no, src.steady = s.At, time.Time{}
		f.missSigns(src)
	}
	f.hearVoice(was, src)
	f.tellSource(was, src)
	if s.HAProxy != nil {
		f.keepPace(s.Pace)
		f.tellUnread(s.HAProxy.Unread, src)
	}
}

// keepPace keeps how often HAProxies are read.
func (f *folding) keepPace(p *record.Pace) {
	if p == nil {
		f.Pace = record.Pace{}
		return
	}
	if f.Pace = *p; p.Every > f.Slowest.Every {
		f.Slowest = *p
	}
}

// missSigns records that a witness of first signs does not answer, so that the first sign seen may not be the first.
func (f *folding) missSigns(src *Source) {
	if src.Name != record.SourceHAProxy && src.Name != record.SourceLogs {
		return
	}
	for i := range f.Stopwatches {
		if w := &f.Stopwatches[i]; !w.Done && !w.SignMissed && w.Target != src.Node && !w.Moments[stopwatch.FirstSign].Seen() {
			f.editWatch(w.ID, func(w *stopwatch.Stopwatch) { w.SignMissed = true })
		}
	}
}

// tellUnread makes an event when part of an answer cannot be read, at most one in ten minutes: a row may be corrupt in
// every other answer.
func (f *folding) tellUnread(why string, is *Source) {
	is.Unread = why
	if why == "" || !is.warned.IsZero() && is.At.Sub(is.warned) < 10*time.Minute {
		return
	}
	is.warned = is.At
	f.tell(event.Event{At: is.At, Kind: event.KindSource, Severity: event.Warn, Node: is.Node, Subject: is.Name, To: "partly read", Witness: event.ByPoll,
		Says: wording.PartlyRead.Of(is.Name, why)})
}

// tellSource makes an event when a source falls silent or answers again. One missed answer is not enough: the second in
// a row is, dated to the first. Sources that fall silent with their container (a replica's replication, an instance's
// page, k6) make no event, because the container's own events say the same.
func (f *folding) tellSource(was Source, is *Source) {
	if !knows(is.Name) {
		return
	}
	e := event.Event{At: is.At, Kind: event.KindSource, Node: is.Node, Subject: is.Name, Witness: event.ByPoll}
	switch {
	case is.Err != "" && was.Err != "" && !is.told && !is.LastOK.IsZero():
		is.told = true
		e.At, e.Severity, e.To, e.Says = is.Since, event.Bad, "silent", wording.DoesNotAnswer.Of(f.called(is), is.Err)
		f.mayBlind(is)
		f.balancerGone(is.Node)
	case is.Err == "" && is.told:
		is.told = false
		f.answersAgain(was, is)
		e.Severity, e.To, e.Says = event.Good, "answers", wording.AnswersAgain.Of(f.called(is))
	default:
		return
	}
	f.tell(e)
}

// mayBlind records that the balancer whose log is the witness runs no more, whoever ended it: it logs nothing of those that it refuses.
func (f *folding) mayBlind(is *Source) {
	n := f.Node(is.Node)
	nobody := strings.Contains(is.Err, "connection refused") || strings.Contains(is.Err, "no such file")
	if n != nil && nobody && (n.Runs(record.KindNginx) || n.Runs(record.KindHAProxy) && f.Watched.Felt.Log == record.KindHAProxy && f.state.paths.First(n.Name)) {
		f.Watched.Felt.Gaps = true
	}
}

// edit returns a node for writing: the Frame gets its own copy of all nodes.
func (f *folding) edit(name string) *Node {
	f.copyNodes()
	return f.Node(name)
}

// setRate sets the rate of the first node of a kind.
func (f *folding) setRate(kind record.Kind, rate float64) {
	for i := range f.Nodes {
		if f.Nodes[i].Runs(kind) {
			f.edit(f.Nodes[i].Name).Rate = rate
			return
		}
	}
}

// setRecent sets the rate over the last seconds of the first node of a kind.
func (f *folding) setRecent(kind record.Kind, rate float64) {
	for i := range f.Nodes {
		if f.Nodes[i].Runs(kind) {
			f.edit(f.Nodes[i].Name).Recent = rate
			return
		}
	}
}
