package record

// Act is what the user did: exactly one field is set (Why goes with Failed).
type Act struct {
	Inject *Fault `json:",omitzero"` // asked for
	Made   *Fault `json:",omitzero"` // an Inject that returned
	Heal   *Fault `json:",omitzero"` // asked for
	Healed *Fault `json:",omitzero"` // a Heal that returned
	Failed *Fault `json:",omitzero"` // an Inject or Heal that could not be done; Why says the reason
	Why    string `json:",omitzero"`
	Note   string `json:",omitzero"`
	VUs    *int   `json:",omitzero"` // load asked of k6; 0 = stop
	Step   *Step  `json:",omitzero"` // a line of a drill began or ended
	Abort  *Abort `json:",omitzero"` // the limit on harm was reached: everything is healed
	Over   bool   `json:",omitzero"` // the drill is over, and all that it broke: what comes now is not counted to it
}

// Abort is a limit on harm that was reached.
type Abort struct {
	When string // the condition, as it was given: "visible > 20"
	Saw  string // "visible 21 > 20"
}

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
