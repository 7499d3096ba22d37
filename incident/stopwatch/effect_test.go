package stopwatch

import (
	"testing"
	"time"
)

func second(n float64) time.Time {
	return time.Unix(1_700_000_000, 0).Add(time.Duration(n * float64(time.Second)))
}

// What is kept for a fault reported late is bounded, and the newest of it is kept in any case.
func TestCostsAreForgotten(t *testing.T) {
	var c Costs
	for i := range 3 * maxCosts {
		c = c.With(&Cost{At: second(float64(i))}, second(0), EndOfTime)
	}
	kept := c.Between(second(0), EndOfTime)
	if n := len(kept); n > 2*maxCosts || !kept[n-1].At.Equal(second(3*maxCosts-1)) || n < maxCosts {
		t.Errorf("%d are kept, the last of %s", n, kept[n-1].At)
	}
	now := second(0).Add(2 * KillGrace)
	c = c.With(&Cost{At: now}, now, EndOfTime).With(&Cost{At: now}, now.Add(KillGrace+1), EndOfTime)
	if kept = c.Between(second(0), EndOfTime); len(kept) != 2 || !kept[0].At.Equal(now) {
		t.Errorf("%d are kept long after", len(kept))
	}
}
