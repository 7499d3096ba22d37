package ui

import "testing"

// A share has the two digits that matter, where a rate has none after the point.
func TestShare(t *testing.T) {
	for v, want := range map[float64]string{-1: "", 0: "0 %", 0.004: "0.40 %", 0.015: "1.5 %", 0.0994: "9.9 %", 0.12: "12 %", 1: "100 %"} {
		if got := share(v); got != want {
			t.Errorf("%v: %q, want %q", v, got, want)
		}
	}
}
