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

// deck is a recording being played: the Frame that is shown, and the state of reaching another. It is for one
// goroutine.
type deck struct {
	scout *scout
	rec   *record.Recording
	read  *reader
	win   window         // except while it is being refilled, its newest Frame is the one that read is at
	head  incident.Frame // that Frame, or the one that the window begins after
	first int            // number of the first Frame that is shown
	begun time.Time      // its instant

	n       int // number of the Frame that is shown
	frame   incident.Frame
	glanced *glance         // shown instead, until the goal is reached; nil = none
	known   []record.Sample // the first Samples of the recording, about the stack: its nodes, and its settings

	playing bool
	ended   bool // the Frame is the last one
	speed   int
	due     time.Time // the recording's clock: between the Frame's instant and that of the next
	woke    time.Time // when due was last set
	chase   *chase    // nil: no search in progress

	lines  []*record.Line // not yet passed to the screen
	events []event.Event  // and these
	jumped bool           // the lines are complete, not an addition
	said   string         // not yet passed to the screen
	next   Shown
	fresh  bool // next was not yet shown

	faults []time.Time // of the first faults, up to a limit
}

// newDeck reads up to the first Frame that is shown: that of the first Sample observed while recording. The Samples
// before it hold what was known by then.
func newDeck(rec *record.Recording, x *scout) (*deck, error) {
	d := &deck{scout: x, rec: rec, read: newReader(rec), speed: asItWas, playing: true, head: incident.From(rec.Header.Started)}
	d.win.begin(0)
	for n := 0; n < preludeMost; n++ {
		s := d.read.peek()
		if s == nil {
			break
		}
		began := !s.At.Before(rec.Header.Started)
		if s.Topology != nil || s.Settings != nil {
			d.known = append(d.known, *s)
		}
		d.fold()
		if began {
			d.first = d.read.n
			break
		}
	}
	if d.read.n == 0 {
		return nil, d.rec.Empty()
	}
	d.first = max(d.first, 1)
	d.arrive(d.first, time.Time{})
	d.begun = d.frame.At
	return d, nil
}

func (d *deck) close() {
	_ = d.rec.Close() // it was only read
}

// fold folds the next Sample; false if there is none.
func (d *deck) fold() bool {
	s := d.read.peek()
	if s == nil {
		return false
	}
	d.head = incident.Fold(d.head, *s)
	d.read.take()
	d.win.add(d.head)
	return true
}

// work does pending work for about a slice, and returns when to continue.
func (d *deck) work(now time.Time) time.Duration {
	wait := time.Hour // a key or news of the scout come first
	switch {
	case d.chase != nil:
		wait = d.follow(now)
	case d.playing:
		wait = d.run(now)
	}
	d.show()
	return wait
}

// run plays on to the Frame that is due.
func (d *deck) run(now time.Time) time.Duration {
	by := speeds[d.speed]
	d.due, d.woke = d.due.Add(time.Duration(float64(now.Sub(d.woke))*by)), now
	for i := 0; ; i++ {
		at, ok := d.nextAt()
		switch {
		case !ok:
			d.playing, d.ended, d.due = false, true, d.frame.At
			return 0
		case by > 0 && at.After(d.due):
			return max(time.Duration(float64(at.Sub(d.due))/by), pace)
		case i%16 == 15 && time.Since(now) > slice:
			d.due, d.woke = d.frame.At, time.Now() // the maximum speed is reached
			return 0
		}
		d.advance()
		if by == 0 {
			d.due = d.frame.At
		}
	}
}

// nextAt returns the instant of the Frame after the one that is shown; false if there is none.
func (d *deck) nextAt() (time.Time, bool) {
	if d.win.has(d.n + 1) {
		return d.win.at(d.n + 1).At, true
	}
	s := d.read.peek()
	if s != nil && s.At.After(d.frame.At) {
		return s.At, true
	}
	return d.frame.At, s != nil
}

// advance shows the next Frame, which is available.
func (d *deck) advance() {
	if d.win.has(d.n+1) || d.fold() {
		d.n++
		d.frame = *d.win.at(d.n)
		d.lines = newest(append(d.lines, d.frame.Lines...))
		d.events = append(d.events, d.frame.Events...)
	}
}

// newest drops the lines that the screen would not keep.
func newest(lines []*record.Line) []*record.Line {
	return lines[max(len(lines)-linesMost, 0):]
}

// arrive shows Frame n, which is in the window unless the file became shorter meanwhile. The lines continue from those
// shown before, or start again. The clock shows at, unless another Frame came before it.
func (d *deck) arrive(n int, at time.Time) {
	if !d.win.has(n) {
		d.chase, d.glanced, d.playing, d.ended = nil, nil, false, true
		return
	}
	if d.glanced == nil && n >= d.n && d.win.has(d.n+1) {
		for d.n < n {
			d.advance()
		}
	} else if n != d.n || d.glanced != nil {
		d.n, d.frame, d.glanced = n, *d.win.at(n), nil
		d.lines, d.events, d.jumped = d.win.lines(n), nil, true
	}
	d.chase, d.due, d.woke = nil, d.frame.At, time.Now()
	next, more := d.nextAt()
	d.ended = !more && d.read.ended
	if more && at.After(d.due) && !at.After(next) {
		d.due = at
	}
}

// show returns what is to be shown now.
func (d *deck) show() {
	f := d.seen()
	f.Lines, f.Events = d.lines, d.events
	d.next, d.fresh = Shown{Frame: f, Jumped: d.jumped, Said: d.said, Reel: d.reel()}, true
}

// taken drops what the screen has received.
func (d *deck) taken() {
	d.fresh, d.jumped, d.lines, d.events, d.said = false, false, nil, nil, ""
}

func (d *deck) reel() Reel {
	x := d.scout
	x.mu.Lock()
	defer x.mu.Unlock()
	all := x.index.Faults()
	for _, n := range all[len(d.faults):] {
		d.faults = append(d.faults, x.index.At(n))
	}
	r := Reel{
		Begun: d.begun, At: d.due, Until: d.due, Whole: x.whole, Torn: x.tear, Faults: d.faults[:len(d.faults):len(d.faults)],
		Playing: d.playing, Ended: d.ended, Speed: speeds[d.speed],
	}
	if d.glanced != nil {
		r.At, r.Partial, r.From = d.glanced.at, true, d.glanced.from
		r.Until = r.At
	}
	if n := x.index.Len(); n > 0 && x.index.At(n).After(r.Until) {
		r.Until = x.index.At(n)
	}
	if d.chase != nil {
		r.Seeking, r.Read = true, d.chase.read
	}
	return r
}
