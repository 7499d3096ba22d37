package record

import (
	"math"
	"reflect"
	"time"
)

// Limits of a recording. A file can claim any size, so these bound the memory and time of reading one. Real recordings
// stay far below them, and a Writer skips what a reader would reject.
const (
	maxHead  = 1 << 20  // bytes of a Header
	maxBlock = 20 << 20 // bytes of a block
	maxLines = 20 << 20 // bytes of a block's lines

	maxSample  = 16 << 20  // bytes of a Sample's line
	maxNew     = 48 << 20  // bytes of memory for a Sample
	maxMemory  = 128 << 20 // bytes of memory for the last values of all streams
	maxStreams = 4096      // sources times nodes

	maxFile = 1 << 20 // bytes of a text of several lines; other texts end where Clean ends them
)

// MaxElems is the maximum length of one slice of a Sample: rows of a page, lines, nodes.
const MaxElems = 1 << 14

// Limits of instants, durations and numbers. Arithmetic within these limits does not overflow, and every instant has a
// year of four digits, as RFC 3339 and JSON require.
const (
	maxDuration = 10 * 365 * 24 * time.Hour
	minDuration = -time.Millisecond // HAProxy's -1: that phase was not reached

	maxNumber = 1 << 60 // several of them can be added up
)

// bounded returns an integer within the limits, in place of any.
func bounded(n int64) int64 { return min(max(n, -maxNumber), maxNumber) }

// boundedWait returns a duration within the limits, in place of any.
func boundedWait(n int64) int64 { return min(max(n, int64(minDuration)), int64(maxDuration)) }

// finite returns a float that JSON can hold; -1, which means not known, in place of NaN and infinities.
func finite(x float64) float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return -1
	}
	return min(max(x, -maxNumber), maxNumber)
}

// bounds locates the bounded values in the values of a type, as texts locates its texts.
type bounds struct {
	kind   boundKind
	elem   *bounds // of a pointer or slice
	size   int     // of an element
	fields []boundField
}

type boundField struct {
	index  int
	bounds *bounds
}

type boundKind uint8

const (
	boundStruct boundKind = iota
	boundPointer
	boundSlice
	boundInt
	boundWait
	boundFloat
	boundTime
)

var (
	sampleBounds = boundsOf(reflect.TypeFor[Sample]())
	timeType     = reflect.TypeFor[time.Time]()
)

// boundsOf finds the bounded values in a type; nil if there are none. Unsigned integers may be sets of bits.
func boundsOf(t reflect.Type) *bounds {
	switch k := t.Kind(); {
	case t == reflect.TypeFor[time.Duration]():
		return &bounds{kind: boundWait}
	case t == reflect.TypeFor[time.Time]():
		return &bounds{kind: boundTime}
	case t == reflect.TypeFor[HAProxy]():
		return nil // bounded as it is written and read
	case k >= reflect.Int && k <= reflect.Int64:
		return &bounds{kind: boundInt}
	case k == reflect.Float64:
		return &bounds{kind: boundFloat}
	case k == reflect.Slice:
		return &bounds{kind: boundSlice, elem: boundsOf(t.Elem()), size: int(t.Elem().Size())}
	case k == reflect.Pointer:
		if elem := boundsOf(t.Elem()); elem != nil {
			return &bounds{kind: boundPointer, elem: elem}
		}
	case k == reflect.Struct:
		b := &bounds{}
		for i := range t.NumField() {
			if inner := boundsOf(t.Field(i).Type); inner != nil {
				b.fields = append(b.fields, boundField{i, inner})
			}
		}
		if b.fields != nil {
			return b
		}
	}
	return nil
}

// keep brings a Sample within its bounds; false if a list, or all lists together, are too long. What s points to is not
// changed: it is copied.
func (b *bounds) keep(s *Sample) (fits bool) {
	v := reflect.ValueOf(s).Elem()
	bytes := 0
	out, fits := b.look(v, &bytes)
	if out {
		b.mend(v)
	}
	return fits
}

// look reports whether something exceeds its bounds, and whether all lists are short enough; bytes is their size.
func (b *bounds) look(v reflect.Value, bytes *int) (out, fits bool) {
	switch b.kind {
	case boundInt:
		return bounded(v.Int()) != v.Int(), true
	case boundWait:
		return boundedWait(v.Int()) != v.Int(), true
	case boundFloat:
		return finite(v.Float()) != v.Float(), true
	case boundTime:
		t := instant(v)
		return Instant(t) != t || t.Location() != time.UTC, true
	case boundPointer:
		if v.IsNil() {
			return false, true
		}
		return b.elem.look(v.Elem(), bytes)
	case boundSlice:
		return b.lookList(v, bytes)
	}
	fits = true
	for _, f := range b.fields {
		o, ok := f.bounds.look(v.Field(f.index), bytes)
		out, fits = out || o, fits && ok
	}
	return out, fits
}

func (b *bounds) lookList(v reflect.Value, bytes *int) (out, fits bool) {
	*bytes += v.Len() * b.size
	fits = v.Len() <= MaxElems && *bytes <= maxNew
	for i := 0; b.elem != nil && fits && i < v.Len(); i++ {
		o, ok := b.elem.look(v.Index(i), bytes)
		out, fits = out || o, fits && ok
	}
	return out, fits
}

// mend brings all values in v within their bounds.
func (b *bounds) mend(v reflect.Value) {
	switch b.kind {
	case boundInt:
		v.SetInt(bounded(v.Int()))
	case boundWait:
		v.SetInt(boundedWait(v.Int()))
	case boundFloat:
		v.SetFloat(finite(v.Float()))
	case boundTime:
		v.Set(reflect.ValueOf(Instant(instant(v)).UTC()))
	case boundPointer:
		if !v.IsNil() {
			b.elem.mend(copied(v).Elem())
		}
	case boundSlice:
		if b.elem == nil || v.IsNil() {
			return
		}
		copied(v)
		for i := range v.Len() {
			b.elem.mend(v.Index(i))
		}
	default:
		for _, f := range b.fields {
			f.bounds.mend(v.Field(f.index))
		}
	}
}

// copied replaces what a pointer or a slice refers to by a copy.
func copied(v reflect.Value) reflect.Value {
	if v.Kind() == reflect.Pointer {
		own := reflect.New(v.Type().Elem())
		own.Elem().Set(v.Elem())
		v.Set(own)
		return v
	}
	own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	reflect.Copy(own, v)
	v.Set(own)
	return v
}

// instant returns the time in v, without a copy on the heap if v is addressable.
func instant(v reflect.Value) time.Time {
	if v.CanAddr() {
		return *v.Addr().Interface().(*time.Time)
	}
	return v.Interface().(time.Time)
}
