package record

// Act is what the user did: exactly one field is set (Why goes with Failed and Unhealed).
type Act struct {
	Inject *Fault `json:",omitzero"` // requested
	Made   *Fault `json:",omitzero"` // an Inject that returned
	Heal   *Fault `json:",omitzero"` // requested
	Healed *Fault `json:",omitzero"` // a Heal that returned
	Failed *Fault `json:",omitzero"` // an Inject or Heal that failed; Why has the reason
	Why    string `json:",omitzero"`

	Unhealed *Fault `json:",omitzero"` // a Heal that failed, so that it is still broken; Why has the reason

	Note   string  `json:",omitzero"`
	VUs    *int    `json:",omitzero"` // load requested of k6; 0 = stop
	Step   *Step   `json:",omitzero"` // a line of a drill began or ended
	Abort  *Abort  `json:",omitzero"` // the limit on harm was reached: everything is healed
	Others *Others `json:",omitzero"` // what other hadash processes have broken now, when that changes
	Over   bool    `json:",omitzero"` // the drill and all its faults are over: what follows is not counted to it
}

// Others are the faults that other hadash processes of this user have open, by their journals.
type Others struct {
	Faults []Fault
}

// Abort is a limit on harm that was reached.
type Abort struct {
	When string // the condition, as it was given: "visible > 20"
	Saw  string // "visible 21 > 20"
}

// StepState is the progress of a line of a drill.
type StepState string

// The states of a Step. Every line that is reached begins, and then ends in one of the others.
const (
	StepBegun   StepState = "begun"
	StepDone    StepState = "done"    // done, with nothing to judge
	StepHeld    StepState = "held"    // its expectation held
	StepFailed  StepState = "failed"  // its expectation did not hold; Why says what was seen instead
	StepAborted StepState = "aborted" // its condition came true, which aborted the drill
	StepSkipped StepState = "skipped" // the drill ended before it could be judged
)

// StepSteady is the Verb of the steady state, which is its own Step: the cost of a drill is counted from there.
const StepSteady = "steady"

// Ended reports whether the line is finished.
func (s StepState) Ended() bool { return s != StepBegun && s != "" }

// Step is a line of a drill, recorded when it begins and when it ends.
type Step struct {
	Line  int    // in the drill's file, from 1
	Verb  string // "stop", "expect", ...; "#" for a comment, which is a heading of the report
	Text  string // the line as written, without surrounding space
	State StepState
	Why   string // what was seen: "DOWN after 0.23 s", "still UP after 2 s"; "" when there is nothing to say

	Russian string `json:",omitzero"` // Why in Russian; "" if it is the same, or missing
}
