package incident

import (
	"time"

	"hadash/record"
)

// Reading is HAProxy's page as it was read at a time.
type Reading struct {
	At   time.Time
	Page *record.HAProxy
}

// maxReadings bounds the pages kept for a fault that is reported late, and readingGap is how far apart they are: a page
// may have thousands of rows.
const (
	maxReadings = 3
	readingGap  = time.Second
)

// keepReading keeps a page for a fault that began since and is yet to be reported.
func (f *folding) keepReading(at time.Time) {
	kept := &f.state.readings
	if last := maxReadings - 1; kept[last-1].Page == nil || at.Sub(kept[last-1].At) >= readingGap {
		copy(kept[:], kept[1:])
	}
	kept[maxReadings-1] = Reading{at, f.HAProxy}
}

// leaveReading keeps, for the newest fault, the last page that was read before it began. It chooses again when the fault
// is dated again.
func (f *folding) leaveReading() {
	if len(f.Stopwatches) == 0 {
		return
	}
	w := &f.Stopwatches[len(f.Stopwatches)-1]
	if f.state.readingOf == w.ID && f.state.readingFor.Equal(w.At) {
		return
	}
	before := Reading{}
	from := func(r Reading) {
		if r.Page != nil && r.At.Before(w.At) && r.At.After(before.At) {
			before = r
		}
	}
	if f.state.readingOf == w.ID {
		from(f.BeforeNewest)
	}
	for _, r := range f.state.readings {
		from(r)
	}
	f.state.readingOf, f.state.readingFor, f.BeforeNewest = w.ID, w.At, before
}
