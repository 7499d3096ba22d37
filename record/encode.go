package record

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"reflect"
	"time"
)

// How a Sample is written, after its length:
//
//   - the number of its stream, which is its source and node; a new number is followed by their names
//   - its instant, as a difference from the Sample before it
//   - a bit for each other field of Sample: whether it is not zero
//   - those fields. A pointer or slice is 0 when it is what its stream last said, else 1 and the difference
//     from that.
//
// A struct is a bit for each field that differs from the one before it, and those fields. Integers are zigzag
// varints of the difference (encoding/binary), strings their length and bytes. A slice of plain structs, such as
// all the servers of a HAProxy, is written field by field and not server by server: like stands beside like, and
// DEFLATE makes little of it.

// ErrTooLarge is a Sample that no recording can hold.
var ErrTooLarge = errors.New("too large for a recording")

type stream struct{ source, node string }

type encoder struct {
	buf     []byte
	streams map[stream]int
	last    []reflect.Value // of each stream: a Sample with the last it said of everything
	at      time.Time       // of the Sample before
	now     time.Time       // of this one
	changed []int           // elements of the column being written
	load    load
	free    bool // of bounds, as a test wants it that forges a recording
	err     error
}

// newEncoder keeps half of what a reader may hold free, for it looks less often.
func newEncoder() *encoder {
	return &encoder{streams: map[stream]int{}, load: load{mostMade: maxMade, mostNew: maxNew, mostHeld: maxHeld / 2}}
}

// own are the fields of Sample that stand before the others.
const own = 3

// sample gives the bytes of a Sample; they are good until the next one. What is too large to be read again is
// an error, and as if it had not been.
func (e *encoder) sample(s *Sample) ([]byte, error) {
	e.buf, e.err = append(e.buf[:0], make([]byte, binary.MaxVarintLen32)...), nil
	e.load.begin()
	k := stream{s.Source, s.Node}
	id, known := e.streams[k]
	if !known {
		id = len(e.last)
		e.streams[k] = id
		e.last = append(e.last, reflect.New(reflect.TypeFor[Sample]()).Elem())
	}
	e.uint(uint64(id))
	if !known {
		e.text(s.Source)
		e.text(s.Node)
	}
	e.instant(e.at, s.At)
	e.now = s.At
	v, last := reflect.ValueOf(s).Elem(), e.last[id]
	e.rest(v, last)
	switch {
	case e.free:
	case len(e.buf)-binary.MaxVarintLen32 > maxSample:
		e.unfit("%d bytes", len(e.buf))
	case id >= maxStreams:
		e.unfit("more than %d sources and nodes", maxStreams)
	case Instant(s.At).IsZero():
		e.unfit("of the year %d", s.At.Year())
	}
	if e.err == nil {
		e.keep(v, last)
	}
	if e.err != nil {
		if !known {
			delete(e.streams, k)
			e.last = e.last[:id]
		}
		return nil, fmt.Errorf("%s %s: %w: %w", s.Source, s.Node, ErrTooLarge, e.err)
	}
	e.at = s.At
	return e.framed(), nil
}

// keep remembers what a Sample said, unless all sources together say too much then.
func (e *encoder) keep(v, last reflect.Value) {
	if !e.load.due() {
		e.load.since += e.load.fresh
		remember(ownShapes, v, last)
		return
	}
	before := reflect.New(last.Type()).Elem()
	before.Set(last)
	remember(ownShapes, v, last)
	if !e.load.held(e.last) {
		e.unfit("all sources together need more than %d bytes of memory", e.load.mostHeld)
		last.Set(before)
	}
}

// unfit notes the first bound that a Sample does not keep.
func (e *encoder) unfit(format string, args ...any) {
	if e.err == nil {
		e.err = fmt.Errorf(format, args...)
	}
}

// framed puts the length before what was written.
func (e *encoder) framed() []byte {
	var head [binary.MaxVarintLen32]byte
	n := binary.PutUvarint(head[:], uint64(len(e.buf)-len(head)))
	from := len(head) - n
	copy(e.buf[from:], head[:n])
	return e.buf[from:]
}

// rest writes the fields of a Sample that are not zero.
func (e *encoder) rest(v, last reflect.Value) {
	fields := ownShapes.fields[own:]
	bits := e.bits(len(fields))
	for i, f := range fields {
		is, was := v.Field(f.index), last.Field(f.index)
		if is.IsZero() {
			continue
		}
		e.buf[bits+i/8] |= 1 << (i % 8)
		if f.shape.sort != sortPointer && f.shape.sort != sortSlice {
			e.value(f.shape, is, was)
			continue
		}
		if same(f.shape, is, was) {
			e.buf = append(e.buf, 0)
			continue
		}
		e.buf = append(e.buf, 1)
		e.value(f.shape, is, was)
	}
}

// remember keeps of a Sample what it said.
func remember(s *shape, v, last reflect.Value) {
	for _, f := range s.fields {
		if f.index >= 0 && !v.Field(f.index).IsZero() {
			last.Field(f.index).Set(v.Field(f.index))
		}
	}
}

