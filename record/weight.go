package record

import (
	"errors"
	"reflect"
)

// load is what Samples need in memory, as they are read or written.
type load struct {
	mostMade          int // elements of a Sample
	mostNew, mostHeld int // bytes: for a Sample, for the last word of all streams

	made  int // elements of slices in this Sample
	fresh int // bytes of memory for this Sample
	since int // and for all since the scales were last used
}

var (
	errTooMuch = errors.New("a sample needs more memory than a recording may")
	errSources = errors.New("it has more sources than a recording may")
	errHeld    = errors.New("its sources together need more memory than a recording may")
)

// begin is before each Sample.
func (l *load) begin() { l.made, l.fresh = 0, 0 }

// elements notes that a slice is made; false when that is too much for one Sample.
func (l *load) elements(n int, t reflect.Type) bool {
	l.made += n
	if t == nil {
		return l.made <= l.mostMade
	}
	return l.bytes(n*int(t.Size())) && l.made <= l.mostMade
}

// bytes notes that memory is needed; false when that is too much for one Sample.
func (l *load) bytes(n int) bool {
	l.fresh += n
	return l.fresh <= l.mostNew
}

// due reports whether it is time to look.
func (l *load) due() bool { return l.since+l.fresh >= l.mostHeld/2 }

// held reports whether what all streams said last is within bounds, after a Sample. A Sample shares with the one before
// what did not change, so only looking tells: that is done each time when a good part of the bound is made.
func (l *load) held(all []reflect.Value) bool {
	if !l.due() {
		l.since += l.fresh
		return true
	}
	s := scales{seen: map[uintptr]bool{}}
	for _, v := range all {
		s.weigh(ownShapes, v)
	}
	if s.bytes > l.mostHeld {
		return false
	}
	l.since = 0
	return true
}

// scales tell how many bytes values hold.
type scales struct {
	bytes int
	seen  map[uintptr]bool // what several share is there once
}

func (s *scales) weigh(is *shape, v reflect.Value) {
	switch is.sort {
	case sortString:
		s.bytes += v.Len()
	case sortPointer:
		if !v.IsNil() && s.first(v) {
			s.bytes += int(is.elem.typ.Size())
			s.weigh(is.elem, v.Elem())
		}
	case sortSlice:
		if v.Len() == 0 || !s.first(v) {
			return
		}
		s.bytes += v.Len() * int(is.elem.typ.Size())
		for i := range v.Len() {
			s.weigh(is.elem, v.Index(i))
		}
	case sortStruct:
		for _, f := range is.fields {
			s.weigh(f.shape, v.Field(f.index))
		}
	}
}

func (s *scales) first(v reflect.Value) bool {
	at := v.Pointer()
	seen := s.seen[at]
	s.seen[at] = true
	return !seen
}
