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

// search is the way to a goal.
type search struct {
	goal
	read      float64 // share of it that is done; below 0 if not known
	planned   bool
	begun     int // the reader's place when it was planned
	base      int // the Frame to fold on from
	kept      incident.Frame
	firstLook *firstLook // nil: none was requested
}

// seek starts the search for a goal, in place of the previous one.
func (pb *playback) seek(g goal) { pb.search = &search{goal: g, read: -1} }

// aim returns the Frame that the next step is counted from: the goal, else the one that is shown.
func (pb *playback) aim() int {
	if pb.search != nil && pb.search.n > 0 {
		return pb.search.n
	}
	return pb.n
}

func (pb *playback) step(by int) {
	pb.playing = false
	pb.seek(goal{n: max(pb.aim()+by, pb.first)})
}

func (pb *playback) move(by time.Duration) {
	from := pb.due
	if pb.search != nil && !pb.search.at.IsZero() {
		from = pb.search.at
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
	s := pb.search
	if s.n == 0 && !pb.indexer.find(s, pb) {
		return pb.look(now) // the indexer has news when it has read more
	}
	if !s.planned && pb.plan(s) {
		pb.arrive(s.n, s.at)
		return 0
	}
	for i := 0; i%16 != 15 || time.Since(now) < slice; i++ {
		near := pb.nearer(s)
		switch {
		case !near, pb.read.n == pb.win.last() && pb.read.n >= s.n:
			pb.arrive(min(s.n, pb.win.last()), s.at)
			return 0
		}
	}
	s.read = float64(pb.read.n-s.begun) / float64(max(s.n-s.begun, 1))
	return 0
}

// plan decides where to fold on from: the window, or a Frame that the indexer kept. It reports whether the window already
// has the goal.
func (pb *playback) plan(s *search) bool {
	whole := pb.read.n == pb.win.last()
	if whole && pb.win.has(s.n) {
		return true
	}
	s.planned = true
	if s.base, s.kept = pb.indexer.before(s.n - windowKept); s.base == 0 {
		s.kept = incident.NewFrame(pb.rec.Header.Started)
	}
	if whole && pb.win.last() < s.n && pb.win.last() >= s.base {
		s.base, s.begun = pb.win.last(), pb.read.n
		return false
	}
	if pb.read.n > s.base || s.base-pb.read.n > apart {
		pb.read = readerAt(s.base, pb.rec, pb.indexer)
	}
	s.begun = pb.read.n
	pb.head = s.kept
	pb.win.begin(s.base)
	return false
}

// nearer reads one more Sample; false if there is none.
func (pb *playback) nearer(s *search) bool {
	if pb.read.n >= s.base {
		return pb.fold()
	}
	if pb.read.peek() == nil {
		return false
	}
	pb.read.take()
	return true
}

// before returns a kept Frame with a number below n, and its number.
func (x *indexer) before(n int) (int, incident.Frame) {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.index.Before(n)
}

// find determines the number of the requested Frame; false if it is beyond what was read so far.
func (x *indexer) find(s *search, pb *playback) bool {
	x.mu.Lock()
	defer x.mu.Unlock()
	read := x.index.Len()
	if read == 0 {
		return false
	}
	until := x.index.At(read)
	switch {
	case s.event != 0:
		return s.findEvent(x, pb)
	case s.at.IsZero() && !x.whole:
		return false
	case s.at.IsZero():
		s.at = pb.begun.Add(time.Duration(float64(until.Sub(pb.begun)) * min(s.share, 1)))
	case !x.whole && !until.After(s.at):
		s.read = max(float64(until.Sub(pb.begun))/float64(s.at.Sub(pb.begun)), 0)
		return false
	}
	s.n = min(max(x.index.Find(s.at), pb.first), max(read, pb.n))
	return true
}

// findEvent finds the requested event. If there is none the Frame stays.
func (s *search) findEvent(x *indexer, pb *playback) bool {
	all := x.index.Events()
	if s.faults {
		all = x.index.Faults()
	}
	if !x.whole && x.index.Len() < s.from {
		return false
	}
	i := sort.SearchInts(all, s.from)
	switch {
	case s.event < 0 && i > 0:
		s.n = max(all[i-1], pb.first)
	case s.event < 0:
		s.n = pb.first
	default:
		i = sort.SearchInts(all, s.from+1)
		if i == len(all) && !x.whole {
			return false
		}
		if i < len(all) {
			s.n = all[i]
			break
		}
		s.n, pb.said = s.from, "there is no later event"
		if s.faults {
			pb.said = "there is no later fault"
		}
	}
	return true
}
