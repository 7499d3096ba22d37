package record

import (
	"encoding/binary"
	"time"
)

// bits makes room for n bits, and gives where.
func (e *encoder) bits(n int) int {
	at := len(e.buf)
	for range (n + 7) / 8 {
		e.buf = append(e.buf, 0)
	}
	return at
}

func (e *encoder) uint(n uint64) { e.buf = binary.AppendUvarint(e.buf, n) }
func (e *encoder) int(n int64)   { e.buf = binary.AppendVarint(e.buf, n) }

func (e *encoder) text(s string) {
	e.uint(uint64(len(s)))
	e.buf = append(e.buf, s...)
}

// The units that an instant may be written in: the coarsest that loses nothing.
const (
	noTime byte = iota
	inMilliseconds
	inMicroseconds
	inNanoseconds
	inFull // seconds and nanoseconds since 1970: far away from the others
)

var units = [...]time.Duration{inMilliseconds: time.Millisecond, inMicroseconds: time.Microsecond, inNanoseconds: 1}

// time writes a time of a Sample: as the difference from the one before it or, if there is none, from the
// Sample's own.
func (e *encoder) time(was, is time.Time) {
	if Instant(was).IsZero() {
		was = e.now
	}
	e.instant(was, is)
}

// instant writes an instant: its unit, and the difference from the one before it.
func (e *encoder) instant(was, is time.Time) {
	was, is = Instant(was), Instant(is)
	if is.IsZero() {
		e.buf = append(e.buf, noTime)
		return
	}
	unit := inNanoseconds
	switch ns := is.Nanosecond(); {
	case far(was, is):
		e.buf = append(e.buf, inFull)
		e.int(is.Unix())
		e.uint(uint64(ns))
		return
	case ns%int(time.Millisecond) == 0:
		unit = inMilliseconds
	case ns%int(time.Microsecond) == 0:
		unit = inMicroseconds
	}
	e.buf = append(e.buf, unit)
	e.int(int64(is.Sub(was.Truncate(units[unit])) / units[unit]))
}

// far reports whether two instants are more than some years apart.
func far(a, b time.Time) bool {
	const years = 1 << 28 // seconds
	apart := b.Unix() - a.Unix()
	return apart > years || apart < -years
}
