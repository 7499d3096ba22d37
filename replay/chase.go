package replay

import (
	"sort"
	"time"

	"hadash/incident"
)

// goal is the requested Frame: by its number, its time, its share of the whole, or by an event.
type goal struct {
	n      int       // its number; 0 = to be found
	at     time.Time // the last one of that time; zero = not requested
	share  float64   // of the recording's time; used if nothing else is requested
	event  int       // +1: the next event's, -1: the previous one's; 0 = not requested
	faults bool      // only events that are faults
	from   int       // the Frame that the event is next to
}

// chase is the way to a goal.
type chase struct {
	goal
	read    float64 // share of it that is done; below 0 if not known
	planned bool
	begun   int // the reader's place when it was planned
	base    int // the Frame to fold on from
	kept    incident.Frame
	glance  *glance // nil: none was requested
}

// seek starts the search for a goal, in place of the previous one.
func (d *deck) seek(g goal) { d.chase = &chase{goal: g, read: -1} }

// aim returns the Frame that the next step is counted from: the goal, else the one that is shown.
func (d *deck) aim() int {
	if d.chase != nil && d.chase.n > 0 {
		return d.chase.n
	}
	return d.n
}

func (d *deck) step(by int) {
	d.playing = false
	d.seek(goal{n: max(d.aim()+by, d.first)})
}

func (d *deck) move(by time.Duration) {
	from := d.due
	if d.chase != nil && !d.chase.at.IsZero() {
		from = d.chase.at
	}
	d.seek(goal{at: from.Add(by)})
}

func (d *deck) part(share float64) {
	if share <= 0 {
		d.seek(goal{n: d.first})
		return
	}
	d.seek(goal{share: share})
}

// pause stops or resumes. At the end it starts from the beginning.
func (d *deck) pause() {
	d.playing, d.woke = !d.playing, time.Now()
	if d.playing && d.ended {
		d.part(0)
	}
}

// shift changes the speed.
func (d *deck) shift(by int) {
	d.speed, d.woke = min(max(d.speed+by, 0), len(speeds)-1), time.Now()
}

// follow advances towards the goal for a slice, and returns when to continue.
func (d *deck) follow(now time.Time) time.Duration {
	c := d.chase
	if c.n == 0 && !d.scout.find(c, d) {
		return d.glance(now) // the scout has news when it has read more
	}
	if !c.planned && d.plan(c) {
		d.arrive(c.n, c.at)
		return 0
	}
	for i := 0; i%16 != 15 || time.Since(now) < slice; i++ {
		near := d.nearer(c)
		switch {
		case !near, d.read.n == d.win.last() && d.read.n >= c.n:
			d.arrive(min(c.n, d.win.last()), c.at)
			return 0
		}
	}
	c.read = float64(d.read.n-c.begun) / float64(max(c.n-c.begun, 1))
	return 0
}

// plan decides where to fold on from: the window, or a Frame that the scout kept. It reports whether the window already
// has the goal.
func (d *deck) plan(c *chase) bool {
	whole := d.read.n == d.win.last()
	if whole && d.win.has(c.n) {
		return true
	}
	c.planned = true
	if c.base, c.kept = d.scout.before(c.n - windowKept); c.base == 0 {
		c.kept = incident.From(d.rec.Header.Started)
	}
	if whole && d.win.last() < c.n && d.win.last() >= c.base {
		c.base, c.begun = d.win.last(), d.read.n
		return false
	}
	if d.read.n > c.base || c.base-d.read.n > apart {
		d.read = readerAt(c.base, d.rec, d.scout)
	}
	c.begun = d.read.n
	d.head = c.kept
	d.win.begin(c.base)
	return false
}

// nearer reads one more Sample; false if there is none.
func (d *deck) nearer(c *chase) bool {
	if d.read.n >= c.base {
		return d.fold()
	}
	if d.read.peek() == nil {
		return false
	}
	d.read.take()
	return true
}

// before returns a kept Frame with a number below n, and its number.
func (x *scout) before(n int) (int, incident.Frame) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.index.Before(n)
}

// find determines the number of the requested Frame; false if it is beyond what was read so far.
func (x *scout) find(c *chase, d *deck) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	read := x.index.Len()
	if read == 0 {
		return false
	}
	until := x.index.At(read)
	switch {
	case c.event != 0:
		return c.findEvent(x, d)
	case c.at.IsZero() && !x.whole:
		return false
	case c.at.IsZero():
		c.at = d.begun.Add(time.Duration(float64(until.Sub(d.begun)) * min(c.share, 1)))
	case !x.whole && !until.After(c.at):
		c.read = max(float64(until.Sub(d.begun))/float64(c.at.Sub(d.begun)), 0)
		return false
	}
	c.n = min(max(x.index.Find(c.at), d.first), max(read, d.n))
	return true
}

// findEvent finds the requested event. If there is none the Frame stays.
func (c *chase) findEvent(x *scout, d *deck) bool {
	all := x.index.Events()
	if c.faults {
		all = x.index.Faults()
	}
	if !x.whole && x.index.Len() < c.from {
		return false
	}
	i := sort.SearchInts(all, c.from)
	switch {
	case c.event < 0 && i > 0:
		c.n = max(all[i-1], d.first)
	case c.event < 0:
		c.n = d.first
	default:
		i = sort.SearchInts(all, c.from+1)
		if i == len(all) && !x.whole {
			return false
		}
		if i < len(all) {
			c.n = all[i]
			break
		}
		c.n, d.said = c.from, "there is no later event"
		if c.faults {
			d.said = "there is no later fault"
		}
	}
	return true
}
