package index

import (
	"testing"
	"time"

	"hadash/incident"
)

// However long a recording is, few of its Frames are kept, evenly spread, and each is found by its time.
func TestIndexStaysSmall(t *testing.T) {
	var x Frames
	begun := time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)
	const n = 100_000
	when := func(i int) time.Time { return begun.Add(time.Duration(i/3) * 40 * time.Millisecond) } // three at a time
	for i := range n {
		x.Add(incident.Frame{At: when(i), Dropped: i + 1})
	}
	if len(x.kept) > keptMost || len(x.kept) < keptMost/2 {
		t.Errorf("%d Frames kept, want about %d", len(x.kept), keptMost)
	}
	for _, i := range []int{1, 2, keptAtFirst, 5000, 77_777, n} {
		at, f := x.Before(i)
		if at >= i || f.Dropped != at || i-at > n/(keptMost/2)+1 {
			t.Errorf("before Frame %d: %d, which is Frame %d", i, at, f.Dropped)
		}
		last := min((i-1)/3*3+3, n) // of those that came at the same time
		if got := x.Find(when(i - 1)); got != last || !x.At(i).Equal(when(i-1)) {
			t.Errorf("Frame %d at %v: found %d, want %d", i, x.At(i), got, last)
		}
	}
	if got := x.Find(begun.Add(-time.Second)); got != 0 {
		t.Errorf("before the beginning: Frame %d", got)
	}
}
