// Package usual computes how requests went before a fault, which is what they are compared with.
package usual

import (
	"slices"
	"time"

	"hadash/incident"
)

// minute is how far back before a fault the usual is looked for, and enough how many seconds of it must be known.
const (
	minute = 60
	enough = 5
)

// Usual is how requests went in the last minute before an instant: the median of its seconds.
type Usual struct {
	Rate float64       // requests per second; 0 = not known
	P95  time.Duration // 95 % of the requests took no longer; 0 = not known
}

// Before returns how requests went before an instant, by the witness of the present rate.
func Before(f *incident.Frame, at time.Time) (u Usual) {
	if at.Before(f.Begun) {
		return u
	}
	from, until := at.Add(-minute*time.Second), at.Unix()
	var rates [minute]float64
	f.AskedIn(from.Unix(), rates[:])
	n := 0
	for _, rate := range rates {
		if rate > 0 {
			rates[n] = rate
			n++
		}
	}
	if n >= enough {
		slices.Sort(rates[:n])
		u.Rate = rates[n/2]
	}
	var took [minute]time.Duration
	n = 0
	for t := range f.History.Felt(from) {
		if t.At+t.Span > until || n == minute {
			break
		}
		if t.Requests > 0 {
			took[n] = t.P95
			n++
		}
	}
	if n >= enough {
		slices.Sort(took[:n])
		u.P95 = took[n/2]
	}
	return u
}
