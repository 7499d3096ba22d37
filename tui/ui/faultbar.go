package ui

import (
	"time"

	"hadash/tui/paint"
)

// FaultBar is a row of cells, each a step of time: when faults began, were noticed, healed, and back, over the time.
type FaultBar struct {
	C    *Context
	From time.Time // of the first cell
	Step time.Duration
	N    int
}

// Draw writes the row, and reports whether a fault is on it.
func (b *FaultBar) Draw(p *paint.Pen) (shown bool) {
	bar := TimeBar{C: b.C, Cell: b.cell, Signs: make([]paint.Sign, b.N)}
	shown = bar.Lay()
	bar.Clock(0, b.From)
	bar.Clock(b.N/2+1, b.From.Add(time.Duration(b.N/2)*b.Step))
	bar.Draw(p)
	return shown
}

// cell is the cell of an instant; below 0 before the first.
func (b *FaultBar) cell(at time.Time) int {
	d := at.Sub(b.From)
	if d < 0 {
		d -= b.Step - 1
	}
	return int(d / b.Step)
}
