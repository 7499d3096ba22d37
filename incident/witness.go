package incident

import (
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/rates"
	"hadash/incident/stopwatch"
	"hadash/record"
)

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

// TriesFailed returns how many tries at a fault's target failed by nginx's error log, on a timeline that still has them. Each
// is another request, which was then tried elsewhere or failed.
func (f *Frame) TriesFailed(s *stopwatch.Stopwatch) (n int) {
	name := s.String()
	for i := range f.Timeline {
		if e := &f.Timeline[i]; e.Kind == event.KindUpstream && e.Node == s.Target && e.Fault == name && tried(e) && !e.At.Before(s.Earliest()) {
			n += e.Count
		}
	}
	return n
}

// tried reports whether an event of nginx's error log is a failed try.
func tried(e *event.Event) bool {
	return e.To != string(record.UpstreamNoLive) && e.To != string(record.UpstreamDisabled)
}

// recordAwaited reports whether a load has begun whose script may keep a record.
func (f *Frame) recordAwaited() bool {
	return f.Load.On && f.Watched.Felt.Requests == 0 && f.At.Sub(f.state.loadOn) < recordBegins
}
