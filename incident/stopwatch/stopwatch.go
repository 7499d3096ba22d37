// Package stopwatch measures a fault: its moments, its cost, and the evidence for both.
package stopwatch

import (
	"slices"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/predict"
	"hadash/record"
	"hadash/wording"
)

// Stopwatch is one fault with its moments, its cost, and the expected values. Like the Frame it is a value: what it
// points to is not changed.
type Stopwatch struct {
	ID int
	Fault
	Moments  [stages]Moment
	Given    Moment // of a host: the swarm gave it up
	Moved    Moment // of a host: the last of its replicated tasks runs elsewhere
	Up       Moment // its balancer (or its own page) says UP again; Back also waits for traffic
	Expected predict.Prediction
	Hidden   clients.Hidden // absorbed on the way, in its time, and possibly caused by it
	Beside   int64          // absorbed in its time, but not tied to any fault
	Felt     clients.Felt   // what reached the client, in its time
	Blast    Blast
	Flaps    int // how often it was detected again after being UP
	// Findings lists what a careful reader should know: "paused for 12 s and HAProxy kept it UP".
	Findings []wording.Phrase
	Overlaps []string // other faults that were open in its time: their costs cannot be separated
	Evidence []Evidence
	Done     bool // no more observations are expected

	Notices []Notice         // by each server, where its node is several
	Tries   map[string]Tries // at each server, where there are several HAProxies or its node is several servers; not to be changed

	Rescued map[string]int64 // of Hidden.NextUpstream, by each of several nginxes; not to be changed

	Around Around // the witnesses it had
	Before Passed // what had been counted on the way when it began

	track
}

// track is what the fold needs to follow a fault. Readers do not use it.
type track struct {
	Ended       time.Time      // when its process ended
	timed       bool           // HAProxy logged the duration of a check that a timer ended
	latest      time.Duration  // how late that timer was at most
	Coming      bool           // it ended before watching began, except for its return, which is still awaited
	Traffic     bool           // its node had traffic when it was broken
	Perhaps     bool           // Traffic is not known and assumed
	EndedBefore time.Time      // when watching began, if it was healed before that; else zero
	WatchedFrom time.Time      // when watching began
	Quiet       bool           // the user requested it, and no request failed in the seconds before
	SignMissed  bool           // a witness of its first sign did not answer before one was seen
	UpBefore    bool           // HAProxy had it UP when watching began, since before the fault
	Blind       bool           // its time was watched only in part: an unseen detection proves nothing
	Out         time.Time      // since when its balancer sends it nothing; zero while it does
	OutAs       string         // the state in which its balancer had it out when it was broken, so that there is nothing to detect; "" if it had not
	relapse     relapse        // its last return, if it was given up again
	Page        Moment         // its own page answers after the heal, while the balancer's state is awaited
	lost        lossesBy       // the first and last failed requests
	Unnoticed   wording.Phrase // the finding that it was not detected, while that holds
	Kept        bool           // HAProxy had its server UP all the time
	Unreported  bool           // nothing that was watched reports its return
}

// relapse is when a node was given up again, and the return that this disproved.
type relapse struct {
	at       time.Time
	up, back Moment
}

// Blast holds the other effects of a fault at HAProxy.
type Blast struct {
	Cut      int            // sessions that ended because their server did (SD) or because HAProxy cut them (D?)
	Refused  int            // sessions that got no server (SC, sC)
	Hanging  int            // the most sessions still open on the broken server, when last counted
	Requeued int            // requests that HAProxy put back into the queue, by its log
	Queued   int            // most requests seen waiting in queues at once
	Endings  map[string]int // abnormal termination states
}

// Bygone reports whether a fault ended before watching began. Only logs and Docker's event history know of it, and both
// may begin later than it did. What they do not report is not known, and is not awaited.
func (s *Stopwatch) Bygone() bool { return !s.EndedBefore.IsZero() }

// Awaited reports whether a healed node is on its way back, as far as known. For a fault that ended before watching
// began that holds only while the node is seen not to serve.
func (s *Stopwatch) Awaited() bool {
	return s.Moments[Healed].Seen() && !s.Moments[Back].Seen() && !s.Done && (!s.Bygone() || s.Coming)
}

// Unwatched reports whether a detection may have been missed: the fault's time was not watched completely, and no
// witness covers the rest.
func (s *Stopwatch) Unwatched() bool {
	return !s.Moments[Detected].Seen() && (s.Bygone() || s.Blind || s.Moments[Injected].Already)
}

// Undetected reports a fault that was healed, or is over, and was never detected.
func (s *Stopwatch) Undetected() bool {
	over := s.Moments[Healed].Seen() || s.Done
	return over && !s.Unwatched() && s.OutAlready() == "" && !s.Moments[Detected].Seen() && !s.Kind.AtBalancer() && !s.Outage.Door
}

// OutAlready returns the state in which the balancer had the node out when it was broken, so that there was nothing to
// detect; "" if it had not.
func (s *Stopwatch) OutAlready() string {
	if s.Moments[Detected].Seen() {
		return ""
	}
	return s.OutAs
}

// Since returns the time from T0 to a moment; false if either is not known.
func (s *Stopwatch) Since(stage Stage) (time.Duration, bool) {
	return s.between(s.Moments[Injected], s.Moments[stage])
}

// Detection returns T2 - T0.
func (s *Stopwatch) Detection() (time.Duration, bool) { return s.Since(Detected) }

