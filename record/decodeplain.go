package record

import (
	"encoding/binary"
	"math"
	"reflect"
	"time"
)

func setInteger(v reflect.Value, n int64) {
	switch {
	case v.CanInt():
		if v.OverflowInt(n) {
			bad()
		}
		v.SetInt(n)
	case v.CanUint():
		if n < 0 || v.OverflowUint(uint64(n)) {
			bad()
		}
		v.SetUint(uint64(n))
	default:
		v.SetBool(n != 0)
	}
}

func (d *decoder) byte() byte {
	if len(d.buf) == 0 {
		bad()
	}
	c := d.buf[0]
	d.buf = d.buf[1:]
	return c
}

func (d *decoder) bits(n int) []byte {
	n = (n + 7) / 8
	if len(d.buf) < n {
		bad()
	}
	bits := d.buf[:n]
	d.buf = d.buf[n:]
	return bits
}

func (d *decoder) int() int64 {
	n, size := binary.Varint(d.buf)
	if size <= 0 {
		bad()
	}
	d.buf = d.buf[size:]
	return n
}

// count reads a number from 0 to most.
func (d *decoder) count(most int) int {
	n, size := binary.Uvarint(d.buf)
	if size <= 0 || most < 0 || n > uint64(most) {
		bad()
	}
	d.buf = d.buf[size:]
	return int(n)
}

func (d *decoder) float() float64 {
	return math.Float64frombits(binary.LittleEndian.Uint64(d.bits(64)))
}

func (d *decoder) raw() []byte {
	n := d.count(len(d.buf))
	if n > len(d.buf) {
		bad()
	}
	text := d.buf[:n]
	d.buf = d.buf[n:]
	return text
}

// text is the name of a source or a node.
func (d *decoder) text() string {
	var name shape
	return d.settled(&name, d.raw())
}

const (
	maxWord  = 32
	maxWords = 4096
)

// word is a short text of a recording, and of which kind it is.
type word struct{ kind, text string }

// settled is a text as a Sample may have it: whoever made the recording may have meant it for a terminal, and an older
// hadash knew fewer secrets. A short one is in memory once.
func (d *decoder) settled(s *shape, raw []byte) string {
	raw = s.cut(raw)
	if len(raw) > maxWord {
		return d.settle(s.text, string(raw))
	}
	if w, ok := d.words[word{s.text, string(raw)}]; ok {
		return w
	}
	text := string(raw)
	w := d.settle(s.text, text)
	if len(d.words) < maxWords {
		d.words[word{s.text, text}] = w
	}
	return w
}

func (d *decoder) settle(kind, text string) string {
	clean := Clean
	switch kind {
	case textAddress:
		return Clean(text)
	case textLines:
		clean = CleanLines
	}
	text, looks := printable(text, clean)
	d.looks += looks
	return text
}

// time reads a time of the Sample being read.
func (d *decoder) time(was time.Time) time.Time {
	if was.IsZero() {
		was = d.at
	}
	return d.instant(was)
}

func (d *decoder) instant(was time.Time) time.Time {
	switch unit := d.byte(); unit {
	case noTime:
		return time.Time{}
	case inFull:
		return Instant(time.Unix(d.int(), int64(d.count(999_999_999))).UTC())
	case inMilliseconds, inMicroseconds, inNanoseconds:
		n, per := d.int(), int64(units[unit])
		if n > math.MaxInt64/per || n < math.MinInt64/per {
			bad()
		}
		return Instant(was.Truncate(units[unit]).Add(time.Duration(n * per)).UTC())
	}
	bad()
	return time.Time{}
}
