package haproxylog

import (
	"strings"

	"hadash/record"
)

// Sessions finds the copies of session lines, which two `log` lines to one place make. A session is
// told once, but two requests of one connection may look alike: several can be answered within one
// millisecond. So a line is a copy where no second session can be like it, or where it is known how
// often each line comes. The zero value is ready; it is for one goroutine.
type Sessions struct {
	at    [maxTold]int64 // when each of told was accepted
	told  [maxTold]told
	next  int
	times int // how often each line comes on one way, as far as was seen; 0 before
	ways  ways
}

type told struct {
	line   string
	ways   uint64
	way    int
	copies int  // on the same way
	single bool // no other session can look like it
}

// maxTold is how far behind a copy may be: two pipes are read in turn.
const maxTold = 128

// Copy reports whether a session was told before.
func (d *Sessions) Copy(line *Said, s *record.Session) bool {
	accepted, way := s.Accepted.UnixNano(), d.ways.of(line)
	for i := range d.at {
		n := (d.next + i) % maxTold // from the oldest on
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

// single reports whether no two sessions can look like this one: a TCP port of a client is used once in
// a millisecond, and the requests of a connection that took longer began one after the other.
func single(s *record.Session) bool {
	if strings.HasPrefix(s.Client, "unix:") || strings.HasPrefix(s.Client, "-") {
		return false
	}
	return len(s.Termination) == 2 || s.Tt > 0
}
