package record

import "reflect"

// The tag "text" of a field says what kind of text it holds, where it is not a line that may spell a secret.
const (
	textLines   = "lines"   // several lines
	textAddress = "address" // host:port or image:tag, where a host called "token" would lose its port
)

// texts says where the values of a type hold texts: in themselves, in what they point to, or in some of their fields.
type texts struct {
	settle func(string) string // of a string
	elem   *texts              // of a pointer or slice
	fields []textField         // of a struct
}

type textField struct {
	index int
	texts *texts
}

var sampleTexts = textsOf(reflect.TypeFor[Sample](), "")

// textsOf finds the texts of a type; nil when it holds none. kind is the tag of the field whose type it is.
func textsOf(t reflect.Type, kind string) *texts {
	switch {
	case t.Kind() == reflect.String:
		return &texts{settle: settler(kind)}
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

// settler is how a text of that kind becomes one that can be shown to everybody.
func settler(kind string) func(string) string {
	switch kind {
	case textLines:
		return PrintableLines
	case textAddress:
		return Clean
	}
	return Printable
}

// unsettled reports whether a text in v is not yet as it shall be. was is the same part of the element before it, which is
// settled, or nothing: texts of rows and lines mostly repeat, and comparing is cheaper than looking.
func (t *texts) unsettled(v, was reflect.Value) bool {
	switch v.Kind() {
	case reflect.String:
		s := v.String()
		return (!was.IsValid() || was.String() != s) && t.settle(s) != s
	case reflect.Pointer:
		if v.IsNil() {
			return false
		}
		if was.IsValid() {
			was = was.Elem() // nothing, of nil
		}
		return t.elem.unsettled(v.Elem(), was)
	case reflect.Slice:
		was = reflect.Value{}
		for i := range v.Len() {
			is := v.Index(i)
			if t.elem.unsettled(is, was) {
				return true
			}
			was = is
		}
		return false
	}
	return t.unsettledField(v, was)
}

func (t *texts) unsettledField(v, was reflect.Value) bool {
	for _, f := range t.fields {
		var before reflect.Value
		if was.IsValid() {
			before = was.Field(f.index)
		}
		if f.texts.unsettled(v.Field(f.index), before) {
			return true
		}
	}
	return false
}

// mend settles the texts in v. What v points to is not changed: it gets a copy.
func (t *texts) mend(v reflect.Value) {
	if !t.unsettled(v, reflect.Value{}) {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(t.settle(v.String()))
	case reflect.Pointer:
		own := reflect.New(v.Type().Elem())
		own.Elem().Set(v.Elem())
		t.elem.mend(own.Elem())
		v.Set(own)
	case reflect.Slice:
		own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(own, v)
		for i := range own.Len() {
			t.elem.mend(own.Index(i))
		}
		v.Set(own)
	default:
		for _, f := range t.fields {
			f.texts.mend(v.Field(f.index))
		}
	}
}
