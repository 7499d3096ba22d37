package chart

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/muesli/termenv"

	"hadash/tui/paint"
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

// The larger of two values is seen, zero is a line, and what was not measured is nothing.
func TestEighths(t *testing.T) {
	nan := math.NaN()
	got := eighths([]float64{0, 0, nan, nan, nan, 5, 10, 20, 3, 1}, 5, 2, 10)
	if want := []int{1, 0, 8, 16, 5}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// A low bar stands before a high one, whichever of the two curves it is, and a letter on top of its own.
func TestBars(t *testing.T) {
	th := paint.NewTheme(paint.ThemeMono, termenv.Ascii, false)
	c := Chart{Series: []Series{{Letter: "a", Values: []float64{4, 4, 10, 10, math.NaN(), math.NaN()}}, {Letter: "b", Values: []float64{10, 10, 4, 4, 0, 0}}}}
	cell := c.bars(3, 2, 10)
	var s paint.Screen
	s.Resize(3, 2)
	for y := range 2 {
		p := s.At(th, y, paint.Area(0, y, 3, 1))
		for x := range 3 {
			cell(&p, x, y)
		}
	}
	if got, want := s.String(), "█a \n▆▆▁"; got != want {
		t.Errorf("drawn\n%s\nwant\n%s", got, want)
	}
}

// One failure among many hidden ones is seen, where it was and nowhere else, in dots and in blocks.
func TestMark(t *testing.T) {
	th := paint.NewTheme(paint.ThemeMono, termenv.Ascii, false)
	hidden, felt := make([]float64, 80), make([]float64, 80)
	for i := range hidden {
		hidden[i] = 30
	}
	felt[41] = 1
	felt[0] = math.NaN()
	for _, blocks := range []bool{false, true} {
		c := Chart{From: time.Unix(0, 0), Until: time.Unix(40, 0), Zone: time.UTC, Blocks: blocks, Number: func(b []byte, _ float64) []byte { return b },
			Series: []Series{{Letter: "h", Values: hidden}, {Letter: "v", Values: felt, Mark: "X"}}}
		var s paint.Screen
		s.Resize(47, 5)
		c.Draw(&s, th, paint.Area(0, 0, 47, 5))
		rows := strings.Split(s.String(), "\n")
		lowest := []rune(rows[3])
		if strings.Count(s.String(), "X") != 1 || lowest[labelCells+20] != 'X' || strings.ContainsRune(rows[3], 'v') {
			t.Errorf("blocks %v:\n%s", blocks, s.String())
		}
	}
}
