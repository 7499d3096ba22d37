// Package advice tells from a fault and from the configurations in force what made it cost what it did. The screen says it
// while the fault is open, and the report afterwards, with the evidence and the lines of the configuration.
package advice

import (
	"time"

	"hadash/incident"
	"hadash/incident/stopwatch"
	"hadash/record"
)

// Cause is something in a configuration that made a fault worse.
type Cause uint8

// The causes, the most decisive first: what keeps a balancer from noticing comes before what it does until then.
const (
	None          Cause = iota
	NotChecked          // HAProxy does not check the server
	OnlyConnects        // its check only connects, which a frozen server accepts
	UntimedCheck        // no check measures how slow the server is
	NeverSetAside       // nginx sets no instance aside: max_fails=0
	NoRetries           // HAProxy tries no connection again
	NoRedispatch        // HAProxy tries it again at the same server only
	HangsOn             // sessions stay on a silent server until timeout server
	ConnectLong         // timeout connect is long
	ReadLong            // nginx waits long for an answer
	UpstreamLong        // nginx waits long for a connection
	ReadGivenUp         // the application does not repeat a read whose connection was cut
	NoticedLate         // HAProxy's checks take long to notice
	causes
)

const (
	patience      = time.Second     // what a client waits without feeling a failure
	longRead      = 5 * time.Second // a proxy_read_timeout that users notice
	lateDetection = 2 * time.Second // a detection that is worth a faster check
)

// Facts are a fault and the configuration of the balancer before its node.
type Facts struct {
	Fault *stopwatch.Stopwatch
	Node  *incident.Node
	Check *record.Check    // HAProxy's; nil if there is none, or it is not understood
	Up    *record.Upstream // nginx's; the same
}

// FactsOf returns the facts of a fault in a Frame; false if there is nothing to advise: the node is not known, or the fault is
// an order to HAProxy. A configuration that is not understood is no ground for advice.
func FactsOf(f *incident.Frame, s *stopwatch.Stopwatch) (Facts, bool) {
	x := Facts{Fault: s, Node: f.Node(s.Target)}
	if x.Node == nil || s.Kind.AtBalancer() {
		return Facts{}, false
	}
	if x.Node.Server != nil {
		x.Check = f.Check(x.Node.Server)
	} else {
		x.Up = f.Upstream(x.Node)
	}
	if x.Check != nil && len(x.Check.Doubts) > 0 {
		x.Check = nil
	}
	if x.Up != nil && len(x.Up.Doubts) > 0 {
		x.Up = nil
	}
	return x, true
}

// Decisive returns the first of the causes that a fault shows, also while it is open; None if none is sure.
func (x *Facts) Decisive() Cause {
	open := !x.Fault.Moments[stopwatch.Healed].Seen() && !x.Fault.Done
	for c := None + 1; c < causes; c++ {
		if x.Shows(c) || open && x.expects(c) {
			return c
		}
	}
	return None
}

// expects reports whether an open fault that was not detected will not be, because of a cause.
func (x *Facts) expects(c Cause) bool {
	if e := &x.Fault.Expected; x.Fault.Moments[stopwatch.Detected].Seen() || !e.Known || !e.Never {
		return false
	}
	switch c {
	case NotChecked:
		return x.notChecked()
	case OnlyConnects:
		return x.onlyConnects()
	case UntimedCheck:
		return x.Check != nil && x.Check.On && x.Drags() && x.slowest() >= patience
	case NeverSetAside:
		return x.Up != nil && x.Up.MaxFails == 0
	}
	return false
}

// Shows reports whether a fault shows a cause.
func (x *Facts) Shows(c Cause) bool {
	s, b := x.Fault, &x.Fault.Blast
	switch c {
	case NotChecked:
		return x.notChecked() && s.Undetected()
	case OnlyConnects:
		_, over := s.Since(stopwatch.Healed)
		return x.onlyConnects() && over && s.Undetected()
	case UntimedCheck:
		return x.Check != nil && x.Check.On && x.Drags() && s.Undetected() && x.slowest() >= patience
	case NeverSetAside:
		return x.Up != nil && x.Up.MaxFails == 0 && s.Undetected()
	case NoRetries:
		return x.Check != nil && x.Check.Retries == 0 && b.Refused > 0
	case NoRedispatch:
		return x.Check != nil && !x.Check.Redispatch && x.Check.Retries != 0 && (b.Refused > 0 || s.Hidden.Retried > 0)
	case HangsOn:
		lasted, over := s.Since(stopwatch.Healed)
		return x.Check != nil && x.silences() && b.Hanging > 0 && over && x.Check.TimeoutServer >= lasted && x.slowest() >= patience &&
			(!x.Check.ShutdownDown || s.Undetected())
	case ConnectLong:
		return x.Check != nil && x.Breaks() && x.Check.TimeoutConnect >= time.Second && x.slowest() >= x.Check.TimeoutConnect
	case ReadLong:
		return x.Up != nil && !x.Breaks() && x.Up.ReadTimeout >= longRead && x.slowest() >= patience
	case UpstreamLong:
		return x.Up != nil && x.Breaks() && x.Up.ConnectTimeout >= time.Second && x.slowest() >= patience
	case ReadGivenUp:
		return x.Node.IsReplica() && b.Cut > 0 && s.Felt.Clients().Failed > 0 && s.Hidden.Repeated == 0
	case NoticedLate:
		d, ok := s.Detection()
		return x.Check != nil && ok && !x.Drags() && d >= lateDetection && time.Duration(x.Check.Fall)*x.Check.Inter >= lateDetection
	}
	return false
}

func (x *Facts) notChecked() bool {
	return x.Check != nil && !x.Check.On && !x.Check.Agent && !x.Check.Resolvers
}

func (x *Facts) onlyConnects() bool {
	return x.Check != nil && x.Check.On && !x.Check.Protocol && x.Fault.Kind == record.Pause
}

func (x *Facts) slowest() time.Duration { return x.Fault.Felt.Clients().Slowest }

// Breaks reports whether the fault ended the process or took its network, so that connections are not answered.
func (x *Facts) Breaks() bool {
	switch x.Fault.Kind {
	case record.Stop, record.Kill, record.Crash, record.Restart, record.Cut:
		return true
	}
	return false
}

// silences reports whether the fault leaves connections open that nobody ends.
func (x *Facts) silences() bool {
	return x.Fault.Kind == record.Pause || x.Fault.Kind == record.Cut
}

// Drags reports whether the fault only makes its node slow.
func (x *Facts) Drags() bool {
	return x.Fault.Kind == record.Slow || x.Fault.Kind == record.Delay || x.Fault.Kind == record.Loss
}
