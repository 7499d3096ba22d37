package record

import (
	"bufio"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"reflect"
	"slices"
	"strings"
	"time"
)

// Samples reads the recording from its beginning. A recording that ends in the middle of something ends
// without an error, and Torn says what is missing. An error, when what stands there makes no sense, is the last
// thing it gives. Samples share what did not change between them: nobody may write to what they point to.
//
// It ends early, and Torn says so, where a file holds much more than any recording of its size does: reading takes time in
// proportion to the file. A Sample of an instant that no clock can have shown is left out.
func (r *Recording) Samples() iter.Seq2[Sample, error] {
	return func(yield func(Sample, error) bool) {
		b := &blocks{data: r.data, at: r.begin, size: r.size}
		r.torn = ""
		d, err := newDecoder(r.Header.Types, flate.NewReader(b), r.size)
		timeless := 0
		for err == nil {
			var s Sample
			s, err = d.next()
			switch {
			case err != nil:
			case s.At.IsZero():
				timeless++
			case !yield(s, nil):
				return
			}
		}
		r.torn = b.torn
		if errors.Is(err, errEnough) {
			r.torn, err = d.work.told(d.at), io.EOF
		}
		if timeless > 0 {
			r.torn = strings.TrimPrefix(fmt.Sprintf("%s; %d samples in it have no time that can be", r.torn, timeless), "; ")
		}
		if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
			yield(Sample{}, fmt.Errorf("%s: the recording is damaged: %w", r.Name, err))
		}
	}
}

type decoder struct {
	shape   *shape
	in      *bufio.Reader
	room    []byte // where Samples are read into
	buf     []byte // what is left of the one being read
	streams []stream
	last    []reflect.Value
	at      time.Time       // of the Sample before, and then of the one being read
	changed []int           // elements of the column being read
	words   map[word]string // short texts
	looks   int             // for secrets in this Sample
	load    load
	work    work
}

var errDamaged = errors.New("what stands there is no sample")

// newDecoder reads what a file of some size holds.
func newDecoder(types []Type, in io.Reader, size int64) (*decoder, error) {
	s, err := understand(types)
	if err == nil && (s.sort != sortStruct || len(s.fields) < own || !begins(s)) {
		err = errors.New("its type Sample does not begin as one")
	}
	if err != nil {
		return nil, err
	}
	return &decoder{shape: s, in: bufio.NewReaderSize(in, 1<<16), words: map[word]string{}, work: newWork(size), load: load{mostMade: maxMade, mostNew: maxNew, mostHeld: maxHeld}}, nil
}

// begins reports whether a Sample's own fields are where every version has them.
func begins(s *shape) bool {
	for i, name := range [own]string{"At", "Source", "Node"} {
		if s.fields[i].name != name || s.fields[i].index != i {
			return false
		}
	}
	return true
}

// next reads a Sample. What is damaged gives errDamaged, whatever it is, or says which bound it does not keep.
func (d *decoder) next() (s Sample, err error) {
	n, err := binary.ReadUvarint(d.in)
	switch {
	case err != nil:
		return s, err
	case n > maxSample:
		return s, errDamaged
	}
	if err := d.fetch(int(n)); err != nil {
		return s, err
	}
	defer func() {
		if r := recover(); r != nil {
			if r != errDamaged && r != errTooMuch && r != errSources { //nolint:errorlint // it is what this very code threw
				panic(r)
			}
			err, _ = r.(error)
		}
	}()
	d.load.begin()
	d.looks = 0
	d.sample(&s)
	if !d.load.held(d.last) {
		return s, errHeld
	}
	if !d.work.add(&s, int(n), d.load.made+stepElems*d.looks, len(d.streams)) {
		return s, errEnough
	}
	s.belonging()
	return s, nil
}

// fetch reads the bytes of a Sample. Room for them is made as they come, and not because they were promised.
func (d *decoder) fetch(n int) error {
	const step = 64 << 10
	d.room = d.room[:0]
	for len(d.room) < n {
		from := len(d.room)
		d.room = slices.Grow(d.room, min(step, n-from))[:min(from+step, n)]
		if _, err := io.ReadFull(d.in, d.room[from:]); err != nil {
			return err
		}
	}
	d.buf = d.room
	return nil
}

// bad leaves the Sample being read, for next to tell: every value in it may be damaged.
func bad() { panic(errDamaged) }

// keep leaves the Sample being read when it does not keep to a bound.
func keep(bound bool, err error) {
	if !bound {
		panic(err)
	}
}

func (d *decoder) sample(s *Sample) {
	id := d.count(len(d.streams))
	if id == len(d.streams) {
		keep(id < maxStreams, errSources)
		d.streams = append(d.streams, stream{d.text(), d.text()})
		d.last = append(d.last, reflect.New(reflect.TypeFor[Sample]()).Elem())
	}
	s.Source, s.Node = d.streams[id].source, d.streams[id].node
	s.At = d.instant(d.at)
	d.at = s.At
	v, last := reflect.ValueOf(s).Elem(), d.last[id]
	fields := d.shape.fields[own:]
	bits := d.bits(len(fields))
	for i, f := range fields {
		if bits[i/8]&(1<<(i%8)) == 0 {
			continue
		}
		is, was := slot(f, v), slot(f, last)
		if (f.shape.sort == sortPointer || f.shape.sort == sortSlice) && d.byte() == 0 {
			if f.index >= 0 {
				is.Set(was)
			}
			continue
		}
		d.value(f.shape, is, was)
	}
	if len(d.buf) > 0 {
		bad()
	}
	remember(d.shape, v, last)
}

// slot is where a field's value goes: nowhere when this program has no such field.
func slot(f *field, v reflect.Value) reflect.Value {
	if f.index < 0 || !v.IsValid() {
		return reflect.Value{}
	}
	return v.Field(f.index)
}

