package asked

import (
	"slices"
	"time"

	"hadash/incident"
	"hadash/record"
)

// MaxVUs limits what a held key can ask for.
const MaxVUs = 500

// Load is the requested load. The request counts, not k6's last answer, until k6 has had time to follow: otherwise two
// quick presses of + would add 5 once.
type Load struct {
	Start int // the number that the load key starts

	flying  bool // a call that sets the load has not returned yet
	sent    int
	wish    int
	wishing bool
	reading *record.K6 // to tell k6's readings apart
	since   int        // readings since the call returned
	cancel  func()     // ends the call that has not returned
}

// see forgets the request once k6 has followed it, or has had three readings to do so.
func (l *Load) see(f *incident.Frame) {
	if f.Load.K6 != l.reading {
		l.reading = f.Load.K6
		l.since++
	}
	if l.wishing && !l.flying && (l.since >= 3 || VUsOf(f) == l.wish) {
		l.wishing = false
	}
}

// VUsOf is the number of virtual users in a Frame.
func VUsOf(f *incident.Frame) int {
	if !f.Load.On || f.Load.K6 == nil {
		return 0
	}
	return f.Load.VUs
}

// VUs is the number of virtual users, or the number requested.
func (l *Load) VUs(live *incident.Frame) int {
	if l.wishing {
		return l.wish
	}
	return VUsOf(live)
}

// startsFor is how long k6 may take from its container's start to its first users.
const startsFor = 15 * time.Second

// Starts reports whether a Frame has no users yet although the load was requested, or its container has just started. A
// frozen screen shows no request.
func (l *Load) Starts(f *incident.Frame, frozen bool) bool {
	switch {
	case VUsOf(f) > 0:
		return false
	case l.wishing && l.wish > 0 && !frozen:
		return true
	}
	return slices.ContainsFunc(f.Nodes, func(n incident.Node) bool {
		return n.Runs(record.KindK6) && n.Container.Running() && f.At.Sub(n.Since) < startsFor
	})
}

// StartWith changes what the load key starts.
func (l *Load) StartWith(by int) { l.Start = min(max(l.Start+by, 1), MaxVUs) }

// Preparing reports whether a requested load is not ready yet.
func (l *Load) Preparing() bool { return l.flying && l.wish > 0 }

// Wish requests a load, and reports whether to call for it now. While an earlier request is in flight the newest one waits
// for it; a request to stop the load ends it.
func (l *Load) Wish(vus int) bool {
	l.wish, l.wishing, l.since = vus, true, 0
	if l.flying {
		if vus == 0 {
			l.cancel() // it may be waiting for minutes
		}
		return false
	}
	l.flying, l.sent = true, vus
	return true
}

// Called records how to cancel the call.
func (l *Load) Called(cancel func()) { l.cancel = cancel }

// Returned records that the call has returned. It reports whether another load was requested meanwhile.
func (l *Load) Returned() (vus int, again bool) {
	l.flying, l.since = false, 0
	return l.wish, l.wish != l.sent
}

// GiveUp forgets a request that failed.
func (l *Load) GiveUp() { l.wishing = false }
