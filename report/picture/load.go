package picture

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"hadash/incident/clients"
	"hadash/report"
)

const (
	titleRoom = 17
	peakRoom  = 11 // above the slowest request, for what it took
)

// load draws what the clients felt: requests, failures and waiting times. Of clients that keep no record it is known
// how many requests nginx counted.
func (p *picture) load(r *report.Run) {
	all := p.buckets(r)
	if len(all) == 0 {
		p.counted(r)
	}
	p.panels(all, scaleOf(all), heights{rate: 84, failed: 44, waits: 104})
}

// counted draws how many requests nginx counted.
func (p *picture) counted(r *report.Run) {
	counts := p.buckets(&report.Run{Seconds: answered(r.Nginx, p.to-p.from)})
	if len(counts) == 0 {
		return
	}
	top, bottom := p.panel(p.Say("requests per second, by nginx's counter")+p.each(counts, ", mean of %s"), 84)
	p.area(counts, scaleOf(counts), top, bottom)
}

// answered are the requests by nginx's readings, second by second, also while nginx was silent. If the whole picture
// is so long that a point of it is many seconds, the steps are longer: a hole of a year has no second of interest.
func answered(all []report.Reading, whole time.Duration) (out []clients.Second) {
	carried := 0.0 // what is less than a request is part of the next one
	step := max(time.Second, (whole / (4 * maxPoints)).Truncate(time.Second))
	for i, n := range all[min(len(all), 1):] {
		for at := all[i].At; at.Before(n.At) && n.Rate >= 0; at = at.Add(step) {
			carried += n.Rate * min(n.At.Sub(at), step).Seconds()
			out = append(out, clients.Second{At: at, Requests: int(report.WholeOf(carried))})
			carried -= math.Trunc(carried)
		}
	}
	return out
}

// buckets are a run's seconds as points of this picture.
func (p *picture) buckets(r *report.Run) []bucket {
	from := p.begin().Truncate(time.Second)
	return buckets(r.Seconds, from, from.Add(p.to-p.from+time.Second-1), maxPoints)
}

// heights are those of the panels of what clients felt.
type heights struct{ rate, failed, waits float64 }

func (p *picture) panels(all []bucket, s scale, h heights) {
	if len(all) == 0 {
		p.y += 8
		p.rect("none", p.left, p.y, p.right-p.left, 26)
		p.text("faint m", (p.left+p.right)/2, p.y+17, p.Say("no load ran, or its script keeps no record of its seconds: what users felt is not known"))
		p.y += 26 + panelGap
		return
	}
	p.rates(all, s, h.rate)
	p.failures(all, s, h.failed)
	p.waits(all, s, h.waits)
}

// maxPoints is how many points a curve has at most: two pixels for each.
const maxPoints = (plotRight - plotLeft) / 2

// scale is what the panels reach up to.
type scale struct {
	rate, failed float64
	low, high    time.Duration // around all waiting times
}

// scaleOf is a scale on which all of it can be drawn.
func scaleOf(all ...[]bucket) scale {
	s := scale{rate: 1, low: 10 * time.Millisecond, high: 100 * time.Millisecond}
	for _, buckets := range all {
		for i := range buckets {
			b := &buckets[i]
			s.rate = max(s.rate, b.rate())
			s.failed = max(s.failed, float64(b.failed))
			if b.requests > 0 {
				s.low = min(s.low, max(b.p95, time.Millisecond))
			}
			s.high = max(s.high, b.max)
		}
	}
	s.low = s.low * 3 / 4
	s.rate, s.failed, s.high = round(s.rate), round(s.failed), time.Duration(report.WholeOf(round(float64(s.high))))
	return s
}

// round is the next round number: 1, 2, 3, 4, 5, 6, 8, 10, 15, 20, 25, 30, ...
func round(x float64) float64 {
	if x <= 0 {
		return 0
	}
	unit := math.Pow(10, math.Floor(math.Log10(x)))
	for _, n := range []float64{1, 1.5, 2, 2.5, 3, 4, 5, 6, 8} {
		if x <= n*unit*1.0001 && n*unit == math.Trunc(n*unit) {
			return n * unit
		}
	}
	return 10 * unit
}

// panel makes room for a panel under a title, and returns its top and its bottom.
func (p *picture) panel(title string, height float64) (top, bottom float64) {
	p.text("faint halo", p.left, p.y+11, title)
	top = p.y + titleRoom
	bottom = top + height
	p.line("base", p.left, bottom, p.right, bottom)
	p.y = bottom + panelGap
	return top, bottom
}

// level is a horizontal line with what it means.
func (p *picture) level(label string, y float64) {
	p.line("grid", p.left, y, p.right, y)
	p.text("tiny faint e", p.left-6, y+3.5, label)
}

// rates is an area: the mean of each bucket, as wide as it lasts.
func (p *picture) rates(all []bucket, s scale, height float64) {
	top, bottom := p.panel(p.Say("requests per second")+p.each(all, ", mean of %s"), height)
	p.area(all, s, top, bottom)
}

func (p *picture) area(all []bucket, s scale, top, bottom float64) {
	p.level(report.Count(report.WholeOf(s.rate)), top)
	p.level(report.Count(report.WholeOf(s.rate/2)), (top+bottom)/2)
	var d strings.Builder
	y := func(b *bucket) float64 { return bottom - b.rate()/s.rate*(bottom-top) }
	for i := range all {
		fmt.Fprintf(&d, "%s%s %sH%s", move(i == 0), num(p.x(all[i].at)), num(y(&all[i])), num(p.x(all[i].at.Add(all[i].lasts))))
	}
	curve := d.String()
	p.path("area", fmt.Sprintf("%sV%sH%sz", curve, num(bottom), num(p.x(all[0].at))))
	p.path("rate", curve)
}

// move begins a curve, or goes on with it.
func move(begins bool) string {
	if begins {
		return "M"
	}
	return "L"
}

// each says how much time a point covers, if that is more than a second.
func (p *picture) each(all []bucket, format string) string {
	if lasts := all[0].lasts; lasts > time.Second {
		return p.Say(format, p.Lasted(lasts))
	}
	return ""
}

// failures are bars. However many requests there were, one failure is visible.
func (p *picture) failures(all []bucket, s scale, height float64) {
	if !slices.ContainsFunc(all, func(b bucket) bool { return b.failed > 0 }) {
		p.text("faint halo", p.left, p.y+11, p.Say("no request failed"))
		p.y += titleRoom + panelGap/2
		return
	}
	top, bottom := p.panel(p.Say("failed requests")+p.each(all, ", in each %s"), height)
	var d strings.Builder
	for i := range all {
		b := &all[i]
		if b.failed == 0 {
			continue
		}
		x := p.x(b.at)
		wide := max(p.x(b.at.Add(b.lasts))-x-0.5, 1.5)
		tall := max(float64(b.failed)/s.failed*height, 2)
		fmt.Fprintf(&d, "M%s %sh%sv%sh%sz", num(x), num(bottom-tall), num(wide), num(tall), num(-wide))
	}
	p.level(report.Count(report.WholeOf(s.failed)), top)
	if half := s.failed / 2; half == math.Trunc(half) {
		p.level(report.Count(report.WholeOf(half)), (top+bottom)/2)
	}
	p.path("bad", d.String())
}
