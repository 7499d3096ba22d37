// Package verdict reads from a Frame what one glance must tell: what is broken, whether users are hurt, and what the
// balancer will do next.
package verdict

import (
	"time"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// Stays is how long a fault that is over remains the newest news.
const Stays = time.Minute

// State is the state of everything watched, in one word.
type State uint8

// The states, and what Verdict has in each.
const (
	Looking State = iota // some nodes have not been heard of: Heard of Nodes have
	Well                 // a source confirms that every node serves, and no server is DOWN
	Unclear              // no fault is open, but not every node is known to serve, or a server is DOWN
	Broken               // Faults are open
	Healing              // Faults are healed, and not all of their nodes are back
	Back                 // the only one of Faults was back less than Stays ago, and a source confirms every node
)

// Verdict is what one glance must tell. The Stopwatches are those of the Frame.
type Verdict struct {
	State        State
	Heard, Nodes int                    // nodes with a report of any source, and all; a load that is off counts as heard
	Faults       []*stopwatch.Stopwatch // those that State is about, oldest first
	Strays       []*record.Server       // servers that are DOWN while every node that is one of them serves
	Servers      Servers                // of HAProxy
	Erring       []*incident.Erring     // servers that are no nodes, are UP, and answer 5xx
	Users        Users
	Next         Next
}

// Of returns the verdict on a Frame.
func Of(f *incident.Frame) Verdict {
	v := Verdict{Nodes: len(f.Nodes), Strays: f.Strays(), Servers: serversOf(f), Erring: f.Strangers()}
	confirmed := 0
	for i := range f.Nodes {
		n := &f.Nodes[i]
		nobody := f.Topology.NoDocker && n.Status == "" && n.Server == nil // it is not asked, and only its log is read
		if n.Resting() || n.Health != incident.HealthUnknown || nobody {
			v.Heard++
		}
		if n.Resting() || n.Health == incident.Up || n.Health == incident.NoCheck {
			confirmed++
		}
	}
	allServe := confirmed == v.Nodes && len(v.Strays) == 0 && len(v.Erring) == 0
	open, awaited := running(f)
	back := lately(f)
	switch {
	case len(open) > 0:
		v.State, v.Faults = Broken, open
	case len(awaited) > 0:
		v.State, v.Faults = Healing, awaited
	case len(back) > 0 && allServe:
		v.State, v.Faults = Back, back[len(back)-1:]
	case v.Heard < v.Nodes || v.Nodes == 0:
		v.State = Looking
	case allServe:
		v.State = Well
	default:
		v.State = Unclear
	}
	v.Users = usersOf(f, v.Faults)
	if v.State == Back && v.Users.Feel == Hurt && v.Users.Waiting.Sessions == 0 && !f.LastFailed.After(v.Faults[0].Moments[stopwatch.Back].At) {
		v.Users.Feel = Past
	}
	v.Next = nextOf(f, v.Faults)
	return v
}

// running returns the stopwatches of open faults, and of healed ones whose nodes are awaited.
func running(f *incident.Frame) (open, awaited []*stopwatch.Stopwatch) {
	for i := range f.Stopwatches {
		switch s := &f.Stopwatches[i]; {
		case Open(f, s):
			open = append(open, s)
		case s.Awaited():
			awaited = append(awaited, s)
		}
	}
	return open, awaited
}

// Open reports whether a stopwatch's fault is one of the Frame's open faults.
func Open(f *incident.Frame, s *stopwatch.Stopwatch) bool {
	for i := range f.Faults {
		if x := &f.Faults[i]; x.Fault == s.Fault.Fault && x.At.Equal(s.At) {
			return true
		}
	}
	return false
}

// lately returns the stopwatches of faults that were back less than Stays ago, in the order of their return.
func lately(f *incident.Frame) (out []*stopwatch.Stopwatch) {
	for i := range f.Stopwatches {
		s := &f.Stopwatches[i]
		back := s.Moments[stopwatch.Back]
		if !back.Seen() || back.Already || s.Bygone() || f.At.Sub(back.At) >= Stays {
			continue
		}
		at := len(out)
		for at > 0 && out[at-1].Moments[stopwatch.Back].At.After(back.At) {
			at--
		}
		out = append(out, nil)
		copy(out[at+1:], out[at:])
		out[at] = s
	}
	return out
}
