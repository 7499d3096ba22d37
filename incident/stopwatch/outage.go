package stopwatch

import (
	"slices"
	"strings"
	"time"

	"hadash/incident/event"
	"hadash/record"
	"hadash/wording"
)

// Shape is what failed in an outage.
type Shape uint8

// The shapes of an outage.
const (
	ServerDown   Shape = iota // a server that its balancer has given up
	GroupDown                 // several servers of one backend at once, or all of it
	Failing                   // requests fail though the servers are UP
	HostDown                  // a host, as the swarm says
	BalancerDown              // a balancer: its numbers do not come, and another witness misses it
)

// Outage is what is known of a fault that nobody made here (record.Outage). Its target is a node; else a server, as
// "backend/server", or a group, as "balancer/backend".
type Outage struct {
	Shape    Shape
	Balancer string   // the balancer that gave it up
	Backend  string   // of a group, by the balancer's own name
	Servers  []string // the first of those that failed, as "backend/server"
	Fell     int      // how many failed, of a group
	Empty    bool     // no server of the group was left
	Answers  bool     // what fails are answers of 5xx, of a server that serves
	Door     bool     // requests of users fail, at the first balancer: no server stands out
}

// maxServers bounds the servers of an outage that are named.
const maxServers = 20

// WithServers returns it with other servers.
func (o Outage) WithServers(names []string) Outage {
	o.Servers, o.Fell = names[:min(len(names), maxServers):min(len(names), maxServers)], len(names)
	return o
}

// Names lists the servers that failed in words.
func (o *Outage) Names() wording.Phrase {
	if more := o.Fell - len(o.Servers); more > 0 {
		return wording.OutageMore.Of(strings.Join(o.Servers, ", "), more)
	}
	return wording.OutageServers.Of(strings.Join(o.Servers, ", "))
}

// IsOf reports whether an event is about the target of a fault: that of an outage may be a server that is no node.
func (x *Fault) IsOf(e *event.Event) bool {
	return e.Node == x.Target || slices.Contains(x.Nodes, e.Node) || x.OfHost() && e.Kind == event.KindHost && e.Subject == x.Target ||
		x.Kind.Found() && e.Node == "" && e.Subject == x.Target
}

// Owns reports whether an event is about what a fault broke: of an outage these are its servers.
func (x *Fault) Owns(e *event.Event) bool {
	return x.IsOf(e) || x.Kind.Found() && x.Outage.Shape == GroupDown && e.Kind == event.KindServer && slices.Contains(x.Outage.Servers, e.Subject)
}

// OfHost reports whether the target is a host.
func (x *Fault) OfHost() bool { return x.Nodes != nil && !x.Kind.AtService() }

// Unasked reports whether nobody is known to have asked for a fault: an outage that was found, or a process that crashed or was
// killed while it was watched, and not by hadash.
func (x *Fault) Unasked() bool {
	ended := x.Kind == record.Crash || x.Kind == record.Kill
	return x.Kind.Found() || ended && !x.You && !x.Hadash && !x.Already
}

// OfBalancer reports whether it is an outage of a balancer itself.
func (x *Fault) OfBalancer() bool { return x.Kind.Found() && x.Outage.Shape == BalancerDown }

// Hits reports whether one of some nodes is what was broken, or was on the host that was.
func (x *Fault) Hits(nodes []string) bool {
	return slices.Contains(nodes, x.Target) || slices.ContainsFunc(x.Nodes, func(n string) bool { return slices.Contains(nodes, n) })
}

// Place is the node where a fault takes effect: the balancer, if the target is no node.
func (x *Fault) Place() string {
	if x.Kind.Found() && strings.ContainsRune(x.Target, '/') {
		return x.Outage.Balancer
	}
	return x.Target
}

// Of reports whether the fault is one of a node, of a server ("web/web2", or "web2" alone) or of a backend.
func (x *Fault) Of(name string) bool {
	if x.Target == name || x.Server == name {
		return true
	}
	if !x.Kind.Found() {
		return false
	}
	if o := &x.Outage; o.Balancer == name || o.Shape == GroupDown && o.Backend == name {
		return true
	}
	for _, s := range x.Outage.Servers {
		if s == name || strings.HasSuffix(s, "/"+name) {
			return true
		}
	}
	return false
}

