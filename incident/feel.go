package incident

import (
	"cmp"
	"slices"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/rates"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/wording"
)

// feel counts a report about the clients to the spans that its instant lies in, and to the faults.
func (f *folding) feel(at time.Time, e stopwatch.Feeling) {
	from, seen := at, at
	switch e.(type) {
	case stopwatch.WholeSecond, stopwatch.ProbedSecond, stopwatch.LoggedSecond, stopwatch.Unsent, stopwatch.NotProbed:
		from = at.Add(-clients.Overlap)
		seen = from.Add(time.Second)
	}
	if f.sinceWatching(at) {
		felt := &f.Watched.Felt
		was, before := felt.Losses(), clients.Lost{Script: felt.Failed, Probe: felt.Probe.Failed, Nginx: felt.NginxFailed, Answered: int(felt.AnsweredFailed)}
		f.Watched.Felt = e.Count(f.Watched.Felt)
		if _, counted := e.(stopwatch.Responses); felt.Losses() > was && (!counted || !felt.HasNginx) { // a log knows better when
			f.failedAt(seen)
		}
		f.feltBy(seen, felt.Clients())
		f.loseAt(at, clients.Lost{Script: felt.Failed - before.Script, Probe: felt.Probe.Failed - before.Probe, Nginx: felt.NginxFailed - before.Nginx, Answered: int(felt.AnsweredFailed) - before.Answered})
	}
	if f.Drill.Overlaps(from, at) {
		f.Drill.Felt = e.Count(f.Drill.Felt)
	}
	f.charge(at, e, "")
}

// failedAt keeps when a request failed first and last. The clock of a log may be ahead, or its lines may have no time.
func (f *folding) failedAt(at time.Time) {
	if at.IsZero() || at.After(f.At) {
		at = f.At
	}
	if f.FirstFailed.IsZero() || at.Before(f.FirstFailed) {
		f.FirstFailed = at
	}
	if at.After(f.LastFailed) {
		f.LastFailed = at
	}
}

// maxLost is how many seconds are kept in which requests failed.
const maxLost = 600

// loseAt adds failed requests to the second in which they ended. Each witness's seconds add up to what it counted.
func (f *folding) loseAt(at time.Time, n clients.Lost) {
	if n.Script <= 0 && n.Probe <= 0 && n.Nginx <= 0 && n.Answered <= 0 {
		return
	}
	if at.IsZero() {
		at = f.At
	}
	copyOnce(&f.Lost, &f.copied.lost)
	i, found := slices.BinarySearchFunc(f.Lost, at.Unix(), func(x clients.Lost, s int64) int { return cmp.Compare(x.Second, s) })
	if !found {
		f.Lost = slices.Insert(f.Lost, i, clients.Lost{Second: at.Unix()})
	}
	f.Lost[i].Script += n.Script
	f.Lost[i].Probe += n.Probe
	f.Lost[i].Nginx += n.Nginx
	f.Lost[i].Answered += n.Answered
	f.Lost = f.Lost[max(len(f.Lost)-maxLost, 0):]
}

// sinceWatching reports whether an instant counts as since watching began: logs are also read back from before.
func (f *folding) sinceWatching(at time.Time) bool { return at.IsZero() || !at.Before(f.watchedFrom()) }

// watchedFrom returns when this watch began: a recording's watch begins with the recording, although its first Samples
// may be older.
func (f *folding) watchedFrom() time.Time {
	if s := f.state.started; s.After(f.Begun) && !s.After(f.At) {
		return s
	}
	return f.Begun
}

// answered adds the counts of a balancer's log. Its lines of failures are in the same batch.
func (f *folding) answered(node string, kind record.Kind, a *record.AnswerTally, all []record.Line) {
	at, lines := a.Last, 0
	for i := range all {
		if failedLine(&all[i]) {
			lines++
		}
	}
	well := a.Requests > a.Failed
	if f.speaks(node) {
		f.weigh(at, a.Requests)
		if p := f.probe(); p != nil {
			f.notProbed(f.editProbe(p.Node), at.Unix(), a.Requests)
		}
		if lines > 0 {
			rest := *a
			rest.Requests, rest.Failed = max(rest.Requests-lines, 0), max(rest.Failed-lines, 0)
			a = &rest
		}
		f.feel(at, stopwatch.Answers{AnswerTally: a, Log: kind})
		f.loggedSeconds(a.Seconds)
	}
	if well {
		f.ownAnswer(sighting{node: node, at: at, by: event.ByLog, says: wording.Answers.Of(node)})
		f.ownTraffic(sighting{node: node, at: at, by: event.ByLog, says: wording.AnswersRequests.Of(node)})
	}
}

// failedLine reports whether a line of a balancer's log is a request that failed.
func failedLine(l *record.Line) bool {
	switch {
	case l.Access != nil:
		return l.Access.Status >= 500 && !l.Access.Own
	case l.Session != nil:
		return l.Session.Failed()
	}
	return false
}

