package collectors

import "hadash/record"

// tally counts the sessions and the upstream attempts of one batch, over all of its lines.
type tally struct {
	sessions  map[sessionKey]int // index in Logs.Sessions
	upstreams map[string]int     // index in Logs.Upstreams
}

type sessionKey struct{ backend, server, termination string }

// maxTally bounds the different things that are counted in one batch.
const maxTally = 1024

func (t *tally) full() bool { return len(t.sessions) >= maxTally || len(t.upstreams) >= maxTally }

func (t *tally) reset() {
	clear(t.sessions)
	clear(t.upstreams)
}

func (t *tally) add(to *record.Logs, l *record.Line) {
	switch {
	case l.Session != nil:
		t.session(to, l.Session)
	case l.Access != nil:
		t.access(to, l.Access)
	}
}

func (t *tally) session(to *record.Logs, s *record.Session) {
	key := sessionKey{s.Backend, s.Server, s.Termination}
	i, ok := t.sessions[key]
	if !ok {
		if t.sessions == nil {
			t.sessions = map[sessionKey]int{}
		}
		i = len(to.Sessions)
		t.sessions[key] = i
		to.Sessions = append(to.Sessions, record.SessionTally{Backend: s.Backend, Server: s.Server, Termination: s.Termination})
	}
	n := &to.Sessions[i]
	n.Sessions++
	n.Retries += s.Retries
	if s.Redispatched {
		n.Redispatched++
	}
}

func (t *tally) access(to *record.Logs, a *record.Access) {
	last := len(a.Upstreams) - 1
	made := last > 0 && a.Status < 500 && !lost(a, last)
	for i := range a.Upstreams {
		n := t.upstream(to, a.Upstreams[i].Addr)
		n.Attempts++
		if lost(a, i) {
			n.Failures++
			if made {
				n.Hidden++
			}
		}
	}
}

// lost reports whether the i-th attempt of a request failed. nginx goes on to the next upstream only
// after a failure. A request that the client gave up (499) is no upstream's failure.
func lost(a *record.Access, i int) bool {
	if i < len(a.Upstreams)-1 {
		return true
	}
	status := a.Upstreams[i].Status
	return status >= 500 || status == 0 && a.Status != 499
}

func (t *tally) upstream(to *record.Logs, addr string) *record.UpstreamTally {
	i, ok := t.upstreams[addr]
	if !ok {
		if t.upstreams == nil {
			t.upstreams = map[string]int{}
		}
		i = len(to.Upstreams)
		t.upstreams[addr] = i
		to.Upstreams = append(to.Upstreams, record.UpstreamTally{Addr: addr})
	}
	return &to.Upstreams[i]
}
