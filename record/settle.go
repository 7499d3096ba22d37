package record

import (
	"reflect"
	"slices"
	"time"
	"unicode/utf8"

	"hadash/record/secrets"
)

// Settle brings a Sample into the form of a recording: its instant in whole microseconds, without the zone and the
// monotonic reading, and every text in it clean and without passwords. Samples are settled before they are folded, so a
// live Frame and a replayed one are the same. What s points to is not changed.
func Settle(s Sample) Sample {
	s.At = s.At.Truncate(time.Microsecond).UTC()
	s.Took = s.Took.Truncate(100 * time.Microsecond)
	sampleTexts.settle(&s)
	return s
}

// Thin removes from a Sample the log lines of plain traffic, which come by the hundred and are counted in its sums:
// only the log pane needs them. A recording of the demo stack under load would be ten times as large with them. What s
// points to is not changed.
func Thin(s Sample) Sample {
	if s.Logs == nil || !slices.ContainsFunc(s.Logs.Lines, func(l Line) bool { return l.Traffic() }) {
		return s
	}
	l := *s.Logs
	l.Lines = nil
	for _, line := range s.Logs.Lines {
		if line.Traffic() {
			l.Plain++
			continue
		}
		l.Lines = append(l.Lines, line)
	}
	s.Logs = &l
	return s
}

// Redact removes the passwords from a text: "stats auth admin:[redacted]". Text without any is returned as it is,
// without a copy.
func Redact(text string) string { return secrets.Redact(text) }

// The tag "text" of a field is the kind of its text, if that is not a line that may contain a secret.
const (
	textLines   = "lines"   // several lines
	textAddress = "address" // host:port or image:tag, where a host called "token" would lose its port
)

// texts locates the texts in the values of a type: in themselves, in what they point to, or in some of their fields.
type texts struct {
	clean  func(string) (string, int) // of a string; returns the work done (secrets.Look)
	elem   *texts                     // of a pointer or slice
	fields []textField                // of a struct
}

type textField struct {
	index int
	texts *texts
}

var sampleTexts = textsOf(reflect.TypeFor[Sample](), "")

// textsOf finds the texts of a type; nil if it has none. kind is the tag of the field of that type.
func textsOf(t reflect.Type, kind string) *texts {
	switch {
	case t.Kind() == reflect.String:
		return &texts{clean: settler(kind)}
	case t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice:
		if elem := textsOf(t.Elem(), kind); elem != nil {
			return &texts{elem: elem}
		}
	case t.Kind() == reflect.Struct && t != timeType:
		var all texts
		for i := range t.NumField() {
			f := t.Field(i)
			if inner := textsOf(f.Type, f.Tag.Get("text")); inner != nil {
				all.fields = append(all.fields, textField{i, inner})
			}
		}
		if all.fields != nil {
			return &all
		}
	}
	return nil
}

// settler returns the function that makes a text of that kind fit for everybody, and returns the work done.
func settler(kind string) func(string) (string, int) {
	switch kind {
	case textLines:
		return func(s string) (string, int) { return printable(cutFile(s), CleanLines) }
	case textAddress:
		return func(s string) (string, int) { return Clean(s), 0 }
	}
	return func(s string) (string, int) { return printable(s, Clean) }
}

// cutFile returns the part of a text of several lines that is kept: whole characters.
func cutFile(s string) string {
	end := min(len(s), maxFile)
	for end > 0 && end < len(s) && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

// settle settles the texts of a Sample, and returns the work done.
func (t *texts) settle(s *Sample) (looks int) {
	t.mend(reflect.ValueOf(s).Elem(), &looks)
	return looks
}

// unsettled reports whether a text in v is not yet settled. was is the same part of the element before it, which is
// settled, or nothing: texts of rows and lines mostly repeat, and comparing is cheaper than searching.
func (t *texts) unsettled(v, was reflect.Value, looks *int) bool {
	switch v.Kind() {
	case reflect.String:
		s := v.String()
		if was.IsValid() && was.String() == s {
			return false
		}
		clean, n := t.clean(s)
		*looks += n
		return clean != s
	case reflect.Pointer:
		if v.IsNil() {
			return false
		}
		if was.IsValid() {
			was = was.Elem() // nothing, of nil
		}
		return t.elem.unsettled(v.Elem(), was, looks)
	case reflect.Slice:
		was = reflect.Value{}
		for i := range v.Len() {
			is := v.Index(i)
			if t.elem.unsettled(is, was, looks) {
				return true
			}
			was = is
		}
		return false
	}
	return t.unsettledField(v, was, looks)
}

func (t *texts) unsettledField(v, was reflect.Value, looks *int) bool {
	for _, f := range t.fields {
		var before reflect.Value
		if was.IsValid() {
			before = was.Field(f.index)
		}
		if f.texts.unsettled(v.Field(f.index), before, looks) {
			return true
		}
	}
	return false
}

// mend settles the texts in v. What v points to is not changed: it is copied.
func (t *texts) mend(v reflect.Value, looks *int) {
	if !t.unsettled(v, reflect.Value{}, looks) {
		return
	}
	switch v.Kind() {
	case reflect.String:
		text, _ := t.clean(v.String())
		v.SetString(text)
	case reflect.Pointer:
		t.elem.mend(copied(v).Elem(), looks)
	case reflect.Slice:
		copied(v)
		for i := range v.Len() {
			t.elem.mend(v.Index(i), looks)
		}
	default:
		for _, f := range t.fields {
			f.texts.mend(v.Field(f.index), looks)
		}
	}
}
