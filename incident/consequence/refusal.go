package consequence

import (
	"cmp"

	"hadash/incident"
	"hadash/record"
	"hadash/wording"
)

// Reason is why a fault cannot be made.
type Reason uint8

// The reasons.
const (
	Allowed         Reason = iota
	Restarting             // only a stop or another restart is possible
	NoContainer            // Docker has no such container
	NotRunning             // its container is in State; a start helps
	PausedAlready          // an unpause undoes it
	RestartOfPaused        // a restart needs a running node; an unpause helps
	CutAlready             // a rejoin undoes it
	NoNetwork              // it has no network of its own
	ServerUnheard          // HAProxy has not reported this server yet
	NoServer               // the node is no server of HAProxy
	MaintAlready           // HAProxy makes it ready again
	DrainAlready           // the same
	DownAlready            // its health cannot be set to what it is: State
	TracksHealth           // it has the health of another server: State
	NoNetem                // the Engine's kernel has none
	OwnClient              // it is a probe of this hadash
	NoRuntimeAPI           // no HAProxy that serves it can be changed while it runs: Admin says why
	OneEngine              // one host is watched
	NoHost                 // there is none of that name: Hosts
	NoSwarm                // what is watched is no stack of a swarm
	AlreadySo              // it is open: State
	NeedsDocker            // what is watched is not Docker's
)

// Refusal says why a fault cannot be made; its zero value allows it.
type Refusal struct {
	Reason Reason
	Node   string
	Runs   record.Kind // what the node is
	Kind   record.FaultKind
	State  string // of the container: "exited"
	Hosts  []string

	Balancer string         // that cannot be changed
	Admin    record.NoAdmin // why
}

// Refused reports whether there is a reason.
func (r Refusal) Refused() bool { return r.Reason != Allowed }

// Here reports whether the fault, if it is refused, may be possible at another moment.
func (r Refusal) Here() bool {
	return r.Reason != NeedsDocker && r.Reason != OneEngine && r.Reason != NoSwarm && r.Reason != NoServer && r.Reason != NoRuntimeAPI
}

// Phrase is the refusal in words; zero if the fault is allowed.
func (r Refusal) Phrase() wording.Phrase {
	switch r.Reason {
	case Restarting:
		return wording.JustRestarting.Of(r.Node)
	case NoContainer:
		return wording.NoContainer.Of(r.Node)
	case NotRunning:
		return wording.NotRunning.Of(r.Node, r.State)
	case PausedAlready:
		return wording.AlreadyPaused.Of(r.Node)
	case RestartOfPaused:
		return wording.RestartOfPaused.Of(r.Node)
	case CutAlready:
		return wording.AlreadyCut.Of(r.Node)
	case NoNetwork:
		return wording.NoNetwork.Of(r.Node)
	case ServerUnheard:
		return wording.NotReportedYet.Of(r.Node)
	case NoServer:
		return wording.NotAServer.Of(r.Node, string(r.Kind))
	case MaintAlready:
		return wording.AlreadyMaint.Of(r.Node)
	case DrainAlready:
		return wording.AlreadyDraining.Of(r.Node)
	case DownAlready:
		return wording.AlreadyDown.Of(r.State)
	case TracksHealth:
		return wording.TracksHealth.Of(r.Node, r.State)
	case NoNetem:
		return wording.KernelWithoutNetem.Of()
	case OwnClient:
		return wording.OwnClient.Of(r.Node)
	case NoRuntimeAPI:
		return NoAdmin(r.Balancer, r.Admin)
	case NeedsDocker:
		return needsDocker(r)
	}
	return r.cluster()
}

