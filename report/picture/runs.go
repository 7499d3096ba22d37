package picture

import (
	"io"
	"slices"
	"strings"
	"time"

	"hadash/incident/stopwatch"
	"hadash/report"
)

// Runs are several runs under each other, on one axis of time that counts from each run's first fault, and on the same
// scales, so that what is larger looks larger.
type Runs struct {
	Title string
	Runs  []*report.Run
	Names []string // what each is called beside the others
	Lang  report.Lang
}

// Write draws them as one SVG, as Write does one run. Its only errors are w's.
func (c Runs) Write(w io.Writer) error {
	p := &picture{Lang: c.Lang, zone: time.UTC}
	p.text("head", 16, 27, fit(c.Title, pictureWidth-32, 16))
	p.y = 46
	axes := c.axes()
	var all [][]bucket
	for i, r := range c.Runs {
		p.axis = axes[i]
		all = append(all, p.buckets(r))
	}
	s := scaleOf(all...)
	var desc []string
	var faults [][]stopwatch.Stopwatch
	for i, r := range c.Runs {
		p.axis = axes[i]
		p.run(r, c.Names[i], all[i], s)
		faults = append(faults, r.Faults)
		desc = append(desc, c.Names[i]+": "+p.describe(r))
	}
	p.ticks(c.since(c.Lang))
	p.legend(slices.Concat(faults...), nil)
	return p.document(w, c.Title, strings.Join(desc, " "))
}

// run is one run's part of the picture.
func (p *picture) run(r *report.Run, name string, all []bucket, s scale) {
	p.text("", 16, p.y+11, fit(name+": "+report.Join(" · ", r.File(), r.Frame.Topology.Stack, p.sums(r)), pictureWidth-32, textSize))
	p.y += 20
	top := p.y
	p.faults(r)
	p.panels(all, s, heights{rate: 52, failed: 32, waits: 66})
	p.grid(top)
	p.shade(r.Faults, top)
	p.y += panelGap
}

// axes are those of the runs: each counts from its first fault, and all are as long as the longest needs.
func (c Runs) axes() []axis {
	all := make([]axis, len(c.Runs))
	var from, to time.Duration
	for i, r := range c.Runs {
		all[i] = axisOf(r)
		if c.faulty() {
			all[i].zero = report.Begun(&r.Faults[0]).Truncate(time.Second)
		}
		from = min(from, r.Begun.Truncate(time.Second).Sub(all[i].zero))
		to = max(to, r.Ended.Sub(all[i].zero))
	}
	for i := range all {
		all[i].from, all[i].to = from, max(to, from+time.Second)
	}
	return all
}

// faulty reports whether every run had a fault to count from.
func (c Runs) faulty() bool {
	for _, r := range c.Runs {
		if len(r.Faults) == 0 {
			return false
		}
	}
	return true
}

func (c Runs) since(in report.Lang) string {
	if c.faulty() {
		return in.Say("since fault")
	}
	return in.Say("since begin")
}
