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
func (pb *playback) seek(g goal) { pb.chase = &chase{goal: g, read: -1} }

// aim returns the Frame that the next step is counted from: the goal, else the one that is shown.
func (pb *playback) aim() int {
	if pb.chase != nil && pb.chase.n > 0 {
		return pb.chase.n
	}
	return pb.n
}

func (pb *playback) step(by int) {
	pb.playing = false
	pb.seek(goal{n: max(pb.aim()+by, pb.first)})
}

func (pb *playback) move(by time.Duration) {
	from := pb.due
	if pb.chase != nil && !pb.chase.at.IsZero() {
		from = pb.chase.at
	}
	pb.seek(goal{at: from.Add(by)})
}

func (pb *playback) part(share float64) {
	if share <= 0 {
		pb.seek(goal{n: pb.first})
		return
	}
	pb.seek(goal{share: share})
}

// pause stops or resumes. At the end it starts from the beginning.
func (pb *playback) pause() {
	pb.playing, pb.woke = !pb.playing, time.Now()
	if pb.playing && pb.ended {
		pb.part(0)
	}
}

// shift changes the speed.
func (pb *playback) shift(by int) {
	pb.speed, pb.woke = min(max(pb.speed+by, 0), len(speeds)-1), time.Now()
}

// follow advances towards the goal for a slice, and returns when to continue.
func (pb *playback) follow(now time.Time) time.Duration {
	c := pb.chase
	if c.n == 0 && !pb.scout.find(c, pb) {
		return pb.glance(now) // the scout has news when it has read more
	}
	if !c.planned && pb.plan(c) {
		pb.arrive(c.n, c.at)
		return 0
	}
	for i := 0; i%16 != 15 || time.Since(now) < slice; i++ {
		near := pb.nearer(c)
		switch {
		case !near, pb.read.n == pb.win.last() && pb.read.n >= c.n:
			pb.arrive(min(c.n, pb.win.last()), c.at)
			return 0
		}
	}
	c.read = float64(pb.read.n-c.begun) / float64(max(c.n-c.begun, 1))
	return 0
}

// plan decides where to fold on from: the window, or a Frame that the scout kept. It reports whether the window already
// has the goal.
func (pb *playback) plan(c *chase) bool {
	whole := pb.read.n == pb.win.last()
	if whole && pb.win.has(c.n) {
		return true
	}
	c.planned = true
	if c.base, c.kept = pb.scout.before(c.n - windowKept); c.base == 0 {
		c.kept = incident.From(pb.rec.Header.Started)
	}
	if whole && pb.win.last() < c.n && pb.win.last() >= c.base {
		c.base, c.begun = pb.win.last(), pb.read.n
		return false
	}
	if pb.read.n > c.base || c.base-pb.read.n > apart {
		pb.read = readerAt(c.base, pb.rec, pb.scout)
	}
	c.begun = pb.read.n
	pb.head = c.kept
	pb.win.begin(c.base)
	return false
}

// nearer reads one more Sample; false if there is none.
func (pb *playback) nearer(c *chase) bool {
	if pb.read.n >= c.base {
		return pb.fold()
	}
	if pb.read.peek() == nil {
		return false
	}
	pb.read.take()
	return true
}

// before returns a kept Frame with a number below n, and its number.
func (x *scout) before(n int) (int, incident.Frame) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.index.Before(n)
}

// find determines the number of the requested Frame; false if it is beyond what was read so far.
func (x *scout) find(c *chase, pb *playback) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	read := x.index.Len()
	if read == 0 {
		return false
	}
	until := x.index.At(read)
	switch {
	case c.event != 0:
		return c.findEvent(x, pb)
	case c.at.IsZero() && !x.whole:
		return false
	case c.at.IsZero():
		c.at = pb.begun.Add(time.Duration(float64(until.Sub(pb.begun)) * min(c.share, 1)))
	case !x.whole && !until.After(c.at):
		c.read = max(float64(until.Sub(pb.begun))/float64(c.at.Sub(pb.begun)), 0)
		return false
	}
	c.n = min(max(x.index.Find(c.at), pb.first), max(read, pb.n))
	return true
}

// findEvent finds the requested event. If there is none the Frame stays.
func (c *chase) findEvent(x *scout, pb *playback) bool {
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
		c.n = max(all[i-1], pb.first)
	case c.event < 0:
		c.n = pb.first
	default:
		i = sort.SearchInts(all, c.from+1)
		if i == len(all) && !x.whole {
			return false
		}
		if i < len(all) {
			c.n = all[i]
			break
		}
		c.n, pb.said = c.from, "there is no later event"
		if c.faults {
			pb.said = "there is no later fault"
		}
	}
	return true
}