// value writes a value as its difference from the one before it.
func (e *encoder) value(s *shape, is, was reflect.Value) {
	switch s.sort {
	case sortInt:
		e.int(s.bounded(integer(is)) - s.bounded(integer(was)))
	case sortFloat:
		e.buf = binary.LittleEndian.AppendUint64(e.buf, math.Float64bits(finite(is.Float())))
	case sortString:
		if !e.load.bytes(is.Len()) {
			e.unfit("%d bytes of memory", e.load.fresh)
		}
		e.text(is.String())
	case sortTime:
		e.time(instant(was), instant(is))
	case sortPointer:
		e.pointer(s, is, was)
	case sortSlice:
		e.slice(s, is, was)
	case sortStruct:
		e.structure(s, is, was)
	}
}

func (e *encoder) pointer(s *shape, is, was reflect.Value) {
	if is.IsNil() {
		e.buf = append(e.buf, 0)
		return
	}
	e.buf = append(e.buf, 1)
	if !e.load.bytes(int(s.elem.typ.Size())) {
		e.unfit("%d bytes of memory", e.load.fresh)
	}
	before := reflect.Zero(s.elem.typ)
	if !was.IsNil() {
		before = was.Elem()
	}
	e.value(s.elem, is.Elem(), before)
}

func (e *encoder) structure(s *shape, is, was reflect.Value) {
	bits := e.bits(len(s.fields))
	for i, f := range s.fields {
		a, b := is.Field(f.index), was.Field(f.index)
		if !same(f.shape, a, b) {
			e.buf[bits+i/8] |= 1 << (i % 8)
			e.value(f.shape, a, b)
		}
	}
}

// slice writes its length, 0 for none, and its elements.
func (e *encoder) slice(s *shape, is, was reflect.Value) {
	n := is.Len()
	switch {
	case is.IsNil():
		e.uint(0)
		return
	case n > MaxElems || !e.load.elements(n, s.elem.typ):
		e.unfit("%d of them in one list, %d in all, %d bytes of memory", n, e.load.made, e.load.fresh)
		return
	}
	e.uint(uint64(n) + 1)
	if n == 0 {
		return
	}
	switch {
	case s.elem.leaves == nil && was.Len() == n:
		e.buf = append(e.buf, byElement)
		e.column(leaf{[]int{}, s.elem}, n, func(i int) (a, b reflect.Value) { return is.Index(i), was.Index(i) })
	case s.elem.leaves == nil:
		e.rows(s, is)
	case was.Len() == n:
		e.buf = append(e.buf, byColumn)
		for _, l := range s.elem.leaves {
			e.column(l, n, func(i int) (a, b reflect.Value) { return at(is.Index(i), l.path), at(was.Index(i), l.path) })
		}
	default:
		from := len(e.buf)
		e.buf = append(e.buf, downColumn)
		e.down(s, is)
		if len(e.buf)-from <= n { // all alike: whoever reads it wants a byte for each
			e.buf = e.buf[:from]
			e.rows(s, is)
		}
	}
}

func (e *encoder) rows(s *shape, is reflect.Value) {
	e.buf = append(e.buf, byRow)
	before := reflect.Zero(s.elem.typ)
	for i := range is.Len() {
		at := is.Index(i)
		e.value(s.elem, at, before)
		before = at
	}
}

func (e *encoder) down(s *shape, is reflect.Value) {
	none := reflect.Zero(s.elem.typ)
	for _, l := range s.elem.leaves {
		e.column(l, is.Len(), func(i int) (a, b reflect.Value) {
			if i == 0 {
				return at(is.Index(i), l.path), at(none, l.path)
			}
			return at(is.Index(i), l.path), at(is.Index(i-1), l.path)
		})
	}
}

// The ways in which the elements of a slice are written.
const (
	byRow      byte = iota // each as its difference from the element before it
	byColumn               // field by field, each value as its difference from the same element of the slice before
	downColumn             // field by field, each value as its difference from the element before it
	byElement              // each that changed as its difference from the same element of the slice before
)

// column writes one field of all elements: how many changed, which (all, if so many), and how.
func (e *encoder) column(l leaf, n int, pair func(i int) (is, was reflect.Value)) {
	e.changed = e.changed[:0]
	for i := range n {
		if is, was := pair(i); !same(l.shape, is, was) {
			e.changed = append(e.changed, i)
		}
	}
	e.uint(uint64(len(e.changed)))
	if len(e.changed) < n {
		next := 0
		for _, i := range e.changed {
			e.uint(uint64(i - next))
			next = i + 1
		}
	}
	changed := e.changed // a value may hold columns of its own
	if l.shape.leaves == nil {
		e.changed = nil
	}
	for _, i := range changed {
		is, was := pair(i)
		e.value(l.shape, is, was)
	}
}

func at(v reflect.Value, path []int) reflect.Value {
	for _, i := range path {
		v = v.Field(i)
	}
	return v
}
