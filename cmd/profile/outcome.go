package main

import "reflect"

// outcome is how an attempt ended.
type outcome struct {
	server string // "": none was reached
	values []any  // pointers to the attempt's own variables: a loser may still write when the winner's are being read
	err    error
}

// fresh returns pointers to new values of the types that dest points to.
func fresh(dest []any) []any {
	values := make([]any, len(dest))
	for i, d := range dest {
		values[i] = reflect.New(reflect.TypeOf(d).Elem()).Interface()
	}
	return values
}

// copyTo copies the values to dest. If there is no row, it leaves dest unchanged.
func (o outcome) copyTo(dest []any) {
	if o.err != nil {
		return
	}
	for i, d := range dest {
		reflect.ValueOf(d).Elem().Set(reflect.ValueOf(o.values[i]).Elem())
	}
}
