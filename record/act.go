package record

// FaultKind names a way to break a container, in Docker's words.
type FaultKind string

// The faults; each has one inverse (Inverse says its name).
const (
	Stop    FaultKind = "stop"    // SIGTERM, grace, SIGKILL: docker stop
	Kill    FaultKind = "kill"    // SIGKILL
	Pause   FaultKind = "pause"   // frozen by the freezer cgroup: accepts, never answers
	Restart FaultKind = "restart" // stop and start as one; heals itself
	Cut     FaultKind = "cut"     // disconnected from the project's networks
	Slow    FaultKind = "slow"    // a CPU quota of a few percent
)

// Inverse is what undoes the fault: "start" for stop and kill, "" for restart.
func (k FaultKind) Inverse() string {
	switch k {
	case Stop, Kill:
		return "start"
	case Pause:
		return "unpause"
	case Cut:
		return "rejoin"
	case Slow:
		return "full speed"
	}
	return ""
}

// Fault is one thing we broke.
type Fault struct {
	Kind   FaultKind
	Target string // compose service
}

func (f Fault) String() string { return string(f.Kind) + " " + f.Target }

// Act is what the user did: exactly one field is set.
type Act struct {
	Inject *Fault
	Heal   *Fault
	Note   string
	VUs    *int // load asked of k6; 0 = stop
}