// value reads a value into is, which may be nowhere; was is the one before it.
func (d *decoder) value(s *shape, is, was reflect.Value) {
	known := is.IsValid() && s.typ != nil
	switch s.sort {
	case sortInt:
		if n := d.int(); known {
			setInteger(is, s.bounded(integer(was)+n))
		}
	case sortFloat:
		if x := d.float(); known {
			is.SetFloat(finite(x))
		}
	case sortString:
		if text := d.raw(); known {
			keep(d.load.bytes(len(text)), errTooMuch)
			is.SetString(d.settled(s, text))
		}
	case sortTime:
		var before time.Time
		if known {
			before = instant(was)
		}
		if t := d.time(before); known {
			is.Set(reflect.ValueOf(t))
		}
	case sortPointer:
		d.pointer(s, is, was)
	case sortSlice:
		d.slice(s, is, was)
	case sortStruct:
		d.structure(s, is, was)
	}
}

func (d *decoder) pointer(s *shape, is, was reflect.Value) {
	present := d.byte() != 0
	if !is.IsValid() || s.typ == nil {
		if present {
			d.value(s.elem, reflect.Value{}, reflect.Value{})
		}
		return
	}
	if !present {
		is.SetZero()
		return
	}
	keep(d.load.bytes(int(s.elem.typ.Size())), errTooMuch)
	next, before := reflect.New(s.elem.typ), reflect.Zero(s.elem.typ)
	if !was.IsNil() {
		before = was.Elem()
		next.Elem().Set(before)
	}
	is.Set(next)
	d.value(s.elem, next.Elem(), before)
}

// structure reads the fields that differ into is, which is was already but for those.
func (d *decoder) structure(s *shape, is, was reflect.Value) {
	bits := d.bits(len(s.fields))
	for i, f := range s.fields {
		if bits[i/8]&(1<<(i%8)) != 0 {
			d.value(f.shape, slot(f, is), slot(f, was))
		}
	}
}

func (d *decoder) slice(s *shape, is, was reflect.Value) {
	n := d.count(MaxElems+1) - 1
	known := is.IsValid() && s.typ != nil
	if n < 0 {
		if known {
			is.SetZero()
		}
		return
	}
	if n == 0 {
		if known {
			is.Set(reflect.MakeSlice(s.typ, 0, 0))
		}
		return
	}
	how := d.byte()
	if differs := how == byColumn || how == byElement; !differs && n > len(d.buf) || differs && known && was.Len() != n {
		bad() // an element that is written anew takes a byte at least
	}
	var all reflect.Value
	keep(d.load.elements(n, s.elem.typ), errTooMuch)
	if known {
		all = reflect.MakeSlice(s.typ, n, n)
		is.Set(all)
	}
	d.elements(s, how, all, was, n)
}

// elements reads what a slice holds into all, which may be nowhere.
func (d *decoder) elements(s *shape, how byte, all, was reflect.Value, n int) {
	switch {
	case how == byRow:
		d.rows(s, n, all)
	case how == byElement:
		d.each(s, n, all, was)
	case how > downColumn || s.elem.leaves == nil:
		bad()
	case how == byColumn:
		if all.IsValid() {
			reflect.Copy(all, was)
		}
		for _, l := range s.elem.leaves {
			d.column(l, n, all)
		}
	default:
		for _, l := range s.elem.leaves {
			d.down(l, n, all)
		}
	}
}

func (d *decoder) rows(s *shape, n int, all reflect.Value) {
	if !all.IsValid() {
		for range n {
			d.value(s.elem, reflect.Value{}, reflect.Value{})
		}
		return
	}
	before := reflect.Zero(s.elem.typ)
	for i := range n {
		at := all.Index(i)
		at.Set(before)
		d.value(s.elem, at, before)
		before = at
	}
}

// each reads the elements that changed, into those of the slice before.
func (d *decoder) each(s *shape, n int, all, was reflect.Value) {
	which := d.which(n)
	d.changed = nil // an element may hold columns of its own
	if !all.IsValid() {
		for range which {
			d.value(s.elem, reflect.Value{}, reflect.Value{})
		}
		return
	}
	reflect.Copy(all, was)
	for _, i := range which {
		d.value(s.elem, all.Index(i), was.Index(i))
	}
}

// column reads the changes of one field into elements that are those of the slice before.
func (d *decoder) column(l leaf, n int, all reflect.Value) {
	for _, i := range d.which(n) {
		if l.path == nil || !all.IsValid() {
			d.value(l.shape, reflect.Value{}, reflect.Value{})
			continue
		}
		v := at(all.Index(i), l.path)
		d.value(l.shape, v, v)
	}
}

// down reads one field of all elements, each from the one before it.
func (d *decoder) down(l leaf, n int, all reflect.Value) {
	which := d.which(n)
	if l.path == nil || !all.IsValid() {
		for range which {
			d.value(l.shape, reflect.Value{}, reflect.Value{})
		}
		return
	}
	before := at(reflect.Zero(all.Type().Elem()), l.path)
	for i := range n {
		v := at(all.Index(i), l.path)
		if len(which) > 0 && which[0] == i {
			d.value(l.shape, v, before)
			which = which[1:]
		} else {
			v.Set(before)
		}
		before = v
	}
}

// which reads what elements of a column changed.
func (d *decoder) which(n int) []int {
	changed := d.count(n)
	d.changed = d.changed[:0]
	next := 0
	for range changed {
		if changed < n {
			next += d.count(n)
		}
		if next >= n {
			bad()
		}
		d.changed = append(d.changed, next)
		next++
	}
	return d.changed
}
