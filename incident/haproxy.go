package incident

import (
	"fmt"
	"slices"
	"time"

	"hadash/record"
)

// foldHAProxy takes in one reading of a balancer.
func (f *Frame) foldHAProxy(node string, at time.Time, h *record.HAProxy) {
	i := slices.IndexFunc(f.memo.readings, func(r reading) bool { return r.node == node })
	f.memo.readings = slices.Clone(f.memo.readings)
	if i < 0 {
		f.memo.readings = append(f.memo.readings, reading{node, at, h})
		f.HAProxy = f.merged()
		f.placeServers(h)
		f.serves(node, at, ByPoll, f.pollGap, node+" answers")
		return
	}
	was := f.memo.readings[i]
	f.memo.readings[i] = reading{node, at, h}
	f.HAProxy = f.merged()
	if renewed(was.row, h) {
		f.tell(Event{At: at, Kind: KindRestart, Severity: Warn, Node: node, Subject: node, Witness: ByPoll, Within: at.Sub(was.at),
			Text: node + " is a new process: its counters began at zero"})
		f.each("", at, func(w *Stopwatch) {
			w.find(node + " began anew in its time: what its counters said before was added up")
		})
	}
	for i := range h.Servers {
		s := &h.Servers[i]
		if old := sameServer(was.row, i, s); old != nil {
			f.compareServer(poll{node, at, at.Sub(was.at)}, old, s)
		}
	}
	f.placeServers(h)
	f.crowd(at, h)
	f.serves(node, at, ByPoll, at.Sub(was.at), node+" answers")
	if chosen(h) > 0 && chosen(h) != chosen(was.row) {
		f.flows(node, at, ByPoll, at.Sub(was.at), node+" gives sessions to servers")
	}
}

// chosen is how often the balancer chose a server.
func chosen(h *record.HAProxy) (n int64) {
	for i := range h.Servers {
		n += h.Servers[i].Stot
	}
	return n
}

// merged is all balancers' rows as one: with one balancer, its reading itself.
func (f *Frame) merged() *record.HAProxy {
	if len(f.memo.readings) == 1 {
		return f.memo.readings[0].row
	}
	all := *f.memo.readings[0].row
	for _, r := range f.memo.readings[1:] {
		all.Join(r.row)
	}
	return &all
}

// renewed reports whether the answer comes from another process than the last one did.
func renewed(was, is *record.HAProxy) bool {
	if was.Pid != 0 && is.Pid != 0 && was.Pid != is.Pid {
		return true
	}
	for i := range is.Proxies {
		if i < len(was.Proxies) && was.Proxies[i].Pxname == is.Proxies[i].Pxname && was.Proxies[i].Svname == is.Proxies[i].Svname &&
			is.Proxies[i].Stot < was.Proxies[i].Stot {
			return true
		}
	}
	return false
}

// sameServer finds a server's row of the last reading. Rows keep their place within a process, so
// the search is rarely needed.
func sameServer(was *record.HAProxy, i int, s *record.Server) *record.Server {
	if i < len(was.Servers) && was.Servers[i].Svname == s.Svname && was.Servers[i].Pxname == s.Pxname {
		return &was.Servers[i]
	}
	return was.Find(s.Pxname, s.Svname)
}

// poll is when a balancer was asked, and how long after it was asked before.
type poll struct {
	balancer string
	at       time.Time
	within   time.Duration
}

// compareServer makes the events of one server between two readings.
func (f *Frame) compareServer(p poll, was, is *record.Server) {
	node, at, within := f.serverNode(is), p.at, p.within
	if retried, moved := grown(was.Wretr, is.Wretr), grown(was.Wredis, is.Wredis); retried+moved > 0 {
		f.absorb(at, Hidden{Retried: retried, Redispatched: moved}, said{}, node)
		f.tell(Event{At: at, Kind: KindMoved, Severity: Warn, Node: node, Subject: is.Name(), Count: int(max(retried, moved)),
			Text: is.Name() + ": connections retried or moved to another server", Witness: ByPoll, Within: within})
	}
	if got := grown(was.Stot, is.Stot); got > 0 && is.Status.State.Serving() {
		f.flows(node, at, ByPoll, within, is.Name()+" gets sessions")
	}
	from, to := f.changeOf(&was.Status), f.changeOf(&is.Status)
	if from == to {
		if was.Weight != is.Weight {
			f.tell(Event{At: at, Kind: KindServer, Severity: Info, Node: node, Subject: is.Name(), From: fmt.Sprint(was.Weight), To: "weight",
				Text: fmt.Sprintf("%s weight %d, was %d", is.Name(), is.Weight, was.Weight), Witness: ByPoll, Within: within})
		}
		return
	}
	f.tellServer(Event{At: at, Node: node, Subject: is.Name(), From: from.word(), Text: serverText(is), Witness: ByPoll, Within: within,
		balancer: p.balancer}, to)
}

// balancerRate is the session rate of the backends a balancer names, or of all of them.
func balancerRate(h *record.HAProxy, backends []string) float64 {
	var sum int64
	for i := range h.Proxies {
		p := &h.Proxies[i]
		if !p.Frontend && (len(backends) == 0 || slices.Contains(backends, p.Pxname)) {
			sum += p.Rate
		}
	}
	return float64(sum)
}
