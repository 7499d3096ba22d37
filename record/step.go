package record

// StepState says how far a line of a drill has come.
type StepState string

// The states of a Step. Every line that is reached begins, and then ends in one of the others.
const (
	StepBegun   StepState = "begun"
	StepDone    StepState = "done"    // it did what it says, and nothing was to be judged
	StepHeld    StepState = "held"    // what it expects was so
	StepFailed  StepState = "failed"  // it was not so; Why says what was seen instead
	StepAborted StepState = "aborted" // its condition came true, and with that the drill was broken off
	StepSkipped StepState = "skipped" // the drill ended before it could be judged
)

// StepSteady is the Verb of the steady state, which is a Step of its own: what a drill costs counts from there on.
const StepSteady = "steady"

// Ended reports whether nothing more is to come of the line.
func (s StepState) Ended() bool { return s != StepBegun && s != "" }

// Step is a line of a drill, told when it begins and when it ends.
type Step struct {
	Line  int    // in the drill's file, from 1
	Verb  string // "stop", "expect", ...; "#" for a comment, which is a heading of the report
	Text  string // the line as it was written, without what is around it
	State StepState
	Why   string // what was seen: "DOWN after 0.23 s", "still UP after 2 s"; "" when there is nothing to say

	Russian string `json:",omitzero"` // Why in Russian; "" where it is the same, or nobody said it
}
