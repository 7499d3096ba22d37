package picture

import (
	"slices"
	"time"

	"hadash/incident/stopwatch"
	"hadash/report"
)

// grid is a line at each mark of the time, from top to where the picture has come.
func (p *picture) grid(top float64) {
	marks, _ := p.axis.ticks()
	for _, d := range marks {
		x := p.x(p.zero.Add(d))
		p.back.line("grid", x, top, x, p.y)
	}
}

// shade darkens the time in which something was broken, from its fault to its heal. However many faults overlap, it
// is as dark as for one, so that what is drawn above it stays readable.
func (p *picture) shade(faults []stopwatch.Stopwatch, top float64) {
	for _, s := range openTimes(faults, p.end()) {
		if !s.to.Before(p.begin()) && !s.from.After(p.end()) {
			x := p.x(s.from)
			p.back.rect("open", x, top, max(p.x(s.to)-x, 1), p.y-top)
		}
	}
}

type interval struct{ from, to time.Time }

// openTimes is when at least one fault was open; one that was not healed is open to the end.
func openTimes(faults []stopwatch.Stopwatch, end time.Time) (out []interval) {
	var all []interval
	for i := range faults {
		all = append(all, interval{report.Begun(&faults[i]), healedAt(&faults[i], end)})
	}
	slices.SortFunc(all, func(a, b interval) int { return a.from.Compare(b.from) })
	for _, s := range all {
		if n := len(out); n > 0 && !s.from.After(out[n-1].to) {
			if s.to.After(out[n-1].to) {
				out[n-1].to = s.to
			}
			continue
		}
		out = append(out, s)
	}
	return out
}

// healedAt is T5, or the end while it is not healed.
func healedAt(w *stopwatch.Stopwatch, end time.Time) time.Time {
	if m := w.Moments[stopwatch.Healed]; m.Seen() {
		return m.At
	}
	return end
}

// overAt is T6, or T5 where it was not seen to be back.
func overAt(w *stopwatch.Stopwatch, end time.Time) time.Time {
	end = healedAt(w, end)
	if m := w.Moments[stopwatch.Back]; m.Seen() && m.At.After(end) {
		return m.At
	}
	return end
}

// clockWide is how wide a clock time is.
const clockWide = 8 * wideLatin * textSize

// ticks writes the marks of the time under the last panel, and what they count.
func (p *picture) ticks(since string) {
	marks, apart := p.axis.ticks()
	p.line("base", p.left, p.y, p.right, p.y)
	p.text("faint e", p.left-clockWide/2-6, p.y+14, fit(since, p.left-clockWide/2-10, textSize))
	for _, d := range marks {
		x := p.x(p.zero.Add(d))
		p.line("base", x, p.y, x, p.y+4)
		p.text("m", clockAt(x), p.y+14, p.elapsed(d, apart))
	}
	p.y += 20
}

// clocks writes the clock times at the marks.
func (p *picture) clocks() {
	marks, _ := p.axis.ticks()
	p.text("faint e", p.left-clockWide/2-6, p.y+8, p.zero.In(p.zone).Format("MST"))
	for _, d := range marks {
		at := p.zero.Add(d)
		p.text("faint m", clockAt(p.x(at)), p.y+8, at.In(p.zone).Format("15:04:05"))
	}
	p.y += 14
}

// clockAt keeps a clock time within the picture.
func clockAt(x float64) float64 { return min(x, pictureWidth-6-clockWide/2) }