// ErrorWindow returns T4 - T3.
func (s *Stopwatch) ErrorWindow() (time.Duration, bool) {
	return s.between(s.Moments[FirstFailed], s.Moments[LastFailed])
}

// GivenUpAfter returns how long after T0 the swarm gave a host up. HAProxy may have noticed its servers before.
func (s *Stopwatch) GivenUpAfter() (time.Duration, bool) {
	if s.Moments[Detected].Witness == event.BySwarm {
		return s.Detection()
	}
	return s.between(s.Moments[Injected], s.Given)
}

// MovedAfter returns how long after T0 the last of the replicated tasks of a host ran elsewhere.
func (s *Stopwatch) MovedAfter() (time.Duration, bool) {
	return s.between(s.Moments[Injected], s.Moved)
}

// OneFailed reports whether a single request failed: a window needs a first and a last one.
func (s *Stopwatch) OneFailed() bool { return s.Felt.Clients().Failed == 1 }

// Recovery returns T6 - T5, until traffic flows.
func (s *Stopwatch) Recovery() (time.Duration, bool) {
	if s.Kind.Found() { // nobody healed it here
		return 0, false
	}
	return s.between(s.Moments[Healed], s.Moments[Back])
}

// UpAgain returns the time from T5 until its balancer (or its own page) reports UP again; false if HAProxy never
// reported another state.
func (s *Stopwatch) UpAgain() (time.Duration, bool) {
	if s.KeptUp() || s.Kind.Found() {
		return 0, false
	}
	return s.between(s.Moments[Healed], s.Up)
}

// KeptUp reports whether HAProxy had the server UP from the fault to its heal.
func (s *Stopwatch) KeptUp() bool { return s.Kept && !s.Unnoticed.IsZero() }

// UpLate reports whether it was UP again later than expected, counted from its first answer. If its heal starts a
// process, that is not known.
func (s *Stopwatch) UpLate() bool {
	d, ok := s.UpAgain()
	return ok && s.Expected.Known && s.Expected.Back > 0 && !s.Starts() && d-s.Up.Within > s.Expected.Back+s.BackTolerance()
}

// Starts reports whether its heal starts a process, which takes time before it answers.
func (s *Stopwatch) Starts() bool {
	switch s.Kind {
	case record.Stop, record.Kill, record.Crash, record.Restart:
		return true
	}
	return false
}

func (s *Stopwatch) between(from, to Moment) (time.Duration, bool) {
	if !from.Seen() || !to.Seen() || from.Already || to.Already {
		return 0, false
	}
	return to.At.Sub(from.At), true
}

// Late reports whether the fault was detected later than predicted, beyond the precision of the measurement and the
// lateness of timers.
func (s *Stopwatch) Late() bool {
	d, ok := s.Detection()
	return ok && s.Judged() && d-s.Moments[Detected].Within > s.Bound()+s.Tolerance()
}

// Bound returns the latest expected detection after T0 if no timer is late (see Tolerance): the checks of a stop or a
// kill fail only when its process has ended.
func (s *Stopwatch) Bound() time.Duration { return s.Expected.Detect + s.Ending() }

// Ending returns how long the process of a stop or a kill took to end; zero until then, and for other faults. Docker
// reports a kill before the process is gone, and its end after the cleanup: the first sign of a kill is its end.
func (s *Stopwatch) Ending() time.Duration {
	switch s.Kind {
	case record.Stop, record.Restart, record.Kill:
	default:
		return 0
	}
	end := s.Ended
	if sign := s.Moments[FirstSign]; s.Kind == record.Kill && sign.Seen() && sign.At.Before(end) {
		end = sign.At
	}
	if end.IsZero() {
		return 0
	}
	return max(end.Sub(s.At), 0)
}

// Counted returns the parts whose absorbed failures were counted. HAProxy's are those between two readings of its page.
func (s *Stopwatch) Counted() clients.Counted {
	a := &s.Around
	return clients.Counted{HAProxy: !a.NoHAProxy && !a.NoPage && !s.Bygone(), Nginx: s.Felt.CountsAttempts(), App: a.Repeats}
}

// Around holds the witnesses that a fault had: a missing report means something only if there was a witness. In the
// zero value all balancers exist and no log was read.
type Around struct {
	NoNginx, NoHAProxy bool // the project has none
	NoApp              bool // it has no application either
	NoLoad             bool // it has no load
	NoPage             bool // HAProxy's page was not read in the fault's time
	Repeats            bool // the application's log, which is read, has the reads that it repeats
	Log                bool // HAProxy's log has sessions, at any time
	Sessions           bool // it has some in the fault's time
}

// LogCounts reports whether HAProxy's log was read, which alone has how sessions ended.
func (s *Stopwatch) LogCounts() bool {
	return s.Around.Log || s.Around.Sessions || s.Blast.Cut+s.Blast.Refused > 0
}

// HAProxyCounts reports whether HAProxy's counters were read in the fault's time: else none of their figures is known.
func (s *Stopwatch) HAProxyCounts() bool { return !s.Around.NoHAProxy && !s.Around.NoPage }

// maxOverlaps is how many other faults are named.
const maxOverlaps = 50

// Overlap names another fault that was open in its time, once.
func (w *Stopwatch) Overlap(other string) {
	if len(w.Overlaps) < maxOverlaps && !slices.Contains(w.Overlaps, other) {
		w.Overlaps = append(slices.Clip(w.Overlaps), other)
	}
}
