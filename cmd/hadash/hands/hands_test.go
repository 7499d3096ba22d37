package hands

import (
	"errors"
	"slices"
	"testing"

	"hadash/cmd/hadash/hands/slowlab"
	"hadash/record"
)

// The preparation that a fault needs is reported before the fault.
func TestInjectTellsWhatIsMadeBefore(t *testing.T) {
	l := slowlab.New()
	var told []string
	h := &Hands{Project: l, Act: func(a record.Act) {
		if a.Note != "" {
			told = append(told, a.Note)
		}
		if a.Made != nil {
			told = append(told, "made "+a.Made.String())
		}
	}}
	l.First = "delay needs an image"
	if err := h.Inject(t.Context(), record.Fault{Kind: record.Delay, Target: "app1"}); err != nil {
		t.Fatal(err)
	}
	l.First = ""
	if err := h.Inject(t.Context(), faultOn(record.Stop, "app2")); err != nil {
		t.Fatal(err)
	}
	if want := []string{"delay needs an image", "made delay app1", "made stop app2"}; !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
}

// A load that there is not is not requested: nothing happened that could be on the timeline.
func TestNoLoadIsNoEvent(t *testing.T) {
	l := slowlab.New()
	acts := 0
	h := &Hands{Project: l, Act: func(record.Act) { acts++ }}
	none := errors.New("there is no load")
	l.Fails["has load"] = none
	for _, vus := range []int{20, 0} {
		if err := h.SetLoad(t.Context(), vus); !errors.Is(err, none) || acts != 0 || len(l.Log) != 0 || h.VUs() != 0 {
			t.Errorf("%d users: %v, %d events, did %q", vus, err, acts, l.Log)
		}
	}
	l.Fails["has load"] = nil
	if err := h.SetLoad(t.Context(), 20); err != nil || acts != 1 || h.VUs() != 20 {
		t.Errorf("with a load: %v, %d events, %d users", err, acts, h.VUs())
	}
}
