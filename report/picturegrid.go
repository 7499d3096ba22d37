package report

import (
	"slices"
	"time"

	"hadash/incident"
)

// grid is drawn under everything else: a line at each mark of the time, from the first panel to the last.
func (p *picture) grid(top float64) picture {
	under := picture{axis: p.axis, Lang: p.Lang, zone: p.zone}
	marks, _ := p.axis.ticks()
	for _, d := range marks {
		x := p.x(p.zero.Add(d))
		under.line("grid", x, top, x, p.y)
	}
	return under
}

// shade darkens the time in which something was broken, from its fault to its heal. However many faults overlap, it
// is as dark as for one, so that what is drawn above it stays readable.
func (p *picture) shade(a axis, faults []incident.Stopwatch, top, bottom float64) {
	for _, s := range openTimes(faults, a.end()) {
		if !s.to.Before(a.begin()) && !s.from.After(a.end()) {
			x := a.x(s.from)
			p.rect("open", x, top, max(a.x(s.to)-x, 1), bottom-top)
		}
	}
}

type interval struct{ from, to time.Time }

// openTimes is when at least one fault was open; one that was not healed is open to the end.
func openTimes(faults []incident.Stopwatch, end time.Time) (out []interval) {
	var all []interval
	for i := range faults {
		all = append(all, interval{begun(&faults[i]), healedAt(&faults[i], end)})
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
func healedAt(w *incident.Stopwatch, end time.Time) time.Time {
	if m := w.Moments[incident.Healed]; m.Seen() {
		return m.At
	}
	return end
}

// overAt is T6, or T5 where it was not seen to be back.
func overAt(w *incident.Stopwatch, end time.Time) time.Time {
	end = healedAt(w, end)
	if m := w.Moments[incident.Back]; m.Seen() && m.At.After(end) {
		return m.At
	}
	return end
}

// clockWide is how wide a clock time is.
const clockWide = 8 * wideLatin * textSize

// ticks writes the marks of the time under the last panel: since the begin, and by the clock.
func (p *picture) ticks() {
	marks, apart := p.axis.ticks()
	p.line("base", p.left, p.y, p.right, p.y)
	p.text("faint e", p.left-clockWide/2-6, p.y+14, p.say("since begin"))
	p.text("faint e", p.left-clockWide/2-6, p.y+28, p.zero.In(p.zone).Format("MST"))
	for _, d := range marks {
		at := p.zero.Add(d)
		x := p.x(at)
		p.line("base", x, p.y, x, p.y+4)
		x = min(x, pictureWidth-6-clockWide/2)
		p.text("m", x, p.y+14, p.elapsed(d, apart))
		p.text("faint m", x, p.y+28, at.In(p.zone).Format("15:04:05"))
	}
	p.y += 34
}
