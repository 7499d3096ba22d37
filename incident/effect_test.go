package incident

import (
	"testing"
	"time"
)

func second(n float64) time.Time {
	return time.Unix(1_700_000_000, 0).Add(time.Duration(n * float64(time.Second)))
}

// What is kept for a fault told of late is bounded, and the newest of it is kept in any case.
func TestCostsAreForgotten(t *testing.T) {
	var c costs
	for i := range 3 * maxCosts {
		c = c.with(&cost{at: second(float64(i))}, second(0))
	}
	kept := c.between(second(0), endOfTime)
	if n := len(kept); n > 2*maxCosts || !kept[n-1].at.Equal(second(3*maxCosts-1)) || n < maxCosts {
		t.Errorf("%d are kept, the last of %s", n, kept[n-1].at)
	}
	now := second(0).Add(2 * killGrace)
	c = c.with(&cost{at: now}, now).with(&cost{at: now}, now.Add(killGrace+1))
	if kept = c.between(second(0), endOfTime); len(kept) != 2 || !kept[0].at.Equal(now) {
		t.Errorf("%d are kept long after", len(kept))
	}
}
