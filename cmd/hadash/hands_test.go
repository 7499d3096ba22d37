package main

import (
	"slices"
	"testing"

	"hadash/record"
)

// What a fault needs, and takes a while to make, is told before the fault is made.
func TestInjectTellsWhatIsMadeBefore(t *testing.T) {
	l := newSlowLab()
	var told []string
	h := &hands{project: l, act: func(a record.Act) {
		if a.Note != "" {
			told = append(told, a.Note)
		}
		if a.Made != nil {
			told = append(told, "made "+a.Made.String())
		}
	}}
	l.needs = "delay needs an image"
	if err := h.Inject(t.Context(), record.Fault{Kind: record.Delay, Target: "app1"}); err != nil {
		t.Fatal(err)
	}
	l.needs = ""
	if err := h.Inject(t.Context(), faultOn(record.Stop, "app2")); err != nil {
		t.Fatal(err)
	}
	if want := []string{"delay needs an image", "made delay app1", "made stop app2"}; !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
}
