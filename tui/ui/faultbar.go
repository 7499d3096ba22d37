package ui

import (
	"slices"
	"time"

	"hadash/incident/stopwatch"
	"hadash/incident/verdict"
	"hadash/tui/paint"
)

// FaultBar is a row of cells, each a step of time: when faults began, were noticed, healed, and back, over the time.
type FaultBar struct {
	C    *Context
	From time.Time // of the first cell
	Step time.Duration
	N    int
}

// mark is one cell of it.
type mark struct {
	glyph string
	style paint.Style
}

// Draw writes the row, and reports whether a fault is on it.
func (b *FaultBar) Draw(p *paint.Pen) (shown bool) {
	marks := make([]mark, b.N)
	for i := range b.C.Frame.Stopwatches {
		shown = b.lay(marks, &b.C.Frame.Stopwatches[i]) || shown
	}
	b.axis(marks)
	for _, m := range marks {
		p.Glyph(m.style, m.glyph, 1)
	}
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

// axis fills what faults left free, with the time at the first cell and at the middle if there is room for it.
func (b *FaultBar) axis(marks []mark) {
	th := b.C.Theme
	for _, at := range []int{0, b.N / 2} {
		clock := b.From.Add(time.Duration(at)*b.Step).In(b.C.Zone).Format("15:04:05") + " "
		if at > 0 {
			clock = " " + clock
		}
		end := min(at+len(clock), len(marks))
		if slices.ContainsFunc(marks[at:end], func(m mark) bool { return m.glyph != "" }) {
			continue
		}
		for i := at; i < end; i++ {
			marks[i] = mark{clock[i-at : i-at+1], th.Faint}
		}
	}
	for i := range marks {
		if marks[i].glyph == "" {
			marks[i] = mark{th.Thin.Across, th.Faint}
		}
	}
}

// lay writes one fault and reports whether a part of it is in the time shown.
func (b *FaultBar) lay(marks []mark, w *stopwatch.Stopwatch) bool {
	th := b.C.Theme
	m := &w.Moments
	from, until := b.cell(w.At), b.N-1
	healed, back := m[stopwatch.Healed], m[stopwatch.Back]
	switch {
	case back.Seen():
		until = b.cell(back.At)
	case healed.Seen() && !w.Awaited():
		until = b.cell(healed.At)
	case !healed.Seen() && !verdict.Open(b.C.Frame, w):
		return false // when it ended is not known
	}
	if until < 0 {
		return false
	}
	for i := max(from, 0); i <= min(until, b.N-1); i++ {
		marks[i] = mark{th.Heavy.Across, th.Text}
		if healed.Seen() && i > b.cell(healed.At) {
			marks[i] = mark{th.Thin.Across, th.Text}
		}
	}
	put := func(x stopwatch.Moment, g string, st paint.Style) {
		if i := b.cell(x.At); x.Seen() && !x.Already && i >= 0 && i < b.N {
			marks[i] = mark{g, st}
		}
	}
	put(m[stopwatch.Detected], th.Broken, th.Warn)
	put(healed, th.Heal, th.Info)
	put(back, th.OK, th.Good)
	put(stopwatch.Moment{At: w.At, Already: m[stopwatch.Injected].Already}, th.Fault, th.Strong)
	return true
}
