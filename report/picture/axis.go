package picture

import (
	"math"
	"time"
)

// axis is the time that all panels of a picture share.
type axis struct {
	zero        time.Time     // from where it counts
	from, to    time.Duration // its ends, from zero on
	left, right float64       // where they are in the picture
}

// x is where an instant is; one outside is at the nearer end.
func (a axis) x(t time.Time) float64 {
	d := min(max(t.Sub(a.zero), a.from), a.to)
	return a.left + float64(d-a.from)/float64(max(a.to-a.from, 1))*(a.right-a.left)
}

func (a axis) begin() time.Time { return a.zero.Add(a.from) }
func (a axis) end() time.Time   { return a.zero.Add(a.to) }

// paces are the usual divisions of time.
var paces = []time.Duration{1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 2 * 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600}

// pace is the smallest such distance of which at most n make up a time; beyond a day it is whole days.
func pace(whole time.Duration, n int) time.Duration {
	for _, s := range paces {
		if s *= time.Second; whole <= s*time.Duration(n) {
			return s
		}
	}
	day := 24 * time.Hour
	return (whole/time.Duration(n)/day + 1) * day
}

// tickRoom is how much of the axis a label of its own clock time needs.
const tickRoom = 72

// ticks are the marks of the axis, and how far they are apart.
func (a axis) ticks() (all []time.Duration, apart time.Duration) {
	apart = pace(a.to-a.from, int((a.right-a.left)/tickRoom))
	first := time.Duration(math.Ceil(float64(a.from)/float64(apart))) * apart
	for d := first; d <= a.to; d += apart {
		all = append(all, d)
	}
	return all, apart
}

// elapsed writes a mark of the axis in the unit that its distance to the next one has.
func (p *picture) elapsed(d, apart time.Duration) string {
	switch {
	case apart < time.Minute:
		return p.Say("%d s", d/time.Second)
	case apart < time.Hour:
		return p.Say("%d min", d/time.Minute)
	}
	return p.Say("%d h", d/time.Hour)
}
