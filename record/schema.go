package record

import (
	"fmt"
	"reflect"
	"strings"
	"time"
)

// Type says how a struct stands in a recording: its fields in order, each as "Name kind". A kind is bool, int,
// float, string, time, the name of a Type, or one of these after "*" (may be absent) or "[]". It is what makes a
// recording describe itself: a hadash that knows more fields, or fewer, or in another order, still reads it.
type Type struct {
	Name   string   `json:"name"`
	Fields []string `json:"fields"`
}

// sort is the shape of a value in a recording.
type sort uint8

const (
	sortInt sort = iota // bool and every integer
	sortFloat
	sortString
	sortTime
	sortStruct
	sortPointer
	sortSlice
)

// shape says how values of one kind are written, and what of this program they are; typ is nil for what it
// does not know and only reads past.
type shape struct {
	sort   sort
	word   string
	typ    reflect.Type
	elem   *shape   // of a pointer or slice
	fields []*field // of a struct
	text   string   // the tag of a string, or of what holds it
	leaves []leaf   // of a struct that holds nothing but plain values: all of them, those of inner structs too; of a plain value itself

	least, largest int64 // of an integer
	most           int   // bytes of a text, where it may be longer than others
	empty          bool  // an integer may be Empty
}

// field is one field of a struct; index is -1 where this program has none of that name and kind.
type field struct {
	name  string
	index int
	shape *shape
}

// leaf is a plain value within a struct; path is nil where this program has none.
type leaf struct {
	path  []int
	shape *shape
}

var timeType = reflect.TypeFor[time.Time]()

// ownShapes are those of Sample and all it holds, and ownTypes say so in a Header.
var ownShapes, ownTypes = describe(reflect.TypeFor[Sample]())

// describe makes the shapes of a Go type.
func describe(root reflect.Type) (*shape, []Type) {
	d := describer{known: map[reflect.Type]*shape{}}
	s := d.shape(root)
	return s, d.types
}

type describer struct {
	known map[reflect.Type]*shape
	types []Type
}

func (d *describer) shape(t reflect.Type) *shape {
	if s := d.known[t]; s != nil {
		return s
	}
	s := &shape{typ: t}
	d.known[t] = s
	switch {
	case t == timeType:
		s.sort, s.word = sortTime, "time"
	case t.Kind() == reflect.Struct:
		d.structure(s, t)
	case t.Kind() == reflect.Pointer:
		s.sort, s.elem = sortPointer, d.shape(t.Elem())
		s.word = "*" + s.elem.word
	case t.Kind() == reflect.Slice:
		s.sort, s.elem = sortSlice, d.shape(t.Elem())
		s.word = "[]" + s.elem.word
	case t.Kind() == reflect.String:
		s.sort, s.word = sortString, "string"
	case t.Kind() == reflect.Float64:
		s.sort, s.word = sortFloat, "float"
	case t.Kind() == reflect.Bool:
		s.sort, s.word = sortInt, "bool"
	case t.Kind() >= reflect.Int && t.Kind() <= reflect.Uint64:
		s.sort, s.word, s.empty = sortInt, "int", t.Kind() == reflect.Int64
	default:
		panic(fmt.Sprintf("record: no way to write a %s", t)) // a test records every field there is
	}
	s.alone()
	return s
}

func (d *describer) structure(s *shape, t reflect.Type) {
	s.sort, s.word = sortStruct, t.Name()
	at := len(d.types)
	d.types = append(d.types, Type{Name: t.Name()})
	for i := range t.NumField() {
		f := &field{t.Field(i).Name, i, d.shape(t.Field(i).Type)}
		s.fields = append(s.fields, f)
		d.types[at].Fields = append(d.types[at].Fields, f.name+" "+f.shape.word)
	}
	s.leaves = leaves(s)
}

// alone makes a plain value its own only leaf, so that a slice of such is written as a column is.
func (s *shape) alone() {
	s.bounds()
	if s.sort < sortStruct {
		s.leaves = []leaf{{[]int{}, s}}
	}
}

// leaves are the plain values of a struct; nil when it holds others too.
func leaves(s *shape) []leaf {
	var all []leaf
	for _, f := range s.fields {
		switch f.shape.sort {
		case sortPointer, sortSlice:
			return nil
		case sortStruct:
			if f.shape.leaves == nil {
				return nil
			}
			for _, l := range f.shape.leaves {
				all = append(all, leaf{within(f.index, l.path), l.shape})
			}
		default:
			all = append(all, leaf{within(f.index, []int{}), f.shape})
		}
	}
	return all
}

