package collectors

import (
	"cmp"
	"slices"
	"time"

	"hadash/collectors/k6log"
	"hadash/record"
)

// tally counts the sessions and the upstream attempts of one batch, over all of its lines.
type tally struct {
	sessions  map[sessionKey]int // index in Logs.Sessions
	upstreams map[string]int     // index in Logs.Upstreams
	windows   int                // seconds in Logs.Windows
}

type sessionKey struct{ backend, server, termination string }

// maxTally limits the distinct things that are counted in one batch.
const maxTally = 1024

func (t *tally) full() bool {
	return len(t.sessions) >= maxTally || len(t.upstreams) >= maxTally || t.windows >= maxTally
}

func (t *tally) reset() {
	clear(t.sessions)
	clear(t.upstreams)
	t.windows = 0
}

func (t *tally) add(to *record.Logs, l *record.Line, f *fate) {
	switch {
	case l.Session != nil:
		t.session(to, l.At, l.Session)
	case l.Access != nil && !l.Access.Own:
		t.access(to, when(l), l.Access)
	case f.window != nil:
		t.window(to, *f.window)
	case f.repeat != nil:
		repeat(to, l.At, f.repeat)
	case f.unread != "":
		countUnread(to, f.unread)
	}
}

// when returns when nginx ended a request: its own time, if the line has it. A clock of whole seconds ($time_iso8601)
// is less precise than Docker's, unless nginx held the line back (access_log buffer=).
func when(l *record.Line) time.Time {
	a := l.Access
	if late := l.At.Sub(a.At); a.At.IsZero() || a.Within > 0 && late >= 0 && late < a.Within+time.Second {
		return l.At
	}
	return a.At
}

// countUnread counts an unreadable line of an access log.
func countUnread(to *record.Logs, why string) {
	if to.Unread == nil {
		to.Unread = &record.UnreadTally{}
	}
	to.Unread.Lines++
	to.Unread.Why = why
}

// window adds a user's second to those of the others.
func (t *tally) window(to *record.Logs, w record.Window) {
	i, found := slices.BinarySearchFunc(to.Windows, w.Second, func(o record.Window, s int64) int { return cmp.Compare(o.Second, s) })
	if found {
		k6log.Add(&to.Windows[i], w)
		return
	}
	t.windows++
	to.Windows = slices.Insert(to.Windows, i, w)
}

func repeat(to *record.Logs, at time.Time, r *record.RepeatTally) {
	for i := range to.Repeated {
		if o := &to.Repeated[i]; o.Server == r.Server {
			o.Reads += r.Reads
			o.Last = at
			return
		}
	}
	to.Repeated = append(to.Repeated, record.RepeatTally{Server: r.Server, Reads: r.Reads, Last: at})
}

func (t *tally) session(to *record.Logs, at time.Time, s *record.Session) {
	key := sessionKey{s.Backend, s.Server, s.Termination}
	i, ok := t.sessions[key]
	if !ok {
		if t.sessions == nil {
			t.sessions = map[sessionKey]int{}
		}
		i = len(to.Sessions)
		t.sessions[key] = i
		to.Sessions = append(to.Sessions, record.SessionTally{Backend: s.Backend, Server: s.Server, Termination: s.Termination, First: at})
	}
	n := &to.Sessions[i]
	n.Sessions++
	n.Last = at
	n.Longest = max(n.Longest, s.Tt)
	n.Retries += s.Retries
	if s.Redispatched {
		n.Redispatched++
	}
	if s.Redispatched || s.Retries > 0 {
		n.Again++
	}
	if s.ServerFailed() {
		n.Failed++
	}
	if s.Asked() {
		t.http(to, at, s)
	}
}

// http counts a request of HAProxy's HTTP log, and how long it took.
func (t *tally) http(to *record.Logs, at time.Time, s *record.Session) {
	if to.HTTP == nil {
		to.HTTP = &record.AnswerTally{}
	}
	n := to.HTTP
	count(n, at, s.Tt)
	w := t.secondOf(n, at)
	if s.Tt < 0 {
		n.Untimed++
		w.Requests++
	} else {
		w.Took(s.Tt)
	}
	switch {
	case s.Failed():
		n.Failed++
		w.Failed++
	case s.ClientLeft():
		n.Left++
	}
}

// secondOf returns the second in which a request ended, to count it there.
func (t *tally) secondOf(n *record.AnswerTally, at time.Time) *record.Window {
	i, found := len(n.Seconds)-1, false
	if found = i >= 0 && n.Seconds[i].Second == at.Unix(); !found {
		i, found = slices.BinarySearchFunc(n.Seconds, at.Unix(), func(o record.Window, s int64) int { return cmp.Compare(o.Second, s) })
	}
	if !found {
		t.windows++
		n.Seconds = slices.Insert(n.Seconds, i, record.Window{Second: at.Unix()})
	}
	return &n.Seconds[i]
}

func (t *tally) access(to *record.Logs, at time.Time, a *record.Access) {
	t.answered(to, at, a)
	made := a.Absorbed() > 0
	for i := range a.Upstreams {
		n := t.upstream(to, a.Upstreams[i].Addr)
		n.Attempts++
		if is := &a.Upstreams[i]; is.Answered() {
			n.Answers++
			if is.Status >= 500 {
				n.Hrsp5xx++
			}
		}
		n.Took = record.Longer(n.Took, a.Upstreams[i].Took)
		n.Slowest = max(n.Slowest, a.Upstreams[i].Took)
		if !a.Lost(i) {
			span(&n.FirstOK, &n.LastOK, at)
			continue
		}
		span(&n.FirstLost, &n.LastLost, at)
		n.Failures++
		if a.Left(i) {
			n.Left++
		}
		if made {
			n.Hidden++
		}
	}
}

// answered counts an answer that the client got.
func (t *tally) answered(to *record.Logs, at time.Time, a *record.Access) {
	if to.Answers == nil {
		to.Answers = &record.AnswerTally{}
	}
	n := to.Answers
	count(n, at, a.Took)
	w := t.secondOf(n, at)
	if a.Untimed {
		n.Untimed++
		w.Requests++
	} else {
		w.Took(a.Took)
	}
	switch {
	case a.Status >= 500:
		n.Failed++
		w.Failed++
	case a.ClientLeft():
		n.Left++
	}
	if a.Unsent {
		n.Unsent++
	}
}

// count counts one answer.
func count(n *record.AnswerTally, at time.Time, took time.Duration) {
	n.Requests++
	n.Last = at
	if took > n.Slowest {
		n.Slowest, n.SlowestAt = took, at
	}
}

// span widens the time between first and last to include at.
func span(first, last *time.Time, at time.Time) {
	if first.IsZero() || at.Before(*first) {
		*first = at
	}
	if at.After(*last) {
		*last = at
	}
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
