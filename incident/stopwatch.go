package incident

import (
	"fmt"
	"time"

	"hadash/incident/clients"
	"hadash/incident/event"
	"hadash/incident/predict"
	"hadash/record"
)

// Stage is one of the moments T0..T6 of a fault.
type Stage int

// The moments, in the order in which they usually come.
const (
	Injected    Stage = iota // T0: Docker's own event
	FirstSign                // T1: first failed check, first upstream error, or first retry
	Detected                 // T2: HAProxy says DOWN, or nginx stops choosing the instance
	FirstFailed              // T3: first request that failed at the client
	LastFailed               // T4: the last one
	Healed                   // T5: Docker's own event
	Back                     // T6: UP again, and traffic flows to it
	stages
)

var stageWords = [stages]string{"injected", "first sign", "detected", "first failed request", "last failed request", "healed", "back"}

// String is the moment in words.
func (s Stage) String() string { return stageWords[s] }

// Name is "T0".."T6".
func (s Stage) Name() string { return fmt.Sprintf("T%d", int(s)) }

// Stages lists T0..T6.
func Stages() []Stage {
	return []Stage{Injected, FirstSign, Detected, FirstFailed, LastFailed, Healed, Back}
}

// Moment is when something was, who told of it, and how exact that is.
type Moment struct {
	At      time.Time // zero: not seen
	Witness event.Witness
	Within  time.Duration // how late At may be; 0 = exact
	Text    string        // what was seen
	Already bool          // it was so before anybody watched, since when is not known: At is when it was found so
	event   int           // the Event it was taken from, 0 = none
	waited  time.Duration // of a wait that was over then, how long it was
}

// Event is the ID of the Event that it was taken from, 0 when it was taken from none.
func (m Moment) Event() int { return m.event }

// begun is as an Event's.
func (m Moment) begun() time.Time { return m.At.Add(-m.waited / 2) }

// Seen reports whether the moment has come and was noticed.
func (m Moment) Seen() bool { return !m.At.IsZero() }

// Precision says who told and how exactly: "exact, HAProxy's log", "±100 ms, seen by polling".
func (m Moment) Precision() string {
	switch {
	case !m.Seen():
		return ""
	case m.Already:
		return "it was so before this was watched, since when is not known"
	case m.Witness == event.ByLastchg:
		return fmt.Sprintf("±%s, HAProxy's lastchg", m.Within)
	case m.Within > 0 && m.Witness == event.ByLog:
		return fmt.Sprintf("up to %s late, from the log", m.Within.Round(10*time.Millisecond))
	case m.Within > 0 && m.Witness == event.ByClient:
		return fmt.Sprintf("up to %s late, the client's record", m.Within.Round(10*time.Millisecond))
	case m.Within > 0 && m.Witness == event.ByDocker:
		return fmt.Sprintf("the first sign; Docker's event came %s later", m.Within.Round(time.Millisecond))
	case m.Within > 0:
		return fmt.Sprintf("up to %s late, seen by polling", m.Within.Round(10*time.Millisecond))
	case m.Witness == event.ByPoll:
		return "seen by polling"
	case m.Witness == event.ByDocker:
		return "exact, Docker's event"
	case m.Witness == event.ByClient:
		return "±1 ms, the client's record"
	case m.Witness == event.ByYou:
		return "when it was asked for"
	case m.Witness == event.ByCount:
		return "at the latest, counted in the log"
	}
	return "exact, from the log"
}

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
	Findings []string
	Overlaps []string // other faults that were open in its time: their costs cannot be told apart
	Evidence []Evidence
	Done     bool // nothing more is expected to be seen of it

	Around  Around        // who could tell of it
	stopped time.Time     // when its process ended
	timed   bool          // HAProxy said of a check that a timer ended how long it took
	latest  time.Duration // how late that timer was, at most
	coming  bool          // it was over before anybody watched, but for its return, which is still to be seen
	lineup  bool          // its node got traffic when it was broken
	maybe   bool          // that is not known, and taken for so
	watched time.Time     // when watching began, if it was healed before that; else zero
	from    time.Time     // when watching began
	missing bool          // who may tell of its first sign did not answer before one was seen
	held    bool          // HAProxy had it UP when watching began, since before it was broken
	blind   bool          // nobody watched all of its time: that it was not seen to be detected says nothing
	out     time.Time     // since when its balancer gives it nothing; zero while it does
	outAs   string        // how its balancer had it out when it was broken: there is nothing to detect; "" when it had not
	page    Moment        // its own page answers after the heal, while a balancer's word is waited for
	lost    lossesBy      // which requests failed first and last
	missed  string        // the finding that it was not detected, as long as that holds
	kept    bool          // of HAProxy, which had its server UP for all of its time
}

// Evidence is one line of a log or of the timeline that a stopwatch was read from.
type Evidence struct {
	At   time.Time
	Who  string // the service whose log it is
	Text string
	sort string // of what it is an example

	says   string        // what it tells, in our words; "" where an event of the same instant does
	waited time.Duration // as an Event's
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
func (s *Stopwatch) Bygone() bool { return !s.watched.IsZero() }

// Awaited reports whether a node that was healed is on its way back, as far as anybody knows: of a fault that was over
// before anybody watched that is so only while the node is seen not to serve.
func (s *Stopwatch) Awaited() bool {
	return s.Moments[Healed].Seen() && !s.Moments[Back].Seen() && !s.Done && (!s.Bygone() || s.coming)
}

// Unwatched reports whether a detection that is not seen may have been missed by us: nobody watched all of the fault's
// time, and no witness tells of the rest.
func (s *Stopwatch) Unwatched() bool {
	return !s.Moments[Detected].Seen() && (s.Bygone() || s.blind || s.Moments[Injected].Already)
}

// OutAlready says how its balancer had the node out when it was broken, so that there was nothing to detect; "" when it
// had not.
func (s *Stopwatch) OutAlready() string {
	if s.Moments[Detected].Seen() {
		return ""
	}
	return s.outAs
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
func (s *Stopwatch) KeptUp() bool { return s.kept && s.missed != "" }

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
	end := s.stopped
	if sign := s.Moments[FirstSign]; s.Kind == record.Kill && sign.Seen() && sign.At.Before(end) {
		end = sign.At
	}
	if end.IsZero() {
		return 0
	}
	return max(end.Sub(s.At), 0)
}

// Stopwatch finds the newest stopwatch of a node; nil when it was never broken.
func (f *Frame) Stopwatch(node string) *Stopwatch {
	for i := len(f.Stopwatches) - 1; i >= 0; i-- {
		if f.Stopwatches[i].Target == node {
			return &f.Stopwatches[i]
		}
	}
	return nil
}

// Running reports whether anything is still to be seen of any fault: it is open, or not yet back. What was
// broken long before hadash looked is no reason to look closely.
func (f *Frame) Running() bool {
	for i := range f.Stopwatches {
		w := &f.Stopwatches[i]
		if !w.Done && !w.Bygone() && (w.At.After(f.Begun.Add(-time.Minute)) || w.Moments[Healed].Seen()) {
			return true
		}
	}
	return false
}