// speaks reports whether the log of a balancer, which has requests, speaks for the clients: no balancer before it has such a
// log. One that is found to be before those heard so far takes their place.
func (f *folding) speaks(node string) bool {
	witness, instead := f.state.speaking.Heard(f.state.paths, node)
	if !instead {
		return witness
	}
	f.Watched.Felt, f.Drill.Felt = f.Watched.Felt.WithoutLog(), f.Drill.Felt.WithoutLog()
	copyOnce(&f.Lost, &f.copied.lost)
	for i := range f.Lost {
		f.Lost[i].Nginx = 0
	}
	for i := range f.Stopwatches {
		f.editWatch(f.Stopwatches[i].ID, (*stopwatch.Stopwatch).WithoutLog)
	}
	return witness
}

// loggedSeconds processes how long requests took, by the log of the first balancer. It writes a line when a request ends, so
// that a second is complete soon after it.
func (f *folding) loggedSeconds(all []record.Window) {
	all, _ = clients.Nearby(all, f.At)
	for _, w := range all {
		if n := len(f.Logged); n == 0 || w.Second > f.Logged[n-1].At.Unix() {
			f.state.logged.Add(w)
		}
	}
}

// endLogged reports the seconds up to one that the log of the first balancer has reported. What the load script says of a
// second is better.
func (f *folding) endLogged(until int64) {
	for {
		s, ok := f.state.logged.Close(until)
		if !ok {
			return
		}
		s = s.AtLeast(time.Millisecond)
		first := len(f.Logged) == 0 // reading began in the middle of it
		copyOnce(&f.Logged, &f.copied.logged)
		f.Logged = append(f.Logged, s)
		f.Logged = f.Logged[max(len(f.Logged)-maxSeconds, 0):]
		if !f.Load.On && !f.byProbe() && !first {
			f.addFelt(s)
		}
		f.feel(s.At.Add(clients.Overlap), stopwatch.LoggedSecond{Second: s})
	}
}

// Ended returns the Frame after which nothing more is observed: late reports are no longer awaited.
func (f Frame) Ended() Frame {
	end := begin(f)
	if newest, ok := end.state.gather.Newest(); ok {
		end.closeSeconds(newest)
	}
	if newest, ok := end.state.logged.Newest(); ok {
		end.endLogged(newest)
	}
	if newest, ok := end.state.gather.Unsettled(); ok {
		end.settleUntil(newest)
	}
	if p := end.probe(); p != nil {
		p = end.editProbe(p.Node)
		if newest, ok := p.Unsettled(); ok {
			end.settleProbe(p, newest)
		}
	}
	return end.Frame
}

const maxSeconds = 600

// foldWindows processes lines of the clients' own record. A second is reported when lines of a much newer one come:
// before that its percentiles could be those of a few users. A line for a second that was already reported is too late
// for its percentiles but is still counted: a user whose request hung reports the second before it only afterwards.
func (f *folding) foldWindows(all []record.Window) {
	all, far := clients.Nearby(all, f.At)
	f.Dropped += far
	for _, w := range all {
		if n := len(f.Load.Seconds); n > 0 && w.Second <= f.Load.Seconds[n-1].At.Unix() {
			f.feelSecond(f.state.gather.Late(w))
		} else {
			f.state.gather.Add(w)
		}
		if newest, ok := f.state.gather.Newest(); ok {
			f.closeSeconds(newest - clients.LateLines)
		}
	}
}

// endSeconds reports the last seconds of a load that has ended.
func (f *folding) endSeconds() {
	f.closeSeconds(f.At.Unix() - 2*clients.LateLines)
	f.endLogged(f.At.Unix() - lateLog)
}

// lateLog is how long a second of a balancer's log may still grow: lines are gathered on their way.
const lateLog = 2

func (f *folding) closeSeconds(until int64) {
	for {
		s, ok := f.state.gather.Close(until)
		if !ok {
			return
		}
		copyOnce(&f.Load.Seconds, &f.copied.seconds)
		f.Load.Seconds = append(f.Load.Seconds, s)
		f.Load.Seconds = f.Load.Seconds[max(len(f.Load.Seconds)-maxSeconds, 0):]
		f.state.feltTo = min(f.state.feltTo, s.At.Unix()-1) // the load script knows better than others that had the second already
		f.addFelt(s)
		f.feelSecond(s)
	}
}

func (f *folding) feelSecond(s clients.Second) {
	f.feel(s.At.Add(clients.Overlap), stopwatch.WholeSecond{Second: s})
	f.weigh(s.At, -s.Requests)
}

// lateAnswer is how long the load script may be silent about a second while it runs: no request takes longer.
const lateAnswer = 35

// weigh adds to the balance of a second, and settles the seconds that the load script no longer reports on.
func (f *folding) weigh(at time.Time, n int) {
	second := at.Unix()
	if !f.state.gather.Weigh(second, n) {
		f.feel(time.Unix(second, 0).Add(clients.Overlap), stopwatch.Unsent(n))
		return
	}
	until := f.At.Unix() - lateAnswer
	if _, told := f.lastOfLoad(); !told {
		until = f.At.Unix() - 2*clients.LateLines
	}
	f.settleUntil(until)
}

