// Package stopwatch is a fault and what became of it: its moments, what it cost, and what proves that.
package stopwatch

import (
	"time"

	"hadash/incident/clients"
	"hadash/incident/predict"
	"hadash/record"
	"hadash/wording"
)

// Stopwatch is one fault with its moments, what it cost, and what was expected of it. Like the Frame it
// is a value: nobody changes what it points to.
type Stopwatch struct {
	ID int
	Fault
	Moments  [stages]Moment
	Up       Moment // its balancer (or its own page) says UP again; Back also waits for traffic
	Expected predict.Prediction
	Hidden   clients.Hidden // absorbed on the way, in its time and where it can have come of it
	Beside   int64          // absorbed in its time too, but nothing ties it to any fault
	Felt     clients.Felt   // what reached the client, in its time
	Blast    Blast
	Flaps    int // how often it was detected again after it had been UP
	// Findings are what a careful reader should know: "paused for 12 s and HAProxy kept it UP".
	Findings []wording.Phrase
	Overlaps []string // other faults that were open in its time: their costs cannot be told apart
	Evidence []Evidence
	Done     bool // nothing more is expected to be seen of it

	Around Around // who could tell of it

	track
}

// track is what the fold knows besides of a fault that it follows. Readers have no use for it.
type track struct {
	Ended       time.Time      // when its process ended
	timed       bool           // HAProxy said of a check that a timer ended how long it took
	latest      time.Duration  // how late that timer was, at most
	Coming      bool           // it was over before anybody watched, but for its return, which is still to be seen
	Traffic     bool           // its node got traffic when it was broken
	Perhaps     bool           // that is not known, and taken for so
	EndedBefore time.Time      // when watching began, if it was healed before that; else zero
	WatchedFrom time.Time      // when watching began
	SignMissed  bool           // who may tell of its first sign did not answer before one was seen
	UpBefore    bool           // HAProxy had it UP when watching began, since before it was broken
	Blind       bool           // nobody watched all of its time: that it was not seen to be detected says nothing
	Out         time.Time      // since when its balancer gives it nothing; zero while it does
	OutAs       string         // how its balancer had it out when it was broken: there is nothing to detect; "" when it had not
	Page        Moment         // its own page answers after the heal, while a balancer's word is waited for
	lost        lossesBy       // which requests failed first and last
	Unnoticed   wording.Phrase // the finding that it was not detected, as long as that holds
	Kept        bool           // of HAProxy, which had its server UP for all of its time
}

// Blast is what else a fault hit at HAProxy.
type Blast struct {
	Cut      int            // sessions that ended because their server did (SD) or because HAProxy cut them (D?)
	Refused  int            // sessions that got no server (SC, sC)
	Hanging  int            // sessions still open on the broken server when they were last counted, at most
	Requeued int            // requests HAProxy put back into the queue, by its own sentence
	Queued   int            // most requests seen waiting in queues at once
	Endings  map[string]int // abnormal termination states
}

// Bygone reports whether a fault was over before anybody watched: only logs and Docker's memory tell of it, which may
// begin later than it did. What they do not tell is not known, and nobody is waited for.
func (s *Stopwatch) Bygone() bool { return !s.EndedBefore.IsZero() }

// Awaited reports whether a node that was healed is on its way back, as far as anybody knows: of a fault that was over
// before anybody watched that is so only while the node is seen not to serve.
func (s *Stopwatch) Awaited() bool {
	return s.Moments[Healed].Seen() && !s.Moments[Back].Seen() && !s.Done && (!s.Bygone() || s.Coming)
}

// Unwatched reports whether a detection that is not seen may have been missed by us: nobody watched all of the fault's
// time, and no witness tells of the rest.
func (s *Stopwatch) Unwatched() bool {
	return !s.Moments[Detected].Seen() && (s.Bygone() || s.Blind || s.Moments[Injected].Already)
}

// OutAlready says how its balancer had the node out when it was broken, so that there was nothing to detect; "" when it
// had not.
func (s *Stopwatch) OutAlready() string {
	if s.Moments[Detected].Seen() {
		return ""
	}
	return s.OutAs
}

// Since is how long after T0 a moment came; false when either is not known.
func (s *Stopwatch) Since(stage Stage) (time.Duration, bool) {
	return s.between(s.Moments[Injected], s.Moments[stage])
}

// Detection is T2 - T0.
func (s *Stopwatch) Detection() (time.Duration, bool) { return s.Since(Detected) }

// ErrorWindow is T4 - T3.
func (s *Stopwatch) ErrorWindow() (time.Duration, bool) {
	return s.between(s.Moments[FirstFailed], s.Moments[LastFailed])
}

// OneFailed reports whether a single request failed: a window needs a first and a last one.
func (s *Stopwatch) OneFailed() bool { return s.Felt.Clients().Failed == 1 }

// Recovery is T6 - T5, until traffic flows.
func (s *Stopwatch) Recovery() (time.Duration, bool) {
	return s.between(s.Moments[Healed], s.Moments[Back])
}

// UpAgain is from T5 to when its balancer (or its own page) says UP again; false where HAProxy never said anything else.
func (s *Stopwatch) UpAgain() (time.Duration, bool) {
	if s.KeptUp() {
		return 0, false
	}
	return s.between(s.Moments[Healed], s.Up)
}

// KeptUp reports whether HAProxy called the server UP from the fault to its heal.
func (s *Stopwatch) KeptUp() bool { return s.Kept && !s.Unnoticed.IsZero() }

// UpLate reports whether it was UP again later than was expected. That counts from its first answer: where its heal
// starts a process, nothing can be said.
func (s *Stopwatch) UpLate() bool {
	d, ok := s.UpAgain()
	return ok && s.Expected.Known && s.Expected.Back > 0 && !s.Starts() && d-s.Up.Within > s.Expected.Back+s.BackTolerance()
}

// Starts reports whether its heal starts a process, which takes its time before it answers.
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

// Late reports whether the fault was detected later than was predicted, beyond the precision of the
// measurement and what late timers explain.
func (s *Stopwatch) Late() bool {
	d, ok := s.Detection()
	return ok && s.Judged() && d-s.Moments[Detected].Within > s.Bound()+s.Tolerance()
}

// Bound is the latest detection that was expected, from T0 on, if no timer is late (see Tolerance): the checks of a stop
// or a kill only begin to fail when its process has ended.
func (s *Stopwatch) Bound() time.Duration { return s.Expected.Detect + s.Ending() }

// Ending is how long the process of a stop or a kill needed to end; zero while it has not, and for other faults. Docker
// tells of a kill before the process is gone, and of its end when all is cleared up: the first sign of a kill is its end.
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

// Around is who could tell of a fault at all: what nobody told of was seen not to be only where somebody looked. The zero
// value says of nobody that he was not there, and of no log that it was read.
type Around struct {
	NoNginx, NoHAProxy bool // the project has none
	Log                bool // HAProxy's log told of sessions, at whatever time
	Sessions           bool // it told of some in the fault's time
}
