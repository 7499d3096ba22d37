package incident

import (
	"maps"
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

// foldHAProxy processes one reading of a balancer.
func (f *folding) foldHAProxy(node string, at time.Time, h *record.HAProxy) {
	is := servers.Reading{Node: node, At: at, Row: h}
	was, known := f.state.servers.Take(is)
	is = *f.state.servers.Reading(node)
	h = is.Row
	f.reread()
	f.keepReading(at)
	f.takeAnswers(was, is, known)
	if !known {
		f.tellNewer(node, Changed{})
		f.placeServers("")
		f.ownAnswer(f.polled(record.SourceHAProxy, node, at, wording.Answers.Of(node)))
		f.swear(is, nil)
		f.downAlready(is)
		f.predictAgain()
		f.tellLimits(is)
		return
	}
	f.tellRenewed(was, is)
	p := poll{balancer: node, at: at, within: at.Sub(was.At), row: h, page: h}
	switch servers.Renewed(was, is) {
	case servers.New:
		p.row, p.fromZero = nil, true // a different process: differing states are no change
	case servers.Cleared, servers.Fell:
		p.fromZero = true
	}
	before := servers.RowsOf(was.Row)
	var fresh []*record.Server
	wasCells, isCells := &servers.Cells{Reading: was}, &servers.Cells{Reading: is}
	for i := range h.Servers {
		s := &h.Servers[i]
		if old := before.Same(i, s); old != nil {
			f.compareServer(p, old, s)
			if old.Status.Text != s.Status.Text || old.CheckStatus != s.CheckStatus {
				f.keepRow(at, old, s)
			}
			f.compareWeight(wasCells, isCells, old, s)
		} else {
			fresh = append(fresh, s)
		}
	}
	f.compareLists(&p, was.Row, fresh)
	if f.state.servers.Moved() {
		f.placeServers("")
	} else {
		f.placeServers(node)
	}
	f.forgetGone()
	f.crowd(at, h)
	f.tellLimits(is)
	f.ownAnswer(f.polled(record.SourceHAProxy, node, at, wording.Answers.Of(node)))
	if chosen(h) > 0 && chosen(h) != chosen(was.Row) {
		f.ownTraffic(sighting{node: node, at: at, by: event.ByPoll, no: was.At, says: wording.GivesSessions.Of(node)})
	}
	f.swear(is, &was)
}

// reread makes HAProxy what was read last. The pages of several are joined when it is looked at.
func (f *folding) reread() {
	all := f.state.servers.Readings()
	if len(all) > 1 {
		f.state.apart = servers.Later(all, f.HAProxy)
		return
	}
	f.state.apart = nil
	f.HAProxy = servers.Merged(all, nil)
}

// Join makes HAProxy what was read last: FoldApart leaves the pages of several as they were when it was called last, because to
// join them takes as long as to fold several. Copies of a Frame have the same page.
func (f *Frame) Join() {
	if f.state.apart != nil {
		f.HAProxy = f.state.apart.Joined()
		f.state.apart = nil
	}
}

// poll holds when a balancer was asked, and how long after the previous time.
type poll struct {
	balancer string
	at       time.Time
	within   time.Duration
	row      *record.HAProxy // nil if another process answered
	page     *record.HAProxy // that was read
	fromZero bool            // the counters began at zero since
}

// none are counters that nothing has counted.
var none record.Counters

// before returns the counters that those of now have grown from.
func (p *poll) before(was *record.Server) *record.Counters {
	if p.fromZero {
		return &none
	}
	return &was.Counters
}

// compareServer makes the events of one server between two readings.
func (f *folding) compareServer(p poll, was, is *record.Server) {
	node, at, within := f.state.servers.Known(is), p.at, p.within
	before := p.before(was)
	gaveUp := rates.Grown(before.Econ, is.Econ)
	f.GaveUp = record.Sum(f.GaveUp, gaveUp)
	retried, moved := rates.Grown(before.Wretr, is.Wretr), rates.Grown(before.Wredis, is.Wredis)
	f.tried(p, is, stopwatch.Tries{Retried: retried, Redispatched: moved, GaveUp: gaveUp})
	if is.Mode != "http" { // the backend's 5xx has them there
		f.passOn(p.balancer, gaveUp)
	}
	if retried > 0 || moved > 0 {
		f.absorb(at, clients.Hidden{Retried: retried, Redispatched: moved}, stopwatch.Proof{}, node)
		f.tell(event.Event{At: at, Kind: event.KindMoved, Severity: event.Warn, Node: node, Subject: is.Name(), Count: int(max(retried, moved)),
			Says: wording.Moved.Of(is.Name()), Title: title.Retried(servers.Who(is), moved), Witness: event.ByPoll, Within: within})
	}
	if rates.Grown(before.Stot, is.Stot) > rates.Grown(before.Econ, is.Econ) && is.Status.State.Serving() {
		f.grew(node, p, is)
	}
	f.checkSeen(node, was, is, &p)
	from, to := f.changeOf(was), f.changeOf(is)
	if from.to == record.Maint && to.to == record.GoingDown {
		to.to = record.Up // out of maintenance it is "UP 1/3" until its next check; none has failed
	}
	if was.Untried() && !is.Untried() && f.forgotten(&p, is) {
		from.untried = true
	}
	switch {
	case from == to:
		return
	case from.label() == Unresolved && to.to != record.Maint && f.filled(p, is, node) && to.to.Serving(), to.label() == Unresolved && f.Free(is):
		return
	}
	if p.row == nil && GivesUp(from.label()) && is.Untried() {
		f.tellServer(event.Event{At: at, Node: node, Subject: is.Name(), From: from.label(), Says: wording.TakenForUp.Of(is.Name(), is.Status.Text), Title: title.TakenForUp(servers.Who(is)),
			Witness: event.ByPoll, Within: within, Balancer: p.balancer}, change{to: record.Up, untried: true})
		return
	}
	e := event.Event{At: at, Node: node, Subject: is.Name(), From: from.label(), Says: serverPhrase(is), Title: title.Server(servers.Who(is), is, from.to, to.to), Witness: event.ByPoll, Within: within, Balancer: p.balancer}
	if to.to == record.Up && from.to != record.GoingDown || GivesUp(to.label()) {
		p.dated(&e, is)
	}
	f.tellServer(e, to)
}

// tried counts the attempts of one of several balancers, and those at one of several servers that a node is.
func (f *folding) tried(p poll, s *record.Server, t stopwatch.Tries) {
	if t == (stopwatch.Tries{}) {
		return
	}
	node := f.state.servers.Node(s)
	if n := f.Node(node); f.state.servers.Several() || n != nil && len(n.also) > 0 {
		f.charge(p.at, stopwatch.TriedAt{Server: s.Name(), Tries: t}, node)
	}
	if !f.state.servers.Several() {
		return
	}
	f.state.tries = maps.Clone(f.state.tries)
	if f.state.tries == nil {
		f.state.tries = map[string]stopwatch.Tries{}
	}
	f.state.tries[p.balancer] = f.state.tries[p.balancer].Plus(t)
}

// grew records that a balancer's counters show new traffic to a node.
func (f *folding) grew(node string, p poll, s *record.Server) {
	n := f.edit(node)
	if n == nil {
		return
	}
	if !n.grew[0].Equal(p.at) { // another row of it may have grown, too
		n.grew[1], n.grew[0] = n.grew[0], p.at
	}
	f.flows(sighting{node: node, at: p.at, by: event.ByPoll, no: p.at.Add(-p.within), grew: n.grew[1], says: wording.GetsSessions.Of(s.Pxname, s.Svname)})
}

// tellRenewed makes the event of counters that restarted from zero. Running stopwatches continue from their sums.
func (f *folding) tellRenewed(was, is servers.Reading) {
	e := event.Event{At: is.At, Kind: event.KindRestart, Severity: event.Warn, Node: is.Node, Subject: is.Node, Witness: event.ByPoll, Within: is.At.Sub(was.At)}
	wasPid, pid := was.Row.Pid, is.Row.Pid
	found := wording.StartedAgain.Of(is.Node)
	switch servers.Renewed(was, is) {
	case servers.GoOn:
		return
	case servers.New:
		e.To, e.Says = "new", wording.NewProcess.Of(is.Node)
		known := pid != 0 && wasPid != 0 && pid != wasPid
		switch {
		case known && f.reloaded(was, is):
			e.To, e.Says = "reloaded", wording.Reloaded.Of(is.Node, pid, wasPid)
		case known:
			e.Says = wording.NewPid.Of(is.Node, pid, wasPid)
		}
		if open := was.Sessions(); open > 0 && known && f.unbroken(was, is) {
			e.Says = wording.Counted(open, wording.OldHadOne, wording.OldHad).Of(e.Says, open)
		}
	case servers.Cleared:
		e.Severity, e.To = event.Info, "cleared"
		e.Says = wording.CountersCleared.Of(is.Node)
		found = wording.ClearedInItsTime.Of(is.Node)
	case servers.Fell:
		e.Says = wording.CountersFell.Of(is.Node)
	}
	f.tell(e)
	f.each("", is.At, func(w *stopwatch.Stopwatch) { w.AddFinding(found) })
}

// unbroken reports whether every poll between two readings was answered, as in a reload, which leaves no gap.
func (f *folding) unbroken(was, is servers.Reading) bool {
	src := f.Source(record.SourceHAProxy, is.Node)
	return src != nil && !src.no.After(was.At)
}

// reloaded reports whether a new process is that of a reload for certain: its container ran on.
func (f *folding) reloaded(was, is servers.Reading) bool {
	n := f.Node(is.Node)
	return n != nil && n.Container.Running() && !n.Container.Started.IsZero() && n.Container.Started.Before(was.At) && f.unbroken(was, is)
}

// foldWorkers processes what the master of a HAProxy says of its workers.
func (f *folding) foldWorkers(node string, at time.Time, is *record.Workers) {
	n := f.edit(node)
	if n == nil {
		return
	}
	was := n.Workers
	n.Workers = is
	e := event.Event{At: at, Kind: event.KindRestart, Severity: event.Info, Node: node, Subject: node, Witness: event.ByPoll, Within: f.pollGap, Already: was == nil}
	if was == nil {
		was = &record.Workers{}
	}
	for i := range was.Old {
		if old := &was.Old[i]; is.Find(old.Pid) == nil {
			e.To, e.Says = "old ended", oldEnded(node, old)
			f.tell(e)
		}
	}
	for i := len(is.Old) - 1; i >= 0; i-- { // the one that became old first
		if old := &is.Old[i]; was.Find(old.Pid) == nil {
			e.To, e.Says = "old", oldKeeps(node, old)
			f.tell(e)
		}
	}
	if is.Failed > 0 && (is.Failed > was.Failed || is.Master != was.Master) {
		e.Severity, e.To, e.Says = event.Bad, "reload failed", wording.ReloadFailed.Of(node)
		f.tell(e)
	}
}

func oldKeeps(node string, w *record.Worker) wording.Phrase {
	if w.CurrConns < 0 {
		return wording.OldRuns.Of(node, w.Pid)
	}
	return wording.Counted(w.CurrConns, wording.OldKeepsOne, wording.OldKeeps).Of(node, w.Pid, w.CurrConns)
}

func oldEnded(node string, w *record.Worker) wording.Phrase {
	if w.CurrConns <= 0 {
		return wording.OldEnded.Of(node, w.Pid)
	}
	return wording.Counted(w.CurrConns, wording.OldEndedWithOne, wording.OldEndedWith).Of(node, w.Pid, w.CurrConns)
}

// tellLimits makes the events of what comes near its limit at a balancer, and of what does not any more.
func (f *folding) tellLimits(is servers.Reading) {
	for _, c := range f.state.limits.See(is.Node, is.At, is.Row) {
		e := event.Event{At: c.Since, Kind: event.KindLimit, Severity: event.Warn, Node: is.Node, Subject: c.Subject(is.Node), To: "near",
			Says: c.Phrase(is.Node, is.Row), Witness: event.ByPoll, Balancer: is.Node}
		if c.Over {
			e.Severity, e.To = event.Good, "far"
		}
		if s := is.Row.Find(c.Pxname, c.Svname); s != nil {
			if node := f.state.servers.Node(s); node != "" {
				e.Node = node
			}
		}
		f.tell(e)
	}
}

// crowd records what waits: sessions left on a server that does not answer, and requests in queues.
func (f *folding) crowd(at time.Time, h *record.HAProxy) {
	if !f.anyRunning() {
		return
	}
	f.pageRead()
	var queued int64
	for i := range h.Proxies {
		queued += h.Proxies[i].Qcur
	}
	for i := range h.Servers {
		queued += h.Servers[i].Qcur
	}
	for i := range f.Stopwatches {
		w := &f.Stopwatches[i]
		if w.Done || w.Moments[stopwatch.Healed].Seen() || at.Before(w.At) {
			continue
		}
		hanging := 0
		if n := f.Node(w.Target); n != nil && holds(w, n) {
			for s := range n.Servers {
				hanging += int(s.Scur)
			}
		}
		if hanging > w.Blast.Hanging || int(queued) > w.Blast.Queued {
			f.editWatch(w.ID, func(w *stopwatch.Stopwatch) {
				w.Blast.Hanging = max(w.Blast.Hanging, hanging)
				w.Blast.Queued = max(w.Blast.Queued, int(queued))
			})
		}
	}
}

// holds reports whether a fault leaves the sessions at its node without an answer: one that is paused or cut off, or whose
// process has ended.
func holds(w *stopwatch.Stopwatch, n *Node) bool {
	switch w.Kind {
	case record.Pause, record.Cut:
		return true
	case record.Stop, record.Kill, record.Crash, record.Restart:
		return n.Health == Stopped || n.Health == Missing
	}
	return false
}

// Reading is HAProxy's page as it was read at a time.
type Reading struct {
	At   time.Time
	Page *record.HAProxy
}

// maxReadings bounds the pages kept for a fault that is reported late, the newest one included, and readingGap is how far
// apart they are at least: a page may have thousands of rows.
const (
	maxReadings = 2
	readingGap  = time.Second
)

// keepReading keeps a page for a fault that began since and is yet to be reported.
func (f *folding) keepReading(at time.Time) {
	last := &f.state.readings
	if !f.KeepsServers() {
		if f.HAProxy != last[maxReadings-1].page { // joined at the end of the last second
			*last = [maxReadings]kept{maxReadings - 1: {at: at, page: f.HAProxy}}
		}
		return
	}
	if newest := maxReadings - 1; last[newest-1].all == nil || at.Sub(last[newest-1].at) >= readingGap {
		copy(last[:], last[1:])
	}
	last[maxReadings-1] = kept{at: at, all: f.state.servers.Readings()}
}

// leaveReading keeps, for the newest fault, the last page that was read before it began. It chooses again when the fault
// is dated again.
func (f *folding) leaveReading() {
	if len(f.Stopwatches) == 0 {
		return
	}
	w := &f.Stopwatches[len(f.Stopwatches)-1]
	if f.state.readingOf == w.ID && f.state.readingFor.Equal(w.At) {
		return
	}
	before := Reading{}
	from := func(r Reading) {
		if r.Page != nil && r.At.Before(w.At) && r.At.After(before.At) {
			before = r
		}
	}
	if f.state.readingOf == w.ID {
		from(f.BeforeNewest)
	}
	for _, r := range f.state.readings {
		switch {
		case !r.at.Before(w.At) || !r.at.After(before.At):
		case r.page != nil:
			from(Reading{r.at, r.page})
		case len(r.all) > 0:
			from(Reading{r.at, servers.Merged(r.all, f.HAProxy)})
		}
	}
	f.state.readingOf, f.state.readingFor, f.BeforeNewest = w.ID, w.At, before
}
