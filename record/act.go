package record

// FaultKind names a way to break a container, in Docker's words.
type FaultKind string

// The faults; each has one inverse (Inverse says its name).
const (
	Stop    FaultKind = "stop"    // SIGTERM, grace, SIGKILL: docker stop
	Kill    FaultKind = "kill"    // SIGKILL
	Pause   FaultKind = "pause"   // frozen by the freezer cgroup: accepts, never answers
	Crash   FaultKind = "crash"   // its process ended by itself, or from inside
	Restart FaultKind = "restart" // stop and start as one; heals itself
	Cut     FaultKind = "cut"     // disconnected from the project's networks
	Slow    FaultKind = "slow"    // a CPU quota of a few percent
)

// Inverse is what undoes the fault: "start" for stop, kill and crash, "" for restart.
func (k FaultKind) Inverse() string {
	switch k {
	case Stop, Kill, Crash:
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

// Act is what the user did: exactly one field is set (Why goes with Failed).
type Act struct {
	Inject *Fault
	Heal   *Fault
	Failed *Fault // an Inject or Heal that could not be done; Why says the reason
	Why    string
	Note   string
	VUs    *int // load asked of k6; 0 = stop
}
