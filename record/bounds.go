package record

import (
	"math"
	"reflect"
	"time"
	"unicode/utf8"
)

// What a recording may hold. A file can promise anything, so whoever reads one needs no more memory and time than these
// allow. Real recordings stay far below them, and a Writer leaves out what a reader would not take.
const (
	maxHead  = 1 << 20  // bytes of a Header
	maxBlock = 16 << 20 // bytes of a block

	maxTypes  = 1000 // that a Header describes
	maxFields = 1000 // of a Type
	maxNested = 20   // Types within each other

	maxSample  = 8 << 20   // bytes of a Sample as it is written
	maxMade    = 2_000_000 // elements of all slices of a Sample
	maxNew     = 32 << 20  // bytes of memory for a Sample, beside what it shares with those before it
	maxHeld    = 128 << 20 // bytes of memory for the last word of all streams
	maxStreams = 4096      // sources times nodes

	maxFile = 1 << 20 // bytes of a File's Text; another text ends where Clean ends it
)

// MaxElems is how many elements one slice of a Sample may have: rows of a page, lines, nodes.
const MaxElems = 1 << 14

// What an instant, a duration or a number may be. All arithmetic on what is within these bounds stays within its type, and
// every instant has a year of four digits, as RFC 3339 and JSON want it.
const (
	maxDuration = 10 * 365 * 24 * time.Hour
	minDuration = -time.Millisecond // HAProxy's -1: it never came to that

	maxNumber = 1 << 60 // some of them can be added up
)

// bounded is an integer that a recording may hold, in place of any. Empty is no number where a list may have it, and stays
// what it is; what has no sign may be a set of bits.
func (s *shape) bounded(n int64) int64 {
	if n == Empty && s.empty {
		return n
	}
	return min(max(n, s.least), s.largest)
}

// bounds sets the smallest and the largest integer of a shape.
func (s *shape) bounds() {
	s.least, s.largest = math.MinInt64, math.MaxInt64
	switch {
	case s.sort != sortInt || s.typ == nil:
	case s.typ == reflect.TypeFor[time.Duration]():
		s.least, s.largest = int64(minDuration), int64(maxDuration)
	case reflect.Zero(s.typ).CanInt():
		s.least, s.largest = -maxNumber, maxNumber
	}
}

// finite is a float that JSON can hold; -1, which is "not known", in place of what is no number.
func finite(x float64) float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return -1
	}
	return min(max(x, -maxNumber), maxNumber)
}

// cut is a text without what is too much of it.
func (s *shape) cut(text []byte) []byte {
	most := max(maxText, s.most)
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}

// longer are the texts that may be longer than others.
var longer = map[reflect.Type]map[string]int{
	reflect.TypeFor[File](): {"Text": maxFile},
}
