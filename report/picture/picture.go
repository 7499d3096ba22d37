// Package picture draws runs as SVG: what their clients felt and how each node was, on one axis of time.
package picture

import (
	"io"
	"strings"
	"time"

	"hadash/record"
	"hadash/report"
)

// The measures of a picture, in pixels of its own.
const (
	pictureWidth = 960
	plotLeft     = 126
	plotRight    = 944
	panelGap     = 14
)

// picture is a picture that is being drawn, from its top down.
type picture struct {
	svg      // what is drawn so far
	back svg // what lies under it
	axis
	report.Lang
	zone *time.Location
	y    float64 // where the next panel begins

	painted  [len(looks)]bool // healths that some band shows
	lettered [len(looks)]bool // those of them that some band shows by a letter
}

// Write draws a run as one SVG: what its clients felt, how each node was, and what was broken meanwhile, on one
// axis of time. It needs no script and no font of its own, and is readable on a light and on a dark page. Clock times
// are shown in zone; nil is UTC. The same run gives the same bytes. Its only errors are w's.
func Write(w io.Writer, r *report.Run, in report.Lang, zone *time.Location) error {
	if zone == nil {
		zone = time.UTC
	}
	p := &picture{axis: axisOf(r), Lang: in, zone: zone}
	p.header(r)
	top := p.y
	p.faults(r)
	p.drill(r)
	p.load(r)
	p.bands(r)
	p.grid(top)
	p.shade(r.Faults, top)
	p.ticks(p.Say("since begin"))
	p.clocks()
	p.legend(r.Faults, r.Steps)
	return p.document(w, r.Title(), p.describe(r))
}

// axisOf counts a run's time from its first whole second on, as the clients' record does.
func axisOf(r *report.Run) axis {
	zero := r.Begun.Truncate(time.Second)
	return axis{zero: zero, to: max(r.Ended.Sub(zero), time.Second), left: plotLeft, right: plotRight}
}

// header writes the run and its sums.
func (p *picture) header(r *report.Run) {
	p.text("head", 16, 27, fit(r.Title(), pictureWidth-32, 16))
	p.text("faint", 16, 46, fit(p.where(r), pictureWidth-32, textSize))
	p.text("faint", 16, 62, fit(p.sums(r), pictureWidth-32, textSize))
	p.y = 76
}

// where is what was watched, and when.
func (p *picture) where(r *report.Run) string {
	from, to := r.Begun.In(p.zone), r.Ended.In(p.zone)
	last := "15:04:05 MST"
	if from.Format(time.DateOnly) != to.Format(time.DateOnly) {
		last = "2006-01-02 15:04:05 MST"
	}
	when := p.Say("%s to %s (%s)", from.Format("2006-01-02 15:04:05"), to.Format(last), p.Lasted(to.Sub(from)))
	return report.Join(" · ", r.Frame.Topology.Stack, r.Frame.Topology.DB, when)
}

// sums is the result of the run for its clients.
func (p *picture) sums(r *report.Run) string {
	hidden := p.Say("what was absorbed on the way is not known")
	if a := r.Absorbed(); a.Known {
		hidden = p.Say("%s absorbed on the way", a.Text())
	}
	c := r.Clients()
	if !c.Counted {
		return p.Say("what users felt is not known") + "; " + hidden
	}
	return p.Say("%s requests, %s failed, the slowest took %s", report.Count(int64(c.Requests)), report.Failed(c), p.Longest(c)) + p.Witness(c) + "; " + hidden
}

// maxTold is how many faults the description lists; more are not useful.
const maxTold = 20

// describe describes the picture in words, for readers who cannot see it.
func (p *picture) describe(r *report.Run) string {
	all := []string{p.where(r) + ".", p.sums(r) + "."}
	for i := range r.Faults[:min(len(r.Faults), maxTold)] {
		w := &r.Faults[i]
		all = append(all, report.Join(", ", p.Say("%s at %s", w.String(), report.Begun(w).In(p.zone).Format("15:04:05")), p.figures(w))+".")
	}
	for _, s := range r.Steps {
		if s.State == record.StepFailed || s.State == record.StepAborted {
			all = append(all, p.flag(s)+".")
		}
	}
	if len(all) > 2*maxTold {
		all = all[:2*maxTold]
	}
	return strings.Join(all, " ")
}
