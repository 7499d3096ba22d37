package chart

import (
	"math"
	"testing"
	"time"
)

// A second that was not measured is a hole, and a short failure is seen however many seconds fall into a dot.
func TestGather(t *testing.T) {
	from := time.Unix(1000, 0)
	g := NewGather(from, from.Add(60*time.Second), 6)
	g.Add(1000, 1, 3)
	g.Add(1009, 1, 9)
	g.Add(1010, 1, -1)
	g.Add(1020, 20, 4)
	g.Add(990, 5, 7)
	g.Add(1060, 5, 7)
	for i, want := range []float64{9, math.NaN(), 4, 4, math.NaN(), math.NaN()} {
		if got := g.Values[i]; got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Errorf("dot %d: %v, want %v", i, got, want)
		}
	}
}

// No line goes through what was not measured; a step is a line of its own.
func TestCurve(t *testing.T) {
	cells := curve([]float64{0, 0, math.NaN(), math.NaN(), 10, 0}, 3, 1, 10)
	if got := string(cells[0]); cells[0][1] != blank || drawn(cells[0][1]) || got != "⣀\u2800⢱" {
		t.Errorf("drawn %q", got)
	}
}

func TestCeiling(t *testing.T) {
	for v, want := range map[float64]float64{0: 1, 1: 1, 1.1: 2, 3: 3, 17: 20, 351: 400, 501: 600, 801: 1000} {
		if got := ceiling(v); got != want {
			t.Errorf("above %v: %v, want %v", v, got, want)
		}
	}
}
