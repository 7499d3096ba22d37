package incident

import (
	"time"

	"hadash/record"
)

// Prediction is what the configuration lets expect of a fault.
type Prediction struct {
	Known  bool          // the configuration that decides was read
	Never  bool          // nothing that is configured would notice
	Detect time.Duration // at most from the fault on (from the end of its process, for a stop)
	Back   time.Duration // at most from when it answers again
	Why    string        // "2 failed checks, the next one 200 ms after the last, each given up after 75 ms"
}

// Predict computes what the balancers' configuration lets expect of a fault made now.
func (f *Frame) Predict(fault record.Fault) Prediction { return Prediction{} }
