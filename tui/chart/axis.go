package chart

import (
	"math"
	"time"

	"hadash/tui/paint"
)

// clockCells is the room of a time on the axis, and a blank on each side.
const clockCells = 10

// axis writes the times, and the marks over them. If two marks fall into a cell, the later one goes to the next,
// and a time that marks would cut is left out.
func (c *Chart) axis(p *paint.Pen, w int) {
	signs := make([]paint.Sign, w)
	whole := c.Until.Sub(c.From)
	for _, m := range c.Marks {
		x := int(float64(m.At.Sub(c.From)) / float64(whole) * float64(w))
		for !m.At.Before(c.From) && x < w && signs[x].Glyph != "" {
			x++
		}
		if !m.At.Before(c.From) && x < w {
			signs[x] = m.Sign
		}
	}
	text := c.times(signs)
	for x := range w {
		switch {
		case signs[x].Glyph != "":
			p.Glyph(signs[x].Style, signs[x].Glyph, 1)
		case text[x] != 0:
			p.PutBytes(p.Th.Faint, text[x:x+1])
		default:
			p.Glyph(p.Th.Border, p.Th.Thin.Across, 1)
		}
	}
}

// times is the clock at both ends and, where there is room, in the middle.
func (c *Chart) times(signs []paint.Sign) []byte {
	w := len(signs)
	text := make([]byte, w)
	put := func(at time.Time, x int) {
		for _, s := range signs[x:min(x+clockCells, w)] {
			if s.Glyph != "" {
				return
			}
		}
		copy(text[x:], at.In(c.Zone).Format(" 15:04:05 "))
	}
	if w >= clockCells {
		put(c.Until, w-clockCells)
	}
	if w >= 2*clockCells {
		put(c.From, 0)
	}
	if w >= 6*clockCells {
		put(c.From.Add(c.Until.Sub(c.From)/2), w/2-clockCells/2)
	}
	return text
}

// Gather puts measurements into n dots between two times: of several in one dot the largest is kept, so that
// no short failure is lost.
type Gather struct {
	from, step float64
	Values     []float64
}

// NewGather is n dots in which nothing was measured.
func NewGather(from, until time.Time, n int) *Gather {
	g := &Gather{from: float64(from.Unix()), Values: make([]float64, n)}
	g.step = (float64(until.Unix()) - g.from) / float64(max(n, 1))
	for i := range g.Values {
		g.Values[i] = math.NaN()
	}
	return g
}

// Add takes in a measurement that begins at Unix second at and lasts span seconds; a negative value is not a measurement.
func (g *Gather) Add(at, span int64, v float64) {
	if v < 0 || g.step <= 0 {
		return
	}
	first := int(math.Floor((float64(at) - g.from) / g.step))
	last := int(math.Ceil((float64(at+span)-g.from)/g.step)) - 1
	for i := max(first, 0); i <= min(last, len(g.Values)-1); i++ {
		if math.IsNaN(g.Values[i]) || v > g.Values[i] {
			g.Values[i] = v
		}
	}
}

// part is the share of the axis below a value, 0 to 1; 0 for NaN.
func part(v, top float64) float64 {
	if p := v / top; p > 0 {
		return min(p, 1)
	}
	return 0
}
