package chart

import (
	"math"
	"time"
)

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

// within is the first and the last dot of span seconds that begin at Unix second at.
func (g *Gather) within(at, span int64) (first, last int) {
	first = int(math.Floor((float64(at) - g.from) / g.step))
	last = int(math.Ceil((float64(at+span)-g.from)/g.step)) - 1
	return max(first, 0), min(last, len(g.Values)-1)
}

// Add takes in a measurement that begins at Unix second at and lasts span seconds; a negative value is not a measurement.
func (g *Gather) Add(at, span int64, v float64) {
	if v < 0 || g.step <= 0 {
		return
	}
	first, last := g.within(at, span)
	for i := first; i <= last; i++ {
		if math.IsNaN(g.Values[i]) || v > g.Values[i] {
			g.Values[i] = v
		}
	}
}

// Count adds a number of things that happened in span seconds from Unix second at on to the first of their dots. In the
// others nothing happened. A negative number is not known.
func (g *Gather) Count(at, span int64, n float64) {
	if n < 0 || g.step <= 0 || float64(at) < g.from {
		return
	}
	first, last := g.within(at, span)
	for i := first; i <= last; i++ {
		if math.IsNaN(g.Values[i]) {
			g.Values[i] = 0
		}
	}
	if first <= last {
		g.Values[first] += n
	}
}

// extent is what the values of a curve reach.
type extent struct {
	known       bool
	least, most float64
	sum         float64
}

// reach is the extent of values, NaN apart.
func (e extent) reach(values []float64) extent {
	for _, v := range values {
		if math.IsNaN(v) {
			continue
		}
		if !e.known {
			e.known, e.least, e.most = true, v, v
		}
		e.least, e.most, e.sum = min(e.least, v), max(e.most, v), e.sum+v
	}
	return e
}