// NoAdmin says why a HAProxy cannot be changed while it runs, and the line that would change it.
func NoAdmin(balancer string, no record.NoAdmin) wording.Phrase {
	switch no.Why {
	case record.NoRuntimeAPI:
		if no.Page {
			return wording.NoRuntimePage.Of(balancer, no.Line)
		}
		return wording.NoRuntimeAPI.Of(balancer, no.Line)
	case record.LowLevel:
		return wording.RuntimeLevel.Of(balancer, no.Level, no.Line, no.At)
	case record.OnlyInside:
		return wording.RuntimeInside.Of(balancer, no.At)
	case record.NoProgram:
		return wording.RuntimeProgram.Of(balancer, no.At, no.Line)
	case record.OnlyPage:
		return wording.RuntimeUnnamed.Of(balancer)
	case record.Unreachable:
		return wording.RuntimeHidden.Of(balancer, no.At, no.Line)
	}
	return wording.Phrase{}
}

// Refuse says why a node cannot be broken in that way now. Faults nest: a paused node can be killed, cut off and slowed
// down too.
func Refuse(f *incident.Frame, n *incident.Node, kind record.FaultKind) Refusal {
	r := Refusal{Node: n.Name, Runs: n.Software(), Kind: kind, State: n.Container.State}
	if kind == record.Own { // what its command needs is not known here
		return r
	}
	if n.Runs(record.KindProbe) {
		r.Reason = OwnClient
	} else if kind.AtBalancer() {
		if r.Reason = atBalancer(n, kind); r.Reason == DownAlready {
			r.State = n.Server.Status.Text
		} else if r.Reason == TracksHealth {
			r.State = n.Server.Tracked
		}
		if no := unchanging(f, n); no != nil {
			r.Reason, r.Balancer, r.Admin = NoRuntimeAPI, no.Name, no.NoAdmin
		}
	} else if f.Topology.NoDocker {
		r.Reason = NeedsDocker
		if no := unchanging(f, n); no != nil {
			r.Balancer, r.Admin = no.Name, no.NoAdmin
		}
	} else if r.Reason = atContainer(&n.Container, kind); f.Topology.NoNetem && (kind == record.Delay || kind == record.Loss) {
		r.Reason = NoNetem
	}
	return r
}

func atContainer(c *record.Container, kind record.FaultKind) Reason {
	switch c.State {
	case "running":
		return connected(c, kind)
	case "paused":
		return paused(c, kind)
	case "restarting":
		if kind == record.Stop || kind == record.Restart {
			return Allowed
		}
		return Restarting
	case "":
		if c.Node == "" { // Docker was not heard yet
			return Allowed
		}
		return NoContainer
	}
	return NotRunning
}

func connected(c *record.Container, kind record.FaultKind) Reason {
	switch {
	case kind == record.Cut && c.Networks == 0:
		return CutAlready
	case kind == record.Cut && c.Networks == -1:
		return NoNetwork
	}
	return Allowed
}

func paused(c *record.Container, kind record.FaultKind) Reason {
	switch kind {
	case record.Pause:
		return PausedAlready
	case record.Restart:
		return RestartOfPaused
	}
	return connected(c, kind)
}

// unchanging returns a HAProxy that serves a node and cannot be changed while it runs, if none of those that serve it can.
func unchanging(f *incident.Frame, n *incident.Node) (no *incident.Node) {
	for b := range f.HAProxiesOf(n) {
		if b.NoAdmin.Why == "" {
			return nil
		}
		no = cmp.Or(no, b)
	}
	return no
}

func atBalancer(n *incident.Node, kind record.FaultKind) Reason {
	switch {
	case n.Server == nil && n.IsReplica():
		return ServerUnheard
	case n.Server == nil:
		return NoServer
	case kind == record.SetMaint && askedFor(n, record.Maint):
		return MaintAlready
	case kind == record.SetDrain && askedFor(n, record.Drain):
		return DrainAlready
	case kind == record.SetHealth && n.Server.Tracked != "":
		return TracksHealth
	case kind == record.SetHealth && !n.Server.Status.State.Serving(), kind == record.ShutSessions && !n.Server.Status.State.Serving() && n.Server.Scur == 0:
		return DownAlready
	}
	return Allowed
}
