package ui

import "testing"

// A share keeps a decimal below 10 %, where a rate has none.
func TestShare(t *testing.T) {
	for v, want := range map[float64]string{-1: "", 0: "0 %", 0.004: "0.4 %", 0.015: "1.5 %", 0.0994: "9.9 %", 0.12: "12 %", 1: "100 %"} {
		if got := share(v); got != want {
			t.Errorf("%v: %q, want %q", v, got, want)
		}
	}
}
