package hands

import (
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
