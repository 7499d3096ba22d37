// Package predict computes the expected detection of a fault from the configuration of the balancers.
package predict

import (
	"time"

	"hadash/record"
	"hadash/wording"
)

// Prediction is what the configuration predicts for a fault.
type Prediction struct {
	Known  bool           // the configuration that decides was read and understood
	Never  bool           // nothing configured would notice
	Detect time.Duration  // at most from the fault on (from the end of its process, for a stop)
	Back   time.Duration  // at most from when it answers again; 0 = not known
	Why    wording.Phrase // "2 failed checks, the next 100 ms after the last, each given up after 75 ms"; why not, when it is not known

	Timers Timers
}

// Equal reports whether two predictions are the same, for the same reason.
func (p Prediction) Equal(q Prediction) bool {
	return p.Known == q.Known && p.Never == q.Never && p.Detect == q.Detect && p.Back == q.Back && p.Timers == q.Timers && p.Why.Equal(q.Why)
}

// Timers holds the timers of a prediction.
type Timers struct {
	Detect, Back  int           // the maximum number in sequence, until it is detected and until it is UP again
	Connect, Read time.Duration // those that end a check; 0 = not known
}

// Unknown returns a prediction that cannot be made.
func Unknown(why wording.Phrase) Prediction { return Prediction{Why: why} }

// answer is how a broken server responds to a connection.
type answer int

const (
	refuses answer = iota // no connection: refused at once, or no answer
	hangs                 // the kernel accepts, and nothing follows
	drags                 // it answers, later
)

func answerOf(k record.FaultKind) answer {
	switch k {
	case record.Pause:
		return hangs
	case record.Slow, record.Delay, record.Loss:
		return drags
	}
	return refuses
}
