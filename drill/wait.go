package drill

import (
	"context"
	"time"

	"hadash/incident"
	"hadash/record"
	"hadash/wording"
)

// Wait takes in Frames until a Condition is true, and says what was seen last. ErrWaited: it did not come true.
func Wait(ctx context.Context, frames <-chan incident.Frame, c Condition, limit time.Duration) (saw string, err error) {
	r := &runner{o: Options{Calm: calmFor}}
	r.Watcher = NewWatcher(frames, r.see)
	begun := time.Now()
	saw = wording.NothingHeard.Of().String()
	err = r.Until(ctx, limit, func(f *incident.Frame) bool {
		if r.tally == nil {
			r.tally = begin(f, begun)
			r.see(f)
		}
		got := c.what.look(r.view(f, begun, begun))
		saw = got.saw.String()
		return got.so && got.fresh
	})
	return saw, err
}

// Check reports the names in a Condition that do not exist in a stack.
func (c Condition) Check(t *record.Topology) error {
	for _, n := range c.what.names() {
		if text, warning := n.wrong(t); text != "" && !warning {
			return Problem{File: "condition", Line: 1, Col: n.at.col, Text: text}
		}
	}
	return nil
}
