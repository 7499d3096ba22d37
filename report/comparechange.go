package report

import (
	"math"
	"strings"
	"time"
)

// changes lists what got better, what got worse, and what stayed the same, for each run against the first.
func (x comparing) changes() {
	for i := range x.Runs[1:] {
		var lines []string
		var alike []string
		for _, j := range []judgement{worse, better} {
			x.each(func(fault string, row *Row) {
				if row.Against[i] == j {
					lines = append(lines, "- "+escape(x.change(fault, row, i)))
				}
			})
		}
		x.each(func(fault string, row *Row) {
			if row.Against[i] == same {
				alike = append(alike, join(", ", fault, x.in.say(row.Name)))
			}
		})
		if len(lines)+len(alike) == 0 {
			continue
		}
		x.heading("## ", x.in.say("What changed from A to %s", letter(i+1)))
		if len(alike) > 0 {
			lines = append(lines, "- "+escape(x.in.say("the same: %s", strings.Join(alike, "; "))))
		}
		for _, l := range lines {
			x.line(l)
		}
		x.line("")
	}
}

// change is one figure that got better or worse, in words.
func (x comparing) change(fault string, row *Row, i int) string {
	a, b := row.Values[0], row.Values[i+1]
	text := x.in.say(string(row.Against[i])) + ": " + join(", ", fault, x.in.say(row.Name)) + " " + x.step(a, b, row.Unit)
	return join(", ", text, x.factor(a, b))
}

// step is from one value to another.
func (x comparing) step(a, b value, u unit) string { return x.value(a, u) + " → " + x.value(b, u) }

// factor is how many times a value became larger or smaller; "" when that cannot be said.
func (x comparing) factor(a, b value) string {
	if a.known && b.known && a.n > 0 && b.n == 0 {
		return x.in.say("none left")
	}
	low, high := min(a.part(), b.part()), max(a.part(), b.part())
	if a.never || b.never || low <= 0 || !a.known || !b.known {
		return ""
	}
	if high/low < 1+noisePart {
		return ""
	}
	return x.in.say("%.1f times", high/low)
}

// value writes a value in its unit.
func (x comparing) value(v value, u unit) string {
	switch {
	case v.never:
		return x.in.say("never")
	case !v.known, math.IsNaN(v.n), math.IsInf(v.n, 0):
		return "-"
	}
	switch u {
	case unitCount:
		return atLeast(wholeOf(v.n), v.least)
	case unitShare:
		return x.in.say("%.3f %%", v.n)
	case unitRate:
		return rate(v.n)
	case unitWait:
		return x.in.wait(time.Duration(wholeOf(v.n * float64(time.Second))))
	}
	return x.in.say("%.2f s", v.n)
}
