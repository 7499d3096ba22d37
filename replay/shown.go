package replay

import (
	"time"

	"hadash/incident"
)

// Shown is a Frame of a recording, and where it is in it.
type Shown struct {
	Frame  incident.Frame
	Jumped bool   // it does not follow the one shown before: its Lines are all that is to be seen of the logs
	Said   string // what came of a key, where that is not seen; "" = nothing
	Reel   Reel
}

// Reel says where a Player is, and what it does.
type Reel struct {
	Begun  time.Time   // of the recording
	At     time.Time   // the recording's clock: that of the Frame, or somewhat later where nothing came since
	Until  time.Time   // its end, as far as it was read
	Whole  bool        // it was read to its end
	Faults []time.Time // when something was broken, as far as it was read
	Torn   string      // what is missing at its end; "" when nothing is, or when that is not known yet

	Playing bool
	Ended   bool    // the Frame is the last one
	Speed   float64 // 1 = as it was; 0 = as fast as it goes
	Seeking bool    // what was asked for is being looked for
	Read    float64 // how much of that way is read, 0 to 1; below 0 when nobody knows how long it is
}
