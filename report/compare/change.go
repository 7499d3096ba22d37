package compare

import (
	"math"
	"strings"
	"time"

	"hadash/report"
	"hadash/report/markdown"
)

// changes lists what got better, what got worse, and what stayed the same, for each run against the first.
func (x comparing) changes() {
	for i := range x.Runs[1:] {
		var lines []string
		var alike []string
		for _, j := range []judgement{worse, better} {
			x.each(func(fault string, row *Row) {
				if row.Against[i] == j {
					lines = append(lines, "- "+markdown.Escape(x.change(fault, row, i)))
				}
			})
		}
		x.each(func(fault string, row *Row) {
			if row.Against[i] == same {
				alike = append(alike, report.Join(", ", fault, x.in.Say(row.Name)))
			}
		})
		if len(lines)+len(alike) == 0 {
			continue
		}
		x.heading("## ", x.in.Say("What changed from A to %s", letter(i+1)))
		if len(alike) > 0 {
			lines = append(lines, "- "+markdown.Escape(x.in.Say("the same: %s", strings.Join(alike, "; "))))
		}
		for _, l := range lines {
			x.Line(l)
		}
		x.Line("")
	}
}

// change is one figure that got better or worse, in words.
func (x comparing) change(fault string, row *Row, i int) string {
	a, b := row.Values[0], row.Values[i+1]
	text := x.in.Say(string(row.Against[i])) + ": " + report.Join(", ", fault, x.in.Say(row.Name)) + " " + x.step(a, b, row.Unit)
	return report.Join(", ", text, x.factor(a, b))
}

// step is from one value to another.
func (x comparing) step(a, b value, u unit) string { return x.value(a, u) + " → " + x.value(b, u) }

// factor is how many times a value became larger or smaller; "" when that is not defined.
func (x comparing) factor(a, b value) string {
	if a.known && b.known && a.n > 0 && b.n == 0 {
		return x.in.Say("none left")
	}
	low, high := min(a.part(), b.part()), max(a.part(), b.part())
	if a.never || b.never || low <= 0 || !a.known || !b.known {
		return ""
	}
	if high/low < 1+noisePart {
		return ""
	}
	return x.in.Say("%.1f times", high/low)
}

// value writes a value in its unit.
func (x comparing) value(v value, u unit) string {
	switch {
	case v.never:
		return x.in.Say("never")
	case !v.known, math.IsNaN(v.n), math.IsInf(v.n, 0):
		return "-"
	}
	switch u {
	case unitCount:
		if v.most {
			return "≤ " + report.Count(report.WholeOf(v.n))
		}
		return report.AtLeast(report.WholeOf(v.n), v.least)
	case unitShare:
		return report.Share(v.n)
	case unitRate:
		return report.Rate(v.n)
	case unitWait, unitLongest:
		return x.in.Wait(time.Duration(report.WholeOf(v.n * float64(time.Second))))
	}
	d := time.Duration(report.WholeOf(v.n * float64(time.Second)))
	if u == unitBound {
		return x.in.AtMost(d)
	}
	return x.in.Secs(d)
}
