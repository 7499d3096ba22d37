package incident

import (
	"strings"
	"time"
	"unicode/utf8"

	"hadash/incident/event"
	"hadash/wording"
)

// Bounds of a Frame and of the cost of a Sample, whatever a recording holds. Real recordings stay far below them.
const (
	maxSpare  = 200  // faults that may come at once; one more per second
	maxClosed = 50   // healed faults: as many as there are stopwatches
	maxKinds  = 50   // names, endings and the like that are counted separately
	maxEvent  = 1024 // bytes of each text that an Event holds

	maxNotableBytes = 4 << 20 // of all lines in Notable
)

// bounded cuts a text to the size that an Event may hold.
func bounded(text string) string {
	if len(text) <= maxEvent {
		return text
	}
	end := maxEvent
	for end > 0 && !utf8.RuneStart(text[end]) {
		end--
	}
	return strings.Clone(text[:end]) + "..." // the rest may be large
}

// spare returns how many faults may still come at once.
type spare struct {
	used int
	at   time.Time
	told bool
}

// follows reports whether one more fault can be followed. When hundreds come within seconds their consequences cannot
// be separated, so the rest is reported once.
func (f *folding) follows(at time.Time) bool {
	s := f.state.spare
	if back := int(f.At.Sub(s.at) / time.Second); back > 0 {
		s.used, s.at = max(s.used-back, 0), f.At
	}
	few := s.used < maxSpare && len(f.Faults) < 2*maxSpare
	tell := !few && !s.told
	if few {
		s.used++
	}
	s.told = !few || s.told && s.used > maxSpare/2
	f.state.spare = s
	if tell {
		f.tell(event.Event{At: at, Kind: event.KindNote, Severity: event.Warn, Witness: event.ByPoll,
			Says: wording.TooManyFaults.Of(maxSpare)})
	}
	return few
}
