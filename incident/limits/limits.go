// Package limits says how near HAProxy is to what it is limited to: connections of the process, sessions of frontends and
// servers, queues, and the time it has left.
package limits

import "hadash/record"

// Near and Far bound an episode, in percent of a limit: it begins at Near and ends below Far.
const (
	Near = 80
	Far  = 70
)

// Kind is what is limited.
type Kind uint8

// The kinds of Limit.
const (
	Connections Kind = iota // of the whole process: maxconn of global
	Frontend                // sessions of a frontend: its maxconn
	Server                  // sessions of a server: its maxconn
	Queue                   // requests that wait for a server: its maxqueue
	Busy                    // the share of its time that the process is busy, in percent
)

// Limit is something limited, and how much of it there is now.
type Limit struct {
	Kind           Kind
	Pxname, Svname string // of the row; "" for what it has none of
	Now, Most      int64
}

// Name returns whose limit it is in HAProxy's words: "servers/mysql-slave1", a frontend's name; "" for the process.
func (l Limit) Name() string {
	if l.Svname == "" {
		return l.Pxname
	}
	return l.Pxname + "/" + l.Svname
}

// Share returns how much of the limit is in use, in percent, rounded down.
func (l Limit) Share() int { return int(min(l.Now, 1<<40) * 100 / max(l.Most, 1)) }

// Near reports whether the limit is near.
func (l Limit) Near() bool { return l.Most > 0 && l.Share() >= Near }

// isFar reports whether the limit is not near any more.
func (l Limit) isFar() bool { return l.Share() < Far }

// Full reports whether sessions or a queue of a row have come near their limit; 0 is no limit.
func Full(now, most int64) bool { return Limit{Now: now, Most: most}.Near() }

// Of returns the limits that a server has.
func Of(s *record.Server) (all [2]Limit, n int) {
	if s.Slim > 0 {
		all[n] = Limit{Kind: Server, Pxname: s.Pxname, Svname: s.Svname, Now: s.Scur, Most: s.Slim}
		n++
	}
	if s.Qlimit > 0 {
		all[n] = Limit{Kind: Queue, Pxname: s.Pxname, Svname: s.Svname, Now: s.Qcur, Most: s.Qlimit}
		n++
	}
	return all, n
}

// OfFrontend returns the limit of a frontend's sessions. The "slim" of a backend is its fullconn, at which the limits of
// its servers are full: it limits nothing itself.
func OfFrontend(p *record.Proxy) (l Limit, known bool) {
	return Limit{Kind: Frontend, Pxname: p.Pxname, Now: p.Scur, Most: p.Slim}, p.Frontend && p.Slim > 0
}

// OfProcess returns the limits that the process has told.
func OfProcess(p *record.Process) (all [2]Limit, n int) {
	if p == nil {
		return all, 0
	}
	if p.Maxconn > 0 && p.CurrConns >= 0 {
		all[n] = Limit{Kind: Connections, Now: p.CurrConns, Most: p.Maxconn}
		n++
	}
	if p.Idle >= 0 && p.Idle <= 100 {
		all[n] = Limit{Kind: Busy, Now: 100 - p.Idle, Most: 100}
		n++
	}
	return all, n
}

// Nearest returns the limit of a HAProxy itself, not of its servers, that is nearest; false if none is near.
func Nearest(h *record.HAProxy) (nearest Limit, near bool) {
	process, n := OfProcess(h.Process)
	for _, l := range process[:n] {
		if l.Near() && l.Share() > nearest.Share() {
			nearest, near = l, true
		}
	}
	for i := range h.Proxies {
		if l, limited := OfFrontend(&h.Proxies[i]); limited && l.Near() && l.Share() > nearest.Share() {
			nearest, near = l, true
		}
	}
	return nearest, near
}

// Word returns the limit in HAProxy's words: "maxconn"; "its time" for the share that it is busy.
func (l Limit) Word() string {
	switch l.Kind {
	case Queue:
		return "maxqueue"
	case Busy:
		return "its time"
	}
	return "maxconn"
}
