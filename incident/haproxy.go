package incident

import (
	"slices"
	"time"

	"hadash/record"
)

// foldHAProxy takes in one reading of a balancer.
func (f *folding) foldHAProxy(node string, at time.Time, h *record.HAProxy) {
	i := slices.IndexFunc(f.memo.readings, func(r reading) bool { return r.node == node })
	f.memo.readings = slices.Clone(f.memo.readings)
	if i < 0 {
		f.memo.readings = append(f.memo.readings, reading{node, at, h})
		f.indexServers()
		f.HAProxy = f.merged()
		f.placeServers(h)
		f.own(f.word(record.SourceHAProxy, node, at, node+" answers"))
		f.swear(f.memo.readings[len(f.memo.readings)-1], nil)
		f.predictAgain()
		return
	}
	was, is := f.memo.readings[i], reading{node, at, h}
	f.memo.readings[i] = is
	before := serversOf(was.row)
	f.keepHomes(&before, h)
	f.indexServers()
	f.HAProxy = f.merged()
	f.tellRenewed(was, is)
	p := poll{node, at, at.Sub(was.at), h}
	if renewed(was, is) == anew {
		p.row = nil // the states of two processes are no change
	}
	wasCells, isCells := &cells{reading: was}, &cells{reading: is}
	for i := range h.Servers {
		s := &h.Servers[i]
		if old := before.same(i, s); old != nil {
			f.compareServer(p, old, s)
			f.compareWeight(wasCells, isCells, old, s)
		}
	}
	f.placeServers(h)
	f.forgetGone()
	f.crowd(at, h)
	f.own(f.word(record.SourceHAProxy, node, at, node+" answers"))
	if chosen(h) > 0 && chosen(h) != chosen(was.row) {
		f.ownTraffic(word{node: node, at: at, by: ByPoll, no: was.at, text: node + " gives sessions to servers"})
	}
	f.swear(is, &was)
}

// chosen is how often the balancer chose a server.
func chosen(h *record.HAProxy) (n int64) {
	for i := range h.Servers {
		n = record.Sum(n, h.Servers[i].Stot)
	}
	return n
}

// merged is all balancers' rows as one: with one balancer, its reading itself.
func (f *folding) merged() *record.HAProxy {
	if len(f.memo.readings) == 1 {
		return f.memo.readings[0].row
	}
	var all []*record.HAProxy
	rows := 0
	for _, r := range f.memo.readings {
		if rows += len(r.row.Servers) + len(r.row.Proxies); rows > maxJoined && len(all) > 0 {
			break
		}
		all = append(all, r.row)
	}
	return record.Joined(all)
}

// servers find a server's row in a reading. Rows keep their place within a process, so the names are rarely needed.
type servers struct {
	*record.HAProxy
	names map[serverName]int // nil until they are
}

func serversOf(h *record.HAProxy) servers { return servers{HAProxy: h} }

// same is the row of a server that was the i-th of another reading; nil when there is none.
func (w *servers) same(i int, s *record.Server) *record.Server {
	if i < len(w.Servers) && w.Servers[i].Svname == s.Svname && w.Servers[i].Pxname == s.Pxname {
		return &w.Servers[i]
	}
	if w.names == nil {
		w.names = make(map[serverName]int, len(w.Servers))
		for k := range slices.Backward(w.Servers) { // the first of a name counts
			w.names[serverName{w.Servers[k].Pxname, w.Servers[k].Svname}] = k
		}
	}
	if k, ok := w.names[serverName{s.Pxname, s.Svname}]; ok {
		return &w.Servers[k]
	}
	return nil
}

// poll is when a balancer was asked, and how long after it was asked before.
type poll struct {
	balancer string
	at       time.Time
	within   time.Duration
	row      *record.HAProxy // nil where another process answered
}

// compareServer makes the events of one server between two readings.
func (f *folding) compareServer(p poll, was, is *record.Server) {
	node, at, within := f.serverNode(is), p.at, p.within
	if retried, moved := grown(was.Wretr, is.Wretr), grown(was.Wredis, is.Wredis); retried > 0 || moved > 0 {
		f.absorb(at, Hidden{Retried: retried, Redispatched: moved}, said{}, node)
		f.tell(Event{At: at, Kind: KindMoved, Severity: Warn, Node: node, Subject: is.Name(), Count: int(max(retried, moved)),
			Text: is.Name() + ": connections retried or moved to another server", Witness: ByPoll, Within: within})
	}
	if grown(was.Stot, is.Stot) > grown(was.Econ, is.Econ) && is.Status.State.Serving() {
		f.grew(node, p, is.Name()+" gets sessions")
	}
	f.checkSeen(node, was, is, at)
	from, to := f.changeOf(was), f.changeOf(is)
	if from.to == record.Maint && to.to == record.GoingDown {
		to.to = record.Up // out of maintenance it is "UP 1/3" until its next check; none has failed
	}
	if from == to {
		return
	}
	e := Event{At: at, Node: node, Subject: is.Name(), From: from.word(), Text: serverText(is), Witness: ByPoll, Within: within, balancer: p.balancer}
	if to.to == record.Up && from.to != record.GoingDown || GivesUp(to.word()) {
		p.dated(&e, is)
	}
	f.tellServer(e, to)
}

// dated gives a change between two readings that are far apart the time that lastchg tells.
func (p *poll) dated(e *Event, s *record.Server) {
	if p.row == nil {
		return
	}
	r := reading{p.balancer, p.at, p.row}
	if at, known := r.changed(s); known && p.within > lastchgWithin && at.After(p.at.Add(-p.within-lastchgWithin)) {
		e.At, e.Witness, e.Within = newest(at, p.at.Add(-p.within)), ByLastchg, lastchgWithin
	}
}

// grew notes that a balancer's counters show traffic to a node since they were read before.
func (f *folding) grew(node string, p poll, text string) {
	n := f.edit(node)
	if n == nil {
		return
	}
	if !n.grew[0].Equal(p.at) { // another row of it may have grown, too
		n.grew[1], n.grew[0] = n.grew[0], p.at
	}
	f.flows(word{node: node, at: p.at, by: ByPoll, no: p.at.Add(-p.within), grew: n.grew[1], text: text})
}

// balancerRate is the session rate of the backends a balancer names, or of all of them; -1 where its page does not tell.
// What a frontend takes in is no load: its stats page is asked there, by hadash too.
func balancerRate(h *record.HAProxy, backends []string) float64 {
	sum, known := int64(0), false
	for i := range h.Proxies {
		p := &h.Proxies[i]
		if !p.Frontend && (len(backends) == 0 || slices.Contains(backends, p.Pxname)) {
			sum += p.Rate
			known = known || !h.BlankIn(p).Has("rate")
		}
	}
	if !known {
		return -1
	}
	return float64(sum)
}
