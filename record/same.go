package record

import (
	"math"
	"reflect"
	"time"
)

// same reports whether a value is the one before it. Nil and empty are not the same.
func same(s *shape, a, b reflect.Value) bool {
	switch s.sort {
	case sortInt:
		return integer(a) == integer(b)
	case sortFloat:
		return math.Float64bits(a.Float()) == math.Float64bits(b.Float())
	case sortString:
		return a.String() == b.String()
	case sortTime:
		return instant(a).Equal(instant(b))
	case sortPointer:
		if a.IsNil() || b.IsNil() || a.Pointer() == b.Pointer() {
			return a.IsNil() == b.IsNil()
		}
		return same(s.elem, a.Elem(), b.Elem())
	case sortSlice:
		return sameSlice(s, a, b)
	case sortStruct:
		for _, f := range s.fields {
			if !same(f.shape, a.Field(f.index), b.Field(f.index)) {
				return false
			}
		}
	}
	return true
}

func sameSlice(s *shape, a, b reflect.Value) bool {
	if a.Len() != b.Len() || a.IsNil() != b.IsNil() {
		return false
	}
	if a.Pointer() == b.Pointer() {
		return true // readings share what did not change
	}
	for i := range a.Len() {
		if !same(s.elem, a.Index(i), b.Index(i)) {
			return false
		}
	}
	return true
}

// instant is the time that v holds, without a copy on the heap where v can be pointed to.
func instant(v reflect.Value) time.Time {
	if v.CanAddr() {
		return *v.Addr().Interface().(*time.Time)
	}
	return v.Interface().(time.Time)
}

func integer(v reflect.Value) int64 {
	switch {
	case v.CanInt():
		return v.Int()
	case v.CanUint():
		return int64(v.Uint())
	case v.Bool():
		return 1
	}
	return 0
}
