package ui

import (
	"slices"
	"time"

	"hadash/incident/stopwatch"
	"hadash/incident/verdict"
	"hadash/tui/paint"
)

// TimeBar is a line of time, a sign a cell: when faults began, were noticed, healed and back, and the time of day where they
// leave room.
type TimeBar struct {
	C     *Context
	Cell  func(time.Time) int // the cell of a moment; any number where it is outside
	Signs []paint.Sign
}

// Clock writes the time of day into free cells from one on.
func (b *TimeBar) Clock(at int, t time.Time) {
	clock := t.In(b.C.Zone).Format("15:04:05")
	from, end := max(at-1, 0), at+len(clock)+1 // a blank on each side
	if end = min(end, len(b.Signs)); at < 0 || at+len(clock) > end {
		return
	}
	if slices.ContainsFunc(b.Signs[from:end], func(s paint.Sign) bool { return s.Glyph != "" }) {
		return
	}
	for i := from; i < end; i++ {
		b.Signs[i] = paint.NewSign(" ", b.C.Theme.Faint)
	}
	for i := range len(clock) {
		b.Signs[at+i].Glyph = clock[i : i+1]
	}
}

// Draw writes all cells.
func (b *TimeBar) Draw(p *paint.Pen) {
	for _, s := range b.Signs {
		if s.Glyph == "" {
			s = paint.NewSign(b.C.Theme.Thin.Across, b.C.Theme.Faint)
		}
		p.Glyph(s.Style, s.Glyph, 1)
	}
}

// Lay writes all faults, and reports whether a part of one is in the time shown.
func (b *TimeBar) Lay() bool {
	shown := false
	for i := range b.C.Frame.Stopwatches {
		shown = b.lay(&b.C.Frame.Stopwatches[i]) || shown
	}
	return shown
}

// Legend is what the signs mean, the longest form first.
func (c *Context) Legend() []string {
	th := c.Theme
	return []string{th.Fault + " broken " + th.Broken + " noticed " + th.Heal + " healed " + th.OK + " back",
		th.Fault + " broken " + th.Broken + " noticed " + th.OK + " back", th.Fault + th.Broken + th.Heal + th.OK}
}

func (b *TimeBar) lay(w *stopwatch.Stopwatch) bool {
	th, m, n := b.C.Theme, &w.Moments, len(b.Signs)
	from, until := b.Cell(w.At), n-1
	healed, back := m[stopwatch.Healed], m[stopwatch.Back]
	switch {
	case back.Seen():
		until = b.Cell(back.At)
	case healed.Seen() && !w.Awaited():
		until = b.Cell(healed.At)
	case !healed.Seen() && !verdict.Open(b.C.Frame, w):
		return false // when it ended is not known
	}
	if until < 0 {
		return false
	}
	for i := max(from, 0); i <= min(until, n-1); i++ {
		b.Signs[i] = paint.NewSign(th.Heavy.Across, th.Text)
		if healed.Seen() && i > b.Cell(healed.At) {
			b.Signs[i] = paint.NewSign(th.Thin.Across, th.Text)
		}
	}
	put := func(x stopwatch.Moment, g string, st paint.Style) {
		if i := b.Cell(x.At); x.Seen() && !x.Already && i >= 0 && i < n {
			b.Signs[i] = paint.NewSign(g, st)
		}
	}
	put(m[stopwatch.Detected], th.Broken, th.Warn)
	if !w.Kind.Found() {
		put(healed, th.Heal, th.Info)
	}
	put(back, th.OK, th.Good)
	put(stopwatch.Moment{At: w.At, Already: m[stopwatch.Injected].Already}, th.Fault, th.Strong)
	return true
}
