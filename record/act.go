package record

import "strconv"

// FaultKind names a way to break a container or a server, in Docker's and HAProxy's words.
type FaultKind string

// The faults; each has one inverse (Inverse says its name).
const (
	Stop      FaultKind = "stop"    // SIGTERM, grace, SIGKILL: docker stop
	Kill      FaultKind = "kill"    // SIGKILL
	Crash     FaultKind = "crash"   // its process ends as if by itself, so that a restart policy acts
	Restart   FaultKind = "restart" // stop and start as one; heals itself
	Pause     FaultKind = "pause"   // frozen by the freezer cgroup: accepts, never answers
	Cut       FaultKind = "cut"     // disconnected from the project's networks
	Slow      FaultKind = "slow"    // a CPU quota of Amount percent of one core
	Delay     FaultKind = "delay"   // tc netem: every packet it sends leaves Amount ms late
	Loss      FaultKind = "loss"    // tc netem: Amount percent of the packets it sends are lost
	SetMaint  FaultKind = "maint"   // HAProxy: taken out, as by "set server state maint"
	SetDrain  FaultKind = "drain"   // HAProxy: finishes what it has, as by "set server state drain"
	SetWeight FaultKind = "weight"  // HAProxy: its weight becomes Amount
)

// FaultKinds lists every kind, in the order in which a menu shows them.
var FaultKinds = []FaultKind{Stop, Kill, Crash, Restart, Pause, Cut, Slow, Delay, Loss, SetMaint, SetDrain, SetWeight}

// kinds says of each fault its inverse, the unit of its Amount ("" = it has none) and the usual one.
var kinds = map[FaultKind]struct {
	inverse, unit string
	usual, most   int
}{
	Stop: {inverse: "start"}, Kill: {inverse: "start"}, Crash: {inverse: "start"}, Restart: {},
	Pause: {inverse: "unpause"}, Cut: {inverse: "rejoin"},
	Slow:     {inverse: "full speed", unit: " %", usual: 2, most: 100},
	Delay:    {inverse: "no delay", unit: " ms", usual: 200, most: 60000},
	Loss:     {inverse: "no loss", unit: " %", usual: 30, most: 100},
	SetMaint: {inverse: "ready"}, SetDrain: {inverse: "ready"},
	SetWeight: {inverse: "old weight", unit: " %", usual: 10, most: 100},
}

// Valid reports whether k is a fault that hadash knows.
func (k FaultKind) Valid() bool { _, ok := kinds[k]; return ok }

// Inverse is what undoes the fault: "start" for stop, kill and crash, "" for restart.
func (k FaultKind) Inverse() string { return kinds[k].inverse }

// Usual is the Amount that a fault of this kind has unless told otherwise, and Most the largest it can
// have; both are 0 where there is no amount.
func (k FaultKind) Usual() int { return kinds[k].usual }

// Most is the largest Amount, 0 where there is none.
func (k FaultKind) Most() int { return kinds[k].most }

// AtBalancer reports whether the fault is made at HAProxy, and not at the container.
func (k FaultKind) AtBalancer() bool { return k == SetMaint || k == SetDrain || k == SetWeight }

// Fault is one thing we broke.
type Fault struct {
	Kind   FaultKind
	Target string // compose service
	Amount int    // percent for Slow, Loss and SetWeight (of the configured weight), milliseconds for Delay; else 0
}

// String is the fault in words: "stop mysql-slave1", "slow app1 to 2 %".
func (f Fault) String() string {
	text := string(f.Kind) + " " + f.Target
	if f.Amount == 0 && f.Kind != SetWeight {
		return text
	}
	switch unit := kinds[f.Kind].unit; f.Kind {
	case Slow, SetWeight:
		return text + " to " + strconv.Itoa(f.Amount) + unit
	case Delay, Loss:
		return text + " by " + strconv.Itoa(f.Amount) + unit
	}
	return text
}

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
