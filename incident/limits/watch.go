package limits

import (
	"maps"
	"time"

	"hadash/record"
)

// How long a limit must be near, and not near any more, before it is reported, and for how long it may be unread within
// one episode.
const (
	holds  = 2 * time.Second
	asked  = 6 * time.Second // of the process, which is asked more rarely
	rests  = 5 * time.Second
	lapses = time.Minute
)

// Change is the begin or the end of an episode.
type Change struct {
	Limit
	Over  bool
	Since time.Time // since when it has been so
}

// Watch knows the limits that are near. It is a value: See leaves copies as they are.
type Watch struct{ open map[key]episode }

type key struct {
	node           string
	kind           Kind
	pxname, svname string
}

// episode is the time in which a limit is near.
type episode struct {
	near time.Time // since when it has been near
	rest time.Time // since when it has not been any more; zero while it is
	last time.Time // when it was last read
	told bool
}

// See reads a reading of a balancer, and returns what has changed. A limit whose number is not known stays as it was.
func (w *Watch) See(node string, at time.Time, h *record.HAProxy) (changes []Change) {
	open := maps.Clone(w.open)
	maps.DeleteFunc(open, func(_ key, e episode) bool { return at.Sub(e.last) > lapses })
	see := func(l Limit) {
		if len(open) == 0 && !l.Near() {
			return
		}
		k := key{node, l.Kind, l.Pxname, l.Svname}
		e, was := open[k]
		switch {
		case !was && !l.Near(), was && l.Now == 0 && blank(h, &l):
			return
		case !was:
			e = episode{near: at}
		}
		c, is := e.next(l, at)
		if is {
			changes = append(changes, c)
		}
		if c.Over {
			delete(open, k)
			return
		}
		if open == nil {
			open = map[key]episode{}
		}
		open[k] = e
	}
	eachOf(h, see)
	w.open = open
	return changes
}

// next is the episode after one more reading; a Change that is Over ends it, told or not.
func (e *episode) next(l Limit, at time.Time) (c Change, told bool) {
	e.last = at
	switch {
	case !l.isFar():
		e.rest = time.Time{}
	case e.rest.IsZero():
		e.rest = at
	}
	switch {
	case l.isFar() && !e.told:
		return Change{Over: true}, false
	case !e.told && l.Near() && at.Sub(e.near) >= l.holds():
		e.told = true
		return Change{Limit: l, Since: e.near}, true
	case e.told && l.isFar() && at.Sub(e.rest) >= rests:
		return Change{l, true, e.rest}, true
	}
	return Change{}, false
}

// holds is how long a limit must be near: in two answers at least.
func (l Limit) holds() time.Duration {
	if l.Kind == Connections || l.Kind == Busy {
		return asked
	}
	return holds
}

// eachOf calls with every limit of a reading.
func eachOf(h *record.HAProxy, with func(l Limit)) {
	process, n := OfProcess(h.Process)
	for _, l := range process[:n] {
		with(l)
	}
	for i := range h.Proxies {
		if l, limited := OfFrontend(&h.Proxies[i]); limited {
			with(l)
		}
	}
	for i := range h.Servers {
		of, n := Of(&h.Servers[i])
		for _, l := range of[:n] {
			with(l)
		}
	}
}

// blank reports whether the number of a limit is missing in its row.
func blank(h *record.HAProxy, l *Limit) bool {
	switch l.Kind {
	case Frontend:
		return h.BlankIn(&record.Proxy{Pxname: l.Pxname, Svname: "FRONTEND"}).Has("scur")
	case Server, Queue:
		column := "scur"
		if l.Kind == Queue {
			column = "qcur"
		}
		return h.BlankOf(&record.Server{Pxname: l.Pxname, Svname: l.Svname}).Has(column)
	}
	return false
}
