package chart

import (
	"math"
	"slices"
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

// The scale is tight, and its numbers are written without rounding: nothing known, one, gaps and millions.
func TestCeiling(t *testing.T) {
	const ms = 1e6
	nan := math.NaN()
	for _, x := range []struct {
		unit   Unit
		values []float64
		top    float64
		want   string
	}{
		{Rate, nil, 0.1, "0.1"}, {Rate, []float64{0, 0}, 0.1, "0.1"}, {Rate, []float64{nan, nan}, 0.1, "0.1"}, {Rate, []float64{1}, 1, "1"},
		{Rate, []float64{0.3}, 0.3, "0.3"}, {Rate, []float64{1.1, nan}, 2, "2"}, {Rate, []float64{nan, 3, nan, 2}, 3, "3"}, {Rate, []float64{11}, 12, "12"},
		{Rate, []float64{351, 440}, 500, "500"}, {Rate, []float64{801}, 1000, "1 000"}, {Rate, []float64{1e6}, 1e6, "1.0M"}, {Rate, []float64{1.3e6}, 1.6e6, "1.6M"},
		{Took, []float64{0.2 * ms}, ms, "1 ms"}, {Took, []float64{1.1 * ms}, 2 * ms, "2 ms"}, {Took, []float64{183 * ms}, 200 * ms, "200 ms"},
		{Took, []float64{1100 * ms}, 1200 * ms, "1.2 s"}, {Took, []float64{16300 * ms}, 20000 * ms, "20.0 s"},
	} {
		p := plot{series: []Series{{Values: x.values}}, unit: x.unit}
		top := x.unit.ceiling(p.most())
		if text := string(x.unit.Write(nil, top)); math.Abs(top-x.top) > x.top/1e9 || text != x.want {
			t.Errorf("%v: %v %q, want %v %q", x.values, top, text, x.top, x.want)
		}
		if most := p.most(); most > x.unit.fine*20 && top > most*1.34 {
			t.Errorf("%v: %v is not tight", x.values, top)
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

// A low bar stands before a high one, whichever of the two curves it is.
func TestBars(t *testing.T) {
	th := paint.NewTheme(paint.ThemeMono, termenv.Ascii, false)
	c := plot{series: []Series{{Letter: "a", Values: []float64{4, 4, 10, 10, math.NaN(), math.NaN()}}, {Letter: "b", Values: []float64{10, 10, 4, 4, 0, 0}}}}
	cell := c.bars(3, 2, 10)
	var s paint.Screen
	s.Resize(3, 2)
	for y := range 2 {
		p := s.At(th, y, paint.Area(0, y, 3, 1))
		for x := range 3 {
			cell(&p, x, y)
		}
	}
	if got, want := s.String(), "██ \n▆▆▁"; got != want {
		t.Errorf("drawn\n%s\nwant\n%s", got, want)
	}
}

// The letters of curves stand beside the plot, in the row where each curve ends or in the next one with room.
func TestEnds(t *testing.T) {
	nan := math.NaN()
	c := plot{margin: 2, series: []Series{{Letter: "a", Values: []float64{10}}, {Letter: "b", Values: []float64{1, nan}}, {Letter: "c", Values: []float64{0}}, {Values: []float64{5}}, {Letter: "e", Values: []float64{nan}}}}
	if got, want := c.ends(3, 10), [][]int{{0}, {2}, {1}}; !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("%v, want %v", got, want)
	}
}

// What happened is counted once, in the first of the cells of its second; in the others nothing did, and what was not
// observed is not zero.
func TestCount(t *testing.T) {
	from := time.Unix(1000, 0)
	g := NewGather(from, from.Add(5*time.Second), 10)
	g.Count(998, 4, 7) // most of it was before: it has no cell
	g.Count(1001, 1, 3)
	g.Count(1003, 1, 0)
	g.Count(1004, 1, -1)
	nan := math.NaN()
	for i, want := range []float64{nan, nan, 3, 0, nan, nan, 0, 0, nan, nan} {
		if got := g.Values[i]; got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
			t.Errorf("cell %d: %v, want %v", i, got, want)
		}
	}
	if e := (extent{}).reach(g.Values); e.sum != 3 || e.most != 3 || !e.known {
		t.Errorf("%+v", e)
	}
}
