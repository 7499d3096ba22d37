package chart

import (
	"math"
	"time"

	"hadash/tui/paint"
)

// Unit is how the numbers of a chart are written.
type Unit struct {
	Write func(b []byte, v float64) []byte
	fine  float64 // the smallest step that it can write
	whole float64 // from 1 on; 0 = the same
}

// Rate is a number a second, Whole one of things, and Took a time in nanoseconds.
var (
	Whole = Unit{func(b []byte, v float64) []byte { return paint.AppendCount(b, int64(math.Round(v)), 5) }, 1, 0}
	Rate  = Unit{func(b []byte, v float64) []byte { return paint.AppendRate(b, v, 5) }, 0.1, 1}
	Took  = Unit{func(b []byte, v float64) []byte { return paint.AppendTook(b, time.Duration(v)) }, float64(time.Millisecond), 0}
)

// exact reports whether a number can be written without rounding it.
func (u *Unit) exact(v float64) bool {
	steps := v / u.fine
	if u.whole > 0 && v >= 1 {
		steps = v / u.whole
	}
	return math.Abs(steps-math.Round(steps)) < 1e-6
}

// ceiling is the next readable number from v on.
func (u *Unit) ceiling(v float64) float64 {
	if v <= u.fine {
		return u.fine
	}
	unit := math.Pow(10, math.Floor(math.Log10(v)))
	for _, n := range [...]float64{1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8} {
		if top := n * unit; v <= top && u.exact(top) {
			return top
		}
	}
	return 10 * unit
}
