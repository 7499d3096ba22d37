package picture

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// waits are how long requests took, on a logarithmic scale: of each bucket the p95 is a point of a line, the slowest
// a dot above it.
func (p *picture) waits(all []bucket, s scale, height float64) {
	top, bottom := p.panel(p.Say("p95 (line) and slowest (dots), logarithmic")+p.each(all, ", the worst second of %s"), height+peakRoom)
	top += peakRoom
	y := func(d time.Duration) float64 {
		part := math.Log(float64(max(d, s.low))/float64(s.low)) / math.Log(float64(s.high)/float64(s.low))
		return bottom - min(part, 1)*(bottom-top)
	}
	for d := time.Millisecond; d <= s.high; d *= 10 {
		if d >= s.low {
			p.level(p.decade(d), y(d))
		}
	}
	var p95, dots, reach strings.Builder
	worst, broken := 0, true
	for i := range all {
		b := &all[i]
		if b.requests == 0 {
			broken = true // nothing was answered, so nothing was waited for
			continue
		}
		x := p.x(b.at.Add(b.lasts / 2))
		fmt.Fprintf(&p95, "%s%s %s", move(broken), num(x), num(y(b.p95)))
		fmt.Fprintf(&reach, "M%s %sV%s", num(x), num(y(b.p95)), num(y(b.max)))
		fmt.Fprintf(&dots, "M%s %sh.1", num(x), num(y(b.max)))
		broken = false
		if b.max > all[worst].max {
			worst = i
		}
	}
	p.path("reach", reach.String())
	p.path("p95", p95.String())
	p.path("slow", dots.String())
	p.peak(&all[worst], y(all[worst].max)-7)
}

// peak writes how long the slowest request of all took above its dot.
func (p *picture) peak(b *bucket, y float64) {
	label := p.Wait(b.max)
	half := widthOf(label, textSize) / 2
	x := p.x(b.at.Add(b.lasts / 2))
	p.text("slowtext halo m", min(max(x, p.left+half), p.right-half), y, label)
}

// decade writes a power of ten as a waiting time.
func (p *picture) decade(d time.Duration) string {
	if d < time.Second {
		return p.Say("%d ms", d.Milliseconds())
	}
	return p.Say("%d s", d/time.Second)
}
