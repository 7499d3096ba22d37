package haproxylog

import (
	"time"

	"hadash/record"
)

// Zones finds the time zone of a HAProxy's accept dates, which are local time and do not name it. The zero value is ready; a Zones is
// for one goroutine.
type Zones struct {
	east  time.Duration // of UTC, by the lines before
	known bool
}

const (
	// quarter is what all time zones are multiples of.
	quarter = 15 * time.Minute
	// together is how far the end of a session and the time of its line may be apart: headers have whole seconds.
	together = 5 * time.Second
)

// Accepted returns when a session was accepted that was parsed as UTC; at is the time of its line. The zone is the one by which the
// session ended when its line was written: that of the header, else any. A session whose length is not in the line, or without the time
// that its client was idle, may have begun long before: it is of the header's zone, or that of the lines before it.
func (z *Zones) Accepted(s *record.Session, said *Said, at time.Time) time.Time {
	timed := s.Tt >= 0
	about := at.Add(-max(s.Tt, 0))
	head := said.Zone
	if head.Known && timed && s.Accepted.Add(-head.East).Sub(about).Abs() <= together {
		z.east, z.known = head.East, true
		return s.Accepted.Add(-head.East)
	}
	nearest := s.Accepted.Sub(about).Round(quarter)
	if timed && s.Accepted.Add(-nearest).Sub(about).Abs() <= together {
		z.east, z.known = nearest, true
		return s.Accepted.Add(-nearest)
	}
	for _, may := range [...]struct {
		east  time.Duration
		known bool
	}{{z.east, z.known}, {head.East, head.Known}} {
		if begun := s.Accepted.Add(-may.east); may.known && !begun.After(about.Add(together)) {
			return begun
		}
	}
	return s.Accepted.Add(-nearest)
}
