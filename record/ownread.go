package record

import (
	"bytes"
	"encoding"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// reads reads a value of a type as a Writer writes it, and makes it keep its bounds and settles its texts as it goes. What
// is written in any other way makes the scanner bad.
type reads func(d *decoder, p *scanner, v reflect.Value)

var readSample = readsOf(reflect.TypeFor[Sample](), "")

// quick reads a Sample without a HAProxy's reading in one pass; false when it is not as a Writer writes it.
func (d *decoder) quick(line []byte, s *Sample) bool {
	if !utf8.Valid(line) || hasControl(line) {
		return false
	}
	return d.read(line, s)
}

// slow reads a Sample without a HAProxy's reading from any valid JSON: with spaces, members in any order, and members
// that this hadash does not know. A value of another type is damage, and so is null, except for a list.
func (d *decoder) slow(line []byte) (s Sample, err error) {
	var plain bytes.Buffer
	if json.Compact(&plain, line) != nil {
		return s, &damage{"is not valid JSON"}
	}
	d.strict, d.looks, d.where = true, 0, nil
	ok := d.read(bytes.Map(func(r rune) rune { return r }, plain.Bytes()), &s) // with U+FFFD for each invalid byte
	if d.strict = false; !ok {
		slices.Reverse(d.where)
		return s, damaged(strings.Join(d.where, "."))
	}
	return s, nil
}

func (d *decoder) read(line []byte, s *Sample) bool {
	p := &scanner{b: line}
	d.lists = 0
	readSample(d, p, reflect.ValueOf(s).Elem())
	return !p.bad && p.i == len(line)
}

func hasControl(line []byte) bool {
	for _, c := range line {
		if c < ' ' {
			return true
		}
	}
	return false
}

// readsOf is how a type is read. kind is the tag "text" of the field whose type it is.
func readsOf(t reflect.Type, kind string) reads {
	switch k := t.Kind(); {
	case t == timeType:
		return readTime
	case t == reflect.TypeFor[time.Duration]():
		return func(_ *decoder, p *scanner, v reflect.Value) { v.SetInt(boundedWait(p.int())) }
	case t == reflect.TypeFor[HAProxy](), reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		return leave
	case k >= reflect.Int && k <= reflect.Int64:
		return readInt
	case k >= reflect.Uint && k <= reflect.Uint64:
		return readUint
	case k == reflect.Float64:
		return func(_ *decoder, p *scanner, v reflect.Value) { v.SetFloat(finite(p.float())) }
	case k == reflect.Bool:
		return func(_ *decoder, p *scanner, v reflect.Value) { v.SetBool(p.bool()) }
	case k == reflect.String && kind == textLines:
		return func(d *decoder, p *scanner, v reflect.Value) {
			text, looks := settler(kind)(p.long())
			d.looks += looks
			v.SetString(text)
		}
	case k == reflect.String:
		return func(d *decoder, p *scanner, v reflect.Value) { v.SetString(d.settled(p.text(), kind == textAddress)) }
	case k == reflect.Pointer:
		return readPointer(t.Elem(), kind)
	case k == reflect.Slice && t.Elem().Kind() != reflect.Uint8:
		return readSlice(t.Elem(), kind)
	case k == reflect.Struct:
		return readStruct(t)
	}
	return leave
}

// leave makes the scanner bad: a Writer writes no such value there.
func leave(_ *decoder, p *scanner, _ reflect.Value) { p.bad = true }

func readTime(_ *decoder, p *scanner, v reflect.Value) {
	var t time.Time
	p.bad = t.UnmarshalText(p.text()) != nil || p.bad
	*v.Addr().Interface().(*time.Time) = Instant(t).UTC()
}

func readInt(_ *decoder, p *scanner, v reflect.Value) {
	n := p.int()
	p.bad = p.bad || v.OverflowInt(n)
	v.SetInt(bounded(n))
}

func readUint(_ *decoder, p *scanner, v reflect.Value) {
	n := p.int()
	p.bad = p.bad || n < 0 || v.OverflowUint(uint64(n))
	v.SetUint(uint64(max(n, 0)))
}

func readPointer(elem reflect.Type, kind string) reads {
	one := readsOf(elem, kind)
	return func(d *decoder, p *scanner, v reflect.Value) {
		v.Set(reflect.New(elem))
		one(d, p, v.Elem())
	}
}

func readSlice(elem reflect.Type, kind string) reads {
	one, size, none := readsOf(elem, kind), int(elem.Size()), reflect.MakeSlice(reflect.SliceOf(elem), 0, 0)
	return func(d *decoder, p *scanner, v reflect.Value) {
		if p.word("null") {
			return
		}
		n := 0
		v.Set(none)
		p.list('[', ']', func() {
			if d.lists += size; n == MaxElems || d.lists > maxNew {
				p.bad = true
				return
			}
			if n == v.Cap() {
				v.Grow(1)
			}
			n++
			v.SetLen(n)
			one(d, p, v.Index(n-1))
		})
	}
}

// readStruct reads the fields of a struct, which a Writer writes in their order.
func readStruct(t reflect.Type) reads {
	all := make(members, t.NumField())
	for i := range all {
		f := t.Field(i)
		all[i] = member{f.Name, readsOf(f.Type, f.Tag.Get("text"))}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous || name == "-" || !f.IsExported() || i == 64 {
			return leave
		}
		if name != "" {
			all[i].name = name
		}
	}
	return func(d *decoder, p *scanner, v reflect.Value) {
		next, seen := 0, uint64(0)
		p.members(func(key []byte) {
			for next < len(all) && all[next].name != string(key) {
				next++
			}
			i := next
			if next++; i == len(all) {
				i, next = all.other(d, p, key), 0
			}
			switch {
			case p.bad || i < 0:
				return
			case seen&(1<<i) != 0:
				p.bad = true // twice
			default:
				seen |= 1 << i
				all[i].read(d, p, v.Field(i))
			}
			if p.bad && d.strict {
				d.where = append(d.where, all[i].name)
			}
		})
	}
}

// members are the fields of a struct.
type members []member

type member struct {
	name string
	read reads
}

// other finds a member that is not where a Writer writes it. One that is not known is skipped: a newer hadash may have
// written it. The index is below 0 then.
func (all members) other(d *decoder, p *scanner, key []byte) int {
	if !d.strict {
		p.bad = true
		return -1
	}
	for i := range all {
		if strings.EqualFold(all[i].name, string(key)) {
			p.bad = p.bad || all[i].name != string(key)
			if p.bad {
				d.where = append(d.where, all[i].name)
			}
			return i
		}
	}
	p.skip()
	return -1
}

// float is a number.
func (p *scanner) float() float64 {
	from := p.i
	for p.i < len(p.b) && strings.IndexByte("+-.0123456789Ee", p.b[p.i]) >= 0 {
		p.i++
	}
	n, err := strconv.ParseFloat(string(p.b[from:p.i]), 64)
	p.bad = p.bad || err != nil || !json.Valid(p.b[from:p.i])
	return n
}
