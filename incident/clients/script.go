package clients

import (
	"time"

	"hadash/record"
)

// lateUser is how long a user of the load may be silent about a second: its line comes when its next request ends, and
// no request takes longer than the greatest bucket.
const lateUser = 330

// Script is the load script's record of a run that is read to its end. Unlike a live Frame it can wait for the lines of
// users whose next request took minutes, so seconds in which requests hang include those users. The zero value is ready
// to use.
type Script struct {
	open  []gatheredSecond // by Second
	last  int64            // last second reported
	told  []Second
	whole gatheredSecond
	of    time.Time // start of the whole span
}

// maxTold is how many seconds are reported separately: two days. Later seconds still count in the whole.
const maxTold = 2 * 24 * 3600

// Add adds lines, for seconds from an instant on; a log that was read back also has earlier ones. Lines within a span
// also count in the whole.
func (c *Script) Add(all []record.Window, from, now time.Time, whole *Span) {
	if !whole.From.Equal(c.of) {
		c.restart(whole)
	}
	all, _ = Nearby(all, now)
	for _, w := range all {
		if w.Second < from.Unix() || c.last > 0 && w.Second <= c.last {
			continue
		}
		c.open = addSecond(c.open, w)
		if inSpan(whole, w.Second) {
			c.whole.add(w)
		}
		c.close(c.open[len(c.open)-1].Second - lateUser)
	}
}

func inSpan(s *Span, second int64) bool {
	at := time.Unix(second, 0)
	return s.Overlaps(at, at.Add(Overlap))
}

// restart starts the whole for another span, which began just now: none of its seconds was reported long ago.
func (c *Script) restart(whole *Span) {
	c.of, c.whole = whole.From, gatheredSecond{}
	for i := range c.open {
		if g := &c.open[i]; inSpan(whole, g.Second) {
			c.whole.join(g)
		}
	}
}

func (c *Script) close(until int64) {
	for len(c.open) > 0 && c.open[0].Second <= until {
		c.last = c.open[0].Second
		if len(c.told) < maxTold {
			c.told = append(c.told, c.open[0].sum())
		}
		c.open = c.open[1:]
	}
}

// Seconds returns all seconds in which a request ended, by time. Nothing can be added after it.
func (c *Script) Seconds() []Second {
	if n := len(c.open); n > 0 {
		c.close(c.open[n-1].Second)
	}
	return c.told
}

// Whole returns what the clients felt over the whole span, as one second; its At means nothing.
func (c *Script) Whole() Second { return c.whole.sum() }
