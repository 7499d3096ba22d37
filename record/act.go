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
