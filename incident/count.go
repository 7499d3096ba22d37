package incident

import (
	"time"

	"hadash/incident/clients"
)

// Count counts what clients felt from a moment on that no Sample marks, out of the Frames of one watch. A drill has a Span
// of its own in each Frame.
type Count struct {
	from   time.Time
	was    clients.Felt
	hidden clients.Hidden
	seen   time.Time // the newest second
	slow   time.Duration
	worst  clients.Second
}

// NewCount counts from an instant on, of which f is the newest Frame.
func NewCount(f *Frame, from time.Time) *Count {
	c := &Count{from: from, was: f.Watched.Felt, hidden: f.Hidden}
	c.See(f)
	return c
}

// See takes in a Frame. Seconds are told some seconds late: those that were over when the count began are not in it.
func (c *Count) See(f *Frame) {
	for i := len(f.Load.Seconds) - 1; i >= 0 && f.Load.Seconds[i].At.After(c.seen); i-- {
		s := &f.Load.Seconds[i]
		if !s.At.Add(time.Second).After(c.from) {
			break
		}
		c.slow = max(c.slow, s.Max)
		if s.P99 > c.worst.P99 {
			c.worst = *s
		}
	}
	n := len(f.Load.Seconds)
	if n == 0 {
		return
	}
	c.seen = f.Load.Seconds[n-1].At
	if !c.seen.Add(time.Second).After(c.from) {
		c.was.LeaveSeconds(&f.Watched.Felt)
	}
}

// Felt is what was counted up to a Frame that was seen.
func (c *Count) Felt(f *Frame) clients.Felt {
	is, was := &f.Watched.Felt, &c.was
	out := is.Since(was)
	out.Worst, out.Slowest = c.worst, c.slow
	if is.Slowest > was.Slowest && is.Slowest > out.Slowest {
		out.Slowest, out.SlowestAt = is.Slowest, is.SlowestAt
	}
	for i := range f.Stopwatches { // of what is slower than before only the faults' own times say when it was
		if w := &f.Stopwatches[i]; !w.At.Before(c.from) {
			out.Slowest = max(out.Slowest, w.Felt.Slowest)
			out.NginxSlowest = max(out.NginxSlowest, w.Felt.NginxSlowest)
		}
	}
	if is.NginxSlowest > was.NginxSlowest {
		out.NginxSlowest = is.NginxSlowest
	}
	if is.K6Slowest > was.K6Slowest {
		out.K6Slowest = is.K6Slowest
	}
	return out
}

// Hidden is what was absorbed since.
func (c *Count) Hidden(f *Frame) clients.Hidden {
	h, was := f.Hidden, &c.hidden
	return clients.Hidden{Retried: h.Retried - was.Retried, Redispatched: h.Redispatched - was.Redispatched,
		NextUpstream: h.NextUpstream - was.NextUpstream, Repeated: h.Repeated - was.Repeated}
}
