package replay

import (
	"time"

	"hadash/incident"
	"hadash/record"
)

// before is how much of a recording a first look reads before its moment: the past that the screen draws.
const before = 2 * time.Minute

// firstLook shows a moment while the indexer is still on its way there: the Frame of what was recorded around
// it, without what happened earlier.
type firstLook struct {
	at    time.Time
	from  time.Time // of the first Sample in it
	read  *record.Reader
	frame incident.Frame
	lines []*record.Line
}

// look works on a first look at the requested moment for a slice, and returns when to continue.
func (pb *playback) look(now time.Time) time.Duration {
	s := pb.search
	if s.firstLook == nil {
		s.firstLook = pb.newFirstLook(s)
	}
	l := s.firstLook
	for i := 0; l.read != nil; i++ {
		if i%16 == 15 && time.Since(now) > slice {
			return 0
		}
		sample, ok := l.read.Next()
		if !ok || sample.At.After(l.at) {
			l.read = nil
			break
		}
		l.frame = incident.Fold(l.frame, sample)
		l.lines = newest(append(l.lines, l.frame.Lines...))
	}
	if l == pb.partial || l.at.IsZero() {
		return time.Hour
	}
	pb.partial, pb.jumped, pb.lines, pb.events = l, true, l.lines, nil
	return time.Hour
}

// newFirstLook begins a first look at the goal, if its time is known.
func (pb *playback) newFirstLook(s *search) *firstLook {
	l := &firstLook{at: s.at}
	switch {
	case s.event != 0 || s.n > 0:
		return &firstLook{}
	case l.at.IsZero():
		l.at = pb.begun.Add(time.Duration(float64(pb.rec.Until().Sub(pb.begun)) * min(s.share, 1)))
	}
	p := pb.rec.Place(l.at.Add(-before))
	if !p.Begins() {
		return &firstLook{}
	}
	l.from, l.frame, l.read = p.At, incident.NewFrame(pb.rec.Header.Started), pb.rec.ReadFrom(p)
	for _, sample := range pb.known {
		sample.At = p.At
		l.frame = incident.Fold(l.frame, sample)
	}
	return l
}

// seen returns the Frame that is on the screen.
func (pb *playback) seen() incident.Frame {
	if pb.partial != nil {
		return pb.partial.frame
	}
	return pb.frame
}