// settleUntil ends the balances of the seconds up to one.
func (f *folding) settleUntil(until int64) {
	for {
		second, n, ok := f.state.gather.Settle(until)
		if !ok {
			return
		}
		if n != 0 {
			f.feel(time.Unix(second, 0).Add(clients.Overlap), stopwatch.Unsent(n))
		}
	}
}

// AskedRate returns how many requests the users send in a second, now: by the load where it runs, else by nginx, else by the
// HAProxy that is first on the path; -1 if it is not known.
func (f *Frame) AskedRate() float64 {
	switch {
	case f.Load.On && f.Load.Recent >= 0:
		return f.Load.Recent
	case !f.Load.On && f.byProbe():
		return f.probe().Recent(f.At)
	case !f.Load.On && f.byCounters():
		if f.haproxyAnswers() {
			return f.balancersRate()
		}
	case f.Nginx.Nginx != nil && !f.LoadEnded(record.SourceNginx):
		return f.Nginx.Recent
	case f.Load.On, f.Nginx.Nginx != nil:
	case f.byLog():
		return f.loggedRate()
	}
	return -1
}

// byCounters reports whether the counters of the first HAProxies on the path are the witness of the users' requests. An nginx
// elsewhere in the project has other requests.
func (f *Frame) byCounters() bool { return f.Watched.Felt.Clients().By == event.ByCounters }

// byLog reports whether the log of the first balancer gives the rate of requests: it is HAProxy's, or that of an nginx without
// a page.
func (f *Frame) byLog() bool {
	return f.Watched.Felt.HAProxyLogged() || f.Watched.Felt.HasNginx && f.Nginx.Nginx == nil && len(f.Logged) > 0
}

// loggedRate returns the rate of requests in the last whole seconds by the first balancer's log; -1 while it is not read.
func (f *Frame) loggedRate() float64 {
	for i := range f.Sources {
		if s := &f.Sources[i]; s.Name == record.SourceLogs && f.state.speaking.Has(s.Node) && s.Err != "" {
			return -1
		}
	}
	n, until := 0, f.At.Unix()-lateLog
	for i := range slices.Backward(f.Logged) {
		if at := f.Logged[i].At.Unix(); at <= until && at > until-rates.RecentSeconds {
			n += f.Logged[i].Requests
		}
	}
	return float64(n) / rates.RecentSeconds
}

// AskedIn fills in the requests of users in consecutive seconds from the Unix second first on, as AskedRate counts them; -1
// where nobody reported a second.
func (f *Frame) AskedIn(first int64, out []float64) {
	n := len(out)
	for i := range out {
		out[i] = -1
	}
	put := func(at, span int64, rate float64) {
		for i := max(at-first, 0); i < min(at+span-first, int64(n)); i++ {
			out[i] = max(out[i], rate)
		}
	}
	logged := (f.byLog() || f.byProbe()) && !f.Load.On
	counted := !logged && f.byCounters()
	for t := range f.History.Seen(time.Unix(first, 0)) {
		switch {
		case f.Load.On && t.Requests >= 0:
			put(t.At, int64(t.Span), float64(t.Requests))
		case counted:
			put(t.At, int64(t.Span), float64(t.Balancer))
		default:
			put(t.At, int64(t.Span), float64(t.Nginx))
		}
	}
	if logged {
		for t := range f.History.Felt(time.Unix(first, 0)) {
			put(t.At, t.Span, float64(t.Requests)/float64(max(t.Span, 1)))
		}
	}
}

// recordBegins is how long a load runs at most until the record of its script is reported for the first time.
const recordBegins = 10 * time.Second

// Clients returns what one witness counted within a span of the watch. The record of the load's script, which comes seconds
// late, replaces nginx's access log as soon as it speaks of the span. It counts other requests, and fewer at first: until
// then their number is not known, as it would fall.
func (f *Frame) Clients(felt *clients.Felt) clients.Clients {
	c := felt.Clients()
	if c.By != f.Watched.Felt.Clients().By || c.By == event.ByLog && f.recordAwaited() {
		c.Counted = false
	}
	return c
}

// LoadEnded reports whether a load ran and ended, and a source has not been read since: its rate is still that of the load.
func (f *Frame) LoadEnded(source string) bool {
	if f.Load.K6 == nil || f.Load.On {
		return false
	}
	var read time.Time
	for i := range f.Sources {
		if f.Sources[i].Name == source && f.Sources[i].LastOK.After(read) {
			read = f.Sources[i].LastOK
		}
	}
	return read.Before(f.state.k6answered.Add(rates.Over))
}

// recordAwaited reports whether a load has begun whose script may keep a record.
func (f *Frame) recordAwaited() bool {
	return f.Load.On && f.Watched.Felt.Requests == 0 && f.At.Sub(f.state.loadOn) < recordBegins
}