// within is the path of what stands at path in the field index; nil when either is not known.
func within(index int, path []int) []int {
	if index < 0 || path == nil {
		return nil
	}
	return append([]int{index}, path...)
}

// understand makes the shapes of a recording's own description, for reading it into Samples.
func understand(types []Type) (*shape, error) {
	u := understanding{types: map[string]Type{}}
	if len(types) == 0 || len(types) > maxTypes {
		return nil, fmt.Errorf("it describes %d types", len(types))
	}
	for _, t := range types {
		if len(t.Fields) > maxFields {
			return nil, fmt.Errorf("its type %.40q has %d fields", t.Name, len(t.Fields))
		}
		u.types[t.Name] = t
	}
	return u.shape("Sample", reflect.TypeFor[Sample](), 0)
}

type understanding struct {
	types map[string]Type
	made  int
}

// shape is how a kind is read into a value of type t; nil t is only read past.
func (u *understanding) shape(word string, t reflect.Type, depth int) (*shape, error) {
	if u.made++; depth > maxNested || u.made > maxTypes*10 {
		return nil, fmt.Errorf("its types hold each other")
	}
	s := &shape{word: word}
	var err error
	switch {
	case strings.HasPrefix(word, "*"):
		s.sort, s.typ = sortPointer, only(t, reflect.Pointer)
		s.elem, err = u.shape(word[1:], elem(s.typ), depth+1)
	case strings.HasPrefix(word, "[]"):
		s.sort, s.typ = sortSlice, only(t, reflect.Slice)
		if s.elem, err = u.shape(word[2:], elem(s.typ), depth+1); err == nil {
			s.elem.empty = s.elem.sort == sortInt
		}
	case word == "time":
		s.sort, s.typ = sortTime, t
		if t != timeType {
			s.typ = nil
		}
	case word == "string":
		s.sort, s.typ = sortString, only(t, reflect.String)
	case word == "float":
		s.sort, s.typ = sortFloat, only(t, reflect.Float64)
	case word == "bool":
		s.sort, s.typ = sortInt, only(t, reflect.Bool)
	case word == "int":
		s.sort, s.typ = sortInt, t
		if t != nil && (t.Kind() < reflect.Int || t.Kind() > reflect.Uint64) {
			s.typ = nil
		}
	default:
		err = u.structure(s, t, depth)
	}
	if s.elem != nil && s.elem.typ == nil {
		s.typ = nil
	}
	s.alone()
	return s, err
}

func (u *understanding) structure(s *shape, t reflect.Type, depth int) error {
	described, ok := u.types[s.word]
	if !ok {
		return fmt.Errorf("it does not describe its type %.40q", s.word)
	}
	s.sort = sortStruct
	if s.typ = only(t, reflect.Struct); s.typ == timeType {
		s.typ = nil
	}
	for _, text := range described.Fields {
		name, word, ok := strings.Cut(text, " ")
		if !ok {
			return fmt.Errorf("its type %.40q has a field %.40q without a kind", s.word, text)
		}
		f := &field{name: name, index: -1}
		var ft reflect.Type
		text := ""
		if s.typ != nil {
			if sf, ok := s.typ.FieldByName(name); ok && len(sf.Index) == 1 {
				f.index, ft, text = sf.Index[0], sf.Type, sf.Tag.Get("text")
			}
		}
		var err error
		if f.shape, err = u.shape(word, ft, depth+1); err != nil {
			return err
		}
		if f.shape.typ == nil {
			f.index = -1
		}
		f.shape.most = longer[s.typ][name]
		f.shape.tag(text)
		s.fields = append(s.fields, f)
	}
	s.leaves = leaves(s)
	return nil
}

// tag says what kind of text a string is, also one that a pointer or slice holds.
func (s *shape) tag(text string) {
	for ; s != nil; s = s.elem {
		s.text = text
	}
}

// only is t if it is of that kind.
func only(t reflect.Type, k reflect.Kind) reflect.Type {
	if t == nil || t.Kind() != k {
		return nil
	}
	return t
}

func elem(t reflect.Type) reflect.Type {
	if t == nil {
		return nil
	}
	return t.Elem()
}
