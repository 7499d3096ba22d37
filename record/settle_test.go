package record_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"hadash/record"
)

// cannotHold are the fields of a Sample that keep what they say, though it were spelt as a secret is, and why.
var cannotHold = map[string]string{
	"Node.Image":         "an image is name:tag, and one called app-token would lose its tag",
	"Node.Address":       "an address",
	"VRRP.Addr":          "an address",
	"Server.Addr":        "an address is host:port, and a host called token would lose its port",
	"Listener.Addr":      "an address",
	"Upstream.Addr":      "an address",
	"UpstreamTally.Addr": "an address",
	"UpstreamError.Addr": "an address",
	"Attempt.Addr":       "an address",
	"Session.Client":     "an address",
}

// Every text that a Sample may hold loses its secrets, those of fields that are added, too.
func TestSettleTakesSecretsOutOfEveryField(t *testing.T) {
	const secret = "hunter2"
	listed := map[string]bool{}
	each(reflect.TypeFor[record.Sample](), "Sample", func(field string, path []int) {
		s := record.Sample{At: time.Now()}
		set(reflect.ValueOf(&s).Elem(), path, "x password="+secret)
		s = record.Settle(s)
		kept := strings.Contains(fmt.Sprintf("%+v", flat(reflect.ValueOf(s))), secret)
		switch {
		case kept && cannotHold[field] == "":
			t.Errorf("%s keeps a secret", field)
		case !kept && cannotHold[field] != "":
			t.Errorf("%s keeps none, and is on the list", field)
		}
		listed[field] = true
	})
	for field := range cannotHold {
		if !listed[field] {
			t.Errorf("%s is on the list, and there is none", field)
		}
	}
	if len(listed) < 60 {
		t.Errorf("only %d fields were looked at", len(listed))
	}
}

// each calls do for every text in a type, with its field's name and the way to it.
func each(in reflect.Type, name string, do func(field string, path []int)) {
	switch in.Kind() {
	case reflect.String:
		do(name, nil)
	case reflect.Pointer, reflect.Slice:
		each(in.Elem(), name, do)
	case reflect.Struct:
		if in == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range in.NumField() {
			each(in.Field(i).Type, in.Name()+"."+in.Field(i).Name, func(field string, path []int) {
				do(field, append([]int{i}, path...))
			})
		}
	}
}

// set makes all that leads to a text, and the text.
func set(v reflect.Value, path []int, text string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		set(v.Elem(), path, text)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		set(v.Index(0), path, text)
	case reflect.Struct:
		set(v.Field(path[0]), path[1:], text)
	}
}

// flat are all texts of a value.
func flat(v reflect.Value) (all []string) {
	switch v.Kind() {
	case reflect.String:
		return []string{v.String()}
	case reflect.Pointer:
		if !v.IsNil() {
			return flat(v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			all = append(all, flat(v.Index(i))...)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type() != reflect.TypeFor[time.Time]() {
				all = append(all, flat(v.Field(i))...)
			}
		}
	}
	return all
}
