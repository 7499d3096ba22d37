package clients

import (
	"time"

	"hadash/record"
)

// lateUser is how long a user of the load may be silent about a second: its line comes when its next request ends, and
// none takes longer than the greatest bucket.
const lateUser = 330

// Script is the load script's own record of a run that is read to its end. It waits for the lines of users whose next
// request took minutes, as nobody can who watches: of the seconds in which requests hang, the Frame's are short of
// just those users. The zero value is ready.
type Script struct {
	open  []gatheredSecond // by Second
	last  int64            // second that was told
	told  []Second
	whole gatheredSecond
	of    time.Time // when the span of the whole began
}

// maxTold is of how many seconds each is told by itself: two days. The whole has those after them, too.
const maxTold = 2 * 24 * 3600

// Add takes in lines that came now, of seconds from an instant on; a log that was read back has some from before. Of
// the whole are those in a span.
func (c *Script) Add(all []record.Window, from, now time.Time, whole *Span) {
	if !whole.From.Equal(c.of) {
		c.anew(whole)
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

// anew counts the whole of another span. It began just now: nothing of it was told long ago.
func (c *Script) anew(whole *Span) {
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

// Seconds are all seconds in which a request ended, by time. Nothing can be added any more.
func (c *Script) Seconds() []Second {
	if n := len(c.open); n > 0 {
		c.close(c.open[n-1].Second)
	}
	return c.told
}

// Whole is what the clients felt of the whole span, as if it were one second; its At means nothing.
func (c *Script) Whole() Second { return c.whole.sum() }
