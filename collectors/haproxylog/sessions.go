package haproxylog

import (
	"strings"

	"hadash/record"
)

// Sessions finds the copies of session lines, which two `log` lines to one place make. A session is logged once, but
// two requests of one connection may look alike: several can be answered within one millisecond. So a line counts as a
// copy only if no second session can look like it, or if it is known how often each line comes. The zero value is
// ready; a Sessions is for one goroutine.
type Sessions struct {
	at    [maxTold]int64 // when each of told was accepted
	told  [maxTold]told
	next  int
	times int // how often each line comes on one way, as observed; 0 = not known yet
	ways  ways
}

type told struct {
	line   string
	ways   uint64
	way    int
	copies int  // on the same way
	single bool // no other session can look like it
}

// maxTold is how many lines a copy may be late: two pipes are read in turn.
const maxTold = 128

// Copy reports whether a session was logged before.
func (d *Sessions) Copy(line *Said, s *record.Session) bool {
	accepted, way := s.Accepted.UnixNano(), d.ways.of(line)
	for i := range d.at {
		n := (d.next + i) % maxTold // oldest first
		if d.at[n] != accepted {
			continue
		}
		t := &d.told[n]
		if t.line != line.Body {
			continue
		}
		if t.ways&(1<<way) == 0 {
			t.ways |= 1 << way
			return true
		}
		if t.way == way && (t.single || t.copies+1 < d.times) {
			t.copies++
			if t.single {
				d.times = max(d.times, t.copies+1)
			}
			return true
		}
		if t.way != way && t.single {
			return true
		}
	}
	t := &d.told[d.next]
	if t.single {
		d.times = t.copies + 1
	}
	d.at[d.next], *t = accepted, told{line: line.Body, ways: 1 << way, way: way, single: single(s)}
	d.next = (d.next + 1) % maxTold
	return false
}

// single reports whether no two sessions can look like this one: a client uses a TCP port once in a millisecond, and
// the requests of a connection that took longer began one after the other.
func single(s *record.Session) bool {
	if strings.HasPrefix(s.Client, "unix:") || strings.HasPrefix(s.Client, "-") {
		return false
	}
	return len(s.Termination) == 2 || s.Tt > 0
}