// Past returns the state that the target was in, for a sentence.
func (x Fault) Past() wording.Phrase {
	switch o := &x.Outage; {
	case !x.Kind.Found() || o.Shape == ServerDown || o.Shape == BalancerDown:
		return x.Fault.Past()
	case o.Shape == HostDown:
		return wording.HostWasDown.Of()
	case o.Shape == Failing && o.Answers:
		return wording.WasErring.Of()
	case o.Shape == Failing:
		return wording.WasFailing.Of()
	case o.Empty:
		return wording.WasEmpty.Of()
	default:
		return wording.WasManyOut.Of(o.Fell)
	}
}

// Now returns the state of the target while the fault is open.
func (x Fault) Now() string {
	if x.Kind.Found() && x.Outage.Shape != ServerDown && x.Outage.Shape != BalancerDown {
		return x.Past().String()
	}
	return x.Fault.Now()
}

// Is returns the state of an outage's target while it lasts, after its name: "is down".
func (x Fault) Is() wording.Phrase {
	switch o := &x.Outage; {
	case o.Shape == Failing && o.Answers:
		return wording.Answers5xx.Of()
	case o.Shape == Failing:
		return wording.IsFailing.Of()
	case o.Shape == HostDown:
		return wording.HostDownIs.Of()
	case o.Shape == GroupDown && o.Empty:
		return wording.IsEmpty.Of()
	case o.Shape == GroupDown:
		return wording.IsManyOut.Of(o.Fell)
	}
	return wording.IsDown.Of()
}

// fell returns what happened in an outage.
func (x Fault) fell() wording.Phrase {
	name := wording.Text(x.Target)
	if x.Server != "" {
		name = wording.As.Of(x.Target, x.Server)
	}
	switch o := &x.Outage; {
	case o.Shape == HostDown:
		return wording.HostFell.Of(name)
	case o.Shape == Failing:
		return wording.RequestsBurst.Of(name)
	case o.Shape == GroupDown && o.Empty:
		return wording.BackendFell.Of(name)
	case o.Shape == GroupDown:
		return wording.ServersFell.Of(name, o.Fell)
	}
	return wording.ServerFell.Of(name)
}

// found returns what happened in an outage, and that nobody here made it.
func (x Fault) found() wording.Phrase {
	if x.Already {
		return wording.FoundBefore.Of(x.fell())
	}
	return wording.Found.Of(x.fell())
}

// Over returns how an outage ended, in words.
func (x Fault) Over() wording.Phrase {
	switch x.Outage.Shape {
	case Failing:
		return wording.FailsNoMore.Of(x.Target)
	case HostDown:
		return wording.HostUpAgain.Of(x.Target)
	case BalancerDown:
		return wording.AnswersAgain.Of(x.Target)
	}
	return wording.BackAgain.Of(x.Target)
}

// HowHealed returns the end of a fault in words: its heal, or that it was seen to be over.
func (s *Stopwatch) HowHealed() wording.Phrase {
	if s.Kind.Found() {
		return s.Over()
	}
	return HealPhrase(s.Fault.Fault)
}

// Follow dates an outage by its first sign, which is its T0. The time is that of the report until there is a sign.
func (s *Stopwatch) Follow() {
	sign := s.Moments[FirstSign]
	if !s.Kind.Found() || !sign.Seen() || s.SinceBefore() || sign.At.After(s.At) || s.OfBalancer() && sign.At.Equal(s.At) {
		return
	}
	s.At, s.Within, s.Told = sign.At, sign.Within, time.Time{}
	t0 := &s.Moments[Injected]
	t0.At, t0.Within, t0.Witness = sign.At, sign.Within, sign.Witness
}

// Resume takes back that an outage was over: what was UP again went down within seconds.
func (s *Stopwatch) Resume() {
	s.Moments[Healed], s.Moments[Back], s.Up = Moment{}, Moment{}, Moment{}
	s.Done, s.Unreported = false, false
}
