package replay

import (
	"time"

	"hadash/incident"
	"hadash/incident/event"
	"hadash/record"
)

// speeds are the speeds at which a recording can be played; 0 is as fast as possible.
var speeds = []float64{0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 0}

const (
	asItWas     = 2      // index of speed 1
	preludeMost = 256    // Samples known before the recording began
	linesMost   = 50_000 // waiting for the screen: as many as it keeps
)

// playback is a recording being played: the Frame that is shown, and the state of reaching another. It is for one
// goroutine.
type playback struct {
	indexer *indexer
	rec     *record.Recording
	read    *reader
	win     window         // except while it is being refilled, its newest Frame is the one that read is at
	head    incident.Frame // that Frame, or the one that the window begins after
	first   int            // number of the first Frame that is shown
	begun   time.Time      // its instant

	n       int // number of the Frame that is shown
	frame   incident.Frame
	partial *firstLook      // shown instead, until the goal is reached; nil = none
	known   []record.Sample // the first Samples of the recording, about the stack: its nodes, and its settings

	playing bool
	ended   bool // the Frame is the last one
	speed   int
	due     time.Time // the recording's clock: between the Frame's instant and that of the next
	woke    time.Time // when due was last set
	search  *search   // nil: no search in progress

	lines  []*record.Line // not yet passed to the screen
	events []event.Event  // and these
	jumped bool           // the lines are complete, not an addition
	said   string         // not yet passed to the screen
	next   Shown
	fresh  bool // next was not yet shown

	faults []time.Time // of the first faults, up to a limit
}

// newPlayback reads up to the first Frame that is shown: that of the first Sample observed while recording. The Samples
// before it hold what was known by then.
func newPlayback(rec *record.Recording, x *indexer) (*playback, error) {
	pb := &playback{indexer: x, rec: rec, read: newReader(rec), speed: asItWas, playing: true, head: incident.NewFrame(rec.Header.Started)}
	pb.win.begin(0)
	for n := 0; n < preludeMost; n++ {
		s := pb.read.peek()
		if s == nil {
			break
		}
		began := !s.At.Before(rec.Header.Started)
		if s.Topology != nil || s.Settings != nil {
			pb.known = append(pb.known, *s)
		}
		pb.fold()
		if began {
			pb.first = pb.read.n
			break
		}
	}
	if pb.read.n == 0 {
		return nil, pb.rec.Empty()
	}
	pb.first = max(pb.first, 1)
	pb.arrive(pb.first, time.Time{})
	pb.begun = pb.frame.At
	return pb, nil
}

func (pb *playback) close() {
	_ = pb.rec.Close() // it was only read
}

// fold folds the next Sample; false if there is none.
func (pb *playback) fold() bool {
	s := pb.read.peek()
	if s == nil {
		return false
	}
	pb.head = incident.Fold(pb.head, *s)
	pb.read.take()
	pb.win.add(pb.head)
	return true
}

// work does pending work for about a slice, and returns when to continue.
func (pb *playback) work(now time.Time) time.Duration {
	wait := time.Hour // a key or news of the indexer come first
	switch {
	case pb.search != nil:
		wait = pb.follow(now)
	case pb.playing:
		wait = pb.run(now)
	}
	pb.show()
	return wait
}

// run plays on to the Frame that is due.
func (pb *playback) run(now time.Time) time.Duration {
	by := speeds[pb.speed]
	pb.due, pb.woke = pb.due.Add(time.Duration(float64(now.Sub(pb.woke))*by)), now
	for i := 0; ; i++ {
		at, ok := pb.nextAt()
		switch {
		case !ok:
			pb.playing, pb.ended, pb.due = false, true, pb.frame.At
			return 0
		case by > 0 && at.After(pb.due):
			return max(time.Duration(float64(at.Sub(pb.due))/by), pace)
		case i%16 == 15 && time.Since(now) > slice:
			pb.due, pb.woke = pb.frame.At, time.Now() // the maximum speed is reached
			return 0
		}
		pb.advance()
		if by == 0 {
			pb.due = pb.frame.At
		}
	}
}

// nextAt returns the instant of the Frame after the one that is shown; false if there is none.
func (pb *playback) nextAt() (time.Time, bool) {
	if pb.win.has(pb.n + 1) {
		return pb.win.at(pb.n + 1).At, true
	}
	s := pb.read.peek()
	if s != nil && s.At.After(pb.frame.At) {
		return s.At, true
	}
	return pb.frame.At, s != nil
}

// advance shows the next Frame, which is available.
func (pb *playback) advance() {
	if pb.win.has(pb.n+1) || pb.fold() {
		pb.n++
		pb.frame = *pb.win.at(pb.n)
		pb.lines = newest(append(pb.lines, pb.frame.Lines...))
		pb.events = append(pb.events, pb.frame.Events...)
	}
}

// newest drops the lines that the screen would not keep.
func newest(lines []*record.Line) []*record.Line {
	return lines[max(len(lines)-linesMost, 0):]
}

// arrive shows Frame n, which is in the window unless the file became shorter meanwhile. The lines continue from those
// shown before, or start again. The clock shows at, unless another Frame came before it.
func (pb *playback) arrive(n int, at time.Time) {
	if !pb.win.has(n) {
		pb.search, pb.partial, pb.playing, pb.ended = nil, nil, false, true
		return
	}
	if pb.partial == nil && n >= pb.n && pb.win.has(pb.n+1) {
		for pb.n < n {
			pb.advance()
		}
	} else if n != pb.n || pb.partial != nil {
		pb.n, pb.frame, pb.partial = n, *pb.win.at(n), nil
		pb.lines, pb.events, pb.jumped = pb.win.lines(n), nil, true
	}
	pb.search, pb.due, pb.woke = nil, pb.frame.At, time.Now()
	next, more := pb.nextAt()
	pb.ended = !more && pb.read.ended
	if more && at.After(pb.due) && !at.After(next) {
		pb.due = at
	}
}

// show returns what is to be shown now.
func (pb *playback) show() {
	f := pb.seen()
	f.Lines, f.Events = pb.lines, pb.events
	pb.next, pb.fresh = Shown{Frame: f, Jumped: pb.jumped, Said: pb.said, State: pb.state()}, true
}

// taken drops what the screen has received.
func (pb *playback) taken() {
	pb.fresh, pb.jumped, pb.lines, pb.events, pb.said = false, false, nil, nil, ""
}

func (pb *playback) state() State {
	x := pb.indexer
	x.mu.Lock()
	defer x.mu.Unlock()
	all := x.index.Faults()
	for _, n := range all[len(pb.faults):] {
		pb.faults = append(pb.faults, x.index.At(n))
	}
	r := State{
		Begun: pb.begun, At: pb.due, Until: pb.due, Whole: x.whole, Torn: x.tear, Faults: pb.faults[:len(pb.faults):len(pb.faults)], Broke: x.index.Broke(),
		Playing: pb.playing, Ended: pb.ended, Speed: speeds[pb.speed],
	}
	if pb.partial != nil {
		r.At, r.Partial, r.From = pb.partial.at, true, pb.partial.from
		r.Until = r.At
	}
	if n := x.index.Len(); n > 0 && x.index.At(n).After(r.Until) {
		r.Until = x.index.At(n)
	}
	if pb.search != nil {
		r.Seeking, r.Read = true, pb.search.read
	}
	return r
}
