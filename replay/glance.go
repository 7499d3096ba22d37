package replay

import (
	"time"

	"hadash/incident"
	"hadash/record"
)

// before is how much of a recording a glance reads before its moment: the past that the screen draws.
const before = 2 * time.Minute

// glance is a first look at a moment while the indexer is still on its way there: the Frame of what was recorded around
// it, without what happened earlier.
type glance struct {
	at    time.Time
	from  time.Time // of the first Sample in it
	read  *record.Reader
	frame incident.Frame
	lines []*record.Line
}

// glance works on a first look at the requested moment for a slice, and returns when to continue.
func (pb *playback) glance(now time.Time) time.Duration {
	s := pb.search
	if s.glance == nil {
		s.glance = pb.newGlance(s)
	}
	g := s.glance
	for i := 0; g.read != nil; i++ {
		if i%16 == 15 && time.Since(now) > slice {
			return 0
		}
		sample, err := g.read.Next()
		if err != nil || sample.At.After(g.at) {
			g.read = nil
			break
		}
		g.frame = incident.Fold(g.frame, sample)
		g.lines = newest(append(g.lines, g.frame.Lines...))
	}
	if g == pb.glanced || g.at.IsZero() {
		return time.Hour
	}
	pb.glanced, pb.jumped, pb.lines, pb.events = g, true, g.lines, nil
	return time.Hour
}

// newGlance begins a glance at the goal, if its time is known.
func (pb *playback) newGlance(s *search) *glance {
	g := &glance{at: s.at}
	switch {
	case s.event != 0 || s.n > 0:
		return &glance{}
	case g.at.IsZero():
		g.at = pb.begun.Add(time.Duration(float64(pb.rec.Until().Sub(pb.begun)) * min(s.share, 1)))
	}
	p := pb.rec.Place(g.at.Add(-before))
	if !p.Begins() {
		return &glance{}
	}
	g.from, g.frame, g.read = p.At, incident.From(pb.rec.Header.Started), pb.rec.ReadFrom(p)
	for _, sample := range pb.known {
		sample.At = p.At
		g.frame = incident.Fold(g.frame, sample)
	}
	return g
}

// seen returns the Frame that is on the screen.
func (pb *playback) seen() incident.Frame {
	if pb.glanced != nil {
		return pb.glanced.frame
	}
	return pb.frame
}
