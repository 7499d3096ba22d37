package replay

import (
	"time"

	"hadash/incident"
)

// Shown is a Frame of a recording, with its position.
type Shown struct {
	Frame  incident.Frame
	Jumped bool   // it does not follow the one shown before: its Lines are all log lines to be shown
	Said   string // result of a request, if it is not visible; "" = nothing
	State  State
}

// State is the position and the state of a Player.
type State struct {
	Begun  time.Time   // of the recording
	At     time.Time   // the recording's clock: that of the Frame, or somewhat later if nothing came since
	Until  time.Time   // its end, as far as it was read
	Whole  bool        // it was read to its end
	Faults []time.Time // when something was broken, as far as it was read
	Broke  []string    // what each of these breaks: "app1 is stopped"
	Torn   string      // what is missing at its end; "" if nothing is, or if that is not yet known

	// Partial says that the Frame is a first look: it counts only what was recorded since From. The exact Frame replaces
	// it when everything before is read.
	Partial bool
	From    time.Time // zero unless Partial

	Playing bool
	Ended   bool    // the Frame is the last one
	Speed   float64 // 1 = original; 0 = as fast as possible
	Seeking bool    // a search is in progress
	Read    float64 // share of the search that is done, 0 to 1; below 0 if not known
}
