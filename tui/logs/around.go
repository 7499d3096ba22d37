package logs

import (
	"sort"
	"time"
)

// Around stops at the lines written around the time of an event, and marks the nearest. It returns how far
// away that is; false when there is no line to show.
func (p *Panel) Around(t time.Time) (near time.Duration, ok bool) {
	p.finish()
	p.event = moment{on: true, at: t}
	if !p.around() {
		p.event.on = false
		return 0, false
	}
	return p.event.near, true
}

// EndAround forgets the event, and stays where it led.
func (p *Panel) EndAround() {
	p.event = moment{}
	if p.find.pattern == nil {
		p.at = -1
	}
}

// IsAround reports whether the panel stands at an event.
func (p *Panel) IsAround() bool { return p.event.on }

// around finds the lines that are nearest to the event, and shows them in the middle.
func (p *Panel) around() bool {
	if len(p.seen) == 0 {
		return false
	}
	// A late line may stand elsewhere: the nearest in order is near enough.
	i := sort.Search(len(p.seen), func(i int) bool { return !p.Line(i).At.Before(p.event.at) })
	switch {
	case i == len(p.seen):
		i--
	case i > 0 && p.event.at.Sub(p.Line(i-1).At) < p.Line(i).At.Sub(p.event.at):
		i--
	}
	p.at = p.seen[i]
	p.event.near = p.Line(i).At.Sub(p.event.at).Abs()
	p.reveal(p.at, true)
	return true
}

// same is how much further away than the nearest a line can be and still be marked with it: Docker
// stamps lines that a program writes at once microseconds apart.
const same = time.Millisecond

// marks reports whether a line stands for the event.
func (p *Panel) marks(l *Line) bool {
	return p.event.on && l.At.Sub(p.event.at).Abs() <= p.event.near+same
}
