package main

import (
	"slices"
	"testing"

	"hadash/record"
)

// What another hadash has open is not called somebody else's.
func TestWhoBrokeIt(t *testing.T) {
	stop, pause, cut := faultOn(record.Stop, "app1"), faultOn(record.Pause, "db1"), faultOn(record.Cut, "db2")
	theirs := []record.Fault{faultOn(record.Kill, "app1"), faultOn(record.Slow, "db2")}
	got := blamed([]record.Fault{stop, pause, cut}, theirs)
	want := []string{"broken by another hadash, which heals it when it ends: stop app1", "broken by somebody else: pause db1, cut db2"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := blamed([]record.Fault{pause}, nil); !slices.Equal(got, []string{"broken by somebody else: pause db1"}) {
		t.Errorf("%q", got)
	}
}

// A node whose fault could not be healed is told once, and what else is broken still is.
func TestUnhealedIsToldOnce(t *testing.T) {
	stop, pause, cut := faultOn(record.Stop, "app1"), faultOn(record.Pause, "app1"), faultOn(record.Cut, "db2")
	got := besides([]record.Fault{stop, pause, cut}, []record.Fault{faultOn(record.Kill, "app1"), faultOn(record.SetMaint, "db2")})
	if want := []record.Fault{pause, cut}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
