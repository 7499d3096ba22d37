package picture

import (
	"fmt"
	"slices"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/record"
	"hadash/report"
)

// legend explains the bands and marks of this picture.
func (p *picture) legend(faults []stopwatch.Stopwatch, steps []report.Step) {
	l := &entries{p: p, x: p.left, y: p.y + 12}
	for h := range looks {
		if p.painted[h] {
			l.weave(incident.Health(h))
		}
	}
	if len(faults) > 0 {
		l.mark("open", "M-6 -6h12v12h-12z", p.Say("something is broken"))
		l.mark("bar", "M-6 -3.5h12v7h-12z", p.Say("broken, until its heal"))
		l.mark("tail", "M-6 -3.5h12v7h-12z", p.Say("until it is back"))
		l.mark("bad", shapeDetected, p.Say("noticed by a balancer"))
		l.mark("heal", shapeHealed, p.Say("healed"))
		l.mark("back", shapeBack, p.Say("back"))
	}
	if slices.ContainsFunc(steps, func(s report.Step) bool { return s.State == record.StepHeld }) {
		l.mark("good", shapeTick, p.Say("an expectation that held"))
	}
	if slices.ContainsFunc(steps, func(s report.Step) bool { return s.State == record.StepFailed || s.State == record.StepAborted }) {
		l.mark("bad", shapeFlag, p.Say("an expectation that failed"))
	}
	p.y = l.y + 18
}

// entries are a row of signs with their meaning, and as many more rows as they need.
type entries struct {
	p    *picture
	x, y float64
}

// entry makes room for a sign and its meaning.
func (l *entries) entry(meaning string, sign func(x, y float64)) {
	wide := 18 + widthOf(meaning, textSize) + 14
	if l.x+wide > l.p.right && l.x > l.p.left {
		l.x, l.y = l.p.left, l.y+18
	}
	sign(l.x, l.y)
	l.p.text("faint", l.x+18, l.y+4, meaning)
	l.x += wide
}

func (l *entries) weave(h incident.Health) {
	word := h.String()
	if l.p.lettered[h] {
		word = report.Join(" ", lookOf(h).letter, word)
	}
	if h == incident.HealthUnknown {
		word = l.p.Say("? not known")
	}
	l.entry(word, func(x, y float64) {
		fmt.Fprintf(l.p, `<path fill="url(#w%d)" d="M%s %sh12v12h-12z"/>`+"\n", h, num(x), num(y-6))
	})
}

func (l *entries) mark(class, shape, meaning string) {
	l.entry(meaning, func(x, y float64) { l.p.at(class, shape, x+6, y) })
}
