package main

import "reflect"

// outcome is how an attempt ended.
type outcome struct {
	server string // "": none was reached
	values []any  // pointers to its own, since a loser may still be writing when the winner's are being read
	err    error
}

// fresh gives pointers to new values of the types that dest points to.
func fresh(dest []any) []any {
	values := make([]any, len(dest))
	for i, d := range dest {
		values[i] = reflect.New(reflect.TypeOf(d).Elem()).Interface()
	}
	return values
}

// copyTo leaves dest alone when there is no row.
func (o outcome) copyTo(dest []any) {
	if o.err != nil {
		return
	}
	for i, d := range dest {
		reflect.ValueOf(d).Elem().Set(reflect.ValueOf(o.values[i]).Elem())
	}
}
