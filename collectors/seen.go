package collectors

import (
	"hash/maphash"
	"time"
)

// seen remembers what a stream delivered lately. A broken stream is reopened a little before the point where it broke,
// because its entries are not quite in order of time (two goroutines of the Engine write stdout and stderr), and
// entries that were delivered already are left out.
type seen struct {
	floor  time.Time // older entries were delivered already, or are not wanted
	newest time.Time
	ring   []mark // the last maxSeen entries
	oldest int    // index of the oldest once the ring is full
	again  map[mark]int
}

// mark identifies one entry of a stream. Two entries share a mark only if they are alike in everything and came in the
// same nanosecond; they are counted then.
type mark struct {
	at  int64
	sum uint64
}

const (
	maxSeen = 4096
	overlap = time.Second
)

var seed = maphash.MakeSeed()

// markOf returns an entry's mark; stream distinguishes what is not in its text.
func markOf(at time.Time, stream byte, text []byte) mark {
	var h maphash.Hash
	h.SetSeed(seed)
	_ = h.WriteByte(stream) // never fails, and neither does Write
	_, _ = h.Write(text)
	return mark{at.UnixNano(), h.Sum64()}
}

// open starts the stream again: it returns the time to start from, and old entries may come from now on.
func (s *seen) open() time.Time {
	s.again = nil
	if len(s.ring) > 0 {
		s.again = make(map[mark]int, len(s.ring))
		for _, m := range s.ring {
			s.again[m]++
		}
	}
	if from := s.newest.Add(-overlap); from.After(s.floor) {
		return from
	}
	return s.floor
}

// add stores an entry, and reports whether it is new.
func (s *seen) add(at time.Time, m mark) bool {
	if s.again != nil && s.old(at, m) {
		return false
	}
	if at.After(s.newest) {
		s.newest = at
	}
	if len(s.ring) < maxSeen {
		s.ring = append(s.ring, m)
		return true
	}
	if gone := time.Unix(0, s.ring[s.oldest].at+1); gone.After(s.floor) {
		s.floor = gone
	}
	s.ring[s.oldest] = m
	s.oldest = (s.oldest + 1) % maxSeen
	return true
}

// old reports whether an entry was delivered before the stream broke.
func (s *seen) old(at time.Time, m mark) bool {
	if n := s.again[m]; n > 1 {
		s.again[m] = n - 1
		return true
	} else if n == 1 {
		delete(s.again, m)
		return true
	}
	if at.Before(s.floor) {
		return true
	}
	if at.After(s.newest.Add(overlap)) {
		s.again = nil // the stream has passed everything it could repeat
	}
	return false
}
