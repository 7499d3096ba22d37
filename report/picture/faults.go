package picture

import (
	"fmt"
	"time"

	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/report"
)

// Shapes of the moments, around 0,0. They differ in more than their colour.
const (
	shapeDetected = "M-4.5 -3.5h9l-4.5 7z"
	shapeHealed   = "M0 -4.5l4.5 4.5l-4.5 4.5l-4.5 -4.5z"
	shapeBack     = "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0z"
	shapeTick     = "M-5 0l2.5 3l4.5 -6"
	shapeFlag     = "M-5 10v-13h10l-3 3l3 3h-8.5v7z"
)

const (
	faultRow  = 31
	faultRows = 12 // more would be a list and no picture
	flagRow   = 17
	flagRows  = 8
)

// faults gives each fault a bar from T0 to T5 with its name above, and a paler one to T6.
func (p *picture) faults(r *report.Run) {
	if len(r.Faults) == 0 {
		return
	}
	var spots []spot
	for i := range r.Faults {
		w := &r.Faults[i]
		label := fit(w.String(), 260, textSize)
		if more := report.Join(", ", label, p.figures(w)); len(r.Faults) <= 6 && widthOf(more, textSize) < p.right-p.left {
			label = more
		}
		spots = append(spots, p.above(label, p.x(report.Begun(w)), p.x(overAt(w, r.Ended))))
	}
	p.text("faint e", p.left-8, p.y+26, p.Say("broken"))
	rows := pack(spots, faultRows)
	for i, s := range spots {
		if s.row >= 0 {
			p.fault(&r.Faults[i], s, p.y+float64(s.row)*faultRow, r.Ended)
		}
	}
	p.y += float64(rows) * faultRow
	p.more(spots)
	p.y += 6
}

func (p *picture) fault(w *stopwatch.Stopwatch, s spot, y float64, end time.Time) {
	x, healed := p.x(report.Begun(w)), p.x(healedAt(w, end))
	p.text(s.class(), s.text, y+10, s.label)
	p.rect("tail", x, y+19, max(p.x(overAt(w, end))-x, 2), 7)
	p.rect("bar", x, y+19, max(healed-x, 2), 7)
	if m := w.Moments[stopwatch.Back]; m.Seen() {
		p.at("back", shapeBack, p.x(m.At), y+22.5)
	}
	if m := w.Moments[stopwatch.Healed]; m.Seen() {
		p.at("heal", shapeHealed, healed, y+22.5)
	}
	if m := w.Moments[stopwatch.Detected]; m.Seen() {
		p.at("bad", shapeDetected, p.x(m.At), y+16.5)
	}
	for _, n := range w.ByBalancer() {
		if n.Out.Seen() && n.Out.At.After(w.Moments[stopwatch.Detected].At) {
			p.at("bad", shapeDetected, p.x(n.Out.At), y+16.5)
		}
	}
}

// figures are the figures in a fault's label.
func (p *picture) figures(w *stopwatch.Stopwatch) string {
	noticed, back := "", ""
	if _, ok := w.Detection(); ok {
		noticed = p.Say("noticed %s", p.Detection(w).Word)
	} else if w.Undetected() {
		noticed = p.Say("never noticed")
	}
	if d, ok := w.Recovery(); ok {
		back = p.Back(d)
	}
	return report.Join(", ", noticed, back)
}

// drill flags each expectation of the drill that failed, and ticks those that held.
func (p *picture) drill(r *report.Run) {
	var flags []spot
	held := 0
	for _, s := range r.Steps {
		switch s.State {
		case record.StepFailed, record.StepAborted:
			x := p.x(s.To)
			flags = append(flags, p.beside(fit(p.flag(s), 420, textSize), x))
		case record.StepHeld:
			held++
		}
	}
	if held+len(flags) == 0 {
		return
	}
	p.text("faint e", p.left-8, p.y+11, p.Say("drill"))
	if held > 0 {
		p.held(r)
	}
	rows := pack(flags, flagRows)
	for _, f := range flags {
		if f.row >= 0 {
			y := p.y + float64(f.row)*flagRow
			p.at("bad", shapeFlag, f.mark+5, y+6)
			p.text(f.class(), f.text, y+11, f.label)
		}
	}
	p.y += float64(rows) * flagRow
	p.more(flags)
	p.y += 6
}

// held ticks the expectations that held, on a row of their own.
func (p *picture) held(r *report.Run) {
	d, last := "", -9.0
	for _, s := range r.Steps {
		if x := p.x(s.To); s.State == record.StepHeld && x-last >= 2 {
			d += fmt.Sprintf("M%s %sl2.5 3l4.5 -6", num(min(x, p.right-7)), num(p.y+8))
			last = x
		}
	}
	p.path("good", d)
	p.y += flagRow
}

// flag is a failed expectation in words.
func (p *picture) flag(s report.Step) string {
	return report.Join(": ", p.Say("line %d", s.Line), record.Clean(s.Text), p.Saw(&s.Step))
}
