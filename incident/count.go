package incident

import (
	"time"

	"hadash/incident/clients"
)

// Count counts what clients felt from a moment that no Sample marks, from the Frames of one watch. A drill has its own
// Span in each Frame.
type Count struct {
	from   time.Time
	was    clients.Felt
	hidden clients.Hidden
	seen   time.Time // newest second seen
	slow   time.Duration
	worst  clients.Second
}

// NewCount returns a Count from an instant on, at which f is the newest Frame.
func NewCount(f *Frame, from time.Time) *Count {
	c := &Count{from: from, was: f.Watched.Felt, hidden: f.Hidden}
	c.See(f)
	return c
}

// See adds a Frame. Seconds are reported some seconds late: those that were over when the count began are not counted.
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

// Felt returns the count up to a Frame that was seen.
func (c *Count) Felt(f *Frame) clients.Felt {
	is, was := &f.Watched.Felt, &c.was
	out := is.Since(was)
	out.Worst, out.Slowest = c.worst, c.slow
	if is.Slowest > was.Slowest && is.Slowest > out.Slowest {
		out.Slowest, out.SlowestAt = is.Slowest, is.SlowestAt
	}
	for i := range f.Stopwatches { // only the faults' own times give the time of a slower request
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

// Hidden returns the failures absorbed since the count began.
func (c *Count) Hidden(f *Frame) clients.Hidden {
	return f.Hidden.Since(c.hidden)
}
